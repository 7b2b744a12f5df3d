"""The demonstration's round of spot checks: a draw that anybody can recompute, every verdict, and three orders with three ends."""

import json
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import Draw, DrawObject, Enterprise, Finding, FindingPublication, FindingReply, Inspection, Inspector, ProvinceCase, Rectification, Recusal
from registry.queries import calendar, draw_bundles, rectifications
from registry.rules import working_days
from registry.rules.verdict import VERDICTS
from registry.seed import demo
from registry.standalone import verify_draw


def test_two_draws_were_made_in_public_and_another_one_waits(told: Session) -> None:
    drawn, begun, waiting = told.scalars(select(Draw).order_by(Draw.id)).all()
    assert begun.drawn == len([row for row in told.scalars(select(Inspection).where(Inspection.draw_id == begun.id)) if row.ended_at is None]) > 0
    assert (drawn.drawn, drawn.witnesses is not None, waiting.drawn_at) == (len(told.scalars(select(Inspection).where(Inspection.draw_id == drawn.id)).all()), True, None)
    strata = {(row.klass, row.industry, row.town) for row in told.scalars(select(DrawObject).where(DrawObject.draw_id == drawn.id, DrawObject.excluded.is_(None)))}
    assert drawn.drawn >= len(strata) > 5


def test_the_stand_alone_script_agrees_with_every_draw(told: Session) -> None:
    for drawn in told.scalars(select(Draw).where(Draw.drawn_at.is_not(None))).all():
        bundle = json.loads("".join(draw_bundles.pieces(told, drawn)))
        assert verify_draw.verify(bundle, lambda _line: None) == []


def test_nobody_inspected_where_they_have_an_interest(told: Session) -> None:
    recused = {(row.inspector_id, row.enterprise_id) for row in told.scalars(select(Recusal))}
    fit = {row.id for row in told.scalars(select(Inspector)) if "standards" in row.fields}
    for row in told.scalars(select(Inspection)):
        assert recused.isdisjoint({(row.first_id, row.enterprise_id), (row.second_id, row.enterprise_id)})
        assert {row.first_id, row.second_id} <= fit
        assert row.first_id != row.second_id
    assert recused


def test_every_verdict_is_there_published_within_its_term_with_replies_and_a_correction(told: Session) -> None:
    findings = told.scalars(select(Finding)).all()
    assert set(Counter(row.verdict for row in findings)) == set(VERDICTS)
    published = {row.finding_id: row.published_at for row in told.scalars(select(FindingPublication))}
    assert set(published) == {row.id for row in findings}
    known = calendar.known(told)
    assert all(legal_day(published[row.id]) <= working_days.after(known, legal_day(row.concluded_at), 20).day for row in findings)
    assert {row.agrees for row in told.scalars(select(FindingReply))} == {True, False}
    assert len([row for row in findings if row.corrects_id]) == 1
    assert {row.kind for row in told.scalars(select(Inspection))} == {"drawn", "recheck"}


def test_of_three_orders_one_was_obeyed_in_time_one_is_overdue_and_one_went_to_the_province(told: Session) -> None:
    rows = told.scalars(select(Rectification).order_by(Rectification.id)).all()
    states = rectifications.states(told, rows, demo.TODAY)
    found = {states[row.id].phase: states[row.id] for row in rows}
    assert (found["closed"].in_time, found["overdue"].noted, found["overdue"].extended) == (True, True, True)
    assert set(found) == {"closed", "overdue", "ended_by_province"}
    assert told.scalars(select(ProvinceCase.decision)).all() == ["granted"]


def test_only_invented_enterprises_are_in_it(told: Session) -> None:
    ids = set(told.scalars(select(Inspection.enterprise_id))) | set(told.scalars(select(DrawObject.enterprise_id)))
    assert [name for name in told.scalars(select(Enterprise.name).where(Enterprise.id.in_(ids))) if "（示例）" not in name] == []
