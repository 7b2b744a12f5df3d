"""One order to rectify: what must be put right and what happened beside the next step, which is shown before it is taken."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, private_files, rectification_notice
from public_site import words as all_words
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import rectification_sheet as sheets
from public_site.regulator.rectifications import ROOM
from public_site.words import rectifications as words
from registry.actions import rectifications as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.queries import rectification_grounds as grounds
from registry.queries import rectification_list
from registry.queries import rectifications as queries
from registry.queries.rectifications import Opened
from registry.rules.rectification import DELIVERIES, LONGEST

bp = Blueprint("regulator_rectification_page", __name__)
HERE = f"{ROOM}/<int:rectification_id>"


@bp.get(HERE)
@access("bureau")
def show(rectification_id: int) -> ResponseReturnValue:
    return _page(rectification_id, Form())


@bp.get(f"{HERE}/notice.pdf")
@access("bureau")
def notice(rectification_id: int) -> Response:
    with reading() as session:
        return rectification_notice.answer(_opened(session, rectification_id))


@bp.get(f"{HERE}/proof")
@access("bureau")
def proof(rectification_id: int) -> Response:
    """How it was delivered; for the office's eyes only."""
    with reading() as session:
        opened = _opened(session, rectification_id)
        if g.actor.role_in(opened.enterprise.id) is not None:
            raise NotFound("not_found")
        kept = next((step.file_sha256 for step in opened.steps if step.word == "delivered"), None)
        return private_files.answer(session, kept, f"{opened.row.number}-delivery", pictures_inline=True)


@bp.post(f"{HERE}/delivery")
@access("bureau")
def deliver(rectification_id: int) -> ResponseReturnValue:
    def act() -> None:
        with params.reading(request.form, request.files) as typed:
            how, on, sent = typed.choice("how", DELIVERIES), typed.day("on"), typed.file("proof")
        examined = uploading.looked_at(sent, field="proof")
        with transaction() as session:
            _opened(session, rectification_id)
            kept = uploading.kept(session, examined, sent, field="proof") if sent is not None else None
            actions.deliver(
                session, actor=g.actor, rectification_id=rectification_id, revision=params.revision(request.form), how=how, on=on, file_sha256=kept.sha256 if kept else None, now=utc_now(),
            )  # fmt: skip

    return _tried(rectification_id, act, _("已记录送达，期限开始计算"))


@bp.post(f"{HERE}/steps")
@access("bureau")
def step(rectification_id: int) -> ResponseReturnValue:
    """Three ways on one address: preview, edit again, record."""
    go = request.form.get("go")
    if go == "edit":
        return _page(rectification_id, Form(request.form))
    if go == "record":
        return _tried(rectification_id, lambda: _record(rectification_id), _("已记录"))
    return _previewed(rectification_id)


def _opened(session: Session, rectification_id: int) -> Opened:
    row = queries.get(session, rectification_id)
    opened = queries.opened(session, row, legal_day(utc_now()))
    queries.require_sight(g.actor, row, opened.enterprise)
    return opened


def _record(rectification_id: int) -> None:
    with transaction() as session:
        _opened(session, rectification_id)
        sheets.take(session, g.actor, rectification_id, request.form, current_app.extensions["settings"], utc_now())


def _previewed(rectification_id: int) -> ResponseReturnValue:
    try:
        with reading() as session:
            opened = _opened(session, rectification_id)
            asked = sheets.checked(g.actor, opened, request.form, current_app.extensions["settings"])
            return render_template("regulator/rectification_preview.html", opened=opened, asked=asked, typed=request.form, carried=sheets.CARRIED, words=words, room=ROOM)
    except Invalid as refused:
        return _page(rectification_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(rectification_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409


def _tried(rectification_id: int, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Act; whatever hinders it stands on the page, with everything that was typed."""
    try:
        act()
    except Invalid as refused:
        return _page(rectification_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(rectification_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409
    flash(said, "good")
    return redirect(f"{ROOM}/{rectification_id}")


def _page(rectification_id: int, form: Form, hindrance: str = "") -> str:
    today = legal_day(utc_now())
    with reading() as session:
        opened = _opened(session, rectification_id)
        filled = Form({"note": sheets.proposed(opened)} | {name: str(value) for name, value in form.values.items()}, form.errors)
        return render_template(
            "regulator/rectification.html", opened=opened, form=filled, hindrance=hindrance, powers=sheets.powers(g.actor, opened, current_app.extensions["settings"]), words=words, today=today,
            following=rectification_list.following(session, g.actor, rectification_id, today), case=grounds.case_of(session, opened.row), proposed=sheets.proposed(opened), longest=LONGEST,
            accepted=uploading.ACCEPTED, deliveries=[(each, words.DELIVERIES[each]) for each in DELIVERIES], draft=sheets.draft(opened), basis=rectification_notice.basis,
        )  # fmt: skip
