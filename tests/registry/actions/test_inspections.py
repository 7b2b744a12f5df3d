"""Two inspectors answer, confirm one content and so make a finding by rule; what cannot be checked any more is not evaluated."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registry.actions import endings, inspection_pairs, inspections, standings
from registry.actions.inspections import Taken
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import AuditEntry, InspectionAnswer, Message, Recusal
from registry.queries import inspections as queries
from registry.rules.standing import Fact
from registry.uploads import Examined
from tests.factories import people
from tests.factories.disclosures import changed, random
from tests.factories.inspections import Drawn, answered, asked, concluded, drawn, given, inspector, published


@pytest.fixture
def world(session: Session, now: datetime) -> Drawn:
    return drawn(session, now)


def answer(session: Session, now: datetime, world: Drawn, *several: inspections.Given, actor: Any = None) -> list[InspectionAnswer]:
    found = inspections.answer(session, actor=actor or world.first, inspection_id=world.inspection.id, given=several, now=now)
    session.flush()
    return found


def confirm(session: Session, now: datetime, world: Drawn, actor: Any, seen: str | None = None) -> Any:
    found = inspections.confirm(session, actor=actor, inspection_id=world.inspection.id, seen=seen or queries.content(session, world.inspection), now=now, random=random)
    session.flush()
    return found


def test_an_answer_that_is_sent_twice_is_kept_once(session: Session, now: datetime, world: Drawn) -> None:
    one = given("L1")
    assert len(answer(session, now, world, one)) == 1
    assert answer(session, now + timedelta(minutes=5), world, one) == []
    assert session.query(InspectionAnswer).count() == 1


def test_the_answer_given_last_counts_whatever_arrives_last(session: Session, now: datetime, world: Drawn) -> None:
    answer(session, now, world, given("L1", "met", answered_at=now - timedelta(minutes=1)))
    answer(session, now, world, given("L1", "not_met", answered_at=now - timedelta(minutes=9)), actor=world.second)
    assert queries.answers(session, world.inspection.id)["L1"].answer == "met"
    assert session.query(InspectionAnswer).count() == 2


def test_no_device_answers_in_the_future(session: Session, now: datetime, world: Drawn) -> None:
    assert answer(session, now, world, given("L1", answered_at=now + timedelta(days=3)))[0].answered_at == now


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (given("L99"), "checklist_item_unknown"), (given("L1", "perhaps"), "not_a_choice"), (given("L1", device_key=""), "device_key_wrong"), (given("L1", note="长" * 1001), "text_long"),
        (given("L1", "not_met", "负责人电话 13812345678"), "personal_number"), (given("L1", "not_met", "身份证 11010519491231002X"), "personal_number"), (given("L1", internal_note="长" * 1001), "text_long"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_and_nothing_is_kept(session: Session, now: datetime, world: Drawn, wrong: inspections.Given, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        answer(session, now, world, given("L2"), wrong)
    assert refused.value.fields == {wrong.item: code}
    assert session.query(InspectionAnswer).count() == 0


def test_the_verdict_follows_when_both_confirmed_what_both_saw(session: Session, now: datetime, world: Drawn) -> None:
    answered(session, now, world, "L6", "N3")
    assert confirm(session, now, world, world.first) is None
    finding = confirm(session, now, world, world.second)
    document = json.loads(finding.content)
    assert (finding.verdict, document["reasons"], document["follows"]) == ("nonconforming", ["L6", "N3"], "rectify")
    assert [each["code"] for each in document["items"]] == [each.code for each in asked().items]
    assert {each.kind for each in session.query(Message)} >= {"inspection.to_confirm", "finding.concluded", "finding.to_publish"}


@pytest.mark.parametrize(("unmet", "verdict", "follows"), [((), "conforming", ""), (("N1",), "minor_defect", "guidance"), (("N1", "L2"), "nonconforming", "escalate")])
def test_form_alone_is_a_minor_defect(session: Session, now: datetime, world: Drawn, unmet: tuple[str, ...], verdict: str, follows: str) -> None:
    finding = concluded(session, now, world, *unmet)
    assert (finding.verdict, json.loads(finding.content)["follows"]) == (verdict, follows)


def test_one_person_never_confirms_for_both(session: Session, now: datetime, world: Drawn) -> None:
    answered(session, now, world)
    assert confirm(session, now, world, world.first) is None
    assert confirm(session, now, world, world.first) is None
    assert queries.findings_of(session, world.inspection.id) == []


def test_whoever_changes_an_answer_undoes_the_others_confirmation(session: Session, now: datetime, world: Drawn) -> None:
    answered(session, now, world)
    seen = queries.content(session, world.inspection)
    confirm(session, now, world, world.first)
    answer(session, now + timedelta(minutes=1), world, given("L1", "not_met"), actor=world.second)
    with pytest.raises(Conflict, match="answers_changed"):
        confirm(session, now, world, world.second, seen)
    assert confirm(session, now, world, world.second) is None
    assert confirm(session, now, world, world.first) is not None


def test_an_internal_note_is_confirmed_and_never_told(session: Session, now: datetime, world: Drawn) -> None:
    seen = queries.content(session, world.inspection)
    answer(session, now, world, given("L1", internal_note="现场气氛紧张"))
    assert queries.content(session, world.inspection) != seen
    assert "气氛" not in concluded(session, now, world).content


def test_a_finding_without_an_item_is_refused(session: Session, now: datetime, world: Drawn) -> None:
    answer(session, now, world, *(given(each.code, "not_applicable") for each in asked().items))
    with pytest.raises(Invalid) as refused:
        confirm(session, now, world, world.first)
    assert refused.value.fields == {"items": "finding_without_item"}


def test_items_that_nobody_answered_are_named(session: Session, now: datetime, world: Drawn) -> None:
    answer(session, now, world, given("L1"), given("L2", "not_met", " "))
    with pytest.raises(Invalid) as refused:
        confirm(session, now, world, world.first)
    assert refused.value.fields["L3"] == "unanswered"
    assert refused.value.fields["L2"] == "note_missing"


def test_nothing_is_answered_after_the_finding(session: Session, now: datetime, world: Drawn) -> None:
    concluded(session, now, world)
    with pytest.raises(Conflict, match="inspection_concluded"):
        answer(session, now, world, given("L1"))


def test_only_the_pair_answers_and_only_the_office_knows(session: Session, now: datetime, world: Drawn) -> None:
    with pytest.raises(NotAllowed, match="inspector_only"):
        answer(session, now, world, given("L1"), actor=world.approver)
    elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), "inspector", "approver")
    for stranger in (elsewhere, world.owner):
        with pytest.raises(NotFound):
            answer(session, now, world, given("L1"), actor=stranger)


def test_a_photograph_is_kept_once_and_belongs_to_an_item(session: Session, now: datetime, world: Drawn, tmp_path: Any) -> None:
    files, picture = Files(str(tmp_path)), Examined(b"\xff\xd8\xff picture", "image/jpeg")
    given_ = {"actor": world.first, "inspection_id": world.inspection.id, "now": now}
    assert inspections.photograph(session, files, taken=Taken("photo-1", "L4", picture), **given_) is not None
    session.flush()
    assert inspections.photograph(session, files, taken=Taken("photo-1", "L4", picture), **given_) is None
    with pytest.raises(Invalid):
        inspections.photograph(session, files, taken=Taken("photo-2", "L99", picture), **given_)
    assert len(queries.photos(session, world.inspection.id)) == 1


def test_what_the_enterprise_withdrew_between_draw_and_check_is_not_evaluated(session: Session, now: datetime, world: Drawn) -> None:
    """不再评价: it stays in the statistics, since a finding is made."""
    answered(session, now, world)
    with pytest.raises(Conflict, match="still_to_be_checked"):
        inspections.end(session, actor=world.first, inspection_id=world.inspection.id, now=now, random=random)
    endings.withdraw(session, actor=world.owner, disclosure_id=world.version.disclosure_id, effective_on=legal_day(now), reason="停产", now=now)
    session.flush()
    with pytest.raises(Conflict, match="inspection_not_evaluated"):
        confirm(session, now, world, world.first)
    finding = inspections.end(session, actor=world.first, inspection_id=world.inspection.id, now=now, random=random)
    assert (finding.verdict, json.loads(finding.content)["reason"]) == ("not_evaluated", "withdrawn")


def test_a_deregistered_enterprise_is_a_case_of_its_own(session: Session, now: datetime, world: Drawn) -> None:
    official = people.officer(session, now, world.bureau)
    standings.record(session, actor=official, enterprise_id=world.firm.id, fact=Fact("deregistered", legal_day(now), "登记系统"), now=now)
    session.flush()
    finding = inspections.end(session, actor=official, inspection_id=world.inspection.id, now=now, random=random)
    assert json.loads(finding.content)["reason"] == "deregistered"


def test_a_recheck_goes_to_the_same_pair_and_looks_at_what_is_in_force_then(session: Session, now: datetime, world: Drawn) -> None:
    published(session, now, world, "L6")
    later = now + timedelta(days=3)
    amended = changed(session, later, world.owner, world.version, "amend")
    again = inspections.recheck(session, actor=world.approver, earlier=world.inspection, now=later)
    session.flush()
    assert (again.first_id, again.second_id, again.version_id, again.earlier_id) == (world.inspection.first_id, world.inspection.second_id, amended.id, world.inspection.id)
    with pytest.raises(Conflict, match="recheck_open"):
        inspections.recheck(session, actor=world.approver, earlier=world.inspection, now=later)


def test_the_audit_says_what_was_done_and_never_what_was_noted(session: Session, now: datetime, world: Drawn) -> None:
    answer(session, now, world, given("L1", "not_met", "铭牌缺失", internal_note="老板不在"))
    session.flush()
    said = [str(each.facts) for each in session.query(AuditEntry).filter_by(action="inspection.answered")]
    assert said
    assert not any("铭牌" in each or "老板" in each for each in said)


def test_who_cannot_go_is_replaced_by_whoever_comes_next_and_is_not_recused(session: Session, now: datetime, world: Drawn) -> None:
    relative, _stranger = inspector(session, now, world.bureau)[1], people.member(session, now, world.firm)
    session.add(Recusal(inspector_id=relative.id, enterprise_id=world.firm.id, ground="relative", since=legal_day(now), recorded_by_id=world.approver.account_id, recorded_at=now))
    session.flush()
    given_: dict[str, Any] = {"actor": world.approver, "inspection_id": world.inspection.id, "same_firm_months": 24, "now": now}
    with pytest.raises(Conflict, match="nobody_eligible"):
        inspection_pairs.replace(session, away_id=world.inspection.first_id, why="病假", **given_)
    actor, free = inspector(session, now, world.bureau)
    with pytest.raises(Invalid) as refused:
        inspection_pairs.replace(session, away_id=free.id, why="", **given_)
    assert refused.value.fields == {"away": "not_of_the_pair", "why": "required"}
    answered(session, now, world)
    confirm(session, now, world, world.second)
    chosen = inspection_pairs.replace(session, away_id=world.inspection.first_id, why="病假", **given_)
    assert (chosen.id, world.inspection.first_id) == (free.id, free.id)
    with pytest.raises(NotAllowed):
        answer(session, now, world, given("L1"))
    assert confirm(session, now, world, actor) is None
    assert confirm(session, now, world, world.second) is not None
