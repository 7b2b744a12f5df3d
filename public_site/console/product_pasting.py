"""Many products at once: paste, look at what was understood, mend cells, register all or none."""

import re
import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import words
from public_site.access import access
from public_site.console import product_categories, product_rows
from public_site.console.home import desk_of, step_of
from public_site.console.product_rows import COLUMNS, MOST_ROWS, Checked, Row
from public_site.database import reading, transaction
from public_site.words.products import COLUMNS as COLUMN_WORDS
from registry.actions import products
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import disclosures
from registry.queries import products as queries
from registry.rules import permission
from registry.rules.permission import Scope

bp = Blueprint("console_product_pasting", __name__)
_CELL = re.compile(rf"rows\.(\d{{1,3}})\.({'|'.join(COLUMNS)}|leave)")


@bp.get("/console/<credit_code>/products/paste")
@access("enterprise")
def begin(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        _may_edit(session)
        return _page(session)


@bp.post("/console/<credit_code>/products/paste")
@access("enterprise")
def paste(credit_code: str) -> ResponseReturnValue:
    """`block` is read into rows; `rows.N.COLUMN` are rows that were looked at, registered when `do` says so."""
    rows = _typed() or product_rows.read_block(request.form.get("block", ""))
    with reading() as session:
        _may_edit(session)
        if not rows or len(rows) > MOST_ROWS:
            code = "too_many_rows" if rows else "rows_missing"
            return _page(session, refused=words.of(code, most=MOST_ROWS, rows=len(rows))), 422
        checked = _check(session, rows)
        if checked.wrong or request.form.get("do") != "register" or all(row.get("leave") for row in rows):
            return _page(session, rows, checked.wrong), 422 if checked.wrong else 200
    try:
        registered = _register(rows, checked)
    except _Refused as refused:
        with reading() as session:
            return _page(session, rows, refused.wrong), 422
    flash(_("已登记 %(count)s 个产品", count=registered), "good")
    return redirect(url_for("console_products.listed", credit_code=credit_code))


class _Refused(Exception):
    """What the registry refused, by row and column; nothing was registered."""

    def __init__(self, wrong: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__()
        self.wrong = wrong


def _register(rows: Sequence[Row], checked: Checked) -> int:
    """All rows that are not to be left out, in one transaction; how many."""
    wrong: dict[int, Mapping[str, str]] = {}
    chosen = _disclosure_id()
    kept = [place for place, row in enumerate(rows) if not row.get("leave")]
    with transaction() as session:
        for place in kept:
            try:
                form = checked.forms[place]
                product = products.register(session, actor=g.actor, enterprise_id=g.enterprise_id, form=form, now=utc_now(), randbits=secrets.randbits)
            except Invalid as refused:
                wrong[place] = product_rows.worded(refused.fields, checked.choices[place])
                continue
            if chosen:
                products.link(session, actor=g.actor, product_id=product.id, disclosure_id=chosen, now=utc_now())
        if wrong:
            raise _Refused(wrong)
    return len(kept)


def _check(session: Session, rows: Sequence[Row]) -> Checked:
    """What is wrong with the rows that are to be registered; who leaves all out is told that nothing is left."""
    kept = [{} if row.get("leave") else row for row in rows]
    checked = product_rows.check(session, kept, product_categories.read(session), g.enterprise_id)
    wrong = {place: cells for place, cells in checked.wrong.items() if not rows[place].get("leave")}
    return Checked(checked.forms, checked.choices, wrong)


def _typed() -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name, value in request.form.items():
        if cell := _CELL.fullmatch(name):
            found.setdefault(int(cell[1]), {})[cell[2]] = value
    return [found[place] for place in sorted(found)]


def _disclosure_id() -> int:
    typed = request.form.get("disclosure_id", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


def _may_edit(session: Session) -> None:
    permission.require(g.actor, "product.edit", Scope(g.enterprise_id, queries.enterprise_of(session, g.enterprise_id).division_code))


def _page(session: Session, rows: Sequence[Row] = (), wrong: Mapping[int, Mapping[str, str]] | None = None, refused: str = "") -> str:
    desk = desk_of(session, g.enterprise_id)
    return render_template(
        "console/products/paste.html", desk=desk, enterprise=desk.enterprise, step=step_of(desk), rows=rows, wrong=wrong or {}, refused=refused, columns=COLUMN_WORDS, most=MOST_ROWS,
        block=request.form.get("block", ""), categories=product_categories.read(session).all_words() if rows else [], chosen=_disclosure_id(),
        offered=[each for each, _version in disclosures.of_enterprise(session, g.enterprise_id)], left=sum(not row.get("leave") for row in rows),
    )  # fmt: skip
