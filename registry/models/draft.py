"""What an enterprise prepares in private."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, EnterpriseRef, Instant, Key, Name, Short


class Draft(Base):
    """One disclosure in preparation, or a change to a disclosed one.

    `content` is `registry.rules.content.Content` as JSON: half-filled is normal, so nothing typed is lost.
    """

    __tablename__ = "draft"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    purpose: Mapped[Short]
    """disclose, amend or correct."""
    disclosure_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("disclosure.id"), index=True)
    """amend, correct: what is changed."""
    title: Mapped[Name]
    content: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]
    created_by_id: Mapped[AccountRef]
    saved_at: Mapped[Instant]
    saved_by_id: Mapped[AccountRef]
    disclosed_version_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """Set once it became public: a second click finds it and makes nothing."""
    discarded_at: Mapped[Instant | None]

    __mapper_args__ = {"version_id_col": revision}
