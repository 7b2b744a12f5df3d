"""From answers to a verdict (符合 / 符合但有瑕疵 / 不符合), with the items that it rests on.

An item of legality or completeness that is not met makes it nonconforming and asks for an order to rectify; one of form
alone is a minor defect and asks for advice (the practice of published bulletins).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.errors import Invalid
from registry.rules import personal_number
from registry.rules.checklist import SEVERITIES, Checklist

ANSWERS = ("met", "not_met", "not_applicable")
CONFORMING, MINOR_DEFECT, NONCONFORMING, NOT_EVALUATED = VERDICTS = ("conforming", "minor_defect", "nonconforming", "not_evaluated")
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the inspectors say to an item. note: what the finding says of it."""

    answer: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """reasons: codes of the items that are not met, in the checklist's order. follows: one of SEVERITIES, "" where nothing does."""

    word: str
    reasons: tuple[str, ...] = ()
    follows: str = ""


def judge(checklist: Checklist, answers: Mapping[str, Answer]) -> Verdict:
    """The verdict. Raises Invalid with what `problems` finds."""
    if wrong := problems(checklist, answers):
        raise Invalid(wrong, longest=LONGEST_NOTE)
    unmet = [item for item in checklist.items if answers[item.code].answer == "not_met"]
    follows = min((item.severity for item in unmet), key=SEVERITIES.index, default="")
    word = {"": CONFORMING, "guidance": MINOR_DEFECT}.get(follows, NONCONFORMING)
    return Verdict(word, tuple(item.code for item in unmet), follows)


def problems(checklist: Checklist, answers: Mapping[str, Answer]) -> dict[str, str]:
    """Item to code: checklist_item_unknown, unanswered, not_a_choice, note_missing (of one that is not met), text_long, personal_number;
    items: finding_without_item, where no item was looked at.
    """
    wrong = {code: "checklist_item_unknown" for code in answers if checklist.item(code) is None}
    for item in checklist.items:
        if code := _problem(answers.get(item.code)):
            wrong[item.code] = code
    if all(each.answer == "not_applicable" for each in answers.values()):
        wrong["items"] = "finding_without_item"
    return wrong


def _problem(given: Answer | None) -> str:
    if given is None or not given.answer:
        return "unanswered"
    if given.answer not in ANSWERS:
        return "not_a_choice"
    return "note_missing" if given.answer == "not_met" and not given.note.strip() else note_problem(given.note)


def note_problem(note: str) -> str:
    """What is wrong with a text that will be published: text_long, personal_number; "" for nothing."""
    if len(note) > LONGEST_NOTE:
        return "text_long"
    return "personal_number" if personal_number.found(note) else ""
