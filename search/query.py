"""What a reader asked of the search, as the address says it. The address is public, so nonsense in it is dropped, never refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from registry.outbox import KINDS
from registry.rules import catalogue, status
from registry.rules.standard_number import StandardClass
from registry.rules.standing import RESULTS
from search.engine import LAST_RESULT
from search.fields import SORTS

TEXT_AT_MOST: Final = 200
"""Characters of the typed text that are read; the rest is cut."""
VALUES_AT_MOST: Final = 20
"""Values of one filter that are kept."""
PER_PAGE: Final = 20
PER_PAGE_AT_MOST: Final = 100

_CURSOR: Final = re.compile(r"[!-~]{1,600}")
_ALLOWED: Final[Mapping[str, re.Pattern[str]]] = {
    "kind": re.compile("|".join(KINDS)),
    "class_": re.compile("|".join(StandardClass)),
    "status": re.compile("|".join({*status.Word, *catalogue.Word})),
    "subject": re.compile("product|service"),
    "region": re.compile(r"[1-9][0-9]{5}"),
    "industry": re.compile(r"[A-T](?:[0-9]{2,4})?"),
    "category": re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"),
    "ics": re.compile(r"[0-9]{2}(?:\.[0-9]{3}(?:\.[0-9]{2})?)?"),
    "ccs": re.compile(r"[A-Z](?:[0-9]{1,2}(?:/[0-9]{2})?)?"),
    "year": re.compile(r"(?:19|20)[0-9]{2}"),
    "lower": re.compile("yes"),
    "checked": re.compile("|".join(("yes", *RESULTS))),
    "stars": re.compile("[1-5]"),
    "level": re.compile("[1-3]"),
    "front_runner": re.compile("candidate|provincial|national"),
    "enterprise": re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}"),
}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Text, filters, order and place. `class_` is the field `class` of the index; all filters hold allowed values only, in the order given, each once.

    page counts from 1; after: the cursor of the last result seen, which goes on beyond the last page.
    """

    text: str = ""
    kind: tuple[str, ...] = ()
    class_: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    ics: tuple[str, ...] = ()
    ccs: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    front_runner: tuple[str, ...] = ()
    enterprise: tuple[str, ...] = ()
    sort: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    after: str = ""

    @classmethod
    def from_args(cls, args: Mapping[str, Any]) -> "SearchQuery":
        """Read an address: q, the filters by their names in the index, sort, page, per_page, after.

        A value is a text or a list of texts; of a mapping with `getlist` all values are read. Unknown names, values that
        no document can hold and numbers out of bounds are dropped. Never raises.
        """
        given: dict[str, Any] = {name: _allowed(name, _values(args, said)) for name, said in _FILTER_ARGUMENTS if said in args}
        sort, after = _first(args, "sort"), _first(args, "after")
        return cls(
            text=clean(_first(args, "q")),
            sort=sort if sort in SORTS else "relevance",
            page=_number(_first(args, "page"), 1, LAST_RESULT),
            per_page=_number(_first(args, "per_page"), PER_PAGE, PER_PAGE_AT_MOST),
            after=after if _CURSOR.fullmatch(after) else "",
            **given,
        )

    def to_args(self) -> dict[str, list[str]]:
        """The address of this query, without what is as it is by itself; `from_args` reads it back."""
        said = {argument: _texts(value) for name, argument, default in _ARGUMENTS if (value := getattr(self, name)) != default}
        return {name: values for name, values in said.items() if values}

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters that are set, by the names of search.fields."""
        return {argument: values for name, argument in _FILTER_ARGUMENTS if (values := getattr(self, name))}

    def chips(self) -> list[tuple[str, str, "SearchQuery"]]:
        """Every set filter value by its field in the index, with the query without it."""
        return [(field, value, self.without(field, value)) for field, values in self.filters().items() for value in values]

    def without(self, field: str, value: str | None = None) -> "SearchQuery":
        """The query from its first page without one value of a filter, or without all of them; `field` "text" or "q" takes the text away."""
        name = _attribute(field)
        kept: Any = "" if name == "text" else tuple(each for each in getattr(self, name) if value is not None and each != value)
        return self._from_first({name: kept})

    def with_(self, field: str, value: str) -> "SearchQuery":
        """The query from its first page with one more value of a filter; a text or an order takes the place of the old one. A value that is not allowed changes nothing."""
        name = _attribute(field)
        if name in FILTERS:
            return self._from_first({name: _allowed(name, (*getattr(self, name), value))})
        if name == "sort" and value not in SORTS:
            return self
        return self._from_first({name: clean(value) if name == "text" else value})

    def at(self, page: int) -> "SearchQuery":
        """The query on another page."""
        return replace(self, page=max(1, min(page, LAST_RESULT)), after="")

    def _from_first(self, changed: dict[str, Any]) -> "SearchQuery":
        return replace(self, **{"page": 1, "after": "", **changed})

    @property
    def offset(self) -> int:
        """How many results come before this page."""
        return (self.page - 1) * self.per_page

    @property
    def beyond(self) -> bool:
        """Whether the page lies behind the last result that pages show; only a cursor goes there."""
        return not self.after and self.offset >= LAST_RESULT


FILTERS: Final = tuple(each.name for each in fields(SearchQuery) if each.name in _ALLOWED)
"""Attributes that filter."""


_FILTER_ARGUMENTS: Final = tuple((name, "class" if name == "class_" else name) for name in FILTERS)


def clean(typed: str) -> str:
    """The text without controls and lone surrogates, one space between words, at most TEXT_AT_MOST characters."""
    seen = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+", " ", typed[: TEXT_AT_MOST * 4])
    return seen.strip()[:TEXT_AT_MOST].strip()


def _argument(name: str) -> str:
    return {"text": "q", "class_": "class"}.get(name, name)


_ARGUMENTS: Final = tuple((each.name, _argument(each.name), each.default) for each in fields(SearchQuery))


def _attribute(field: str) -> str:
    return {"q": "text", "class": "class_"}.get(field, field)


def _values(args: Mapping[str, Any], name: str) -> Sequence[str]:
    given = args.getlist(name) if hasattr(args, "getlist") else args.get(name, ())
    listed = (given,) if isinstance(given, str) else given if isinstance(given, (list, tuple)) else ()
    return [each for each in listed if isinstance(each, str)]


def _first(args: Mapping[str, Any], name: str) -> str:
    return next(iter(_values(args, name)), "")


def _allowed(name: str, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if _ALLOWED[name].fullmatch(value)))[:VALUES_AT_MOST]


def _number(text: str, default: int, most: int) -> int:
    typed = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
    return typed if 1 <= typed <= most else default


def _texts(value: str | int | tuple[str, ...]) -> list[str]:
    return list(value) if isinstance(value, tuple) else [str(value)]
