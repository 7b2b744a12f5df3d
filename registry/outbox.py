"""The queues of "look again" tasks that keep the search index, the live rankings, screening and counters true, written in the transaction of the change.

Why: an index that is told after the commit loses whatever is committed just before a crash. Here the task exists exactly
when the change does. What it costs: a row for every change of a public subject, deleted once the index has followed.
When not to use it: for work that people wait for or that leaves the house; that is `registry.jobs`.

A flush queues by itself (`watch`). Statements that go past the unit of work say themselves what has to be looked at:
`queued` marks a statement whose subjects the caller queues in the same block, and one that is not marked is refused.
Time changes facts too: whoever writes a day to come has it looked at again when that day begins.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Executable, Table, event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker
from sqlalchemy.sql.dml import UpdateBase

from registry.db import Base, utc_now
from registry.legal_time import first_instant
from registry.models import (
    CatalogueConfirmation,
    CatalogueStandard,
    ConceptSynonym,
    DeskTask,
    Disclosure,
    DisclosureSuccession,
    DisclosureVersion,
    DisclosureWithdrawal,
    Enterprise,
    EnterpriseName,
    Finding,
    FindingPublication,
    HonourStep,
    Indicator,
    IndicatorConcept,
    Product,
    ProductCategory,
    ProductDisclosure,
    Ranking,
    RankingTask,
    RectificationStep,
    RequirementClaim,
    ScanCode,
    SchemeVersion,
    Standing,
    VersionReference,
)
from registry.models.catalogue import Floor
from registry.models.outbox import IndexTask
from registry.plain import Statement

KINDS = ("disclosure", "product", "enterprise", "standard")
"""Kinds of subjects that are documents of the index themselves."""
FOR_MANY = ("holder", "concept", "category", "ranking")
RANKED_TOO = ("disclosure", "holder", "standard", "concept")
"""Kinds that the live rankings look at as well."""
ON_DESKS_TOO = ("disclosure", "enterprise", "holder", "product", "standard", "concept")
"""Kinds that screening and the counters look at as well."""
_QUEUED, _COLLECTED, _RANKED, _ON_DESKS = "outbox_queued", "outbox", "outbox_ranked", "outbox_desks"
_SCHEMES = Statement("SELECT 1 AS found FROM scheme_version LIMIT 1")

Due = tuple[str, int, date | None]
"""Kind and id of a subject, and the day from which it has changed; None: at once."""
_Statement = TypeVar("_Statement", bound=Executable)


def look_again(session: Session, due: Iterable[Due]) -> None:
    """Queue subjects in the caller's transaction, each once; a day that has begun counts as now.

    What a savepoint took back is looked at in vain, which costs little and breaks nothing.
    """
    session.info.setdefault(_COLLECTED, set()).update(due)


def _write(session: Session) -> None:
    """The last thing that a transaction does."""
    if session.in_nested_transaction():
        return
    session.flush()
    now = utc_now()
    wanted = {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_COLLECTED, ())}
    ranked = {each for each in wanted if each[0] in RANKED_TOO} | {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_RANKED, ())}
    on_desks = {each for each in wanted | ranked if each[0] in ON_DESKS_TOO} | {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_ON_DESKS, ())}
    if wanted:
        session.execute(insert(IndexTask), _tasks(wanted))
    if on_desks:
        session.execute(insert(DeskTask), _tasks(on_desks))
    if ranked and _SCHEMES.one(session, {}):  # where nobody ranks, nobody looks
        session.execute(insert(RankingTask), _tasks(ranked))


def _tasks(wanted: Iterable[tuple[str, int, datetime]]) -> list[dict[str, object]]:
    return [{"kind": kind, "subject_id": subject_id, "not_before": at} for kind, subject_id, at in sorted(wanted)]


def queued(statement: _Statement) -> _Statement:
    """Mark a statement on an indexed table whose subjects the caller queues in the same block, or whose rows belong to a subject that the same flush queues."""
    return statement.execution_options(**{_QUEUED: True})


def _instant(on: date | None, now: datetime) -> datetime:
    return max(now, first_instant(on)) if on else now


def _disclosure(row: Disclosure) -> Iterator[Due]:
    yield "disclosure", row.id, None


def _version(row: DisclosureVersion) -> Iterator[Due]:
    yield "disclosure", row.disclosure_id, None
    yield "disclosure", row.disclosure_id, row.in_force_from
    if row.valid_until:
        yield "disclosure", row.disclosure_id, row.valid_until + timedelta(days=1)


def _ending(row: DisclosureWithdrawal | DisclosureSuccession) -> Iterator[Due]:
    yield "disclosure", row.disclosure_id, None
    yield "disclosure", row.disclosure_id, row.effective_on


def _standing(row: Standing) -> Iterator[Due]:
    subject = ("disclosure", row.disclosure_id) if row.disclosure_id is not None else ("holder", row.enterprise_id)
    yield *subject, None
    yield *subject, row.effective_on
    if row.until:
        yield *subject, row.until + timedelta(days=1)


def _enterprise(row: Enterprise) -> Iterator[Due]:
    """Its documents repeat name, place and trade; contacts are nobody's business."""
    if row in inspect(row).session.new or any(inspect(row).attrs[name].history.has_changes() for name in ("name", "division_code", "industry_code", "verified_at", "town")):  # type: ignore[union-attr]
        yield "holder", row.id, None


def _former_name(row: EnterpriseName) -> Iterator[Due]:
    yield "enterprise", row.enterprise_id, None


def _product(row: Product) -> Iterator[Due]:
    yield "product", row.id, None


def _link(row: ProductDisclosure) -> Iterator[Due]:
    yield "product", row.product_id, None
    yield "disclosure", row.disclosure_id, None


def _code(row: ScanCode) -> Iterator[Due]:
    yield "product", row.product_id, None


def standard(standard_id: int, *days: date | None) -> Iterator[Due]:
    """A standard of the catalogue that changed, with the days on which its state changes."""
    yield "standard", standard_id, None
    yield from (("standard", standard_id, day) for day in days if day)


def _standard(row: CatalogueStandard) -> Iterator[Due]:
    yield from standard(row.id, row.in_force_on, row.withdrawn_on)


def _confirmation(row: CatalogueConfirmation) -> Iterator[Due]:
    yield from standard(row.standard_id, row.withdrawn_on)


def _synonym(row: ConceptSynonym) -> Iterator[Due]:
    yield "concept", row.concept_id, None


def _concept(row: IndicatorConcept) -> Iterator[Due]:
    yield "concept", row.id, None


def _category(row: ProductCategory) -> Iterator[Due]:
    yield "category", row.id, None


def _claim(row: RequirementClaim) -> Iterator[Due]:
    yield "disclosure", row.disclosure_id, None


def _scheme_version(row: SchemeVersion) -> Iterator[Due]:
    """Its whole category, also when it begins and when it ends."""
    yield "scheme", row.id, None
    yield "scheme", row.id, row.valid_from
    if row.valid_until:
        yield "scheme", row.id, row.valid_until + timedelta(days=1)


def _published(row: Ranking) -> Iterator[Due]:
    """From now on entries are compared with this ranking."""
    if inspect(row).attrs["published_at"].history.has_changes() and row.published_at:
        yield "scheme", row.scheme_version_id, None


def _floor(row: Floor) -> Iterator[Due]:
    yield "standard", row.standard_id, None


def _finding(row: Finding) -> Iterator[Due]:
    yield "finding", row.id, None


def _finding_published(row: FindingPublication) -> Iterator[Due]:
    yield "finding", row.finding_id, None


def _rectification(row: RectificationStep) -> Iterator[Due]:
    yield "rectification", row.rectification_id, None


def _honour(row: HonourStep) -> Iterator[Due]:
    yield "honour", row.honour_id, None


def _nothing(_row: Any) -> Iterator[Due]:
    """Parts of a version: it queues itself."""
    yield from ()


INDEXED: dict[type[Base], Callable[[Any], Iterator[Due]]] = {
    Disclosure: _disclosure, DisclosureVersion: _version, DisclosureWithdrawal: _ending, DisclosureSuccession: _ending, Standing: _standing, Enterprise: _enterprise,
    EnterpriseName: _former_name, Product: _product, ProductDisclosure: _link, ScanCode: _code, CatalogueStandard: _standard, CatalogueConfirmation: _confirmation,
    ConceptSynonym: _synonym, IndicatorConcept: _concept, ProductCategory: _category, Indicator: _nothing, VersionReference: _nothing,
}  # fmt: skip
"""Every model that a document of the index is made of, with what a changed row asks to be looked at."""
RANKED: dict[type[Base], Callable[[Any], Iterator[Due]]] = {RequirementClaim: _claim, SchemeVersion: _scheme_version, Ranking: _published, Floor: _floor}
"""What the live rankings look at and the index does not."""
ON_DESKS: dict[type[Base], Callable[[Any], Iterator[Due]]] = {Finding: _finding, FindingPublication: _finding_published, RectificationStep: _rectification, HonourStep: _honour}
"""What screening and the counters look at and the index does not."""
_TABLES = {model.__table__ for model in INDEXED}


def watch(maker: sessionmaker[Session]) -> None:
    """Let every session of `maker` queue what it changes, and refuse statements that would change it unseen."""
    event.listen(maker, "after_flush", _after_flush)
    event.listen(maker, "do_orm_execute", _refuse_unseen)
    event.listen(maker, "before_commit", _write)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    changed = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
    look_again(session, (due for row in changed if type(row) in INDEXED for due in INDEXED[type(row)](row)))
    if ranked := [due for row in changed if type(row) in RANKED for due in RANKED[type(row)](row)]:
        session.info.setdefault(_RANKED, set()).update(ranked)
    if on_desks := [due for row in changed if type(row) in ON_DESKS for due in ON_DESKS[type(row)](row)]:
        session.info.setdefault(_ON_DESKS, set()).update(on_desks)


def _refuse_unseen(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, UpdateBase) and _table(statement) in _TABLES and not statement.get_execution_options().get(_QUEUED):
        raise RuntimeError(f"a statement on {_table(statement).name} that does not say whether the index has to look again; see registry.outbox.queued")


def _table(statement: UpdateBase) -> Table:
    found = statement.table
    assert isinstance(found, Table)
    return found
