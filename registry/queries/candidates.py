"""What a published ranking makes candidates of, and which earlier ones it replaces; a portion at a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from registry.models import Disclosure, Enterprise, FrontRunner, Product, ProductDisclosure, Ranking, RankingEntry, RequirementClaim, SchemeVersion
from registry.queries.front_runners import is_open


@dataclass(frozen=True, slots=True)
class Graded:
    """An entry of the board at or above the candidates' level."""

    order_no: int
    disclosure_id: int
    version_id: int
    enterprise_id: int
    public_id: str
    number: str
    enterprise: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """An open candidate of an earlier board of the same scheme. kept: the new board makes its disclosure a candidate again."""

    id: int
    public_id: str
    disclosure_id: int
    enterprise_id: int
    disclosure: str
    number: str
    enterprise: str
    kept: bool


def graded(session: Session, ranking_id: int, level: int, after: int, limit: int) -> list[Graded]:
    """Entries behind an order number."""
    columns = (RankingEntry.order_no, RankingEntry.disclosure_id, RankingEntry.version_id, RankingEntry.enterprise_id, RankingEntry.public_id, RankingEntry.number, RankingEntry.enterprise)
    query = select(*columns).where(RankingEntry.ranking_id == ranking_id, RankingEntry.order_no > after, RankingEntry.level <= level)
    return [Graded(*row) for row in session.execute(query.order_by(RankingEntry.order_no).limit(limit))]


def replaced(session: Session, ranking_id: int, scheme_id: int, today: date, after: int, limit: int) -> list[Replaced]:
    """Candidates of earlier boards behind an id."""
    newer = aliased(FrontRunner)
    kept = exists().where(newer.ranking_id == ranking_id, newer.disclosure_id == FrontRunner.disclosure_id)
    query = (
        select(FrontRunner.id, FrontRunner.public_id, FrontRunner.disclosure_id, FrontRunner.enterprise_id, Disclosure.public_id, Disclosure.number, Enterprise.name, kept)
        .join(Ranking, Ranking.id == FrontRunner.ranking_id)
        .join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id)
        .join(Disclosure, Disclosure.id == FrontRunner.disclosure_id)
        .join(Enterprise, Enterprise.id == FrontRunner.enterprise_id)
        .where(SchemeVersion.scheme_id == scheme_id, FrontRunner.ranking_id != ranking_id, FrontRunner.id > after, *is_open(today))
    )
    return [Replaced(*row) for row in session.execute(query.order_by(FrontRunner.id).limit(limit))]


def models(session: Session, scheme_id: int, disclosure_ids: Collection[int]) -> dict[int, str]:
    """By disclosure the product models in mass production, one a line: as asserted for the scheme, otherwise those of the products that follow the disclosure."""
    return _made(session, disclosure_ids) | _asserted(session, scheme_id, disclosure_ids)


def public_ids_taken(session: Session, public_ids: Collection[str]) -> set[str]:
    """Which of these addresses already belong to a front-runner."""
    return set(session.scalars(select(FrontRunner.public_id).where(FrontRunner.public_id.in_(public_ids))))


def numbers(session: Session, ranking_id: int, enterprise_id: int) -> Sequence[str]:
    """Numbers of the enterprise's standards that a ranking made candidates."""
    query = select(Disclosure.number).join(FrontRunner, FrontRunner.disclosure_id == Disclosure.id)
    return session.scalars(query.where(FrontRunner.enterprise_id == enterprise_id, FrontRunner.ranking_id == ranking_id).order_by(FrontRunner.id)).all()


def _asserted(session: Session, scheme_id: int, disclosure_ids: Collection[int]) -> dict[int, str]:
    query = select(RequirementClaim.disclosure_id, RequirementClaim.requirement, RequirementClaim.models, RequirementClaim.decision)
    rows = session.execute(query.where(RequirementClaim.scheme_id == scheme_id, RequirementClaim.disclosure_id.in_(disclosure_ids)).order_by(RequirementClaim.id))
    newest = {(row.disclosure_id, row.requirement): row for row in rows}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for (disclosure_id, _requirement), row in newest.items():
        if row.models and row.decision != "refused":
            found[disclosure_id] += row.models.splitlines()
    return _joined(found)


def _made(session: Session, disclosure_ids: Collection[int]) -> dict[int, str]:
    query = select(ProductDisclosure.disclosure_id, Product.name, Product.models).join(Product, Product.id == ProductDisclosure.product_id)
    rows = session.execute(query.where(ProductDisclosure.disclosure_id.in_(disclosure_ids), ProductDisclosure.ended_at.is_(None), Product.ended_at.is_(None)).order_by(Product.id))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for disclosure_id, name, lines in rows:
        found[disclosure_id] += (lines or name).splitlines()
    return _joined(found)


def _joined(found: defaultdict[int, list[str]]) -> dict[int, str]:
    return {disclosure_id: "\n".join(dict.fromkeys(line.strip() for line in lines if line.strip())) for disclosure_id, lines in found.items()}
