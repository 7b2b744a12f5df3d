"""Numbers of indicators as terms that sort as the numbers do, so that any engine finds 60 kPa among values declared in mmH2O."""

from collections.abc import Iterable
from typing import NamedTuple


class Bounds(NamedTuple):
    """One indicator of a version: code of its concept ("" for a free name), unit as stored ("" without), `base_low` and `base_high` of the row."""

    concept: str
    unit: str
    low: float | None
    high: float | None


def terms(indicators: Iterable[Bounds]) -> tuple[list[str], list[str]]:
    """For the fields `lows` and `highs`: a term under the concept and one under the quantity of the unit, each once."""
    return [], []


def term(under: str, number: float) -> str:
    """A term that sorts as the number does among the terms of one concept or quantity."""
    return under
