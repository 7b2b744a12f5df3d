"""A whole board from its judged disclosures: order and places, lists, sums, hashes. Pure, and holding little of each entry."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from registry.rules import bundle
from registry.rules.judged import Judged
from registry.rules.ranking_order import Entry, IndicatorList, Placed, advanced, arrange
from registry.rules.scheme import Scheme

LIST_PAGE = 50
"""Entries of a page of a single-indicator list."""


class Stood(NamedTuple):
    """What the board keeps of a disclosure while it is made; the long texts are kept elsewhere."""

    disclosure_id: int
    public_id: str
    division_code: str
    level: int | None
    stars: int | None
    points: str
    reason: str
    hashes: tuple[str, str]
    """Of the inputs, and of what was made of them."""
    entry: Entry


def stood(disclosure_id: int, public_id: str, number: str, disclosed_on: str, division_code: str, judged: Judged, hashes: tuple[str, str]) -> Stood:
    """`disclosed_on`: YYYY-MM-DD. The reason is the first one why it was not graded, "" for a graded one."""
    entry = Entry(disclosure_id, judged.level, judged.points, advanced(judged), date.fromisoformat(disclosed_on), number)
    reason = "" if judged.level is not None or not judged.reasons else judged.reasons[0].code
    return Stood(disclosure_id, public_id, division_code, judged.level, judged.stars, judged.points, reason, hashes, entry)


@dataclass(frozen=True, slots=True)
class Board:
    """`placed` in the order of the board with what each of them is. lists: as a ranking keeps them. orders: disclosure id to its order."""

    placed: tuple[tuple[Placed, Stood], ...]
    graded: int
    excluded: int
    levels: Mapping[str, int]
    medals: Sequence[Mapping[str, Any]]
    inputs_hash: str
    result_hash: str

    @property
    def orders(self) -> dict[int, int]:
        return {each.disclosure_id: place.order for place, each in self.placed}


def board(scheme: Scheme, entries: Iterable[Stood]) -> Board:
    """The board of these entries, in whatever order they come."""
    known = {each.disclosure_id: each for each in entries}
    placed = tuple((place, known[place.entry.disclosure]) for place in arrange(each.entry for each in known.values()))
    levels = Counter(str(each.level) for each in known.values() if each.level is not None)
    graded = sum(levels.values())
    return Board(
        placed,
        graded,
        len(known) - graded,
        dict(sorted(levels.items())),
        _medals(scheme, known.values()),
        bundle.inputs_hash((each.public_id, each.hashes[0]) for each in known.values()),
        bundle.result_hash(_line(*each) for each in placed),
    )


def lists_document(lists: Iterable[IndicatorList]) -> list[dict[str, object]]:
    """The single-indicator lists as a ranking keeps them, without their entries."""
    return [
        {
            "concept": each.concept, "condition": each.condition, "published": each.published, "reason": each.reason, "declared": each.declared,
            "bands": {str(level): len(orders) for level, orders in each.bands.items()},
        }
        for each in lists
    ]  # fmt: skip


def list_pages(lists: Iterable[IndicatorList], orders: Mapping[int, int]) -> Iterator[tuple[int, int, list[list[int]]]]:
    """(indicator, page, [[order, level], ...]) of the published lists, whose bands hold disclosure ids: bands in order, in them the order of the board."""
    for indicator, each in enumerate(lists):
        if each.published:
            rows = [[order, level] for level, ids in each.bands.items() for order in sorted(map(orders.__getitem__, ids))]
            for start in range(0, len(rows), LIST_PAGE):
                yield indicator, start // LIST_PAGE + 1, rows[start : start + LIST_PAGE]


def _line(place: Placed, each: Stood) -> str:
    return bundle.result_line(place.order, place.place, each.public_id, each.level, each.stars, each.points, each.reason, each.hashes)


def _medals(scheme: Scheme, entries: Iterable[Stood]) -> list[dict[str, object]]:
    """By county, for the graded ones; GB/T 2260 codes in their order."""
    counted: dict[str, Counter[int]] = {}
    for each in entries:
        if each.level is not None:
            counted.setdefault(each.division_code, Counter())[each.level] += 1
    best = int(scheme.candidate_level)
    return [
        {"division_code": code, "levels": {str(level): count for level, count in sorted(found.items())}, "candidates": sum(count for level, count in found.items() if level <= best)}
        for code, found in sorted(counted.items())
    ]
