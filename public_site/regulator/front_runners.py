"""Front-runners of my territory: titles that an authority gave are recorded with their source; candidates of boards are shown beside them."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import front_runner_page, params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import narrowing
from public_site.regulator.disclosures import seen
from public_site.regulator.narrowing import Asked
from public_site.words import front_runners as said
from registry.actions import front_runners as actions
from registry.db import utc_now
from registry.errors import Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.queries import disclosures, vocabulary
from registry.queries import front_runners as queries
from registry.rules import permission
from registry.rules.enterprise import LONGEST_LINE, LONGEST_REASON
from registry.rules.permission import Scope
from registry.rules.title import KINDS, Title, wrong_fields

bp = Blueprint("regulator_front_runners", __name__)
ROOM = "/regulator/front-runners"
PAGE = "regulator/front_runner.html"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, page = narrowing.offices(), Asked(), narrowing.page(1000)
    with reading() as session:
        kind, state, text = asked.one("kind", queries.KINDS), asked.one("state", queries.STATES), asked.words("q")
        found, count = queries.in_area(session, held, legal_day(utc_now()), kind=kind, state=state, text=text, page=page)
        return render_template(
            "regulator/front_runners.html", found=found, count=count, page=page, pages=-(-count // queries.PER_PAGE), form=asked.form(), said=said, room=ROOM,
            may_record=permission.allowed(g.actor, "title.record"),
        )  # fmt: skip


@bp.get(f"{ROOM}/new")
@access("bureau")
def begin() -> ResponseReturnValue:
    """Which standard, by its public address; then the form."""
    permission.require(g.actor, "title.record")
    public_id = request.args.get("disclosure", "").strip().rstrip("/").rpartition("/")[2]
    if not public_id:
        return render_template("regulator/title_subject.html", form=Form())
    try:
        return _form(public_id, Form())
    except NotFound:
        return render_template("regulator/title_subject.html", form=Form(request.args, {"disclosure": _("辖区内没有这个网址的标准")})), 404


@bp.post(f"{ROOM}/new")
@access("bureau")
def record() -> ResponseReturnValue:
    public_id = request.form.get("disclosure", "")
    try:
        given = _title()
        with transaction() as session:
            disclosure, _enterprise = seen(session, public_id)
            row = actions.record_title(session, actor=g.actor, disclosure_id=disclosure.id, given=given, now=utc_now(), random=secrets.randbits)
            session.flush()
            made = row.id
    except Invalid as refused:
        return _form(public_id, Form.refused(request.form, refused)), 422
    flash(_("已记录，企业会收到通知"), "good")
    return redirect(url_for(".show", front_runner_id=made))


@bp.get(f"{ROOM}/<int:front_runner_id>")
@access("bureau")
def show(front_runner_id: int) -> ResponseReturnValue:
    return front_runner_page.page(front_runner_id, Form(), PAGE, territory=True)


@bp.post(f"{ROOM}/<int:front_runner_id>")
@access("bureau")
def decide(front_runner_id: int) -> ResponseReturnValue:
    return front_runner_page.decided(front_runner_id, PAGE, f"{ROOM}/{front_runner_id}", territory=True)


def _title() -> Title:
    """The form as typed; Invalid with every wrong field, also where a day cannot be read."""
    typed = params.Typed(request.form)
    given = Title(
        kind=typed.choice("kind", KINDS), category=typed.text("category", longest=LONGEST_LINE), year=params.folded(typed.text("year")), issuer=typed.text("issuer", longest=LONGEST_LINE),
        document=typed.text("document", longest=LONGEST_LINE), source_url=typed.address("source_url", required=False), models=typed.text("models", longest=LONGEST_REASON),
        valid_from=typed.day("valid_from"), valid_until=typed.day("valid_until", required=False),
    )  # fmt: skip
    if wrong := wrong_fields(given) | typed.wrong:
        raise Invalid(wrong, **typed.facts)
    return given


def _form(public_id: str, form: Form) -> str:
    with reading() as session:
        disclosure, enterprise = seen(session, public_id)
        permission.require(g.actor, "title.record", Scope(enterprise.id, enterprise.division_code))
        if g.actor.role_in(enterprise.id):
            raise NotAllowed("own_matter")
        category = vocabulary.find_category(session, disclosure.category_code) if disclosure.category_code else None
        shown = form if form.values else Form({"category": category.name if category else "", "year": front_runner_page.today_words()[:4]})
        title = disclosures.latest_version(session, disclosure).title
        return render_template("regulator/title_form.html", form=shown, disclosure=disclosure, enterprise=enterprise, title=title, kinds=[(each, said.KINDS[each]) for each in KINDS])
