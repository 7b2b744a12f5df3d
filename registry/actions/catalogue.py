"""The reference catalogue: lists are imported, and a bureau says whether a standard is really withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, insert, update
from sqlalchemy.orm import Session

from registry import audit, outbox, seed, subjects
from registry.errors import Invalid, NotAllowed
from registry.models.catalogue import CatalogueConfirmation, CatalogueSource, CatalogueStandard
from registry.queries import catalogue as queries
from registry.queries.catalogue import Source
from registry.rules import catalogue as rules
from registry.rules import permission
from registry.rules.catalogue import Statement
from registry.rules.permission import Actor
from registry.rules.standard_number_text import clean

Row = tuple[int, Mapping[Any, object]]
"""Line number in the file, and the row by its columns."""
LONGEST_SOURCE = 300
_FACTS = tuple(rules.Facts.__dataclass_fields__)
# As tables: inserts through the mapped classes start a new statement wherever another column is empty.
_STANDARDS, _SOURCES = cast("Table", CatalogueStandard.__table__), cast("Table", CatalogueSource.__table__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not imported: its line, the number as typed, and a code (see rules.catalogue.read; row_twice)."""

    line: int
    number: str
    code: str


@dataclass(slots=True)
class Outcome:
    """What an import did, counted in standards."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows looked at, bad ones included."""
        return self.new + self.changed + self.same + len(self.problems)


def import_rows(session: Session, *, actor: Actor, rows: Iterable[Row], source_name: str, now: datetime, seen: set[tuple[str, str]] | None = None) -> Outcome:
    """Take what a list says into the catalogue; the same list again changes nothing.

    A bad row is listed in the outcome and stops nothing. A list of many rows comes in lots, each in a transaction of its
    own, with one `seen` (number key and source) for all of them. `source_name` is who says it where a row does not.
    """
    permission.require(actor, "catalogue.keep")
    outcome = Outcome()
    said = _read(rows, source_name, set() if seen is None else seen, outcome)
    known = queries.ids(session, said.keys())
    _add(session, [statements for key, statements in said.items() if key not in known], now)
    _compare(session, {known[key]: statements for key, statements in said.items() if key in known}, now, outcome)
    outcome.new = len(said) - len(known)
    audit.record(session, actor, "catalogue.import", None, at=now, source=source_name, new=outcome.new, changed=outcome.changed, same=outcome.same, refused=len(outcome.problems))
    return outcome


def load_extract(session: Session, *, actor: Actor, now: datetime) -> Outcome:
    """The real standards that ship: a new registry knows some from its first day."""
    return import_rows(session, actor=actor, rows=_shipped("extract"), source_name="extract", now=now)


def load_demonstration(session: Session, *, actor: Actor, now: datetime) -> Outcome:
    """The invented standards of the demonstration."""
    return import_rows(session, actor=actor, rows=_shipped("demonstration"), source_name="示例", now=now)


def confirm(session: Session, *, actor: Actor, standard_id: int, withdrawn: bool, withdrawn_on: date | None, source: str, now: datetime) -> CatalogueConfirmation:
    """A bureau confirms or denies that a standard is withdrawn; its newest word counts before every source.

    Raises Invalid: `source` is needed; a day (`withdrawn_on`) goes with a confirmation only.
    """
    permission.require(actor, "catalogue.keep")
    offices = permission.offices(actor, "catalogue.keep")
    if not offices or actor.account_id is None:
        raise NotAllowed("bureau_only")
    standard, named = queries.get(session, standard_id), clean(source)
    if wrong := _wrong_word(standard, named, withdrawn, withdrawn_on):
        raise Invalid(wrong, longest=LONGEST_SOURCE)
    said = CatalogueConfirmation(
        standard_id=standard.id, withdrawn=withdrawn, withdrawn_on=withdrawn_on, source=named, bureau_id=offices[0].bureau_id, recorded_by_id=actor.account_id, recorded_at=now
    )
    session.add(said)
    audit.record(session, actor, "catalogue.confirm", said, at=now, standard=standard.number, withdrawn=withdrawn)
    return said


def _wrong_word(standard: CatalogueStandard, source: str, withdrawn: bool, day: date | None) -> dict[str, str]:
    wrong = {} if source else {"source": "required"}
    if len(source) > LONGEST_SOURCE:
        wrong["source"] = "too_long"
    if day and not withdrawn:
        wrong["withdrawn_on"] = "day_without_withdrawal"
    elif day and standard.issued_on and day < standard.issued_on:
        wrong["withdrawn_on"] = "withdrawn_before_issued"
    return wrong


def _shipped(name: str) -> Iterable[Row]:
    return enumerate(seed.rows(f"catalogue/{name}.csv"), 2)


def _read(rows: Iterable[Row], source_name: str, seen: set[tuple[str, str]], outcome: Outcome) -> dict[str, list[Statement]]:
    """Statements by key, in the order of the list; a source speaks once about a standard."""
    said: dict[str, list[Statement]] = {}
    for line, row in rows:
        statement = rules.read(row, source_name)
        if isinstance(statement, Statement):
            spoken = {(statement.number.compact, source) for source in statement.sources}
            if not spoken <= seen:
                seen |= spoken
                said.setdefault(statement.number.compact, []).append(statement)
                continue
            statement = "row_twice"
        outcome.problems.append(Problem(line, str(row.get("std_no") or "")[:80], statement))
    return said


def _add(session: Session, said: Sequence[list[Statement]], now: datetime) -> None:
    """Standards that are new, with plain inserts: an import is as quick as its database."""
    if not said:
        return
    stated = [_by_source(statements) for statements in said]
    rows = [_columns(one[0], list(words.values())) for one, words in zip(said, stated, strict=True)]
    session.execute(outbox.queued(insert(_STANDARDS)), rows)
    numbered = queries.ids(session, [one[0].number.compact for one in said])
    _look_again(session, (row | {"id": numbered[row["compact_key"]]} for row in rows))
    session.execute(
        insert(_SOURCES),
        [_source(numbered[one[0].number.compact], source, words, now) for one, by_source in zip(said, stated, strict=True) for source, words in by_source.items()],
    )


def _look_again(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    outbox.look_again(session, (due for row in rows for due in subjects.standard(row["id"], row["in_force_on"], row["withdrawn_on"])))


def _by_source(statements: Iterable[Statement]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for statement in statements:
        for source in statement.sources:
            found.setdefault(source, statement.words)
    return found


def _columns(statement: Statement, stated: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    facts = rules.facts(statement.number, stated)
    return {name: getattr(facts, name) for name in _FACTS}


def _source(standard_id: int, source: str, words: Mapping[str, str], now: datetime) -> dict[str, Any]:
    return {"standard_id": standard_id, "source": source, "status": words.get("status"), "stated": words, "imported_at": now}


def _compare(session: Session, said: Mapping[int, list[Statement]], now: datetime, outcome: Outcome) -> None:
    """Standards that are known: a source that says something else than before is believed anew, a further one is added."""
    before = queries.stated(session, said.keys())
    added, mended, facts = [], [], []
    for standard_id, statements in said.items():
        old, new = before.get(standard_id, []), _by_source(statements)
        further = [(source, words) for source, words in new.items() if source not in {each.source for each in old}]
        other = [(each, new[each.source]) for each in old if each.source in new and each.words != new[each.source]]
        if not further and not other:
            outcome.same += 1
            continue
        added += [_source(standard_id, source, words, now) for source, words in further]
        mended += [{"id": each.id, "status": words.get("status"), "stated": words, "imported_at": now} for each, words in other]
        facts.append({"id": standard_id, **_columns(statements[0], _merged(old, new))})
    outcome.changed = len(facts)
    for statement, rows in ((insert(_SOURCES), added), (update(CatalogueSource), mended), (outbox.queued(update(CatalogueStandard)), facts)):
        if rows:
            session.execute(statement, rows)
    _look_again(session, facts)


def _merged(old: Iterable[Source], new: Mapping[str, Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Statements in the order in which their sources first spoke."""
    kept = {each.source: each.words for each in old}
    return list({**kept, **new}.values())
