"""The inspector's sheet on a telephone: the checklist with what the machine sees, answers, notes and photographs.

With script each change is kept on the device and sent when the network allows (static/js/inspect.js), and a sheet that was opened
once opens again without a network (public_site/inspecting/keeping.py). Without script the same form is sent as a whole.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import errors, private_files
from public_site.access import access
from public_site.database import reading, transaction
from public_site.inspecting import seen_before
from public_site.params import Form
from public_site.words import inspections as words
from registry.actions import files as file_actions
from registry.actions import inspections as actions
from registry.actions.inspections import Given, Taken
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.models import Inspection
from registry.queries import findings, inspection_list
from registry.queries import inspections as queries
from registry.queries.inspections import Opened
from registry.rules import permission
from registry.rules.checklist import Checklist
from registry.rules.verdict import ANSWERS, LONGEST_NOTE

bp = Blueprint("inspecting", __name__, url_prefix="/inspect")
MOST_AT_ONCE = 200


@bp.get("/<public_id>")
@access("bureau")
def show(public_id: str) -> ResponseReturnValue:
    """The pair's sheet; whoever else is of the office reads the desk's page."""
    with reading() as session:
        opened = seen(session, public_id)
        if not is_mine(opened) or findings.of_inspection(session, opened.inspection.id):
            return redirect(f"/regulator/inspections/{public_id}")
        return page(session, opened, Form(_typed(opened)))


@bp.post("/<public_id>/answers")
@access("bureau")
def answer(public_id: str) -> ResponseReturnValue:
    """From the script JSON in the field `answers`, answered with the keys that are kept; from the plain form every field."""
    if "answers" in request.form:
        return _from_device(public_id)
    with reading() as session:
        opened = seen(session, public_id)
        given = _changed(opened, request.form)
    pictures, wrong = _pictures(opened.checklist, request.form.get("key", ""))
    try:
        with transaction() as session:
            row = queries.by_public_id(session, public_id)
            actions.answer(session, actor=g.actor, inspection_id=row.id, given=given, now=utc_now())
            for each in pictures:
                actions.photograph(session, private_files.files(), actor=g.actor, inspection_id=row.id, taken=each, now=utc_now())
    except Invalid as refused:
        return _again(public_id, Invalid(refused.fields | wrong, **refused.facts))
    if wrong:
        return _again(public_id, Invalid(wrong))
    flash(_("已保存 %(count)s 项", count=len(given) + len(pictures)), "good")
    return redirect(f"/inspect/{public_id}/confirmation" if request.form.get("go") == "confirm" else f"/inspect/{public_id}")


@bp.post("/<public_id>/photos")
@access("bureau")
def photograph(public_id: str) -> ResponseReturnValue:
    """One photograph from the script. A photograph that is none is refused (422) and kept nowhere."""
    with reading() as session:
        seen(session, public_id)
    sent, key = request.files.get("photo"), request.form.get("device_key", "")
    examined = file_actions.examine(sent.read(file_actions.LARGEST_PHOTO + 1) if sent else b"", "photo")
    with transaction() as session:
        row = queries.by_public_id(session, public_id)
        taken = Taken(key, request.form.get("item", ""), examined, _moment(request.form.get("at")))
        actions.photograph(session, private_files.files(), actor=g.actor, inspection_id=row.id, taken=taken, now=utc_now())
    return jsonify({"kept": [key]})


@bp.get("/<public_id>/photos/<int:photo_id>")
@access("bureau")
def photo(public_id: str, photo_id: int) -> Response:
    with reading() as session:
        opened = seen(session, public_id)
        return private_files.answer(session, queries.photo(session, opened.inspection.id, photo_id).sha256, f"{public_id}-{photo_id}", pictures_inline=True)


@bp.post("/<public_id>/beginning")
@access("bureau")
def begin(public_id: str) -> ResponseReturnValue:
    """Take over what the machine suggests for items that nobody has answered; each stays an inspector's answer, to be changed on the spot."""
    with transaction() as session:
        opened = seen(session, public_id)
        suggested = seen_before.look(session, opened, legal_day(utc_now())).suggested
        given = [Given(f"begin-{item}", item, each.answer, each.note, answered_at=opened.inspection.made_at) for item, each in suggested.items() if item not in opened.answers]
        made = actions.answer(session, actor=g.actor, inspection_id=opened.inspection.id, given=given, now=utc_now())
    flash(_("已按系统所见填写 %(count)s 项，请逐项核对", count=len(made)), "good")
    return redirect(f"/inspect/{public_id}")


def seen(session: Session, public_id: str) -> Opened:
    """The inspection, for people of its office; NotFound for everybody else."""
    row = queries.by_public_id(session, public_id)
    permission.require(g.actor, "inspection.see", queries.scope(row))
    return queries.opened(session, row)


def is_mine(opened: Opened) -> bool:
    """Whether the reader is one of the pair, or stands in for one of them."""
    return bool({each.account_id for each in opened.pair} & ({g.actor.account_id} | g.actor.stands_in_for))


def page(session: Session, opened: Opened, form: Form) -> str:
    today = legal_day(utc_now())
    found = inspection_list.listed(session, g.actor, inspection_list.Wanted(), current_app.extensions["settings"], today)
    return render_template(
        "inspecting/sheet.html", opened=opened, form=form, machine=seen_before.look(session, opened, today), words=words, ended=queries.over(session, opened.inspection, today),
        key=f"form-{utc_now().timestamp():.6f}", longest=LONGEST_NOTE, following=inspection_list.next_of(found, opened.inspection.public_id), still_open=inspection_list.own_open(found),
        done=len(opened.answers), account=g.actor.account_id,
    )  # fmt: skip


def _from_device(public_id: str) -> ResponseReturnValue:
    given = _read(request.form["answers"])
    with transaction() as session:
        row: Inspection = queries.by_public_id(session, public_id)
        actions.answer(session, actor=g.actor, inspection_id=row.id, given=given, now=utc_now())
    return jsonify({"kept": [each.device_key for each in given]})


def _read(text: str) -> list[Given]:
    """The script's list. Raises Invalid({"answers": "not_a_choice"}) for anything that it would not send."""
    try:
        return [_given(each) for each in json.loads(text)[:MOST_AT_ONCE]]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid({"answers": "not_a_choice"}) from None


def _given(sent: Mapping[str, Any]) -> Given:
    return Given(*(str(sent[name]) for name in ("device_key", "item", "answer")), str(sent.get("note") or ""), str(sent.get("internal_note") or ""), _moment(sent.get("at")))


def _moment(text: object) -> datetime | None:
    """The device's clock, ISO 8601 with its zone; None for nothing that can be read."""
    try:
        moment = datetime.fromisoformat(str(text))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _changed(opened: Opened, typed: Mapping[str, str]) -> list[Given]:
    """What the plain form says that is not so already."""
    found = []
    for item in opened.checklist.items:
        answered, before = typed.get(f"answer.{item.code}", ""), opened.answers.get(item.code)
        note, internal = (typed.get(f"{name}.{item.code}", "").replace("\r\n", "\n").strip() for name in ("note", "internal"))
        said = (before.answer, before.note or "", before.internal_note or "") if before else ("", "", "")
        if answered and (answered, note, internal) != said:
            found.append(Given(f"{typed.get('key', '')[:50]}-{item.code}", item.code, answered, note, internal))
    return found


def _pictures(asked: Checklist, key: str) -> tuple[list[Taken], dict[str, str]]:
    """Photographs of the plain form that are some, looked at before any transaction opens; and by field what the others are."""
    found, wrong = [], {}
    for item in asked.items:
        sent = request.files.get(f"photo.{item.code}")
        if sent is None or not sent.filename:
            continue
        try:
            found.append(Taken(f"{key[:50]}-{item.code}", item.code, file_actions.examine(sent.read(file_actions.LARGEST_PHOTO + 1), "photo")))
        except Invalid as refused:
            wrong[f"photo.{item.code}"] = next(iter(refused.fields.values()))
    return found, wrong


def _again(public_id: str, refused: Invalid) -> ResponseReturnValue:
    """The sheet with everything that was typed, and each fault beside its item."""
    if errors.wants_json():
        raise refused
    named = {(f"note.{name}" if "." not in name else name): code for name, code in refused.fields.items()}
    with reading() as session:
        return page(session, seen(session, public_id), Form.refused(request.form, Invalid(named, **refused.facts))), 422


def _typed(opened: Opened) -> dict[str, str]:
    found = {}
    for item, row in opened.answers.items():
        found |= {f"answer.{item}": row.answer if row.answer in ANSWERS else "", f"note.{item}": row.note or "", f"internal.{item}": row.internal_note or ""}
    return found
