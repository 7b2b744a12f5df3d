"""What the registry says to people: by mail or SMS, and kept on their desk."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, Instant, Key, Name, Short


class Message(Base):
    """One message. `kind` and `facts` are put into words in the reader's language when it is sent or shown.

    Secrets (links, codes) live only in the job that sends them, never here.
    """

    __tablename__ = "message"
    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"), index=True)
    kind: Mapped[Short]
    facts: Mapped[dict[str, Any]]
    path: Mapped[Name | None]
    """Where on this registry the matter stands."""
    created_at: Mapped[Instant]
    sent_at: Mapped[Instant | None]
    read_at: Mapped[Instant | None]
