"""The public log of what was made public: disclosures, amendments, withdrawals, successions, standings."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from registry.db import Base
from registry.models.columns import Instant, Key, Long, Name, Sha256, Short


class LedgerEntry(Base):
    """One public fact without the person behind it. `content` is canonical JSON (RFC 8785), `content_hash` its SHA-256."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_subject", "subject_kind", "subject"),)
    id: Mapped[Key]
    at: Mapped[Instant]
    kind: Mapped[Short]
    """disclosure.made, disclosure.amended, disclosure.corrected, disclosure.withdrawn, disclosure.superseded, standing.recorded ..."""
    subject_kind: Mapped[Short]
    subject: Mapped[Name]
    """The subject's public address: public_id, credit code, short code."""
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
