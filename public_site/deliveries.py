"""The two jobs that carry words out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from public_site.outgoing import mail, sms, words
from registry import jobs
from registry.models.account import Account
from registry.queries import messages

if TYPE_CHECKING:  # the worker names these doers in its table
    from public_site.worker import Bench

_NAMES_THE_INVITER = ("invitation",)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message on its way: what is said to whom, by email or sms."""

    by: str
    to: str
    language: str
    kind: str
    facts: dict[str, Any]
    path: str | None
    name: str


def send_message(at: Bench, lease: jobs.Lease) -> None:
    """Send a desk message to its account's confirmed address, mail before telephone; whoever has none reads it on the desk."""
    message_id = int(str(lease.payload["message_id"]))
    with at.database.reading() as session:
        parcel = _parcel(session, message_id)
    if parcel is None:
        return
    _send(at, lease, parcel)
    with at.database.transaction() as session:
        messages.get(session, message_id).sent_at = at.now()


def send_secret(at: Bench, lease: jobs.Lease) -> None:
    """Send a link or code to the address in the job. What it holds is nowhere else and is forgotten with the job."""
    job: dict[str, Any] = dict(lease.payload)
    facts = job["facts"]
    name = "" if job["kind"] in _NAMES_THE_INVITER else facts.get("name", "")
    _send(at, lease, Parcel(job["channel"], job["address"], job["language"], job["kind"], facts, facts.get("path"), name))


def _parcel(session: Session, message_id: int) -> Parcel | None:
    message = messages.get(session, message_id)
    account = session.get(Account, message.account_id)
    if message.sent_at is not None or account is None or account.closed_at is not None:
        return None
    if account.email and account.email_confirmed_at:
        by, to = "email", account.email
    elif account.phone and account.phone_confirmed_at:
        by, to = "sms", account.phone
    else:
        return None
    return Parcel(by, to, account.language, message.kind, dict(message.facts), message.path, account.name)


def _send(at: Bench, lease: jobs.Lease, parcel: Parcel) -> None:
    with at.speaker.app_context(), force_locale(parcel.language):
        said = words.written(at.settings, parcel.kind, parcel.facts, parcel.path, name=parcel.name)
    reference = f"job-{lease.job_id}"
    if parcel.by == "email":
        mail.send(at.settings, mail.Letter(parcel.to, said.subject, said.body, reference), at.now())
    else:
        sms.send(at.settings, parcel.to, said.text, reference)
