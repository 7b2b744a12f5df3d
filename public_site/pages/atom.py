"""Feeds (Atom, RFC 4287)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from flask import Response

from public_site.i18n import language
from public_site.presenters import iso, operator_name
from public_site.security import public_page

KEEP = 300
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`address` is whole and never changes: it is the entry's name too."""

    address: str
    title: str
    summary: str
    updated: datetime


def feed(own: str, page: str, title: str, updated: datetime, entries: Iterable[Entry]) -> Response:
    """The answer; `own` and `page` are the whole addresses of the feed and of what it follows."""
    written = "".join((
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted("en" if language() == "en" else "zh-CN")}>',
        f"<id>{_text(own)}</id><title>{_text(title)}</title><updated>{iso(updated)}</updated><author><name>{_text(operator_name())}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(own)}/><link rel="alternate" type="text/html" href={_quoted(page)}/>',
        *map(_entry, entries),
        "</feed>\n",
    ))  # fmt: skip
    return public_page(Response(written, mimetype="application/atom+xml"), seconds=KEEP)


def _entry(each: Entry) -> str:
    return (
        f"<entry><id>{_text(each.address)}</id><title>{_text(each.title)}</title><updated>{iso(each.updated)}</updated>"
        f'<link rel="alternate" type="text/html" href={_quoted(each.address)}/><summary>{_text(each.summary)}</summary></entry>'
    )


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))
