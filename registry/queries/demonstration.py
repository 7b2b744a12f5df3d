"""What tells a registry that nobody has used yet from one that is used."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Account, Enterprise


def is_empty(session: Session) -> bool:
    """Whether there is no account and no enterprise."""
    return session.scalar(select(Account.id).limit(1)) is None and session.scalar(select(Enterprise.id).limit(1)) is None
