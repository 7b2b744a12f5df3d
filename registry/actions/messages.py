"""What the registry says to people. Each message is a row on their desk and a job that carries it out of the house."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, jobs
from registry.models.job import Job
from registry.models.message import Message
from registry.queries import messages as queries
from registry.rules import permission
from registry.rules.permission import Actor, Scope

SEND = "message.send"
SEND_SECRET = "secret.send"  # noqa: S105 - the name of a kind of job


def tell(session: Session, account_ids: Iterable[int], kind: str, facts: Mapping[str, object], path: str | None, now: datetime) -> list[Message]:
    """Tell each account once, on its desk and by mail or SMS.

    `kind` chooses the words (public_site/outgoing/words.py), `facts` fill them, `path` is where on this registry the
    matter stands. Facts stay in the database: no secret may be among them.
    """
    told = [Message(account_id=account_id, kind=kind, facts=dict(facts), path=path, created_at=now) for account_id in dict.fromkeys(account_ids)]
    session.add_all(told)
    session.flush()
    for message in told:
        jobs.enqueue(session, SEND, {"message_id": message.id}, now=now)
    return told


def send_secret(session: Session, channel: str, address: str, kind: str, facts: Mapping[str, object], language: str, now: datetime) -> Job:
    """Send a link or code by `channel` (email or sms) to `address`. It lives in the job only, until it is sent."""
    return jobs.enqueue(session, SEND_SECRET, {"channel": channel, "address": address, "kind": kind, "facts": dict(facts), "language": language}, now=now)


def read(session: Session, *, actor: Actor, message_id: int, now: datetime) -> Message:
    """Note that the actor has read a message of their own. Raises NotFound for anybody else's."""
    message = queries.get(session, message_id)
    permission.require(actor, "message.read", Scope(account_id=message.account_id))
    if message.read_at is None:
        message.read_at = now
        audit.record(session, actor, "message.read", message, at=now)
    return message
