"""Reports and complaints: what a reader may report, which steps a bureau takes, and where a case stands.

A report (举报) is a clue to a breach of law; a complaint (投诉) is a consumer's dispute with an enterprise. A matter that
is both becomes two cases, handled separately. Source: interim rules on handling complaints and reports to market
supervision (市场监督管理投诉举报处理暂行办法, SAMR Order 20) Art. 3, 7, 9, 14, 15, 21 and 31; on filing a case:
provisions on procedures for administrative penalties in market supervision Art. 18 to 20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = ("report", "complaint")
PREFIX: Final = {"report": "JB", "complaint": "TS"}
"""How a case's number begins: 举报, 投诉."""

PROBLEMS: Final = ("label_differs", "not_disclosed", "below_declared", "untrue_information", "standard_ended", "code_mismatch", "unsafe", "other")
"""What a reader may say is wrong."""

STEPS: Final = (
    "received", "taken", "handed_over", "supplemented", "notice", "closed",
    "accepted", "not_accepted", "testing", "tested", "settled", "mediation_ended",
    "extended", "filed", "not_filed",
)  # fmt: skip

REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    # SAMR Order 20 Art. 15
    "not_accepted": ("not_competent", "dealt_with_elsewhere", "no_consumer_dispute", "over_three_years", "papers_missing", "other_law"),
    # SAMR Order 20 Art. 21
    "mediation_ended": ("taken_back", "no_laboratory_agreed", "absent_or_refused", "no_agreement", "time_over", "not_acceptable", "other_law"),
    # provisions on procedures for administrative penalties Art. 20
    "not_filed": ("no_breach", "slight_and_mended", "first_and_mended", "no_fault", "other_law"),
}
"""Steps that need a reason, each a code of these."""

MUST_TELL: Final = frozenset({"accepted", "not_accepted", "settled", "notice"})
"""Steps that are nothing unless the reporter is told. The other decisions may be told later, by a notice within its own clock."""

_OPEN: Final = ("taken", "notice")
"""What may follow at any time once somebody has taken the case; `taken` again: another person takes it over."""

_FOLLOWS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "report": {
        "received": ("taken", "handed_over"),
        "taken": ("extended", "filed", "not_filed", "handed_over"),
        "extended": ("filed", "not_filed", "handed_over"),
        "filed": ("closed",),
        "not_filed": ("closed",),
        "closed": (),
    },
    "complaint": {
        "received": ("taken", "handed_over"),
        "taken": ("accepted", "not_accepted", "handed_over"),
        "accepted": ("testing", "settled", "mediation_ended"),
        "testing": ("tested",),
        "not_accepted": ("closed",),
        "settled": ("closed",),
        "mediation_ended": ("closed",),
        "closed": (),
    },
}
_MOVES: Final[Mapping[str, str]] = {"handed_over": "received", "tested": "accepted", "notice": "", "supplemented": ""}
"""Steps that lead to a phase of another name, or to none."""
_OWES_A_NOTICE: Final = ("filed", "not_filed", "mediation_ended")


@dataclass(frozen=True, slots=True)
class Step:
    """A row of `case_step` as a value. day: the legal day. told: the reporter has something to read."""

    word: str
    day: date
    told: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands.

    phase: received, taken, extended, filed, not_filed, accepted, testing, not_accepted, settled, mediation_ended or closed.
    next: the steps that the bureau may take now. owes_notice: the reporter must still be told of the last decision.
    """

    phase: str
    next: tuple[str, ...]
    owes_notice: bool

    @property
    def closed(self) -> bool:
        return self.phase == "closed"


def state(kind: str, steps: Iterable[Step], *, named: bool) -> State:
    """Where a case of `kind` stands after `steps`, oldest first. Raises ValueError for a step that could not follow.

    named: the reporter gave name and address or telephone, so an answer is owed (Art. 31); a complaint always is.
    """
    phase, owes = "", False
    for step in steps:
        if step.word not in _allowed(kind, phase):
            raise ValueError(f"{step.word} cannot follow {phase or 'nothing'}")
        phase = _after(phase, step.word)
        owes = (owes or step.word in _OWES_A_NOTICE) and not step.told and (named or kind == "complaint")
    following = tuple(each for each in _allowed(kind, phase) if each not in ("received", "supplemented") and not (each == "closed" and owes))
    return State(phase, following, owes)


def named(name: str | None, phone: str | None, email: str | None = None) -> bool:
    """Whether the reporter said who they are and how to reach them (实名): only then is an answer owed to a report."""
    return bool(name) and bool(phone or email)


def _allowed(kind: str, phase: str) -> tuple[str, ...]:
    if not phase:
        return ("received",)
    follows = _FOLLOWS[kind][phase]
    if phase == "closed":
        return ()
    return (*follows, *(each for each in _OPEN if phase != "received" and each not in follows), "supplemented")


def _after(phase: str, word: str) -> str:
    if word == "taken" and phase != "received":
        return phase
    return _MOVES.get(word, word) or phase
