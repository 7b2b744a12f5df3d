"""What stands round the entries of a board: what it compares and how, the ways to narrow it, and what it rests on.

Of one board it is nearly the same on every page, and says what never changes: it is rendered once and filled with the page's own pieces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from markupsafe import Markup, escape

from public_site.i18n import language
from public_site.navigation import address_with
from public_site.pages import framing
from public_site.pages.filtering import Filters
from public_site.pages.framing import PLACE
from public_site.pages.ranking_heads import ROOT, Head, concept, condition, threshold
from public_site.presenters import count
from public_site.presenters import division as division_name
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.queries import public_rankings
from registry.queries.board_rows import Row
from registry.queries.public_rankings import Frozen

MOST_KEPT = 512
FEW = 4
"""Entries of a page beside which what is asked for stands open."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a board: level 0 and division "" stand for all; `after`: order number behind which a division's page begins."""

    level: int
    division: str
    page: int
    after: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a page, how many there are in all, pages in all (0 where nobody counts), and where it goes on ("" at the end)."""

    rows: list[Row]
    count: int
    pages: int
    more: int


def whole(head: Head, wanted: Wanted, found: Page, shown: str, *, screen: bool) -> str:
    """The page; `shown` are its entries (HTML)."""
    if not found.rows:
        return _rendered(head, wanted, found.count, few=True, screen=screen, switch=framing.switch(), shown="", turned="")
    frame = _frame(head, Wanted(wanted.level, wanted.division, 1, 0), found.count, language(), few=len(found.rows) < FEW, screen=screen)
    return framing.filled(frame, (framing.switch(), shown, _turned(wanted, found)))


@lru_cache(maxsize=MOST_KEPT)
def _frame(head: Head, wanted: Wanted, entries: int, _spoken: str, *, few: bool, screen: bool) -> list[str]:
    return _rendered(head, wanted, entries, few=few, screen=screen, switch=PLACE, shown=PLACE, turned=PLACE).split(PLACE)


def _rendered(head: Head, wanted: Wanted, entries: int, *, few: bool, screen: bool, **pieces: str) -> str:
    """Its own pieces are HTML."""
    return rendered(
        "rankings/board.html", head=head, row=head.row, scheme=head.frozen.scheme, asks=asks(head), entries=entries, few=few, filters=_filters(head.frozen, wanted), screen=screen,
        one_band=len(head.row.levels) == 1, **{name: Markup(piece) for name, piece in pieces.items()},  # noqa: S704 - HTML as its makers say
    )  # fmt: skip


def _turned(wanted: Wanted, found: Page) -> str:
    """The ways to the other pages (HTML). Who narrows to a division goes on from the last entry, since nobody counts its pages."""
    here, (first, back, on, sentence, label) = wanted.page, _ways(language())
    if wanted.division:
        parts = [_button(first, after=None) if wanted.after else "", _button(on, after=found.more) if found.more else ""]
    elif found.pages > 1:
        where = f"<span>{sentence % {'page': count(here), 'pages': count(found.pages)}}</span>"
        parts = [_button(back, page=here - 1 if here > 2 else None) if here > 1 else "", where, _button(on, page=here + 1) if here < found.pages else ""]
    else:
        parts = []
    return f'<nav class="pages" aria-label="{label}">{"".join(parts)}</nav>' if any(parts) else ""


@lru_cache(maxsize=4)
def _ways(_spoken: str) -> tuple[str, str, str, str, str]:
    """The first page, the one before, the next one, where one is, and what these ways are, in words (HTML)."""
    back, on = (f' rel="{rel}" href="%s">{escape(words_of)}</a>' for rel, words_of in (("prev", _("上一页")), ("next", _("下一页"))))
    return f' href="%s">{escape(_("回到第一页"))}</a>', back, on, str(escape(_("第 %(page)s 页，共 %(pages)s 页"))), str(escape(_("分页")))


def _button(way: str, **changes: object) -> str:
    return '<a class="button"' + way % escape(address_with(**changes))


def asks(head: Head) -> list[dict[str, Any]]:
    """The core indicators with what each level asks for, by condition, and whether they have a list of their own."""
    return _asks(head.frozen, language())


@lru_cache(maxsize=256)
def _asks(frozen: Frozen, spoken: str) -> list[dict[str, Any]]:
    return [
        {
            "number": place + 1, "concept": concept(frozen, ask.concept, spoken), "published": listed["published"], "weight": frozen.scheme.cores[place].weight,
            "cases": [(condition(frozen, ask.concept, named), [threshold(ask, named, level, spoken) for level in (1, 2, 3)]) for named in ask.cases],
        }
        for place, (ask, listed) in enumerate(zip(frozen.ready.cores, frozen.row.lists, strict=True))
    ]  # fmt: skip


def _filters(frozen: Frozen, wanted: Wanted) -> Filters:
    """Levels that have entries, and the divisions on the way down to the chosen one and right below it."""
    base, found = f"{ROOT}/{frozen.row.public_id}", Filters()
    levels = [(str(level), str(words.GRADES[level]), frozen.within(wanted.division, level) if wanted.division else frozen.count(level)) for level in (1, 2, 3)]
    places = [(code, division_name(code), frozen.within(code, wanted.level or None)) for code in below(frozen, wanted.division)]
    chosen = {"level": str(wanted.level or ""), "division": wanted.division}
    for name, heading, options in (("level", _("等级"), levels), ("division", _("地区"), places)):
        shown = [{"words": label, "address": _address(base, chosen | {name: "" if value == chosen[name] else value}), "count": count, "chosen": value == chosen[name]} for value, label, count in options]
        found.groups += [{"words": heading, "options": shown}] if shown else []
        found.chips += [(label, _address(base, chosen | {name: ""})) for value, label, _count in options if value == chosen[name]]
    return found


def below(frozen: Frozen, chosen: str) -> list[str]:
    """Codes of the divisions above the chosen one, itself, and those right below it that have entries; at first the widest that tell entries apart."""
    counties = [each["division_code"] for each in frozen.row.medals]
    prefix = public_rankings.digits(chosen) if chosen else ""
    inside = [code for code in counties if code.startswith(prefix)]
    way = [chosen[:size].ljust(6, "0") for size in (2, 4, 6) if size <= len(prefix)]
    for size in (2, 4, 6):
        finer = sorted({code[:size].ljust(6, "0") for code in inside})
        if size > len(prefix) and (len(finer) > 1 or size == 6):
            return [*way, *(code for code in finer if code not in way)]
    return way


def _address(base: str, chosen: Mapping[str, str]) -> str:
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return f"{base}?{kept}" if kept else base
