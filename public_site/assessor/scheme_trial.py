"""A scheme's draft tried on what is disclosed today: who would rank where, and which values are missing. Nothing is kept."""

import json
from collections.abc import Mapping
from itertools import islice
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
        entries = [_entry(row, content) for row in islice(tried.entries(), SHOWN)]
        return render_template("assessor/scheme_trial.html", **around, told=[], tried=tried, entries=entries, missing=_missing(tried), words=ranking_words, shown_at_most=SHOWN)


def _entry(row: Mapping[str, Any], content: Scheme) -> dict[str, Any]:
    """The columns that the page shows, with the concepts of core indicators for which nothing could be read."""
    judged = Judged.from_json(json.loads(row["judged"]))
    unread = [content.cores[each.place].concept for each in judged.readings if each.level is None]
    return {**row, "unread": unread}


def _missing(tried: Compiled) -> list[tuple[str, int]]:
    """For each core indicator its concept, and how many of those tried declare nothing that could be read."""
    everybody = tried.board.graded + tried.board.excluded
    return [(core.concept, everybody - each["declared"]) for core, each in zip(tried.scheme.cores, tried.row()["lists"], strict=True)]
