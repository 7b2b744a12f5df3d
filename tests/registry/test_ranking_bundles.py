"""Anybody recomputes a published board: by the rules, by a script that knows none of our code, and by counting on one's fingers."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import LedgerEntry, Ranking, RankingEntry
from registry.queries import ranking_bundles
from registry.queries import rankings as queries
from registry.rules import bundle as rules
from registry.rules.scheme import Points, Requirement
from registry.standalone import recompute_ranking as script
from tests.factories import people, schemes
from tests.factories import rankings as made

SCRIPT = Path(script.__file__)
TENSILE = {"23.9 MPa": 2, "24000 kPa": 1, "12 MPa": 3, "11.999 MPa": 0, "240 bar": 1}
SPEED = {"3": 1, "3.01": 2, "5": 3}
RUBBING = {"5": 1, "4-5": 2, "3": 3}


def world(session: Session, now: datetime) -> dict[str, int]:
    """Every combination of these values on one board, a belt that misses an indicator, by both methods."""
    assessor = made.assessor(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    for values in product(TENSILE, SPEED, RUBBING):
        made.belt(session, now, owner, firm, *values)
    made.belt(session, now, owner, firm, "25 MPa", "")
    least = made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme()))
    weighted = made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme(method="weighted_points", points=Points(all_at_base=False))))
    claimed = made.compiled(session, now, assessor, schemes.published(session, now, assessor, made.scheme(requirements=(Requirement("R1", "量产", "In mass production"),))))
    return {"least": least.id, "weighted": weighted.id, "claimed": claimed.id}


@pytest.fixture(name="world")
def _world() -> object:
    return world


def bundle(session: Session, ranking_id: int) -> Any:
    return json.loads("".join(ranking_bundles.pieces(session, queries.get(session, ranking_id))))


def rows(session: Session, ranking_id: int) -> list[tuple[int, int | None, str, int | None]]:
    return [(each.order_no, each.place, each.public_id, each.level) for each in queries.entries(session, ranking_id)]


@pytest.mark.parametrize("which", ["least", "weighted", "claimed"])
def test_the_rules_and_the_script_find_what_stands(session: Session, told: dict[str, int], which: str) -> None:
    found = queries.get(session, told[which])
    hashes, faults = ranking_bundles.again(session, found)
    assert (faults, hashes.inputs, hashes.result) == ([], found.ranking.inputs_hash, found.ranking.result_hash)
    lines: list[str] = []
    assert script.recompute(bundle(session, told[which]), lines.append) == []
    assert f"result_hash {found.ranking.result_hash}" in lines
    printed = [line.split()[0] for line in lines if not line.split()[0].endswith("_hash")]
    assert printed == [str(place) if place else "-" for _, place, _, _ in rows(session, told[which])]


def test_counting_on_ones_fingers_gives_the_same_board(session: Session, told: dict[str, int]) -> None:
    """From the typed values alone: the worst of three levels, 1, 1, 3 for places, nought excludes."""
    expected = {}
    for entry in bundle(session, told["least"])["entries"]:
        cells = {line["concept"]: line for line in entry["inputs"]["lines"]}
        tensile = f"{cells['tensile-strength']['low']} {cells['tensile-strength']['unit']}"
        speed = cells.get("belt-speed", {}).get("high", "")
        levels = [TENSILE.get(tensile, 1), SPEED.get(speed, 0), RUBBING[cells["rubbing-fastness"]["grade"]]]
        expected[entry["public_id"]] = max(levels) if 0 not in levels else None
    graded = sorted(level for level in expected.values() if level)
    for order, place, public_id, level in rows(session, told["least"]):
        assert level == expected[public_id]
        assert place == (graded.index(level) + 1 if level else None)
        assert (order <= len(graded)) == (level is not None)
    assert [len([each for each in graded if each == level]) for level in (1, 2, 3)] == [2, 10, 24]


def test_points_are_the_weighted_sum_of_what_levels_are_worth(session: Session, told: dict[str, int]) -> None:
    worth = {1: 100, 2: 80, 3: 60, 0: 0}
    for entry in bundle(session, told["weighted"])["entries"]:
        levels = [reading.get("level") for reading in entry["judged"]["readings"]]
        if None not in levels:
            assert Fraction(entry["points"]) == sum(Fraction(weight * worth[level], 100) for weight, level in zip((40, 30, 30), levels, strict=True))


def test_the_script_runs_alone_prints_the_list_and_says_that_all_agrees(session: Session, told: dict[str, int], tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text("".join(ranking_bundles.pieces(session, queries.get(session, told["least"]))), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", "-S", SCRIPT, path], capture_output=True, check=False, cwd=tmp_path, env={"PYTHONIOENCODING": "utf-8"})
    assert ran.returncode == 0, ran.stderr
    assert "Everything agrees" in ran.stdout.decode()
    assert ran.stdout.decode().count("*****") == 2
    path.write_text(path.read_text(encoding="utf-8").replace('"place":1,', '"place":2,', 1), encoding="utf-8")
    assert subprocess.run([sys.executable, "-I", "-S", SCRIPT, path], capture_output=True, check=False, cwd=tmp_path).returncode == 1


def _relevel(entry: Any) -> None:
    """Not even a change that hangs together passes: the hash of the result stands in the ledger."""
    entry["judged"]["readings"][0] |= {"low": "24", "unit": "MPa", "in_unit_low": "24", "level": 1}


TAMPERED: dict[str, Callable[[Any], object]] = {
    "a typed value": lambda found: found["entries"][3]["inputs"]["lines"][0].update(low="99"),
    "a value as read": lambda found: found["entries"][-1]["judged"]["readings"][0].update(low="99"),
    "a consistent reading": lambda found: _relevel(found["entries"][10]),
    "a level": lambda found: found["entries"][5].update(level=1),
    "a place": lambda found: found["entries"][5].update(place=1),
    "the order": lambda found: found["entries"][0].update(order=2),
    "an entry's hash": lambda found: found["entries"][0].update(inputs_hash="0" * 64),
    "an entry taken out": lambda found: found["entries"].pop(7),
    "a threshold": lambda found: found["asks"][0]["cases"][""][0].update(low="30"),
    "the scheme": lambda found: found["scheme"]["stars"].__setitem__(0, "4"),
    "a name": lambda found: found["entries"][0]["inputs"].update(enterprise="别的企业"),
    "the stars": lambda found: found["entries"][0].update(stars=3),
    "a requirement": lambda found: found["entries"][0]["inputs"].update(gates=["not_in_force"]),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_tampered_bundle_is_told(session: Session, told: dict[str, int]) -> None:
    whole = bundle(session, told["least"])
    silent = []
    for name, tamper in TAMPERED.items():
        found = copy.deepcopy(whole)
        tamper(found)
        if not script.recompute(found, lambda _line: None):
            silent.append(name)
    assert silent == []


def test_a_row_that_was_changed_behind_the_registry_is_told_by_the_rules(session: Session, told: dict[str, int]) -> None:
    draft = queries.get(session, told["claimed"])
    row = session.scalars(select(RankingEntry).where(RankingEntry.ranking_id == draft.ranking.id, RankingEntry.order_no == 1)).one()
    row.inputs = row.inputs.replace('"sequence":1', '"sequence":2')
    session.flush()
    _, faults = ranking_bundles.again(session, draft)
    assert faults[0] == f"{row.public_id}: the inputs do not have the hash that stands beside them"
    assert {fault.split(" ")[0] for fault in faults[1:]} == {"inputs_hash", "result_hash"}


def test_the_bundle_is_canonical_and_its_hashes_stand_in_the_public_ledger(session: Session, told: dict[str, int]) -> None:
    text = "".join(ranking_bundles.pieces(session, queries.get(session, told["least"])))
    found = json.loads(text)
    assert rfc8785.dumps(found).decode() == text
    ranking = session.get_one(Ranking, told["least"])
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.subject == ranking.public_id)).one()
    assert found["ledger"]["content_hash"] == entry.content_hash
    assert (found["ledger"]["inputs_hash"], found["ledger"]["result_hash"]) == (ranking.inputs_hash, ranking.result_hash)
    assert set(found["units"]) == {"MPa", "bar", "kPa", "m/s", "级"}
    assert found["format"] == rules.FORMAT


def test_the_script_is_short_and_asks_for_nothing_but_the_standard_library() -> None:
    lines = SCRIPT.read_text().splitlines()
    assert len(lines) < 150
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


_values = st.recursive(st.text() | st.booleans() | st.none() | st.integers(-(2**53) + 1, 2**53 - 1), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=4), max_leaves=12)


@given(st.dictionaries(st.text("abcxyz_", min_size=1), _values, max_size=5))
def test_the_quick_text_is_the_canonical_one(document: dict[str, object]) -> None:
    """RFC 8785, for whatever a ranking writes down: keys of ASCII, texts, whole numbers."""
    try:
        expected = rfc8785.dumps(document).decode()  # type: ignore[arg-type]
    except (UnicodeEncodeError, rfc8785.CanonicalizationError):
        return  # half a character pair is no text; nothing stored holds one
    assert rules.text(document) == expected
