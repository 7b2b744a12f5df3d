"""Rankings and the schemes they come from, for desks and actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, EvaluationScheme, Job, LedgerEntry, Ranking, RankingEntry, SchemeVersion
from registry.rules.permission import Scope

PER_PAGE = 50
"""Entries of a page of a board, and of a single-indicator list."""
STREAMED = 500


@dataclass(frozen=True, slots=True)
class Publishing:
    """A ranking with what it was made by."""

    ranking: Ranking
    version: SchemeVersion
    scheme: EvaluationScheme

    @property
    def scope(self) -> Scope:
        return Scope(body_id=self.scheme.body_id, bureau_id=self.scheme.bureau_id)


def get(session: Session, ranking_id: int, *, lock: bool = False) -> Publishing:
    """The ranking, draft or published; NotFound. `lock` holds its row until the transaction ends."""
    ranking = session.get(Ranking, ranking_id, with_for_update=lock or None, populate_existing=lock)
    if ranking is None:
        raise NotFound("not_found")
    version = session.get_one(SchemeVersion, ranking.scheme_version_id)
    return Publishing(ranking, version, session.get_one(EvaluationScheme, version.scheme_id))


def find(session: Session, named: str) -> Publishing:
    """The ranking under a public id, or with a number of its own; NotFound."""
    ranking_id = session.scalar(select(Ranking.id).where(Ranking.public_id == named))
    return get(session, ranking_id if ranking_id is not None else int(named) if named.isdecimal() and len(named) < 19 else 0)


def latest_version(session: Session, of: EvaluationScheme) -> SchemeVersion:
    """The newest published version; NotFound("scheme_unpublished")."""
    if of.latest_version_id is None:
        raise NotFound("scheme_unpublished")
    return session.get_one(SchemeVersion, of.latest_version_id)


def of_scheme(session: Session, scheme_id: int, limit: int = 50) -> Sequence[tuple[Ranking, SchemeVersion]]:
    """Rankings by any version of the scheme, drafts among them, the newest first."""
    query = select(Ranking, SchemeVersion).join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id).where(SchemeVersion.scheme_id == scheme_id)
    return [(ranking, version) for ranking, version in session.execute(query.order_by(Ranking.compiled_at.desc(), Ranking.id.desc()).limit(limit))]


def newest_published(session: Session, scheme_id: int) -> Ranking | None:
    """The ranking that stands, whichever version of the scheme made it."""
    query = select(Ranking).join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id).where(SchemeVersion.scheme_id == scheme_id, Ranking.published_at.is_not(None))
    return session.scalars(query.order_by(Ranking.published_at.desc(), Ranking.id.desc()).limit(1)).one_or_none()


def unfinished(session: Session, scheme_version_id: int) -> Sequence[Ranking]:
    """Drafts of which rows are still to be written, or that a worker left when it died."""
    return session.scalars(select(Ranking).where(Ranking.scheme_version_id == scheme_version_id, Ranking.result_hash == "", Ranking.published_at.is_(None))).all()


def compiling(session: Session, kind: str, scheme_id: int) -> Job | None:
    """The open job that compiles the scheme, or will."""
    return next((job for job in session.scalars(select(Job).where(Job.kind == kind, Job.ended_at.is_(None)).order_by(Job.id)) if job.payload.get("scheme_id") == scheme_id), None)


def entries(session: Session, ranking_id: int, *, first: int = 1, last: int | None = None) -> Sequence[RankingEntry]:
    """Entries in the order of the board, from one order number to another."""
    query = select(RankingEntry).where(RankingEntry.ranking_id == ranking_id, RankingEntry.order_no >= first)
    return session.scalars((query if last is None else query.where(RankingEntry.order_no <= last)).order_by(RankingEntry.order_no)).all()


def streamed(session: Session, ranking_id: int) -> Iterator[RankingEntry]:
    """Every entry in the order of the board, a portion in memory at a time."""
    first = 1
    while portion := entries(session, ranking_id, first=first, last=first + STREAMED - 1):
        yield from portion
        first += STREAMED
        session.expunge_all()


def enterprises(session: Session, ranking_id: int, after: int, limit: int) -> list[tuple[int, int, int | None]]:
    """Enterprises of a ranking behind an id: id, how many entries they have, their best place."""
    query = select(RankingEntry.enterprise_id, func.count(), func.min(RankingEntry.place)).where(RankingEntry.ranking_id == ranking_id, RankingEntry.enterprise_id > after)
    rows = session.execute(query.group_by(RankingEntry.enterprise_id).order_by(RankingEntry.enterprise_id).limit(limit))
    return [(enterprise_id, count, place) for enterprise_id, count, place in rows]


def ledger_entry(session: Session, public_id: str) -> LedgerEntry | None:
    """What the public ledger says of the ranking's publishing."""
    return session.scalars(select(LedgerEntry).where(LedgerEntry.subject_kind == "ranking", LedgerEntry.subject == public_id).order_by(LedgerEntry.id).limit(1)).one_or_none()


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a ranking."""
    return session.scalar(select(Ranking.id).where(Ranking.public_id == public_id)) is not None


def size(session: Session, codes: Sequence[str]) -> int:
    """How many disclosures name one of the categories."""
    return session.scalar(select(func.count()).select_from(Disclosure).where(Disclosure.category_code.in_(codes))) or 0
