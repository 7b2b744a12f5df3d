"""Links that a product leads to outside the registry: a manual, safety information, the maker's own page."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import words
from public_site.access import access
from public_site.console import product_desk
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words.codes import LINK_LANGUAGES, LINK_TYPES
from registry.actions import typed_links as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.queries import scan_codes as queries

bp = Blueprint("console_typed_links", __name__)
ROOM = "/console/<credit_code>/products/<int:product_id>/links"


@bp.get(ROOM)
@access("enterprise")
def listed(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post(ROOM)
@access("enterprise")
def add(credit_code: str, product_id: int) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("link_type", "title", "href", "language")}
    try:
        with transaction() as session:
            own(session, product_id)
            actions.add(session, actor=g.actor, product_id=product_id, **typed, now=utc_now())
    except Invalid as refused:
        return _page(product_id, Form.refused(request.form, refused)), 422
    except Conflict as full:
        return _page(product_id, Form(request.form, {"href": words.of(full.code, **full.facts)})), 409
    flash(_("已添加"), "good")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


@bp.post(f"{ROOM}/<int:link_id>/end")
@access("enterprise")
def end(credit_code: str, product_id: int, link_id: int) -> ResponseReturnValue:
    with transaction() as session:
        if queries.link(session, link_id).product_id != own(session, product_id).id:
            raise NotFound("not_found")
        actions.end(session, actor=g.actor, link_id=link_id, now=utc_now())
    flash(_("已停用"), "good")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


def _page(product_id: int, form: Form) -> str:
    with reading() as session:
        return product_desk.page(session, "links", product_id, form=form, rows=queries.links(session, product_id, ended=True), types=LINK_TYPES, languages=LINK_LANGUAGES)
