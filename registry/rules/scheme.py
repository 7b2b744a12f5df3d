"""An evaluation scheme (评估方案): what a disclosure of a category must meet to be graded, and by which thresholds.

The opinion of eight ministries 国市监标准〔2018〕84号 and the association standards 质量分级及“领跑者”评价要求 give the shape: basic
requirements, basic indicators (pass or fail), core indicators in three grades, innovative ones. How many are asked for,
what a level is worth, which level makes a candidate, what excludes: all of it is the scheme's own, since these rules are
in flux. Everything is text as typed until `registry.rules.scheme_check` found nothing against it.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

METHODS = ("least_level", "weighted_points")
"""The worst core indicator decides; or points by weight do."""
LEVELS = (1, 2, 3)
"""advanced (先进), average (平均), base (基准)."""
GATES = ("not_in_force", "reference_withdrawn", "deregistered", "dishonesty_listed", "failed_check", "number_revoked", "standard_voided", "publicly_noted")
"""What keeps a disclosure off every list of a scheme that names it. not_in_force always does."""
MOST_CORES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One threshold: a number in `low` (at least, above) or `high` (at most, below), both for a range, or a grade."""

    low: str = ""
    high: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Thresholds that hold under one condition of the concept; "" where nothing is asked of it."""

    condition: str = ""
    advanced: Step = Step()
    average: Step = Step()
    base: Step = Step()

    @property
    def steps(self) -> tuple[Step, Step, Step]:
        return self.advanced, self.average, self.base


@dataclass(frozen=True, slots=True)
class Core:
    """A core indicator. `cases`: the first is the ordinary one, the others hold instead of it under their conditions.

    operator: `registry.rules.indicator.Operator` without equal and text; a declared value is held against each threshold
    with it, so that 120 meets "at most 120" and does not meet "below 120". weight: for weighted points. floor: number of the
    standard from which the base threshold comes, or other words for its source.
    """

    concept: str = ""
    operator: str = ""
    unit: str = ""
    cases: tuple[Case, ...] = ()
    weight: str = ""
    floor: str = ""


@dataclass(frozen=True, slots=True)
class Basic:
    """A basic indicator: met or not. Cells as a floor has them."""

    concept: str = ""
    operator: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    text: str = ""
    condition: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A basic requirement, asserted by the enterprise. evidence: a file is asked for. models: models in mass production are."""

    code: str = ""
    text: str = ""
    text_en: str = ""
    evidence: bool = False
    models: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Weighted points: what an indicator of each level is worth, and the least share (0 to 100) for each overall level.

    all_at_base: a core indicator below its base threshold excludes, whatever the others bring.
    """

    worth: tuple[str, ...] = ("100", "80", "60")
    least: tuple[str, ...] = ("90", "75", "60")
    all_at_base: bool = True


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme. Days are YYYY-MM-DD. requirements_by: asserted or confirmed, what a requirement must be to count."""

    title: str = ""
    title_en: str = ""
    category: str = ""
    year: str = ""
    method: str = "least_level"
    valid_from: str = ""
    valid_until: str = ""
    requirements: tuple[Requirement, ...] = ()
    requirements_by: str = "asserted"
    basics: tuple[Basic, ...] = ()
    cores: tuple[Core, ...] = ()
    innovations: tuple[Core, ...] = ()
    """Shown, never blocking."""
    least_cores: str = "3"
    stars: tuple[str, ...] = ("5", "4", "3")
    """Of levels 1 to 3."""
    candidate_level: str = "1"
    candidate_months: str = "12"
    """How long a candidate stays one, unless something ends it before."""
    from_standard: bool = True
    """A core indicator that is not declared takes the floor of a recommended standard that the disclosure declares to follow."""
    gates: tuple[str, ...] = GATES
    points: Points = Points()
    source: str = ""
    """Where thresholds and rules come from: number of the standard, paper of the assessment body."""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """JSON values; `from_json` reads them back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Scheme":
        """Read whatever is there; unknown keys are left out, values of the wrong shape become empty, so that a draft is never unreadable."""
        return _row(cls, document)


_Kind = TypeVar("_Kind")


def _row(kind: type[_Kind], document: Mapping[str, Any]) -> _Kind:
    known: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        if name in document and (read := _value(hint, document[name])) is not None:
            known[name] = read
    return kind(**known)


def _value(hint: Any, found: object) -> object | None:
    """The found value in the shape of the field, None where it has another."""
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        several = found if isinstance(found, list | tuple) else []
        return tuple(read for each in several if (read := _value(inner, each)) is not None)
    if dataclasses.is_dataclass(hint):
        return _row(hint, found) if isinstance(found, Mapping) else None  # type: ignore[arg-type]
    return found if isinstance(found, hint) else None
