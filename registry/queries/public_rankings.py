"""What the public pages of one ranking show, read in few plain statements (registry.plain says why).

Only published rankings: those, triggers keep as they are, so that what was read once may be kept. A page of a board is one
look at consecutive rows of the primary key, or of an index of divisions: the thousandth costs what the first costs.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from registry.errors import NotFound
from registry.plain import Look, Statement
from registry.queries.of_many import OfMany
from registry.rules import bundle, front_runner, scoring
from registry.rules.front_runner import Standing, Step
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept
from registry.rules.thresholds import Ready

_NEWEST = """(SELECT n.public_id FROM ranking n JOIN scheme_version nv ON nv.id = n.scheme_version_id
  WHERE nv.scheme_id = s.id AND n.published_at IS NOT NULL ORDER BY n.published_at DESC, n.id DESC LIMIT 1)"""
_NOW = Statement(
    f"""
SELECT r.id, r.result_hash, r.inputs_hash, coalesce(b.name, u.name) AS issuer, b.website, b.ended_at, s.bureau_id, {_NEWEST} AS newest
FROM ranking r JOIN scheme_version v ON v.id = r.scheme_version_id JOIN evaluation_scheme s ON s.id = v.scheme_id
LEFT JOIN assessment_body b ON b.id = s.body_id LEFT JOIN bureau u ON u.id = s.bureau_id
WHERE r.public_id = :public_id AND r.published_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    instants=("ended_at",),
)
_FROZEN = Statement(
    """
SELECT r.public_id, r.year, r.division_code, r.as_of, r.graded, r.excluded, r.levels, r.lists, r.medals, r.concepts, r.compiled_at, r.published_at,
       v.id AS version_id, v.sequence, v.title, v.content, v.content_hash, s.public_id AS scheme_id, c.code AS category, c.name AS category_name, c.name_en AS category_name_en
FROM ranking r JOIN scheme_version v ON v.id = r.scheme_version_id JOIN evaluation_scheme s ON s.id = v.scheme_id JOIN product_category c ON c.id = r.category_id
WHERE r.id = :ranking_id
""",
    days=("as_of",),
    instants=("compiled_at", "published_at"),
    documents=("levels", "lists", "medals", "concepts"),
)
_LEDGER = Statement("SELECT content_hash FROM ledger_entry WHERE subject_kind = 'ranking' AND subject = :public_id ORDER BY id LIMIT 1")
_CONCEPTS = OfMany("SELECT id, code, name_en, conditions FROM indicator_concept WHERE code IN ({ids})", documents=("conditions",))

_OF_ENTRY = """e.order_no, e.place, e.level, e.stars, e.points, e.reason, e.public_id, e.number, e.title, e.enterprise, e.credit_code, e.division_code, e.disclosure_id, e.version_id, e.judged,
       d.latest_version_id, w.effective_on AS withdrawn_on, t.effective_on AS superseded_on"""
_BESIDE = """JOIN disclosure d ON d.id = e.disclosure_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession t ON t.disclosure_id = d.id"""
_DAYS = ("withdrawn_on", "superseded_on")
_ROWS = Statement(
    f"SELECT {_OF_ENTRY} FROM ranking_entry e {_BESIDE} WHERE e.ranking_id = :ranking_id AND e.order_no BETWEEN :first AND :last ORDER BY e.order_no",  # noqa: S608 - constants of this file
    days=_DAYS,
)
_NUMBERED = OfMany(f"SELECT {_OF_ENTRY} FROM ranking_entry e {_BESIDE} WHERE e.ranking_id = :ranking_id AND e.order_no IN ({{ids}})", days=_DAYS)  # noqa: S608 - constants of this file
_ONE = Statement(
    f"SELECT {_OF_ENTRY}, e.inputs_hash, v.sequence FROM disclosure d0 JOIN ranking_entry e INDEXED BY ix_ranking_entry_disclosure ON e.disclosure_id = d0.id AND e.ranking_id = :ranking_id {_BESIDE} JOIN disclosure_version v ON v.id = e.version_id WHERE d0.public_id = :public_id",  # noqa: S608 - constants of this file
    days=_DAYS,
)
COLUMNS = {2: "province_code", 4: "city_code", 6: "division_code"}
"""Digits of a division's code to the column of an entry that holds it."""
INDEXED = {2: " INDEXED BY ix_ranking_entry_province", 4: " INDEXED BY ix_ranking_entry_city", 6: " INDEXED BY ix_ranking_entry_county"}
"""SQLite takes a whole board for as small as a place, and would walk through it."""
_WITHIN = {
    digits: Statement(
        f"SELECT {_OF_ENTRY} FROM ranking_entry e{INDEXED[digits]} {_BESIDE} WHERE e.ranking_id = :ranking_id AND e.{column} = :code AND e.order_no BETWEEN :first AND :last ORDER BY e.order_no LIMIT :most",  # noqa: S608 - constants of this file
        days=_DAYS,
    )
    for digits, column in COLUMNS.items()
}
_RUNNERS = OfMany(
    """
SELECT f.disclosure_id, f.version_id, f.valid_from, f.valid_until, f.models, x.step, x.reason, x.version_id AS accepted, x.recorded_at
FROM front_runner f LEFT JOIN front_runner_step x ON x.front_runner_id = f.id
WHERE f.disclosure_id IN ({ids}) AND f.ranking_id = :ranking_id AND f.kind = 'candidate' ORDER BY f.id, x.id
""",
    days=("valid_from", "valid_until"),
    instants=("recorded_at",),
)
_OPENING, _CLOSING = '"readings":[', '],"reasons":'
_LIST_PAGE = Statement("SELECT entries FROM ranking_list_page WHERE ranking_id = :ranking_id AND indicator = :indicator AND page = :page", documents=("entries",))


@dataclass(frozen=True, slots=True)
class Now:
    """What may change about a published ranking. newest: public id of the ranking that stands for its scheme now."""

    id: int
    result_hash: str
    inputs_hash: str
    issuer: str
    website: str | None
    ended_at: datetime | None
    """Since when the body admits no more; empty for a bureau."""
    by_bureau: bool
    newest: str


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """What never changes about it. row: columns of the ranking, its scheme version and category; ready: its scheme to judge by."""

    row: Any
    document: Mapping[str, Any]
    scheme: Scheme
    ready: Ready
    concepts: Mapping[str, Concept]
    english: Mapping[str, str]
    """Concept to its English name, as far as the vocabulary has one."""
    conditions: Mapping[tuple[str, str], str]
    """Concept and condition to what the condition is called."""
    ledger_hash: str

    def count(self, level: int | None) -> int:
        """How many entries are at a level; for None how many were graded."""
        return int(self.row.levels.get(str(level), 0)) if level else int(self.row.graded)

    def span(self, level: int | None) -> tuple[int, int]:
        """First and last order number of a level, or of all graded ones; levels lie one behind the other."""
        first = 1 + sum(self.count(each) for each in range(1, level or 1))
        return first, first + self.count(level) - 1

    def within(self, code: str, level: int | None) -> int:
        """How many graded entries lie in a division, as the medals tell."""
        prefix = digits(code)
        found = [each["levels"] for each in self.row.medals if each["division_code"].startswith(prefix)]
        return sum(int(count) for levels in found for each, count in levels.items() if level is None or each == str(level))


def now(look: Look, public_id: str) -> Now:
    """NotFound for a ranking that is not published."""
    found = _NOW.one(look, {"public_id": public_id})
    if found is None:
        raise NotFound("not_found")
    return Now(found.id, found.result_hash, found.inputs_hash, found.issuer, found.website, found.ended_at, found.bureau_id is not None, found.newest)


def frozen(look: Look, ranking_id: int) -> Frozen:
    """All that stays as it is; worth keeping, since the scheme is made ready for it."""
    row = _FROZEN.one(look, {"ranking_id": ranking_id})
    if row is None:
        raise NotFound("not_found")
    document, concepts = json.loads(row.content), bundle.concepts_of(row.concepts)
    scheme = Scheme.from_json(document)
    known = [(each.code, each.name_en, each.conditions) for each in concept_rows(look, list(concepts))]
    conditions = {(code, condition): name for code, _english, names in known for condition, name in names.items()}
    entry = _LEDGER.one(look, {"public_id": row.public_id})
    return Frozen(row, document, scheme, scoring.prepare(scheme, concepts), concepts, {code: name for code, name, _ in known}, conditions, entry.content_hash if entry else "")


def concept_rows(look: Look, codes: Sequence[str]) -> list[Any]:
    """Concepts by code: code, name_en, conditions; each once."""
    return list({each.id: each for each in _CONCEPTS.all(look, codes)}.values())


def rows(look: Look, ranking_id: int, first: int, last: int) -> list[Any]:
    """Entries from one order number to another, in the order of the board."""
    return _ROWS.all(look, {"ranking_id": ranking_id, "first": first, "last": last})


def rows_within(look: Look, ranking_id: int, code: str, span: tuple[int, int], most: int) -> list[Any]:
    """The first entries of a division between two order numbers."""
    values = {"ranking_id": ranking_id, "code": code, "first": span[0], "last": span[1], "most": most}
    return _WITHIN[len(digits(code))].all(look, values)


def numbered(look: Look, ranking_id: int, orders: Sequence[int]) -> dict[int, Any]:
    """Entries by their order numbers."""
    return {row.order_no: row for row in _NUMBERED.all(look, orders, {"ranking_id": ranking_id})}


def entry(look: Look, ranking_id: int, public_id: str) -> Any:
    """The entry of a disclosure, with `inputs_hash` and the `sequence` of the version that was judged; NotFound."""
    found = _ONE.one(look, {"ranking_id": ranking_id, "public_id": public_id})
    if found is None:
        raise NotFound("not_found")
    return found


def list_page(look: Look, ranking_id: int, indicator: int, page: int) -> list[list[int]]:
    """[[order, level], ...] of a page of a single-indicator list; none past its end."""
    found = _LIST_PAGE.one(look, {"ranking_id": ranking_id, "indicator": indicator, "page": page})
    return list(found.entries) if found else []


def candidates(look: Look, ranking_id: int, entries: Iterable[Any], today: date) -> dict[int, Standing]:
    """By disclosure how its candidacy of this board stands."""
    known = {row.disclosure_id: row for row in entries}
    told: dict[int, list[Any]] = {}
    for row in {(each.disclosure_id, each.recorded_at, each.step): each for each in _RUNNERS.all(look, list(known), {"ranking_id": ranking_id})}.values():
        told.setdefault(row.disclosure_id, []).append(row)
    return {key: _stands(runners, known[key], today) for key, runners in told.items()}


def _stands(runners: Sequence[Any], row: Any, today: date) -> Standing:
    steps = [Step(each.step, each.reason, each.recorded_at, each.accepted) for each in runners if each.step]
    over = [front_runner.Cause(word) for word in ended(row, today)]
    one = runners[0]
    return front_runner.state(steps, judged=one.version_id, latest=row.latest_version_id, against=over, valid_from=one.valid_from, valid_until=one.valid_until, today=today)


def ended(row: Any, today: date) -> list[str]:
    """withdrawn and superseded, where the enterprise ended the entry's disclosure by the day."""
    return [word for word, since in (("withdrawn", row.withdrawn_on), ("superseded", row.superseded_on)) if since is not None and since <= today]


def digits(code: str) -> str:
    """The digits of a division's code that its territory shares (GB/T 2260): two of a province, four of a city, six of a county."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def readings(judged: str) -> list[str]:
    """The JSON texts of the core readings in an entry's canonical `judged` text, unread."""
    return [f'{{"{each}}}' for each in bare_readings([judged])]


def bare_readings(judged: Sequence[str]) -> list[str]:
    """The same of several entries, one behind the other, each without its first two characters and its last.

    Canonical JSON escapes each quotation mark inside a text, so these joints, which end in a bare one, stand nowhere else.
    """
    starts = [each.index(_OPENING) + len(_OPENING) for each in judged]
    inside = ",".join([part for each, start in zip(judged, starts, strict=True) if (part := each[start : each.index(_CLOSING, start)])])
    return inside[2:-1].split('},{"') if inside else []
