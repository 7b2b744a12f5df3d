"""What the handler of a case fills in for its next step, and what is missing in it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from registry.rules.report import MUST_TELL, REASONS, State

LONGEST: Final = 2000
MUST_NOTE: Final = frozenset({"extended", "handed_over"})
"""Why more time is needed and who approved it (procedures for administrative penalties Art. 18); what the next bureau must know."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """The fields, trimmed. told: for the reporter; noted: for the bureau."""

    word: str = ""
    reason: str = ""
    told: str = ""
    noted: str = ""


def read(typed: Mapping[str, str]) -> StepForm:
    """The form from what was sent. A reason left over from another choice is dropped."""
    sent = {each.name: typed.get(each.name, "").replace("\r\n", "\n").strip() for each in fields(StepForm)}
    return StepForm(**sent | ({} if sent["word"] in REASONS else {"reason": ""}))


def offered(state: State) -> tuple[str, ...]:
    """The steps that the form offers; taking a case is no form."""
    return tuple(word for word in state.next if word != "taken")


def wrong(form: StepForm, state: State) -> dict[str, str]:
    """Every wrong field with its code; {} when the step may be taken."""
    found: dict[str, str] = {}
    if form.word not in offered(state):
        found["word"] = "case_step_not_now" if form.word else "choose_one"
    if form.word in REASONS and form.reason not in REASONS[form.word]:
        found["reason"] = "case_reason_needed"
    if form.word in MUST_TELL and not form.told:
        found["told"] = "case_must_tell"
    if form.word in MUST_NOTE and not form.noted:
        found["noted"] = "case_must_note"
    return found | {name: "reason_too_long" for name in ("told", "noted") if len(getattr(form, name)) > LONGEST}
