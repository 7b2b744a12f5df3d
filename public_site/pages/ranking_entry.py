"""One entry of a leader-board taken apart: each indicator as it was read, against the thresholds and the field, and every reason."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.pages import ranking_heads, ranking_rows, ranking_scale
from public_site.pages.machine import address, json_page, status_facts
from public_site.pages.ranking_heads import ROOT, Head, as_read, concept, condition, threshold
from public_site.pages.ranking_words import requirement, sentence
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import public, public_rankings
from registry.rules.judged import Judged, Reading, Reason
from registry.rules.scheme import Basic
from registry.rules.status import Status

bp = Blueprint("ranking_entry", __name__, url_prefix=ROOT)

TALLEST = 60.0
"""Percent of the drawing for the band with the most entries."""


@dataclass(frozen=True, slots=True)
class Band:
    """One of the four bands of a chart: left edge, height of its bar, how many entries of the board lie in it (None below base)."""

    level: int
    words: str
    threshold: str
    x: float
    height: float
    count: int | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A core or innovative indicator of the entry; `at`: percent of the dot, None without a level; `converted` only where the unit differs."""

    place: int
    name: str
    condition: str
    value: str
    converted: str
    level: int | None
    level_words: str
    why: str
    standard: str
    at: float | None
    bands: tuple[Band, ...]

    @property
    def finding(self) -> str:
        """The title of the chart."""
        if self.level is None:
            return str(_("%(name)s：%(level)s（%(why)s）", name=self.name, level=self.level_words, why=self.why))
        return str(_("%(name)s %(value)s：%(level)s", name=self.name, value=self.value, level=self.level_words))


@bp.get("/<public_id>/entries/<entry_id>")
@access("public")
def page(public_id: str, entry_id: str) -> ResponseReturnValue:
    head, row, status, judged, runner = _read(public_id, entry_id)
    body = rendered(
        "rankings/entry.html", head=head, row=row, status=status, judged=judged, runner=runner, words=words, grades=ranking_rows.grade_words(language()),
        since=ranking_rows.since(row, legal_day(utc_now())), reasons=[sentence(head.frozen, each) for each in judged.reasons],
        alerts=[sentence(head.frozen, each) for each in judged.alerts if not _told(each, judged)],
        cores=[_core(head, each) for each in judged.readings], innovations=[_innovation(head, each) for each in judged.innovations],
        basics=[_basic(head, each, state) for each, state in zip(head.frozen.scheme.basics, judged.basics, strict=True)],
        requirements=[(requirement(head.frozen, code), words.CLAIMS[state]) for code, state in judged.requirements.items()],
    )  # fmt: skip
    return public_page(Response(body))


@bp.get("/<public_id>/entries/<entry_id>.json")
@access("public")
def twin(public_id: str, entry_id: str) -> ResponseReturnValue:
    head, row, status, judged, runner = _read(public_id, entry_id)
    return json_page({
        "ranking": head.row.public_id, "order": row.order_no, "place": row.place, "level": row.level, "stars": row.stars, "points": row.points, "public_id": row.public_id, "number": row.number,
        "title": row.title, "enterprise": row.enterprise, "credit_code": row.credit_code, "division_code": row.division_code, "version": row.sequence, "inputs_hash": row.inputs_hash,
        "judged": judged.to_json(), "candidate": {"state": runner.state.value, "reasons": list(runner.reasons)} if runner else None, "status_now": status_facts(status),
        "newer_version": row.latest_version_id != row.version_id, "disclosure": address(f"/disclosures/{row.public_id}/versions/{row.sequence}.json"), "page": address(f"{head.base}/entries/{row.public_id}"),
    })  # fmt: skip


def _read(public_id: str, entry_id: str) -> tuple[Head, Any, Status, Judged, Any]:
    today = legal_day(utc_now())
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        row = public_rankings.entry(look, head.now.id, entry_id)
        status = public.disclosure(look, entry_id, today=today).status
        runner = public_rankings.candidates(look, head.now.id, [row], today).get(row.disclosure_id)
    return head, row, status, Judged.from_json(json.loads(row.judged)), runner


def _told(alert: Reason, judged: Judged) -> bool:
    """Whether a reason says the same already."""
    return any(each.code == alert.code and each.facts.get("place") == alert.facts.get("place") for each in judged.reasons)


def _core(head: Head, reading: Reading) -> Indicator:
    """With the field: how many entries lie in each band, as the ranking's list counts them."""
    ask, spoken = head.frozen.ready.cores[reading.place], language()
    counted = {int(level): int(count) for level, count in head.row.lists[reading.place]["bands"].items()}
    most = max(counted.values(), default=1)
    steps = [(0, ""), *((level, threshold(ask, reading.condition, level, spoken) if reading.condition in ask.cases else "") for level in (3, 2, 1))]
    bands = tuple(
        Band(level, str(words.LEVELS[level]), asked, ranking_scale.left(level), round(TALLEST * counted.get(level, 0) / most, 1), counted.get(level, 0) if level else None) for level, asked in steps
    )
    return _indicator(head, reading, ask.concept, ask.unit, ranking_scale.place(ask, reading), bands)


def _innovation(head: Head, reading: Reading) -> Indicator:
    ask = head.frozen.ready.innovations[reading.place]
    return _indicator(head, reading, ask.concept, ask.unit, None, ())


def _indicator(head: Head, reading: Reading, code: str, unit: str, at: float | None, bands: tuple[Band, ...]) -> Indicator:
    spoken = language()
    why = str(words.WHY.get(reading.reason, reading.reason)) if reading.level is None else ""
    return Indicator(
        reading.place, concept(head.frozen, code, spoken), condition(head.frozen, code, reading.condition), as_read(reading, spoken), _converted(reading, unit, spoken), reading.level,
        str(words.LEVELS[reading.level]), why, reading.from_standard, at, bands,
    )  # fmt: skip


def _converted(reading: Reading, unit: str, spoken: str) -> str:
    """The value in the scheme's unit, where it was read in another."""
    if not reading.in_unit_low + reading.in_unit_high or reading.unit == unit:
        return ""
    return as_read(Reading(reading.place, operator=reading.operator, low=reading.in_unit_low, high=reading.in_unit_high, unit=unit), spoken)


def _basic(head: Head, basic: Basic, state: str) -> tuple[str, str, Any]:
    cells = Reading(0, operator=basic.operator, low=basic.low, high=basic.high, unit=basic.unit, grade=basic.grade)
    asked = basic.text or as_read(cells, language())
    under = condition(head.frozen, basic.concept, basic.condition)
    return concept(head.frozen, basic.concept, language()), " · ".join(filter(None, (asked, under, basic.source))), words.STATES[state]
