"""The status of a disclosure: derived from its versions, what its enterprise recorded, what authorities recorded, and the day.

Nothing here is stored, so a status changes at midnight in Asia/Shanghai without anybody writing.
Sources: Standardization Law Art. 38, 39 and 42; SAMR Order 83 Art. 14 and 15. No period of validity follows from the
law: a disclosure expires only on the day its enterprise set itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

CLOSINGS = ("rectification_closed", "standard_voided", "number_revoked")
"""Facts after which there is nothing left to rectify."""
LISTINGS = ("publicly_noted", "dishonesty_listed")
"""Public facts that do not end a disclosure; they stand until their `until` day, if they have one."""


class Word(StrEnum):
    """From best to worst; the worst one that applies is the headline."""

    current = "current"
    upcoming = "upcoming"
    expired = "expired"
    superseded = "superseded"
    withdrawn = "withdrawn"
    voided = "voided"
    number_revoked = "number_revoked"
    deregistered = "deregistered"


ENDS = {"standard_voided": Word.voided, "number_revoked": Word.number_revoked, "deregistered": Word.deregistered}
RANK = tuple(Word)


@dataclass(frozen=True, slots=True)
class VersionDates:
    """One version's own dates; without `valid_until` it has no end.

    disclosed_on: the legal day on which it became public. Given, a version counts for no day before it, so that a later
    change never rewrites what was promised; the first one counts from its own date.
    """

    sequence: int
    in_force_from: date
    valid_until: date | None = None
    lower_stated: bool = False
    disclosed_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandingFact:
    """A row of `standing` as values."""

    id: int
    kind: str
    effective_on: date
    until: date | None = None
    result: str | None = None
    corrects_id: int | None = None
    annulled: bool = False
    about_enterprise: bool = False

    @classmethod
    def of(cls, row: Any) -> "StandingFact":
        """From a row, however it was read."""
        return cls(row.id, row.kind, row.effective_on, row.until, row.result, row.corrects_id, row.annulled, row.disclosure_id is None)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader should know beside the headline. A notice that is not `public` is for the desks only."""

    kind: str
    since: date
    until: date | None = None
    result: str | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Status:
    """`sequence` is the version in force, or the first to come; `since` the first day of the headline."""

    word: Word
    since: date
    sequence: int
    notices: tuple[Notice, ...] = ()

    @property
    def public_notices(self) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if notice.public)

    @property
    def in_force(self) -> bool:
        return self.word is Word.current


def standing_facts(facts: Iterable[StandingFact], today: date) -> tuple[StandingFact, ...]:
    """The facts that stand today: corrected ones drop out, and so does a correction that only takes a fact back."""
    known = tuple(facts)
    corrected = {fact.corrects_id for fact in known}
    return tuple(fact for fact in known if fact.id not in corrected and not fact.annulled and fact.effective_on <= today)


def derive(today: date, versions: Sequence[VersionDates], *, withdrawn_on: date | None = None, superseded_on: date | None = None, standings: Iterable[StandingFact] = ()) -> Status:
    """The status on `today` (a legal day of Asia/Shanghai) of a disclosure with at least one version."""
    version = version_in_force(versions, today)
    facts = standing_facts(standings, today)
    reached = [_own_word(version, today), *_endings(withdrawn_on, superseded_on, facts, today)]
    word, since = max(reached, key=lambda each: (RANK.index(each[0]), each[1].toordinal() * -1))
    others = tuple(Notice(other.value, day) for other, day in reached if other is not word and other not in (Word.current, Word.upcoming))
    return Status(word, since, version.sequence, others + _ahead(versions, version, withdrawn_on, superseded_on, today) + _recorded(facts, today) + _stated(version))


def version_in_force(versions: Sequence[VersionDates], today: date) -> VersionDates:
    """The newest version whose day has come; before any has, the one that comes first."""
    begun = [each for each in versions if each.in_force_from <= today and (each.sequence == 1 or each.disclosed_on is None or each.disclosed_on <= today)]
    if begun:
        return max(begun, key=lambda version: version.sequence)
    return min(versions, key=lambda version: (version.in_force_from, -version.sequence))


def _own_word(version: VersionDates, today: date) -> tuple[Word, date]:
    if today < version.in_force_from:
        return Word.upcoming, version.in_force_from
    if version.valid_until and today > version.valid_until:
        return Word.expired, version.valid_until + timedelta(days=1)
    return Word.current, version.in_force_from


def _endings(withdrawn_on: date | None, superseded_on: date | None, facts: Iterable[StandingFact], today: date) -> list[tuple[Word, date]]:
    own = [(Word.withdrawn, withdrawn_on), (Word.superseded, superseded_on)]
    ended = [(word, day) for word, day in own if day and day <= today]
    return ended + [(ENDS[fact.kind], fact.effective_on) for fact in facts if fact.kind in ENDS]


def _ahead(versions: Iterable[VersionDates], version: VersionDates, withdrawn_on: date | None, superseded_on: date | None, today: date) -> tuple[Notice, ...]:
    coming = [each.in_force_from for each in versions if each.sequence > version.sequence and each.in_force_from > today]
    days = {"version_ahead": min(coming, default=None), "withdrawal_ahead": withdrawn_on, "succession_ahead": superseded_on}
    return tuple(Notice(kind, day) for kind, day in days.items() if day and day > today)


def _recorded(facts: Iterable[StandingFact], today: date) -> tuple[Notice, ...]:
    known = tuple(facts)
    listed = [Notice(fact.kind, fact.effective_on, fact.until) for fact in known if fact.kind in LISTINGS and (fact.until is None or today <= fact.until)]
    checks = sorted((fact for fact in known if fact.kind == "checked"), key=lambda fact: (fact.effective_on, fact.id))
    listed += [Notice("checked", fact.effective_on, result=fact.result) for fact in checks[-1:]]
    return (*listed, *_rectification(known, today))


def _rectification(facts: Sequence[StandingFact], today: date) -> tuple[Notice, ...]:
    """An order is the desks' matter, overdue too: making it public is an act of its own, `publicly_noted` (Law Art. 38).

    A closing, or the province's last word, ends every order about the same subject that was recorded before it.
    """
    orders = []
    for fact in (each for each in facts if each.kind == "rectification_ordered"):
        closed = any(each.kind in CLOSINGS and each.id > fact.id and each.about_enterprise == fact.about_enterprise for each in facts)
        if not closed:
            overdue = fact.until is not None and today > fact.until
            orders.append(Notice("rectification_overdue" if overdue else "rectification_ordered", fact.effective_on, fact.until, public=False))
    return tuple(orders)


def _stated(version: VersionDates) -> tuple[Notice, ...]:
    return (Notice("lower_stated", version.in_force_from),) if version.lower_stated else ()
