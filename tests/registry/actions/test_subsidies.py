"""Rounds of subsidies: computed step by step, published by another person, within the budget, nothing paid twice."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.actions import front_runners, honours, policies, subsidies
from registry.actions.subsidies import Opening
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Bureau, Enterprise, Entitlement, Honour, LedgerEntry, Message, SubsidyPolicy, SubsidyRound
from registry.queries import honours as honour_queries
from registry.queries import policies as policy_queries
from registry.queries import subsidies as queries
from registry.rules.permission import Actor
from registry.rules.policy import Policy
from registry.rules.title import Title
from registry.seed.policies import chengxiang
from tests.factories import honours as made
from tests.factories import people
from tests.factories.disclosures import disclosed


@dataclass
class Money:
    session: Session
    now: datetime
    office: Bureau
    firm: Enterprise
    owner: Actor
    officer: Actor
    approver: Actor
    policy: SubsidyPolicy

    def honour(self, **more: object) -> Honour:
        return made.confirmed(self.session, self.now, self.owner, self.firm, self.officer, **more)

    def round(self, budget: int = 500_000, policy: SubsidyPolicy | None = None) -> SubsidyRound:
        row = made.computed(self.session, self.now, self.officer, policy or self.policy, replace(made.YEAR, budget=budget))
        self.session.flush()
        return row

    def publish(self, row: SubsidyRound, actor: Actor | None = None) -> SubsidyRound:
        return subsidies.publish(self.session, actor=actor or self.approver, round_id=row.id, revision=row.revision, now=self.now)

    def amounts(self, row: SubsidyRound) -> list[int]:
        return [each.amount for each in queries.rows(self.session, row.id)]

    def codes(self, row: SubsidyRound) -> list[list[str]]:
        return [[str(step["code"]) for step in each.steps] for each in queries.rows(self.session, row.id)]


@pytest.fixture
def money(session: Session, now: datetime) -> Money:
    office, firm = people.bureau(session, now), people.enterprise(session, now)
    officer, approver = people.officer(session, now, office), people.officer(session, now, office)
    return Money(session, now, office, firm, people.member(session, now, firm), officer, approver, made.in_force(session, now, approver, office))


def test_a_round_is_computed_and_published_by_another_person(money: Money) -> None:
    money.honour(place=2, revised=True)
    row = money.round()
    assert (row.total, money.codes(row)) == (35_000, [["row", "share"]])
    with pytest.raises(NotAllowed) as own:
        money.publish(row, money.officer)
    assert own.value.code == "another_person"
    with pytest.raises(NotFound):
        queries.public(money.session, row.public_id)
    money.publish(row)
    assert [each.amount for each in queries.public(money.session, row.public_id).lines] == [35_000]
    assert money.session.query(LedgerEntry).order_by(LedgerEntry.id.desc()).first().kind == "subsidy.published"
    assert money.session.query(Message).order_by(Message.id.desc()).first().facts["amount"] == "35,000"
    with pytest.raises(Conflict):
        money.publish(row)


def test_nothing_is_paid_twice_in_a_later_round_or_by_a_newer_version_or_another_policy(money: Money) -> None:
    honour = money.honour()
    money.publish(money.round())
    wanted = replace(chengxiang(), title="新的办法（示例）")
    policies.save(money.session, actor=money.officer, policy_id=money.policy.id, wanted=wanted, revision=money.policy.revision, now=money.now)
    policies.publish(money.session, actor=money.approver, policy_id=money.policy.id, revision=money.policy.revision, now=money.now)
    later, other = money.round(), money.round(policy=made.in_force(money.session, money.now, money.approver, money.office))
    assert [money.codes(each) for each in (later, other)] == [[["row", "paid_before"]]] * 2
    with pytest.raises(Conflict) as paid:
        honours.withdraw(money.session, actor=money.owner, honour_id=honour.id, now=money.now)
    assert paid.value.code == "honour_paid"


def test_the_database_itself_refuses_a_second_payment(money: Money) -> None:
    honour = money.honour()
    first, second = money.round(), money.round()
    money.publish(first)
    key = queries.rows(money.session, first.id)[0].paid_key
    with pytest.raises(IntegrityError), money.session.begin_nested():
        queries.rows(money.session, second.id)[0].paid_key = key
        money.session.flush()
    assert queries.granted_to(money.session, [honour.id])[honour.id][0] == 100_000


def test_a_round_that_was_computed_before_another_one_paid_is_not_published(money: Money) -> None:
    money.honour()
    first, second = money.round(), money.round()
    money.publish(first)
    with pytest.raises(Conflict) as outdated:
        money.publish(second)
    assert outdated.value.code == "round_outdated"


def test_an_honour_annulled_since_it_was_computed_stops_the_publishing(money: Money) -> None:
    honour, row = money.honour(), money.round()
    honours.annul(money.session, actor=money.officer, honour_id=honour.id, reason="公告更正", now=money.now)
    with pytest.raises(Conflict) as outdated:
        money.publish(row)
    assert outdated.value.code == "round_outdated"


def test_an_honour_annulled_after_the_notice_is_paid_no_more_and_its_thing_is_free(money: Money) -> None:
    honour, row = money.honour(), money.round()
    money.publish(row)
    honours.annul(money.session, actor=money.officer, honour_id=honour.id, reason="公示期间有异议，经核实不是起草单位", now=money.now)
    money.session.flush()
    (line,) = queries.public(money.session, row.public_id).lines
    assert (line.row.amount, line.amount, line.annulled.reason) == (100_000, 0, "公示期间有异议，经核实不是起草单位")
    firm = people.enterprise(money.session, money.now, name="邻家橡胶有限公司（示例）")
    made.confirmed(money.session, money.now, people.member(money.session, money.now, firm), firm, money.officer)
    assert money.amounts(money.round()) == [100_000]


def test_over_the_budget_nothing_is_published_until_it_is_lowered_or_the_budget_raised(money: Money) -> None:
    for number in ("GB/T 7984-2013", "GB/T 10822-2014", "GB/T 4490-2021"):
        money.honour(subject=number, place=1)
    row = money.round(budget=100_000)
    with pytest.raises(Conflict) as over:
        money.publish(row)
    assert (over.value.code, over.value.facts) == ("round_over_budget", {"total": 300_000, "budget": 100_000})
    subsidies.lower(money.session, actor=money.officer, round_id=row.id, revision=row.revision, now=money.now)
    assert (money.amounts(row), row.total) == ([33_333] * 3, 99_999)
    assert [each[-1] for each in money.codes(row)] == ["lowered"] * 3
    with pytest.raises(Conflict) as within:
        subsidies.lower(money.session, actor=money.officer, round_id=row.id, revision=row.revision, now=money.now)
    assert within.value.code == "round_within_budget"
    money.publish(row)


def test_a_row_in_doubt_is_paid_only_after_the_bureau_has_settled_it_in_a_new_version(money: Money) -> None:
    money.honour(kind="pilot", grade="national", subject="某某标准化试点（示例）", place=None)
    before = money.round()
    assert (before.total, money.codes(before)) == (0, [["row", "doubt"]])
    draft = Policy.from_json(money.policy.draft)
    rows = tuple(replace(each, amount="50000", settled="经主管部门核实为 5 万元") if each.doubt else each for each in draft.rows)
    policies.save(money.session, actor=money.officer, policy_id=money.policy.id, wanted=replace(draft, rows=rows), revision=money.policy.revision, now=money.now)
    policies.publish(money.session, actor=money.approver, policy_id=money.policy.id, revision=money.policy.revision, now=money.now)
    after = money.round()
    assert money.amounts(after) == [50_000]
    assert [each.sequence for each in policy_queries.versions(money.session, money.policy.id)] == [2, 1]


def test_a_recorded_title_counts_by_itself_and_once(money: Money) -> None:
    version = disclosed(money.session, money.now, money.owner, money.firm)
    title = Title("national", "输送带", "2026", "国家市场监督管理总局（示例）", "示例〔2026〕3号", "", "EP200", date(2026, 1, 1))
    front_runners.record_title(money.session, actor=money.officer, disclosure_id=version.disclosure_id, given=title, now=money.now, random=made.BITS)
    assert [each.word for each in honour_queries.of_enterprise(money.session, money.firm.id)] == ["confirmed"]
    row = money.round()
    assert (money.amounts(row), money.codes(row)) == ([50_000], [["row"]])
    money.publish(row)
    assert money.codes(money.round()) == [["row", "paid_before"]]
    assert money.session.query(Honour).count() == 1


def test_a_policy_with_overlapping_places_is_refused_where_it_stands(money: Money) -> None:
    draft = Policy.from_json(money.policy.draft)
    place = next(number for number, each in enumerate(draft.rows) if each.first_place == "3")
    rows = tuple(replace(each, first_place="2") if number == place else each for number, each in enumerate(draft.rows))
    policies.save(money.session, actor=money.officer, policy_id=money.policy.id, wanted=replace(draft, rows=rows), revision=money.policy.revision, now=money.now)
    with pytest.raises(Invalid) as refused:
        policies.publish(money.session, actor=money.approver, policy_id=money.policy.id, revision=money.policy.revision, now=money.now)
    assert refused.value.fields == {f"rows.{place}.first_place": "policy_places_overlap"}


def test_who_saved_first_is_not_written_over(money: Money) -> None:
    opened = money.policy.revision
    policies.save(money.session, actor=money.officer, policy_id=money.policy.id, wanted=replace(chengxiang(), note="一"), revision=opened, now=money.now)
    with pytest.raises(Conflict) as late:
        policies.save(money.session, actor=money.officer, policy_id=money.policy.id, wanted=chengxiang(), revision=opened, now=money.now + timedelta(minutes=1))
    assert late.value.code == "changed_meanwhile"


def test_a_round_is_opened_on_a_published_policy_with_days_and_a_budget(money: Money) -> None:
    with pytest.raises(Invalid) as refused:
        subsidies.begin(money.session, actor=money.officer, policy_id=money.policy.id, opening=Opening(" ", date(2026, 2, 1), date(2026, 1, 1), None), random=made.BITS, now=money.now)
    assert refused.value.fields == {"title": "required", "last_on": "end_before_start", "budget": "policy_yuan_wrong"}
    draft = policies.begin(money.session, actor=money.officer, bureau_id=money.office.id, wanted=chengxiang(), random=made.BITS, now=money.now)
    money.session.flush()
    with pytest.raises(Conflict) as unpublished:
        subsidies.begin(money.session, actor=money.officer, policy_id=draft.id, opening=made.YEAR, random=made.BITS, now=money.now)
    assert unpublished.value.code == "policy_unpublished"


def test_another_office_finds_neither_policy_nor_round(money: Money) -> None:
    row = money.round()
    province = people.officer(money.session, money.now, people.bureau(money.session, money.now, level="province", division_code="330000", name="浙江省局（示例）"))
    with pytest.raises(NotFound):
        subsidies.publish(money.session, actor=province, round_id=row.id, revision=row.revision, now=money.now)
    with pytest.raises(NotFound):
        policies.publish(money.session, actor=province, policy_id=money.policy.id, revision=money.policy.revision, now=money.now)


def test_a_stopped_round_pays_nothing(money: Money) -> None:
    money.honour()
    row = money.round()
    subsidies.stop(money.session, actor=money.officer, round_id=row.id, revision=row.revision, now=money.now)
    money.session.flush()
    with pytest.raises(Conflict):
        money.publish(row)
    assert money.session.query(Entitlement).filter(Entitlement.paid_key.is_not(None)).count() == 0
