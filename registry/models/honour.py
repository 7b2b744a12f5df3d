"""Honours that enterprises claim with evidence, the policies that pay for them, and the rounds in which they are paid."""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, Day, EnterpriseRef, Instant, Key, Long, Name, Sha256, Short


class Honour(Base):
    """One thing achieved. The claim stays as it was made; `HonourStep` tells what was decided, and the newest step counts."""

    __tablename__ = "honour"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    enterprise_id: Mapped[EnterpriseRef]
    kind: Mapped[Short]
    """Of `registry.rules.honour.KINDS`. A mark such as 标准创新型企业 is no honour but an `EnterpriseFact`."""
    grade: Mapped[Short]
    """What its kind distinguishes: level of the standard, of the committee, of the award, of the title ("" where nothing)."""
    subject: Mapped[Name]
    """The standard's number, the committee, the award: with kind and grade what one thing is."""
    subject_key: Mapped[Short] = mapped_column(index=True)
    """The subject without spelling, so that one thing is one thing."""
    title: Mapped[Name]
    place: Mapped[int | None]
    """Place among the drafters, from 1."""
    revised: Mapped[bool]
    """The standard was revised rather than newly drafted."""
    achieved_on: Mapped[Day]
    source: Mapped[Name]
    source_url: Mapped[Name | None]
    evidence_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"))
    claimed_by_id: Mapped[AccountRef]
    claimed_at: Mapped[Instant]


class HonourStep(Base):
    """word: confirmed, refused, withdrawn (by the enterprise), annulled (a confirmation that was wrong); only added to."""

    __tablename__ = "honour_step"
    id: Mapped[Key]
    honour_id: Mapped[int] = mapped_column(BIG, ForeignKey("honour.id"), index=True)
    word: Mapped[Short]
    reason: Mapped[Long | None]
    account_id: Mapped[AccountRef]
    bureau_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("bureau.id"))
    at: Mapped[Instant]


class SubsidyPolicy(Base):
    """A policy that pays for honours. What counts stands in its versions; `draft` is registry.rules.policy.Policy as typed."""

    __tablename__ = "subsidy_policy"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    bureau_id: Mapped[BureauRef]
    draft: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[AccountRef]
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]

    __mapper_args__ = {"version_id_col": revision}


class PolicyVersion(Base):
    """A policy in force, whole and for ever: canonical JSON and its SHA-256."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy_id", "sequence"),)
    id: Mapped[Key]
    policy_id: Mapped[int] = mapped_column(BIG, ForeignKey("subsidy_policy.id"))
    sequence: Mapped[int]
    title: Mapped[Name]
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    published_by_id: Mapped[AccountRef]
    published_at: Mapped[Instant]


class SubsidyRound(Base):
    """One round of paying by a policy version: computed, looked at, published (公示), paid or stopped."""

    __tablename__ = "subsidy_round"
    __table_args__ = (Index("ix_subsidy_round_policy_version_id", "policy_version_id"),)
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    bureau_id: Mapped[BureauRef]
    policy_version_id: Mapped[int] = mapped_column(BIG, ForeignKey("policy_version.id"))
    title: Mapped[Name]
    first_on: Mapped[Day]
    last_on: Mapped[Day]
    """Honours achieved from the one day to the other take part."""
    budget: Mapped[int]
    """Yuan."""
    total: Mapped[int]
    opened_by_id: Mapped[AccountRef]
    opened_at: Mapped[Instant]
    computed_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    """Who computed or lowered it last: another person publishes it."""
    computed_at: Mapped[Instant | None]
    published_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    published_at: Mapped[Instant | None] = mapped_column(index=True)
    stopped_at: Mapped[Instant | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Entitlement(Base):
    """What one honour is worth in a round, with each step of the sum. amount: yuan, 0 with the reason in `steps`."""

    __tablename__ = "entitlement"
    __table_args__ = (UniqueConstraint("round_id", "honour_id"),)
    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(BIG, ForeignKey("subsidy_round.id"))
    honour_id: Mapped[int] = mapped_column(BIG, ForeignKey("honour.id"), index=True)
    enterprise_id: Mapped[EnterpriseRef]
    policy_row: Mapped[Short]
    """Of the policy."""
    paid_key: Mapped[Name | None] = mapped_column(unique=True)
    """What is paid once: bureau, thing and drafter's place or enterprise, whatever policy or version pays. Set when the round is published,
    taken away when the honour is annulled; the database refuses a second one."""
    amount: Mapped[int]
    steps: Mapped[list[Any]]


class StandardsProfile(Base):
    """A link that an enterprise gives to a bank or a buyer, until a day or until it is revoked."""

    __tablename__ = "standards_profile"
    id: Mapped[Key]
    secret_hash: Mapped[Sha256] = mapped_column(unique=True)
    enterprise_id: Mapped[EnterpriseRef]
    reader: Mapped[Name]
    """For whom it was made, as the enterprise says."""
    ends_on: Mapped[Day]
    made_by_id: Mapped[AccountRef]
    made_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class ProfileReading(Base):
    """The profile was read, when and from what kind of place; nobody's address."""

    __tablename__ = "profile_reading"
    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(BIG, ForeignKey("standards_profile.id"), index=True)
    at: Mapped[Instant]
    format: Mapped[Short]
    """page, json or print."""
