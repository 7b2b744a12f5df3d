"""Enterprises, who acts for them, and how a bureau came to believe them."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, Day, EnterpriseRef, FileRef, Instant, Key, Long, Name, Short


class Enterprise(Base):
    """One holder of a unified social credit code (GB 32100-2015). Verified when a bureau has seen its licence."""

    __tablename__ = "enterprise"
    id: Mapped[Key]
    credit_code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name] = mapped_column(index=True)
    division_code: Mapped[Short] = mapped_column(index=True)
    town: Mapped[Name | None]
    industry_code: Mapped[Short | None] = mapped_column(index=True)
    address: Mapped[Name | None]
    website: Mapped[Name | None]
    contact_name: Mapped[Name | None]
    contact_phone: Mapped[Short | None]
    contact_email: Mapped[Name | None]
    chief_standards_officer: Mapped[Name | None]
    verified_at: Mapped[Instant | None] = mapped_column(index=True)
    created_at: Mapped[Instant]
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with every edit; a form that was opened before the last edit is told so."""
    members: Mapped[list["EnterpriseMember"]] = relationship(back_populates="enterprise")

    __mapper_args__ = {"version_id_col": revision}


class EnterpriseName(Base):
    """A name the enterprise had from a day on; the newest row is the name in force."""

    __tablename__ = "enterprise_name"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    name: Mapped[Name] = mapped_column(index=True)
    division_code: Mapped[Short]
    since: Mapped[Day]
    recorded_at: Mapped[Instant]


class EnterpriseMember(Base):
    """A person's role in an enterprise: owner, editor or viewer."""

    __tablename__ = "enterprise_member"
    __table_args__ = (UniqueConstraint("enterprise_id", "account_id"),)
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    account_id: Mapped[AccountRef]
    role: Mapped[Short]
    since: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    enterprise: Mapped[Enterprise] = relationship(back_populates="members")


class Invitation(Base):
    """An offer to act for an enterprise, a bureau or an assessment body, accepted by whoever holds the link and the named address."""

    __tablename__ = "invitation"
    id: Mapped[Key]
    enterprise_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("enterprise.id"), index=True)
    bureau_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("bureau.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("assessment_body.id"), index=True)
    address: Mapped[Name]
    """E-mail or telephone, normalised as in Account."""
    roles: Mapped[list[Any]]
    secret_hash: Mapped[Short] = mapped_column(unique=True)
    invited_by_id: Mapped[AccountRef]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    accepted_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]


class VerificationRequest(Base):
    """An enterprise asks a bureau to look at its licence: kind is first, rename or move.

    Who decides follows from the enterprise's division on the day, so that open requests move along with it.
    """

    __tablename__ = "verification_request"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    kind: Mapped[Short]
    name: Mapped[Name]
    division_code: Mapped[Short] = mapped_column(index=True)
    town: Mapped[Name | None]
    licence_sha256: Mapped[FileRef]
    licence_name: Mapped[Name]
    message: Mapped[Long | None]
    submitted_by_id: Mapped[AccountRef]
    submitted_at: Mapped[Instant]
    decision: Mapped[Short | None]
    """approved, refused or asked_back."""
    reason: Mapped[Long | None]
    decided_at: Mapped[Instant | None] = mapped_column(index=True)
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))


class EnterpriseFact(Base):
    """A mark or adoption with its source: adopted_international (采用国际标准), zhejiang_standard (浙江标准),
    innovative_enterprise (标准创新型企业). Claimed by the enterprise, confirmed by the bureau.
    """

    __tablename__ = "enterprise_fact"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    kind: Mapped[Short]
    statement: Mapped[Name]
    source: Mapped[Name]
    source_url: Mapped[Name | None]
    since: Mapped[Day | None]
    recorded_at: Mapped[Instant]
    recorded_by_id: Mapped[AccountRef]
    confirmed_at: Mapped[Instant | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    ended_at: Mapped[Instant | None]
