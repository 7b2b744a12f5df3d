"""One front-runner as its deciders see it, for the desk of those who judge and for the bureau's: what is known, what became of it, the decision."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import iso
from public_site.words import front_runners as said
from public_site.words import rankings as ranking_words
from registry.actions import front_runners as actions
from registry.actions.front_runners import Decision
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.queries import disclosures, front_runner_causes
from registry.queries import front_runners as queries
from registry.queries.front_runners import Listed
from registry.rules import permission
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.front_runner import LASTING, accepted_version
from registry.rules.permission import Scope


def page(front_runner_id: int, form: Form, template: str, *, territory: bool = False) -> str:
    """The page; NotFound for who may not decide, unless with `territory` the enterprise lies in theirs."""
    today = legal_day(utc_now())
    with reading() as session:
        found = queries.get(session, front_runner_id, today)
        may_decide = permission.allowed(g.actor, "front_runner.decide", queries.scope(session, found))
        if not may_decide and not (territory and permission.allowed(g.actor, "desk.see", Scope(division_code=found.enterprise.division_code))):
            raise NotFound("not_found")
        versions = {each.id: each.sequence for each in disclosures.versions_of(session, found.disclosure.id)}
        return render_template(
            template, found=found, form=form, said=said, grades=ranking_words, choices=_choices(session, found) if may_decide else [], versions=versions,
            accepted=versions[accepted_version(queries.as_rules(found.steps), found.row.version_id)], latest=versions[found.disclosure.latest_version_id or 0],
            live=queries.live_level(session, found), entries=_history(found),
        )  # fmt: skip


def decided(front_runner_id: int, template: str, onwards: str, *, territory: bool = False) -> ResponseReturnValue:
    """Decide as the form says."""
    try:
        with params.reading(request.form) as typed:
            step, reason = typed.text("step", required=False), typed.text("reason", required=False, longest=LONGEST_REASON)
            seen, version_id = typed.integer("seen", least=0, most=10**9, default=0), typed.integer("version", least=0, most=10**17, default=0)
        with transaction() as session:
            actions.decide(session, actor=g.actor, front_runner_id=front_runner_id, decision=Decision(step, reason, seen, version_id), now=utc_now())
    except Invalid as refused:
        return page(front_runner_id, Form.refused(request.form, refused), template, territory=territory), 422
    flash(_("决定已生效，企业会收到通知"), "good")
    return redirect(onwards)


def _choices(session: Session, found: Listed) -> list[tuple[str, object, object]]:
    """What may be decided now; restoring is not offered while something lasting holds."""
    lasting = any(each.reason in LASTING for each in front_runner_causes.against(session, [found.row], legal_day(utc_now()))[found.row.id])
    steps = [each for each in actions.CHOICES.get(found.standing.state, ()) if not (lasting and each == actions.RESTORED)]
    return [(each, *said.DECISIONS[each]) for each in steps]


def _history(found: Listed) -> list[dict[str, object]]:
    """Newest first, for the timeline."""
    begun = {"when": found.row.recorded_at, "title": _("成为领跑候选") if found.board else _("称号已记录")}
    became = [{"when": each.recorded_at, "title": said.STEPS[each.step], "text": each.statement or str(said.REASONS.get(each.reason, each.reason))} for each in reversed(found.steps)]
    return [*became, begun]


def listing_state() -> str:
    """?state= of a list; anything else asks for all."""
    asked = request.args.get("state", "")
    return asked if asked in queries.STATES else ""


def today_words() -> str:
    """The legal day as fields of forms show it."""
    return iso(legal_day(utc_now()))
