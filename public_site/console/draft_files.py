"""Files of a draft: the standard's text and the authorisation of an entrusted party. A wrong one is refused before it is stored."""

from dataclasses import replace

from flask import Blueprint, Response, g
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from public_site import private_files
from public_site.access import access
from public_site.console import draft_desk
from public_site.database import reading
from registry.actions import files as actions
from registry.db import utc_now
from registry.rules.content import Content
from registry.uploads import Examined

bp = Blueprint("console_draft_files", __name__)
FIELDS = {"standard": "authorisation", "text": "text"}
"""The file that a page takes."""
KINDS = {"authorisation": "licence", "text": "text"}


def looked_at(part: str, sent: FileStorage | None) -> Examined | None:
    """The file after a child process has looked at it, before any transaction opens. Raises Invalid with the reason at its field."""
    field = FIELDS.get(part)
    return actions.examine(sent.read(), KINDS[field], field=field) if sent is not None and field else None


def attached(session: Session, part: str, content: Content, examined: Examined | None, sent: FileStorage | None) -> Content:
    """`content` with the file that was sent; without one it stays as it is."""
    if examined is None or sent is None:
        return content
    field = FIELDS[part]
    stored = actions.keep(session, private_files.files(), actor=g.actor, content=examined, kind=KINDS[field], name=sent.filename or "", now=utc_now(), field=field)
    name = actions.plain_name(sent.filename or "")
    if field == "text":
        return replace(content, text_sha256=stored.sha256, text_name=name)
    return replace(content, authorisation_sha256=stored.sha256, authorisation_name=name)


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/files/<any(text, authorisation):which>")
@access("enterprise")
def read(credit_code: str, draft_id: int, which: str) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        content = Content.from_json(draft_desk.own(session, draft_id).content)
        return private_files.answer(session, content.text_sha256 if which == "text" else content.authorisation_sha256, which)
