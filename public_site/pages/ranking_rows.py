"""The entries of a board as a reader meets them: place, stars, who, and each core indicator as a dot among the thresholds.

Written here and not by a template where it is per indicator: a page has hundreds of them, and most promises are made by many.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # text that is not wrapped in a Markup

from public_site.i18n import language
from public_site.pages.ranking_heads import Head, as_read, concept, condition
from public_site.pages.ranking_scale import place
from public_site.words import rankings_public as words
from registry.plain import Look
from registry.queries import public_rankings
from registry.queries.public_rankings import Frozen
from registry.rules.front_runner import Standing
from registry.rules.judged import Reading


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its dots; `since`: what became of its disclosure, as codes; `runner`: its candidacy where it has one."""

    row: Any
    dots: Markup
    since: tuple[str, ...]
    runner: Standing | None


def shown(look: Look, head: Head, rows: Sequence[Any], today: date) -> list[Shown]:
    """Entries ready for the page, in the order of `rows`."""
    best = int(head.frozen.scheme.candidate_level)
    runners = public_rankings.candidates(look, head.now.id, [row for row in rows if row.level is not None and row.level <= best], today)
    spoken = language()
    return [Shown(row, dots(head.frozen, row.judged, spoken), since(row, today), runners.get(row.disclosure_id)) for row in rows]


def since(row: Any, today: date) -> tuple[str, ...]:
    """What became of the disclosure after it was judged, as codes of SINCE."""
    if row.withdrawn_on is None and row.superseded_on is None:
        return () if row.latest_version_id == row.version_id else ("newer",)
    newer = ("newer",) if row.latest_version_id != row.version_id else ()
    return (*public_rankings.ended(row, today), *newer)


def dots(frozen: Frozen, judged: str, spoken: str) -> Markup:
    """Every core indicator of an entry, from its canonical text."""
    return Markup("".join([_dot(frozen, text, spoken) for text in public_rankings.readings(judged)]))  # noqa: S704 - pieces that `_dot` escapes


@lru_cache(maxsize=16384)
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
