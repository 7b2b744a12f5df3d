"""What the bureau does alike with requests for verification and with disputes: a list of what waits, and a decision that leads on to the next."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from public_site import params
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import filtering
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries.matters import PAGE, Matters, Wanted


def listed(matters: Matters[Any], template: str, kinds: Mapping[str, LazyString], decisions: Mapping[str, LazyString]) -> str:
    filters, page = filtering.asked(kinds), params.page_number(request.args)
    with reading() as session:
        wanted = Wanted(filters.kind, filters.division_code, filters.waiting_before(utc_now()), filters.decided)
        found, count = matters.listed(session, g.actor.offices, wanted, page)
        groups = filtering.groups(filters, kinds, matters.divisions(session, g.actor.offices))
        return render_template(template, found=found, count=count, page=page, pages=-(-count // PAGE), groups=groups, filters=filters, kind_words=kinds, decision_words=decisions)


def decided(matters: Matters[Any], room: str, decide: Callable[..., Any], page: Callable[[Form], str], said: Callable[[Any], str]) -> ResponseReturnValue:
    """Decide as the form says and go on to the next matter in the room (an address), or to its list when none waits."""
    try:
        with params.reading(request.form) as typed:
            decision, reason = typed.text("decision", required=False), typed.text("reason", required=False, longest=2000)
        with transaction() as session:
            matter = decide(session, actor=g.actor, decision=decision, reason=reason, now=utc_now())
            following = matters.following(session, g.actor.offices, matter.id)
    except Invalid as refused:
        return page(Form.refused(request.form, refused)), 422
    flash(said(matter), "good")
    return redirect(f"{room}/{following}" if following else room)
