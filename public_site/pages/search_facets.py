"""What the results can be narrowed by: values with their counts, trees that are walked down with the way up shown, and chips."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from public_site.i18n import language
from public_site.pages.spoken import tables
from public_site.searching import Categories, searching
from public_site.words import pages as named
from public_site.words import search as words
from registry.reference import classifications, divisions, industries
from search.query import SearchQuery

ROOT = "/search"
SHOWN = 8
"""Values of one facet before "all of them" is asked for."""
ALL = 400
Name = str | Markup


@dataclass(frozen=True, slots=True)
class Option:
    """A link that chooses, or takes back what is chosen."""

    words: Name
    address: str
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One facet. `way`: from the top of a tree down to what is chosen. `more`: the link to all values."""

    field: str
    words: str
    options: Sequence[Option]
    way: Sequence[Option] = ()
    more: Option | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies right below a code (None: the roots), and what it is called."""

    below: Callable[[str | None], Iterable[Any]]
    path: Callable[[str], Sequence[Any]]
    name: Callable[[Any], Name]


def groups(links: "Links", counts: Mapping[str, Mapping[str, int]], whole: str) -> list[Group]:
    """The facets that can narrow these results; `whole` names the one of which all values are shown."""
    found = []
    for field, called in tables(words).FACETS.items():
        known = counts.get(field) or {}
        group = _tree(field, called, known, links, whole) if field in trees() else _flat(field, called, known, links, whole)
        if group.options or group.way:
            found.append(group)
    return found


class Links:
    """Addresses of this search with one thing changed; what stays is written once."""

    def __init__(self, query: SearchQuery) -> None:
        self.chosen = query.filters()
        self._pairs = [(name, value) for name, values in query.to_args().items() if name not in ("page", "after") for value in values]
        self._names = {name for name, _value in self._pairs}
        self._whole = _before(self._pairs)

    def base(self, field: str, *kept: str) -> str:
        """Everything but the values of `field` that are not `kept`, ready for one more value."""
        if field not in self._names:
            return self._whole
        return _before([(name, value) for name, value in self._pairs if name != field or value in kept])


def _before(pairs: Sequence[tuple[str, str]]) -> str:
    return f"{ROOT}?{urlencode(pairs)}&" if pairs else f"{ROOT}?"


def count(value: int) -> str:
    """As presenters.count, without asking Babel thirty times a page."""
    return f"{value:,}"


def _flat(field: str, called: str, counts: Mapping[str, int], links: Links, whole: str) -> Group:
    """Several values may be chosen; clicking a chosen one takes it back."""
    chosen = links.chosen.get(field, ())
    known = _named(field)
    values = sorted({*counts, *chosen}, reverse=True) if field == "year" else [value for value in known if value in counts or value in chosen]
    base = links.base(field, *chosen)
    options = [
        Option(known.get(value, value), f"{base}{field}={quote(value)}" if value not in chosen else links.base(field, *(each for each in chosen if each != value))[:-1], count(counts.get(value, 0)), value in chosen)
        for value in values
    ]  # fmt: skip
    return Group(field, called, options if field == whole else options[:SHOWN], more=_more(field, len(options), base, whole))


def _tree(field: str, called: str, counts: Mapping[str, int], links: Links, whole: str) -> Group:
    """One value may be chosen: a place in the tree. Where everything lies under one node, the walk begins there."""
    tree, base = trees()[field], links.base(field)
    chosen = next(iter(links.chosen.get(field, ())), None)
    here, below = chosen, _below(tree, chosen, counts)
    while len(below) == 1 and chosen is None:
        here, below = below[0].code, _below(tree, below[0].code, counts)
        if not below:
            here, below = None, [each for each in tree.below(None) if counts.get(each.code)]
            break
    path = tree.path(here) if here else ()
    way = [Option(_("全部"), base[:-1], chosen=chosen is None), *(Option(tree.name(each), f"{base}{field}={quote(each.code)}", chosen=each.code == chosen) for each in path)] if path else []
    below = sorted(below, key=lambda each: -counts[each.code])
    options = [Option(tree.name(each), f"{base}{field}={quote(each.code)}", count(counts[each.code])) for each in below[: ALL if field == whole else SHOWN]]
    return Group(field, called, options, way, _more(field, len(below), links.base(field, *links.chosen.get(field, ())), whole))


def _below(tree: Tree, code: str | None, counts: Mapping[str, int]) -> list[Any]:
    return [each for each in tree.below(code) if counts.get(each.code)]


def _more(field: str, amount: int, base: str, whole: str) -> Option | None:
    return Option(_("全部 %(count)s 个", count=count(amount)), f"{base}all={field}#filter-{field}") if amount > SHOWN and field != whole else None


def chips(query: SearchQuery) -> list[tuple[Name, str]]:
    """What is chosen, each with the address without it; the text and the kind have places of their own."""
    return [(_chip(field, value), address(rest)) for field, value, rest in query.chips() if field != "kind"]


def _chip(field: str, value: str) -> Name:
    if field == "enterprise":
        return _("企业 %(code)s", code=value)
    if field in trees():
        tree = trees()[field]
        found = tree.path(value)
        return tree.name(found[-1]) if found else value
    called = _named(field).get(value, value)
    return _("检查：%(what)s", what=called) if field == "checked" and value != "yes" else called


def address(query: SearchQuery, form: str = "", **more: str) -> str:
    """The address of a query, as a page or as .json, .atom, .csv or .xlsx."""
    pairs = [(name, value) for name, values in query.to_args().items() for value in values] + list(more.items())
    return f"{ROOT}{form}?{urlencode(pairs)}" if pairs else f"{ROOT}{form}"


def _named(field: str) -> Mapping[str, str]:
    """Words of a facet's values, in the order in which they are offered."""
    known = {"status": tables(words).STATUS, "class": tables(named).CLASSES, "subject": tables(named).SUBJECTS, "lower": tables(words).LOWER, "checked": tables(words).CHECKED, "kind": tables(words).KINDS}
    found: Mapping[str, str] = known.get(field, {})
    return found


def _chinese(text: str) -> Name:
    return Markup('<span lang="zh-CN">{}</span>').format(text) if language() == "en" else text


def _ics(each: classifications.Ics) -> Name:
    if language() == "en" or each.name_zh:
        return f"{each.code} {each.name if language() == 'en' else each.name_zh}"
    return Markup('{} <span lang="en">{}</span>').format(each.code, each.name)


def trees() -> Mapping[str, Tree]:
    """The facets that are trees."""
    return _TREES


def _categories() -> Categories:
    return searching().categories()


_TREES = {
    "region": Tree(divisions.children, divisions.path, lambda each: _chinese(each.name)),
    "industry": Tree(industries.children, industries.path, lambda each: _chinese(f"{each.code} {each.name}")),
    "category": Tree(lambda code: _categories().below.get(code, ()), lambda code: _categories().path(code), lambda each: each.name_en if language() == "en" else each.name),
    "ics": Tree(classifications.children_ics, classifications.path_ics, _ics),
    "ccs": Tree(classifications.children_ccs, classifications.path_ccs, lambda each: _chinese(f"{each.code} {each.name}")),
}
