"""Speed and memory against the bounds that the project holds itself to. Run by `python -m benchmarks`.

A module `bench_*.py` has `run() -> list[Result]`. Ratios are taken within one run, so that a slow machine is slow on
both sides. Data that may not ship comes from the folder that BENCH_DATA names; where it is missing, the result says so.
"""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Result:
    """One figure and its bound. `value` None: not measured, and `note` says what is missing."""

    name: str
    value: float | None
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the bound holds; None when nothing was measured or there is no bound."""
        if self.value is None or (self.at_most is None and self.at_least is None):
            return None
        return (self.at_most is None or self.value <= self.at_most) and (self.at_least is None or self.value >= self.at_least)


def given(name: str) -> Path | None:
    """A file of the folder that BENCH_DATA names, None when it is not there."""
    path = Path(os.environ["BENCH_DATA"]) / name if "BENCH_DATA" in os.environ else None
    return path if path and path.is_file() else None


def interleaved(measures: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median of each measure over so many rounds; every round takes each once, so that disturbances hit all alike."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(values) for name, values in taken.items()}
