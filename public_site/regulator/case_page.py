"""One report or complaint: facts and steps beside the next decision, which is shown as the reporter will read it before it is taken.

Who reported stands on a page of its own that a button opens for the case's handler alone; opening it is written down each time.
"""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, private_files
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import case_sheet
from public_site.regulator.cases import ROOM
from public_site.words import cases as words
from public_site.words import reports as named
from registry.actions import cases as actions
from registry.actions import reports as reports_actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.queries import case_list, products
from registry.queries import cases as queries
from registry.queries.cases import Opened
from registry.rules.report import REASONS

bp = Blueprint("regulator_case_page", __name__)
HERE = f"{ROOM}/<int:case_id>"


@bp.get(HERE)
@access("bureau")
def show(case_id: int) -> ResponseReturnValue:
    return _page(case_id, Form())


@bp.post(f"{HERE}/taking")
@access("bureau")
def take(case_id: int) -> ResponseReturnValue:
    def act(session: Session, _opened: Opened) -> ResponseReturnValue:
        actions.take(session, actor=g.actor, case_id=case_id, revision=params.revision(request.form), now=utc_now())
        return _gone_to(case_id, _("这件由您经办"))

    return _tried(case_id, act)


@bp.post(f"{HERE}/assignment")
@access("bureau")
def assign(case_id: int) -> ResponseReturnValue:
    def act(session: Session, opened: Opened) -> ResponseReturnValue:
        account_id, why = case_sheet.assignment(opened, request.form)
        actions.assign(session, actor=g.actor, case_id=case_id, revision=params.revision(request.form), account_id=account_id, why=why, now=utc_now())
        return _gone_to(case_id, _("已指定经办人员，对方会收到通知"))

    return _tried(case_id, act)


@bp.post(f"{HERE}/steps")
@access("bureau")
def step(case_id: int) -> ResponseReturnValue:
    """Three ways on one address: preview, edit again, record."""
    go = request.form.get("go")
    return _page(case_id, Form(request.form)) if go == "edit" else _tried(case_id, _record if go == "record" else _preview)


@bp.post(f"{HERE}/reporter")
@access("bureau")
def reporter(case_id: int) -> ResponseReturnValue:
    """Each opening is an act on record, so it is asked for by a button and never by a link."""
    with transaction() as session:
        opened = _opened(session, case_id)
        person = reports_actions.read_reporter(session, actor=g.actor, case_id=case_id, now=utc_now())
        answer = Response(render_template("regulator/case_reporter.html", case=opened.case, person=person, named=named))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get(f"{HERE}/photos/<int:position>")
@access("bureau")
def photo(case_id: int, position: int) -> Response:
    with reading() as session:
        opened = _opened(session, case_id)
        return private_files.answer(session, queries.photo(session, case_id, position).sha256, f"{opened.case.number}-{position}", pictures_inline=True)


def _opened(session: Session, case_id: int) -> Opened:
    found = queries.opened(session, case_id, current_app.extensions["settings"], legal_day(utc_now()))
    actions.require_sight(g.actor, found.case, found.bureau)
    return found


def _tried(case_id: int, act: Callable[[Session, Opened], ResponseReturnValue]) -> ResponseReturnValue:
    """Act; whatever hinders it stands on the page of the case, with everything that was typed."""
    try:
        with transaction() as session:
            return act(session, _opened(session, case_id))
    except Invalid as refused:
        return _page(case_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(case_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409


def _preview(session: Session, opened: Opened) -> ResponseReturnValue:
    form, receiver = case_sheet.checked(session, g.actor, opened, request.form)
    return render_template(
        "regulator/case_preview.html", opened=opened, step=form, receiver=receiver, typed=request.form, carried=case_sheet.CARRIED, today=legal_day(utc_now()), words=words, named=named,
    )  # fmt: skip


def _record(session: Session, opened: Opened) -> ResponseReturnValue:
    form, receiver = case_sheet.checked(session, g.actor, opened, request.form)
    case_id, seen, now = opened.case.id, opened.case.revision, utc_now()
    following = _following(session, case_id)
    if receiver is not None:
        actions.hand_over(session, actor=g.actor, case_id=case_id, revision=seen, to_id=receiver.id, form=form, now=now)
    else:
        actions.step(session, actor=g.actor, case_id=case_id, revision=seen, form=form, now=now)
    said = _("%(number)s：%(step)s，已记录", number=opened.case.number, step=words.DECISIONS[form.word][0])
    return _gone_to(following or "" if form.word in ("handed_over", "closed") else case_id, said)


def _gone_to(case_id: int | str, said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(f"{ROOM}/{case_id}" if case_id else ROOM)


def _following(session: Session, case_id: int) -> int | None:
    return case_list.following(session, g.actor, case_id, current_app.extensions["settings"], legal_day(utc_now()))


def _page(case_id: int, form: Form, hindrance: str = "") -> str:
    with reading() as session:
        opened = _opened(session, case_id)
        powers = case_sheet.powers(g.actor, opened)
        return render_template(
            "regulator/case.html", opened=opened, case=opened.case, form=form, hindrance=hindrance, powers=powers, choices_of_place=case_sheet.places(form.values),
            code=products.code_of(session, opened.product.id) if opened.product else "", following=_following(session, case_id), today=legal_day(utc_now()), words=words, named=named,
            reasons=next((REASONS[word] for word in powers.steps if word in REASONS), ()), twin_shown=_twin_shown(session, opened), settings=current_app.extensions["settings"],
        )  # fmt: skip


def _twin_shown(session: Session, opened: Opened) -> bool:
    """The other half may have gone to a bureau elsewhere."""
    return opened.twin is not None and queries.within_sight(session, g.actor, opened.twin)
