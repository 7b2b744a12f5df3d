"""Reasons about one indicator, with facts as texts: which one, under which condition, and how far behind."""

from collections.abc import Iterator, Sequence

from registry.rules.judged import Reading, Reason
from registry.rules.shortfall import shortfall
from registry.rules.thresholds import Ask, Ready


def about(code: str, ask: Ask, reading: Reading, **facts: str) -> Reason:
    """place, concept and condition; line where a row was declared, standard where its floor was taken, why it was not read."""
    known = {"place": str(ask.place), "concept": ask.concept, "condition": reading.condition}
    found = {"line": str(reading.line) if reading.line >= 0 else "", "standard": reading.from_standard, "why": reading.reason}
    return Reason(code, known | {name: text for name, text in found.items() if text} | facts)


def below_base(ready: Ready, reading: Reading) -> Reason:
    """A core indicator that is worse than the base threshold, with the difference to it in the scheme's unit."""
    return behind(ready, "below_base", reading, 3)


def behind(ready: Ready, code: str, reading: Reading, target: int, **facts: str) -> Reason:
    """A core indicator with what it lacks to the target level: the facts of `about`, the scheme's unit, `Shortfall.facts`."""
    key = code, target, id(reading)
    found = ready.reasons.get(key)
    if found is None:
        ask = ready.cores[reading.place]
        found = ready.reasons[key] = reading, about(code, ask, reading, unit=ask.unit, **shortfall(ask, reading, target).facts(), **facts)
    return found[1]


def without_level(ready: Ready, readings: Sequence[Reading]) -> Iterator[Reason]:
    """core_missing (nothing answers) or core_unreadable (something does), for every core indicator of no level."""
    for ask, reading in zip(ready.cores, readings, strict=True):
        if reading.level is None:
            yield about("core_missing" if reading.line < 0 and not reading.from_standard else "core_unreadable", ask, reading)
