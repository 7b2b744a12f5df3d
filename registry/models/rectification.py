"""Orders to rectify within a time limit (责令限期改正), and what only a province may do when nobody rectifies (Standardization Law Art. 38, 39, 42)."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, Day, DisclosureRef, EnterpriseRef, Instant, Key, Long, Name, Short


class Rectification(Base):
    """One order. Its state and its clock are derived from its steps (`registry.rules.rectification`)."""

    __tablename__ = "rectification"
    __table_args__ = (Index("ix_rectification_open", "bureau_id", "ended_at"),)
    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    """What stands on the notice; it tells nothing of how many there are."""
    bureau_id: Mapped[int] = mapped_column(BIG, ForeignKey("bureau.id"))
    enterprise_id: Mapped[EnterpriseRef]
    disclosure_id: Mapped[DisclosureRef]
    finding_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("finding.id"), index=True)
    """What it follows from; empty: from a report or from screening, as `ground` says."""
    ground: Mapped[Name]
    items: Mapped[list[Any]]
    """[{"item", "basis", "statement"}]: item of the checklist, its article, what must be put right."""
    days: Mapped[int]
    """Working days from delivery."""
    ordered_by_id: Mapped[AccountRef]
    ordered_at: Mapped[Instant]
    due_on: Mapped[Day | None] = mapped_column(index=True)
    """Repeats what the steps give, for lists; recomputed when a calendar is imported. Empty: not delivered yet."""
    provisional: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[Instant | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class RectificationStep(Base):
    """One thing that happened to an order; only added to. word: a step of `registry.rules.rectification.STEPS`."""

    __tablename__ = "rectification_step"
    id: Mapped[Key]
    rectification_id: Mapped[int] = mapped_column(BIG, ForeignKey("rectification.id"), index=True)
    word: Mapped[Short]
    at: Mapped[Instant]
    counts_on: Mapped[Day]
    """The legal day that it counts for: a delivery may be entered later than it happened."""
    account_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    reason: Mapped[Long | None]
    days: Mapped[int | None]
    """extended: further working days."""
    version_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("disclosure_version.id"), index=True)
    """corrected: the version that was disclosed."""
    inspection_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("inspection.id"), index=True)
    """recheck: who looks again."""
    standing_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("standing.id"), index=True)
    file_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    """delivered: the proof. Never public."""


class ProvinceCase(Base):
    """A county or a city asks its province for what only the province may do: void a standard, revoke a number."""

    __tablename__ = "province_case"
    id: Mapped[Key]
    rectification_id: Mapped[int] = mapped_column(BIG, ForeignKey("rectification.id"), index=True)
    wish: Mapped[Short]
    """void_standard (Art. 39) or revoke_number (Art. 42)."""
    from_bureau_id: Mapped[BureauRef]
    to_bureau_id: Mapped[BureauRef]
    statement: Mapped[Long]
    asked_by_id: Mapped[AccountRef]
    asked_at: Mapped[Instant]
    decision: Mapped[Short | None]
    """granted, refused or sent_back."""
    reason: Mapped[Long | None]
    document: Mapped[Name | None]
    standing_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("standing.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    decided_at: Mapped[Instant | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
