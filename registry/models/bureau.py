"""Market supervision bureaus and the people who act for them."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, EnterpriseRef, Instant, Key, Long, Name, Sha256, Short


class Bureau(Base):
    """An office with a level (county, city, province) and the division it watches over."""

    __tablename__ = "bureau"
    id: Mapped[Key]
    name: Mapped[Name]
    level: Mapped[Short]
    division_code: Mapped[Short] = mapped_column(index=True)
    phone: Mapped[Short | None]
    email: Mapped[Name | None]
    address: Mapped[Name | None]
    created_at: Mapped[Instant]
    members: Mapped[list["BureauMember"]] = relationship(back_populates="bureau")


class BureauMember(Base):
    """A person in an office with roles: registrar, handler, approver, inspector, auditor."""

    __tablename__ = "bureau_member"
    __table_args__ = (UniqueConstraint("bureau_id", "account_id"),)
    id: Mapped[Key]
    bureau_id: Mapped[BureauRef]
    account_id: Mapped[AccountRef]
    roles: Mapped[list[Any]]
    since: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    bureau: Mapped[Bureau] = relationship(back_populates="members")


class Dispute(Base):
    """Two claims to one thing, for the bureau to decide; nothing is overwritten meanwhile.

    kind: credit_code (somebody else registered my enterprise), owner (our owner is lost), gtin (one product holds a GTIN).
    """

    __tablename__ = "dispute"
    id: Mapped[Key]
    kind: Mapped[Short]
    enterprise_id: Mapped[EnterpriseRef]
    """The enterprise that holds the thing now."""
    claimant_account_id: Mapped[AccountRef]
    claimant_enterprise_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("enterprise.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product.id"), index=True)
    """gtin: the claimant's product."""
    holder_product_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product.id"), index=True)
    gtin: Mapped[Short | None] = mapped_column(index=True)
    statement: Mapped[Long]
    licence_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"))
    opened_at: Mapped[Instant]
    decided_at: Mapped[Instant | None] = mapped_column(index=True)
    decision: Mapped[Short | None]
    """upheld (the claimant is right) or rejected."""
    reason: Mapped[Long | None]
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
