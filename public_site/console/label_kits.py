"""Printed codes at the enterprise's desk: ordering a kit, how far it is, and the file."""

from flask import Blueprint, Response, current_app, flash, g, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from public_site import params, private_files, words
from public_site.access import access
from public_site.console import kit_advice, kit_form
from public_site.console.home import desk_of, step_of
from public_site.console.kit_advice import Advice
from public_site.console.kit_rows import row
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import label_kits as said
from qr import plate, sheets
from registry.actions import label_kits as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.queries import enterprises
from registry.queries import label_kits as queries
from registry.queries.label_kits import Listed
from registry.rules import label_kit, permission
from registry.rules.label_kit import KitOrder
from registry.rules.permission import Scope

bp = Blueprint("console_label_kits", __name__)
PER_PAGE = 50
MOST_LOTS = 200
@bp.get("/console/<credit_code>/kits")
@access("enterprise")
def listed(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    page = params.page_number(request.args)
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        found, total = queries.of_enterprise(session, g.enterprise_id, limit=PER_PAGE, offset=PER_PAGE * (page - 1))
        return render_template(
            "console/kits/list.html", desk=desk, enterprise=desk.enterprise, step=step_of(desk), rows=[row(each, utc_now()) for each in found], total=total, page=page,
            pages=max(1, -(-total // PER_PAGE)), said=said,
        )  # fmt: skip


@bp.get("/console/<credit_code>/kits/new")
@access("enterprise")
def new(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    asked = request.args.get("kind", "")
    values = kit_form.blank(asked if asked in label_kit.KINDS else "sheets", request.args.get("product", "")[:18])
    with reading() as session:
        _may_order(session)
        read = kit_form.read(session, g.enterprise_id, MultiDict(values))
        return _page(session, Form(values), read.order, _advised(session, read.order).sentences)


@bp.post("/console/<credit_code>/kits/new")
@access("enterprise")
def order(credit_code: str) -> ResponseReturnValue:
    with reading() as session:
        _may_order(session)
        read = kit_form.read(session, g.enterprise_id, request.form)
        found = _advised(session, read.order)
        if request.form.get("then") == "advice":
            return _page(session, Form(request.form), read.order, found.sentences or _sentences(read.order, found, read.wrong))
    try:
        with transaction() as session:
            kit = actions.order(session, actor=g.actor, enterprise_id=g.enterprise_id, wanted=read.order, unfit=_joined(read.wrong, found.unfit), now=utc_now())
    except Invalid as refused:
        with reading() as session:
            return _page(session, Form.refused(request.form, refused), read.order, found.sentences), 422
    except Conflict as waiting:
        flash(words.of(waiting.code, **waiting.facts), "warn")
        with reading() as session:
            return _page(session, Form(request.form), read.order, found.sentences), 409
    flash(_("已订印码，可以离开本页；做好后会通知您"), "good")
    return redirect(url_for(".show", credit_code=credit_code, kit_id=kit.id))


@bp.get("/console/<credit_code>/kits/advice")
@access("enterprise")
def advice(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    """For the form's script: what it would say below the sizes."""
    with reading() as session:
        _may_order(session)
        read = kit_form.read(session, g.enterprise_id, request.args)
        found = _advised(session, read.order)
    return jsonify(advice=found.sentences or _sentences(read.order, found, read.wrong))


@bp.get("/console/<credit_code>/kits/<int:kit_id>")
@access("enterprise")
def show(credit_code: str, kit_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        shown = row(_own(session, kit_id), utc_now())
        return render_template("console/kits/show.html", desk=desk, enterprise=desk.enterprise, row=shown, sheet=_sheet_words(shown.order.sheet), said=said)


@bp.route("/console/<credit_code>/kits/<int:kit_id>/cancel", methods=["GET", "POST"])
@access("enterprise")
def cancel(credit_code: str, kit_id: int) -> ResponseReturnValue:
    """One sentence that says what will happen, then it happens."""
    if request.method == "GET":
        with reading() as session:
            _may_order(session)
            desk = desk_of(session, g.enterprise_id)
            return render_template("console/kits/cancel.html", desk=desk, enterprise=desk.enterprise, row=row(_own(session, kit_id), utc_now()), said=said)
    with transaction() as session:
        _own(session, kit_id)
        actions.cancel(session, actor=g.actor, kit_id=kit_id, now=utc_now())
    private_files.files().pieces(f"kit-{kit_id}").forget()
    flash(_("已取消"), "good")
    return redirect(url_for(".show", credit_code=credit_code, kit_id=kit_id))


@bp.get("/console/<credit_code>/kits/<int:kit_id>/file")
@access("enterprise")
def file(credit_code: str, kit_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        stored = _own(session, kit_id).file
        if stored is None:
            raise NotFound("not_found")
        opened = private_files.files().open(stored.sha256)
        return private_files.sealed(send_file(opened, mimetype=stored.media_type, as_attachment=True, download_name=stored.name))


def _may_order(session: Session) -> None:
    permission.require(g.actor, "kit.order", Scope(g.enterprise_id, enterprises.get(session, g.enterprise_id).division_code))


def _own(session: Session, kit_id: int) -> Listed:
    """The kit under this enterprise's address; NotFound for another's."""
    found = queries.listed(session, kit_id)
    if found.kit.enterprise_id != g.enterprise_id:
        raise NotFound("not_found")
    return found


def _advised(session: Session, wanted: KitOrder) -> Advice:
    firm = enterprises.get(session, g.enterprise_id)
    return kit_advice.of(session, firm, wanted, public_url=current_app.extensions["settings"].public_url, now=utc_now())


def _sentences(wanted: KitOrder, found: Advice, wrong: Invalid) -> list[str]:
    """What is wrong, in words, where no advice can be given."""
    joined = _joined(wrong, found.unfit)
    facts = {**label_kit.FACTS, **joined.facts}
    return list(dict.fromkeys(words.of(code, **facts) for code in {**label_kit.problems(wanted), **joined.fields}.values()))


def _joined(*several: Invalid) -> Invalid:
    whole = Invalid()
    for each in several:
        whole = Invalid({**each.fields, **whole.fields}, **{**each.facts, **whole.facts})
    return whole


def _page(session: Session, form: Form, wanted: KitOrder, advice: list[str]) -> str:
    desk = desk_of(session, g.enterprise_id)
    services = wanted.kind == "plate"
    products = queries.products_for(session, g.enterprise_id, services=services, limit=kit_form.MOST_SHOWN + 1)
    lots = [(str(lot.id), _("%(product)s，批号 %(lot)s", product=product.name, lot=lot.lot)) for lot, product in queries.lots_for(session, g.enterprise_id, limit=MOST_LOTS)]
    serials = [(f"p{each.id}", _("%(product)s，全部序列号", product=each.name)) for each in queries.with_serials(session, g.enterprise_id, limit=MOST_LOTS)]
    return render_template(
        "console/kits/form.html", desk=desk, enterprise=desk.enterprise, step=step_of(desk), form=form, kind=wanted.kind if wanted.kind in label_kit.KINDS else "sheets",
        products=[(str(each.id), each.name, code) for each, code in products], more=len(products) > kit_form.MOST_SHOWN, lots=lots + serials, advice=advice, said=said, own=label_kit.OWN, options=kit_form.options(wanted.kind),
        sheet_names=[(name, _sheet_words(name)) for name in sheets.COMMON], plate_names=[(name, name.upper()) for name in plate.SIZES],
    )  # fmt: skip


def _sheet_words(name: str) -> str:
    sheet = sheets.COMMON.get(name)
    if sheet is None:  # a plate's, such as A5
        return name.upper()
    words_of_it: str = _("A4，%(columns)s 列 %(rows)s 行，每枚 %(width)s × %(height)s 毫米", columns=sheet.columns, rows=sheet.rows, width=f"{sheet.width:g}", height=f"{sheet.height:g}")
    return words_of_it
