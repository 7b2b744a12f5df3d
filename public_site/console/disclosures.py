"""What the enterprise has disclosed, and what it can do with it: amend, correct, withdraw, let another take over, indicate."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.auth import settings
from public_site.console.home import desk_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import drafts as said
from registry.actions import disclosures as actions
from registry.actions import drafts, endings
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureSuccession, DisclosureVersion, DisclosureWithdrawal, Draft, PlatformIndication
from registry.queries import disclosures as queries
from registry.queries import drafts as draft_queries
from registry.queries import endings as ending_queries
from registry.queries import indications
from registry.queries.enterprises import Desk
from registry.rules import permission
from registry.rules.permission import Scope
from registry.rules.status import Status

bp = Blueprint("console_disclosures", __name__)
PER_PAGE = 50


@dataclass(frozen=True)
class Held:
    """One disclosure of the enterprise with what its page says."""

    desk: Desk
    disclosure: Disclosure
    versions: list[DisclosureVersion]
    status: Status
    withdrawal: DisclosureWithdrawal | None
    succession: DisclosureSuccession | None
    successor: Disclosure | None
    indication: PlatformIndication | None
    drafts: list[Draft]
    ended: bool
    correct_until: datetime

    @property
    def latest(self) -> DisclosureVersion:
        return self.versions[-1]

    @property
    def may_correct(self) -> bool:
        return not self.ended and utc_now() <= self.correct_until

    @property
    def may_act(self) -> bool:
        return permission.allowed(g.actor, "disclosure.end", Scope(self.disclosure.enterprise_id))


@bp.get("/console/<credit_code>/disclosures")
@access("enterprise")
def listed(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    page = params.page_number(request.args)
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        found = queries.of_enterprise(session, g.enterprise_id, limit=PER_PAGE + 1, offset=PER_PAGE * (page - 1))
        rows, today = found[:PER_PAGE], legal_day(utc_now())
        statuses = queries.statuses(session, [disclosure for disclosure, _newest in rows], today)
        return render_template("console/disclosures/list.html", desk=desk, enterprise=desk.enterprise, rows=rows, statuses=statuses, page=page, more=len(found) > PER_PAGE, said=said)


@bp.get("/console/<credit_code>/disclosures/<public_id>")
@access("enterprise")
def show(credit_code: str, public_id: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return _page("show", _held(session, public_id))


@bp.post("/console/<credit_code>/disclosures/<public_id>/<any(amend, correct):purpose>")
@access("enterprise")
def change(credit_code: str, public_id: str, purpose: str) -> ResponseReturnValue:
    """A draft with the newest version's content; nothing is public before it is disclosed."""
    with transaction() as session:
        disclosure = _own(session, public_id)
        draft = drafts.start(
            session, actor=g.actor, enterprise_id=g.enterprise_id, purpose=purpose, disclosure_id=disclosure.id, correction_days=settings().correction_days, now=utc_now()
        )
        session.flush()
    return redirect(url_for("console_drafts.show", credit_code=credit_code, draft_id=draft.id, part="standard"))


@bp.get("/console/<credit_code>/disclosures/<public_id>/<any(withdrawal, succession, indication):step>")
@access("enterprise")
def ask(credit_code: str, public_id: str, step: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        held = _held(session, public_id)
        today = legal_day(utc_now()).isoformat()
        return _page(step, held, Form({"effective_on": today}), others=_others(session, held))


@bp.post("/console/<credit_code>/disclosures/<public_id>/<any(withdrawal, succession, indication):step>")
@access("enterprise")
def act(credit_code: str, public_id: str, step: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            _acts[step](session, _own(session, public_id))
    except Invalid as refused:
        with reading() as session:
            held = _held(session, public_id)
            return _page(step, held, Form.refused(request.form, refused), others=_others(session, held)), 422
    flash({"withdrawal": _("已登记废止"), "succession": _("已登记代替"), "indication": _("已登记")}[step], "good")
    return redirect(url_for(".show", credit_code=credit_code, public_id=public_id))


def _withdraw(session: Session, disclosure: Disclosure) -> None:
    with params.reading(request.form) as typed:
        day, reason = typed.day("effective_on"), typed.text("reason", longest=2000)
    endings.withdraw(session, actor=g.actor, disclosure_id=disclosure.id, effective_on=day, reason=reason, now=utc_now())


def _supersede(session: Session, disclosure: Disclosure) -> None:
    with params.reading(request.form) as typed:
        day, reason = typed.day("effective_on"), typed.text("reason", longest=2000)
        successor = typed.integer("successor", least=1, most=10**15)
    endings.supersede(session, actor=g.actor, disclosure_id=disclosure.id, successor_id=successor, effective_on=day, reason=reason, now=utc_now())


def _indicate(session: Session, disclosure: Disclosure) -> None:
    with params.reading(request.form) as typed:
        url, day = typed.address("platform_url"), typed.day("platform_on")
    actions.indicate(session, actor=g.actor, disclosure_id=disclosure.id, url=url, on=day.isoformat() if day else "", now=utc_now())


_acts = {"withdrawal": _withdraw, "succession": _supersede, "indication": _indicate}


def _own(session: Session, public_id: str) -> Disclosure:
    disclosure = queries.by_public_id(session, public_id)
    if disclosure.enterprise_id != g.enterprise_id:
        raise NotFound("not_found")
    return disclosure


def _held(session: Session, public_id: str) -> Held:
    disclosure, today = _own(session, public_id), legal_day(utc_now())
    versions = list(queries.versions_of(session, disclosure.id))
    succession = ending_queries.succession(session, disclosure.id)
    return Held(
        desk=desk_of(session, g.enterprise_id),
        disclosure=disclosure,
        versions=versions,
        status=queries.statuses(session, [disclosure], today)[disclosure.id],
        withdrawal=ending_queries.withdrawal(session, disclosure.id),
        succession=succession,
        successor=queries.get(session, succession.successor_id) if succession else None,
        indication=indications.newest(session, disclosure.id),
        drafts=[each for each in draft_queries.of_enterprise(session, g.enterprise_id) if each.disclosure_id == disclosure.id],
        ended=ending_queries.ended(session, disclosure.id, today),
        correct_until=versions[-1].disclosed_at + timedelta(days=settings().correction_days),
    )


def _others(session: Session, held: Held) -> list[tuple[Disclosure, DisclosureVersion]]:
    """What may take over: the enterprise's other disclosures."""
    return [(disclosure, newest) for disclosure, newest in queries.of_enterprise(session, g.enterprise_id, limit=500) if disclosure.id != held.disclosure.id]


def _page(name: str, held: Held, form: Form | None = None, **more: object) -> str:
    address = url_for(".show", credit_code=held.desk.enterprise.credit_code, public_id=held.disclosure.public_id)
    return render_template(
        f"console/disclosures/{name}.html", held=held, desk=held.desk, enterprise=held.desk.enterprise, disclosure=held.disclosure, form=form or Form(), said=said, base=address, **more
    )
