"""Orders to rectify of my office: the list by due day, and a new one from a finding, a case or screening."""

import secrets
from collections.abc import Mapping

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import rectifications as words
from registry.actions import rectifications as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Disclosure, Enterprise, Finding
from registry.queries import disclosures, enterprises, reports
from registry.queries import rectification_grounds as grounds
from registry.queries import rectification_list as queries
from registry.queries.rectification_list import OVER, Wanted
from registry.rules import permission
from registry.rules.permission import Actor
from registry.rules.rectification import BASES, LONGEST, MOST_DAYS, PHASES

bp = Blueprint("regulator_rectifications", __name__)
ROOM = "/regulator/rectifications"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    asked, today = Asked(), legal_day(utc_now())
    wanted = Wanted(asked.one("phase", (*PHASES, OVER)), asked.words("q"), asked.flag("late"), asked.flag("provisional"), asked.flag("drafted"))
    with reading() as session:
        found, whole = queries.listed(session, g.actor, wanted, today)
        pages = -(-len(found) // queries.PAGE)
        page = min(narrowing.page(pages or 1), pages or 1)
        return render_template(
            "regulator/rectifications.html", found=found[(page - 1) * queries.PAGE : page * queries.PAGE], count=len(found), whole=whole, most=queries.MOST, page=page, pages=pages, words=words,
            form=asked.form(), phases=[(each, words.PHASES[each]) for each in PHASES if each not in ("closed", "cancelled", "ended_by_province")] + [(OVER, _("已结束的"))],
        )  # fmt: skip


@bp.get(f"{ROOM}/new")
@access("bureau")
def begin() -> ResponseReturnValue:
    """?finding=PUBLIC_ID, or ?disclosure=PUBLIC_ID and, for a case, &case=NUMBER."""
    if not request.args.get("finding") and not request.args.get("disclosure"):
        return render_template("regulator/rectification_subject.html", form=Form(request.args))
    days = str(current_app.extensions["settings"].rectification_days)
    with reading() as session:
        about = _about(session, request.args)
        return _form(session, about, Form({"days": days, "items": list(about.unmet)} | {f"statement.{item}": note for item, note in about.unmet.items()}))


@bp.post(f"{ROOM}/new")
@access("bureau")
def order() -> ResponseReturnValue:
    """Three ways on one address: preview, edit again, order."""
    go, sent = request.form.get("go"), request.form
    try:
        with transaction() as session:
            about = _about(session, sent)
            if go == "edit":
                return _form(session, about, Form(sent))
            items, days = _typed(sent)
            if go != "record":
                return render_template("regulator/rectification_order_preview.html", about=about, items=items, days=days, typed=sent, words=words, bases=BASES)
            row = actions.order(
                session, actor=g.actor, disclosure_id=about.disclosure.id, items=items, days=days, ground=about.ground, finding_id=about.finding_id, now=utc_now(), random=secrets.randbits,
            )  # fmt: skip
            address = f"{ROOM}/{row.id}"
    except Invalid as refused:
        return _again(Form.refused(sent, refused)), 422
    except Conflict as conflict:
        return _again(Form(sent), all_words.of(conflict.code, **conflict.facts)), 409
    flash(_("已作出责令改正，企业会收到通知。请打印通知书并送达"), "good")
    return redirect(address)


class About:
    """What a new order is about, and what it follows from."""

    def __init__(self, session: Session, disclosure: Disclosure, enterprise: Enterprise, ground: str, finding: Finding | None = None) -> None:
        self.disclosure, self.enterprise, self.ground = disclosure, enterprise, ground
        self.title = disclosures.latest_version(session, disclosure).title
        self.finding_id, self.finding_public_id = (finding.id, finding.public_id) if finding else (None, "")
        self.unmet = grounds.unmet(finding) if finding else {}
        self.case = ground.removeprefix(grounds.CASE) if ground.startswith(grounds.CASE) else ""


def _about(session: Session, asked: Mapping[str, object]) -> About:
    """Raises NotFound for what the reader may not know."""
    finding, case = _short(asked, "finding"), _short(asked, "case")
    if finding:
        held, inspection = grounds.finding_by_public_id(session, finding)
        disclosure, ground = disclosures.get(session, inspection.disclosure_id), "finding"
    else:
        disclosure, ground, held = disclosures.by_public_id(session, _short(asked, "disclosure")), f"{grounds.CASE}{case}" if case else "screening", None
    enterprise = enterprises.get(session, disclosure.enterprise_id)
    bureau_id = grounds.office(session, g.actor, disclosure, enterprise, ground, held.id if held else None)
    permission.require(g.actor, "rectification.order", permission.Scope(enterprise.id, bureau_id=bureau_id))
    return About(session, disclosure, enterprise, ground, held)


def _short(asked: Mapping[str, object], name: str) -> str:
    return str(asked.get(name, "")).strip()[:64]


def _typed(sent: Mapping[str, str]) -> tuple[list[dict[str, str]], int]:
    """Items and days as typed. Raises Invalid with every wrong field."""
    with params.reading(sent) as typed:
        chosen = typed.choices("items", tuple(BASES))
        if not chosen:
            typed.refuse("items", "rectification_items_missing")
        items = [{"item": each, "statement": typed.text(f"statement.{each}", longest=LONGEST)} for each in chosen]
        days = typed.integer("days", least=1, most=MOST_DAYS)
    return items, days


def _again(form: Form, hindrance: str = "") -> str:
    with reading() as session:
        return _form(session, _about(session, form.values), form, hindrance)


def _form(session: Session, about: About, form: Form, hindrance: str = "") -> str:
    case = reports.by_number(session, about.case) if about.case else None
    return render_template("regulator/rectification_order.html", about=about, form=form, hindrance=hindrance, words=words, bases=BASES, case=case, longest=LONGEST)


def may_order() -> bool:
    """Whether the desk's pages lead to a new order."""
    return any(permission.offices(g.actor, "rectification.order", permission.Scope(bureau_id=office.bureau_id)) for office in g.actor.offices)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_order"] = may_order


def _waiting(session: Session, actor: Actor) -> home.Waiting:
    found, _whole = queries.listed(session, actor, Wanted(), legal_day(utc_now()))
    late = sum(each.state.late for each in found)
    drafted = sum(each.state.drafted for each in found)
    parts = [(_("已逾期 %(count)s 件", count=late), f"{ROOM}?late=yes"), (_("公示待审批 %(count)s 件", count=drafted), f"{ROOM}?drafted=yes")]
    return home.Waiting(_("责令改正"), ROOM, len(found), min((each.row.ordered_at for each in found), default=None), tuple(parts) if found else ())


home.COUNTED.append(_waiting)
