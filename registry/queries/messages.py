"""Messages on a person's desk."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models.message import Message


def get(session: Session, message_id: int) -> Message:
    """The message. Raises NotFound."""
    found = session.get(Message, message_id)
    if found is None:
        raise NotFound("not_found")
    return found


def of_account(session: Session, account_id: int, *, limit: int = 50, before: int | None = None) -> Sequence[Message]:
    """The account's newest messages, or those older than message `before`."""
    found = select(Message).where(Message.account_id == account_id).order_by(Message.id.desc()).limit(limit)
    return session.scalars(found if before is None else found.where(Message.id < before)).all()


def unread(session: Session, account_id: int) -> int:
    """How many messages the account has not read."""
    return session.scalar(select(func.count()).select_from(Message).where(Message.account_id == account_id, Message.read_at.is_(None))) or 0
