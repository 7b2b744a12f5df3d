"""The self-check's page, the page that makes a draft public, and the page that says what was done."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site import words
from public_site.access import access
from public_site.auth import settings
from public_site.console import draft_desk, draft_form
from public_site.console.home import desk_of
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.words import drafts as said
from public_site.words import self_check as check_words
from registry.actions import disclosures as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import DisclosureVersion
from registry.queries import disclosures, products
from registry.rules import indicator, line_value, self_check
from registry.rules.content import Content, Reference
from registry.rules.document import COMMITMENT
from registry.rules.floor_gap import Gap, gaps
from registry.rules.indicator import Value
from registry.rules.self_check import Remark
from registry.rules.standard_number import parse

bp = Blueprint("console_draft_check", __name__)


@dataclass(frozen=True)
class Noted:
    """A remark as the page shows it: its sentence, the rule behind it, and where it is mended."""

    remark: Remark
    sentence: str
    article: str
    address: str


@dataclass(frozen=True)
class Compared:
    """A corresponding standard and how the draft compares to it, computed or as the editor says."""

    place: int
    reference: Reference
    outcome: str
    gaps: list[Gap]
    asked: bool
    """Whether the editor must say, since nothing can be computed."""


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/check")
@access("enterprise")
def show(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return _check_page(draft_desk.look(session, draft_id))


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/check")
@access("enterprise")
def answer(credit_code: str, draft_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            content = draft_form.read("check", request.form, Content.from_json(draft_desk.own(session, draft_id, "draft.edit").content))
            draft_desk.save(session, draft_id, content, draft_desk.revision(request.form))
    except Conflict as refused:
        with reading() as session:
            found = draft_desk.typed_over(session, draft_id, lambda held: draft_form.read("check", request.form, held))
            return _check_page(found, refused), 409
    return redirect(url_for(".show", credit_code=credit_code, draft_id=draft_id))


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/disclosure")
@access("enterprise")
def confirm(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return _disclosure_page(draft_desk.look(session, draft_id), {})


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/disclosure")
@access("enterprise")
def disclose(credit_code: str, draft_id: int) -> ResponseReturnValue:
    commitment = COMMITMENT if request.form.get("commitment") == COMMITMENT else ""
    try:
        with transaction() as session:
            draft = draft_desk.own(session, draft_id, "draft.edit")
            if draft.disclosed_version_id is None:  # a second click finds what the first one made
                content = draft_form.read("disclosure", request.form, Content.from_json(draft.content))
                draft_desk.save(session, draft_id, content, draft_desk.revision(request.form))
            actions.disclose(
                session, actor=g.actor, draft_id=draft_id, commitment=commitment, now=utc_now(), random=secrets.randbits,
                text_required=settings().text_required, correction_days=settings().correction_days,
            )
    except (Invalid, Conflict, NotAllowed) as refused:
        if refused.code == "already_disclosed":
            return redirect(url_for(".done", credit_code=credit_code, draft_id=draft_id))
        with reading() as session:
            found = draft_desk.typed_over(session, draft_id, lambda held: draft_form.read("disclosure", request.form, held))
            return _disclosure_page(found, _refusals(refused), refused if isinstance(refused, Conflict) else None), 422 if isinstance(refused, Invalid) else 409
    return redirect(url_for(".done", credit_code=credit_code, draft_id=draft_id))


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/done")
@access("enterprise")
def done(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        draft = draft_desk.own(session, draft_id)
        if draft.disclosed_version_id is None:
            raise NotFound("not_found")
        version = disclosures.version(session, draft.disclosed_version_id)
        content, desk = Content.from_json(draft.content), desk_of(session, g.enterprise_id)
        return render_template(
            "console/drafts/done.html", desk=desk, enterprise=desk.enterprise, version=version, disclosure=version.disclosure, content=content,
            codes=_codes(session, version, content), said=said,
        )  # fmt: skip


def _codes(session: Session, version: DisclosureVersion, content: Content) -> list[tuple[str, str]]:
    chosen = [products.get(session, each) for each in content.products]
    return [(each.name, products.code_of(session, each.id)) for each in chosen if each.enterprise_id == version.disclosure.enterprise_id]


def _check_page(found: draft_desk.Opened, conflict: Conflict | None = None) -> str:
    noted = [_noted(found, remark) for remark in found.remarks if remark.word != "comparison_unanswered"]
    groups = [(name, group, [each for each in noted if each.remark.severity == name]) for name, group in check_words.GROUPS.items()]
    compared = _compared(found)
    return draft_desk.page(
        found, "check", errors={}, conflict=conflict, groups=groups, compared=compared, blocked=sum(remark.blocks for remark in found.remarks),
        concept_names={code: concept.name for code, concept in found.world.concepts.items()}, check_words=check_words, promise=lambda line: _shown(line_value.value(line)), shown=_shown,
    )  # fmt: skip


def _shown(value: Value | None) -> str:
    return indicator.display(value, language()) if value else "—"


def _noted(found: draft_desk.Opened, remark: Remark) -> Noted:
    part, field = draft_form.page_of(remark)
    article = str(check_words.ARTICLES[remark.article]) if remark.article else ""
    if part == "enterprise":
        return Noted(remark, draft_desk.sentence(remark), article, f"/console/{found.desk.enterprise.credit_code}/verification")
    return Noted(remark, draft_desk.sentence(remark), article, f"{draft_desk.base(found)}/{part}?check=1#f-{field}")


def _compared(found: draft_desk.Opened) -> list[Compared]:
    outcomes = self_check.comparisons(found.content, found.world)
    rows = []
    for place, outcome in outcomes.items():
        reference = found.content.references[place]
        cited = found.world.standards.get(parse(reference.number).compact)
        known = gaps(found.content.lines, cited.floors, found.world.concepts) if cited else []
        rows.append(Compared(place, reference, outcome, known, not outcome.startswith("computed_")))
    return rows


def _refusals(refused: Invalid | Conflict | NotAllowed) -> dict[str, str]:
    if not isinstance(refused, Invalid):
        return {}
    return {name: words.of(code) for name, code in refused.fields.items() if name in ("commitment", "platform_url", "platform_on")}


def _disclosure_page(found: draft_desk.Opened, errors: dict[str, str], conflict: Conflict | None = None) -> str:
    blocked = sum(remark.blocks and draft_form.page_of(remark)[0] != "disclosure" for remark in found.remarks)
    return draft_desk.page(
        found, "disclosure", errors=errors, conflict=conflict, blocked=blocked, commitment=COMMITMENT, sentences=said.COMMITMENTS[COMMITMENT],
        values={"commitment": request.form.get("commitment", "")},
    )
