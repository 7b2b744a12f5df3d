"""How far a reading stays behind a threshold, in the scheme's unit and exactly."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from registry.rules.comparison import Direction
from registry.rules.indicator import Operator, grade_of
from registry.rules.judged import Reading
from registry.rules.reading import exact
from registry.rules.thresholds import Ask

NOUGHT = Fraction(0)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What must change.

    low: by how much the lower end must rise; high: by how much the upper end must fall; None where that end is well, or was
    not promised at all. steps: of the concept's grades. beyond: the threshold itself is not enough, as with "below 200".
    """

    low: Fraction | None = None
    high: Fraction | None = None
    steps: int = 0
    beyond: bool = False

    def facts(self) -> dict[str, str]:
        """As texts: short_low, short_high, short_steps, beyond; only those that say something."""
        ends = {"short_low": self.low, "short_high": self.high}
        found = {name: exact(end) for name, end in ends.items() if end is not None}
        return found | ({"short_steps": str(self.steps)} if self.steps else {}) | ({"beyond": "yes"} if self.beyond else {})


def shortfall(ask: Ask, reading: Reading, level: int) -> Shortfall:
    """How far the reading stays behind the threshold of a level (1 to 3) that it does not meet; nothing where one of both is missing."""
    asked = ask.cases[reading.condition][level - 1]
    if asked is None or reading.level is None:
        return Shortfall()
    if ask.operator is Operator.GRADE:
        return Shortfall(steps=abs(ask.grades.index(grade_of(asked)) - ask.grades.index(reading.grade)))
    beyond = asked.operator in (Operator.ABOVE, Operator.BELOW)
    low = _missing(asked.low, reading.in_unit_low, beyond) if ask.direction != Direction.LOWER else None
    high = _missing(reading.in_unit_high, asked.high, beyond) if ask.direction != Direction.HIGHER else None
    return Shortfall(low, high, beyond=beyond)


def _missing(more: Decimal | str | None, less: Decimal | str | None, beyond: bool) -> Fraction | None:
    if more is None or less is None or more == "" or less == "":
        return None
    behind = Fraction(more) - Fraction(less)
    return behind if behind > 0 or (beyond and not behind) else None
