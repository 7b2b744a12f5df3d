"""A published board makes candidates, an authority's title is recorded; both are suspended at once and restored only by decision (国市监标准〔2018〕84号)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import endings, front_runners, rankings, requirement_claims, standings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import first_instant, legal_day
from registry.models import (
    AssessmentBody,
    Bureau,
    FrontRunner,
    IndexTask,
    Job,
    Product,
    ProductDisclosure,
)
from registry.queries import front_runners as queries
from registry.rules.front_runner import State
from registry.rules.permission import SYSTEM, Actor
from registry.rules.scheme import Requirement
from registry.rules.standing import Fact
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.disclosures import changed
from tests.factories.front_runners import Field, candidate, ledger, messages, province, recorded, standing_field

YEAR = timedelta(days=366)


@pytest.fixture
def field(session: Session, now: datetime) -> Field:
    return standing_field(session, now)


def test_a_published_board_makes_a_candidate_of_level_one_alone_for_the_months_of_its_scheme(field: Field, session: Session) -> None:
    row = candidate(field)
    assert session.query(FrontRunner).count() == 1
    assert (row.kind, row.version_id, row.year, row.valid_from, row.valid_until) == ("candidate", field.first.id, 2026, date(2026, 11, 20), date(2027, 11, 19))
    assert field.standing(row) == (State.current, ())
    [(kind, fact)] = ledger(session)
    assert (kind, fact["number"], fact["valid_until"]) == ("front_runner.granted", field.first.disclosure.number, "2027-11-19")


def test_a_draft_makes_no_candidate_and_a_scheme_says_which_level_does_and_for_how_long(field: Field, session: Session) -> None:
    made.compiled(session, field.now, field.assessor, field.scheme)
    assert session.query(FrontRunner).count() == 0
    wider = schemes.published(session, field.now, field.assessor, made.scheme(candidate_level="2", candidate_months="3"))
    made.published(session, field.now, field.assessor, wider)
    assert {(row.disclosure_id, row.valid_until) for row in session.query(FrontRunner)} == {(each.disclosure_id, date(2027, 2, 19)) for each in (field.first, field.second)}


def test_the_models_are_those_that_the_enterprise_asserted_and_otherwise_those_of_its_products(field: Field, session: Session) -> None:
    product = Product(enterprise_id=field.firm.id, kind="product", name="输送带", models="A1\nA2", created_at=field.now)
    session.add(product)
    session.flush()
    session.add(ProductDisclosure(product_id=product.id, disclosure_id=field.first.disclosure_id, main=True, linked_at=field.now))
    assert candidate(field).models == "A1\nA2"
    asking = schemes.published(session, field.now, field.assessor, made.scheme(requirements=(Requirement("R2", "量产", "In mass production", models=True),)))
    requirement_claims.claim(
        session, actor=field.owner, scheme_id=asking.scheme_id, disclosure_id=field.first.disclosure_id, requirement="R2", statement="已量产", models="EP200\nEP300", now=field.now,
    )  # fmt: skip
    made.published(session, field.now, field.assessor, asking)
    assert session.query(FrontRunner).order_by(FrontRunner.id.desc()).first().models == "EP200\nEP300"


def test_the_enterprise_is_told_and_the_index_looks_at_the_board_again_when_the_months_are_over(field: Field, session: Session) -> None:
    row = candidate(field)
    rankings.tell(session, actor=SYSTEM, ranking_id=row.ranking_id, after=0, now=field.now)
    assert [facts["numbers"] for facts in messages(session, "front_runner.granted")] == [field.first.disclosure.number]
    over = first_instant(date(2027, 11, 20))
    session.commit()
    assert session.execute(select(IndexTask.kind, IndexTask.subject_id).where(IndexTask.not_before == over)).all() == [("ranking", row.ranking_id)]


@pytest.mark.parametrize("purpose", ["amend", "correct"])
def test_a_standard_that_is_revised_after_the_ranking_was_published_suspends_its_candidate_at_once(field: Field, session: Session, purpose: str) -> None:
    row = candidate(field)
    changed(session, field.now + timedelta(hours=1), field.owner, field.first, purpose)
    assert field.standing(row) == (State.suspended, ("amended",))
    assert [(kind, fact["reasons"]) for kind, fact in ledger(session) if kind == "front_runner.suspended"] == [("front_runner.suspended", ["amended"])]
    assert [facts["reasons"] for facts in messages(session, "front_runner.suspended")] == ["amended"]


def test_another_disclosure_of_the_same_enterprise_suspends_nothing(field: Field, session: Session) -> None:
    row = candidate(field)
    changed(session, field.now + timedelta(hours=1), field.owner, field.second, "amend")
    made.belt(session, field.now, field.owner, field.firm, "30 MPa")
    assert field.standing(row) == (State.current, ())


@pytest.mark.parametrize("ending", ["withdrawn", "superseded"])
def test_what_its_enterprise_ends_today_is_suspended_today(field: Field, session: Session, ending: str) -> None:
    row = candidate(field)
    _end(field, ending, legal_day(field.now))
    assert field.standing(row) == (State.suspended, (ending,))


@pytest.mark.parametrize("ending", ["withdrawn", "superseded"])
def test_what_ends_on_a_day_to_come_is_suspended_by_the_look_of_that_day(field: Field, session: Session, ending: str) -> None:
    row, day = candidate(field), legal_day(field.now) + timedelta(days=3)
    _end(field, ending, day)
    assert field.standing(row) == (State.current, ())
    _look(field, field.now + timedelta(days=2))
    assert field.standing(row) == (State.current, ())
    _look(field, field.now + timedelta(days=3))
    _look(field, field.now + timedelta(days=4))
    assert field.standing(row) == (State.suspended, (ending,))
    assert len(messages(session, "front_runner.suspended")) == 1


def test_every_legal_day_begins_with_a_look_once_there_is_a_front_runner(field: Field, session: Session) -> None:
    candidate(field)
    recorded(field)
    due = session.scalars(select(Job.not_before).where(Job.kind == front_runners.LOOK).order_by(Job.not_before)).all()
    assert due == [field.now, first_instant(legal_day(field.now) + timedelta(days=1))]


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (Fact("deregistered", date(2026, 11, 20), "登记机关"), "deregistered"), (Fact("dishonesty_listed", date(2026, 11, 1), "信用中国"), "dishonesty_listed"),
        (Fact("checked", date(2026, 11, 19), "监督抽查", result="nonconforming"), "failed_check"), (Fact("publicly_noted", date(2026, 11, 19), "公示"), "publicly_noted"),
    ],
)  # fmt: skip
def test_what_an_authority_records_of_the_enterprise_suspends_at_once(field: Field, fact: Fact, reason: str) -> None:
    row, given = candidate(field), recorded(field)
    field.record(fact)
    assert field.standing(row) == field.standing(given) == (State.suspended, (reason,))


@pytest.mark.parametrize(("kind", "reason"), [("number_revoked", "number_revoked"), ("standard_voided", "standard_voided")])
def test_a_number_revoked_or_a_standard_voided_by_the_province_suspends_at_once(field: Field, kind: str, reason: str) -> None:
    row = candidate(field)
    field.record(Fact(kind, date(2026, 11, 19), "省局", document="〔2026〕9号"), field.first.disclosure_id)
    assert field.standing(row) == (State.suspended, (reason,))


def test_a_check_without_complaint_and_a_fact_about_another_disclosure_suspend_nothing(field: Field) -> None:
    row = candidate(field)
    field.record(Fact("checked", date(2026, 11, 19), "监督抽查", result="conforming"))
    field.record(Fact("checked", date(2026, 11, 19), "监督抽查", result="nonconforming"), field.second.disclosure_id)
    assert field.standing(row) == (State.current, ())


def test_taking_a_fact_back_restores_nothing_by_itself(field: Field, session: Session) -> None:
    row, fact = candidate(field), Fact("dishonesty_listed", date(2026, 11, 1), "信用中国")
    wrong = field.record(fact)
    session.flush()
    officer = people.officer(session, field.now, session.query(Bureau).first())
    standings.correct(session, actor=officer, standing_id=wrong.id, fact=fact, annul=True, now=field.now)
    assert field.standing(row) == (State.suspended, ("dishonesty_listed",))
    field.decide(row, "restored")
    assert field.standing(row) == (State.current, ())


def test_a_requirement_that_the_assessor_does_not_believe_suspends_the_candidate(field: Field, session: Session) -> None:
    asking = schemes.published(session, field.now, field.assessor, made.scheme(requirements=(Requirement("R1", "近三年无重大质量事故"),)))
    given = {"scheme_id": asking.scheme_id, "disclosure_id": field.first.disclosure_id, "requirement": "R1"}
    claim = requirement_claims.claim(session, actor=field.owner, statement="没有事故", now=field.now, **given)
    made.published(session, field.now, field.assessor, asking)
    row, untouched = session.query(FrontRunner).one(), candidate(field)
    requirement_claims.decide(session, actor=field.assessor, claim_id=claim.id, decision="refused", reason="有报道", now=field.now)
    assert field.standing(row) == (State.suspended, ("claim_refused",))
    assert field.standing(untouched) == (State.current, ())


def test_what_happened_between_compiling_and_publishing_suspends_at_publishing(field: Field, session: Session) -> None:
    draft = made.compiled(session, field.now, field.assessor, field.scheme)
    changed(session, field.now + timedelta(hours=1), field.owner, field.first, "amend")
    rankings.publish(session, actor=field.assessor, ranking_id=draft.id, government_boards=False, now=field.now + timedelta(hours=2))
    assert field.standing(session.query(FrontRunner).one()) == (State.suspended, ("amended",))


def test_a_decision_restores_it_for_the_version_it_looked_at_and_the_next_amendment_suspends_it_again(field: Field, session: Session) -> None:
    row, later = candidate(field), field.now + timedelta(days=1)
    second = changed(session, field.now + timedelta(hours=1), field.owner, field.first, "amend")
    step = field.decide(row, "restored", now=later)
    assert (step.version_id, field.standing(row, later)) == (second.id, (State.current, ()))
    _look(field, later)
    assert field.standing(row, later) == (State.current, ())
    changed(session, later + timedelta(hours=1), field.owner, second, "amend")
    assert field.standing(row, later) == (State.suspended, ("amended",))
    assert [kind for kind, _fact in ledger(session)] == [f"front_runner.{word}" for word in ("granted", "suspended", "restored", "suspended")]


def test_a_failed_check_that_the_decision_looked_at_does_not_suspend_again_but_the_next_one_does(field: Field, session: Session) -> None:
    row, check = candidate(field), Fact("checked", date(2026, 11, 19), "监督抽查", result="nonconforming")
    field.record(check)
    field.decide(row, "restored", now=field.now + timedelta(hours=1))
    field.record(Fact("checked", date(2026, 11, 18), "监督抽查", result="conforming"), now=field.now + timedelta(hours=2))
    assert field.standing(row) == (State.current, ())
    field.record(check, now=field.now + timedelta(hours=3))
    assert field.standing(row) == (State.suspended, ("failed_check",))


def test_no_decision_restores_what_is_withdrawn_or_of_which_a_newer_version_came(field: Field, session: Session) -> None:
    row = candidate(field)
    changed(session, field.now + timedelta(hours=1), field.owner, field.first, "amend")
    with pytest.raises(Conflict, match="front_runner_version"):
        field.decide(row, "restored", version_id=field.first.id)
    _end(field, "withdrawn", legal_day(field.now))
    with pytest.raises(Conflict, match="front_runner_lasting"):
        field.decide(row, "restored")


def test_who_decides_says_why_and_has_seen_what_happened_before(field: Field) -> None:
    row = candidate(field)
    with pytest.raises(Invalid) as refused:
        field.decide(row, "restored", " ")
    assert refused.value.fields == {"step": "choose_one", "reason": "reason_required"}
    field.decide(row, "suspended", "收到举报，正在核实")
    with pytest.raises(Conflict, match="front_runner_changed"):
        field.decide(row, "ended", seen=0)
    assert field.standing(row) == (State.suspended, ("decision",))


def test_what_was_ended_or_has_expired_is_not_decided_upon_again(field: Field) -> None:
    row = candidate(field)
    with pytest.raises(Conflict, match="front_runner_over"):
        field.decide(row, "suspended", now=field.now + YEAR)
    field.decide(row, "ended")
    assert field.standing(row) == (State.ended, ("decision",))
    with pytest.raises(Conflict, match="front_runner_over"):
        field.decide(row, "restored")


def test_nobody_decides_but_who_runs_the_board_and_nobody_in_their_own_matter(field: Field, session: Session) -> None:
    row = candidate(field)
    office = session.query(Bureau).first()
    other = people.assessor(session, field.now, people.body(session, field.now, office, field.assessor.account_id or 0, credit_code="91330000MA27XYZ12F", name="别的评价中心（示例）"))
    for stranger in (other, people.officer(session, field.now, office), field.owner):
        with pytest.raises(NotFound):
            field.decide(row, "ended", actor=stranger)
    both = Actor(account_id=field.assessor.account_id, bodies=field.assessor.bodies, enterprises={field.firm.id: "owner"}, confirmed=True)
    with pytest.raises(NotAllowed, match="own_matter"):
        field.decide(row, "ended", actor=both)


def test_once_a_body_s_admission_has_ended_the_bureau_that_admitted_it_decides(field: Field, session: Session) -> None:
    row, office = candidate(field), session.query(Bureau).first()
    session.query(AssessmentBody).one().ended_at = field.now
    field.decide(row, "ended", actor=people.officer(session, field.now, office))
    assert field.standing(row)[0] is State.ended


def test_a_newer_board_of_the_same_scheme_takes_the_place_of_earlier_candidates(field: Field, session: Session) -> None:
    earlier, later = candidate(field), field.now + timedelta(days=1)
    changed(session, later, field.owner, field.second, "amend", lines=made.lines("25 MPa"))
    newer = field.publish(later)
    assert newer is not None
    assert field.standing(earlier, later) == (State.ended, ("new_board",))
    assert field.standing(newer, later) == (State.current, ())
    changed(session, later, field.owner, field.first, "amend", lines=made.lines("18 MPa"))
    assert field.publish(later + timedelta(days=1)) is None
    assert field.standing(newer, later) == (State.ended, ("new_board",))
    assert [facts["numbers"] for facts in messages(session, "front_runner.replaced")] == [field.first.disclosure.number]


def test_a_title_is_recorded_with_its_source_and_suspended_and_restored_like_a_candidate(field: Field, session: Session) -> None:
    row = recorded(field)
    assert (row.kind, row.issuer, row.version_id, row.models) == ("provincial", "某省市场监督管理局（示例）", field.first.id, "EP200\nEP300")
    assert ledger(session)[0][1]["document"] == "示例〔2026〕8号"
    officer = people.officer(session, field.now, session.query(Bureau).filter_by(level="county").first())
    changed(session, field.now + timedelta(hours=1), field.owner, field.first, "amend")
    assert field.standing(row) == (State.suspended, ("amended",))
    with pytest.raises(NotAllowed):
        field.decide(row, "restored", actor=people.officer(session, field.now, province(field)))
    other = session.get_one(Bureau, row.bureau_id)
    field.decide(row, "restored", actor=people.officer(session, field.now, other), now=field.now + timedelta(days=1))
    assert field.standing(row) == (State.current, ())
    assert officer.offices[0].bureau_id == row.bureau_id


def test_every_wrong_field_of_a_title_is_named_at_once(field: Field) -> None:
    with pytest.raises(Invalid) as refused:
        recorded(field, kind="municipal", category="", year="26", issuer=" ", document="", source_url="ftp://x", models="", valid_from=None, valid_until=None)
    assert refused.value.fields == {
        "kind": "choose_one", "category": "required", "year": "title_year_wrong", "issuer": "required", "document": "required", "source_url": "not_an_address", "models": "required",
        "valid_from": "not_a_date",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        recorded(field, valid_until=date(2025, 1, 1), category="带" * 201)
    assert refused.value.fields == {"category": "line_too_long", "valid_until": "title_ends_before"}


def test_one_title_is_not_recorded_twice_and_only_over_enterprises_of_the_territory(field: Field, session: Session) -> None:
    recorded(field)
    with pytest.raises(Conflict, match="title_recorded_already"):
        recorded(field)
    recorded(field, year="2025")
    elsewhere = people.officer(session, field.now, people.bureau(session, field.now, division_code="350302", name="别处（示例）"))
    with pytest.raises(NotFound):
        recorded(field, elsewhere)
    with pytest.raises(NotAllowed):
        recorded(field, field.owner, year="2024")


def test_a_bureau_sees_those_of_its_territory_and_an_assessor_those_of_its_boards(field: Field, session: Session) -> None:
    row, given, today = candidate(field), recorded(field), legal_day(field.now)
    here = people.officer(session, field.now, session.query(Bureau).filter_by(level="county").first()).offices
    elsewhere = people.officer(session, field.now, people.bureau(session, field.now, division_code="350302", name="别处（示例）")).offices
    assert [each.row.id for each in queries.in_area(session, here, today)[0]] == [given.id, row.id]
    assert queries.in_area(session, here, today, kind="provincial")[1] == 1
    assert queries.in_area(session, here, today, text="不存在")[1] == 0
    assert queries.in_area(session, elsewhere, today) == ([], 0)
    assert [each.row.id for each in queries.of_actor(session, field.assessor, today)[0]] == [row.id]
    assert [queries.of_actor(session, field.assessor, today, state=state)[1] for state in queries.STATES] == [0, 1, 0]
    field.decide(row, "suspended")
    session.flush()
    assert [queries.of_actor(session, field.assessor, today, state=state)[1] for state in queries.STATES] == [1, 0, 0]
    assert [queries.of_actor(session, field.assessor, today + YEAR, state=state)[1] for state in queries.STATES] == [0, 0, 1]


def _end(field: Field, ending: str, day: date) -> None:
    given = {"actor": field.owner, "disclosure_id": field.first.disclosure_id, "effective_on": day, "reason": "停产", "now": field.now}
    if ending == "withdrawn":
        endings.withdraw(field.session, **given)
    else:
        endings.supersede(field.session, successor_id=field.second.disclosure_id, **given)
    field.session.flush()


def _look(field: Field, now: datetime) -> None:
    assert front_runners.look(field.session, actor=SYSTEM, now=now) is None
    field.session.flush()
