"""What somebody may do with an order to rectify, and the form of its next step as it was sent."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.presenters import day, standard_number
from public_site.words import rectifications as words
from registry.actions import province, public_notices, rectifications
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import RectificationStep
from registry.queries import rectifications as queries
from registry.queries.rectifications import Opened
from registry.rules import permission, second_person
from registry.rules.permission import Actor
from registry.rules.rectification import LONGEST, MOST_DAYS
from registry.settings import Settings

CARRIED = ("word", "reason", "note", "statement", "days", "wish")
"""Fields that the preview hands on."""
_TEXTS = {"note_drafted": "note", "escalated": "statement"}
"""Several forms stand on one page, each with a field of its own; the other steps have a reason."""
_VERBS = {"noted": "public_notice.publish", "escalated": "province.escalate"}
_TAKEN = {
    "extension_refused": rectifications.refuse_extension, "not_mended": rectifications.not_mended, "closed": rectifications.close, "cancelled": rectifications.cancel,
    "note_dropped": public_notices.drop,
}  # fmt: skip
"""Steps that need a reason and nothing else."""


@dataclass(frozen=True, slots=True)
class Powers:
    """For the page's forms; the actions ask again. barred: the draft waits for somebody else than this person."""

    deliver: bool
    steps: tuple[str, ...]
    draft: bool
    publish: bool
    barred: bool
    escalate: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step as typed. days: of an extension; wish: of what the province is asked for."""

    word: str
    reason: str = ""
    days: int = 0
    wish: str = ""


def powers(actor: Actor, opened: Opened, settings: Settings) -> Powers:
    """What the actor may do now."""
    next_ = {word for word in opened.state.next if _may(actor, opened, word)}
    barred = _barred(actor, opened, settings, "noted")
    steps = tuple(word for word in words.ACTS if word in next_ and (word != "recheck" or opened.finding))
    return Powers("delivered" in next_, steps, "note_drafted" in next_, "noted" in next_ and not barred, "noted" in next_ and barred, "escalated" in next_ and bool(opened.wishes) and not _barred(actor, opened, settings, "escalated"))


def checked(actor: Actor, opened: Opened, typed: Mapping[str, str], settings: Settings) -> Wanted:
    """The step as it would be taken. Raises Conflict, NotAllowed, or Invalid with every wrong field."""
    if opened.row.revision != params.revision(typed):
        raise Conflict("changed_meanwhile")
    wanted = read(typed, opened)
    if wanted.word not in opened.state.next:
        raise Conflict("rectification_provisional" if wanted.word in ("note_drafted", "noted", "escalated") and opened.state.due and opened.state.due.provisional else "rectification_step_not_now")
    if not _may(actor, opened, wanted.word):
        raise NotAllowed("not_allowed")
    if wanted.word in _VERBS and _barred(actor, opened, settings, wanted.word):
        raise NotAllowed("another_person")
    return wanted


def read(typed: Mapping[str, str], opened: Opened) -> Wanted:
    """The form. Raises Invalid with every wrong field."""
    with params.reading(typed) as form:
        word = form.choice("word", (*words.ACTS, *words.NOTES))
        reason = form.text(_TEXTS.get(word, "reason"), required=word not in ("noted", "recheck"), longest=LONGEST)
        days = form.integer("days", least=1, most=MOST_DAYS) if word == "extended" else 0
        wish = form.choice("wish", opened.wishes) if word == "escalated" else ""
    return Wanted(word, reason, days, wish)


def take(session: Session, actor: Actor, rectification_id: int, typed: Mapping[str, str], settings: Settings, now: datetime) -> None:
    """Take the step. Raises what its action raises."""
    wanted = read(typed, queries.opened(session, queries.get(session, rectification_id), legal_day(now)))
    who = {"session": session, "actor": actor, "rectification_id": rectification_id, "revision": params.revision(typed), "now": now}
    match wanted.word:
        case "extended":
            rectifications.extend(**who, days=wanted.days, reason=wanted.reason)
        case "recheck":
            rectifications.recheck(**who, random=secrets.randbits)
        case "note_drafted":
            public_notices.draft(**who, statement=wanted.reason)
        case "noted":
            public_notices.publish(**who, second_person=settings.public_notice_second_approver)
        case "escalated":
            province.escalate(**who, wish=wanted.wish, statement=wanted.reason, second_person=settings.public_notice_second_approver)
        case word if word in _TAKEN:
            _TAKEN[word](**who, reason=wanted.reason)
        case _:
            raise Invalid({"word": "not_a_choice"})


def draft(opened: Opened) -> RectificationStep | None:
    """The public note that waits for another person."""
    return next((step for step in reversed(opened.steps) if step.word == "note_drafted"), None) if opened.state.drafted else None


def proposed(opened: Opened) -> str:
    """What a public note could say; a person reads and changes it before another one publishes it."""
    if opened.state.due is None:
        return ""
    items = _("；").join(f"{words.ITEMS[each['item']]}{_('：')}{each['statement']}" for each in opened.row.items)
    return _(
        "%(enterprise)s 自我声明公开的标准 %(standard)s 存在下列问题：%(items)s。%(bureau)s 于 %(ordered)s 责令限期改正（%(number)s），期限至 %(due)s，逾期未改正。依据《标准化法》第三十八条，予以公示。",
        enterprise=opened.enterprise.name, standard=standard_number(opened.disclosure.number), items=items.rstrip("。"), bureau=opened.bureau.name, ordered=day(opened.row.ordered_at),
        number=opened.row.number, due=day(opened.state.due.day),
    )  # fmt: skip


def _may(actor: Actor, opened: Opened, word: str) -> bool:
    own = actor.role_in(opened.enterprise.id) is not None
    return not own and permission.allowed(actor, _VERBS.get(word, "rectification.step"), queries.scope(opened.row, opened.enterprise))


def _barred(actor: Actor, opened: Opened, settings: Settings, word: str) -> bool:
    """Whether another person has to do it: whoever gave the order neither publishes nor escalates, whoever drafted does not publish."""
    prepared = public_notices.prepared_by(opened.row.ordered_by_id, opened.steps if word == "noted" else ())
    return second_person.barred(actor, prepared, wanted=settings.public_notice_second_approver)
