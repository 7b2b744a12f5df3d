"""Credit-risk classes on the registrar's desk: recorded, taken in as a list, looked up one enterprise at a time with a trace; listed nowhere."""

import csv
import io

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site import words as all_words
from public_site.access import access
from public_site.database import transaction
from public_site.params import Form
from registry.actions import credit_classes as actions
from registry.actions.credit_classes import Line
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.rules import permission
from registry.rules.credit_class import CLASSES, COLUMNS

bp = Blueprint("regulator_credit_classes", __name__)
ROOM = "/regulator/credit-classes"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    return _page(Form())


@bp.post(ROOM)
@access("bureau")
def record() -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            as_of = typed.day("as_of", required=False)
        with transaction() as session:
            sent = request.form
            actions.record(session, actor=g.actor, credit_code=sent.get("credit_code", ""), klass=sent.get("klass", ""), as_of=as_of, source=sent.get("source", ""), now=utc_now())
    except Invalid as refused:
        return _page(Form.refused(request.form, refused), 422)
    flash(_("已登记"), "good")
    return redirect(ROOM)


@bp.post(f"{ROOM}/list")
@access("bureau")
def take_in() -> ResponseReturnValue:
    try:
        with params.reading(request.form, request.files) as typed:
            sent = typed.file("file")
        lines = _lines(sent.stream.read() if sent else b"")
        with transaction() as session:
            taken = actions.take_in(session, actor=g.actor, lines=lines, source=request.form.get("list_source", ""), now=utc_now())
    except Invalid as refused:
        named = {"list_source" if name == "source" else name: code for name, code in refused.fields.items()}
        return _page(Form.refused(request.form, Invalid(named, **refused.facts)), 422)
    return _page(Form(), taken=taken)


@bp.post(f"{ROOM}/reading")
@access("bureau")
def read() -> ResponseReturnValue:
    """Asked for by a button: each reading is an act on record."""
    try:
        with transaction() as session:
            enterprise, rows = actions.read(session, actor=g.actor, credit_code=request.form.get("asked", ""), now=utc_now())
            found = enterprise.name, enterprise.credit_code, [(each.klass, each.as_of, each.source) for each in rows]
    except NotFound:
        return _page(Form(request.form, {"asked": all_words.of("enterprise_not_here")}), 422)
    return _page(Form(request.form), found=found)


def may_read_classes() -> bool:
    """Whether the desk's navigation leads here."""
    return permission.allowed(g.actor, "credit_class.read")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_read_classes"] = may_read_classes


def _lines(content: bytes) -> list[Line]:
    """Rows of a CSV with the columns COLUMNS, in UTF-8 or GB 18030 as spreadsheets write it. Raises Invalid: file."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Invalid({"file": "file_not_a_csv"})
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            raise Invalid({"file": "columns_missing"}, columns=", ".join(sorted(missing)))
        return [(reader.line_num, {name: str(row.get(name) or "") for name in COLUMNS}) for row in reader]
    except csv.Error:
        raise Invalid({"file": "file_not_a_csv"}) from None


def _page(form: Form, status: int = 200, *, taken: actions.Taken | None = None, found: object = None) -> Response:
    permission.require(g.actor, "credit_class.read")
    body = render_template(
        "regulator/credit_classes.html", form=form, taken=taken, found=found, classes=[(each, each) for each in CLASSES], may_keep=permission.allowed(g.actor, "credit_class.keep"),
        words=all_words, columns=", ".join(COLUMNS), room=ROOM,
    )  # fmt: skip
    answer = Response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
