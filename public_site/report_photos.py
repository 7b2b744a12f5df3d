"""Photographs that wait for their report to be sent: looked at, drawn anew, kept a day, never shown to anybody."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from flask import current_app
from werkzeug.datastructures import FileStorage

from public_site import report_sheet
from public_site.database import transaction
from public_site.photo_forgetting import FORGET
from public_site.report_sheet import Sheet
from registry import jobs
from registry.actions import files as actions
from registry.actions import throttle
from registry.actions.throttle import Gate
from registry.db import utc_now
from registry.errors import Invalid
from registry.files import Files, Pieces
from registry.rules.report_form import MOST_PHOTOS
from registry.rules.throttle import Kind
from registry.uploads import Examined

KEPT = timedelta(seconds=report_sheet.LIVES) + timedelta(hours=1)
LARGEST_REQUEST = (MOST_PHOTOS + 1) * actions.LARGEST_PHOTO
"""Bytes of one form with its photographs; more than the site's other forms may have."""
_PNG = b"\x89PNG"


def add(sheet: Sheet, sent: Sequence[FileStorage], dropped: Sequence[str]) -> dict[str, object]:
    """Take photographs away from the sheet and put new ones on it. Returns the facts of what was refused: code, photos. Raises TooMany."""
    sheet.photos = [name for name in sheet.photos if name not in dropped]
    chosen = [each for each in sent if each.filename]
    if not chosen:
        return {}
    _count(sheet, len(chosen))
    room = MOST_PHOTOS - len(sheet.photos)
    refused = [name for each in chosen[:room] if (name := _kept_or_refused(sheet, each))]
    if refused:
        return {"code": "photo_refused", "photos": "、".join(refused)}
    return {"code": "photos_many"} if len(chosen) > room else {}


def read(sheet: Sheet) -> tuple[Examined, ...]:
    """The sheet's photographs; one that is no longer there is taken off it."""
    found = [(name, _waiting(sheet).read(name)) for name in sheet.photos]
    sheet.photos = [name for name, content in found if content]
    return tuple(Examined(content, "image/png" if content.startswith(_PNG) else "image/jpeg") for _name, content in found if content)


def _count(sheet: Sheet, chosen: int) -> None:
    """Slow down who sends very many, and see to it that what is left behind is forgotten."""
    now = utc_now()
    gates = (Gate(Kind.photo_client, report_sheet.client(now)),)
    with transaction() as session:
        throttle.check(session, gates, now=now, lock=True)
        for _ in range(min(chosen, MOST_PHOTOS)):
            throttle.count(session, gates, now=now)
        if not sheet.photos:
            jobs.enqueue(session, FORGET, {"folder": sheet.folder}, now=now, not_before=now + KEPT)


def _kept_or_refused(sheet: Sheet, sent: FileStorage) -> str:
    """The name of a photograph that was refused, "" for one that waits now."""
    try:
        examined = actions.examine(sent.read(actions.LARGEST_PHOTO + 1), "photo")
    except Invalid:
        return actions.plain_name(sent.filename or "")
    name = sha256(examined.content).hexdigest()
    _waiting(sheet).keep(name, examined.content)
    sheet.photos = [*dict.fromkeys([*sheet.photos, name])]
    return ""


def _waiting(sheet: Sheet) -> Pieces:
    return Files(current_app.extensions["settings"].files_url).pieces(sheet.folder)
