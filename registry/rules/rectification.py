"""An order to rectify within a time limit (责令限期改正): which step may follow which, where it stands, and until when.

The law gives the skeleton: an order, a public notice when the time is over (Standardization Law Art. 38), and for an
enterprise standard below mandatory ones (Art. 39) or numbered against the rules (Art. 42) what only a province may do.
It names no number of days; the order does. Days are counted in working days from the day after delivery.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from registry.rules import scan_code, working_days
from registry.rules.working_days import Calendar, Due

STEPS: Final = (
    "ordered", "delivered", "extension_asked", "extension_refused", "extended", "corrected", "withdrawn", "recheck", "not_mended", "note_drafted", "note_dropped", "noted",
    "escalated", "province_granted", "province_refused", "province_sent_back", "closed", "cancelled",
)  # fmt: skip
ITSELF: Final = ("corrected", "withdrawn")
"""Steps that the registry adds when the enterprise discloses a further version or ends the disclosure."""
ENDS: Final = {"closed": "closed", "cancelled": "cancelled", "province_granted": "ended_by_province"}
PHASES: Final = ("issued", "running", "overdue", "mended", "rechecking", *ENDS.values())
DELIVERIES: Final = ("in_person", "left", "by_post", "electronic", "public")
"""How a notice is delivered: to the addressee, left with a witness, by post, electronically by consent, by public notice."""
BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "L1": ("law.27", "order83.15"), "L2": ("law.21",), "L3": ("order83.14",), "L4": ("law.24", "law.42", "order83.13"), "L5": ("law.27", "order83.14"), "L6": ("order83.12",),
    "L7": ("order83.15",), "L8": ("order83.15",),
}  # fmt: skip
"""Items of the inspector's list for which an order may be given, with their articles; the others (format) are guidance only."""
WISHES: Final[Mapping[str, str]] = {"L2": "void_standard", "L4": "revoke_number"}
"""Item to what the province may be asked for when it is not mended (Standardization Law Art. 39, 42)."""
DECISIONS: Final = ("granted", "refused", "sent_back")
MOST_DAYS: Final = 400
LONGEST: Final = 2000
LONGEST_DOCUMENT: Final = 300


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the rules read it. day: the legal day that it counts for. days: of `extended`, further working days."""

    word: str
    day: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Where an order stands on a day.

    phase: one of PHASES. next: words of steps that may follow now. due: None before delivery. left: working days left
    (negative when late), None where nothing runs. mended_on: the day on which the enterprise did its part, as far as
    nobody found that it did not. in_time: known once it is mended or over.
    """

    phase: str
    next: tuple[str, ...]
    delivered_on: date | None
    due: Due | None
    left: int | None
    mended_on: date | None
    in_time: bool | None
    extension_asked: bool
    extended: bool
    drafted: bool
    """A public note waits for another person."""
    noted: bool
    at_province: bool

    @property
    def closed(self) -> bool:
        return self.phase in ENDS.values()

    @property
    def late(self) -> bool:
        """What makes a clock red: the time is over and nothing was mended."""
        return self.phase == "overdue"


@dataclass(slots=True)
class _Told:
    """What the steps say, without today."""

    phase: str = "issued"
    delivered: Step | None = None
    mended_on: date | None = None
    ended_on: date | None = None
    words: list[str] = field(default_factory=list)
    """Of steps that open something another one settles; the newest last."""


def state(steps: Sequence[Step], days: int, calendar: Calendar, today: date) -> State:
    """Where an order of `days` working days with these steps (the oldest first) stands on `today`. Raises ValueError for less than one day."""
    told = _told(steps)
    due = counted(steps, days, calendar)
    phase = "overdue" if told.phase == "running" and due and today > due.day else told.phase
    left = working_days.between(calendar, today, due.day) if due and phase in ("running", "overdue") else None
    left = -1 if left == 0 and phase == "overdue" else left  # late by days of rest alone
    asked = _open(told.words, "extension_asked", ("extended", "extension_refused"))
    drafted = _open(told.words, "note_drafted", ("noted", "note_dropped"))
    province = _open(told.words, "escalated", ("province_granted", "province_refused", "province_sent_back"))
    extended, noted = "extended" in told.words, "noted" in told.words
    following = _next(phase, asked=asked, extended=extended, refused="extension_refused" in told.words, drafted=drafted, noted=noted, province=province, provisional=bool(due and due.provisional))
    return State(phase, following, told.delivered.day if told.delivered else None, due, left, told.mended_on, _in_time(told, due, phase), asked, extended, drafted, noted, province)


def counted(steps: Sequence[Step], days: int, calendar: Calendar) -> Due | None:
    """The last day to rectify; None before delivery. The day of delivery does not count, and what was extended is counted on."""
    if days < 1:
        raise ValueError("an order gives at least one day")
    delivered = next((step for step in steps if step.word == "delivered"), None)
    if delivered is None:
        return None
    return working_days.after(calendar, delivered.day, days + sum(step.days for step in steps if step.word == "extended"))


def number(day: date, randbits: Callable[[int], int]) -> str:
    """A new number for a notice, such as ZG20261122-4T9K2M7: day of the order, six random symbols and their check symbol, so that it tells of no neighbour."""
    return f"ZG{day:%Y%m%d}-{scan_code.encode(randbits(30))[-7:]}"


def wishes(items: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """What the province may be asked for after these items; () where the county's public note is the end (Standardization Law Art. 38)."""
    return tuple(dict.fromkeys(WISHES[str(each["item"])] for each in items if each["item"] in WISHES))


def wrong_items(items: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Field to code of everything wrong with an order's items ({"item", "statement"}); a field of an item is NAME.ITEM."""
    wrong = {}
    if not items:
        wrong["items"] = "rectification_items_missing"
    if len({each["item"] for each in items}) < len(items) or any(each["item"] not in BASES for each in items):
        wrong["items"] = "not_a_choice"
    for each in items:
        if not each["statement"].strip() or len(each["statement"]) > LONGEST:
            wrong[f"statement.{each['item']}"] = "reason_too_long" if each["statement"].strip() else "rectification_statement_missing"
    return wrong


def _told(steps: Sequence[Step]) -> _Told:
    told = _Told()
    for step in steps:
        match step.word:
            case "delivered":
                told.delivered, told.phase = step, "running" if told.phase == "issued" else told.phase
            case "corrected" | "withdrawn":
                told.phase, told.mended_on = "mended", told.mended_on or step.day
            case "recheck":
                told.phase = "rechecking"
            case "not_mended":
                told.phase, told.mended_on = "running" if told.delivered else "issued", None
            case word if word in ENDS:
                told.phase, told.ended_on = ENDS[word], step.day
        told.words.append(step.word)
    return told


def _open(words: Sequence[str], opening: str, settling: Sequence[str]) -> bool:
    """Whether the newest of these words is the opening one."""
    return next((word == opening for word in reversed(words) if word == opening or word in settling), False)


def _next(phase: str, *, asked: bool, extended: bool, refused: bool, drafted: bool, noted: bool, province: bool, provisional: bool) -> tuple[str, ...]:
    if phase in ENDS.values():
        return ()
    found = {
        "issued": ["delivered"], "running": ["closed"], "overdue": ["closed"], "mended": ["recheck", "closed", "not_mended"], "rechecking": ["closed", "not_mended"],
    }[phase]  # fmt: skip
    if phase == "running" and not (extended or asked or refused):
        found += ["extension_asked"]
    if (phase == "running" or (phase == "overdue" and asked)) and not extended:
        found += ["extended"] + (["extension_refused"] if asked else [])
    if drafted:
        found += ["note_dropped"]
    if phase == "overdue" and not provisional:
        found += ["noted"] if drafted else [] if noted else ["note_drafted"]
        found += [] if province else ["escalated"]
    if province:
        found += ["province_refused", "province_sent_back"] + (["province_granted"] if phase == "overdue" else [])
    return tuple(step for step in STEPS if step in {*found, *ITSELF, "cancelled"})


def _in_time(told: _Told, due: Due | None, phase: str) -> bool | None:
    """Whether the enterprise did its part by the day; None while that is open, and for an order that was taken back."""
    done = told.mended_on or (told.ended_on if phase == "closed" else None)
    if phase == "cancelled":
        return None
    if phase in ("overdue", "ended_by_province") and done is None:
        return False
    return None if done is None else due is None or done <= due.day
