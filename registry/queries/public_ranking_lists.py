"""Public lists about rankings: the leader-boards that stand, the medals, and schemes with their versions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.errors import NotFound
from registry.plain import Look, Statement
from registry.queries.public_rankings import COLUMNS, INDEXED, digits

PER_PAGE = 50
_STANDS = """r.published_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ranking n JOIN scheme_version nv ON nv.id = n.scheme_version_id
  WHERE nv.scheme_id = v.scheme_id AND n.published_at IS NOT NULL AND (n.published_at, n.id) > (r.published_at, r.id))"""
_FROM = """FROM ranking r JOIN scheme_version v ON v.id = r.scheme_version_id JOIN evaluation_scheme s ON s.id = v.scheme_id JOIN product_category c ON c.id = r.category_id
LEFT JOIN assessment_body b ON b.id = s.body_id LEFT JOIN bureau u ON u.id = s.bureau_id"""
_BOARD = """r.id, r.public_id, r.year, r.division_code, r.as_of, r.graded, r.excluded, r.levels, r.published_at, v.title, v.content, c.code AS category, c.name AS category_name,
       c.name_en AS category_name_en, c.path, coalesce(b.name, u.name) AS issuer"""
_IN = "EXISTS (SELECT 1 FROM ranking_entry e{indexed} WHERE e.ranking_id = r.id AND e.{column} = :division AND e.level IS NOT NULL{level})"
_OPTIONS = Statement(f"SELECT DISTINCT c.code, c.name, c.name_en, c.path, r.year {_FROM} WHERE {_STANDS} ORDER BY c.path, r.year DESC")
_MEDALS = Statement(f"SELECT r.medals {_FROM} WHERE {_STANDS} AND (:year = 0 OR r.year = :year) AND substr(c.path, 1, length(:path)) = :path", documents=("medals",))
_SCHEME = Statement(
    """
SELECT s.id, s.public_id, s.year, s.division_code, s.latest_version_id, c.code AS category, c.name AS category_name, c.name_en AS category_name_en, coalesce(b.name, u.name) AS issuer,
       b.website, b.document, b.ended_at, s.bureau_id
FROM evaluation_scheme s JOIN product_category c ON c.id = s.category_id LEFT JOIN assessment_body b ON b.id = s.body_id LEFT JOIN bureau u ON u.id = s.bureau_id
WHERE s.public_id = :public_id AND s.latest_version_id IS NOT NULL
""",
    instants=("ended_at",),
)
_VERSIONS = Statement(
    "SELECT id, sequence, title, content_hash, change_reason, valid_from, valid_until, published_at FROM scheme_version WHERE scheme_id = :scheme_id ORDER BY sequence DESC",
    days=("valid_from", "valid_until"),
    instants=("published_at",),
)
_CONTENT = Statement("SELECT content FROM scheme_version WHERE id = :version_id")
_MADE = Statement(
    """
SELECT r.public_id, r.as_of, r.graded, r.published_at, v.sequence FROM ranking r JOIN scheme_version v ON v.id = r.scheme_version_id
WHERE v.scheme_id = :scheme_id AND r.published_at IS NOT NULL ORDER BY r.published_at DESC, r.id DESC LIMIT 50
""",
    days=("as_of",),
    instants=("published_at",),
)
_CONCEPTS = Statement("SELECT code, name, name_en, conditions FROM indicator_concept", documents=("conditions",))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list. path: of a category, it and what lies below; year 0, level 0 and "" stand for all."""

    path: str = ""
    year: int = 0
    division: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as the public reads it: the `shown` version among `versions`, the newest first, and its published document."""

    row: Any
    versions: list[Any]
    shown: Any
    content: str
    rankings: list[Any]
    concepts: Mapping[str, Any]

    @property
    def document(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.content)
        return found


def options(look: Look) -> list[Any]:
    """Categories and years that have a leader-board: code, name, name_en, path, year."""
    return _OPTIONS.all(look, {})


def boards(look: Look, wanted: Wanted, *, after: str = "", newest: bool = False) -> list[Any]:
    """Leader-boards that stand, one more than a page; by category, or the newest first. `after`: public id of the last one seen."""
    values = {"path": wanted.path, "year": wanted.year, "division": wanted.division, "level": wanted.level, "after": after, "most": PER_PAGE + 1}
    return _boards(wanted, after=bool(after), newest=newest).all(look, values)


def _boards(wanted: Wanted, *, after: bool, newest: bool) -> Statement:
    where = [_STANDS, "(:year = 0 OR r.year = :year)", "substr(c.path, 1, length(:path)) = :path"]
    level = " AND e.level = :level" if wanted.level else ""
    if wanted.division:
        size = len(digits(wanted.division))
        where.append(_IN.format(column=COLUMNS[size], indexed=INDEXED[size], level=level))
    elif wanted.level:
        where.append(f"CAST(r.levels AS text) LIKE '%\"{wanted.level:d}\":%'")  # a document of counts by level, none of which is 0
    if after:
        where.append("(c.path, -r.id) > (SELECT ac.path, -a.id FROM ranking a JOIN product_category ac ON ac.id = a.category_id WHERE a.public_id = :after)")
    order = "r.published_at DESC, r.id DESC" if newest else "c.path, -r.id"
    return Statement(f"SELECT {_BOARD} {_FROM} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT :most", days=("as_of",), instants=("published_at",), documents=("levels",))


def medals(look: Look, wanted: Wanted) -> list[Mapping[str, Any]]:
    """The medals of every leader-board that stands, county by county."""
    return [each for row in _MEDALS.all(look, {"year": wanted.year, "path": wanted.path}) for each in row.medals]


def scheme(look: Look, public_id: str, sequence: int | None = None) -> Scheme:
    """A published scheme with one of its versions, the newest without `sequence`; NotFound."""
    row = _SCHEME.one(look, {"public_id": public_id})
    if row is None:
        raise NotFound("not_found")
    versions = _VERSIONS.all(look, {"scheme_id": row.id})
    shown = next((each for each in versions if sequence in (None, each.sequence)), None)
    content = _CONTENT.one(look, {"version_id": shown.id}) if shown else None
    if content is None:
        raise NotFound("not_found")
    concepts = {each.code: each for each in _CONCEPTS.all(look, {})}
    return Scheme(row, versions, shown, content.content, _MADE.all(look, {"scheme_id": row.id}), concepts)
