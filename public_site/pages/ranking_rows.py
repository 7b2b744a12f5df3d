"""The entries of a board as a reader meets them: place, stars, who, and each core indicator as a dot among the thresholds.

Written here and not by a template: a page has fifty of them, and they are nearly all of it.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # text that is not wrapped in a Markup

from public_site.i18n import language
from public_site.pages import ranking_dots
from public_site.pages.ranking_heads import Head
from public_site.presenters import count, standard_number, title_marks
from public_site.words import rankings_public as words
from registry.plain import Look, day
from registry.queries import public_rankings
from registry.queries.board_rows import Row
from registry.rules import front_runner
from registry.rules.front_runner import Standing

_NOTHING = ("", "")


def entries(look: Look, head: Head, rows: Sequence[Row], today: date) -> str:
    """The entries of a page of the board as items of a list (HTML), in the order of `rows`."""
    spoken, base, notes = language(), head.base, _notes(look, head, rows, today)
    typed, end = ('<span lang="zh-CN">', "</span>") if spoken == "en" else ("", "")
    held = ranking_dots.of_entries(head.frozen, [row[10] for row in rows], spoken)
    written: list[str] = []
    for (_order, disclosure, place, stars, level, points, public_id, number, title, enterprise, *_others), dots in zip(rows, held, strict=True):
        runner, became = notes.get(disclosure, _NOTHING)
        written.append(
            f'<li class="entry"><p class="place"><span>{_place(place, spoken)}</span></p><div class="who"><p>{_stars(stars, level, points, spoken)}{runner}</p>'
            f'<p class="name"><a href="{base}/entries/{public_id}">{typed}{escape(enterprise)}{end}<span class="unseen"> {escape(number)}</span></a></p>'
            f'<p class="second"><a class="number" href="/disclosures/{public_id}">{escape(standard_number(number))}</a> {typed}{escape(title_marks(title))}{end}{became}</p></div>'
            f'<dl class="dots">'
        )
        written += dots
        written.append("</dl></li>\n")
    return "".join(written)


def _notes(look: Look, head: Head, rows: Sequence[Row], today: date) -> dict[int, tuple[str, str]]:
    """By disclosure what became of its candidacy and of itself since (HTML); only those of which something is to be told."""
    spoken, ranking_id = language(), head.now.id
    notes = {row[1]: (_runner(*_plain(row[12], row[13], today), spoken), "") for row in rows if row[12] and not row[14]}
    if touched := {row[0]: row[12] for row in rows if row[11] or row[14]}:
        found = list(public_rankings.numbered(look, ranking_id, list(touched)).values())
        runners = public_rankings.candidates(look, ranking_id, [row for row in found if touched[row.order_no]], today)
        notes |= {row.disclosure_id: (_runner_of(runners.get(row.disclosure_id), spoken), _became(since(row, today), spoken)) for row in found}
    return notes


@lru_cache(maxsize=64)
def _plain(start: str | date, end: str | date | None, today: date) -> tuple[str, tuple[str, ...]]:
    """How a candidacy stands of which nothing was recorded, while its disclosure is as it was judged; days as a driver gives them."""
    standing = front_runner.state([], judged=0, latest=0, against=(), valid_from=day(start), valid_until=day(end) if end else None, today=today)
    return standing.state.value, standing.reasons


def _runner_of(standing: Standing | None, spoken: str) -> str:
    return _runner(standing.state.value, standing.reasons, spoken) if standing else ""


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
    newer = ("newer",) if row.latest_version_id != row.version_id else ()
    return (*public_rankings.ended(row, today), *newer)


@lru_cache(maxsize=4)
def grade_words(_spoken: str) -> dict[int, tuple[str, str]]:
    """Level of the whole, and number of stars, in words; by level and by stars."""
    return {number: (str(words.GRADES.get(number, number)), str(words.STARS.get(number, number))) for number in range(1, 6)}
