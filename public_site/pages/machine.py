"""Answers for programs: JSON with Chinese readable, and the dates and numbers of the registry as texts."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime

from flask import Response, current_app

from public_site.presenters import iso
from public_site.security import public_page
from registry.rules.status import Status


def json_page(body: object) -> Response:
    """A public answer in JSON; dates as ISO texts."""
    return public_page(Response(json.dumps(body, ensure_ascii=False, default=_text, indent=1) + "\n", mimetype="application/json"))


def address(path: str) -> str:
    """The whole address of a path on this registry, as it is printed."""
    settings = current_app.extensions["settings"]
    return f"{settings.public_url.rstrip('/')}{path}"


def status_facts(status: Status) -> dict[str, object]:
    """A status for programs; what only desks may see stays out."""
    return {
        "word": status.word.value,
        "since": status.since,
        "version_in_force": status.sequence,
        "notices": [{"kind": each.kind, "since": each.since, "until": each.until, "result": each.result} for each in status.public_notices],
    }


def cursor(at: datetime, key: int) -> str:
    """Where a list goes on, as one opaque word."""
    return urlsafe_b64encode(f"{at.astimezone(UTC).isoformat()} {key}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The cursor's instant and id; None for none or one that cannot be read."""
    try:
        at, key = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(" ")
        moment = datetime.fromisoformat(at)
        return (moment, int(key)) if moment.tzinfo and 0 <= int(key) < 2**63 else None
    except ValueError:
        return None


def _text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return iso(value)
    raise TypeError(type(value).__name__)
