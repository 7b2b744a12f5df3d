"""One inspection on the desk: what was found beside what is to be decided: publish, replace an inspector, correct, decide on a re-check."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import private_files
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.inspecting.sheet import is_mine, seen
from public_site.pages.machine import address
from public_site.params import Form
from public_site.regulator.inspections import ROOM
from public_site.words import inspections as words
from registry.actions import findings as finding_actions
from registry.actions import inspection_pairs, rechecks
from registry.actions import inspections as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.queries import findings, inspection_list
from registry.queries import inspections as queries
from registry.queries.findings import Told
from registry.queries.inspections import Opened
from registry.rules import inspection, permission, second_person
from registry.rules.verdict import Answer

bp = Blueprint("regulator_inspection_page", __name__)
HERE = f"{ROOM}/<public_id>"
PUBLIC = "/spot-checks/results"


@bp.get(HERE)
@access("bureau")
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, Form())


@bp.post(f"{HERE}/publication")
@access("bureau")
def publish(public_id: str) -> ResponseReturnValue:
    settings = current_app.extensions["settings"]

    def act(session: Session, opened: Opened) -> str:
        finding = _finding(session, opened, request.form.get("finding", ""))
        finding_actions.publish(
            session, actor=g.actor, finding_id=finding.finding.id, limits=settings, second_person_wanted=settings.public_notice_second_approver,
            address=address(f"{PUBLIC}/{finding.finding.public_id}"), now=utc_now(),
        )  # fmt: skip
        return _("已公布，与企业的回复一起，在公开页面可以看到。")

    return _tried(public_id, act, onwards=True)


@bp.post(f"{HERE}/replacement")
@access("bureau")
def replace(public_id: str) -> ResponseReturnValue:
    def act(session: Session, opened: Opened) -> str:
        away = request.form.get("away", "")
        chosen = inspection_pairs.replace(
            session, actor=g.actor, inspection_id=opened.inspection.id, away_id=int(away) if away.isascii() and away.isdecimal() and len(away) < 19 else 0, why=request.form.get("why", ""),
            same_firm_months=current_app.extensions["settings"].same_firm_months, now=utc_now(),
        )  # fmt: skip
        return _("由 %(name)s 接替：按抽取的规则顺序确定，回避的不选。", name=chosen.name)

    return _tried(public_id, act)


@bp.post(f"{HERE}/end")
@access("bureau")
def end(public_id: str) -> ResponseReturnValue:
    def act(session: Session, opened: Opened) -> str:
        actions.end(session, actor=g.actor, inspection_id=opened.inspection.id, now=utc_now())
        return _("已记录：不再评价。")

    return _tried(public_id, act)


@bp.post(f"{HERE}/recheck")
@access("bureau")
def decide(public_id: str) -> ResponseReturnValue:
    def act(session: Session, opened: Opened) -> str:
        again = rechecks.decide(
            session, actor=g.actor, inspection_id=opened.inspection.id, decision=request.form.get("decision", ""), reason=request.form.get("reason", ""), now=utc_now(),
        )  # fmt: skip
        return _("已安排复查，由原来的两位检查人员进行。") if again else _("不同意复查，企业会读到理由。")

    return _tried(public_id, act, onwards=True)


@bp.route(f"{HERE}/findings/<finding_id>/correction", methods=["GET", "POST"])
@access("bureau")
def correct(public_id: str, finding_id: str) -> ResponseReturnValue:
    """A new finding that points back; the one with the error stays where it is."""
    if request.method == "GET":
        return _correction(public_id, finding_id, None)
    try:
        with transaction() as session:
            opened = seen(session, public_id)
            finding = _finding(session, opened, finding_id)
            answers = {item.code: _answer(item.code) for item in opened.checklist.items if request.form.get(f"answer.{item.code}")}
            before = {each["code"]: Answer(each["answer"], each["note"]) for each in finding.document["items"]}
            changed = {code: each for code, each in answers.items() if before.get(code) != each}
            finding_actions.correct(session, actor=g.actor, finding_id=finding.finding.id, answers=changed, why=request.form.get("why", ""), now=utc_now())
    except Invalid as refused:
        return _correction(public_id, finding_id, refused), 422
    flash(_("已作出更正。企业先看到，可以回复；由另一位审批人员公布，原来的结果保留。"), "good")
    return redirect(f"{ROOM}/{public_id}")


@bp.get(f"{HERE}/findings/<finding_id>/reply-file")
@access("bureau")
def reply_file(public_id: str, finding_id: str) -> Response:
    with reading() as session:
        reply = _finding(session, seen(session, public_id), finding_id).reply
        return private_files.answer(session, reply.file_sha256 if reply else None, f"{finding_id}-reply", pictures_inline=True)


def _answer(code: str) -> Answer:
    return Answer(request.form[f"answer.{code}"], request.form.get(f"note.{code}", "").replace("\r\n", "\n").strip())


def _finding(session: Session, opened: Opened, public_id: str) -> Told:
    found = next((each for each in findings.of_inspection(session, opened.inspection.id) if each.public_id == public_id), None)
    if found is None:
        raise NotFound("not_found")
    return findings.told(session, found)


def _tried(public_id: str, act: Callable[[Session, Opened], str], *, onwards: bool = False) -> ResponseReturnValue:
    """Act; whatever hinders it stands on the page, with everything that was typed. `onwards`: then the next open one."""
    try:
        with transaction() as session:
            opened = seen(session, public_id)
            following = inspection_list.following(session, g.actor, public_id, current_app.extensions["settings"], legal_day(utc_now()))
            said = act(session, opened)
    except Invalid as refused:
        return _page(public_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(public_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409
    except NotAllowed as refused:
        if refused.code != "another_person":
            raise
        return _page(public_id, Form(request.form), all_words.of(refused.code)), 403
    flash(said, "good")
    return redirect(f"{ROOM}/{following if onwards and following else public_id}")


def _page(public_id: str, form: Form, hindrance: str = "") -> str:
    now, settings = utc_now(), current_app.extensions["settings"]
    today = legal_day(now)
    with reading() as session:
        opened = seen(session, public_id)
        told = [findings.told(session, each) for each in findings.of_inspection(session, opened.inspection.id)]
        clocks = findings.clocks(session, opened.inspection.id, settings, today)
        reply_over = any(each.code == "reply" and each.done is None and each.late for each in clocks)
        judged = queries.judged(opened)
        return render_template(
            "regulator/inspection.html", opened=opened, told=list(reversed(told)), clocks=clocks, rest_days_count=settings.finding_publication_counts == "calendar",
            phase=inspection.phase(opened.as_rules, opened.content, reply_over), today=today, form=form, hindrance=hindrance, words=words, powers=_powers(session, opened), ended="" if told else queries.over(session, opened.inspection, today), mine=is_mine(opened),
            judged=None if isinstance(judged, dict) else judged, missing={} if told or not isinstance(judged, dict) else judged, public=PUBLIC, statement_of_recheck=_asked(session, opened),
            following=inspection_list.following(session, g.actor, public_id, settings, today), rechecked=queries.rechecks_of(session, opened.inspection.id),
            earlier=queries.get(session, opened.inspection.earlier_id) if opened.inspection.earlier_id else None,
        )  # fmt: skip


def _asked(session: Session, opened: Opened) -> str:
    """What the enterprise wrote for a re-check that nobody has decided on."""
    taken = findings.recheck_steps(session, opened.inspection.id)
    return (taken[0].statement or "") if [each.word for each in taken] == ["recheck_asked"] else ""


def _powers(session: Session, opened: Opened) -> dict[str, Any]:
    """What the reader may decide; `second`: somebody else has to publish."""
    scope, own = queries.scope(opened.inspection), g.actor.role_in(opened.enterprise.id) is not None
    may = {name: not own and permission.allowed(g.actor, verb, scope) for name, verb in (("publish", "finding.publish"), ("replace", "inspection.replace"), ("correct", "finding.correct"), ("decide", "recheck.decide"), ("end", "inspection.end"), ("order", "rectification.order"))}
    wanted = current_app.extensions["settings"].public_notice_second_approver
    return may | {"second": second_person.barred(g.actor, queries.prepared_by(session, opened.inspection), wanted=wanted)}


def _correction(public_id: str, finding_id: str, refused: Invalid | None) -> str:
    with reading() as session:
        opened = seen(session, public_id)
        permission.require(g.actor, "finding.correct", queries.scope(opened.inspection))
        finding = _finding(session, opened, finding_id)
        kept = {f"answer.{each['code']}": each["answer"] for each in finding.document["items"]} | {f"note.{each['code']}": each["note"] for each in finding.document["items"]}
        named = {(f"answer.{name}" if opened.checklist.item(name) else name): code for name, code in refused.fields.items()} if refused else {}
        form = Form.refused(request.form, Invalid(named, **refused.facts)) if refused else Form(kept)
        return render_template("regulator/inspection_correction.html", opened=opened, told=finding, form=form, words=words)
