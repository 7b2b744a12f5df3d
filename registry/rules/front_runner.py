"""What stands of a front-runner today: a candidate (领跑候选) of a board, or a recorded title (领跑者).

国市监标准〔2018〕84号 wants the list adjusted dynamically: what the judgement rested on has changed, so it is suspended at once
and only a decision restores it, for the version that the decision looked at. The history stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SUSPENDED, RESTORED, ENDED = "suspended", "restored", "ended"
AMENDED = "amended"
LASTING = ("not_in_force", "withdrawn", "superseded", "deregistered", "number_revoked", "standard_voided")
"""No decision restores what these suspend, as long as they hold."""
REASONS = (AMENDED, *LASTING, "reference_withdrawn", "dishonesty_listed", "failed_check", "publicly_noted", "claim_refused")
"""In the order in which they are told."""


class State(StrEnum):
    """upcoming: its first day has not come. current: a candidate, or a holder of the title. ended and expired are for good."""

    upcoming = "upcoming"
    current = "current"
    suspended = "suspended"
    expired = "expired"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Step:
    """What became of it. version: id of the disclosure version that a restoring decision looked at."""

    step: str
    reason: str
    at: datetime
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that speaks against it now: one of REASONS. known_at: when the registry learned of it; None where time alone brought it."""

    reason: str
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """reasons: of a suspension, each once, in the order of REASONS; of an end its reason."""

    state: State
    reasons: tuple[str, ...] = ()


def accepted_version(steps: Sequence[Step], judged: int) -> int:
    """The version for which it stands: the judged one, or that of the latest decision that restored it."""
    return next((step.version for step in reversed(_in_order(steps)) if step.step == RESTORED and step.version is not None), judged)


def causes(steps: Sequence[Step], *, judged: int, latest: int, against: Iterable[Cause]) -> tuple[str, ...]:
    """What suspends it now by the rules.

    judged, latest: ids of the version that was judged and of the disclosure's newest one. A cause that the registry knew of
    when a decision restored it does not count again, unless it is a lasting one.
    """
    restored_at = next((step.at for step in reversed(_in_order(steps)) if step.step == RESTORED), None)
    found = {each.reason for each in against if _counts(each, restored_at)}
    if latest != accepted_version(steps, judged):
        found.add(AMENDED)
    return _told(found)


def state(steps: Sequence[Step], *, judged: int, latest: int, against: Iterable[Cause], valid_from: date, valid_until: date | None, today: date) -> Standing:
    """Where it stands on `today`, a legal day of Asia/Shanghai; the order in which steps and causes come does not matter.

    A suspension stays when its cause goes: only a decision ends it.
    """
    ordered = _in_order(steps)
    if ended := [step.reason for step in ordered if step.step == ENDED]:
        return Standing(State.ended, (ended[0],))
    if valid_until is not None and today > valid_until:
        return Standing(State.expired)
    if reasons := _told({*_since_restored(ordered), *causes(steps, judged=judged, latest=latest, against=against)}):
        return Standing(State.suspended, reasons)
    return Standing(State.upcoming if today < valid_from else State.current)


def _in_order(steps: Iterable[Step]) -> list[Step]:
    """By time; of one moment what suspends counts after what restores, since nothing is restored by chance."""
    return sorted(steps, key=lambda step: (step.at, step.step == SUSPENDED, step.reason, step.version or 0))


def _since_restored(ordered: Sequence[Step]) -> set[str]:
    """Reasons of the suspensions that no decision has ended yet."""
    found: set[str] = set()
    for step in ordered:
        if step.step == RESTORED:
            found.clear()
        elif step.step == SUSPENDED:
            found.add(step.reason)
    return found


def _counts(cause: Cause, restored_at: datetime | None) -> bool:
    return cause.reason in LASTING or restored_at is None or cause.known_at is None or cause.known_at > restored_at


def _told(reasons: set[str]) -> tuple[str, ...]:
    return tuple(sorted(reasons, key=lambda reason: (REASONS.index(reason) if reason in REASONS else len(REASONS), reason)))
