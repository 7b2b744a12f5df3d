"""The demonstration's round of spot checks: a draw that anybody can recompute, every verdict, and orders with every end; and what a replaced standard brings."""

import json
from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import (
    Account,
    Bureau,
    Draw,
    DrawObject,
    Enterprise,
    EnterpriseMember,
    Finding,
    FindingPublication,
    FindingReply,
    Honour,
    Inspection,
    Inspector,
    ProvinceCase,
    Rectification,
    Recusal,
    ScreeningMatter,
)
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


def test_of_four_orders_one_was_obeyed_in_time_one_is_overdue_and_two_went_to_their_provinces(told: Session) -> None:
    rows = told.scalars(select(Rectification).order_by(Rectification.id)).all()
    states = list(rectifications.states(told, rows, demo.TODAY).values())
    assert sorted((state.phase, state.at_province) for state in states) == [("closed", False), ("ended_by_province", False), ("overdue", False), ("overdue", True)]
    [closed] = [state for state in states if state.phase == "closed"]
    [noted] = [state for state in states if state.noted]
    assert (closed.in_time, noted.extended) == (True, True)
    decisions = told.execute(select(Bureau.division_code, ProvinceCase.decision).join(Bureau, Bureau.id == ProvinceCase.to_bureau_id)).all()
    assert set(decisions) == {("350000", "granted"), ("330000", None)}


def test_whoever_owns_an_enterprise_that_was_checked_has_every_page_of_it_to_look_at(told: Session) -> None:
    """By address: what was found, what was ordered, what was claimed, what looking again asks."""
    owned = {}
    for address in ("owner.piyue@example.com", "owner.qiyuan@example.com"):
        member = select(EnterpriseMember.enterprise_id).join(Account, Account.id == EnterpriseMember.account_id).where(Account.email == address)
        firm = told.scalars(member).one()
        owned[address] = tuple(len(told.scalars(select(model.id).where(model.enterprise_id == firm)).all()) for model in (Inspection, Rectification, Honour, ScreeningMatter))
    assert owned == {"owner.piyue@example.com": (2, 1, 1, 0), "owner.qiyuan@example.com": (1, 1, 1, 3)}


def test_a_replaced_standard_was_told_and_of_two_who_follow_it_one_changed_in_time(told: Session) -> None:
    rows = told.scalars(select(ScreeningMatter)).all()
    assert {row.code for row in rows} == {"implemented_replaced", "cited_replaced"}
    [settled] = [row for row in rows if row.settled_at is not None]
    assert (settled.settled_by, legal_day(settled.settled_at) < settled.due_on) == ("ended", True)
    assert [row for row in rows if row.due_on > demo.TODAY] == []


def test_only_invented_enterprises_are_in_it(told: Session) -> None:
    ids = set(told.scalars(select(Inspection.enterprise_id))) | set(told.scalars(select(DrawObject.enterprise_id)))
    assert [name for name in told.scalars(select(Enterprise.name).where(Enterprise.id.in_(ids))) if "（示例）" not in name] == []
