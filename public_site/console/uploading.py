"""A licence or other proof from a form into the registry, and back to those who may read it."""

from flask import Response, g
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from public_site import private_files
from registry.actions import files as actions
from registry.db import utc_now
from registry.models import StoredFile
from registry.uploads import Examined

ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


def looked_at(sent: FileStorage | None, field: str = "licence") -> Examined:
    """The file of `field` after a child process has looked at it, before any transaction opens. Raises Invalid({field: ...})."""
    return actions.examine(sent.read() if sent is not None else b"", "licence", field=field)


def kept(session: Session, examined: Examined, sent: FileStorage, field: str = "licence") -> StoredFile:
    """Store it."""
    return actions.keep(session, private_files.files(), actor=g.actor, content=examined, kind="licence", name=sent.filename or "", now=utc_now(), field=field)


def licence(session: Session, sha256: str | None) -> Response:
    """The file itself, for the reader's eyes only; NotFound."""
    return private_files.answer(session, sha256, "licence", pictures_inline=True)
