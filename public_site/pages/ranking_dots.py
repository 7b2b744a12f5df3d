"""The core indicators of a board's entries: a dot among the three thresholds, the value as read, the level in words.

Written here and not by a template: a page has hundreds of them, and most promises are made by many, so that each is written
once and kept as it is.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # text that is not wrapped in a Markup

from public_site.pages.ranking_heads import as_read, concept, condition
from public_site.pages.ranking_scale import marks, place
from public_site.words import rankings_public as words
from registry.queries import public_rankings
from registry.queries.public_rankings import Frozen
from registry.rules.judged import Reading

MOST_KEPT = 32_768

_kept: dict[tuple[Frozen, str], dict[str, str]] = {}
"""Of a ranking in a language: JSON of a reading to what is shown."""


def of_entries(frozen: Frozen, judged: Sequence[str], spoken: str) -> list[list[str]]:
    """For each of the entries, by their canonical `judged` texts, its core indicators as groups of a list of terms (HTML)."""
    texts, known = public_rankings.bare_readings(judged), _kept.setdefault((frozen, spoken), {})
    shown: list[Any] = list(map(known.get, texts))
    if None in shown:
        new = {text: _dot(frozen, text, spoken) for text, found in zip(texts, shown, strict=True) if found is None}
        _keep(frozen, spoken, new)
        shown = [found or new[text] for text, found in zip(texts, shown, strict=True)]
    size = len(frozen.ready.cores)
    return [shown[start : start + size] for start in range(0, len(shown), size)]


def _keep(frozen: Frozen, spoken: str, new: Mapping[str, str]) -> None:
    """Beside the others; all are thrown away together when they are too many, as nobody knows which are asked for next."""
    if sum(map(len, _kept.values())) + len(new) > MOST_KEPT:
        _kept.clear()
    _kept.setdefault((frozen, spoken), {}).update(new)


def _dot(frozen: Frozen, text: str, spoken: str) -> str:
    reading = read(f'{{"{text}}}')
    ask = frozen.ready.cores[reading.place]
    at, name = place(ask, reading, _marks(frozen, reading.place, reading.condition)), concept(frozen, ask.concept, spoken)
    drawn = "" if at is None else f' class="x{round(at)}{"" if reading.level else " l0"}{" std" if reading.from_standard else ""}"'
    return f"<div><dt>{escape(name)}<dd{drawn}><b>{escape(said(frozen, reading, spoken))}</b> {escape(level_words(spoken)[reading.level])}</div>"


@lru_cache(maxsize=1024)
def _marks(frozen: Frozen, number: int, condition: str) -> tuple[float, ...]:
    return marks(frozen.ready.cores[number], condition)


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
