"""What a whole look at one disclosure reads: the version that stands, the one before it, its products, and texts like its own."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise, Likeness, Product, ProductDisclosure
from registry.queries import desk_remarks, public_status
from registry.rules.self_check import Remark
from registry.rules.self_check_world import enterprise_standard
from registry.rules.status import Word

ENDED = (Word.superseded, Word.withdrawn, Word.voided, Word.number_revoked)
MOST_ALIKE = 20
"""Disclosures compared word by word for one: a text that hundreds share is told by the first of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A disclosure that stands, with its newest version. before: the document that it replaced, None for the first."""

    disclosure: Disclosure
    version: DisclosureVersion
    enterprise: Enterprise
    document: Mapping[str, Any]
    before: Mapping[str, Any] | None
    text_sha256: str

    @property
    def own_text(self) -> bool:
        """Whether the text is the enterprise's own, so that likeness says something."""
        return enterprise_standard(self.disclosure.basis, self.disclosure.number)


@dataclass(frozen=True, slots=True)
class Other:
    """Another disclosure whose text may be nearly the same."""

    disclosure_id: int
    public_id: str
    number: str
    compact_key: str
    enterprise: str
    credit_code: str
    text_sha256: str
    document: Mapping[str, Any]


def seen(session: Session, disclosure_id: int, today: date) -> Seen | None:
    """What stands, or None when there is nothing to look at any more."""
    disclosure = session.get(Disclosure, disclosure_id, populate_existing=True)
    if disclosure is None or disclosure.latest_version_id is None:
        return None
    status = public_status.statuses(session, {disclosure_id: disclosure.enterprise_id}, today)[disclosure_id]
    if status.word in ENDED:
        return None
    version = session.get_one(DisclosureVersion, disclosure.latest_version_id)
    enterprise = session.get_one(Enterprise, disclosure.enterprise_id, populate_existing=True)
    return Seen(disclosure, version, enterprise, json.loads(version.content), _before(session, version), version.text_sha256 or "")


def _before(session: Session, version: DisclosureVersion) -> Mapping[str, Any] | None:
    """The version that this one took the place of: what a correction corrected never held."""
    sequence = version.sequence - 1
    if version.change == "correction":
        corrected = select(func.max(DisclosureVersion.sequence)).where(
            DisclosureVersion.disclosure_id == version.disclosure_id, DisclosureVersion.sequence < version.sequence, DisclosureVersion.change != "correction"
        )
        sequence = (session.scalar(corrected) or 1) - 1
    content = session.scalar(select(DisclosureVersion.content).where(DisclosureVersion.disclosure_id == version.disclosure_id, DisclosureVersion.sequence == sequence))
    return json.loads(content) if content else None


def checked(session: Session, found: Seen, today: date, *, text_required: bool) -> tuple[Remark, ...]:
    """The self-check's remarks on it today."""
    return desk_remarks.today(session, found.version.id, today, text_required=text_required)


def without_product_since(session: Session, found: Seen) -> date | None:
    """From when on no product or service follows it; None while one does."""
    links = session.execute(
        select(ProductDisclosure.ended_at, Product.ended_at).join(Product, Product.id == ProductDisclosure.product_id).where(ProductDisclosure.disclosure_id == found.disclosure.id)
    ).all()
    ends: list[datetime | None] = [min((each for each in row if each), default=None) for row in links]
    if None in ends:
        return None
    return legal_day(max([found.disclosure.disclosed_at, *(each for each in ends if each)]))


def bands(session: Session, disclosure_id: int) -> dict[int, int]:
    """Place to band, as kept."""
    return dict(session.execute(select(Likeness.place, Likeness.band).where(Likeness.disclosure_id == disclosure_id)).all())


def sharing(session: Session, disclosure_id: int, wanted: Mapping[int, int]) -> list[int]:
    """Other disclosures with one of these bands at its place, the oldest first, at most MOST_ALIKE."""
    if not wanted:
        return []
    same: list[ColumnElement[bool]] = [(Likeness.band == band) & (Likeness.place == place) for place, band in wanted.items()]
    query = select(Likeness.disclosure_id).where(or_(*same), Likeness.disclosure_id != disclosure_id)
    return list(session.scalars(query.distinct().order_by(Likeness.disclosure_id).limit(MOST_ALIKE)))


def others(session: Session, disclosure_ids: Collection[int]) -> list[Other]:
    """What stands in these disclosures now."""
    columns = (
        Disclosure.id, Disclosure.public_id, Disclosure.number, Disclosure.compact_key, Enterprise.name, Enterprise.credit_code, DisclosureVersion.text_sha256, DisclosureVersion.content,
    )  # fmt: skip
    query = select(*columns).join(Enterprise, Enterprise.id == Disclosure.enterprise_id).join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    rows = session.execute(query.where(Disclosure.id.in_(disclosure_ids)).order_by(Disclosure.id))
    return [Other(*row[:6], row[6] or "", json.loads(row[7])) for row in rows]
