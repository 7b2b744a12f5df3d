"""Who may inspect, whom they may not inspect, and who stands in for whom (执法检查人员名录库, 回避)."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, Day, EnterpriseRef, Instant, Key, Long, Name, Short


class Inspector(Base):
    """A person in a bureau's library of inspectors. Whoever has left keeps the row: old draws name it."""

    __tablename__ = "inspector"
    __table_args__ = (UniqueConstraint("bureau_id", "certificate"),)
    id: Mapped[Key]
    bureau_id: Mapped[BureauRef]
    account_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"), index=True)
    """The account with which the person inspects; without one they are in the library and cannot be matched."""
    name: Mapped[Name]
    certificate: Mapped[Short]
    """Number of the law-enforcement certificate (执法证号)."""
    certificate_until: Mapped[Day | None]
    fields: Mapped[list[Any]]
    """Codes of `registry.rules.inspector.FIELDS` that the certificate covers."""
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Recusal(Base):
    """Why an inspector must not inspect an enterprise; only ever read for matching, and every reading by a person is audited.

    ground: relative, former_employment, shareholding, other. That somebody inspected the firm of late is derived from inspections.
    """

    __tablename__ = "recusal"
    id: Mapped[Key]
    inspector_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspector.id"), index=True)
    enterprise_id: Mapped[EnterpriseRef]
    ground: Mapped[Short]
    note: Mapped[Long | None]
    since: Mapped[Day]
    until: Mapped[Day | None]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Substitution(Base):
    """While somebody is away another person of the same bureau does what they would do."""

    __tablename__ = "substitution"
    id: Mapped[Key]
    bureau_id: Mapped[BureauRef]
    account_id: Mapped[AccountRef]
    """Who is away."""
    substitute_id: Mapped[AccountRef]
    first_on: Mapped[Day]
    last_on: Mapped[Day]
    reason: Mapped[Name | None]
    set_by_id: Mapped[AccountRef]
    set_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
