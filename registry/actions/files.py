"""Uploaded files: looked at first, kept only when nothing is wrong with them."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, uploads
from registry.errors import Invalid
from registry.files import Files
from registry.models.file import StoredFile
from registry.rules import permission
from registry.rules.permission import Actor
from registry.uploads import Examined, Refused

LARGEST_MB = uploads.LARGEST // (1024 * 1024)
LONGEST_NAME = 200
LARGEST_PHOTO = 10 * 1024 * 1024
_PDF = b"%PDF-"
_NOT_ONE = {"licence": "not_a_licence_file", "photo": "not_a_photo"}


def examine(content: bytes, kind: str, *, field: str | None = None) -> Examined:
    """Look at an upload in a child process, which may take seconds: call it before the transaction opens.

    `kind`: text (a standard's text: PDF), licence (PDF, JPEG or PNG) or photo (JPEG, PNG or WebP, at most `LARGEST_PHOTO`
    bytes). Raises Invalid({field or kind: code}) with one of file_missing, file_too_large, not_a_pdf, not_a_licence_file,
    not_a_photo, pdf_encrypted, pdf_javascript, pdf_launch,
    pdf_embedded_files, pdf_xfa, pdf_multimedia, pdf_damaged, image_damaged, image_too_large_pixels.
    """
    try:
        return uploads.examine(_examiner(content, kind), content)
    except Refused as refused:
        code = _NOT_ONE[kind] if refused.code == "not_an_image" else refused.code
        raise Invalid({field or kind: code}, largest_mb=LARGEST_MB) from None


def keep(session: Session, files: Files, *, actor: Actor, content: bytes | Examined, kind: str, name: str, now: datetime, field: str | None = None) -> StoredFile:
    """Store a file of `kind` (see `examine`, whose errors it raises) under its SHA-256; the same file twice is one row.

    Whether the actor may attach it to something is asked by the action that attaches it.
    """
    permission.require(actor, "file.keep")
    examined = content if isinstance(content, Examined) else examine(content, kind, field=field)
    sha256 = files.store(examined.content)
    stored = session.get(StoredFile, sha256) or _recorded(session, StoredFile(
        sha256=sha256, media_type=examined.media_type, size=len(examined.content), name=plain_name(name), stored_at=now,
    ))
    audit.record(session, actor, "file.kept", stored, at=now, sha256=sha256, kind=kind, size=stored.size)
    return stored


def keep_photo(session: Session, files: Files, photo: Examined, now: datetime) -> StoredFile:
    """Store a stranger's photograph for the action that received it, without the name it had: that may name a person."""
    sha256 = files.store(photo.content)
    return session.get(StoredFile, sha256) or _recorded(session, StoredFile(
        sha256=sha256, media_type=photo.media_type, size=len(photo.content), name="photo", stored_at=now,
    ))  # fmt: skip


def plain_name(name: str) -> str:
    """A file's own name without folders and invisible characters, at most 200 characters; "file" when nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .")
    return visible[-LONGEST_NAME:] or "file"


def _examiner(content: bytes, kind: str) -> str:
    if not content:
        raise Refused("file_missing")
    if len(content) > (LARGEST_PHOTO if kind == "photo" else uploads.LARGEST):
        raise Refused("file_too_large")
    return "pdf" if kind == "text" or (kind == "licence" and content.startswith(_PDF)) else "image"


def _recorded(session: Session, row: StoredFile) -> StoredFile:
    """The row, or the one that somebody else wrote for the same file at this moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.get_one(StoredFile, row.sha256)
    return row
