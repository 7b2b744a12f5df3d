"""Whether a row, as the registry says it now, still fits the filters by which the index found it.

Only what a row says by itself is asked again, in the words of search.documents: an index that is a moment behind then shows
nothing that the registry no longer says. Categories of disclosures and classifications are the index's alone.
"""

from collections.abc import Callable, Collection, Mapping

from registry.legal_time import legal_day
from registry.queries.badges import NONE, Badges
from registry.queries.found import Found, FoundDisclosure, FoundProduct, FoundStandard
from registry.queries.public_conditions import division_head

Values = Collection[str] | None
"""None: the row does not say."""


def fits(row: Found, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the row meets every filter that it can be asked about."""
    return all(_meets(row, field, values) for field, values in wanted.items())


def _meets(row: Found, field: str, values: tuple[str, ...]) -> bool:
    if field == "region":
        own = "" if isinstance(row, FoundStandard) else row.division_code
        return any(own.startswith(division_head(value)) for value in values)
    if field == "industry":
        own = "" if isinstance(row, FoundStandard) else row.industry_code or ""
        return own.startswith(values)
    said = _SAID[field](row) if field in _SAID else None
    return said is None or any(value in said for value in values)


def _followed(row: Found) -> Collection[FoundDisclosure]:
    """The disclosures that speak for a row."""
    return (row,) if isinstance(row, FoundDisclosure) else row.followed if isinstance(row, FoundProduct) else ()


def _status(row: Found) -> Values:
    if isinstance(row, FoundStandard):
        return [row.state.word.value]
    gone = not isinstance(row, FoundDisclosure) and row.deregistered
    return [*(each.status.word.value for each in _followed(row)), *(["deregistered"] if gone else [])]


def _year(row: Found) -> Values:
    if isinstance(row, FoundStandard):
        return [str(row.issued_on.year)] if row.issued_on else []
    at = row.disclosed_at if isinstance(row, FoundDisclosure) else row.created_at if isinstance(row, FoundProduct) else row.verified_at
    return [str(legal_day(at).year)]


def _class(row: Found) -> Values:
    return [row.klass] if isinstance(row, FoundStandard) else [each.klass for each in _followed(row)]


def _checked(row: Found) -> Values:
    results = [notice.result or "" for each in _followed(row) for notice in each.status.public_notices if notice.kind == "checked"]
    return ["yes", *results] if results else []


def _lower(row: Found) -> Values:
    return ["yes"] if any(each.lower_stated for each in _followed(row)) else None if isinstance(row, FoundProduct) else []


def _badges(row: Found) -> Badges:
    return row.badges if isinstance(row, (FoundDisclosure, FoundProduct)) else NONE


def _stars(row: Found) -> Values:
    best = _badges(row).best
    return [str(best.stars)] if best else []


def _level(row: Found) -> Values:
    best = _badges(row).best
    return [str(best.level)] if best else []


_SAID: Mapping[str, Callable[[Found], Values]] = {
    "kind": lambda row: [row.kind],
    "status": _status,
    "year": _year,
    "class": _class,
    "checked": _checked,
    "lower": _lower,
    "stars": _stars,
    "level": _level,
    "front_runner": lambda row: _badges(row).held,
    "category": lambda row: row.category.split("/") if isinstance(row, FoundProduct) else None,
    "subject": lambda row: [row.subject] if isinstance(row, (FoundDisclosure, FoundProduct)) else [],
    "enterprise": lambda row: [] if isinstance(row, FoundStandard) else [row.credit_code],
}
