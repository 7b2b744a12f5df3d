"""Marks and adoptions: what the enterprise claims with its source, and what the bureau has confirmed."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.console.home import desk_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words.enterprises import FACTS
from registry.actions import facts
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import enterprises as queries
from registry.rules.enterprise import FACT_KINDS

bp = Blueprint("console_facts", __name__)


@bp.get("/console/<credit_code>/facts")
@access("enterprise")
def show(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(Form())


@bp.post("/console/<credit_code>/facts")
@access("enterprise")
def claim(credit_code: str) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            kind, since = typed.choice("kind", FACT_KINDS), typed.day("since", required=False)
            statement, source, source_url = typed.text("statement"), typed.text("source"), typed.address("source_url", required=False)
        with transaction() as session:
            facts.claim(session, actor=g.actor, enterprise_id=g.enterprise_id, kind=kind, statement=statement, source=source, source_url=source_url, since=since, now=utc_now())
    except Invalid as refused:
        return _page(Form.refused(request.form, refused)), 422
    flash(_("已保存；市场监管部门核对来源后会标为已核对"), "good")
    return redirect(url_for("console_facts.show", credit_code=credit_code))


@bp.post("/console/<credit_code>/facts/<int:fact_id>/withdrawal")
@access("enterprise")
def withdraw(credit_code: str, fact_id: int) -> ResponseReturnValue:
    with transaction() as session:
        if queries.fact(session, fact_id)[1].id != g.enterprise_id:
            raise NotFound("not_found")
        facts.withdraw(session, actor=g.actor, fact_id=fact_id, now=utc_now())
    flash(_("已撤下"), "good")
    return redirect(url_for("console_facts.show", credit_code=credit_code))


def _page(form: Form) -> str:
    with reading() as session:
        desk, found = desk_of(session, g.enterprise_id), queries.facts(session, g.enterprise_id)
        return render_template("console/facts.html", desk=desk, enterprise=desk.enterprise, facts=found, form=form, fact_words=FACTS)
