"""Mail, by MAILER_URL."""

import smtplib
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from public_site.outgoing import NotSent
from registry.settings import Settings

SECONDS = 20
_SUBMISSION = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `reference` is the same each time a job is repeated, so that a mailbox can tell it came twice."""

    to: str
    subject: str
    body: str
    reference: str


def send(settings: Settings, letter: Letter, now: datetime) -> None:
    """Hand the letter to the port. Raises NotSent."""
    message = _message(settings, letter, now)
    target = urlsplit(settings.mailer_url)
    if target.scheme == "print":
        sys.stdout.write(f"\n--- mail to {letter.to} ---\n{letter.subject}\n\n{letter.body}\n---\n")
        sys.stdout.flush()
    elif target.scheme == "file":
        file_into(folder_of(settings.mailer_url), f"{letter.reference}.eml", message.as_bytes())
    else:
        _by_smtp(target, message)


def folder_of(url: str) -> Path:
    """file:FOLDER or file:///FOLDER."""
    return Path(url.removeprefix("file:").removeprefix("//"))


def file_into(folder: Path, name: str, content: bytes) -> None:
    """One file a message, named so that they sort by when they left."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{time.time_ns()}-{name}").write_bytes(content)


def _message(settings: Settings, letter: Letter, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    try:
        message["From"], message["To"] = settings.mail_from, letter.to
        message["Subject"] = " ".join(letter.subject.split())
    except ValueError:
        raise NotSent("the address or the subject is no header of a mail") from None
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.reference}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    message.set_content(letter.body)
    return message


def _by_smtp(target: SplitResult, message: EmailMessage) -> None:
    try:
        with _connected(target) as server:
            server.send_message(message)
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"the mail server answered {error.smtp_code}") from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        raise NotSent(f"the mail server refused the recipient with {codes}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"the mail server could not be used: {type(error).__name__}") from None


@contextmanager
def _connected(target: SplitResult) -> Iterator[smtplib.SMTP]:
    """A server that is ready to take mail. A password never travels in the clear."""
    host, port = target.hostname or "localhost", target.port or _SUBMISSION[target.scheme]
    trusted = ssl.create_default_context()
    with smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted) if target.scheme == "smtps" else smtplib.SMTP(host, port, timeout=SECONDS) as server:
        server.ehlo()
        if target.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=trusted)
            server.ehlo()
        elif target.scheme == "smtp" and target.password:
            raise NotSent("the mail server offers no encryption, so it gets no password")
        if target.username:
            server.login(unquote(target.username), unquote(target.password or ""))
        yield server
