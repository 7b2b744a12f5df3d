"""The public log. An entry tells a public fact and never the person behind it, so it can be carried anywhere."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from registry import canonical
from registry.models.ledger import LedgerEntry


def record(session: Session, kind: str, subject_kind: str, subject: str, fact: Mapping[str, object], *, at: datetime) -> LedgerEntry:
    """Add an entry about `subject` (its public address) to the transaction."""
    stamp = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    document = canonical.text({"at": stamp, "kind": kind, "subject": subject, "subject_kind": subject_kind, "fact": dict(fact)})
    entry = LedgerEntry(at=at, kind=kind, subject_kind=subject_kind, subject=subject, content=document, content_hash=canonical.digest(document))
    session.add(entry)
    return entry
