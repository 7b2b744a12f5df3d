"""Marks and adoptions that enterprises claimed: the bureau looks at the source."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import reading, transaction
from public_site.words.enterprises import FACTS
from registry.actions import facts
from registry.db import utc_now
from registry.queries import bureaus
from registry.rules import permission

bp = Blueprint("regulator_facts", __name__)


@bp.get("/regulator/facts")
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        claimed = bureaus.claimed_facts(session, g.actor)
        return render_template("regulator/facts.html", claimed=claimed, may_confirm=permission.allowed(g.actor, "fact.confirm"), fact_words=FACTS)


@bp.post("/regulator/facts/<int:fact_id>/confirmation")
@access("bureau")
def confirm(fact_id: int) -> ResponseReturnValue:
    with transaction() as session:
        facts.confirm(session, actor=g.actor, fact_id=fact_id, now=utc_now())
    flash(_("已标为已核对"), "good")
    return redirect(url_for(".index"))


@bp.post("/regulator/facts/<int:fact_id>/rejection")
@access("bureau")
def reject(fact_id: int) -> ResponseReturnValue:
    with transaction() as session:
        facts.reject(session, actor=g.actor, fact_id=fact_id, now=utc_now())
    flash(_("已撤下"), "good")
    return redirect(url_for(".index"))
