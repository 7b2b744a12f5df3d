"""Rankings at the enterprise's desk: where its standards stand, what must change, other values tried on, and its badges.

Nothing that is tried is stored, logged or shown to anybody else: a promise is nobody's business before it is disclosed.
"""

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.console import ranking_changes
from public_site.database import reading
from public_site.pages import badge_lines
from public_site.params import Form
from public_site.words import badges as badge_words
from public_site.words import front_runners as runner_words
from public_site.words import improvement as said
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.queries import badges, enterprises, improvement
from registry.queries.improvement import Aim
from registry.rules import betterment, scoring, what_if
from registry.rules.content import Line
from registry.rules.judged import Inputs

bp = Blueprint("console_rankings", __name__)
ROOM = "/console/<credit_code>/rankings"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    today = legal_day(utc_now())
    with reading() as session:
        enterprise = enterprises.get(session, g.enterprise_id)
        aims = improvement.aims(session, actor=g.actor, enterprise=enterprise, today=today)
        worn = badges.of_enterprise(session, enterprise.id, today)
        ever = badges.places_ever(session, enterprise.id, today), badges.runners_ever(session, enterprise.id, today)
        body = render_template(
            "console/rankings/list.html", enterprise=enterprise, aims=[(aim, [(stand, ranking_changes.shown(aim, stand.judged, stand.plans)) for stand in aim.stands]) for aim in aims],
            places=_places(worn), badges=badge_lines.shown(worn), ever=[(each, badge_lines.place(each)) for each in ever[0]], runners=list(zip(ever[1], badge_lines.runners(ever[1]), strict=True)),
            said=said, runner_words=runner_words, levels=badge_words.LEVELS, titled=ranking_changes.titled,
        )  # fmt: skip
    return _private(body)


@bp.route(f"{ROOM}/<scheme>/<public_id>", methods=["GET", "POST"])
@access("enterprise")
def of_disclosure(credit_code: str, scheme: str, public_id: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        aim = _aim(session, scheme)
        stand = aim.stand(public_id)
        return _tried(session, aim, stand.inputs, subject=stand.number, title=stand.title, draft=False)


@bp.route(f"{ROOM}/<scheme>/drafts/<int:draft_id>", methods=["GET", "POST"])
@access("enterprise")
def of_draft(credit_code: str, scheme: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        aim = _aim(session, scheme)
        draft, inputs = aim.of_draft(draft_id)
        return _tried(session, aim, inputs, subject="", title=draft.title, draft=True)


def _aim(session: Session, scheme: str) -> Aim:
    return improvement.aim(session, actor=g.actor, enterprise=enterprises.get(session, g.enterprise_id), public_id=scheme, today=legal_day(utc_now()))


def _tried(session: Session, aim: Aim, inputs: Inputs, *, subject: str, title: str, draft: bool) -> Response:
    """The form with what is declared or typed, and what the scheme makes of it; of what cannot be read nothing is judged."""
    lines = _typed(aim) if request.method == "POST" else what_if.rows(aim.ready, inputs)
    wrong = what_if.wrong(lines)
    values = {f"row.{place}.{name}": getattr(line, name) for place, line in enumerate(lines) for name in ranking_changes.CELLS}
    before = scoring.judge(aim.ready, inputs)
    tried = what_if.instead(inputs, lines)
    after = None if wrong else scoring.judge(aim.ready, tried)
    body = render_template(
        "console/rankings/what_if.html", enterprise=enterprises.get(session, g.enterprise_id), aim=aim, title=title, subject=subject, draft=draft, sent=request.method == "POST",
        rows=ranking_changes.rows(aim, lines), form=Form.refused(values, Invalid(wrong)) if wrong else Form(values), said=said, titled=ranking_changes.titled,
        before=ranking_changes.shown(aim, before, ()), after=ranking_changes.shown(aim, after, betterment.plans(aim.ready, tried)) if after else None,
    )  # fmt: skip
    return _private(body, 422 if wrong else 200)


def _typed(aim: Aim) -> list[Line]:
    """The rows of the form; a concept that the scheme does not name is left out."""
    found = []
    for place in range(what_if.MOST_ROWS):
        cells = {name: request.form.get(f"row.{place}.{name}", "")[: ranking_changes.LONGEST].strip() for name in ranking_changes.CELLS}
        if cells["concept"] in aim.ready.concepts:
            found.append(Line(**cells))
    return found


def _places(worn: badges.Badges) -> dict[str, list[badge_lines.PlaceShown]]:
    found: dict[str, list[badge_lines.PlaceShown]] = {}
    for each in worn.places:
        found.setdefault(each.disclosure, []).append(badge_lines.place(each))
    return found


def _private(body: str, status: int = 200) -> Response:
    answer = Response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
