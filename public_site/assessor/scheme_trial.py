"""A scheme's draft tried on what is disclosed today: who would rank where, and which values are missing. Nothing is kept."""

import json
from collections import Counter
from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.assessor.schemes import ROOM, frame, own, told_of
from public_site.database import reading
from public_site.words import rankings as ranking_words
from registry.actions import rankings
from registry.actions.ranking_compiling import Compiled
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.rules.judged import Judged
from registry.rules.scheme import Scheme

bp = Blueprint("assessor_scheme_trial", __name__)
SHOWN = 200


@bp.get(f"{ROOM}/<int:scheme_id>/trial")
@access("assessor")
def show(scheme_id: int) -> ResponseReturnValue:
    """A draft with something wrong is not tried; the page then leads to what is wrong."""
    with reading() as session:
        held = own(session, scheme_id)
        content = Scheme.from_json(held.draft)
        around = frame(session, held, content)
        try:
            tried = rankings.trial(session, actor=g.actor, scheme_id=scheme_id, today=legal_day(utc_now()))
        except Invalid:
            return render_template("assessor/scheme_trial.html", **around, told=told_of(session, content, around["known"]), tried=None)
        entries, unread = _looked_at(tried)
        missing = [(core.concept, unread[place]) for place, core in enumerate(content.cores)]
        return render_template("assessor/scheme_trial.html", **around, told=[], tried=tried, entries=entries, missing=missing, words=ranking_words, shown_at_most=SHOWN)


def _looked_at(tried: Compiled) -> tuple[list[dict[str, Any]], Counter[int]]:
    """The first entries with the concepts that could not be read in them; for each core indicator, in how many of all it could not."""
    shown: list[dict[str, Any]] = []
    unread: Counter[int] = Counter()
    for row in tried.entries():
        places = [each.place for each in Judged.from_json(json.loads(row.judged)).readings if each.level is None]
        unread.update(places)
        if len(shown) < SHOWN:
            shown.append({**row._asdict(), "unread": [tried.scheme.cores[place].concept for place in places]})
    return shown, unread
