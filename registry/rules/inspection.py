"""Where an inspection stands: derived from its steps, its confirmations, and the clocks that its end has started.

Both inspectors confirm the same content, told by its hash: whoever changes an answer undoes the other's confirmation.
The term of publication is counted from the end of the check (20 working days, SAMR's deputy head, Xinhua 2018-06-08;
other notices count calendar days), that of the reply is this registry's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from registry.rules import working_days
from registry.rules.deadline import Clock
from registry.rules.working_days import Calendar, Due

STEPS = (
    "drawn", "ordered", "replaced", "confirmed", "concluded", "not_evaluated", "replied", "published", "alarmed",
    "corrected", "recheck_asked", "recheck_granted", "recheck_refused",
)  # fmt: skip
"""drawn, ordered: how it began, by a draw or as a re-check. concluded: both inspectors confirmed. corrected: a new finding
points back at the earlier one, which stays. alarmed: the term of publication passed."""
KINDS = ("drawn", "recheck")
PHASES = ("checking", "confirming", "replying", "publishing", "deciding", "published")
_AFTERWARDS = {"published": "published", "recheck_asked": "deciding", "recheck_granted": "published", "recheck_refused": "published"}
FOUND = ("concluded", "not_evaluated", "corrected")
"""Steps with a finding."""
NOT_EVALUATED = ("withdrawn", "deregistered")
"""Why nothing is evaluated any more: the enterprise withdrew or replaced what was drawn; or the enterprise itself is deregistered."""
PUBLICATION_COUNTS = ("working", "calendar")


class Limits(Protocol):
    """Lengths of the clocks; `registry.settings.Settings` fits."""

    @property
    def finding_reply_days(self) -> int: ...
    @property
    def finding_publication_days(self) -> int: ...
    @property
    def finding_publication_counts(self) -> str: ...
    @property
    def recheck_days(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A row of `inspection_step` as a value. day: the legal day. seat: first or second, of a confirmation; content: the hash confirmed."""

    word: str
    day: date
    seat: str = ""
    content: str = ""
    reason: str = ""


def confirmed(steps: Sequence[Step], content: str) -> frozenset[str]:
    """The seats that have confirmed exactly this content since the pair last changed."""
    since = max((place for place, step in enumerate(steps) if step.word == "replaced"), default=-1)
    return frozenset(step.seat for step in steps[since + 1 :] if step.word == "confirmed" and step.content == content)


def phase(steps: Sequence[Step], content: str, reply_over: bool) -> str:
    """One of PHASES. reply_over: the enterprise's term to reply has passed."""
    last = next((step.word for step in reversed(steps) if step.word in (*FOUND, "replied", *_AFTERWARDS)), "")
    if last in _AFTERWARDS:
        return _AFTERWARDS[last]
    if last:
        return "publishing" if last in ("replied", "not_evaluated") or reply_over else "replying"
    return "confirming" if confirmed(steps, content) else "checking"


def reply_due(concluded: date, limits: Limits, calendar: Calendar) -> Due:
    """The last day on which the enterprise may reply."""
    return working_days.after(calendar, concluded, limits.finding_reply_days)


def publication_due(concluded: date, limits: Limits, calendar: Calendar) -> Due:
    """The last day on which the result is published in time; counted in calendar days it is never provisional."""
    if limits.finding_publication_counts == "calendar":
        return Due(concluded + timedelta(days=limits.finding_publication_days), provisional=False)
    return working_days.after(calendar, concluded, limits.finding_publication_days)


def recheck_due(published: date, limits: Limits, calendar: Calendar) -> Due:
    """The last day on which the enterprise may ask for a re-check."""
    return working_days.after(calendar, published, limits.recheck_days)


def clocks(steps: Sequence[Step], limits: Limits, calendar: Calendar, today: date) -> tuple[Clock, ...]:
    """The clocks of the newest finding: the enterprise's reply, then the publication; none before there is a finding."""
    at = max((place for place, step in enumerate(steps) if step.word in FOUND), default=None)
    if at is None:
        return ()
    since, later = steps[at].day, steps[at + 1 :]
    published = _first(later, "published")
    publication = _clock("publication", "finding_publication_days", since, publication_due(since, limits, calendar), published, (limits.finding_publication_days, "approver"), calendar, today)
    if steps[at].word == "not_evaluated":
        return (publication,)
    reply = _clock("reply", "finding_reply_days", since, reply_due(since, limits, calendar), _first(later, "replied") or published, (limits.finding_reply_days, "enterprise"), calendar, today)
    return (reply, publication)


def _first(steps: Iterable[Step], word: str) -> date | None:
    return next((step.day for step in steps if step.word == word), None)


def _clock(code: str, setting: str, since: date, due: Due, done: date | None, length: tuple[int, str], calendar: Calendar, today: date) -> Clock:
    left = None if done else working_days.between(calendar, today, due.day)
    if left == 0 and today > due.day:  # late by rest days alone
        left = -1
    return Clock(code, setting, length[0], since, due.day, due.provisional, done, left, (done or today) > due.day, length[1])
