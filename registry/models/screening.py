"""What the machine sees in every current disclosure when it looks again, and what the enterprise is asked to mend by a day."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, Day, EnterpriseRef, Instant, Key, Number, Short


class Screening(Base):
    """The newest look at a disclosure that is not withdrawn. No verdict: remarks, each with what it rests on."""

    __tablename__ = "screening"
    __table_args__ = (Index("ix_screening_risk", "division_code", "risk", "disclosure_id"),)
    disclosure_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure.id"), primary_key=True)
    version_id: Mapped[Number]
    enterprise_id: Mapped[EnterpriseRef]
    division_code: Mapped[Short]
    own: Mapped[list[Any]]
    """Remarks of the disclosure itself and its enterprise: [{"code", "place", "facts"}] (registry.rules.screening)."""
    referring: Mapped[list[Any]]
    """Remarks about standards it refers to or implements: rewritten alone when only the catalogue changes."""
    risk: Mapped[int]
    """Order of the list, 0 (nothing seen) to 3; what is shown are the remarks."""
    rules: Mapped[int]
    """Edition of the rules it was looked at with."""
    looked_at: Mapped[Instant]


class Likeness(Base):
    """A band of a disclosure's sketch (MinHash, Broder 1997): two disclosures with a band in common are compared word by word."""

    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_band", "band", "disclosure_id"), {"sqlite_with_rowid": False})
    disclosure_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[Number]


class ScreeningMatter(Base):
    """A remark that the enterprise is asked to mend by a day. Open while `settled_at` is empty; after `due_on` the public page says so, neutrally."""

    __tablename__ = "screening_matter"
    __table_args__ = (Index("ix_screening_matter_open", "disclosure_id", "settled_at"), Index("ix_screening_matter_due", "settled_at", "due_on"))
    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure.id"))
    enterprise_id: Mapped[EnterpriseRef]
    code: Mapped[Short]
    place: Mapped[Short]
    facts: Mapped[dict[str, Any]]
    told_at: Mapped[Instant]
    due_on: Mapped[Day]
    provisional: Mapped[bool]
    settled_at: Mapped[Instant | None]
    settled_by: Mapped[Short | None]
    """amended, gone (what it rested on changed), ended, excused (a bureau took it back, with words in `facts`)."""


class DeskTask(Base):
    """Look again at this subject for screening and for the counters; written with the change as the search index's tasks are (registry.outbox)."""

    __tablename__ = "desk_task"
    __table_args__ = (Index("ix_desk_task_due", "not_before", "id"),)
    id: Mapped[Key]
    kind: Mapped[Short]
    """disclosure, enterprise, holder, product, standard, concept, finding, rectification, honour; rules: everything, from `subject_id` on.

    Written by screening itself: referring (of a disclosure, what it says about standards alone) and matters (an enterprise is told what it is asked).
    """
    subject_id: Mapped[Number]
    not_before: Mapped[Instant]
