"""What a whole look at one disclosure reads: the version that stands, the one before it, its products, and texts like its own."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select
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
    without_product_since: date | None
    """From when on no product or service follows it; None while one does."""
    bands: Mapping[int, int]
    """Place to band, as kept."""

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


def seen(session: Session, disclosure_ids: Sequence[int], today: date) -> dict[int, Seen]:
    """By disclosure what stands; one of which there is nothing to look at any more is left out."""
    rows = session.execute(_HEADS, {"ids": disclosure_ids}, execution_options={"populate_existing": True}).all()
    statuses = public_status.statuses(session, {disclosure.id: disclosure.enterprise_id for disclosure, _, _ in rows}, today)
    ends, kept = _ends(session, disclosure_ids), bands(session, disclosure_ids)
    return {
        head.id: Seen(
            head, version, enterprise, json.loads(version.content), _before(session, version), version.text_sha256 or "", _without_product_since(head, ends.get(head.id, ())),
            kept.get(head.id, {}),
        )
        for head, version, enterprise in rows
        if statuses[head.id].word not in ENDED
    }  # fmt: skip


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_HEADS = (
    select(Disclosure, DisclosureVersion, Enterprise)
    .join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    .join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    .where(Disclosure.id.in_(_IDS))
)


def _before(session: Session, version: DisclosureVersion) -> Mapping[str, Any] | None:
    """The version that this one took the place of: what a correction corrected never held."""
    sequence = version.sequence - 1
    if version.change == "correction":
        corrected = select(func.max(DisclosureVersion.sequence)).where(
            DisclosureVersion.disclosure_id == version.disclosure_id, DisclosureVersion.sequence < version.sequence, DisclosureVersion.change != "correction"
        )
        sequence = (session.scalar(corrected) or 1) - 1
    content = session.scalar(_CONTENT, {"disclosure": version.disclosure_id, "sequence": sequence}) if sequence else None
    return json.loads(content) if content else None


_CONTENT = select(DisclosureVersion.content).where(DisclosureVersion.disclosure_id == bindparam("disclosure"), DisclosureVersion.sequence == bindparam("sequence"))
_ENDS = (
    select(ProductDisclosure.disclosure_id, ProductDisclosure.ended_at, Product.ended_at)
    .join(Product, Product.id == ProductDisclosure.product_id)
    .where(ProductDisclosure.disclosure_id.in_(_IDS))
)
_BANDS = select(Likeness.disclosure_id, Likeness.place, Likeness.band).where(Likeness.disclosure_id.in_(_IDS))


def checked(session: Session, found: Seen, today: date, *, text_required: bool) -> tuple[Remark, ...]:
    """The self-check's remarks on it today."""
    return desk_remarks.today(session, found.version.id, today, text_required=text_required)


def _ends(session: Session, disclosure_ids: Sequence[int]) -> dict[int, list[datetime | None]]:
    """By disclosure, when each product ceased to follow it, None while it does."""
    found: dict[int, list[datetime | None]] = {}
    for disclosure_id, *ends in session.execute(_ENDS, {"ids": disclosure_ids}):
        found.setdefault(disclosure_id, []).append(min((each for each in ends if each), default=None))
    return found


def _without_product_since(disclosure: Disclosure, ends: Collection[datetime | None]) -> date | None:
    return None if None in ends else legal_day(max([disclosure.disclosed_at, *(each for each in ends if each)]))


def bands(session: Session, disclosure_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """By disclosure, place to band, as kept."""
    found: dict[int, dict[int, int]] = {}
    for disclosure_id, place, band in session.execute(_BANDS, {"ids": disclosure_ids}):
        found.setdefault(disclosure_id, {})[place] = band
    return found


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
    rows = session.execute(query.where(Disclosure.id.in_(disclosure_ids)).order_by(Disclosure.id)) if disclosure_ids else ()
    return [Other(*row[:6], row[6] or "", json.loads(row[7])) for row in rows]
