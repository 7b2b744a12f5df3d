"""Writes one version with its indicators and references, and seals it: from then on the database refuses every change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from registry import canonical, outbox
from registry.models import Disclosure, DisclosureVersion, Enterprise, Indicator, VersionReference
from registry.queries import vocabulary
from registry.queries.disclosure_world import catalogue_rows
from registry.rules import document, line_value, names, unit
from registry.rules.content import Content, Line
from registry.rules.document import Disclosing
from registry.rules.indicator import Value, grade_of
from registry.rules.standard_number import find_all, parse

_INDICATORS = outbox.queued(insert(cast("Table", Indicator.__table__)))  # of the tables: rows of a mapped class go one by one where their empty cells differ
_REFERENCES = outbox.queued(insert(cast("Table", VersionReference.__table__)))


@dataclass(frozen=True, slots=True)
class Making:
    """What disclosing adds to the content: by whom, when, as which version, and how it compares (place of a reference to word)."""

    draft_id: int
    account_id: int | None
    now: datetime
    sequence: int
    change: str
    in_force_from: date
    valid_until: date | None
    commitment: str
    comparisons: Mapping[int, str]


def write(session: Session, disclosure: Disclosure, enterprise: Enterprise, content: Content, making: Making) -> DisclosureVersion:
    """The version, whole and sealed. `content` is prepared: no empty rows, every number in its place."""
    text = canonical.text(document.build(content, _disclosing(session, disclosure, enterprise, content, making)))
    version = DisclosureVersion(
        disclosure_id=disclosure.id,
        sequence=making.sequence,
        change=making.change,
        change_reason=content.change_reason or None,
        title=content.title,
        subject=content.subject,
        content=text,
        content_hash=canonical.digest(text),
        in_force_from=making.in_force_from,
        valid_until=making.valid_until,
        lower_stated=content.lower_stated,
        text_sha256=content.text_sha256 or None,
        text_public=content.text_public,
        draft_id=making.draft_id,
        disclosed_by_id=making.account_id,
        disclosed_at=making.now,
    )
    session.add(version)
    session.flush()
    _indicators(session, version.id, content)
    _references(session, version.id, content, making.comparisons)
    disclosure.latest_version_id, disclosure.category_code = version.id, content.category or None
    session.flush()
    return version


def _disclosing(session: Session, disclosure: Disclosure, enterprise: Enterprise, content: Content, making: Making) -> Disclosing:
    return Disclosing(
        public_id=disclosure.public_id,
        enterprise_name=enterprise.name,
        credit_code=enterprise.credit_code,
        number=parse(disclosure.number),
        sequence=making.sequence,
        change=making.change,
        disclosed_at=making.now,
        in_force_from=making.in_force_from,
        valid_until=making.valid_until,
        commitment=making.commitment,
        comparisons=making.comparisons,
        category_name=vocabulary.category_name(session, content.category) if content.category else "",
    )


def _indicators(session: Session, version_id: int, content: Content) -> None:
    codes = {line.concept for line in content.lines if line.concept}
    concepts = vocabulary.concept_ids(session, codes)
    rows = [{"version_id": version_id, "position": place, "concept_id": concepts.get(line.concept), **_indicator(line)} for place, line in enumerate(content.lines, 1)]
    if rows:
        session.execute(_INDICATORS, rows)


def _indicator(line: Line) -> dict[str, Any]:
    promised, cited = line_value.value(line), find_all(line.method)
    base_low, base_high = _base(promised) if promised else (None, None)
    cells = {name: getattr(line, name) or None for name in ("low", "high", "unit", "grade", "text", "condition_text")}
    return cells | {
        "name": line.name,
        "name_key": names.key(line.name),
        "kind": line.kind,
        "operator": line.operator,
        "base_low": base_low,
        "base_high": base_high,
        "condition_code": line.condition or None,
        "method": line.method,
        "method_key": cited[0].compact if cited else None,
    }


def _base(promised: Value) -> tuple[float | None, float | None]:
    """Bounds in the base unit, for search by value; a half grade 3-4 lies between 3 and 4; words have none."""
    if promised.grade:
        steps = [int(each) for each in grade_of(promised).split("-") if each.isdecimal()]
        middle = sum(steps) / len(steps) if steps else None
        return middle, middle
    known = unit.find(promised.unit) if promised.unit else None
    if promised.unit and known is None:
        return None, None
    low, high = (None if end is None else float(unit.base_value(end, known) if known else end) for end in (promised.low, promised.high))
    return low, high


def _references(session: Session, version_id: int, content: Content, comparisons: Mapping[int, str]) -> None:
    named = [(each.relation, parse(each.number), comparisons.get(place), each.statement) for place, each in enumerate(content.references)]
    named += [("joint", parse(party.number), None, party.name) for party in content.parties if party.number]
    known = catalogue_rows(session, {number.compact: number for _, number, _, _ in named}) if named else {}
    rows = [
        {
            "version_id": version_id,
            "position": place,
            "relation": relation,
            "number": number.canonical,
            "compact_key": number.compact,
            "catalogue_id": known[number.compact].id if number.compact in known else None,
            "comparison": comparison,
            "statement": statement or None,
        }
        for place, (relation, number, comparison, statement) in enumerate(named, 1)
    ]
    if rows:
        session.execute(_REFERENCES, rows)
