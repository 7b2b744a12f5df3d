"""What the machine sees before anybody goes: by item of the checklist the self-check's remarks of today, and an answer to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy.orm import Session

from public_site import screening_said, words
from registry.models import Screening
from registry.queries import desk_remarks
from registry.queries.inspections import Opened
from registry.rules.self_check import Remark, Severity
from registry.rules.verdict import LONGEST_NOTE, Answer

JUDGED = ("L2", "L3", "L4", "L5", "L6", "L7", "L8", "N3")
"""Items of which the machine sees enough to begin with "met" where it has no remark."""
_UNMET = (Severity.must_mend, Severity.must_state)


@dataclass(frozen=True, slots=True)
class Seen:
    """sentences: remarks in words, by item. suggested: an answer to begin with, by item; elsewhere people look for themselves."""

    sentences: Mapping[str, tuple[str, ...]]
    suggested: Mapping[str, Answer]
    further: tuple[str, ...]
    """What looking again remarks on the disclosure's newest version, of no item in particular."""


def look(session: Session, opened: Opened, today: date) -> Seen:
    """What the machine sees of the version that was drawn."""
    remarks = desk_remarks.today(session, opened.version.id, today, text_required=current_app.extensions["settings"].text_required)
    by_item = {item.code: tuple(each for each in remarks if each.code == item.code) for item in opened.checklist.items}
    sentences = {code: tuple(_words(each) for each in found) for code, found in by_item.items() if found}
    suggested = {code: answer for code, found in by_item.items() if (answer := _answer(code, found))}
    return Seen(sentences, suggested, _further(session, opened.disclosure.id))


def _answer(code: str, found: tuple[Remark, ...]) -> Answer | None:
    grave = [_words(each) for each in found if each.severity in _UNMET]
    if grave:
        return Answer("not_met", "；".join(grave)[:LONGEST_NOTE])
    open_question = any(each.severity is Severity.question and not each.answer for each in found)
    return Answer("met") if code in JUDGED and not open_question else None


def _words(remark: Remark) -> str:
    return words.of(remark.word, **remark.facts)


def _further(session: Session, disclosure_id: int) -> tuple[str, ...]:
    row = session.get(Screening, disclosure_id)
    return tuple(screening_said.sentence(each) for each in (*row.own, *row.referring)) if row else ()
