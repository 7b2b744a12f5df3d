"""Who did what, when, from where. For every action, kept for ever, never public."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, Instant, Key, Name, Short


class AuditEntry(Base):
    """One action. `account_id` is empty for the system and for strangers."""

    __tablename__ = "audit_entry"
    id: Mapped[Key]
    at: Mapped[Instant] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(BIG, index=True)
    origin: Mapped[Name]
    """Where the request came from: an address, `terminal` or `worker`."""
    action: Mapped[Short] = mapped_column(index=True)
    subject_kind: Mapped[Short]
    subject_id: Mapped[int | None] = mapped_column(BIG)
    enterprise_id: Mapped[int | None] = mapped_column(BIG, index=True)
    bureau_id: Mapped[int | None] = mapped_column(BIG, index=True)
    facts: Mapped[dict[str, Any]]
