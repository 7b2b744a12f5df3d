"""What is wrong with a scheme before it is published: every wrong field at once, each by its path.

Paths are those of the scheme's JSON: `title`, `stars.1`, `points.least.2`, `requirements.0.code`, `basics.1.low`,
`cores.2.unit`, `cores.2.cases.0.average` (a whole step), `cores.2.cases.1.condition`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from registry.rules import number, scheme_check_indicators
from registry.rules.scheme import GATES, LEVELS, METHODS, Requirement, Scheme
from registry.rules.scheme_check_indicators import LEAST_CORES
from registry.rules.self_check_world import Concept

LONGEST = 300
LONGEST_NOTE = 3000
MOST_REQUIREMENTS = 20
MOST_MONTHS = 60
FIRST_YEAR, LAST_YEAR = 2018, 2099
"""The eight ministries' opinion is of 2018."""
REQUIREMENTS_BY = ("asserted", "confirmed")
_HUNDRED = Decimal(100)


def check(scheme: Scheme, concepts: Mapping[str, Concept], categories: Collection[str], disclosed: int | None = None) -> dict[str, str]:
    """Field path to code; empty for a scheme that may be published.

    categories: codes in use. disclosed: how many standards are disclosed in the scheme's category, None when nobody counted.
    """
    found: dict[str, str] = {}
    parts = (_heading(scheme), _category(scheme, categories, disclosed), _days(scheme), _levels(scheme), _requirements(scheme.requirements))
    for part in (*parts, scheme_check_indicators.check(scheme, concepts), _points(scheme)):
        for path, code in part:
            found.setdefault(path, code)
    return found


def _heading(scheme: Scheme) -> Iterator[tuple[str, str]]:
    yield from ((name, "required") for name in ("title", "source") if not getattr(scheme, name).strip())
    yield from ((name, "too_long") for name in ("title", "title_en", "source") if len(getattr(scheme, name)) > LONGEST)
    if len(scheme.note) > LONGEST_NOTE:
        yield "note", "too_long"
    if scheme.method not in METHODS:
        yield "method", "choose_one"
    if scheme.requirements_by not in REQUIREMENTS_BY:
        yield "requirements_by", "choose_one"
    if not set(scheme.gates) <= set(GATES):
        yield "gates", "choose_one"


def _category(scheme: Scheme, categories: Collection[str], disclosed: int | None) -> Iterator[tuple[str, str]]:
    if not scheme.category:
        yield "category", "required"
    elif scheme.category not in categories:
        yield "category", "category_unknown"
    elif disclosed == 0:
        yield "category", "category_without_standards"


def _days(scheme: Scheme) -> Iterator[tuple[str, str]]:
    year = _whole(scheme.year)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        yield "year", "year_wrong" if scheme.year.strip() else "required"
    begins, ends = _day(scheme.valid_from), _day(scheme.valid_until)
    if begins is None:
        yield "valid_from", "date_unreadable" if scheme.valid_from else "required"
    if ends is None and scheme.valid_until:
        yield "valid_until", "date_unreadable"
    if begins and ends and ends < begins:
        yield "valid_until", "end_before_start"


def _levels(scheme: Scheme) -> Iterator[tuple[str, str]]:
    least = _whole(scheme.least_cores)
    if least is None:
        yield "least_cores", "not_a_number"
    elif least < LEAST_CORES:
        yield "least_cores", "too_few_cores"
    if scheme.candidate_level not in map(str, LEVELS):
        yield "candidate_level", "choose_one"
    months = _whole(scheme.candidate_months)
    if months is None or not 1 <= months <= MOST_MONTHS:
        yield "candidate_months", "not_a_number" if months is None else "months_wrong"
    yield from _falling("stars", [None if (stars := _whole(each)) is None or not 1 <= stars <= 5 else Decimal(stars) for each in scheme.stars])


def _requirements(requirements: Sequence[Requirement]) -> Iterator[tuple[str, str]]:
    if len(requirements) > MOST_REQUIREMENTS:
        yield "requirements", "too_many"
    codes = [each.code for each in requirements]
    for place, each in enumerate(requirements):
        if not each.code.strip() or codes.index(each.code) < place:
            yield f"requirements.{place}.code", "taken" if each.code.strip() else "required"
        if not each.text.strip():
            yield f"requirements.{place}.text", "required"
        yield from ((f"requirements.{place}.{name}", "too_long") for name in ("code", "text", "text_en") if len(getattr(each, name)) > LONGEST)


def _points(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Weights sum to 100 and no indicator is worth more, so that points are shares of 100 and exact decimals."""
    if scheme.method != "weighted_points":
        return
    yield from _falling("points.worth", [_share(each) for each in scheme.points.worth])
    yield from _falling("points.least", [_share(each) for each in scheme.points.least])
    weights = [_figure(core.weight) for core in scheme.cores]
    yield from ((f"cores.{place}.weight", "not_a_number") for place, weight in enumerate(weights) if weight is None)
    yield from ((f"cores.{place}.weight", "weight_nought") for place, weight in enumerate(weights) if weight == 0)
    if all(weights) and sum(Fraction(weight) for weight in weights if weight) != _HUNDRED:
        yield from ((f"cores.{place}.weight", "weights_not_100") for place in range(len(weights)))


def _falling(path: str, figures: Sequence[Decimal | None]) -> Iterator[tuple[str, str]]:
    """One for each level, each less than the one before."""
    if len(figures) != len(LEVELS):
        yield path, "required"
    yield from ((f"{path}.{place}", "not_a_number") for place, each in enumerate(figures) if each is None)
    for place, (better, worse) in enumerate(pairwise(figures), 1):
        if better is not None and worse is not None and worse >= better:
            yield f"{path}.{place}", "levels_out_of_order"


def _figure(typed: str) -> Decimal | None:
    """A number that is not below nought, None for anything else."""
    found = number.parse(typed)
    return found if found is not None and found >= 0 else None


def _share(typed: str) -> Decimal | None:
    found = _figure(typed)
    return found if found is not None and found <= _HUNDRED else None


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == 10 else None
    except ValueError:
        return None
