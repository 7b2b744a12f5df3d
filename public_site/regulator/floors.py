"""What a standard asks for: the bureau enters, replaces and ends floors, each with its source."""

from dataclasses import fields

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words.catalogue import OPERATORS
from registry.actions import floors
from registry.db import utc_now
from registry.errors import Invalid
from registry.models.catalogue import Floor
from registry.queries import catalogue as queries
from registry.queries import vocabulary
from registry.rules import permission
from registry.rules.floor import FloorForm

bp = Blueprint("regulator_floors", __name__)


@bp.route("/regulator/catalogue/<int:standard_id>/floors/new", methods=["GET", "POST"])
@access("bureau")
def enter(standard_id: int) -> ResponseReturnValue:
    if request.method == "GET":
        return _page(standard_id, Form({"concept": request.args.get("concept", "")}))
    try:
        with transaction() as session:
            floors.enter(session, actor=g.actor, standard_id=standard_id, form=_typed(session), now=utc_now())
    except Invalid as refused:
        return _page(standard_id, Form.refused(request.form, refused)), 422
    flash(_("已录入"), "good")
    return redirect(url_for("regulator_catalogue.show", standard_id=standard_id))


@bp.route("/regulator/floors/<int:floor_id>", methods=["GET", "POST"])
@access("bureau")
def replace(floor_id: int) -> ResponseReturnValue:
    with reading() as session:
        before = queries.floor(session, floor_id)
        standard_id, values = before.standard_id, _values(session, before)
    if request.method == "GET":
        return _page(standard_id, Form(values), floor_id)
    try:
        with transaction() as session:
            floors.replace(session, actor=g.actor, floor_id=floor_id, form=_typed(session), now=utc_now())
    except Invalid as refused:
        return _page(standard_id, Form.refused(request.form, refused), floor_id), 422
    flash(_("已替换，原来的一条保留为历史"), "good")
    return redirect(url_for("regulator_catalogue.show", standard_id=standard_id))


@bp.post("/regulator/floors/<int:floor_id>/end")
@access("bureau")
def end(floor_id: int) -> ResponseReturnValue:
    with transaction() as session:
        ended = floors.end(session, actor=g.actor, floor_id=floor_id, now=utc_now())
    flash(_("已结束"), "good")
    return redirect(url_for("regulator_catalogue.show", standard_id=ended.standard_id))


def _typed(session: Session) -> FloorForm:
    """The form as typed; a concept may be chosen by its code or typed by any of its names."""
    form = FloorForm(**{each.name: request.form.get(each.name, "") for each in fields(FloorForm)})
    meant = vocabulary.match(session, form.concept)
    return FloorForm(**{**{each.name: getattr(form, each.name) for each in fields(form)}, "concept": meant.code}) if meant else form


def _values(session: Session, floor: Floor) -> dict[str, str]:
    concept = next(concept for each, concept in queries.floors(session, [floor.standard_id], ended=True) if each.id == floor.id)
    known = {each.name: getattr(floor, each.name, None) or "" for each in fields(FloorForm)}
    return known | {"concept": concept.name, "condition": floor.condition_code or ""}


def _page(standard_id: int, form: Form, floor_id: int | None = None) -> str:
    permission.require(g.actor, "catalogue.keep")
    with reading() as session:
        concepts = vocabulary.concepts(session)
        conditions = {code: name for each in concepts for code, name in each.conditions.items()}
        return render_template(
            "regulator/floors_form.html", standard=queries.get(session, standard_id), form=form, floor_id=floor_id, operators=list(OPERATORS.items()),
            concepts=concepts, conditions=list(conditions.items()),
        )
