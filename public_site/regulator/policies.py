"""Policies that pay for honours: begun empty, as a copy or from the shipped table, typed like a sheet with what is wrong beside it, published."""

import secrets
from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import count
from public_site.words import honours as said
from registry.actions import policies as actions
from registry.db import utc_now
from registry.errors import Invalid, NotAllowed
from registry.models import SubsidyPolicy
from registry.queries import bureaus
from registry.queries import policies as queries
from registry.rules import permission, policy
from registry.rules.honour import GRADES, PLACED
from registry.rules.policy import MOST_ROWS, Policy, Row
from registry.seed.policies import chengxiang

bp = Blueprint("regulator_policies", __name__)
ROOM = "/regulator/policies"
HEAD = ("title", "document", "source_url", "limit", "note")
CELLS = ("first_place", "last_place", "written", "amount", "shares", "limit", "note", "doubt", "settled")
SPARE = 3


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        rows = queries.mine(session, g.actor)
        return render_template("regulator/policies.html", rows=rows, titles={held.id: Policy.from_json(held.draft).title for held, *_rest in rows}, may_edit=_registrar())


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def begin() -> ResponseReturnValue:
    if request.method == "GET":
        return _new(Form({"from": "chengxiang"}))
    try:
        with transaction() as session:
            wanted = _beginning(session, request.form.get("from", ""), request.form.get("title", ""))
            held = actions.begin(session, actor=g.actor, bureau_id=_bureau_id(), wanted=wanted, random=secrets.randbits, now=utc_now())
            session.flush()
            policy_id = held.id
    except Invalid as refused:
        return _new(Form.refused(request.form, refused)), 422
    return redirect(f"{ROOM}/{policy_id}")


@bp.get(f"{ROOM}/<int:policy_id>")
@access("bureau")
def show(policy_id: int) -> ResponseReturnValue:
    with reading() as session:
        held = _seen(session, policy_id)
        return _page(session, held)


@bp.post(f"{ROOM}/<int:policy_id>")
@access("bureau")
def save(policy_id: int) -> ResponseReturnValue:
    with transaction() as session:
        _seen(session, policy_id)
        actions.save(session, actor=g.actor, policy_id=policy_id, wanted=typed(request.form), revision=params.revision(request.form), now=utc_now())
    flash(_("已保存"), "good")
    return redirect(f"{ROOM}/{policy_id}")


@bp.route(f"{ROOM}/<int:policy_id>/publication", methods=["GET", "POST"])
@access("bureau")
def publish(policy_id: int) -> ResponseReturnValue:
    """One page that says what will happen; what is wrong is told on the sheet."""
    if request.method == "GET":
        with reading() as session:
            held = _seen(session, policy_id)
            content = Policy.from_json(held.draft)
            return render_template("regulator/policy_publication.html", held=held, content=content, lines=lines(content), wrong=policy.check(content), newest=queries.latest(session, held.id), may_publish=permission.allowed(g.actor, "policy.publish", queries.scope(held)))
    try:
        with transaction() as session:
            _seen(session, policy_id)
            sequence = actions.publish(session, actor=g.actor, policy_id=policy_id, revision=params.revision(request.form), now=utc_now()).sequence
    except Invalid:
        return redirect(f"{ROOM}/{policy_id}")
    flash(_("已发布第 %(sequence)s 版", sequence=sequence), "good")
    return redirect(f"{ROOM}/{policy_id}/versions/{sequence}")


@bp.get(f"{ROOM}/<int:policy_id>/versions/<int:sequence>")
@access("bureau")
def version(policy_id: int, sequence: int) -> ResponseReturnValue:
    with reading() as session:
        held = _seen(session, policy_id)
        found = queries.version(session, policy_id, sequence)
        content = queries.read(found)
        return render_template("regulator/policy_version.html", held=held, version=found, content=content, lines=lines(content), versions=queries.versions(session, policy_id))


def typed(form: Mapping[str, str]) -> Policy:
    """The sheet as it was typed."""
    rows = []
    for place in range(MOST_ROWS + SPARE):
        at = f"rows.{place}."
        if not any(f"{at}{name}" in form for name in ("what", *CELLS)):
            continue
        kind, _slash, grade = form.get(f"{at}what", "").partition("/")
        rows.append(Row(form.get(f"{at}code", ""), kind, grade, **{name: form.get(f"{at}{name}", "").strip() for name in CELLS}))
    told = {name: form.get(name, "").strip() for name in HEAD}
    return Policy(**told, rows=tuple(rows))


def shown(content: Policy) -> dict[str, str]:
    """The sheet's fields with their values."""
    values = {name: str(getattr(content, name)) for name in HEAD}
    for place, row in enumerate(content.rows):
        values |= {f"rows.{place}.{name}": str(getattr(row, name)) for name in ("code", *CELLS)} | {f"rows.{place}.what": f"{row.kind}/{row.grade}" if row.kind else ""}
    return values


def lines(content: Policy) -> list[tuple[Row, str, str]]:
    """Rows with what each pays for in words and how much; of a row whose kind nobody knows, no words."""
    found = []
    for row in content.rows:
        span = policy.places(row) if row.kind in PLACED else None
        paid_for = said.row(row.kind, row.grade, row.written, *(span or (0, 0))) if row.kind in GRADES and row.grade in (*GRADES[row.kind], "") else ""
        amount = policy.yuan(row.amount)
        found.append((row, paid_for, row.amount if amount is None else count(amount)))
    return found


def _page(session: Session, held: SubsidyPolicy) -> str:
    content = Policy.from_json(held.draft)
    wrong = {_field(path): words.of(code) for path, code in policy.check(content).items()}
    newest = queries.latest(session, held.id)
    return render_template(
        "regulator/policy.html", held=held, content=content, form=Form(shown(content), wrong), places=range(len(content.rows) + SPARE), whats=_whats(), written=said.WRITTEN.items(), newest=newest,
        versions=queries.versions(session, held.id), changed=newest is None or queries.read(newest) != content, saver=queries.saver(session, held.id),
        may_edit=permission.allowed(g.actor, "policy.edit", queries.scope(held)), may_publish=permission.allowed(g.actor, "policy.publish", queries.scope(held)), lines=lines(content),
    )  # fmt: skip


def _field(path: str) -> str:
    """The field of the sheet for a path of the policy: kind and grade are one cell."""
    head, _dot, name = path.rpartition(".")
    return f"{head}.what" if name in ("kind", "grade") and head else path


def _whats() -> list[tuple[str, str]]:
    return [(f"{kind}/{grade}", said.row(kind, grade)) for kind, grades in GRADES.items() for grade in (grades or ("",))]


def _seen(session: Session, policy_id: int) -> SubsidyPolicy:
    """The policy, for the very office's people; NotFound for everybody else."""
    held = queries.get(session, policy_id)
    permission.require(g.actor, "subsidy.see", queries.scope(held))
    return held


def _beginning(session: Session, start: str, title: str) -> Policy:
    if start == "chengxiang":
        return chengxiang()
    if start.isdecimal():
        return Policy.from_json(_seen(session, int(start)).draft)
    return Policy(title=title)


def _registrar() -> bool:
    return any("registrar" in office.roles for office in g.actor.offices)


def _bureau_id() -> int:
    """The office in which the person keeps policies; the first of several."""
    held = [office.bureau_id for office in g.actor.offices if "registrar" in office.roles]
    if not held:
        raise NotAllowed("not_allowed")
    wanted = request.form.get("bureau", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) in held else held[0]


def _new(form: Form) -> str:
    with reading() as session:
        copies = [(str(held.id), Policy.from_json(held.draft).title) for held, *_rest in queries.mine(session, g.actor)]
        offices = [(str(each.id), each.name) for each in bureaus.by_ids(session, [office.bureau_id for office in g.actor.offices if "registrar" in office.roles])]
        return render_template("regulator/policy_new.html", form=form, starts=[("chengxiang", chengxiang().title), ("", _("空白")), *copies], offices=offices)
