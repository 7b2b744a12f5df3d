"""Drafts: the list, a new one, and its plain pages. Every page saves what was typed, complete or not."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from public_site import params, words
from public_site.access import access
from public_site.auth import settings
from public_site.console import draft_choices, draft_desk, draft_files, draft_form
from public_site.console.home import desk_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import drafts as said
from registry.actions import drafts as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Draft
from registry.queries import catalogue, disclosures, products
from registry.queries import drafts as queries
from registry.rules.content import BASES, SUBJECTS, Content
from registry.rules.standard_number import parse

bp = Blueprint("console_drafts", __name__)
PAGES = "any(standard, references, text, products)"
SPARE_REFERENCES = 3
MOST_PRODUCTS = 200


@bp.get("/console/<credit_code>/drafts")
@access("enterprise")
def listed(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    page = params.page_number(request.args)
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        found = queries.of_enterprise(session, g.enterprise_id, limit=51, offset=50 * (page - 1))
        rows = [(draft, Content.from_json(draft.content), queries.saver(session, draft)) for draft in found[:50]]
        return render_template("console/drafts/list.html", desk=desk, enterprise=desk.enterprise, rows=rows, page=page, more=len(found) > 50, said=said)


@bp.get("/console/<credit_code>/drafts/new")
@access("enterprise")
def new(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _start_page(Form({"subject": "product", "copied": request.args.get("copied", "")}))


@bp.post("/console/<credit_code>/drafts/new")
@access("enterprise")
def start(credit_code: str) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            typed.choice("basis", BASES)
            typed.choice("subject", SUBJECTS)
        with transaction() as session:
            draft = actions.start(session, actor=g.actor, enterprise_id=g.enterprise_id, copy_version_id=_copied(session), now=utc_now())
            session.flush()
            content = draft_form.read("start", request.form, Content.from_json(draft.content))
            actions.save(session, actor=g.actor, draft_id=draft.id, content=content, revision=draft.revision, now=utc_now())
    except Invalid as refused:
        return _start_page(Form.refused(request.form, refused)), 422
    return redirect(url_for(".show", credit_code=credit_code, draft_id=draft.id, part="standard"))


@bp.get("/console/<credit_code>/drafts/<int:draft_id>")
@access("enterprise")
def opened(credit_code: str, draft_id: int) -> ResponseReturnValue:
    """A draft opens where something is left to do."""
    with reading() as session:
        found = draft_desk.look(session, draft_id)
    part = next((each for each in found.parts if found.waiting(each)), "check")
    return redirect(f"/console/{credit_code}/drafts/{draft_id}/{part}")


@bp.route("/console/<credit_code>/drafts/<int:draft_id>/start", methods=["GET", "POST"])
@access("enterprise")
def restart(credit_code: str, draft_id: int) -> ResponseReturnValue:
    """Whose standard it is, asked again; a change to a disclosure keeps its answer."""
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        if found.draft.purpose != "disclose":
            raise NotFound("not_found")
        if request.method == "GET":
            return _start_page(Form({"basis": found.content.basis, "subject": found.content.subject, "revision": found.draft.revision}), draft_id)
    with params.reading(request.form) as typed:
        typed.choice("basis", BASES)
        typed.choice("subject", SUBJECTS)
    with transaction() as session:
        draft_desk.save(session, draft_id, draft_form.read("start", request.form, found.content), draft_desk.revision(request.form))
    return redirect(url_for(".show", credit_code=credit_code, draft_id=draft_id, part="standard"))


@bp.get(f"/console/<credit_code>/drafts/<int:draft_id>/<{PAGES}:part>")
@access("enterprise")
def show(credit_code: str, draft_id: int, part: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        return _page(session, found, part, _errors(found, part, absent="check" in request.args))


@bp.post(f"/console/<credit_code>/drafts/<int:draft_id>/<{PAGES}:part>")
@access("enterprise")
def keep(credit_code: str, draft_id: int, part: str) -> ResponseReturnValue:
    typed, sent = _typed(part)
    try:
        examined = draft_files.looked_at(part, sent)
        with transaction() as session:
            draft = draft_desk.own(session, draft_id, "draft.edit")
            settled = _settled(session, part, typed, draft)
            content = draft_files.attached(session, part, settled.content, examined, sent)
            draft_desk.save(session, draft_id, content, draft_desk.revision(typed))
    except Invalid as refused:
        return _again(draft_id, part, typed, {name: words.of(code, **refused.facts) for name, code in refused.fields.items()}), 422
    except Conflict as refused:
        return _again(draft_id, part, typed, {}, refused), 409
    return _onwards(credit_code, draft_id, part, settled.offers)


@bp.post(f"/console/<credit_code>/drafts/<int:draft_id>/<{PAGES}:part>/autosave")
@access("enterprise")
def autosave(credit_code: str, draft_id: int, part: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    try:
        with transaction() as session:
            draft = draft_desk.own(session, draft_id, "draft.edit")
            saved = draft_desk.save(session, draft_id, _settled(session, part, request.form, draft).content, draft_desk.revision(request.form))
    except Conflict as refused:
        return draft_desk.refused_answer(draft_id, refused)
    return draft_desk.saved_answer(saved)


@bp.route("/console/<credit_code>/drafts/<int:draft_id>/discard", methods=["GET", "POST"])
@access("enterprise")
def discard(credit_code: str, draft_id: int) -> ResponseReturnValue:
    if request.method == "GET":
        with reading() as session:
            return draft_desk.page(draft_desk.look(session, draft_id), "discard", errors={})
    with transaction() as session:
        draft_desk.own(session, draft_id, "draft.edit")
        actions.discard(session, actor=g.actor, draft_id=draft_id, now=utc_now())
    flash(_("草稿已丢弃"), "good")
    return redirect(url_for(".listed", credit_code=credit_code))


def _start_page(form: Form, draft_id: int | None = None) -> str:
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        return render_template("console/drafts/start.html", desk=desk, enterprise=desk.enterprise, form=form, said=said, draft_id=draft_id)


def _copied(session: Session) -> int | None:
    """The newest version of the disclosure that the new draft begins from; the action refuses another enterprise's."""
    public_id = request.form.get("copied", "")
    return disclosures.by_public_id(session, public_id).latest_version_id if public_id else None


def _typed(part: str) -> tuple[MultiDict[str, str], FileStorage | None]:
    name = draft_files.FIELDS.get(part)
    sent = request.files.get(name) if name else None
    return request.form, sent if sent is not None and sent.filename else None


def _settled(session: Session, part: str, typed: MultiDict[str, str], draft: Draft) -> draft_choices.Settled:
    before = Content.from_json(draft.content)
    picked = {name.removeprefix("pick."): value for name, value in typed.items() if name.startswith("pick.") and value}
    whole = MultiDict([*typed.items(multi=True)])
    for name, value in picked.items():
        whole[name] = value
    return draft_choices.settle(session, part, draft_form.read(part, whole, before), before)


def _onwards(credit_code: str, draft_id: int, part: str, offers: draft_choices.Offers) -> ResponseReturnValue:
    """To the next page, unless something that was typed is wrong or not settled: that is said at once, and saved all the same."""
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        errors = _errors(found, part, absent=False) | {name: words.of("category_pick" if name == "category" else "pick_from_list") for name in offers}
        if errors or request.form.get("go") == "stay":
            flash(_("已保存 %(time)s", time=draft_desk.saved_answer(found.draft).json["saved_at"]), "good")
            return _page(session, found, part, errors, offers=offers), 422 if errors else 200
    following = found.after(part)
    if following == "check" and not any(remark.blocks for remark in found.remarks) and found.parts == draft_form.SHORT_PARTS:
        following = "disclosure"
    return redirect(f"/console/{credit_code}/drafts/{draft_id}/{following}")


def _again(draft_id: int, part: str, typed: MultiDict[str, str], errors: dict[str, str], conflict: Conflict | None = None) -> str:
    """The page with what was typed, of which nothing was saved."""
    with reading() as session:
        held = Content.from_json(draft_desk.own(session, draft_id).content)
        found = draft_desk.look(session, draft_id, draft_form.read(part, typed, held))
        return _page(session, found, part, errors, conflict=conflict)


def _errors(found: draft_desk.Opened, part: str, *, absent: bool) -> dict[str, str]:
    return draft_desk.sentences(draft_form.beside(found.remarks, part, absent=absent))


def _page(session: Session, found: draft_desk.Opened, part: str, errors: dict[str, str], conflict: Conflict | None = None, offers: draft_choices.Offers | None = None) -> str:
    more: dict[str, object] = {"offers": offers or {}}
    match part:
        case "standard":
            more["values"] = {"category": draft_choices.category_words(session, found.content.category)}
        case "references":
            numbers = {parse(row.number).compact for row in found.content.references if row.number}
            more |= {"rows": len(found.content.references) + SPARE_REFERENCES, "known": catalogue.by_keys(session, numbers), "key_of": lambda number: parse(number).compact}
        case "products":
            text = request.args.get("q", "").strip()
            mine, total = products.of_enterprise(session, g.enterprise_id, text=text, limit=MOST_PRODUCTS)
            beside = {row.id for row in mine} | set(found.world.foreign_products)
            chosen = [products.get(session, each) for each in found.content.products if each not in beside]
            more |= {"mine": chosen + [row for row in mine if row.ended_at is None], "total": total, "text": text}
        case _:
            more["text_required"] = settings().text_required
    return draft_desk.page(found, part, errors=errors, conflict=conflict, **more)

