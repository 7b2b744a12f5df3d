"""Weighted points: each core indicator brings what its level is worth times its weight, and the sum makes the level.

Some provinces score this way, so that strengths make up for weaknesses. Weights sum to 100: points are exact decimals.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from registry.rules.judged import Reading, Reason
from registry.rules.scoring_reasons import behind, below_base, without_level
from registry.rules.thresholds import Ready

HUNDRED = Decimal(100)
_PRECISION = 200


def weighted_points(ready: Ready, readings: Sequence[Reading]) -> tuple[int | None, str, tuple[Reason, ...]]:
    """The points decide; None where an indicator was not read, where one is below base and the scheme excludes for it, or with too few."""
    below = tuple(below_base(ready, reading) for reading in readings if reading.level == 0)
    unread = tuple(without_level(ready, readings))
    if unread or (below and ready.scheme.points.all_at_base):
        return None, "", (*below, *unread)
    points = total(ready, [reading.level or 0 for reading in readings])
    level = level_of(ready, points)
    return level, plain(points), (_points(ready, level, points), *_costs(ready, readings))


def total(ready: Ready, levels: Sequence[int]) -> Decimal:
    """The points, 0 to 100, of core indicators at these levels; below base is worth nothing."""
    with localcontext(prec=_PRECISION):
        return sum((worth(ready, place, level) for place, level in enumerate(levels)), Decimal(0)) / HUNDRED


def worth(ready: Ready, place: int, level: int) -> Decimal:
    """Weight times worth of one core indicator at a level, a hundred times its points."""
    if not level:
        return Decimal(0)
    with localcontext(prec=_PRECISION):
        return ready.weights[place] * ready.worth[level - 1]


def level_of(ready: Ready, points: Decimal) -> int | None:
    """The best level whose least points are reached."""
    return next((level for level, least in enumerate(ready.least, 1) if points >= least), None)


def plain(points: Decimal) -> str:
    """The points as the shortest decimal text: `85.5`, `100`."""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _points(ready: Ready, level: int | None, points: Decimal) -> Reason:
    """The points, and what the next level asks for."""
    facts = {"points": plain(points)}
    if level is None:
        return Reason("points_too_few", facts | {"next": plain(ready.least[-1])})
    reached = facts | {"level": str(level), "least": plain(ready.least[level - 1])}
    return Reason("points_reach_level", reached | ({"next": plain(ready.least[level - 2])} if level > 1 else {}))


def _costs(ready: Ready, readings: Sequence[Reading]) -> tuple[Reason, ...]:
    """Every indicator that brings less than it could, the dearest first."""
    with localcontext(prec=_PRECISION):
        lost = [((worth(ready, each.place, 1) - worth(ready, each.place, each.level or 0)) / HUNDRED, each) for each in readings if each.level != 1]
    return tuple(_cost(ready, reading, cost) for cost, reading in sorted(lost, key=lambda each: (-each[0], each[1].place)))


def _cost(ready: Ready, reading: Reading, cost: Decimal) -> Reason:
    """With what it lacks to its next better level."""
    return behind(ready, "core_costs_points", reading, (reading.level or 4) - 1, level=str(reading.level), points=plain(cost))
