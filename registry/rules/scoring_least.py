"""The least level: the worst core indicator decides, none makes up for another (质量分级及“领跑者”评价要求)."""

from collections.abc import Sequence

from registry.rules.judged import Reading, Reason
from registry.rules.scoring_reasons import about, below_base, without_level
from registry.rules.shortfall import shortfall
from registry.rules.thresholds import Ask, Ready


def least_level(ready: Ready, readings: Sequence[Reading]) -> tuple[int | None, str, tuple[Reason, ...]]:
    """The worst level with every indicator that holds it there; None where one is below base or was not read."""
    pairs = tuple(zip(ready.cores, readings, strict=True))
    if excluding := (*(below_base(*each) for each in pairs if each[1].level == 0), *without_level(ready, readings)):
        return None, "", excluding
    level = max(reading.level or 0 for reading in readings)
    if level == 1:
        return 1, "", (Reason("every_core_advanced"),)
    return level, "", tuple(_held(ask, reading, level) for ask, reading in pairs if reading.level == level)


def _held(ask: Ask, reading: Reading, level: int) -> Reason:
    """What is missing to the next level."""
    return about("core_holds_level", ask, reading, level=str(level), unit=ask.unit, **shortfall(ask, reading, level - 1).facts())
