"""What must change so that a disclosure reaches a level: the smallest set of indicators, each with its difference.

Least level: every core indicator behind the target must reach it, none can be spared. Points: as few indicators as
possible, and of those sets the one whose relative changes sum to the least; exact (`registry.rules.fewest_changes`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.fewest_changes import Choice, fewest
from registry.rules.indicator import Value
from registry.rules.judged import Inputs, Judged, Reading, Reason
from registry.rules.reading import answering, worse_first
from registry.rules.relative_change import relative
from registry.rules.scheme import LEVELS
from registry.rules.scoring import judge
from registry.rules.scoring_points import HUNDRED, worth
from registry.rules.shortfall import Shortfall, shortfall
from registry.rules.thresholds import Ask, Ready, rows_of

BASE = LEVELS[-1]
_OF_CORES = ("below_base", "core_missing", "core_unreadable", "points_too_few", "points_reach_level", "core_holds_level", "core_costs_points", "every_core_advanced")


@dataclass(frozen=True, slots=True)
class Change:
    """One promise to better.

    place, concept: of the core indicator. reading: what is promised now; without a level nothing is, and its `reason` says
    why. level: to reach. wanted: the threshold in the scheme's unit. behind: the difference. relative: the same as a part of
    what is promised, by which sets are told apart.
    """

    place: int
    concept: str
    reading: Reading
    level: int
    wanted: Value
    behind: Shortfall
    relative: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """How to reach a level.

    first: what no indicator's value makes good, in the order of the judgement: gates, requirements, basic indicators.
    changes: core indicators in the scheme's order, all lines of one together; empty where the indicators suffice.
    indicators: how many core indicators change. possible: False where not even the best values reach the level.
    """

    level: int
    first: tuple[Reason, ...]
    changes: tuple[Change, ...]
    possible: bool = True

    @property
    def indicators(self) -> int:
        return len({change.place for change in self.changes})

    @property
    def relative(self) -> Fraction:
        return sum((change.relative for change in self.changes), Fraction(0))


def plans(ready: Ready, inputs: Inputs) -> tuple[Plan, ...]:
    """For each level better than the present one how to reach it, the nearest first; nothing at level 1."""
    judged = judge(ready, inputs)
    first = tuple(reason for reason in judged.reasons if reason.code not in _OF_CORES)
    promised = _promised(ready, inputs, judged)
    goals = [level for level in reversed(LEVELS) if judged.level is None or level < judged.level]
    return tuple(SOLVERS[ready.scheme.method](ready, promised, level, first) for level in goals)


_Promised = Sequence[Sequence[Reading]]
"""For each core indicator all that answers it, the worst first; a reading without a level where nothing does."""


def _promised(ready: Ready, inputs: Inputs, judged: Judged) -> _Promised:
    rows = rows_of(inputs.lines, ready.concepts)
    answers = [answering(ready, ask, rows.get(ask.concept, ()), inputs.followed) for ask in ready.cores]
    return [[answer.reading for answer in sorted(own, key=worse_first)] or [worst] for own, worst in zip(answers, judged.readings, strict=True)]


def _every_core(ready: Ready, promised: _Promised, level: int, first: tuple[Reason, ...]) -> Plan:
    changes = [change for ask, own in zip(ready.cores, promised, strict=True) for change in _changes(ask, own, level)]
    return Plan(level, first, tuple(changes))


def _fewest_cores(ready: Ready, promised: _Promised, level: int, first: tuple[Reason, ...]) -> Plan:
    least_level = BASE if ready.scheme.points.all_at_base else 0
    choices = [_choices(ready, ask, own, least_level) for ask, own in zip(ready.cores, promised, strict=True)]
    found = fewest(choices, Fraction(ready.least[level - 1]) * int(HUNDRED))
    picked = [each.level for each in found] if found else [1] * len(choices)
    changes = [change for ask, own, to in zip(ready.cores, promised, picked, strict=True) if to is not None for change in _changes(ask, own, to)]
    return Plan(level, first, tuple(changes), possible=found is not None)


SOLVERS: Mapping[str, Callable[[Ready, _Promised, int, tuple[Reason, ...]], Plan]] = {"least_level": _every_core, "weighted_points": _fewest_cores}


def _choices(ready: Ready, ask: Ask, own: Sequence[Reading], least_level: int) -> list[Choice]:
    """What may be done about one indicator: leave it, where the scheme grades it as it is, or raise it to a better level."""
    now = _level(own)
    kept = [] if now is None or (now == 0 and least_level) else [Choice(None, 0, Fraction(worth(ready, ask.place, now)), Fraction(0))]
    better = [level for level in LEVELS if not now or level < now]
    return kept + [Choice(level, 1, Fraction(worth(ready, ask.place, level)), sum((each.relative for each in _changes(ask, own, level)), Fraction(0))) for level in better]


def _level(own: Sequence[Reading]) -> int | None:
    levels = [reading.level for reading in own]
    return None if None in levels else 0 if 0 in levels else max(level for level in levels if level)


def _changes(ask: Ask, own: Sequence[Reading], level: int) -> list[Change]:
    return [_change(ask, reading, level) for reading in own if not reading.level or reading.level > level]


def _change(ask: Ask, reading: Reading, level: int) -> Change:
    wanted = ask.cases[reading.condition][level - 1]
    if wanted is None:
        raise ValueError(f"{ask.concept}: no threshold for level {level}")
    behind = shortfall(ask, reading, level)
    return Change(ask.place, ask.concept, reading, level, wanted, behind, relative(ask, reading, wanted, behind))
