"""How the answers to a scanned link are written: the linkset for programs and as a list for people, and what went wrong."""

import json
from typing import Any

from flask import Response, render_template

from public_site import i18n, presenters
from public_site.security import request_number
from qr import linkset, resolving


def as_linkset(body: dict[str, Any], status: int, accept: str) -> Response:
    """RFC 9264's JSON, called as Accept prefers."""
    media_type = resolving.media_type(accept)
    return Response(linkset.written(body, media_type), status, content_type=media_type)


def page(template: str, status: int, **facts: object) -> Response:
    """A page in the lean frame of what a scan opens."""
    return Response(render_template(template, operator=presenters.operator_name(), switch=i18n.other_language()[2], **facts), status)


def groups(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Each level with its address and its links, each with title, address, format and languages; the default link only by its type."""
    return [
        {"anchor": level["anchor"], "links": [link for name, targets in level.items() if name.startswith(linkset.VOCABULARY) for link in targets if "type" in link]}
        for level in body["linkset"]
    ]


def problem(status: int, kind: str, title: str, detail: str) -> Response:
    """RFC 9457's shape."""
    body = {"type": f"/problems/{kind}", "title": title, "status": status, "detail": detail or title, "request": request_number()}
    return Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype="application/problem+json")
