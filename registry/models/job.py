"""Work to be done later, and who does it."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import Instant, Key, Long, Short


class Job(Base):
    """One piece of work for the worker. Open while `ended_at` is empty; `outcome` is then done, failed or cancelled."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_open", "ended_at", "not_before"),)
    id: Mapped[Key]
    kind: Mapped[Short]
    payload: Mapped[dict[str, Any]]
    """Emptied when the job ends: a link in a mail is nobody's business afterwards."""
    not_before: Mapped[Instant]
    lease_until: Mapped[Instant | None]
    leased_by: Mapped[Short | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    last_error: Mapped[Long | None]
    outcome: Mapped[Short | None]
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Worker(Base):
    """A sign of life, so that a worker that stands still is noticed before somebody misses a mail."""

    __tablename__ = "worker"
    name: Mapped[Short] = mapped_column(primary_key=True)
    seen_at: Mapped[Instant]
