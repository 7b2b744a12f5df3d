"""A kept ranking once more, from the inputs that it kept: everything that does not come out as it stands is told."""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from registry.rules import bundle, scoring
from registry.rules.board import Stood, board, stood
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept


class Kept(NamedTuple):
    """An entry as a ranking keeps it; `judged` and `inputs` are canonical JSON."""

    order: int
    place: int | None
    disclosure_id: int
    public_id: str
    division_code: str
    level: int | None
    stars: int | None
    points: str
    reason: str
    inputs_hash: str
    judged: str
    inputs: str


class Hashes(NamedTuple):
    """Of a whole ranking."""

    inputs: str
    result: str


def recompute(scheme: Scheme, concepts: dict[str, Concept], entries: Iterable[Kept], fault: Callable[[str], None]) -> Hashes:
    """Judge, order and hash anew; `fault` is told a sentence for each difference. ValueError for a scheme that nobody could publish."""
    ready, pen = scoring.prepare(scheme, concepts), bundle.Pen()
    places: dict[int, tuple[int, int | None]] = {}
    stands: list[Stood] = []
    for kept in entries:
        inputs = json.loads(kept.inputs)
        judged = scoring.judge(ready, bundle.inputs_of(inputs))
        found = pen.judged(judged)
        each = stood(kept.disclosure_id, kept.public_id, inputs["number"], inputs["disclosed_on"], kept.division_code, judged, (bundle.digest(kept.inputs), bundle.digest(found)))
        if each.hashes[0] != kept.inputs_hash:
            fault(f"{kept.public_id}: the inputs do not have the hash that stands beside them")
        if found != kept.judged or (each.level, each.stars, each.points, each.reason) != (kept.level, kept.stars, kept.points, kept.reason):
            fault(f"{kept.public_id}: comes out as level {each.level}, points {each.points or '-'}, reason {each.reason or '-'}")
        places[kept.disclosure_id] = kept.order, kept.place
        stands.append(each)
    anew = board(scheme, stands)
    for placed, each in anew.placed:
        if (placed.order, placed.place) != places[each.disclosure_id]:
            fault(f"{each.public_id}: line {placed.order}, place {placed.place}, not {places[each.disclosure_id]}")
    return Hashes(anew.inputs_hash, anew.result_hash)
