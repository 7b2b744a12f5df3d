"""The bureau's clocks for a report or a complaint, counted in working days from its steps.

Which clocks run follows SAMR Order 20 (Art. 14, 21, 31) and the provisions on procedures for administrative penalties in
market supervision (Art. 18); how long they run is set by the operator, since those rules may have been replaced.
A case that was handed over keeps the clock of its first receipt: the reporter waits once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from registry.rules import working_days
from registry.rules.report import Step
from registry.rules.working_days import Calendar

DECISIONS = {"complaint": ("accepted", "not_accepted"), "report": ("filed", "not_filed")}
MEDIATED = ("settled", "mediation_ended")


class Limits(Protocol):
    """Working days of each clock; `registry.settings.Settings` fits."""

    @property
    def complaint_decision_days(self) -> int: ...
    @property
    def complaint_mediation_days(self) -> int: ...
    @property
    def complaint_end_notice_days(self) -> int: ...
    @property
    def report_check_days(self) -> int: ...
    @property
    def report_check_more_days(self) -> int: ...
    @property
    def report_notice_days(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit.

    code: decision, mediation or end_notice (complaint), check or notice (report). setting: where its length is set.
    days: that length, in working days. since: the day that does not count. due: its last day; provisional: counted
    through a year without an imported notice. done: the day on which it was met, None while it runs. left: working days
    left (0: today is the last one), negative when late, None when done. late: past due, or done after it. who must act:
    bureau (nobody has taken the case), handler or laboratory (the clock rests while something is tested).
    """

    code: str
    setting: str
    days: int
    since: date
    due: date
    provisional: bool
    done: date | None
    left: int | None
    late: bool
    who: str


def clocks(kind: str, steps: Sequence[Step], limits: Limits, calendar: Calendar, today: date, *, named: bool) -> tuple[Clock, ...]:
    """The clocks that `steps` (oldest first, the first one `received`) have started, oldest first.

    named: an answer is owed to whom reported; anonymous reports have no `notice` clock.
    """
    counted = _Counted(steps, limits, calendar, today)
    return tuple(_complaint(counted) if kind == "complaint" else _report(counted, named))


def running(found: Sequence[Clock]) -> Clock | None:
    """The clock that ends first among those that run, None when none does."""
    return min((each for each in found if each.done is None), key=lambda each: each.due, default=None)


@dataclass(frozen=True, slots=True)
class _Counted:
    steps: Sequence[Step]
    limits: Limits
    calendar: Calendar
    today: date

    def first(self, *words: str) -> Step | None:
        return next((step for step in self.steps if step.word in words), None)

    def told_since(self, decision: Step) -> date | None:
        """The day on which the reporter was told of `decision`, by the step itself or by a later one."""
        start = list(self.steps).index(decision)
        return next((step.day for step in self.steps[start:] if step.told), None)

    def clock(self, code: str, setting: str, since: date, done: date | None, *, more: int = 0) -> Clock:
        days = getattr(self.limits, setting)
        due = working_days.after(self.calendar, since, days + more)
        left = None if done else working_days.between(self.calendar, self.today, due.day)
        return Clock(code, setting, days, since, due.day, due.provisional, done, left, (done or self.today) > due.day, self.who())

    def who(self) -> str:
        """Who must act as the steps stand."""
        words = [step.word for step in self.steps if step.word in ("received", "handed_over", "taken", "testing", "tested")]
        return {"received": "bureau", "handed_over": "bureau", "testing": "laboratory"}.get(words[-1], "handler")

    def tested_days(self) -> int:
        """Working days that a laboratory had, which mediation does not count; a test that runs has had them until today."""
        total, since = 0, None
        for step in (*self.steps, Step("tested", self.today)):
            if step.word == "testing":
                since = step.day
            elif step.word == "tested" and since:
                total, since = total + working_days.between(self.calendar, since, step.day), None
        return total


def _complaint(counted: _Counted) -> list[Clock]:
    decided, ended = counted.first(*DECISIONS["complaint"]), counted.first(*MEDIATED)
    found = [counted.clock("decision", "complaint_decision_days", counted.steps[0].day, decided.day if decided else None)]
    if decided and decided.word == "accepted":
        found.append(counted.clock("mediation", "complaint_mediation_days", decided.day, ended.day if ended else None, more=counted.tested_days()))
    if ended and ended.word == "mediation_ended":
        found.append(counted.clock("end_notice", "complaint_end_notice_days", ended.day, counted.told_since(ended)))
    return found


def _report(counted: _Counted, named: bool) -> list[Clock]:
    decided, extended = counted.first(*DECISIONS["report"]), counted.first("extended")
    more = counted.limits.report_check_more_days if extended else 0
    found = [counted.clock("check", "report_check_days", counted.steps[0].day, decided.day if decided else None, more=more)]
    if decided and named:
        found.append(counted.clock("notice", "report_notice_days", decided.day, counted.told_since(decided)))
    return found
