"""The public log. An entry tells a public fact and never the person behind it, so it can be carried anywhere."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import canonical
from registry.models.ledger import LedgerEntry


def record(session: Session, kind: str, subject_kind: str, subject: str, fact: Mapping[str, object], *, at: datetime) -> LedgerEntry:
    """Add an entry about `subject` (its public address) to the transaction."""
    entry = LedgerEntry(**_columns(kind, subject_kind, subject, fact, at))
    session.add(entry)
    return entry


def record_each(session: Session, kind: str, subject_kind: str, facts: Iterable[tuple[str, Mapping[str, object]]], *, at: datetime) -> None:
    """Add entries about many subjects, (subject, fact), in their order and in one statement."""
    if rows := [_columns(kind, subject_kind, subject, fact, at) for subject, fact in facts]:
        session.execute(insert(LedgerEntry), rows)


def _columns(kind: str, subject_kind: str, subject: str, fact: Mapping[str, object], at: datetime) -> dict[str, Any]:
    stamp = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    document = canonical.plain({"at": stamp, "kind": kind, "subject": subject, "subject_kind": subject_kind, "fact": dict(fact)})
    return {"at": at, "kind": kind, "subject_kind": subject_kind, "subject": subject, "content": document, "content_hash": canonical.digest(document)}
