"""The official client as this house uses it: where the nodes are, who asks, how long and how often, and what its errors mean."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch

from registry.settings import Settings
from search.engine import Away, TooSlow

PORT = 9200
GRACE = 0.5
"""Seconds that the way to the server and back may take beyond the time limit that the server keeps."""
WRITING_SECONDS = 60
TRIES_OF_A_WRITE = 5
"""Few: a cluster that lost a node keeps a write waiting itself until another copy takes it, and whoever writes sends again."""
OK, NOT_THERE = 200, 404
MOST_TOLD = 200
"""Characters of what a server says that are repeated."""
GONE_NODES = (502, 503)
BUSY = (429, *GONE_NODES)
OVER_TIME = (408, 504)
TOO_MUCH = ("too_many_clauses", "too_many_nested_clauses", "too_long_http_line_exception")


def connect(settings: Settings) -> Elasticsearch:
    """A client that answers from any of the nodes in SEARCH_URL. It asks nothing yet."""
    addresses = [urlsplit(each.strip()) for each in settings.search_url.split(",")]
    options: dict[str, Any] = {}
    if settings.search_api_key:
        options["api_key"] = settings.search_api_key
    elif signed := next((each for each in addresses if each.username), None):
        options["basic_auth"] = (unquote(signed.username or ""), unquote(signed.password or ""))
    if any(each.scheme == "https" for each in addresses):
        options["ssl_context"] = ssl.create_default_context(cafile=settings.search_ca_file or None)
    return Elasticsearch(
        [f"{each.scheme}://{_host(each.hostname or '')}:{each.port or PORT}{each.path.rstrip('/')}" for each in addresses],
        connections_per_node=settings.threads + 2,
        max_retries=len(addresses),
        retry_on_status=BUSY,
        retry_backoff_base=0.05,
        retry_backoff_cap=0.5,
        max_dead_node_backoff=5,
        meta_header=False,
        **options,
    )


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def asking(client: Elasticsearch, seconds: float) -> Elasticsearch:
    """For questions: other nodes are tried when one is gone, none when the time is over, which a server tells with the status 429."""
    return client.options(request_timeout=seconds + GRACE, retry_on_status=GONE_NODES)


def writing(client: Elasticsearch) -> Elasticsearch:
    """For what may be sent again and again until a cluster that lost a node has found itself."""
    return client.options(request_timeout=WRITING_SECONDS, max_retries=TRIES_OF_A_WRITE, retry_on_timeout=True, retry_backoff_base=0.2, retry_backoff_cap=2)


@contextmanager
def understood() -> Iterator[None]:
    """The client's errors in the port's words. What is left is a mistake of this house and is raised as it is."""
    try:
        yield
    except ConnectionTimeout as error:
        raise TooSlow("the search engine did not answer in time") from error
    except TransportError as error:
        raise Away(f"the search engine is not reached: {type(error).__name__}") from error
    except ApiError as error:
        if (meant := _meaning(error.status_code, f"{error.error} {error.body}")) is None:
            raise
        raise meant from error


@contextmanager
def waited() -> Iterator[None]:
    """The same where no reader waits: a writer or an operator learns only that the engine is away."""
    try:
        with understood():
            yield
    except TooSlow as slow:
        raise Away(str(slow)) from slow


def answered(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """One of the answers to several questions asked at once. Raises what a question asked alone does; RuntimeError for a mistake of this house."""
    if (status := one["status"]) == OK:
        return one
    raise _meaning(status, str(one.get("error"))) or RuntimeError(f"the search engine does not understand: {status} {one.get('error')}")


def _meaning(status: int, said: str) -> Exception | None:
    """Wrong passwords are Away too: readers must be served meanwhile, and operators read why. None where this house is wrong."""
    if status in OVER_TIME or any(each in said for each in (*TOO_MUCH, "search_timeout_exception")):
        return TooSlow("the question takes the search engine too long")
    if status == NOT_THERE:
        return Away(f"the search engine has no such index: {said[:MOST_TOLD]}")
    if status in (401, 403, *BUSY):
        return Away(f"the search engine refuses: {status} {said[:MOST_TOLD]}")
    return None
