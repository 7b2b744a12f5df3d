"""What a folder holds after processes were killed, late, or two at once."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.engine import Ask, Away
from search.engines import embedded_deletions, embedded_generation
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded_deletions import Deletions
from search.engines.embedded_generation import EmbeddedGeneration
from tests.search.engines.conftest import Opened, disclosure, gone

WRITER = """
import sys, dataclasses
from registry.settings import Settings
from search.engine import Change
from search.engines import open_engine
generation = open_engine(dataclasses.replace(Settings(), search_url=sys.argv[1])).open(sys.argv[2])
for nth in range(int(sys.argv[3]), 10**6):
    generation.apply([Change("disclosure", each, None if (each + nth) % 5 == 0 else {"text": ["口罩"], "digest": str(nth)}) for each in range(50)], token=nth)
    print(nth, flush=True)
"""


def test_a_killed_writer_leaves_its_last_commit_whole_and_the_index_free(engine: EmbeddedEngine, generation: EmbeddedGeneration, folder: Path) -> None:
    """Ten times, at some moment of its work: what it said was applied is there, and no commit is there in part."""
    chance, told = random.Random(11), 0
    for _ in range(10):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(folder), generation.name, str(told + 1)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randrange(1, 5)):
                told = int(writer.stdout.readline())
            for _ in range(chance.randrange(20_000)):
                pass  # some moment inside the next round
            writer.send_signal(signal.SIGKILL)
            told = max([told, *map(int, writer.stdout.read().split())])
        held = {digest for _, digest in generation.digests(-1, 100)}
        assert len(held) == 1
        nth = int(held.pop())
        assert nth in (told, told + 1)
        assert [place // 4 for place, _ in generation.digests(-1, 100)] == [each for each in range(50) if (each + nth) % 5]
        assert engine.search(Ask(limit=100)).total == 40
        told = nth
    generation.apply([disclosure(1, "水泥"), gone(2)], token=told + 1)
    assert dict(generation.digests(-1, 100))[4] == "1 says ('水泥',)"


def test_who_finds_the_pen_taken_gets_it_after_the_holder_s_next_round(engine: EmbeddedEngine, generation: EmbeddedGeneration, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_generation, "PATIENCE", 0.0)
    other = opened().open(generation.name)
    generation.apply([disclosure(1, "口罩")], token=1)
    with pytest.raises(Away, match="somebody else"):
        other.apply([disclosure(2, "口罩")], token=2)
    generation.apply([disclosure(3, "口罩")], token=1)
    other.apply([disclosure(2, "口罩")], token=2)
    assert [hit.subject_id for hit in engine.search(Ask()).hits] == [1, 2, 3]


def test_a_closed_generation_leaves_the_pen_to_others(generation: EmbeddedGeneration, opened: Opened) -> None:
    generation.apply([disclosure(1, "口罩")], token=1)
    generation.close()
    assert opened().open(generation.name).apply([disclosure(2, "口罩")], token=2) == {}


def test_a_generation_that_is_open_twice_is_let_go_with_the_last(engine: EmbeddedEngine, generation: EmbeddedGeneration, opened: Opened) -> None:
    again = engine.open(generation.name)
    again.apply([disclosure(1, "口罩")], token=1)
    again.close()
    generation.apply([disclosure(2, "口罩")], token=1)
    generation.close()
    assert opened().open(generation.name).count() == 2


def test_a_late_writer_of_another_process_does_not_bring_back_what_was_deleted(generation: EmbeddedGeneration, opened: Opened) -> None:
    generation.apply([disclosure(1, "口罩"), disclosure(2, "口罩")], token=5)
    generation.apply([gone(1)], token=8)
    generation.close()
    late = opened().open(generation.name)
    assert late.apply([disclosure(1, "口罩"), disclosure(2, "水泥"), disclosure(3, "口罩")], token=7) == {}
    assert dict(late.digests(-1, 10)) == {8: "2 says ('水泥',)", 12: "3 says ('口罩',)"}


def test_loading_again_what_was_loaded_makes_no_doubles(generation: EmbeddedGeneration) -> None:
    for word in ("口罩", "水泥"):
        generation.load([disclosure(1, word), disclosure(2, word), disclosure(1, word)])
        generation.finish()
    assert dict(generation.digests(-1, 10)) == {4: "1 says ('水泥',)", 8: "2 says ('水泥',)"}


def test_halves_of_characters_become_question_marks(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    assert generation.apply([disclosure(1, "口\ud800", names=["\udfff"], codes=["x"])], token=1) == {}
    assert engine.search(Ask(exact=(("names", "?"),))).total == 1


@pytest.mark.parametrize("wrong", [{"text": [1]}, {"kind": [None]}, {"text": 7}, {"date": "now"}, {"date": True}, {"digest": 3}, {"name_order": 4}, {"shape": ["round"]}])
def test_a_value_of_another_kind_is_refused_and_ends_no_writer(generation: EmbeddedGeneration, wrong: dict[str, object]) -> None:
    assert set(generation.apply([disclosure(1, "口罩"), disclosure(2, "口罩", **wrong)], token=1)) == {("disclosure", 2)}
    assert generation.apply([disclosure(3, "口罩")], token=1) == {}
    assert generation.count() == 2


def test_a_subject_beyond_all_seats_is_refused(generation: EmbeddedGeneration) -> None:
    assert set(generation.apply([disclosure(2**40, "口罩"), disclosure(-1, "口罩")], token=1)) == {("disclosure", 2**40), ("disclosure", -1)}


def test_only_the_newest_deletions_are_remembered_and_half_a_line_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_deletions, "REMEMBERED", 10)
    deletions = Deletions(tmp_path)
    for nth in range(300):
        deletions.add([nth], token=5)
    remembered = deletions.later_than(4)
    assert {*range(290, 300)} <= remembered
    assert len(remembered) < 150
    assert deletions.later_than(5) == set()
    with (tmp_path / "deleted").open("a") as file:
        file.write("4000 1")
    assert 4000 not in deletions.later_than(0)


def test_a_forked_process_searches_and_waits_on_its_own(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    """Threads and locks of the parent are not there."""
    generation.apply([disclosure(1, "口罩")], token=1)
    engine._cheap = -1  # each question goes to another thread
    assert engine.search(Ask()).total == 1
    child = os.fork()
    if child == 0:
        os._exit(0 if engine.search(Ask()).total == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert engine.search(Ask()).total == 1
