"""Figures for whoever watches this registry, in Prometheus' text format (exposition format 0.0.4); nothing about any reader or enterprise."""

from collections.abc import Iterator, Mapping
from importlib import metadata

from sqlalchemy.orm import Session

from public_site.searching import Searching
from registry import index_queue
from registry.db import utc_now
from search.engine import Away, Status

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_Sample = tuple[str, Mapping[str, str], float]


def text(session: Session, searching: Searching) -> str:
    """Every figure with its meaning. An engine that does not answer leaves out how much it holds."""
    return "".join(f"# HELP {name} {meaning}\n# TYPE {name} gauge\n{name}{_labels(labels)} {float(value)!r}\n" for meaning, (name, labels, value) in _figures(session, searching))


def _figures(session: Session, searching: Searching) -> Iterator[tuple[str, _Sample]]:
    now = utc_now()
    backlog, held = index_queue.backlog(session, now=now), _held(searching)
    yield "The version of this software.", ("registry_build_info", {"version": metadata.version("enterprise-standard-registry")}, 1)
    yield "Seconds by which the search index is behind.", ("registry_search_lag_seconds", {}, max(index_queue.lag(session, now=now), 0.0))
    yield "Tasks of the search index that are due.", ("registry_search_tasks_due", {}, backlog.due)
    yield "Tasks of the search index for a day to come.", ("registry_search_tasks_ahead", {}, backlog.ahead)
    yield "Whether the search engine answers with an index.", ("registry_search_up", {}, held is not None and held.active is not None)
    if held is not None and held.active is not None:
        yield "Documents in the search index.", ("registry_search_documents", {"engine": held.engine}, held.documents)
        yield "Octets of the search index.", ("registry_search_octets", {"engine": held.engine}, held.size)


def _held(searching: Searching) -> Status | None:
    try:
        return searching.status()
    except Away:
        return None


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""
