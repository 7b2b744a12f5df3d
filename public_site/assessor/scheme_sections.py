"""The form of a scheme, one section a page: typed and saved as it is, rows added and removed by buttons, problems beside the fields."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from public_site import params
from public_site.access import access
from public_site.assessor import boards, scheme_form, scheme_words
from public_site.assessor.schemes import ROOM, frame, own, vocabulary_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import assessor as said
from public_site.words.catalogue import DIRECTIONS, OPERATORS
from registry.actions import schemes as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.models import EvaluationScheme
from registry.queries import schemes as queries
from registry.rules import permission, unit
from registry.rules.scheme import Scheme
from registry.rules.scheme_check_indicators import GRADING

bp = Blueprint("assessor_scheme_sections", __name__)
SECTION = f"{ROOM}/<int:scheme_id>/<any(facts, requirements, basics, cores, innovations, method, levels):section>"


@bp.get(SECTION)
@access("assessor")
def show(scheme_id: int, section: str) -> ResponseReturnValue:
    with reading() as session:
        held = own(session, scheme_id)
        return _page(session, held, section, Scheme.from_json(held.draft))


@bp.post(SECTION)
@access("assessor")
def keep(scheme_id: int, section: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            held = own(session, scheme_id)
            board = boards.settle(session, request.form) if section == "facts" and held.latest_version_id is None else None
            content, place = scheme_form.changed_by(request.form.get("do", ""), _typed(session, held, section))
            actions.save(session, actor=g.actor, scheme_id=scheme_id, scheme=content, revision=params.revision(request.form), board=board, now=utc_now())
    except Invalid as refused:
        return _again(scheme_id, section, refused=refused), 422
    except Conflict as changed:
        return _again(scheme_id, section, changed=changed), 409
    return _onwards(scheme_id, section, place)


def _typed(session: Session, held: EvaluationScheme, section: str) -> Scheme:
    before = Scheme.from_json(held.draft)
    return scheme_form.read(section, request.form, before, vocabulary_of(session, before, typed=request.form))


def _onwards(scheme_id: int, section: str, place: str) -> ResponseReturnValue:
    sections = list(scheme_form.SECTIONS)
    if place:
        return redirect(f"{ROOM}/{scheme_id}/{section}#row-{place}")
    flash(_("已保存"), "good")
    if request.form.get("go") != "next":
        return redirect(f"{ROOM}/{scheme_id}/{section}")
    after = sections[sections.index(section) + 1 :]
    return redirect(f"{ROOM}/{scheme_id}/{after[0]}" if after else f"{ROOM}/{scheme_id}")


def _again(scheme_id: int, section: str, *, refused: Invalid | None = None, changed: Conflict | None = None) -> str:
    """The page with what was typed: something must be chosen, or somebody saved first."""
    with reading() as session:
        held = own(session, scheme_id)
        told = {name: scheme_words.problem(code) for name, code in refused.fields.items()} if refused else {}
        return _page(session, held, section, _typed(session, held, section), told=told, changed=changed, offers=boards.offered(refused) if refused else {}, board=request.form)


def _page(
    session: Session, held: EvaluationScheme, section: str, content: Scheme, *, told: dict[str, str] | None = None, changed: Conflict | None = None,
    offers: boards.Offers | None = None, board: MultiDict[str, str] | None = None,
) -> str:  # fmt: skip
    around = frame(session, held, content)
    typed = dict(board) if board is not None else {}
    fields = {**scheme_form.values(content, around["known"]), **boards.values(session, actions.board_of(held)), **{name: typed[name] for name in scheme_form.BOARD if name in typed}}
    errors = scheme_words.sentences(around["problems"], section, absent="check" in request.args) | (told or {})
    around |= {"may_edit": permission.allowed(g.actor, "scheme.edit", queries.scope(held)), "known": vocabulary_of(session, content, typed=request.form)}
    return render_template(
        "assessor/scheme_section.html", **around, section=section, form=Form(fields | {"revision": held.revision, "gates": content.gates}, errors), changed=changed, offers=offers or {},
        hints={code: [each.symbol for each in unit.of_quantity(concept.quantity)] for code, concept in around["known"].coded.items()}, fresh=_fresh(content, section), **_choices(),
    )  # fmt: skip


def _fresh(content: Scheme, section: str) -> Scheme:
    """What the page shows rows of: an empty section begins with blank rows, as many core indicators as are asked for."""
    if section == "cores" and not content.cores:
        return replace(content, cores=(scheme_form.BLANK["cores"],) * 3)
    return content


def _choices() -> dict[str, Any]:
    """What the boxes of the form offer."""
    return {
        "by_options": [(code, *each) for code, each in said.BY.items()], "method_options": [(code, *each) for code, each in said.METHODS.items()],
        "gate_options": [(code, each) for code, each in said.GATES.items() if code != scheme_form.ALWAYS], "operator_options": list(OPERATORS.items()),
        "grading": [(code, each) for code, each in OPERATORS.items() if code in GRADING], "directions": DIRECTIONS,
    }  # fmt: skip
