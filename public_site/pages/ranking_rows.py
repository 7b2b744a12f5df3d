"""The entries of a board as a reader meets them: place, stars, who, and each core indicator as a dot among the thresholds.

Written here and not by a template where it is per indicator: a page has hundreds of them, and most promises are made by many.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # text that is not wrapped in a Markup

from public_site.i18n import language
from public_site.pages.ranking_heads import Head, as_read, concept, condition
from public_site.pages.ranking_scale import place
from public_site.presenters import count, standard_number, title_marks
from public_site.words import rankings_public as words
from registry.plain import Look
from registry.queries import public_rankings
from registry.queries.public_rankings import Frozen
from registry.rules.front_runner import Standing
from registry.rules.judged import Reading


def entries(look: Look, head: Head, rows: Sequence[Any], today: date) -> Markup:
    """The entries of a page of the board as items of a list, in the order of `rows`."""
    best = int(head.frozen.scheme.candidate_level)
    runners = public_rankings.candidates(look, head.now.id, [row for row in rows if row.level is not None and row.level <= best], today)
    spoken, base = language(), head.base
    return Markup("".join([_entry(head.frozen, base, row, since(row, today), runners.get(row.disclosure_id), spoken) for row in rows]))  # noqa: S704 - pieces that `_entry` escapes


def _entry(frozen: Frozen, base: str, row: Any, became: tuple[str, ...], runner: Standing | None, spoken: str) -> str:
    number = escape(row.number)
    held = "".join([_dot(frozen, text, spoken) for text in public_rankings.readings(row.judged)])
    return (
        f'<li class="entry"><p class="place"><span>{_place(row.place, spoken)}</span></p><div class="who"><p>{_stars(row.stars, row.level, row.points, spoken)}{_runner(runner.state.value, runner.reasons, spoken) if runner else ""}</p>'
        f'<p class="name"><a href="{base}/entries/{row.public_id}">{_typed(row.enterprise, spoken)}<span class="unseen"> {number}</span></a></p>'
        f'<p class="second"><a class="number" href="/disclosures/{row.public_id}">{escape(standard_number(row.number))}</a> {_typed(title_marks(row.title), spoken)}{_became(became, spoken) if became else ""}</p></div>'
        f'<dl class="dots">{held}</dl></li>\n'
    )


def _typed(text: str, spoken: str) -> str:
    return f'<span lang="zh-CN">{escape(text)}</span>' if spoken == "en" else str(escape(text))


@lru_cache(maxsize=8192)
def _place(place: int, _spoken: str) -> str:
    return str(escape(_("第 %(place)s 名", place=count(place))))


@lru_cache(maxsize=8192)
def _stars(stars: int, level: int, points: str | None, spoken: str) -> str:
    words_of = grade_words(spoken)
    scored = f' <span class="second-inline">{escape(_("%(points)s 分", points=points))}</span>' if points else ""
    return f'<span class="stars" aria-hidden="true">{"★" * stars}</span> <b>{escape(words_of[stars][1])} · {escape(words_of[level][0])}</b>{scored}'


@lru_cache(maxsize=512)
def _runner(state: str, reasons: tuple[str, ...], _spoken: str) -> str:
    word, tone = words.RUNNERS[state]
    return f' <strong class="status tone-{tone}">{escape(str(word))}</strong>' + "".join([f' <span class="mark">{escape(str(words.CAUSES.get(each, each)))}</span>' for each in reasons])


@lru_cache(maxsize=64)
def _became(became: tuple[str, ...], _spoken: str) -> str:
    return "".join([f' <span class="mark changed">{escape(str(words.SINCE[each]))}</span>' for each in became])


def since(row: Any, today: date) -> tuple[str, ...]:
    """What became of the disclosure after it was judged, as codes of SINCE."""
    if row.withdrawn_on is None and row.superseded_on is None:
        return () if row.latest_version_id == row.version_id else ("newer",)
    newer = ("newer",) if row.latest_version_id != row.version_id else ()
    return (*public_rankings.ended(row, today), *newer)


@lru_cache(maxsize=32768)
def _dot(frozen: Frozen, text: str, spoken: str) -> str:
    """One core indicator: its name, a dot where it lies, the value as read, the level in words."""
    reading = read(text)
    at = place(frozen.ready.cores[reading.place], reading)
    name = concept(frozen, frozen.ready.cores[reading.place].concept, spoken)
    drawn = f'<svg aria-hidden="true"><use href="#scale"/><circle cx="{at}%" cy="50%" r="5" class="l{reading.level}{" std" if reading.from_standard else ""}"/></svg>' if at is not None else ""
    return f"<div><dt>{escape(name)}</dt><dd>{drawn}<b>{escape(said(frozen, reading, spoken))}</b> <span>{escape(level_words(spoken)[reading.level])}</span></dd></div>"


def read(text: str) -> Reading:
    """A reading from its JSON."""
    return Reading(**json.loads(text))


def said(frozen: Frozen, reading: Reading, spoken: str) -> str:
    """The value as read, with its condition and the standard it comes from; a dash for none."""
    code = frozen.ready.cores[reading.place].concept
    under = condition(frozen, code, reading.condition)
    return " · ".join(filter(None, (as_read(reading, spoken) or "—", under, reading.from_standard)))


@lru_cache(maxsize=4)
def level_words(_spoken: str) -> dict[int | None, str]:
    """Level of an indicator in words; called while `_spoken` is spoken."""
    return {level: str(word) for level, word in words.LEVELS.items()}


@lru_cache(maxsize=4)
def grade_words(_spoken: str) -> dict[int, tuple[str, str]]:
    """Level of the whole, and number of stars, in words; by level and by stars."""
    return {number: (str(words.GRADES.get(number, number)), str(words.STARS.get(number, number))) for number in range(1, 6)}
