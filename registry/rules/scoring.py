"""Judge a disclosure by an evaluation scheme: values in, the level with its reasons out.

The eight ministries' opinion 国市监标准〔2018〕84号 asks for rankings by core indicators; the association standards
质量分级及“领跑者”评价要求 grade each of them in three levels, and the worst one decides. How the levels of the indicators make
one level of the whole is the scheme's method: a new one is one function and one line in METHODS.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from registry.rules.content import Line
from registry.rules.judged import Inputs, Judged, Reading, Reason
from registry.rules.reading import read
from registry.rules.scoring_least import least_level
from registry.rules.scoring_points import weighted_points
from registry.rules.scoring_reasons import about, below_base
from registry.rules.thresholds import Ask, Ready, prepare, rows_of

__all__ = ["METHODS", "Ready", "judge", "prepare"]

Method = Callable[[Ready, Sequence[Reading]], tuple[int | None, str, tuple[Reason, ...]]]
METHODS: Mapping[str, Method] = {"least_level": least_level, "weighted_points": weighted_points}
"""Name to (level or None, points, reasons), from the readings of the core indicators."""

CLAIMS = ("asserted", "confirmed", "refused")


def judge(ready: Ready, inputs: Inputs) -> Judged:
    """What the scheme makes of the inputs. The order of lines, gates, claims and followed standards does not matter."""
    rows = rows_of(inputs.lines, ready.concepts)
    readings, innovations, basics = _read(ready, ready.cores, rows, inputs), _read(ready, ready.innovations, rows, inputs), _read(ready, ready.basics, rows, inputs)
    requirements = {each.code: _claim(inputs.claims, each.code) for each in ready.scheme.requirements}
    excluding = (*_gates(ready, inputs), *_requirements(ready, requirements), *_basics(ready, basics)) if inputs.gates or requirements or basics else ()
    level, points, reasons = METHODS[ready.scheme.method](ready, readings)
    if excluding:
        level, reasons = None, (*excluding, *(reasons if level is None else ()))
    alerts = tuple([below_base(ready, reading) for reading in readings if reading.level == 0])
    stars = None if level is None else ready.stars[level - 1]
    states = tuple(map(basic_state, basics)) if basics else ()
    return Judged(level, stars, points, reasons, readings, innovations, states, requirements, alerts)


def _read(ready: Ready, asks: Sequence[Ask], rows: Mapping[str, Sequence[tuple[int, Line]]], inputs: Inputs) -> tuple[Reading, ...]:
    return tuple([read(ready, ask, rows.get(ask.concept, ()), inputs.followed) for ask in asks]) if asks else ()


def basic_state(reading: Reading) -> str:
    """met, failed, missing or unreadable."""
    if reading.level is None:
        return "missing" if reading.reason in ("missing", "other_condition") else "unreadable"
    return "met" if reading.level else "failed"


def _claim(claims: Mapping[str, str], code: str) -> str:
    found = claims.get(code, "")
    return found if found in CLAIMS else "missing"


def _gates(ready: Ready, inputs: Inputs) -> Iterator[Reason]:
    failed = {gate for gate in inputs.gates if gate == "not_in_force" or gate in ready.scheme.gates}
    yield from (Reason(gate) for gate in sorted(failed, key=lambda gate: (gate != "not_in_force", gate)))


def _requirements(ready: Ready, requirements: Mapping[str, str]) -> Iterator[Reason]:
    enough = ("confirmed",) if ready.scheme.requirements_by == "confirmed" else ("asserted", "confirmed")
    for code, found in requirements.items():
        if found not in enough:
            yield Reason(f"requirement_{'unconfirmed' if found == 'asserted' else found}", {"requirement": code})


def _basics(ready: Ready, readings: Sequence[Reading]) -> Iterator[Reason]:
    for ask, reading in zip(ready.basics, readings, strict=True):
        if (state := basic_state(reading)) != "met":
            yield about(f"basic_{state}", ask, reading)
