"""Which documents of the search index a change reaches beside its own: those that repeat something of what changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from registry.models import (
    CatalogueStandard,
    ConceptSynonym,
    Disclosure,
    DisclosureVersion,
    Enterprise,
    Indicator,
    Product,
    ProductCategory,
    ProductDisclosure,
    Ranking,
    RankingEntry,
    SchemeVersion,
)
from registry.rules import catalogue

YIELD = 2000
"""Rows that the driver fetches at once."""
Subject = tuple[str, int]
Reach = tuple[str, Select[int]]
"""A kind, and where the ids are found."""


def reached(session: Session, kind: str, ids: Collection[int]) -> Iterator[Subject]:
    """Kinds and ids of the other documents that repeat something of these subjects, read as they are asked for; some twice."""
    ways = _REACHES[kind](session, ids) if kind in _REACHES else ()
    for found, query in ways:
        for subject_id in session.scalars(query.execution_options(yield_per=YIELD)):
            yield found, subject_id


def disclosing_under(key: str) -> Select[int]:
    """The disclosures whose latest version has an indicator under this free name."""
    return _having(and_(Indicator.concept_id.is_(None), Indicator.name_key == key))


def _of_disclosures(_session: Session, ids: Collection[int]) -> Iterator[Reach]:
    yield "product", select(ProductDisclosure.product_id).where(ProductDisclosure.disclosure_id.in_(ids))


def _of_products(_session: Session, ids: Collection[int]) -> Iterator[Reach]:
    yield "disclosure", select(ProductDisclosure.disclosure_id).where(ProductDisclosure.product_id.in_(ids))


def _of_holders(_session: Session, ids: Collection[int]) -> Iterator[Reach]:
    yield "enterprise", select(Enterprise.id).where(Enterprise.id.in_(ids))
    yield "disclosure", select(Disclosure.id).where(Disclosure.enterprise_id.in_(ids))
    yield "product", select(Product.id).where(Product.enterprise_id.in_(ids))


def _of_standards(session: Session, ids: Collection[int]) -> Iterator[Reach]:
    yield "disclosure", select(Disclosure.id).where(Disclosure.catalogue_id.in_(ids))
    yield "standard", select(CatalogueStandard.id).where(CatalogueStandard.id.in_(predecessors(session, ids)))


def _of_concepts(_session: Session, ids: Collection[int]) -> Iterator[Reach]:
    keys = select(ConceptSynonym.key).where(ConceptSynonym.concept_id.in_(ids))
    yield "disclosure", _having(Indicator.concept_id.in_(ids))
    yield "disclosure", _having(and_(Indicator.concept_id.is_(None), Indicator.name_key.in_(keys)))


def _of_categories(session: Session, ids: Collection[int]) -> Iterator[Reach]:
    """Products under the categories and all that lies below them, the disclosures that such a product follows, and those that name one.

    The last are found by reading every document, which is slow; categories change a few times a year.
    """
    paths = session.scalars(select(ProductCategory.path).where(ProductCategory.id.in_(ids))).all()
    if not paths:
        return
    below = select(ProductCategory.id).where(or_(*(ProductCategory.path.startswith(path, autoescape=True) for path in paths)))
    made = select(Product.id).where(Product.category_id.in_(below))
    codes = session.scalars(select(ProductCategory.code).where(ProductCategory.id.in_(below))).all()
    named = or_(*(DisclosureVersion.content.contains(f'"category":{{"code":"{code}",', autoescape=True) for code in codes))
    yield "product", made
    yield "disclosure", select(ProductDisclosure.disclosure_id).where(ProductDisclosure.product_id.in_(made))
    yield "disclosure", select(Disclosure.id).join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id).where(named)


def _of_rankings(session: Session, ids: Collection[int]) -> Iterator[Reach]:
    """Who stands on these boards, and who stood on those before them of the same schemes."""
    boards = [each for ranking_id in ids for each in (ranking_id, _before(session, ranking_id)) if each]
    standing = select(RankingEntry.disclosure_id).where(RankingEntry.ranking_id.in_(boards))
    yield "disclosure", standing
    yield "product", select(ProductDisclosure.product_id).where(ProductDisclosure.disclosure_id.in_(standing))


def _before(session: Session, ranking_id: int) -> int | None:
    """The board whose place a published one took."""
    taken = select(SchemeVersion.scheme_id, Ranking.published_at).join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id).where(Ranking.id == ranking_id).subquery()
    earlier = or_(Ranking.published_at < taken.c.published_at, and_(Ranking.published_at == taken.c.published_at, Ranking.id < ranking_id))
    query = select(Ranking.id).join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id).join(taken, taken.c.scheme_id == SchemeVersion.scheme_id).where(earlier)
    return session.scalar(query.order_by(Ranking.published_at.desc(), Ranking.id.desc()).limit(1))


def _having(meant: ColumnElement[bool]) -> Select[int]:
    return select(Disclosure.id).join(Indicator, Indicator.version_id == Disclosure.latest_version_id).where(meant)


_REACHES: Mapping[str, Callable[[Session, Collection[int]], Iterable[Reach]]] = {
    "disclosure": _of_disclosures, "product": _of_products, "holder": _of_holders, "standard": _of_standards, "concept": _of_concepts, "category": _of_categories,
    "ranking": _of_rankings,
}  # fmt: skip


def predecessors(session: Session, ids: Collection[int]) -> list[int]:
    """The standards that one of these replaces: their state follows its date."""
    keys = set(session.scalars(select(CatalogueStandard.compact_key).where(CatalogueStandard.id.in_(ids))))
    replaced = session.execute(select(CatalogueStandard.id, CatalogueStandard.replaced_by).where(CatalogueStandard.replaced_by.is_not(None)))
    return [each for each, named in replaced if not keys.isdisjoint(catalogue.successors(named))]
