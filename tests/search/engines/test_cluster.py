"""Three real nodes with one copy of each shard, and the elected master killed with SIGKILL while readers ask and the worker writes."""

import json
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from registry.settings import Settings
from search.engine import Ask, Away, Generation, Unit
from search.engines.elastic import ElasticEngine
from tests.contract.model import change
from tests.fixtures import elasticsearch_server as server

WRITES = 60
"""In all; the node dies after a third of them."""
PATIENCE = 10
"""Seconds: three servers and the rest of the suite share the cores of one machine, and a search waits while copies take over."""
STEEL = Ask(units=(Unit((("钢筋",),)),), facets=("kind",))


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[server.Node]]:
    try:
        with server.cluster(3, heap="256m") as started:
            yield started
    except server.Missing as reason:
        pytest.skip(str(reason))


class Reader(threading.Thread):
    """Asks until told to stop. Each answer must hold at least what had been written before it was asked for."""

    def __init__(self, engine: ElasticEngine, written: list[int]) -> None:
        super().__init__()
        self.engine, self.written, self.stop = engine, written, threading.Event()
        self.answered = 0
        self.failed: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set():
            before = len(self.written)
            try:
                total = self.engine.search(STEEL).total
            except Exception as error:  # noqa: BLE001 - whatever fails is told at the end
                self.failed.append(repr(error))
            else:
                self.answered += 1
                self.failed += [f"{total} of {before}"] if total < before else []


def write(generation: Generation, subject_id: int) -> int:
    """As the worker does: what may not have arrived is sent again. How often it was sent."""
    sent = 1
    while True:
        try:
            assert generation.apply([change("product", subject_id, {"title": ["钢筋"], "text": ["钢筋"]})], token=1) == {}
        except Away:
            sent += 1
        else:
            return sent


def ask(node: server.Node, path: str) -> str:
    with urllib.request.urlopen(f"{node.url}{path}", timeout=90) as answer:
        return str(answer.read().decode())


def master(nodes: list[server.Node]) -> server.Node:
    name = json.loads(ask(nodes[0], "/_cat/master?format=json"))[0]["node"]
    return nodes[int(name.rpartition("-")[2])]


def test_a_cluster_loses_a_node_and_no_search_fails_and_no_write_is_lost(nodes: list[server.Node]) -> None:
    engine = ElasticEngine(Settings(search_url=",".join(node.url for node in nodes), search_replicas=1, search_shards=2, search_seconds=PATIENCE))
    generation, written = engine.new_generation(), list[int]()
    engine.activate(generation.name)
    ask(nodes[0], "/_cluster/health?wait_for_status=green&timeout=60s")
    readers = [Reader(engine, written) for _ in range(2)]
    for reader in readers:
        reader.start()
    for subject_id in range(1, WRITES + 1):
        if subject_id == WRITES // 3:
            master(nodes).kill()
        written.append(write(generation, subject_id))
    for reader in readers:
        reader.stop.set()
        reader.join()
    assert [reader.failed for reader in readers] == [[], []]
    assert sum(reader.answered for reader in readers) > WRITES // 3
    assert generation.count() == engine.search(STEEL).total == WRITES
    engine.close()
