"""One index on Elasticsearch: writing to it, and reading it through for verification."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from elasticsearch import Elasticsearch

from search.engine import LAST_RESULT, Away, Change, Formed
from search.engines.elastic_client import BUSY, waited, writing
from search.engines.elastic_fields import lines

Refused = dict[tuple[str, int], str]
Line = tuple[Change | Formed, bytes]
LARGEST_BULK, LONGEST_BULK = 4_000_000, 1_000
"""Octets and changes that are sent at once."""
SENDERS = 2
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait before what a busy engine did not take is sent again."""
LEFT_OUT = 409
GONE = 404
READ_SECONDS = 60


def door(name: str) -> str:
    """The alias through which a generation is written: to a dropped one a late write must fail instead of making an index."""
    return f"{name}-open"


class ElasticGeneration:
    """What search.engine.Generation says. Every write carries its token as the document's version, so the engine itself leaves out what is late."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self.name = name
        self._client = writing(client)
        self._reader = client.options(request_timeout=READ_SECONDS)

    def apply(self, changes: Sequence[Change], *, token: int) -> Mapping[tuple[str, int], str]:
        refused: Refused = {}
        with waited():
            for bulk in _bulks(changes, token):
                refused |= self._send(bulk, refresh=True)
        return refused

    def load(self, changes: Iterable[Change | Formed]) -> Mapping[tuple[str, int], str]:
        """Two bulks are on their way while the next is being built; no more, so that memory stays bounded."""
        refused: Refused = {}
        under_way: set[Future[Refused]] = set()
        with waited(), ThreadPoolExecutor(SENDERS, "search-load") as senders:
            for bulk in _bulks(changes, token=0):
                if len(under_way) >= SENDERS:
                    done, under_way = wait(under_way, return_when="FIRST_COMPLETED")
                    refused |= _results(done)
                under_way.add(senders.submit(self._send, bulk, refresh=False))
            return refused | _results(under_way)

    def finish(self) -> None:
        with waited():
            self._client.indices.refresh(index=self.name)

    def digests(self, after: int, limit: int) -> Sequence[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        while len(found) < limit:
            page = self._page(found[-1][0] if found else after, min(limit - len(found), LAST_RESULT))
            found += page
            if not page:
                break
        return found

    def count(self) -> int:
        with waited():
            return int(self._reader.count(index=self.name)["count"])

    def close(self) -> None:
        """Connections are the engine's."""

    def _page(self, after: int, limit: int) -> list[tuple[int, str]]:
        with waited():
            asked = {"size": limit, "sort": [{"seat": "asc"}], "search_after": [after], "_source": False, "docvalue_fields": ["digest"], "track_total_hits": False}
            answer = self._reader.search(index=self.name, body=asked, allow_partial_search_results=False)
        return [(hit["sort"][0], hit.get("fields", {}).get("digest", [""])[0]) for hit in answer["hits"]["hits"]]

    def _send(self, bulk: list[Line], *, refresh: bool) -> Refused:
        """Sends again what a busy engine did not take, then gives up."""
        refused: Refused = {}
        for pause in (*PAUSES, None):
            bulk, refusals = self._once(bulk, refresh)
            refused |= refusals
            if not bulk:
                return refused
            if pause is not None:
                time.sleep(pause)
        raise Away("the search engine is too busy to take what is written")

    def _once(self, bulk: list[Line], refresh: bool) -> tuple[list[Line], Refused]:
        """What is to be sent again, and what was refused."""
        lines: list[Any] = [line for _, line in bulk]  # the client takes lines as they are, which its types do not say
        answer = self._client.bulk(index=door(self.name), operations=lines, require_alias=True, refresh=refresh, filter_path=["items.*.status", "items.*.error"])
        again: list[Line] = []
        refused: Refused = {}
        for line, result in zip(bulk, (next(iter(each.values())) for each in answer["items"]), strict=True):
            if result["status"] in BUSY:
                again.append(line)
            elif reason := _refusal(result):
                refused[line[0].kind, line[0].subject_id] = reason
        return again, refused


def _refusal(result: Mapping[str, Any]) -> str:
    """Why one document was not taken; empty when it was, when it is late, or when nothing was there to delete."""
    error = result.get("error")
    if result["status"] == GONE and error:
        raise Away(f"the search engine has no such index: {error['type']}")
    if error is None or result["status"] == LEFT_OUT:
        return ""
    cause = error.get("caused_by", {})
    return ": ".join(filter(None, [error["type"], error.get("reason"), cause.get("reason")]))[:500]


def _results(done: Iterable["Future[Refused]"]) -> Refused:
    return {subject: reason for each in done for subject, reason in each.result().items()}


def _bulks(changes: Iterable[Change | Formed], token: int) -> Iterator[list[Line]]:
    """Lists of changes that are short enough to be sent at once."""
    bulk: list[Line] = []
    size = 0
    for change, line in ((each, each.form if isinstance(each, Formed) else lines(each, token)) for each in changes):
        if bulk and (size + len(line) > LARGEST_BULK or len(bulk) == LONGEST_BULK):
            yield bulk
            bulk, size = [], 0
        bulk.append((change, line))
        size += len(line)
    if bulk:
        yield bulk
