"""The live rankings: which schemes are in play, what has to be looked at again, and what would change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, union
from sqlalchemy.orm import Session

from registry.models import (
    CatalogueStandard,
    ConceptSynonym,
    Disclosure,
    EvaluationScheme,
    Indicator,
    LiveEntry,
    ProductCategory,
    Ranking,
    RankingEntry,
    RankingTask,
    SchemeVersion,
    VersionReference,
)
from registry.plain import Look, Statement
from registry.queries import ranking_inputs, rankings
from registry.rules.live import Stand

# Few change of many: SQLite would walk through all by their key.
_CHANGED = Statement(
    """
SELECT d.id, d.public_id, d.number, e.name, l.change, l.level, l.stars, l.points, l.reason
FROM live_entry l INDEXED BY ix_live_entry_changed JOIN disclosure d ON d.id = l.disclosure_id JOIN enterprise e ON e.id = d.enterprise_id
WHERE l.scheme_version_id = :version_id AND l.change = :change AND l.disclosure_id > :after ORDER BY l.disclosure_id LIMIT :most
"""
)
_DUE = Statement("SELECT 1 AS found FROM ranking_task WHERE not_before <= :now LIMIT 1")


@dataclass(frozen=True, slots=True)
class Playing:
    """A scheme whose newest version is valid today. path: of its category."""

    version_id: int
    scheme_id: int
    path: str


def work(look: Look, *, now: datetime) -> bool:
    """Whether anything is due; asked often, so it costs next to nothing."""
    plain = now.astimezone(UTC).replace(tzinfo=None)
    return _DUE.one(look, {"now": plain.isoformat(" ", "microseconds") if look.sqlite else plain}) is not None


def due(session: Session, limit: int, *, now: datetime) -> Sequence[tuple[int, str, int]]:
    """Id, kind and subject of the oldest due tasks."""
    query = select(RankingTask.id, RankingTask.kind, RankingTask.subject_id).where(RankingTask.not_before <= now)
    return [(task_id, kind, subject_id) for task_id, kind, subject_id in session.execute(query.order_by(RankingTask.not_before, RankingTask.id).limit(limit))]


def playing(session: Session, today: date) -> list[Playing]:
    """Every scheme in play."""
    query = (
        select(SchemeVersion.id, EvaluationScheme.id, ProductCategory.path)
        .join(EvaluationScheme, EvaluationScheme.latest_version_id == SchemeVersion.id)
        .join(ProductCategory, ProductCategory.id == EvaluationScheme.category_id)
        .where(SchemeVersion.valid_from <= today, or_(SchemeVersion.valid_until.is_(None), SchemeVersion.valid_until >= today))
    )
    return [Playing(*row) for row in session.execute(query.order_by(SchemeVersion.id))]


def paths(session: Session, disclosure_ids: Collection[int]) -> dict[int, str]:
    """By disclosure the path of its category; without one it is left out."""
    query = select(Disclosure.id, ProductCategory.path).join(ProductCategory, ProductCategory.code == Disclosure.category_code)
    return dict(session.execute(query.where(Disclosure.id.in_(disclosure_ids))).all())


def siblings(session: Session, disclosure_ids: Collection[int]) -> set[int]:
    """Other disclosures of the enterprises that declare a standard as it is among these: its floors may count for them too."""
    firms = select(Disclosure.enterprise_id).where(Disclosure.id.in_(disclosure_ids), Disclosure.basis == "implemented")
    return set(session.scalars(select(LiveEntry.disclosure_id).join(Disclosure, Disclosure.id == LiveEntry.disclosure_id).where(Disclosure.enterprise_id.in_(firms))))


def stands(session: Session, ranking_id: int, disclosure_ids: Collection[int]) -> dict[int, Stand]:
    """By disclosure how a published ranking placed it."""
    query = select(RankingEntry.disclosure_id, RankingEntry.version_id, RankingEntry.level, RankingEntry.points)
    here = RankingEntry.ranking_id + 0 == ranking_id  # the sum keeps SQLite from walking through the whole board by its key
    rows = session.execute(query.where(RankingEntry.disclosure_id.in_(disclosure_ids), here))
    return {disclosure_id: Stand(version_id, level, points or "") for disclosure_id, version_id, level, points in rows}


def reached(session: Session, kind: str, subject_id: int) -> Select[Any]:
    """The disclosures that a task of a kind that stands for many asks to look at."""
    match kind:
        case "holder":
            return select(Disclosure.id).where(Disclosure.enterprise_id == subject_id, Disclosure.latest_version_id.is_not(None))
        case "standard":
            keys = select(CatalogueStandard.compact_key).where(CatalogueStandard.id == subject_id)
            undated = select(CatalogueStandard.undated_key).where(CatalogueStandard.id == subject_id)
            naming = or_(VersionReference.compact_key.in_(keys), VersionReference.compact_key.in_(undated))
            followed = select(LiveEntry.disclosure_id).join(Disclosure, Disclosure.id == LiveEntry.disclosure_id).where(Disclosure.compact_key.in_(keys))
            return _several(_judged_by(select(VersionReference.version_id).where(naming)), followed)
        case "concept":
            spelt = select(ConceptSynonym.key).where(ConceptSynonym.concept_id == subject_id)
            free = select(Indicator.version_id).where(Indicator.concept_id.is_(None), Indicator.name_key.in_(spelt))
            return _several(_judged_by(select(Indicator.version_id).where(Indicator.concept_id == subject_id)), _judged_by(free))
        case _:
            return _of_scheme(session, subject_id)


def _judged_by(versions: Select[int]) -> Select[Any]:
    return select(LiveEntry.disclosure_id).where(LiveEntry.version_id.in_(versions))


def _several(*selects: Select[Any]) -> Select[Any]:
    both = union(*selects).subquery()
    return select(both.c[0])


def _of_scheme(session: Session, version_id: int) -> Select[Any]:
    """What lies in the category of the version's scheme, and what stands on the published ranking."""
    version = session.get_one(SchemeVersion, version_id)
    scheme = session.get_one(EvaluationScheme, version.scheme_id)
    codes = ranking_inputs.categories(session, scheme.category_id)
    standing = rankings.newest_published(session, scheme.id)
    here = select(Disclosure.id).where(Disclosure.category_code.in_(codes), Disclosure.latest_version_id.is_not(None))
    return here if standing is None else _several(here, select(RankingEntry.disclosure_id).where(RankingEntry.ranking_id == standing.id))


def as_tasks(found: Select[Any], not_before: datetime) -> Select[Any]:
    """What `reached` finds, as rows of the queue."""
    ids = found.subquery()
    return select(literal("disclosure"), ids.c[0], literal(not_before, RankingTask.__table__.c.not_before.type)).distinct()


def outdated(session: Session, version_id: int, today: date) -> list[int]:
    """The other versions of the version's scheme, and the newest too when it is not valid today."""
    version = session.get_one(SchemeVersion, version_id)
    of_scheme = set(session.scalars(select(SchemeVersion.id).where(SchemeVersion.scheme_id == version.scheme_id)))
    return sorted(of_scheme - {each.version_id for each in playing(session, today)})


@dataclass(frozen=True, slots=True)
class Changed:
    """A disclosure that would stand elsewhere if the ranking were compiled now. reason: why it would not be graded."""

    disclosure_id: int
    public_id: str
    number: str
    enterprise: str
    change: str
    level: int | None
    stars: int | None
    points: str
    reason: str


def counts(session: Session, version_id: int) -> dict[str, int]:
    """How many would change, by kind of change (registry.rules.live.CHANGES); an index without the unchanged ones answers."""
    query = select(LiveEntry.change, func.count()).where(LiveEntry.scheme_version_id == version_id, LiveEntry.change.is_not(None)).group_by(LiveEntry.change)
    return {change: count for change, count in session.execute(query) if change}


def changed(asked: Look | Session, version_id: int, change: str, *, after: int = 0, limit: int = 50) -> list[Changed]:
    """Those that would change in one way, by disclosure id behind `after`."""
    found = _CHANGED.all(asked, {"version_id": version_id, "change": change, "after": after, "most": limit})
    return [Changed(row.id, row.public_id, row.number, row.name, row.change, row.level, row.stars, row.points or "", row.reason or "") for row in found]


def waiting(session: Session, *, now: datetime) -> bool:
    """Whether the live rankings are behind what was disclosed."""
    return work(Look.of(session), now=now)


def live_version(session: Session, ranking: Ranking) -> int | None:
    """The newest version of the scheme that made a ranking: under it stand the live entries."""
    query = select(EvaluationScheme.latest_version_id).join(SchemeVersion, SchemeVersion.scheme_id == EvaluationScheme.id)
    return session.scalar(query.where(SchemeVersion.id == ranking.scheme_version_id))
