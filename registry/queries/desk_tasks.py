"""What screening and the counters have to look at again, and whom a change that concerns many reaches."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import Session

from registry.models import CatalogueStandard, ConceptSynonym, DeskTask, Disclosure, Indicator, ProductDisclosure, ScreeningMatter, VersionReference
from registry.models.catalogue import Floor
from registry.plain import Look, Statement
from registry.queries import index_reach, screening

_DUE = Statement("SELECT 1 AS found FROM desk_task WHERE not_before <= :now LIMIT 1")
REFERRING = "referring"
"""A kind that only the expansion writes: of a disclosure, what it says about standards of the catalogue alone."""


def work(look: Look, *, now: datetime) -> bool:
    """Whether anything is due; asked often, so it costs next to nothing."""
    plain = now.astimezone(UTC).replace(tzinfo=None)
    return _DUE.one(look, {"now": plain.isoformat(" ", "microseconds") if look.sqlite else plain}) is not None


def due(session: Session, limit: int, *, now: datetime) -> Sequence[tuple[int, str, int]]:
    """Id, kind and subject of the oldest due tasks."""
    query = select(DeskTask.id, DeskTask.kind, DeskTask.subject_id).where(DeskTask.not_before <= now)
    return [(task_id, kind, subject_id) for task_id, kind, subject_id in session.execute(query.order_by(DeskTask.not_before, DeskTask.id).limit(limit))]


def waiting(session: Session, *, now: datetime) -> tuple[int, int, datetime | None]:
    """How many tasks are due, how many are for a day to come, and since when the oldest due one waits."""
    first, ready = session.execute(select(func.min(DeskTask.not_before), func.count()).where(DeskTask.not_before <= now)).one()
    return ready, session.scalar(select(func.count()).select_from(DeskTask).where(DeskTask.not_before > now)) or 0, first


def expected(session: Session, kind: str, subject_ids: Collection[int], at: Collection[datetime]) -> set[tuple[int, datetime]]:
    """Subjects with an instant among `at` for which a task of the kind waits already."""
    query = select(DeskTask.subject_id, DeskTask.not_before).where(DeskTask.kind == kind, DeskTask.not_before.in_(at), DeskTask.subject_id.in_(subject_ids))
    return {(subject_id, instant) for subject_id, instant in session.execute(query)}


def queued(session: Session, kind: str) -> bool:
    """Whether a task of the kind waits."""
    return session.scalar(select(DeskTask.id).where(DeskTask.kind == kind).limit(1)) is not None


def everything(session: Session, after: int, limit: int) -> Sequence[int]:
    """The next disclosures by id, for a change of the rules that concerns all."""
    return session.scalars(select(Disclosure.id).where(Disclosure.id > after, Disclosure.latest_version_id.is_not(None)).order_by(Disclosure.id).limit(limit)).all()


def as_tasks(kind: str, found: Select[Any], not_before: datetime) -> Select[Any]:
    """The disclosures that `found` selects, as rows of the queue, each once."""
    ids = found.subquery()
    return select(literal(kind), ids.c[0], literal(not_before, DeskTask.__table__.c.not_before.type)).distinct()


def of_holders(enterprise_ids: Collection[int]) -> Select[Any]:
    """All disclosures of these enterprises."""
    return select(Disclosure.id).where(Disclosure.enterprise_id.in_(enterprise_ids), Disclosure.latest_version_id.is_not(None))


def of_products(product_ids: Collection[int]) -> Select[Any]:
    """The disclosures that these products follow or followed."""
    return select(ProductDisclosure.disclosure_id).where(ProductDisclosure.product_id.in_(product_ids))


def of_concepts(concept_ids: Collection[int]) -> Select[Any]:
    """Disclosures whose newest version declares one of these concepts, also under a name of theirs."""
    spelt = select(ConceptSynonym.key).where(ConceptSynonym.concept_id.in_(concept_ids))
    named = select(Indicator.version_id).where(Indicator.concept_id.is_(None), Indicator.name_key.in_(spelt))
    return _several(_newest(select(Indicator.version_id).where(Indicator.concept_id.in_(concept_ids))), _newest(named))


def referring(session: Session, standard_ids: Collection[int], today: date) -> Select[Any]:
    """Disclosures whose newest version names one of these standards, or one that such a standard replaces: as the one carried out, as a reference, or in a method.

    Methods have no index, since every disclosure would pay for it: they are read through, and only for standards of
    which there is something to say. Where nothing is to be said any more, the open matter leads to the disclosure.
    """
    keys, notable = _keys(session, standard_ids, today)
    ways = [
        _newest(select(VersionReference.version_id).where(VersionReference.compact_key.in_(keys))),
        select(Disclosure.id).where(Disclosure.compact_key.in_(keys), Disclosure.latest_version_id.is_not(None)),
        select(ScreeningMatter.disclosure_id).where(ScreeningMatter.settled_at.is_(None), ScreeningMatter.place.in_(keys)),
    ]
    if notable:
        ways.append(_newest(select(Indicator.version_id).where(Indicator.method_key.in_(notable))))
    return _several(*ways)


def measured(standard_ids: Collection[int]) -> Select[Any]:
    """Disclosures that name as corresponding a standard whose floors the registry knows or knew: what they declare is compared anew."""
    floored = exists().where(Floor.standard_id == CatalogueStandard.id)
    mine: ColumnElement[bool] = and_(CatalogueStandard.id.in_(standard_ids), floored)
    keys, undated = select(CatalogueStandard.compact_key).where(mine), select(CatalogueStandard.undated_key).where(mine)
    named = or_(VersionReference.compact_key.in_(keys), VersionReference.compact_key.in_(undated))
    return _newest(select(VersionReference.version_id).where(named, VersionReference.relation.in_(("corresponding_mandatory", "corresponding_recommended"))))


def _keys(session: Session, standard_ids: Collection[int], today: date) -> tuple[set[str], set[str]]:
    """Keys under which a version may name the standards, with the year or without; and of them those of standards that are not plainly in force."""
    ids = {*standard_ids, *index_reach.predecessors(session, standard_ids)}
    query = select(CatalogueStandard.compact_key, CatalogueStandard.undated_key).where(CatalogueStandard.id.in_(ids))
    keys, notable = ({key for pair in session.execute(each) for key in pair} for each in (query, query.where(screening.notable(today))))
    return keys, notable


def _newest(versions: Select[int]) -> Select[Any]:
    return select(Disclosure.id).where(Disclosure.latest_version_id.in_(versions))


def _several(*selects: Select[Any]) -> Select[Any]:
    both = union(*selects).subquery()
    return select(both.c[0])
