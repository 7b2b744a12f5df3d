"""Choose one of several choices for each indicator so that the gains suffice: fewest changes, then the least cost, exactly.

All combinations of twelve indicators would be 16 million. Both halves are summed up apart, sums that another one beats
are dropped, and for each of one half the cheapest of the other that suffices is looked up.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Choice:
    """One way with one indicator. level: to reach, None to leave it. count: 1 for a change. gain and cost are not below nought."""

    level: int | None
    count: int
    gain: Fraction
    cost: Fraction


class _Sum(NamedTuple):
    gain: int
    cost: int
    picks: tuple[int, ...]


_Front = dict[int, list[_Sum]]
"""Number of changes to the sums that no other beats, gain and cost both rising."""


def fewest(choices: Sequence[Sequence[Choice]], need: Fraction) -> list[Choice] | None:
    """One choice of each indicator; None where no combination gains what is needed.

    Of equal costs the combination that gains more, then the choices that stand first.
    """
    wanted, gains = _whole([need, *(each.gain for own in choices for each in own)])
    _, costs = _whole([Fraction(0), *(each.cost for own in choices for each in own)])
    found = iter(zip(gains, costs, strict=True))
    options = [[(each.count, *next(found)) for each in own] for own in choices]
    middle = len(options) // 2
    left, right = _front(options[:middle]), _front(options[middle:])
    for count in range(len(options) + 1):
        pairs = [best for changed in left if (best := _cheapest(left[changed], right.get(count - changed, []), wanted))]
        if pairs:
            picks = min(pairs, key=lambda each: (each.cost, -each.gain, each.picks)).picks
            return [own[pick] for own, pick in zip(choices, picks, strict=True)]
    return None


def _whole(figures: Sequence[Fraction]) -> tuple[int, list[int]]:
    """The figures as multiples of one part, the first apart: whole numbers add up faster than fractions."""
    parts = lcm(*(figure.denominator for figure in figures))
    first, *others = (figure.numerator * (parts // figure.denominator) for figure in figures)
    return first, others


def _front(options: Sequence[Sequence[tuple[int, int, int]]]) -> _Front:
    front: _Front = {0: [_Sum(0, 0, ())]}
    for own in options:
        sums: _Front = {}
        for changed, before in front.items():
            for pick, (count, gain, cost) in enumerate(own):
                sums.setdefault(changed + count, []).extend([_Sum(each.gain + gain, each.cost + cost, (*each.picks, pick)) for each in before])
        front = {changed: _unbeaten(each) for changed, each in sums.items()}
    return front


def _unbeaten(sums: list[_Sum]) -> list[_Sum]:
    """Without those that gain no more and cost no less than another."""
    kept: list[_Sum] = []
    for each in sorted(sums, key=lambda one: (-one.gain, one.cost, one.picks)):
        if not kept or each.cost < kept[-1].cost:
            kept.append(each)
    return kept[::-1]


def _cheapest(left: Sequence[_Sum], right: Sequence[_Sum], wanted: int) -> _Sum | None:
    gains = [each.gain for each in right]
    best: _Sum | None = None
    for one in left:
        place = bisect_left(gains, wanted - one.gain)
        if place < len(right):
            other = right[place]
            both = _Sum(one.gain + other.gain, one.cost + other.cost, one.picks + other.picks)
            if best is None or (both.cost, -both.gain, both.picks) < (best.cost, -best.gain, best.picks):
                best = both
    return best
