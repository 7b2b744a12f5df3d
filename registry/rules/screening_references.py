"""What becomes of the standards that a disclosure names while it stands: superseded, withdrawn, or about to be.

An end that is still to come is announced and changes nothing until its day. SAMR Order 83 Art. 15 asks to update in time
when a standard that is carried out changes; SAMR's public answer of 2024-05-29 tells what declaring a withdrawn one means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.rules.catalogue import SOURCES_THAT_DECIDE, State, Word
from registry.rules.screening import LONGEST_PLACE, Remark


@dataclass(frozen=True, slots=True)
class Known:
    """A standard of the catalogue on a day. withdrawn_on: as a bureau or a source says; successor: its number, "" for none."""

    number: str
    title: str
    state: State
    withdrawn_on: date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A standard as a disclosure names it. declared: the one that it carries out, not one that it refers to."""

    key: str
    number: str
    declared: bool = False


def remarks(named: Iterable[tuple[Named, Known]], today: date) -> Iterator[Remark]:
    """A remark for each standard that is no longer, not yet, or not for ever in force; each standard once."""
    seen: set[str] = set()
    for one, known in sorted(named, key=lambda pair: (not pair[0].declared, pair[0].key)):
        if one.key not in seen and (found := remark(one, known, today)):
            seen.add(one.key)
            yield found


def remark(named: Named, known: Known, today: date) -> Remark | None:
    """What there is to say of a named standard on `today`."""
    role, state = "implemented" if named.declared else "cited", known.state
    facts = {"number": named.number or known.number, "title": known.title, "successor": known.successor, "day": _iso(state.since), "sources": str(state.agreeing), "confirmed": "yes" if state.confirmed else ""}
    match state.word:
        case Word.WITHDRAWN | Word.REPLACED:
            return Remark(f"{role}_{state.word}{'' if state.certain else '_said'}", named.key[:LONGEST_PLACE], facts)
        case Word.UPCOMING:
            return Remark(f"{role}_upcoming", named.key[:LONGEST_PLACE], facts)
    ends_on = min((day for day in (known.withdrawn_on, state.successor_on) if day and day > today), default=None)
    if ends_on is None:
        return None
    sure = state.confirmed or state.agreeing >= SOURCES_THAT_DECIDE
    return Remark(f"{role}_ends{'' if sure else '_said'}", named.key[:LONGEST_PLACE], facts | {"day": _iso(ends_on)})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
