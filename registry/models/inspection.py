"""What two inspectors found, what the enterprise said to it, and what was published."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, FileRef, Instant, Key, Long, Name, Sha256, Short


class Checklist(Base):
    """A version of a checklist, for ever. `content`: canonical JSON of registry.rules.checklist.Checklist."""

    __tablename__ = "checklist"
    __table_args__ = (UniqueConstraint("code", "sequence"),)
    id: Mapped[Key]
    code: Mapped[Short]
    sequence: Mapped[int]
    title: Mapped[Name]
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    source: Mapped[Name]
    added_at: Mapped[Instant]


class InspectionStep(Base):
    """One thing that happened to an inspection; only added to. word: a step of `registry.rules.inspection.STEPS`."""

    __tablename__ = "inspection_step"
    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspection.id"), index=True)
    word: Mapped[Short]
    at: Mapped[Instant]
    account_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    reason: Mapped[Short | None]
    statement: Mapped[Long | None]
    facts: Mapped[dict[str, Any]]


class InspectionAnswer(Base):
    """What an inspector answered to an item of the checklist; the newest `answered_at` counts, and all stay.

    `device_key` is made on the device: an answer that is sent twice because the network was gone is kept once.
    """

    __tablename__ = "inspection_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "device_key"),)
    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspection.id"))
    device_key: Mapped[Short]
    item: Mapped[Short]
    answer: Mapped[Short]
    """met, not_met or not_applicable."""
    note: Mapped[Long | None]
    """What the finding will say; the enterprise and everybody reads it."""
    internal_note: Mapped[Long | None]
    """For the office alone, never part of a finding."""
    account_id: Mapped[AccountRef]
    answered_at: Mapped[Instant]
    """By the device's clock, no later than `received_at`."""
    received_at: Mapped[Instant]


class InspectionPhoto(Base):
    """A photograph to an item; never public."""

    __tablename__ = "inspection_photo"
    __table_args__ = (UniqueConstraint("inspection_id", "device_key"),)
    id: Mapped[Key]
    inspection_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspection.id"))
    device_key: Mapped[Short]
    item: Mapped[Short]
    sha256: Mapped[FileRef]
    account_id: Mapped[AccountRef]
    taken_at: Mapped[Instant]
    received_at: Mapped[Instant]


class Finding(Base):
    """What both inspectors confirmed (检查结果): verdict by rule with its reasons. Never changed; a correction points back.

    `content`: canonical JSON of registry.rules.verdict.Concluded, nothing personal in it; `content_hash` its SHA-256.
    """

    __tablename__ = "finding"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    inspection_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspection.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("finding.id"), unique=True)
    verdict: Mapped[Short]
    """conforming, minor_defect, nonconforming, or not_evaluated with its reason in `content`."""
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    concluded_at: Mapped[Instant]
    """The end of the check, from which the term of publication runs."""
    concluded_by_id: Mapped[AccountRef]


class FindingReply(Base):
    """What the enterprise says to a finding; public with it. One reply, sent once."""

    __tablename__ = "finding_reply"
    id: Mapped[Key]
    finding_id: Mapped[int] = mapped_column(BIG, ForeignKey("finding.id"), unique=True)
    agrees: Mapped[bool]
    statement: Mapped[Long]
    file_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"))
    """Evidence for the bureau; not public."""
    replied_by_id: Mapped[AccountRef]
    replied_at: Mapped[Instant]


class FindingPublication(Base):
    """A finding became public; nothing takes that back."""

    __tablename__ = "finding_publication"
    id: Mapped[Key]
    finding_id: Mapped[int] = mapped_column(BIG, ForeignKey("finding.id"), unique=True)
    standing_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("standing.id"), unique=True)
    """The fact `checked` that it recorded; none when nothing was evaluated."""
    published_by_id: Mapped[AccountRef]
    published_at: Mapped[Instant] = mapped_column(index=True)
