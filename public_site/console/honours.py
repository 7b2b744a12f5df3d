"""Honours at the enterprise's desk: claimed with evidence, followed until they are decided, withdrawn."""

import secrets

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from public_site import params, private_files
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.params import Form, Typed
from public_site.words import honours as said
from registry.actions import honours as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import enterprises, subsidies
from registry.queries import honours as queries
from registry.queries.honours import Told
from registry.rules import permission
from registry.rules.honour import AFTER, GRADES, KINDS, LAST_PLACE, NUMBERED, PLACED, WITHDRAWN, Claim
from registry.rules.permission import Scope
from registry.uploads import Examined

bp = Blueprint("console_honours", __name__)
ROOM = "/console/<credit_code>/honours"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        enterprise, found = enterprises.get(session, g.enterprise_id), queries.of_enterprise(session, g.enterprise_id)
        granted = subsidies.granted_to(session, [each.row.id for each in found])
        return render_template(
            "console/honours/list.html", enterprise=enterprise, found=found, granted=granted, said=said, kinds=_kinds(), may_claim=_may_claim(), withdrawable=[each.row.id for each in found if WITHDRAWN in AFTER.get(each.word, ())],
        )  # fmt: skip


@bp.route(f"{ROOM}/new/<any({', '.join(KINDS)}):kind>", methods=["GET", "POST"])
@access("enterprise")
def claim(credit_code: str, kind: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _form(kind, Form())
    permission.require(g.actor, "honour.claim", Scope(g.enterprise_id))
    sent, typed = request.files.get("evidence"), params.Typed(request.form, request.files)
    claimed, examined = _claim(typed, kind), _examined(typed, sent)
    try:
        with transaction() as session:
            kept = uploading.kept(session, examined, sent, "evidence").sha256 if examined and sent else None
            actions.claim(session, actor=g.actor, enterprise_id=g.enterprise_id, claimed=claimed, evidence_sha256=kept, random=secrets.randbits, now=utc_now())
            _readable(typed)
    except Invalid as refused:
        return _form(kind, Form.refused(request.form, Invalid(refused.fields | typed.wrong, **refused.facts | typed.facts))), 422
    flash(_("已申报，市场监督管理部门核对后会通知您"), "good")
    return redirect(url_for(".index", credit_code=credit_code))


@bp.post(f"{ROOM}/<int:honour_id>/withdrawal")
@access("enterprise")
def withdraw(credit_code: str, honour_id: int) -> ResponseReturnValue:
    with transaction() as session:
        _own(session, honour_id)
        actions.withdraw(session, actor=g.actor, honour_id=honour_id, now=utc_now())
    flash(_("已撤回"), "good")
    return redirect(url_for(".index", credit_code=credit_code))


@bp.get(f"{ROOM}/<int:honour_id>/evidence")
@access("enterprise")
def evidence(credit_code: str, honour_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return private_files.answer(session, _own(session, honour_id).row.evidence_sha256, "evidence", pictures_inline=True)


def _own(session: Session, honour_id: int) -> Told:
    found = queries.get(session, honour_id)
    if found.enterprise.id != g.enterprise_id:
        raise NotFound("not_found")
    return found


def _readable(typed: Typed) -> None:
    if typed.wrong:
        raise Invalid


def _examined(typed: Typed, sent: FileStorage | None) -> Examined | None:
    """The evidence after a child process has looked at it; what is wrong with it is remembered in `typed`."""
    if typed.file("evidence") is None:
        return None
    try:
        return uploading.looked_at(sent, "evidence")
    except Invalid as refused:
        typed.refuse("evidence", refused.fields["evidence"], **refused.facts)
        return None


def _claim(typed: Typed, kind: str) -> Claim:
    """The form as typed; what cannot be read is remembered in `typed`, and the rules name the rest."""
    placed = kind in PLACED
    return Claim(
        kind=kind, grade=request.form.get("grade", "") if GRADES[kind] else "", subject=typed.text("subject"), title=typed.text("title", required=False),
        place=typed.integer("place", least=1, most=LAST_PLACE) if placed else None, revised=placed and request.form.get("written") == "revised", achieved_on=typed.day("achieved_on"), source=typed.text("source"),
        source_url=typed.address("source_url", required=False),
    )  # fmt: skip


def _kinds() -> list[tuple[str, str]]:
    return [(kind, str(said.KINDS[kind])) for kind in KINDS]


def _may_claim() -> bool:
    return permission.allowed(g.actor, "honour.claim", Scope(g.enterprise_id))


def _form(kind: str, form: Form) -> str:
    with reading() as session:
        enterprise = enterprises.get(session, g.enterprise_id)
        permission.require(g.actor, "honour.claim", Scope(enterprise.id, enterprise.division_code))
        return render_template(
            "console/honours/new.html", enterprise=enterprise, form=form, kind=kind, said=said, grades=[(each, said.grade(kind, each)) for each in GRADES[kind]], placed=kind in PLACED,
            numbered=kind in NUMBERED, accepted=uploading.ACCEPTED,
        )  # fmt: skip
