"""Evaluation schemes of a body or a bureau: the list, a new one, its overview, publishing, its versions and their difference."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.assessor import boards, scheme_form, scheme_words
from public_site.assessor.scheme_form import Vocabulary
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.words import assessor as said
from public_site.words.catalogue import OPERATORS
from registry.actions import schemes as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.models import EvaluationScheme
from registry.queries import assessment, vocabulary
from registry.queries import schemes as queries
from registry.queries.assessment import Issuer
from registry.rules import names, permission
from registry.rules.scheme import Scheme

bp = Blueprint("assessor_schemes", __name__)
ROOM = "/assessor/schemes"


@bp.get(ROOM)
@access("assessor")
def index() -> ResponseReturnValue:
    with reading() as session:
        rows = [(scheme, category, version, assessment.issuer(session, scheme)) for scheme, category, version in queries.mine(session, g.actor)]
        return render_template("assessor/schemes.html", rows=rows, titles={scheme.id: Scheme.from_json(scheme.draft).title for scheme, *_rest in rows})


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("assessor")
def begin() -> ResponseReturnValue:
    if request.method == "GET":
        return _begin_page(Form({"copy": request.args.get("copy", ""), "year": str(utc_now().year)}))
    copy = request.form.get("copy", "")
    try:
        with transaction() as session:
            issuer, board = _issuer(session), boards.settle(session, request.form)
            begun = actions.begin(session, actor=g.actor, issuer=issuer, board=board, copy_of=int(copy) if copy.isdecimal() else None, random=secrets.randbits, now=utc_now())
            session.flush()
            scheme_id = begun.id
    except Invalid as refused:
        return _begin_page(Form(request.form, {name: scheme_words.problem(code) for name, code in refused.fields.items()}), boards.offered(refused)), 422
    return redirect(f"{ROOM}/{scheme_id}/facts")


@bp.get(f"{ROOM}/<int:scheme_id>")
@access("assessor")
def show(scheme_id: int) -> ResponseReturnValue:
    return _overview(scheme_id, Form())


@bp.route(f"{ROOM}/<int:scheme_id>/publication", methods=["GET", "POST"])
@access("assessor")
def publish(scheme_id: int) -> ResponseReturnValue:
    """One page that says what will happen; what is wrong is told with the way to it, before anything is public."""
    if request.method == "GET":
        return _publication(scheme_id, Form())
    try:
        with transaction() as session:
            version = actions.publish(session, actor=g.actor, scheme_id=scheme_id, revision=params.revision(request.form), reason=request.form.get("reason", ""), now=utc_now())
            sequence = version.sequence
    except Invalid as refused:
        return _publication(scheme_id, Form(request.form, {name: scheme_words.problem(code) for name, code in refused.fields.items() if name == "reason"})), 422
    flash(_("已发布第 %(sequence)s 版", sequence=sequence), "good")
    return redirect(url_for(".version", scheme_id=scheme_id, sequence=sequence))


@bp.post(f"{ROOM}/<int:scheme_id>/discarding")
@access("assessor")
def discard(scheme_id: int) -> ResponseReturnValue:
    with transaction() as session:
        published = own(session, scheme_id).latest_version_id is not None
        actions.discard(session, actor=g.actor, scheme_id=scheme_id, revision=params.revision(request.form), now=utc_now())
    flash(_("草稿已恢复为已发布的内容") if published else _("草稿已丢弃"), "good")
    return redirect(f"{ROOM}/{scheme_id}" if published else ROOM)


@bp.get(f"{ROOM}/<int:scheme_id>/versions/<int:sequence>")
@access("assessor")
def version(scheme_id: int, sequence: int) -> ResponseReturnValue:
    with reading() as session:
        held = own(session, scheme_id)
        found = queries.version(session, scheme_id, sequence)
        content = queries.read(found)
        return render_template("assessor/scheme_version.html", **frame(session, held, content), version=found, versions=queries.versions(session, scheme_id))


@bp.get(f"{ROOM}/<int:scheme_id>/versions/<int:older>/difference/<int:newer>")
@access("assessor")
def difference(scheme_id: int, older: int, newer: int) -> ResponseReturnValue:
    with reading() as session:
        held = own(session, scheme_id)
        before, after = queries.version(session, scheme_id, older), queries.version(session, scheme_id, newer)
        known = vocabulary_of(session, queries.read(before), queries.read(after))
        changes = scheme_words.differences(queries.read(before), queries.read(after), known)
        return render_template("assessor/scheme_difference.html", **frame(session, held, queries.read(after)), before=before, after=after, changes=changes)


def own(session: Session, scheme_id: int, verb: str = "scheme.edit") -> EvaluationScheme:
    """The scheme, for those who make or publish it; NotFound for everybody else."""
    held = queries.get(session, scheme_id)
    if not any(permission.allowed(g.actor, each, queries.scope(held)) for each in {verb, "scheme.publish", "ranking.compile"}):
        raise NotFound("not_found")
    return held


def vocabulary_of(session: Session, *contents: Scheme, typed: Mapping[str, str] | None = None) -> Vocabulary:
    """The concepts that schemes name and that were typed."""
    codes = {code for content in contents for code in queries.named(content)}
    wanted = scheme_form.typed_concepts(typed or {})
    spelt = vocabulary.by_keys(session, {names.key(each) for each in wanted} - {""})
    return Vocabulary(spelt, queries.concepts(session, codes | wanted))


def told_of(session: Session, content: Scheme, known: Vocabulary) -> list[tuple[str, str, str, str]]:
    """Everything that is wrong: section, field of the form, what it is called, and the sentence."""
    return [(scheme_form.section_of(path), scheme_form.shown(path), scheme_words.field(path, content, known), scheme_words.problem(code)) for path, code in queries.problems(session, content).items()]


def frame(session: Session, held: EvaluationScheme, content: Scheme) -> dict[str, Any]:
    """What every page of a scheme shows."""
    known, problems = vocabulary_of(session, content), queries.problems(session, content)
    counts = {section: sum(scheme_form.section_of(path) == section for path in problems) for section in scheme_form.SECTIONS}
    return {
        "scheme": held, "content": content, "issuer": assessment.issuer(session, held), "category": queries.category(session, held), "problems": problems, "counts": counts,
        "known": known, "said": said, "called": _called(session, held, content), "form_of": scheme_form, "base": f"{ROOM}/{held.id}", "shown": scheme_form.values(content, known), "operators": OPERATORS,
        "may_edit": permission.allowed(g.actor, "scheme.edit", queries.scope(held)), "may_publish": permission.allowed(g.actor, "scheme.publish", queries.scope(held)),
    }  # fmt: skip


def _called(session: Session, held: EvaluationScheme, content: Scheme) -> str:
    """The title in the reader's language, else the category's name."""
    category = queries.category(session, held)
    return (content.title_en or content.title or category.name_en) if language() == "en" else content.title or category.name


def _overview(scheme_id: int, form: Form) -> str:
    with reading() as session:
        held = own(session, scheme_id)
        content, newest = Scheme.from_json(held.draft), queries.latest(session, held)
        around = frame(session, held, content)
        told = told_of(session, content, around["known"])
        return render_template(
            "assessor/scheme.html", **around, form=form, told=told, versions=queries.versions(session, scheme_id), newest=newest,
            changed=newest is None or queries.read(newest) != content, saver=queries.saver(session, scheme_id),
        )  # fmt: skip


def _publication(scheme_id: int, form: Form) -> str:
    with reading() as session:
        held = own(session, scheme_id)
        permission.require(g.actor, "scheme.publish", queries.scope(held))
        content, newest = Scheme.from_json(held.draft), queries.latest(session, held)
        if newest is not None and queries.read(newest) == content:
            raise Conflict("nothing_changed")
        around = frame(session, held, content)
        told = told_of(session, content, around["known"])
        changes = scheme_words.differences(queries.read(newest), content, vocabulary_of(session, queries.read(newest), content)) if newest else []
        return render_template("assessor/scheme_publication.html", **around, form=form, told=told, newest=newest, changes=changes)


def _issuer(session: Session) -> Issuer:
    """The chosen one of those that the person acts for, or the only one. Raises Invalid."""
    mine = assessment.issuers(session, g.actor)
    chosen = [each for each in mine if each.key == request.form.get("issuer", mine[0].key)]
    if not chosen:
        raise Invalid({"issuer": "choose_one"})
    return chosen[0]


def _begin_page(form: Form, offers: boards.Offers | None = None) -> str:
    with reading() as session:
        copies = [(str(scheme.id), f"{scheme.year} {Scheme.from_json(scheme.draft).title or category.name}") for scheme, category, _version in queries.mine(session, g.actor)]
        issuers = assessment.issuers(session, g.actor)
        return render_template("assessor/scheme_new.html", form=form, offers=offers or {}, issuers=issuers, issuer_options=[(each.key, each.name) for each in issuers], copies=copies)
