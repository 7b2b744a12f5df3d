"""The vocabularies on the bureau's desk: free names are mapped, concepts made, categories get further names."""

from dataclasses import fields

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.words.catalogue import DIRECTIONS, KINDS
from registry.actions import vocabulary
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import vocabulary as queries
from registry.rules import names, permission
from registry.rules.vocabulary import ConceptForm

bp = Blueprint("regulator_vocabulary", __name__)

PAGE = 50
SUGGESTED = 5


@bp.get("/regulator/vocabulary")
@access("bureau")
def index() -> ResponseReturnValue:
    typed, page = request.args.get("q", "").strip()[:100], params.page_number(request.args)
    with reading() as session:
        found = queries.free_names(session, typed, PAGE + 1, (page - 1) * PAGE)
        return render_template("regulator/vocabulary.html", typed=typed, found=found[:PAGE], page=page, pages=page + (len(found) > PAGE), may_keep=_may_keep())


@bp.route("/regulator/vocabulary/names", methods=["GET", "POST"])
@access("bureau")
def map_name() -> ResponseReturnValue:
    """?name= the free name: map it to a concept."""
    name = (request.form if request.method == "POST" else request.args).get("name", "")
    if request.method == "GET":
        return _name_page(name, Form())
    try:
        with transaction() as session:
            chosen, other = request.form.get("concept", ""), request.form.get("other", "")
            meant = queries.match(session, other) if other.strip() else None
            code = meant.code if meant else other or chosen
            spelling = vocabulary.map_name(session, actor=g.actor, name=name, concept_code=code, now=utc_now())
            concept = spelling.concept.name
    except Invalid as refused:
        return _name_page(name, Form.refused(request.form, refused)), 422
    flash(_("“%(name)s”从现在起表示“%(concept)s”", name=name, concept=concept), "good")
    return redirect(url_for(".index"))


@bp.get("/regulator/vocabulary/concepts")
@access("bureau")
def concepts() -> ResponseReturnValue:
    typed = request.args.get("q", "").strip()[:100]
    with reading() as session:
        found = [each.concept for each in queries.suggest(session, typed, limit=PAGE)] if typed else queries.concepts(session)
        return render_template("regulator/vocabulary_concepts.html", typed=typed, found=found, quantities=_quantities(), may_keep=_may_keep(), kind_words=KINDS)


@bp.route("/regulator/vocabulary/concepts/new", methods=["GET", "POST"])
@access("bureau")
def create_concept() -> ResponseReturnValue:
    if request.method == "GET":
        return _concept_form(Form({"name": request.args.get("name", ""), "kind": "performance", "direction": "none"}))
    try:
        with transaction() as session:
            form = ConceptForm(**{each.name: request.form.get(each.name, "").strip() for each in fields(ConceptForm)})
            concept = vocabulary.create_concept(session, actor=g.actor, form=form, now=utc_now())
    except Invalid as refused:
        return _concept_form(Form.refused(request.form, refused)), 422
    flash(_("已新建指标名目“%(name)s”", name=concept.name), "good")
    return redirect(url_for(".concept", code=concept.code))


@bp.get("/regulator/vocabulary/concepts/<code>")
@access("bureau")
def concept(code: str) -> ResponseReturnValue:
    with reading() as session:
        shown = queries.concept(session, code)
        return render_template(
            "regulator/vocabulary_concept.html", concept=shown, synonyms=queries.synonyms(session, shown.id), own_key=names.key(shown.name), quantities=_quantities(),
            may_keep=_may_keep(), kind_words=KINDS, direction_words=DIRECTIONS,
        )


@bp.post("/regulator/vocabulary/synonyms/<int:synonym_id>/end")
@access("bureau")
def unmap_name(synonym_id: int) -> ResponseReturnValue:
    with transaction() as session:
        meant = vocabulary.unmap_name(session, actor=g.actor, synonym_id=synonym_id, now=utc_now())
    flash(_("已取消，这个名称又不可比了"), "good")
    return redirect(url_for(".concept", code=meant.code))


@bp.get("/regulator/vocabulary/categories")
@access("bureau")
def categories() -> ResponseReturnValue:
    with reading() as session:
        return render_template("regulator/vocabulary_categories.html", categories=queries.categories(session))


@bp.route("/regulator/vocabulary/categories/<code>", methods=["GET", "POST"])
@access("bureau")
def category(code: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _category_page(code, None)
    try:
        with transaction() as session:
            vocabulary.name_category(session, actor=g.actor, code=code, synonyms=request.form.get("synonyms", ""), now=utc_now())
    except Invalid as refused:
        return _category_page(code, Form.refused(request.form, refused)), 422
    flash(_("已保存"), "good")
    return redirect(url_for(".categories"))


def _name_page(name: str, form: Form) -> str:
    with reading() as session:
        free = queries.free_name(session, names.key(name))
        suggested = {each.concept.code: each.concept for part in (name, name[:4], name[-4:], name[:2], name[-2:]) for each in queries.suggest(session, part, limit=SUGGESTED)}
        return render_template("regulator/vocabulary_name.html", free=free, form=form, suggested=list(suggested.values())[: 2 * SUGGESTED], concepts=queries.concepts(session), may_keep=_may_keep())


def _concept_form(form: Form) -> str:
    permission.require(g.actor, "vocabulary.keep")
    return render_template(
        "regulator/vocabulary_concept_new.html", form=form, quantities=list(_quantities().items()), kinds=list(KINDS.items()), directions=list(DIRECTIONS.items())
    )


def _category_page(code: str, form: Form | None) -> str:
    with reading() as session:
        shown = queries.category(session, code)
        filled = form or Form({"synonyms": "\n".join(shown.synonyms)})
        return render_template(
            "regulator/vocabulary_category.html", category=shown, trail=queries.category_trail(session, shown), form=filled, may_keep=_may_keep(),
            concepts=[queries.concept(session, each) for each in queries.own_codes(session, code)],
        )


def _quantities() -> dict[str, str]:
    return {code: english if language() == "en" else chinese for code, (chinese, english) in vocabulary.quantities().items()}


def _may_keep() -> bool:
    return permission.allowed(g.actor, "vocabulary.keep")
