"""Dated facts that an authority records about an enterprise or a disclosure."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, Day, EnterpriseRef, Instant, Key, Long, Name, Short


class Standing(Base):
    """A fact with its source; a correction is a new row that points back (`corrects_id`).

    kind: deregistered, rectification_ordered, rectification_closed, publicly_noted, number_revoked, standard_voided,
    dishonesty_listed, checked. `result` belongs to checked: conforming, minor_defect, nonconforming.
    """

    __tablename__ = "standing"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    disclosure_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("disclosure.id"), index=True)
    """Empty when the fact is about the enterprise as a whole."""
    kind: Mapped[Short] = mapped_column(index=True)
    effective_on: Mapped[Day]
    until: Mapped[Day | None]
    """Due date of an order, or the day a listing ends."""
    result: Mapped[Short | None]
    document: Mapped[Name | None]
    source: Mapped[Name]
    source_url: Mapped[Name | None]
    note: Mapped[Long | None]
    annulled: Mapped[bool] = mapped_column(default=False)
    """A correction that only takes the corrected fact back."""
    corrects_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("standing.id"), unique=True)
    bureau_id: Mapped[BureauRef]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]
