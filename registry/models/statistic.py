"""Counters that pages read, what each subject adds to them, and the targets that a plan set."""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, Day, Instant, Key, Long, Name, Number, Sha256, Short


class Statistic(Base):
    """One counter, ready to be read: a measure of `registry.rules.statistic.MEASURES` for a place, an industry and a month.

    "" stands for all of them: every combination that a page shows is a row of its own, so that a page adds nothing up.
    """

    __tablename__ = "statistic"
    __table_args__ = ({"sqlite_with_rowid": False},)
    division_code: Mapped[Short] = mapped_column(primary_key=True)
    """Province, city or county; "" for the whole registry."""
    industry: Mapped[Short] = mapped_column(primary_key=True)
    """Section letter of GB/T 4754, or ""."""
    month: Mapped[Short] = mapped_column(primary_key=True)
    """2026-11, a year such as 2026, or ""."""
    measure: Mapped[Short] = mapped_column(primary_key=True)
    count: Mapped[Number]


class StatisticShare(Base):
    """What one subject added to the counters, so that looking again is taking this back and adding anew, however often."""

    __tablename__ = "statistic_share"
    __table_args__ = ({"sqlite_with_rowid": False},)
    kind: Mapped[Short] = mapped_column(primary_key=True)
    subject_id: Mapped[Number] = mapped_column(primary_key=True)
    division_code: Mapped[Short]
    industry: Mapped[Short]
    counts: Mapped[list[Any]]
    """[[measure, month, count]], each of them known for one month."""


class Target(Base):
    """How many of a measure a place wants by a day, with the plan that says so."""

    __tablename__ = "target"
    id: Mapped[Key]
    bureau_id: Mapped[int] = mapped_column(BIG, ForeignKey("bureau.id"), index=True)
    division_code: Mapped[Short] = mapped_column(index=True)
    measure: Mapped[Short]
    """Of `registry.rules.statistic.MEASURES`."""
    title: Mapped[Name]
    wanted: Mapped[int]
    start_on: Mapped[Day]
    start: Mapped[int]
    """What there was on `start_on`."""
    due_on: Mapped[Day]
    source: Mapped[Name]
    source_url: Mapped[Name | None]
    public: Mapped[bool]
    kept_by_id: Mapped[AccountRef]
    kept_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Bulletin(Base):
    """A year's bulletin of a bureau as it was published: figures frozen in `content` (canonical JSON), words of the bureau in `preface`."""

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("bureau_id", "year", "sequence"), Index("ix_bulletin_published_at", "published_at"))
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    bureau_id: Mapped[int] = mapped_column(BIG, ForeignKey("bureau.id"))
    year: Mapped[int]
    sequence: Mapped[int]
    """A correction is a new one of the same year."""
    preface: Mapped[Long | None]
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    published_by_id: Mapped[AccountRef]
    published_at: Mapped[Instant]
