"""The least level: the worst core indicator decides, none makes up for another (质量分级及“领跑者”评价要求)."""

from collections.abc import Sequence

from registry.rules.judged import Reading, Reason
from registry.rules.scoring_reasons import behind, below_base, without_level
from registry.rules.thresholds import Ready


def least_level(ready: Ready, readings: Sequence[Reading]) -> tuple[int | None, str, tuple[Reason, ...]]:
    """The worst level with every indicator that holds it there; None where one is below base or was not read."""
    levels = [reading.level for reading in readings]
    if None in levels or 0 in levels:
        return None, "", (*(below_base(ready, reading) for reading in readings if reading.level == 0), *without_level(ready, readings))
    level = max([each for each in levels if each])
    if level == 1:
        return 1, "", (Reason("every_core_advanced"),)
    return level, "", tuple([behind(ready, "core_holds_level", reading, level - 1, level=str(level)) for reading in readings if reading.level == level])
