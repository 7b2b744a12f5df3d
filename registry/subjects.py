"""What a changed row asks to be looked at again: the subjects, and the days on which time changes them.

`registry.outbox` asks this for every row of a flush.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import inspect

from registry.db import Base
from registry.models import (
    CatalogueConfirmation,
    CatalogueStandard,
    ConceptSynonym,
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
    RectificationStep,
    RequirementClaim,
    ScanCode,
    SchemeVersion,
    Standing,
    VersionReference,
)
from registry.models.catalogue import Floor

Due = tuple[str, int, date | None]
"""Kind and id of a subject, and the day from which it has changed; None: at once."""


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
