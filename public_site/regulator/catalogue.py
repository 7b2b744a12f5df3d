"""The reference catalogue on the bureau's desk: find a standard, see who says what, confirm or deny that it is withdrawn."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words.catalogue import CLASSES, COLUMNS, OPERATORS, STATE_TONES, STATES
from registry.actions import catalogue
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.queries import bureaus, catalogue_search
from registry.queries import catalogue as queries
from registry.rules import permission

bp = Blueprint("regulator_catalogue", __name__)

SHOWN = 30


@bp.get("/regulator/catalogue")
@access("bureau")
def index() -> ResponseReturnValue:
    typed = request.args.get("q", "").strip()[:100]
    with reading() as session:
        found = catalogue_search.find(session, typed, SHOWN)
        states = queries.states(session, found, legal_day(utc_now()))
        return render_template(
            "regulator/catalogue.html", typed=typed, found=found, states=states, size=queries.size(session), shown=SHOWN,
            state_words=STATES, state_tones=STATE_TONES, class_words=CLASSES,
        )


@bp.get("/regulator/catalogue/<int:standard_id>")
@access("bureau")
def show(standard_id: int) -> ResponseReturnValue:
    return _page(standard_id, Form())


@bp.post("/regulator/catalogue/<int:standard_id>/confirmation")
@access("bureau")
def confirm(standard_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            said = typed.choice("said", ("withdrawn", "in_force"))
            withdrawn_on, source = typed.day("withdrawn_on", required=False), typed.text("source", longest=catalogue.LONGEST_SOURCE)
        with transaction() as session:
            catalogue.confirm(session, actor=g.actor, standard_id=standard_id, withdrawn=said == "withdrawn", withdrawn_on=withdrawn_on, source=source, now=utc_now())
    except Invalid as refused:
        return _page(standard_id, Form.refused(request.form, refused)), 422
    flash(_("已记录，自查和公开页面从现在起以此为准"), "good")
    return redirect(url_for(".show", standard_id=standard_id))


def _page(standard_id: int, form: Form) -> str:
    with reading() as session:
        standard = queries.get(session, standard_id)
        said = queries.confirmations(session, standard.id)
        return render_template(
            "regulator/catalogue_standard.html", standard=standard, form=form, state=queries.states(session, [standard], legal_day(utc_now()))[standard.id],
            sources=queries.sources(session, standard.id), said=said, offices={each.id: each.name for each in bureaus.by_ids(session, [each.bureau_id for each in said])},
            floors=queries.floors(session, [standard.id], ended=True), successor=queries.by_number(session, standard.replaced_by) if standard.replaced_by else None,
            may_keep=permission.allowed(g.actor, "catalogue.keep"), state_words=STATES, state_tones=STATE_TONES, class_words=CLASSES, column_words=COLUMNS, operator_words=OPERATORS,
        )
