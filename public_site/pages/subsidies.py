"""Subsidies as everybody may read them: rounds that were published, each with its list and every step of every sum."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import reading
from public_site.pages.machine import address, json_page
from public_site.regulator import subsidies as desk
from public_site.regulator.export import FORMS, answer
from public_site.security import limiter, public_page
from public_site.words import honours as said
from registry.models import Bureau, SubsidyRound
from registry.queries import subsidies as queries
from registry.queries.subsidies import Granted
from registry.rules import honour

bp = Blueprint("subsidies", __name__)
ROOT = "/subsidies"


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    with reading() as session:
        return public_page(Response(render_template("subsidies/index.html", rows=queries.published(session))))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    with reading() as session:
        return json_page({"rounds": [_head(row, bureau) for row, bureau in queries.published(session)]})


@bp.get(f"{ROOT}/<public_id>")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        return public_page(Response(render_template("subsidies/page.html", **desk.facts(queries.public(session, public_id)), forms=FORMS)))


@bp.get(f"{ROOT}/<public_id>.json")
@access("public")
def round_twin(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        whole = queries.public(session, public_id)
        version = whole.version
        policy = {"title": version.title, "document": whole.policy.document, "version": version.sequence, "content_hash": version.content_hash, "table": whole.policy.to_json()}
        return json_page({**_head(whole.row, whole.bureau), "policy": policy, "entitlements": [_line(each) for each in whole.lines]})


@bp.get(f"{ROOT}/<public_id>.<any({', '.join(FORMS)}):form>")
@access("public")
@limiter.limit("10/minute")
def export(public_id: str, form: str) -> ResponseReturnValue:
    with reading() as session:
        return answer(form, f"subsidies-{public_id}", desk.head(), desk.cells(queries.public(session, public_id)))


def _head(row: SubsidyRound, bureau: Bureau) -> dict[str, object]:
    return {
        "id": row.public_id, "title": row.title, "bureau": bureau.name, "achieved_from": row.first_on, "achieved_to": row.last_on, "budget_yuan": row.budget, "total_yuan": row.total,
        "published_at": row.published_at, "url": address(f"{ROOT}/{row.public_id}.json"),
    }  # fmt: skip


def _line(each: Granted) -> dict[str, object]:
    row = each.honour
    annulled = {"at": each.annulled.at, "reason": each.annulled.reason} if each.annulled else None
    return {
        "enterprise": {"name": each.enterprise.name, "credit_code": each.enterprise.credit_code}, "kind": row.kind, "grade": row.grade, "subject": honour.public_subject(row.kind, row.subject),
        "place": row.place, "revised": row.revised, "achieved_on": row.achieved_on, "source": row.source, "source_url": row.source_url, "policy_row": each.row.policy_row, "amount_yuan": each.amount,
        "steps": [{**step, "words": said.step(step)} for step in each.row.steps], "annulled": annulled,
    }  # fmt: skip
