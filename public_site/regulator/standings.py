"""Facts that my bureau records: the list, one fact with what became of it, and the way from a form over a preview to the record."""

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import division, iso
from public_site.regulator import export, home, narrowing
from public_site.regulator import standing_form as forms
from public_site.regulator.narrowing import Asked
from public_site.regulator.standing_form import Subject
from public_site.words import pages as named
from public_site.words import regulator as words
from registry.actions import readings
from registry.actions import standings as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Standing
from registry.queries import desk_disclosures
from registry.queries import desk_standings as queries
from registry.queries.desk_standings import Recorded, Wanted
from registry.rules import permission, standing
from registry.rules.permission import Actor, Scope

bp = Blueprint("regulator_standings", __name__)


@bp.get("/regulator/standings")
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, page, today = narrowing.offices(), Asked(), narrowing.page(1000), legal_day(utc_now())
    with reading() as session:
        places = desk_disclosures.divisions(session, held)
        found, count = queries.listed(session, held, _read(asked, places), today, page=page)
        return render_template(
            "regulator/standings.html", found=found, count=count, page=page, pages=-(-count // queries.PAGE), form=asked.form(), words=words, named=named, places=places, today=today,
            exports=export.addresses(request.path), most=export.MOST, may_record=permission.allowed(g.actor, "standing.record"),
        )  # fmt: skip


@bp.get("/regulator/standings.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    held, asked, now = narrowing.offices(), Asked(), utc_now()
    with transaction() as session:
        readings.take_out(session, actor=g.actor, what="standings", form=form, now=now)
    head = [_("事实"), _("结果"), _("企业"), _("统一社会信用代码"), _("所在地"), _("标准编号"), _("生效日期"), _("期限"), _("文号"), _("来源"), _("来源网址"), _("备注"), _("记录部门"), _("记录人"), _("记录时间"), _("更正或撤回")]
    with reading() as session:
        wanted = _read(asked, desk_disclosures.divisions(session, held))
        return export.answer(form, f"standings-{legal_day(now)}", head, map(_cells, queries.exported(session, held, wanted, legal_day(now), most=export.MOST + 1)))


@bp.get("/regulator/standings/<int:standing_id>")
@access("bureau")
def show(standing_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.one(session, standing_id)
        scope = Scope(division_code=found.enterprise.division_code)
        permission.require(g.actor, "desk.see", scope)
        may_correct = not found.corrected_by and not found.fact.annulled and permission.allowed(g.actor, standing.VERBS.get(found.fact.kind, "standing.record"), scope)
        further = _further(found) if queries.order_is_open(session, standing_id, legal_day(utc_now())) and permission.allowed(g.actor, "standing.record", scope) else ""
        return render_template("regulator/standing_one.html", found=found, words=words, named=named, may_correct=may_correct, further=further)


@bp.get("/regulator/standings/new")
@access("bureau")
def begin() -> ResponseReturnValue:
    public_id, credit_code = request.args.get("disclosure", ""), request.args.get("enterprise", "")
    if not public_id and not credit_code:
        permission.require(g.actor, "standing.record")
        return render_template("regulator/standing_subject.html", form=Form())
    with reading() as session:
        try:
            about = forms.subject(session, public_id, credit_code)
        except NotFound:
            if public_id:
                raise
            return render_template("regulator/standing_subject.html", form=Form.refused(request.args, Invalid({"enterprise": "enterprise_not_here"}))), 404
        return _form(session, about, Form({"effective_on": iso(forms.today()), "kind": request.args.get("kind", "")}))


@bp.post("/regulator/standings/new")
@access("bureau")
def record() -> ResponseReturnValue:
    """Three steps on one address: edit again, preview, record."""
    step, public_id, credit_code = request.form.get("step"), request.form.get("disclosure", ""), request.form.get("enterprise", "")
    if step != "record":
        with reading() as session:
            return _previewed(session, forms.subject(session, public_id, credit_code))
    with transaction() as session:
        about = forms.subject(session, public_id, credit_code, lock=True)
        _unchanged(about)
        row = actions.record(session, actor=g.actor, enterprise_id=about.enterprise.id, disclosure_id=about.disclosure_id, fact=forms.fact(request.form, about), now=utc_now(), second_person=forms.second_person())
    flash(_("已记录，企业会收到通知"), "good")
    return redirect(url_for(".show", standing_id=row.id))


@bp.get("/regulator/standings/<int:standing_id>/correction")
@access("bureau")
def reconsider(standing_id: int) -> ResponseReturnValue:
    with reading() as session:
        wrong = forms.correctable(session, standing_id)
        return _form(session, forms.subject_of(session, wrong), forms.as_typed(wrong), wrong)


@bp.post("/regulator/standings/<int:standing_id>/correction")
@access("bureau")
def correct(standing_id: int) -> ResponseReturnValue:
    """A new fact of the same kind that points back, or one that only takes the wrong one back."""
    if request.form.get("step") != "record":
        with reading() as session:
            wrong = forms.correctable(session, standing_id)
            return _previewed(session, forms.subject_of(session, wrong), wrong)
    with transaction() as session:
        wrong = forms.correctable(session, standing_id)
        about = forms.subject_of(session, wrong, lock=True)
        _unchanged(about)
        row = actions.correct(session, actor=g.actor, standing_id=standing_id, fact=forms.fact(request.form, about), annul=request.form.get("annul") == "yes", now=utc_now())
    flash(_("已更正，企业会收到通知"), "good")
    return redirect(url_for(".show", standing_id=row.id))


def _further(found: Recorded) -> str:
    """Where what follows an order is recorded, but for the kind."""
    about = f"disclosure={found.disclosure.public_id}" if found.disclosure else f"enterprise={found.enterprise.credit_code}"
    return f"/regulator/standings/new?{about}&kind="


def _previewed(session: Session, about: Subject, wrong: Standing | None = None) -> ResponseReturnValue:
    if request.form.get("step") == "edit":
        return _form(session, about, Form(request.form), wrong)
    try:
        said = forms.fact(request.form, about)
        _may(session, about, said.kind, wrong)
    except Invalid as refused:
        return _form(session, about, Form.refused(request.form, refused), wrong), 422
    annul = wrong is not None and request.form.get("annul") == "yes"
    read = forms.readings(session, about, said, corrects=wrong is not None, annul=annul)
    return render_template("regulator/standing_preview.html", about=about, said=said, read=read, wrong=wrong, annul=annul, typed=request.form, fields=forms.FIELDS, words=words, named=named)


def _may(session: Session, about: Subject, kind: str, wrong: Standing | None) -> None:
    """A kind that is shown but not open to this person; the action refuses it once more."""
    if wrong is not None:
        if kind != wrong.kind:
            raise Invalid({"kind": "kind_changed"})
        return
    permission.require(g.actor, standing.VERBS.get(kind, "standing.record"), Scope(division_code=about.enterprise.division_code))
    if refused := queries.refused_kinds(session, g.actor, about.enterprise, about.disclosure_id, second_person=forms.second_person()).get(kind):
        raise Invalid({"kind": refused})


def _unchanged(about: Subject) -> None:
    """Two officers, or one who clicks twice, do not record one thing twice."""
    if request.form.get("newest") != str(about.newest):
        raise Conflict("recorded_meanwhile")


def _form(session: Session, about: Subject, form: Form, wrong: Standing | None = None) -> str:
    return render_template(
        "regulator/standing_form.html", about=about, form=form, wrong=wrong, kinds=queries.kinds(about.disclosure_id), refused=forms.reasons(session, about), words=words, named=named,
        recorded=queries.about(session, about.enterprise.id, about.disclosure_id),
    )  # fmt: skip


def _read(asked: Asked, places: list[str]) -> Wanted:
    return Wanted(
        kind=asked.one("kind", standing.KINDS), result=asked.one("result", standing.RESULTS), state=asked.one("state", queries.STATES), division=asked.one("division", places),
        text=asked.words("q"), since=asked.day("since"), until=asked.day("until"),
    )  # fmt: skip


def _cells(found: Recorded) -> list[export.Cell]:
    row = found.fact
    became: Mapping[bool, object] = {True: _("撤回"), False: f"→ {found.corrected_by}" if found.corrected_by else ""}
    return [
        words.KINDS[row.kind], named.RESULTS.get(row.result or "", ""), found.enterprise.name, found.enterprise.credit_code, division(found.enterprise.division_code),
        found.disclosure.number if found.disclosure else "", row.effective_on, row.until, row.document, row.source, row.source_url, row.note, found.bureau.name, found.recorder, row.recorded_at,
        str(became[row.annulled]),
    ]  # fmt: skip


def _overdue(session: Session, actor: Actor) -> home.Waiting:
    count, _since = queries.overdue(session, permission.offices(actor, "desk.see"), legal_day(utc_now()))
    return home.Waiting(_("监管事实：责令改正已逾期"), "/regulator/standings?state=order_overdue", count)


home.COUNTED.append(_overdue)
