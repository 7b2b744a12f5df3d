"""The bureau looks at licences: a list of what waits, and a page for each on which it decides."""

from functools import partial

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.console import choosing, uploading
from public_site.database import reading
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator import deciding
from public_site.words.enterprises import DECISIONS, REQUESTS
from registry.actions import verification
from registry.models import Enterprise, VerificationRequest
from registry.queries import enterprises
from registry.queries import verification as queries
from registry.rules import credit_code, permission
from registry.rules.enterprise import DECISIONS as CHOICES
from registry.rules.permission import Scope

bp = Blueprint("regulator_verifications", __name__)
ROOM = "/regulator/verifications"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    return deciding.listed(queries.REQUESTS, "regulator/verifications.html", REQUESTS, DECISIONS)


@bp.get(f"{ROOM}/<int:request_id>")
@access("bureau")
def show(request_id: int) -> ResponseReturnValue:
    return _page(request_id, Form())


@bp.post(f"{ROOM}/<int:request_id>")
@access("bureau")
def decide(request_id: int) -> ResponseReturnValue:
    return deciding.decided(queries.REQUESTS, ROOM, partial(verification.decide, request_id=request_id), partial(_page, request_id), _said)


@bp.get(f"{ROOM}/<int:request_id>/licence")
@access("bureau")
def licence(request_id: int) -> Response:
    with reading() as session:
        asked, _enterprise = _seen(session, request_id)
        return uploading.licence(session, asked.licence_sha256)


def _seen(session: Session, request_id: int) -> tuple[VerificationRequest, Enterprise]:
    asked, enterprise = queries.REQUESTS.get(session, request_id)
    permission.require(g.actor, "desk.see", Scope(division_code=queries.place(asked, enterprise)))
    return asked, enterprise


def _said(asked: VerificationRequest) -> str:
    return _("已处理：%(name)s，%(decision)s", name=asked.name, decision=DECISIONS[asked.decision])


def _page(request_id: int, form: Form) -> str:
    with reading() as session:
        asked, enterprise = _seen(session, request_id)
        code = credit_code.parse(enterprise.credit_code)
        place = Scope(division_code=queries.place(asked, enterprise))
        return render_template(
            "regulator/verification.html", matter=asked, enterprise=enterprise, code=code, form=form, asker=queries.person(session, asked.submitted_by_id),
            decider=queries.person(session, asked.decided_by_id), earlier=[each for each in queries.history(session, enterprise.id) if each.id != asked.id],
            names=enterprises.names(session, enterprise.id), following=queries.REQUESTS.following(session, g.actor.offices, request_id), file=queries.licence(session, asked),
            may_decide=permission.allowed(g.actor, "verification.decide", place), industry=choosing.industry_name(enterprise.industry_code),
            kind_words=REQUESTS, decision_words=DECISIONS, read={each: sentence(f"verification.{each}", {"enterprise": enterprise.name}) for each in CHOICES},
        )
