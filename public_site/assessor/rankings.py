"""Rankings at the assessor's desk: order one, see how far it is, look at the draft, publish it or throw it away."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.auth import settings
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import rankings as said
from registry.actions import rankings as actions
from registry.db import utc_now
from registry.models import EvaluationScheme
from registry.queries import assessment, schemes
from registry.queries import rankings as queries
from registry.queries.rankings import PER_PAGE
from registry.rules import permission
from registry.rules.scheme import Scheme

bp = Blueprint("assessor_rankings", __name__)


@bp.get("/assessor/rankings")
@access("assessor")
def index() -> ResponseReturnValue:
    """Every published scheme with its newest ranking, draft or published."""
    with reading() as session:
        mine = [(scheme, category, version) for scheme, category, version in schemes.mine(session, g.actor) if version is not None]
        rows = [(scheme, category, version, next(iter(queries.of_scheme(session, scheme.id, 1)), None)) for scheme, category, version in mine]
        return render_template("assessor/rankings.html", rows=rows, said=said)


@bp.route("/assessor/schemes/<int:scheme_id>/rankings", methods=["GET", "POST"])
@access("assessor")
def of_scheme(scheme_id: int) -> ResponseReturnValue:
    """The rankings of one scheme; POST orders another."""
    if request.method == "POST":
        with transaction() as session:
            actions.order(session, actor=g.actor, scheme_id=scheme_id, now=utc_now())
        return redirect(url_for(".of_scheme", scheme_id=scheme_id))
    with reading() as session:
        held = schemes.get(session, scheme_id)
        permission.require(g.actor, "ranking.compile", schemes.scope(held))
        job = queries.compiling(session, actions.COMPILE, held.id)
        return render_template("assessor/rankings_of_scheme.html", **_frame(session, held), rows=queries.of_scheme(session, held.id), job=job, may_order=held.latest_version_id is not None)


@bp.get("/assessor/rankings/<int:ranking_id>")
@access("assessor")
def show(ranking_id: int) -> ResponseReturnValue:
    """A draft or what was published, as its makers look at it: sums, lists, every entry with its reason."""
    page = params.page_number(request.args, most=10_000)
    with reading() as session:
        found = queries.get(session, ranking_id)
        permission.require(g.actor, "ranking.compile", found.scope)
        entries = queries.entries(session, ranking_id, first=(page - 1) * PER_PAGE + 1, last=page * PER_PAGE)
        concepts = schemes.concepts(session, found.ranking.concepts)
        return render_template(
            "assessor/ranking.html", **_frame(session, found.scheme), ranking=found.ranking, version=found.version, entries=entries, page=page, form=Form(), concepts=concepts,
            pages=-(-(found.ranking.graded + found.ranking.excluded) // PER_PAGE), may_publish=permission.allowed(g.actor, "ranking.publish", found.scope),
            boards_off=found.scheme.bureau_id is not None and not settings().government_boards, outdated=found.scheme.latest_version_id != found.version.id,
        )  # fmt: skip


@bp.post("/assessor/rankings/<int:ranking_id>/publication")
@access("assessor")
def publish(ranking_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.publish(session, actor=g.actor, ranking_id=ranking_id, government_boards=settings().government_boards, now=utc_now())
    flash(_("已发布。这份排行榜不再改动，任何人都可以复算。"), "good")
    return redirect(url_for(".show", ranking_id=ranking_id))


@bp.post("/assessor/rankings/<int:ranking_id>/discarding")
@access("assessor")
def discard(ranking_id: int) -> ResponseReturnValue:
    with transaction() as session:
        scheme_id = queries.get(session, ranking_id).scheme.id
        actions.discard(session, actor=g.actor, ranking_id=ranking_id, now=utc_now())
    flash(_("草稿已丢弃"), "good")
    return redirect(url_for(".of_scheme", scheme_id=scheme_id))


def _frame(session: Session, held: EvaluationScheme) -> dict[str, object]:
    newest = schemes.latest(session, held)
    content = schemes.read(newest) if newest else Scheme.from_json(held.draft)
    return {"scheme": held, "content": content, "called": content.title, "issuer": assessment.issuer(session, held), "base": f"/assessor/schemes/{held.id}", "said": said}
