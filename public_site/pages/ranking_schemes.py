"""An evaluation scheme as everybody reads it: what it asks for, by which method, by whom, and every version there ever was."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.pages.machine import address, json_page
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.queries import public_ranking_lists as lists
from registry.rules import line_value
from registry.rules.indicator import display
from registry.rules.scheme import Basic, Case, Core, Scheme, Step
from registry.rules.thresholds import threshold

bp = Blueprint("public_schemes", __name__, url_prefix="/schemes")


@bp.get("/<public_id>")
@bp.get("/<public_id>/versions/<int:sequence>")
@access("public")
def page(public_id: str, sequence: int | None = None) -> ResponseReturnValue:
    if public_id != public_id.upper():
        return redirect(f"{bp.url_prefix}/{public_id.upper()}", 301)
    with looking() as look:
        found = lists.scheme(look, public_id, sequence)
    scheme = Scheme.from_json(found.document)
    body = rendered(
        "rankings/scheme.html", found=found, row=found.row, shown=found.shown, scheme=scheme, title=titled(found.shown.title, found.content), words=words, english=language() == "en",
        tables=[(name, [_core(each, found.concepts) for each in rows]) for name, rows in (("cores", scheme.cores), ("innovations", scheme.innovations)) if rows],
        basics=[(_called(each.concept, found.concepts), _condition(each.concept, each.condition, found.concepts), _asked(each), each.source) for each in scheme.basics],
        category=(language() == "en" and found.row.category_name_en) or found.row.category_name,
    )  # fmt: skip
    return public_page(Response(body))


@bp.get("/<public_id>.json")
@access("public")
def twin(public_id: str) -> ResponseReturnValue:
    with looking() as look:
        return json_page(_facts(lists.scheme(look, public_id)))


@bp.get("/<public_id>/versions/<int:sequence>.json")
@access("public")
def canonical(public_id: str, sequence: int) -> ResponseReturnValue:
    """Exactly the bytes whose SHA-256 is the version's hash, so that `sha256sum` checks it."""
    with looking() as look:
        found = lists.scheme(look, public_id, sequence)
    answer = Response(found.content.encode(), mimetype="application/json")
    answer.headers["X-Content-SHA256"] = found.shown.content_hash
    return public_page(answer, seconds=3600)


def titled(title: str, content: str) -> str:
    """The scheme's title in the language that is spoken."""
    return (language() == "en" and str(json.loads(content).get("title_en") or "")) or title


def _core(core: Core, concepts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "concept": _called(core.concept, concepts), "operator": words.OPERATORS.get(core.operator, core.operator), "weight": core.weight, "floor": core.floor,
        "cases": [(_condition(core.concept, case.condition, concepts), _steps(core, case)) for case in core.cases],
    }  # fmt: skip


def _steps(core: Core, case: Case) -> list[str]:
    return [_step(core, each) for each in case.steps]


def _step(core: Core, step: Step) -> str:
    found = threshold(core, step)
    return display(found, language()) if found else ""


def _asked(basic: Basic) -> str:
    found = line_value.value(basic)
    return display(found, language()) if found else ""


def _called(code: str, concepts: Mapping[str, Any]) -> str:
    known = concepts.get(code)
    return str((language() == "en" and known.name_en) or known.name) if known else code


def _condition(code: str, named: str, concepts: Mapping[str, Any]) -> str:
    known = concepts.get(code)
    return str(known.conditions.get(named, named)) if known else named


def _facts(found: lists.Scheme) -> dict[str, object]:
    row, here = found.row, f"{bp.url_prefix}/{found.row.public_id}"
    return {
        "public_id": row.public_id, "category": row.category, "year": row.year, "division_code": row.division_code,
        "issuer": {"name": row.issuer, "kind": "bureau" if row.bureau_id else "assessment_body", "website": row.website, "document": row.document, "ended_at": row.ended_at},
        "version": found.shown.sequence, "document": found.document,
        "versions": [
            {"sequence": each.sequence, "reason": each.change_reason, "valid_from": each.valid_from, "valid_until": each.valid_until, "published_at": each.published_at, "sha256": each.content_hash, "url": address(f"{here}/versions/{each.sequence}.json")}
            for each in found.versions
        ],
        "rankings": [{"public_id": each.public_id, "as_of": each.as_of, "published_at": each.published_at, "url": address(f"/rankings/{each.public_id}.json")} for each in found.rankings],
    }  # fmt: skip
