"""A printed link as a web server hands it over, for both doors that answer one: the Flask routes and the door before them."""

from collections.abc import Iterable, Mapping
from typing import Any

from qr import links
from qr.links import GtinLink, Link, Malformed
from qr.resolving import Asked
from registry.plain import Look
from registry.queries import resolving as queries
from registry.queries.resolving import Scanned

RAW = ("RAW_URI", "REQUEST_URI")
"""Where servers keep the path as it was sent. WSGI itself has only the decoded one, and granian gives nothing else."""


def readings(environ: Mapping[str, Any]) -> Iterable[Link | Malformed]:
    """What the path may mean: one reading of a path as it was sent, several of one that the server has decoded."""
    sent = sent_path(environ)
    return (links.parse(sent),) if sent else links.readings(environ.get("PATH_INFO", ""))


def sent_path(environ: Mapping[str, Any]) -> str:
    """The path still percent-encoded; empty where the server does not tell it."""
    raw: str = next((environ[name] for name in RAW if environ.get(name)), "")
    return raw.partition("?")[0] if raw.startswith("/") else ""


def asked(environ: Mapping[str, Any]) -> Asked:
    """How the link is asked for."""
    said = environ.get
    return Asked(said("QUERY_STRING", ""), said("HTTP_ACCEPT", ""), said("HTTP_ACCEPT_LANGUAGE", ""))


def look(looking: Look, link: Link) -> Scanned | None:
    """What the registry knows of a link, in one statement."""
    if isinstance(link, GtinLink):
        return queries.of_gtin(looking, link.gtin, link.variant, link.lot, link.serial)
    return queries.of_code(looking, link.code)
