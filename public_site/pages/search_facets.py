"""What the results can be narrowed by: values with their counts, trees that are walked down with the way up shown, and chips.

Written as HTML here and not by a template, as the rows of results are: a page has a hundred of these links.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask_babel import gettext as _
from markupsafe import Markup
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # a tenth of html.escape's cost, and text that is not wrapped in a Markup

from public_site.i18n import language
from public_site.pages.spoken import tables
from public_site.searching import Categories, searching
from public_site.words import front_runners
from public_site.words import pages as named
from public_site.words import search as words
from registry.reference import classifications, divisions, industries
from search.query import SearchQuery

ROOT = "/search"
SHOWN = 8
"""Values of one facet before "all of them" is asked for."""
ALL = 400
Name = str | Markup


@dataclass(slots=True)
class Option:
    """A link that chooses, or takes back what is chosen."""

    words: Name
    address: str
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies right below a code (None: the roots), and what it is called. `lasting`: names never change while this process runs."""

    below: Callable[[str | None], Iterable[Any]]
    path: Callable[[str], Sequence[Any]]
    name: Callable[[Any], Name]
    lasting: bool = True


class Narrowing:
    """The facets that can narrow these results, as HTML; `whole` names the one of which all values are shown."""

    def __init__(self, links: "Links", counts: Mapping[str, Mapping[str, int]], whole: str) -> None:
        self._links, self._counts, self._whole, self._spoken = links, counts, whole, language()

    def html(self) -> Markup:
        """"" where nothing narrows."""
        groups = (self._group(field, called) for field, called in tables(words).FACETS.items() if self._counts.get(field) or field in self._links.chosen)
        return Markup("".join(groups))  # noqa: S704 - every part is escaped where it is written

    def _group(self, field: str, called: str) -> str:
        counts = self._counts.get(field) or {}
        way, options, amount = self._tree(field, counts) if field in _TREES else ("", *self._flat(field, counts))
        if not (options or way):
            return ""
        more = self._more(field, amount)
        listed = f'<ul aria-labelledby="filter-{field}">\n{"".join(options)}{more}</ul>\n' if options else ""
        return f'<h2 id="filter-{field}">{escape(called)}</h2>\n{way}{listed}'

    def _flat(self, field: str, counts: Mapping[str, int]) -> tuple[list[str], int]:
        """Several values may be chosen; clicking a chosen one takes it back."""
        chosen, known = self._links.chosen.get(field, ()), _named(field, self._spoken)
        values = sorted({*counts, *chosen}, reverse=True) if field == "year" else [value for value in known if value in counts or value in chosen]
        base = self._links.base(field, *chosen)
        shown = values if field == self._whole else values[:SHOWN]
        return [self._value(field, value, base, known.get(value, value), counts.get(value, 0), chosen) for value in shown], len(values)

    def _value(self, field: str, value: str, base: str, called: str, amount: int, chosen: Sequence[str]) -> str:
        if value not in chosen:
            return _option(f"{base}{field}={_quoted(value)}", escape(called), amount)
        return _option(self._links.base(field, *(each for each in chosen if each != value))[:-1], escape(called), amount, ' aria-current="true"')

    def _tree(self, field: str, counts: Mapping[str, int]) -> tuple[str, list[str], int]:
        """One value may be chosen: a place in the tree. Where everything lies under one node, the walk begins there."""
        tree, base = _TREES[field], escape(self._links.base(field))
        chosen = next(iter(self._links.chosen.get(field, ())), None)
        here, below = chosen, _below(tree, chosen, counts)
        while len(below) == 1 and chosen is None:
            here, below = below[0].code, _below(tree, below[0].code, counts)
            if not below:
                here, below = None, [each for each in tree.below(None) if each.code in counts]
                break
        below = sorted(below, key=lambda each: -counts[each.code])
        ending = _lasting if tree.lasting else _ending
        shown = below[: ALL if field == self._whole else SHOWN]
        return self._way(field, base, here, chosen), [f'<li><a href="{base}{ending(field, each, self._spoken)}{counts[each.code]:,}</span></a></li>\n' for each in shown], len(below)

    def _way(self, field: str, base: str, here: str | None, chosen: str | None) -> str:
        """From the top of a tree down to what is chosen."""
        tree, now = _TREES[field], ' aria-current="true"'
        path = tree.path(here) if here else ()
        if not path:
            return ""
        steps = [(base[: -len("&amp;")] if base.endswith("&amp;") else base[:-1], _("全部"), chosen is None)]
        steps += [(f"{base}{field}={_quoted(each.code)}", tree.name(each), each.code == chosen) for each in path]
        listed = "".join(f'<li><a href="{address}" rel="nofollow"{now if current else ""}>{_html(called)}</a></li>\n' for address, called, current in steps)
        said = _("上级")
        return f'<ul class="way" aria-label="{said}">\n{listed}</ul>\n'

    def _more(self, field: str, amount: int) -> str:
        """The link to all values."""
        if amount <= SHOWN or field == self._whole:
            return ""
        base = self._links.base(field, *self._links.chosen.get(field, ()))
        said = _("全部 %(count)s 个", count=count(amount))
        return f'<li><a class="all" href="{escape(base)}all={field}#filter-{field}" rel="nofollow">{said}</a></li>\n'


def _option(address: str, called: str, amount: int, now: str = "") -> str:
    return f'<li><a href="{escape(address)}" rel="nofollow"{now}><span>{called}</span><span class="quiet">{amount:,}</span></a></li>\n'


def _ending(field: str, node: Any, _spoken: str) -> str:
    """A tree's option behind the address of the search: the value and the name, up to its count."""
    return f'{field}={_quoted(node.code)}" rel="nofollow"><span>{_html(_TREES[field].name(node))}</span><span class="quiet">'


_lasting = lru_cache(maxsize=32768)(_ending)


def _html(called: Name) -> str:
    return str(called) if isinstance(called, Markup) else escape(called)


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


def _below(tree: Tree, code: str | None, counts: Mapping[str, int]) -> list[Any]:
    return [each for each in tree.below(code) if each.code in counts] if counts else []


def chips(query: SearchQuery) -> list[tuple[Name, str]]:
    """What is chosen, each with the address without it; the text and the kind have places of their own."""
    return [(_chip(field, value), address(rest)) for field, value, rest in query.chips() if field != "kind"]


def _chip(field: str, value: str) -> Name:
    if field == "enterprise":
        return str(_("企业 %(code)s", code=value))
    if field in _TREES:
        tree = _TREES[field]
        found = tree.path(value)
        return tree.name(found[-1]) if found else value
    called: Name = _named(field, language()).get(value, value)
    return _("检查：%(what)s", what=called) if field == "checked" and value != "yes" else called


def address(query: SearchQuery, form: str = "", **more: str) -> str:
    """The address of a query, as a page or as .json, .atom, .csv or .xlsx."""
    pairs = [(name, value) for name, values in query.to_args().items() for value in values] + list(more.items())
    return f"{ROOT}{form}?{urlencode(pairs)}" if pairs else f"{ROOT}{form}"


_quoted = lru_cache(maxsize=4096)(quote)


@cache
def _named(field: str, _spoken: str) -> Mapping[str, str]:
    """Words of a facet's values, in the order in which they are offered; called while `_spoken` is spoken."""
    module, table = _NAMED.get(field, (words, ""))
    found: Mapping[str, str] = getattr(tables(module), table, {})
    return found


def _chinese(text: str) -> Name:
    return Markup('<span lang="zh-CN">{}</span>').format(text) if language() == "en" else text


def _ics(each: classifications.Ics) -> Name:
    if language() == "en" or each.name_zh:
        return f"{each.code} {each.name if language() == 'en' else each.name_zh}"
    return Markup('{} <span lang="en">{}</span>').format(each.code, each.name)


def _categories() -> Categories:
    return searching().categories()


_NAMED = {
    "status": (words, "STATUS"), "class": (named, "CLASSES"), "subject": (named, "SUBJECTS"), "lower": (words, "LOWER"), "checked": (words, "CHECKED"), "kind": (words, "KINDS"),
    "stars": (words, "STARS"), "level": (words, "LEVELS"), "front_runner": (front_runners, "KINDS"),
}  # fmt: skip
_TREES = {
    "region": Tree(divisions.children, divisions.path, lambda each: _chinese(each.name)),
    "industry": Tree(industries.children, industries.path, lambda each: _chinese(f"{each.code} {each.name}")),
    "category": Tree(lambda code: _categories().below.get(code, ()), lambda code: _categories().path(code), lambda each: each.name_en if language() == "en" else each.name, lasting=False),
    "ics": Tree(classifications.children_ics, classifications.path_ics, _ics),
    "ccs": Tree(classifications.children_ccs, classifications.path_ccs, lambda each: _chinese(f"{each.code} {each.name}")),
}
