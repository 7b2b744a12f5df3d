"""Who may judge standards against each other, and by which scheme: assessment bodies, evaluation schemes, requirements.

The eight ministries' opinion 国市监标准〔2018〕84号 leaves rankings to third-party assessment bodies that a mechanism admits.
"""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, CategoryRef, Day, DisclosureRef, Instant, Key, Long, Name, Sha256, Short


class AssessmentBody(Base):
    """An assessment body (评估机构) that a bureau admitted; once admission ends it publishes nothing more, and what it published stays."""

    __tablename__ = "assessment_body"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    credit_code: Mapped[Short] = mapped_column(unique=True)
    website: Mapped[Name | None]
    document: Mapped[Name]
    """The paper by which it was admitted."""
    bureau_id: Mapped[BureauRef]
    admitted_by_id: Mapped[AccountRef]
    admitted_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    ended_reason: Mapped[Long | None]
    members: Mapped[list["AssessmentMember"]] = relationship(back_populates="body")


class AssessmentMember(Base):
    """A person who acts for an assessment body."""

    __tablename__ = "assessment_member"
    __table_args__ = (UniqueConstraint("body_id", "account_id"),)
    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(BIG, ForeignKey("assessment_body.id"))
    account_id: Mapped[AccountRef]
    since: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    body: Mapped[AssessmentBody] = relationship(back_populates="members")


class EvaluationScheme(Base):
    """An evaluation scheme (评估方案) of one body or one bureau for a category and a year. What is published stands in its versions."""

    __tablename__ = "evaluation_scheme"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    body_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("assessment_body.id"), index=True)
    bureau_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("bureau.id"), index=True)
    """Exactly one of the two is set."""
    category_id: Mapped[CategoryRef]
    year: Mapped[int]
    division_code: Mapped[Short | None]
    """Only enterprises of this division and below take part; empty: of the whole registry."""
    draft: Mapped[dict[str, Any]]
    """registry.rules.scheme.Scheme as typed, half-filled or complete."""
    revision: Mapped[int] = mapped_column(default=1)
    latest_version_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """No foreign key: the two tables would point at each other, which SQLite cannot add afterwards."""
    created_by_id: Mapped[AccountRef]
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]

    __mapper_args__ = {"version_id_col": revision}


class SchemeVersion(Base):
    """A published scheme, whole and for ever: `content` is canonical JSON (RFC 8785), `content_hash` its SHA-256."""

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("scheme_id", "sequence"),)
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(BIG, ForeignKey("evaluation_scheme.id"))
    sequence: Mapped[int]
    title: Mapped[Name]
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    change_reason: Mapped[Long | None]
    valid_from: Mapped[Day]
    valid_until: Mapped[Day | None]
    published_by_id: Mapped[AccountRef]
    published_at: Mapped[Instant]


class RequirementClaim(Base):
    """The enterprise asserts that a disclosure meets a basic requirement of a scheme; the assessor confirms or refuses it. The newest counts."""

    __tablename__ = "requirement_claim"
    id: Mapped[Key]
    scheme_id: Mapped[int] = mapped_column(BIG, ForeignKey("evaluation_scheme.id"), index=True)
    disclosure_id: Mapped[DisclosureRef]
    requirement: Mapped[Short]
    """Code of the requirement in the scheme."""
    statement: Mapped[Long]
    models: Mapped[Long | None]
    """Product models in mass production, one a line, where the requirement asks for them."""
    evidence_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"), index=True)
    evidence_name: Mapped[Name | None]
    claimed_by_id: Mapped[AccountRef]
    claimed_at: Mapped[Instant]
    decision: Mapped[Short | None]
    """confirmed or refused."""
    reason: Mapped[Long | None]
    decided_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    decided_at: Mapped[Instant | None] = mapped_column(index=True)
