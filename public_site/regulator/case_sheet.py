"""What somebody may do in a case, and the form of its next step as it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from public_site import params
from public_site.console import choosing
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import Bureau
from registry.queries import reports
from registry.queries.cases import Opened
from registry.rules import case_form, permission
from registry.rules.case_form import LONGEST, StepForm
from registry.rules.permission import Actor, Scope

CARRIED = ("word", "reason", "told", "noted", "to", "place", "place_code")
"""Fields that the preview hands on."""


@dataclass(frozen=True, slots=True)
class Powers:
    """For the page's buttons; the actions ask again. steps: what the form offers."""

    take: bool
    steps: tuple[str, ...]
    assign: bool
    read_reporter: bool


def powers(actor: Actor, opened: Opened) -> Powers:
    """What the actor may do now."""
    case, ids = opened.case, [each.id for each in opened.handlers]
    scope = Scope(division_code=opened.bureau.division_code, bureau_id=opened.bureau.id, account_id=case.handler_id)
    handles = permission.allowed(actor, "case.take", scope)
    own, free = handles and permission.allowed(actor, "case.step", scope), handles and case.handler_id is None and actor.account_id in ids
    others = [each for each in ids if each != case.handler_id]
    may_assign = bool(others) and not opened.standing.state.closed and permission.allowed(actor, "case.assign", scope)
    return Powers(free, case_form.offered(opened.standing.state) if own or free else (), may_assign, own)


def assignment(opened: Opened, sent: Mapping[str, str]) -> tuple[int, str]:
    """Who gets the case, and why. Raises Invalid with every wrong field."""
    typed = params.Typed(sent)
    chosen, why = typed.integer("account_id", least=0, most=2**62, default=0), typed.text("why", longest=LONGEST)
    if chosen == opened.case.handler_id or chosen not in [each.id for each in opened.handlers]:
        typed.refuse("account_id", "choose_one")
    if typed.wrong:
        raise Invalid(typed.wrong, **typed.facts)
    return chosen, why


def checked(session: Session, actor: Actor, opened: Opened, typed: Mapping[str, str]) -> tuple[StepForm, Bureau | None]:
    """The step and, for a hand-over, who gets the case. Raises Conflict, NotAllowed, or Invalid with every wrong field."""
    if opened.case.revision != params.revision(typed):
        raise Conflict("changed_meanwhile")
    if not powers(actor, opened).steps:
        raise NotAllowed("not_allowed")
    form, texts = case_form.read(typed), params.Typed(typed)
    for name in ("told", "noted"):
        texts.text(name, required=False, longest=LONGEST)
    wrong, receiver = case_form.wrong(form, opened.standing.state) | texts.wrong, None
    if form.word == "handed_over":
        receiver, unsettled = _receiver(session, opened, typed)
        wrong |= unsettled
    if wrong:
        raise Invalid(wrong, longest=LONGEST)
    return form, receiver


def places(typed: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Divisions to choose from where the text that was typed fits several."""
    text = str(typed.get("place") or "")
    return choosing.division(text.strip(), str(typed.get("place_code") or "")).options if text else ()


def _receiver(session: Session, opened: Opened, typed: Mapping[str, str]) -> tuple[Bureau | None, dict[str, str]]:
    to = typed.get("to", "")
    if to == "above" and opened.above is not None:
        return opened.above, {}
    if to != "place":
        return None, {"to": "choose_one"}
    place = choosing.division(typed.get("place", "").strip(), typed.get("place_code", ""))
    if not place.code:
        return None, {"place": "case_place_choose" if place.options else "division_unknown"}
    found = reports.responsible(session, place.code)
    if found is None:
        return None, {"place": "case_no_bureau_there"}
    return found, {"place": "case_same_bureau"} if found.id == opened.bureau.id else {}
