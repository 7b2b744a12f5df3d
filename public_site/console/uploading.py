"""A licence from a form into the registry, and back to those who may read it."""

from flask import Response, current_app, g
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from registry.actions import files as actions
from registry.db import utc_now
from registry.errors import NotFound
from registry.files import Files
from registry.models import StoredFile
from registry.uploads import Examined

ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def looked_at(sent: FileStorage | None) -> Examined:
    """The licence after a child process has looked at it, before any transaction opens. Raises Invalid({"licence": ...})."""
    return actions.examine(sent.read() if sent is not None else b"", "licence", field="licence")


def kept(session: Session, examined: Examined, sent: FileStorage) -> StoredFile:
    """Store it."""
    return actions.keep(session, _files(), actor=g.actor, content=examined, kind="licence", name=sent.filename or "", now=utc_now(), field="licence")


def licence(session: Session, sha256: str | None) -> Response:
    """The file itself, for the reader's eyes only: never kept by a cache, never guessed at, never run inside the page."""
    stored = session.get(StoredFile, sha256) if sha256 else None
    if stored is None:
        raise NotFound("not_found")
    response = Response(_files().read(stored.sha256), mimetype=stored.media_type)
    shown = "attachment" if stored.media_type == "application/pdf" else "inline"
    response.headers["Content-Disposition"] = f'{shown}; filename="licence.{_ENDINGS[stored.media_type]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _files() -> Files:
    return Files(current_app.extensions["settings"].files_url)
