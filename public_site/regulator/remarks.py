"""What the self-check would remark upon today among the standards in force in my territory.

Remarks are computed when they are looked at, so each page examines the next fifty disclosures, the newest first, and says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.regulator import export, narrowing
from public_site.regulator.disclosures import cells, choices, head, read
from public_site.regulator.narrowing import Asked
from public_site.words import regulator as words
from public_site.words.self_check import ARTICLES, GROUPS
from registry.actions import readings
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import desk_disclosures as queries
from registry.queries import desk_remarks
from registry.queries.desk_disclosures import ListedVersion, Wanted
from registry.rules.self_check import Remark

bp = Blueprint("regulator_remarks", __name__)
EXPORTED = 200
"""Disclosures that an export examines; each takes more than a dozen statements."""


@dataclass(frozen=True, slots=True)
class Remarked:
    """A disclosure with the remarks on it that were asked for."""

    row: ListedVersion
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which remarks: of what severity ("open": those that would stand against disclosing), and under which item of the inspector's list."""

    severity: str
    code: str

    def holds(self, remark: Remark) -> bool:
        """Whether it is one of them."""
        if self.code not in ("", remark.code):
            return False
        return self.severity == "all" or (remark.blocks if self.severity == "open" else remark.severity == self.severity)


@bp.get("/regulator/remarks")
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, page, today = narrowing.offices(), Asked(), narrowing.page(queries.LAST_PAGE), legal_day(utc_now())
    with reading() as session:
        places = queries.divisions(session, held)
        wanted, sought = _wanted(asked, places), _sought(asked)
        examined = queries.listed(session, held, wanted, today, page=page)
        return render_template(
            "regulator/remarks.html", shown=_remarked(session, examined.rows, sought), examined=examined, page=page, first=(page - 1) * queries.PAGE + 1, form=asked.form(), groups=GROUPS,
            choices=choices(session, held, wanted, places) | {"severity": list(words.REMARKED.items()), "code": list(words.CODES.items())}, exports=export.addresses(request.path), most=EXPORTED,
        )  # fmt: skip


@bp.get("/regulator/remarks.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    """Of the newest disclosures only; where there are more, the last row says so."""
    held, asked, now = narrowing.offices(), Asked(), utc_now()
    with transaction() as session:
        readings.take_out(session, actor=g.actor, what="remarks", form=form, now=now)
    with reading() as session:
        rows = queries.newest(session, held, _wanted(asked, queries.divisions(session, held)), legal_day(now), most=EXPORTED + 1)
        found = _remarked(session, rows[:EXPORTED], _sought(asked))
    lines: list[Sequence[export.Cell]] = [[*cells(each.row), *_said(remark)] for each in found for remark in each.remarks]
    if len(rows) > EXPORTED:
        lines.append([_("只查看了最新 %(most)s 项公开，更早的请用筛选后分次导出", most=EXPORTED)])
    return export.answer(form, f"remarks-{legal_day(now)}", [*head(), _("检查项"), _("程度"), _("提示"), _("依据"), _("企业的回答")], lines)


def _wanted(asked: Asked, places: list[str]) -> Wanted:
    return read(asked, places, newest=True, status_word="current")


def _sought(asked: Asked) -> Sought:
    return Sought(asked.one("severity", tuple(words.REMARKED)) or "open", asked.one("code", tuple(words.CODES)))


def _remarked(session: Session, rows: Sequence[ListedVersion], sought: Sought) -> list[Remarked]:
    today, text_required = legal_day(utc_now()), current_app.extensions["settings"].text_required
    said = ((row, desk_remarks.today(session, row.version_id, today, text_required=text_required)) for row in rows)
    found = (Remarked(row, tuple(filter(sought.holds, remarks))) for row, remarks in said)
    return [each for each in found if each.remarks]


def _said(remark: Remark) -> Sequence[export.Cell]:
    article = ARTICLES.get(remark.article, "")
    return [f"{remark.code} {words.CODES.get(remark.code, '')}", GROUPS[remark.severity].name, all_words.of(remark.word, **remark.facts), article, remark.answer]
