"""Writes down who did what, when and from where; every action calls it once, in its own transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.models.audit import AuditEntry
from registry.rules.permission import Actor


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: object | None,
    *,
    at: datetime,
    enterprise_id: int | None = None,
    bureau_id: int | None = None,
    **facts: str | int | bool | None,
) -> AuditEntry:
    """Add the entry and return it. `subject` is a mapped row (flushed here when it is new) or None; `facts` hold no secret and no text of a form."""
    if subject is not None:
        session.flush()
    entry = AuditEntry(
        at=at,
        account_id=actor.account_id,
        origin=actor.origin,
        action=action,
        subject_kind=type(subject).__tablename__ if subject is not None else "none",  # type: ignore[attr-defined]
        subject_id=getattr(subject, "id", None),
        enterprise_id=enterprise_id if enterprise_id is not None else getattr(subject, "enterprise_id", None),
        bureau_id=bureau_id if bureau_id is not None else getattr(subject, "bureau_id", None),
        facts=facts,
    )
    session.add(entry)
    return entry
