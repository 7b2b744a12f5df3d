"""The record of who did what, when and from where, for the auditors of a bureau. Reading it is recorded too."""

from collections.abc import Mapping

from flask import Blueprint, Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import reading, transaction
from public_site.regulator import export, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import audit as words
from registry.actions import readings
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import audit as queries
from registry.queries.audit import Entry, Wanted
from registry.rules import permission

bp = Blueprint("regulator_audit", __name__)
_LARGEST_ID = 18  # digits of the largest whole number that both databases hold


@bp.get("/regulator/audit")
@access("bureau")
def index() -> ResponseReturnValue:
    asked = Asked()
    wanted, before = _read(asked), _before()
    with transaction() as session:
        found = readings.open_audit(session, actor=g.actor, wanted=wanted, before=before, now=utc_now())
    actions = sorted(((name, str(said)) for name, said in words.ACTIONS.items()), key=lambda each: each[1])
    return render_template(
        "regulator/audit.html", found=found, before=before, further=found[-1].entry.id if len(found) == queries.PAGE else 0, form=asked.form(), actions=actions,
        who=who, what=what, origin=origin, facts=facts, exports=export.addresses(request.path), most=export.MOST,
    )  # fmt: skip


@bp.get("/regulator/audit.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    held, wanted, now = narrowing.offices("audit.read"), _read(Asked()), utc_now()
    with transaction() as session:
        readings.open_audit(session, actor=g.actor, wanted=wanted, now=now, export=True)
    names = [_("时间"), _("人员"), _("邮箱"), _("做了什么"), _("动作"), _("企业"), _("统一社会信用代码"), _("部门"), _("来自"), _("对象"), _("详情")]
    with reading() as session:
        return export.answer(form, f"audit-{legal_day(now)}", names, (_cells(each) for each in queries.exported(session, held, wanted, most=export.MOST + 1)))


def may_audit() -> bool:
    """Whether the desk's navigation leads here."""
    return permission.allowed(g.actor, "audit.read")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_audit"] = may_audit


def who(entry: Entry) -> str:
    """The person's name, or who acted without one."""
    if entry.person is not None:
        return entry.person
    return _("系统") if entry.entry.origin in words.ORIGINS else _("未登录的人")


def what(action: str) -> str:
    """The action in words; its name for one that has none."""
    return str(words.ACTIONS.get(action, action))


def origin(where: str) -> str:
    """An address, or which of our own programs."""
    return str(words.ORIGINS.get(where, where))


def facts(found: Mapping[str, object]) -> str:
    """What was noted beside the action."""
    return " · ".join(f"{name}: {value}" for name, value in found.items() if value not in (None, "", False))


def _read(asked: Asked) -> Wanted:
    return Wanted(person=asked.words("person"), action=asked.one("action", tuple(words.ACTIONS)), enterprise=asked.words("enterprise"), since=asked.day("since"), until=asked.day("until"))


def _before() -> int:
    sent = request.args.get("before", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= _LARGEST_ID else 0


def _cells(found: Entry) -> list[export.Cell]:
    row = found.entry
    return [
        row.at, who(found), found.address, what(row.action), row.action, found.enterprise, found.credit_code, found.bureau, origin(row.origin),
        f"{row.subject_kind} {row.subject_id or ''}".strip(), facts(row.facts),
    ]  # fmt: skip
