"""The rows of results as HTML, written here and not by a template: every search has twenty, and a template costs more than the search.

A row has three lines: number (or name) with its status, title with what was asked for marked in it, enterprise and place;
and a fourth where a board or an authority says something.
Everything that comes from the registry passes `escape` or `Marking.of`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # a tenth of html.escape's cost, and text that is not wrapped in a Markup

from public_site import presenters
from public_site.i18n import language
from public_site.pages import badge_lines
from public_site.pages.headlines import headline
from public_site.pages.search_marking import Marking
from public_site.pages.search_rows import place, product_state
from public_site.pages.spoken import tables
from public_site.words import catalogue as catalogued
from public_site.words import search as words
from registry.legal_time import legal_day
from registry.queries.badges import NONE, Badges
from registry.queries.found import Found, FoundDisclosure, FoundEnterprise, FoundProduct, FoundStandard
from registry.reference import industries
from registry.rules.status import Status
from search.reading import Reading

MOST_FOLLOWED = 3
MOST_BADGES = 2
_number = lru_cache(maxsize=8192)(presenters.standard_number)
_division = lru_cache(maxsize=4096)(presenters.division)
_day = lru_cache(maxsize=8192)(lambda value, _spoken: presenters.day(value))


class Hits:
    """Writes rows in the language of this answer. `mixed`: several kinds are listed, so each row says its own."""

    def __init__(self, reading: Reading, *, mixed: bool) -> None:
        self._marking, self._mixed, self._spoken = Marking(reading), mixed, language()
        self._kinds, self._said, self._subjects, self._known, self._results = tables(words).KINDS, tables(words).ROWS, tables().SUBJECTS, tables(catalogued), tables().RESULTS
        self._statuses = _chips(self._spoken)

    def of(self, rows: Iterable[Found]) -> Markup:
        return Markup("".join(f"<li>{self._row(each)}</li>\n" for each in rows))  # noqa: S704 - every part passed escape

    def _row(self, found: Found) -> str:
        match found:
            case FoundDisclosure():
                return self._disclosure(found)
            case FoundProduct():
                return self._product(found)
            case FoundEnterprise():
                return self._enterprise(found)
            case _:
                return self._standard(found)

    def _lines(self, found: Found, first: str, state: str, title: str, *below: str, compared: tuple[str, str, str] | None = None, badges: Badges = NONE) -> str:
        tick = ""
        if compared:
            name, value, called = compared
            said = self._said["compare"]
            tick = f'<label class="compared"><input type="checkbox" name="{name}" value="{escape(value)}"> {said}<span class="unseen"> {escape(called)}</span></label>'
        kind = (self._kinds[found.kind],) if self._mixed else ()
        return (
            f'<div class="first-line"><a class="number" href="{escape(place(found))}">{first}</a> {state}{tick}</div>'
            + (f'<div class="title">{title}</div>' if title else "")
            + f'<div class="second">{" · ".join(filter(None, (*kind, *below)))}</div>'
            + (self._led(badges) if badges else "")
        )

    def _disclosure(self, found: FoundDisclosure) -> str:
        state = self._statuses[headline(found.status)] + (self._mark("lower") if found.lower_stated else "")
        where = self._chinese(escape(_division(found.division_code)))
        day = self._time(legal_day(found.disclosed_at), "disclosed")
        return self._lines(found, escape(_number(found.number)), state, self._title(found.title), self._holder(found), where, day, self._checked([found.status]), compared=("d", found.public_id, found.number), badges=found.badges)

    def _product(self, found: FoundProduct) -> str:
        state = self._statuses[product_state(found)] + (self._mark("ended") if found.ended else "")
        follows = [f'<a class="number" href="/disclosures/{each.public_id}">{escape(_number(each.number))}</a>' for each in found.followed[:MOST_FOLLOWED]]
        more = " " + self._said["more"] % {"count": len(found.followed)} if len(found.followed) > MOST_FOLLOWED else ""
        standards = f"{self._said['follows']} {', '.join(follows)}{more}" if follows else ""
        brand = self._chinese(self._marking.of(found.brand)) if found.brand else ""
        title = f'<span class="follows">{" · ".join(filter(None, (brand, standards)))}</span>' if brand or standards else ""
        where = self._chinese(escape(_division(found.division_code)))
        return self._lines(found, self._chinese(self._marking.of(found.name)), state, title, self._holder(found), where, self._subjects[found.subject], self._checked(each.status for each in found.followed), compared=("p", found.code, found.name), badges=found.badges)

    def _enterprise(self, found: FoundEnterprise) -> str:
        trade = industries.find(found.industry_code or "")
        state = self._statuses["deregistered"] if found.deregistered else ""
        where = self._chinese(escape(_division(found.division_code)))
        return self._lines(found, self._chinese(self._marking.of(found.name)), state, f'<span class="second">{escape(found.credit_code)}</span>', where, self._chinese(escape(trade.name)) if trade else "")

    def _standard(self, found: FoundStandard) -> str:
        word = found.state.word
        state = _chip(catalogued.STATE_TONES[word], self._known.STATES[word])
        issuer = self._chinese(self._marking.of(found.issuer)) if found.issuer else ""
        day = self._time(found.in_force_on, "in_force") if found.in_force_on else ""
        return self._lines(found, escape(_number(found.number)), state, self._title(found.title), self._known.CLASSES[found.klass], self._said["mandatory"] if found.mandatory else "", issuer, day)

    def _led(self, badges: Badges) -> str:
        """Stars and places, candidates and titles, as lists show them (templates/components/badges.html)."""
        several = [self._place(badge_lines.place(each)) for each in badges.places[:MOST_BADGES]]
        several += [
            f'{escape(each.name)} {self._chinese(escape(each.about))} {_chip(each.tone, each.state)}' for each in badge_lines.runners(badges.runners[:MOST_BADGES])
        ]
        return f'<div class="second">{"".join(f"""<span class="badge">{each}</span> """ for each in several)}</div>'

    def _place(self, each: badge_lines.PlaceShown) -> str:
        where = self._chinese(escape(each.region)) + " " if each.region else ""
        doubt = self._mark("doubtful") if each.doubts else ""
        return f'<span class="stars" role="img" aria-label="{escape(each.stars_said)}">{each.stars}</span> <a href="{escape(each.address)}">{where}{escape(each.board)}</a>{doubt}'

    def _checked(self, several: Iterable[Status]) -> str:
        """What the newest spot check of it found."""
        found = [each for status in several for each in status.public_notices if each.kind == "checked"]
        return self._said["checked"] % {"result": self._results[max(found, key=lambda each: each.since).result or ""]} if found else ""

    def _mark(self, what: str) -> str:
        return f' <span class="mark">{self._said[what]}</span>'

    def _holder(self, found: FoundDisclosure | FoundProduct) -> str:
        return f'<a href="/enterprises/{escape(found.credit_code)}">{self._chinese(self._marking.of(found.enterprise))}</a>'

    def _title(self, title: str) -> str:
        inside = self._marking.of(title)
        return self._chinese(inside if title.startswith("《") else f"《{inside}》")

    def _time(self, day: date, what: str) -> str:
        return f'<time datetime="{day}">{self._said[what] % {"day": _day(day, self._spoken)}}</time>'

    def _chinese(self, html: str) -> str:
        return f'<span lang="zh-CN">{html}</span>' if self._spoken == "en" else html



def _chip(tone: str, word: str) -> str:
    return f'<strong class="status tone-{tone}">{escape(word)}</strong>'


@cache
def _chips(_spoken: str) -> Mapping[str, str]:
    """Every status as it stands in a row; called while `_spoken` is spoken."""
    return {code: _chip(status.tone, str(status.word)) for code in presenters.STATUSES for status in (presenters.status(code),)}


def comparable(rows: Iterable[Any]) -> bool:
    """Whether any of the rows can be set beside others."""
    return any(isinstance(each, (FoundDisclosure, FoundProduct)) for each in rows)
