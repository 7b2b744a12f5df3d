"""Files that not everybody may read, on their way to one reader."""

from flask import Response, current_app
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.files import Files
from registry.models import StoredFile

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def files() -> Files:
    """Where this installation keeps what was sent to it."""
    return Files(current_app.extensions["settings"].files_url)


def answer(session: Session, sha256: str | None, name: str, *, pictures_inline: bool = False) -> Response:
    """The file itself under `name` with its ending, to be saved; with `pictures_inline` a page may show a picture. NotFound."""
    stored = session.get(StoredFile, sha256) if sha256 else None
    if stored is None:
        raise NotFound("not_found")
    response = Response(files().read(stored.sha256), mimetype=stored.media_type)
    shown = "inline" if pictures_inline and stored.media_type != "application/pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}.{_ENDINGS[stored.media_type]}"'
    return sealed(response)


def sealed(response: Response) -> Response:
    """Never kept by a cache, never guessed at, never run inside the page."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
