"""What sources say about standards that others refer to, and what follows from it on a given day.

Upcoming and in force come from the dates: the status words of public lists lag behind for years. That a standard is
withdrawn or replaced is a fact that a source states; one source alone never decides against anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from registry.rules import standard_number
from registry.rules.standard_number import StandardNumber
from registry.rules.standard_number_text import clean

COLUMNS: Final = (
    "std_no", "kind", "title_zh", "status_asof_20260710", "status", "status_raw", "issue_date", "impl_date", "withdrawn_date",
    "ics", "ccs", "replaces", "replaced_by", "later_version_same_number", "issuer",
)  # fmt: skip
"""What is kept of a row. An abstract is a text and not a fact: it stays out."""
NEEDED: Final = ("std_no", "title_zh")
WITHDRAWN: Final = "废止"
SOURCES_THAT_DECIDE: Final = 2
_LONGEST: Final = {"std_no": 200, "title_zh": 300, "issuer": 300, "replaced_by": 300, "ics": 64, "ccs": 64, "status": 64}
_LONGEST_SOURCE: Final = 64
_DAYS: Final = ("issue_date", "impl_date", "withdrawn_date")


class Word(StrEnum):
    """What a standard is on a day."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of a list: the number, who says it, and the words that are kept (never empty ones)."""

    number: StandardNumber
    sources: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """A standard as its sources state it; where they differ, the first one to state a fact is believed.

    withdrawn_sources: how many of them say that it is withdrawn.
    """

    number: str
    klass: str
    compact_key: str
    undated_key: str
    bare_key: str
    title: str
    mandatory: bool
    issued_on: date | None
    in_force_on: date | None
    withdrawn_on: date | None
    withdrawn_sources: int
    replaced_by: str | None
    ics: str | None
    ccs: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a bureau said last: withdrawn or not, and since when where it knows."""

    withdrawn: bool
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What a standard is on a day.

    since: None when no source gives the day. agreeing: sources that say it is withdrawn. confirmed: a bureau said so.
    certain: it counts against somebody who refers to it. successor_on: the coming day on which a successor takes over.
    """

    word: Word
    since: date | None
    agreeing: int = 0
    confirmed: bool = False
    certain: bool = False
    successor_on: date | None = None


def read(row: Mapping[Any, object], source_name: str) -> Statement | str:
    """A row of a list, or the code of what is wrong with it.

    Codes: row_too_wide, row_too_short, not_utf8, row_number_missing, row_title_missing, too_long, row_date_unreadable, source_too_long. A `source`
    that holds a + names several; a row without one is of `source_name`. A number that cannot be read is kept as typed.
    """
    if None in row or None in row.values():
        return "row_too_wide" if None in row else "row_too_short"
    words = {name: text for name in COLUMNS if (text := _text(row.get(name)))}
    sources = tuple(dict.fromkeys(part for part in _text(row.get("source") or source_name).split("+") if part))
    if wrong := _wrong(words, sources):
        return wrong
    return Statement(standard_number.parse(words["std_no"]), sources, words)


def _text(cell: object) -> str:
    """The cell as the source wrote it, full width included, with single spaces and without what cannot be seen."""
    if not cell:
        return ""
    text = " ".join(str(cell).split())
    return text if text.isprintable() else clean(text)


def _wrong(words: Mapping[str, str], sources: Sequence[str]) -> str:
    if any("\N{REPLACEMENT CHARACTER}" in text for text in words.values()):
        return "not_utf8"
    if "std_no" not in words:
        return "row_number_missing"
    if "title_zh" not in words:
        return "row_title_missing"
    if any(len(words.get(name, "")) > longest for name, longest in _LONGEST.items()):
        return "too_long"
    if any(name in words and _day(words[name]) is None for name in _DAYS):
        return "row_date_unreadable"
    return "source_too_long" if not sources or any(len(source) > _LONGEST_SOURCE for source in sources) else ""


def facts(number: StandardNumber, stated: Sequence[Mapping[str, str]]) -> Facts:
    """What follows from the statements about one standard, the oldest first."""
    return Facts(
        number=number.canonical,
        klass=number.klass.value,
        compact_key=number.compact,
        undated_key=number.compact_undated,
        bare_key=number.bare[:64],
        title=_first(stated, "title_zh") or "",
        mandatory=number.mandatory is True,
        issued_on=_day(_first(stated, "issue_date") or ""),
        in_force_on=_day(_first(stated, "impl_date") or ""),
        withdrawn_on=_day(_first(stated, "withdrawn_date") or ""),
        withdrawn_sources=sum(words.get("status") == WITHDRAWN for words in stated),
        replaced_by=_first(stated, "replaced_by"),
        ics=_first(stated, "ics"),
        ccs=_first(stated, "ccs"),
        issuer=_first(stated, "issuer"),
    )


def successors(replaced_by: str | None) -> tuple[str, ...]:
    """Keys of the standards that take over; a source may name several, with semicolons between."""
    named = (part.strip() for part in (replaced_by or "").replace("；", ";").split(";"))
    return tuple(standard_number.parse(part).compact for part in named if part)


def succeeded_on(replaced_by: str | None, in_force: Mapping[str, date | None]) -> date | None:
    """The day from which the successors are all in force, None where one of them is unknown; `in_force` by compact key."""
    days = [in_force.get(key) for key in successors(replaced_by)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def state(facts: Facts, confirmation: Confirmation | None, today: date, successor_on: date | None = None) -> State:
    """What the standard is on `today`; a bureau's last word counts before any source.

    successor_on: from when its successor is in force. One that is in force only later does not replace yet, although a
    list names it already; without a known day the source that names it is believed.
    """
    ahead = successor_on if successor_on and successor_on > today else None
    agreeing = facts.withdrawn_sources
    if confirmation and confirmation.withdrawn:
        since = confirmation.withdrawn_on or facts.withdrawn_on or successor_on
        if since is None or since <= today:
            return State(_ended(facts, ahead), since, agreeing, confirmed=True, certain=True)
    elif confirmation is None and (agreeing or (facts.replaced_by and ahead is None)):
        since = facts.withdrawn_on or successor_on
        if since is None or since <= today:
            return State(_ended(facts, ahead), since, agreeing, certain=agreeing >= SOURCES_THAT_DECIDE)
    coming = facts.in_force_on is not None and facts.in_force_on > today
    return State(Word.UPCOMING if coming else Word.IN_FORCE, facts.in_force_on, agreeing, confirmed=confirmation is not None, successor_on=ahead)


def _ended(facts: Facts, ahead: date | None) -> Word:
    return Word.REPLACED if facts.replaced_by and ahead is None else Word.WITHDRAWN


def _first(stated: Iterable[Mapping[str, str]], name: str) -> str | None:
    return next((words[name] for words in stated if words.get(name)), None)


def _day(text: str) -> date | None:
    """An ISO day, None for none or one that cannot be read."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
