"""An enterprise shows its licence, and reads what the bureau answered."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.console import choosing, uploading
from public_site.console.enterprises import beside
from public_site.console.home import desk_of, step_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import division as division_name
from public_site.words.enterprises import DECISIONS, REQUESTS
from registry.actions import verification
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import bureaus
from registry.queries import verification as queries
from registry.rules import permission
from registry.rules.enterprise import REQUEST_KINDS
from registry.rules.permission import Scope

bp = Blueprint("console_verification", __name__)


@bp.get("/console/<credit_code>/verification")
@access("enterprise")
def show(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        requests = queries.history(session, g.enterprise_id)
        over = bureaus.over(session, desk.enterprise.division_code)
        return render_template("console/verification.html", desk=desk, enterprise=desk.enterprise, step=step_of(desk), requests=requests, over=over, request_words=REQUESTS, decision_words=DECISIONS)


@bp.get("/console/<credit_code>/verification/<kind>")
@access("enterprise")
def new(credit_code: str, kind: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(kind)


@bp.post("/console/<credit_code>/verification/<kind>")
@access("enterprise")
def ask(credit_code: str, kind: str) -> ResponseReturnValue:
    permission.require(g.actor, "enterprise.request", Scope(g.enterprise_id))  # before anything is stored
    place = choosing.division(request.form.get("division", "").strip(), request.form.get("division_code", ""))
    try:
        with params.reading(request.form, request.files) as typed:
            sent, message = typed.file("licence"), typed.text("message", required=False, longest=2000)
            name, town = typed.text("name", required=kind == "rename"), typed.text("town", required=False)
        examined = uploading.looked_at(sent)
        with transaction() as session:
            enterprise = desk_of(session, g.enterprise_id).enterprise
            here = enterprise.division_code, enterprise.town or ""
            code, town = (place.code, town) if kind == "move" else here
            licence = uploading.kept(session, examined, sent)
            verification.request(
                session, actor=g.actor, enterprise_id=g.enterprise_id, kind=kind, name=name if kind == "rename" else enterprise.name, division_code=code, town=town,
                licence_sha256=licence.sha256, licence_name=licence.name, message=message, now=utc_now(),
            )
    except Invalid as refused:
        options = {"division": place.options} if kind == "move" else {}
        return _page(kind, beside({**request.form, "division": place.text}, refused, options), options), 422
    flash(_("已提交，处理后会通知您"), "good")
    return redirect(url_for("console_verification.show", credit_code=credit_code))


@bp.post("/console/<credit_code>/verification/<int:request_id>/retraction")
@access("enterprise")
def retract(credit_code: str, request_id: int) -> ResponseReturnValue:
    with transaction() as session:
        verification.retract(session, actor=g.actor, request_id=request_id, now=utc_now())
    flash(_("已撤回"), "good")
    return redirect(url_for("console_verification.show", credit_code=credit_code))


@bp.get("/console/<credit_code>/verification/<int:request_id>/licence")
@access("enterprise")
def licence(credit_code: str, request_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        asked, enterprise = queries.REQUESTS.get(session, request_id)
        permission.require(g.actor, "enterprise.see", Scope(enterprise.id, enterprise.division_code))
        if enterprise.id != g.enterprise_id:
            raise NotFound("not_found")
        return uploading.licence(session, asked.licence_sha256)


def _page(kind: str, form: Form | None = None, options: dict[str, tuple[tuple[str, str], ...]] | None = None) -> str:
    if kind not in REQUEST_KINDS:
        raise NotFound("not_found")
    permission.require(g.actor, "enterprise.request", Scope(g.enterprise_id))
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        over = bureaus.over(session, desk.enterprise.division_code)
        typed = form or Form({"name": "" if kind == "rename" else desk.enterprise.name, "division": "" if kind == "move" else division_name(desk.enterprise.division_code)})
        return render_template(
            "console/verification_new.html", desk=desk, enterprise=desk.enterprise, kind=kind, form=typed, options=options or {}, over=over, accepted=uploading.ACCEPTED, request_words=REQUESTS
        )
