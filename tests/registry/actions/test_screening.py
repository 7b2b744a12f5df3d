"""Every current disclosure is looked at again when something changes; the enterprise is asked by a day, and told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.actions import calendar, catalogue, desk_tasks, endings, screening, standings
from registry.db import Database, utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import CatalogueStandard, DeskTask, Disclosure, Enterprise, Message, Screening, ScreeningMatter
from registry.queries import calendar as days
from registry.queries import screening as queries
from registry.rules import screening as rules
from registry.rules import working_days
from registry.rules.content import Reference
from registry.rules.permission import SYSTEM, Actor
from registry.rules.screening import Remark
from registry.rules.standing import Fact
from tests.factories.contents import content, line
from tests.factories.disclosures import changed, disclosed
from tests.factories.people import bureau, enterprise, member, officer

DAYS = 20
BEGUN = utc_now() - timedelta(days=1)
"""The queue is written by the real clock, so the story begins a little before it."""
NUMBER = "GB/T 3690-2017"


@dataclass
class Told:
    """A firm with an own standard that refers to GB/T 3690, beside an officer of its bureau."""

    officer: Actor
    stranger: Actor
    owner: Actor
    firm: Enterprise
    public_id: str


def world(session: Session, now: datetime) -> Told:
    know_years(session, now, -1, 0, 1, 2)
    keeper = officer(session, now, bureau(session, now))
    stranger = officer(session, now, bureau(session, now, division_code="350302", name="莆田市城厢区局（示例）"))
    firm = enterprise(session, now)
    owner = member(session, now, firm)
    listed(session, keeper, now, std_no="GB/T 528-2009", impl_date="2010-01-01")
    listed(session, keeper, now, std_no="GB/T 20021-2017", impl_date="2018-01-01")
    listed(session, keeper, now)
    version = disclosed(session, now, owner, firm, content(references=(Reference("normative", NUMBER), Reference("normative", "GB/T 528-2009"))))
    return Told(keeper, stranger, owner, firm, version.disclosure.public_id)


def know_years(session: Session, now: datetime, *ahead: int) -> None:
    """Import notices of this year and of years to come."""
    years = [utc_now().year + each for each in ahead]
    rows = [{"year": str(year), "day": f"{year}-01-01", "works": "no", "notice": "示例"} for year in years]
    calendar.import_rows(session, actor=SYSTEM, rows=enumerate(rows, 2), now=now)


def listed(session: Session, keeper: Actor, now: datetime, source: str = "甲目录", **words: str) -> None:
    """What a list says of a standard, GB/T 3690 unless another is named."""
    row = {"std_no": NUMBER, "title_zh": "织物芯输送带 全厚度拉伸强度", "status": "现行", "impl_date": "2018-04-01", **words}
    outcome = catalogue.import_rows(session, actor=keeper, rows=[(2, row)], source_name=source, now=now)
    assert not outcome.problems


@pytest.fixture(name="world")
def _world() -> object:
    return world


@pytest.fixture
def now() -> datetime:
    return BEGUN


@dataclass
class House:
    """The database, and a clock a little ahead of the one that the queue is written by."""

    database: Database
    ahead: timedelta = timedelta(seconds=1)

    @property
    def now(self) -> datetime:
        return utc_now() + self.ahead

    def follow(self) -> None:
        """Until nothing is due."""
        for _ in range(60):
            now = self.now
            with self.database.transaction() as session:
                tasks, task_ids = desk_tasks.take(session, now=now)
                desk_tasks.spread(session, tasks, now=now)
                screening.follow(session, tasks, now=now, days=DAYS)
                desk_tasks.done(session, task_ids)
            if not task_ids:
                return
        raise AssertionError("looking again never ends")

    def wait(self, days: int) -> None:
        """So many days later, everything followed."""
        self.ahead += timedelta(days=days)
        self.follow()


@pytest.fixture
def house(database: Database, told: Told) -> House:
    later = House(database)
    later.follow()
    return later


def codes(house: House, public_id: str) -> dict[str, str]:
    """Code to place of everything that is remarked upon and grave enough to be listed."""
    with house.database.reading() as session:
        row = queries.of_disclosure(session, disclosure_of(session, public_id).id)
        return {each["code"]: each["place"] for each in [*row.own, *row.referring] if each["facts"].get("severity") != "worth_knowing"} if row else {}


def disclosure_of(session: Session, public_id: str) -> Disclosure:
    return session.scalars(select(Disclosure).where(Disclosure.public_id == public_id)).one()


def matters(house: House) -> list[ScreeningMatter]:
    with house.database.reading() as session:
        found = list(session.scalars(select(ScreeningMatter).order_by(ScreeningMatter.id)))
        session.expunge_all()
        return found


def test_what_stands_well_is_looked_at_and_nothing_is_asked(house: House, told: Told) -> None:
    assert codes(house, told.public_id) == {}
    assert matters(house) == []


def test_a_reference_that_two_sources_call_withdrawn_is_asked_about_by_a_day_in_working_days(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    assert list(codes(house, told.public_id)) == ["cited_withdrawn"]
    [matter] = matters(house)
    with house.database.reading() as session:
        assert matter.due_on == working_days.after(days.known(session), legal_day(house.now), DAYS).day
        message = session.scalars(select(Message).where(Message.kind == "screening.matters")).one()
        assert message.facts["count"] == 1
        assert message.facts["due_on"] == matter.due_on.isoformat()
        assert message.path == f"/console/{told.firm.credit_code}/matters"


def test_a_reference_that_one_source_alone_calls_withdrawn_is_asked_about_but_never_told_to_all(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录", status="废止")
    house.follow()
    assert list(codes(house, told.public_id)) == ["cited_withdrawn_said"]
    [matter] = matters(house)
    assert not rules.kind(Remark(matter.code, matter.place, matter.facts)).told


def test_a_standard_withdrawn_tomorrow_is_announced_today_and_asked_about_from_its_day(house: House, told: Told) -> None:
    tomorrow = legal_day(house.now) + timedelta(days=1)
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date=tomorrow.isoformat())
    house.follow()
    assert list(codes(house, told.public_id)) == ["cited_ends"]
    [announced] = matters(house)
    with house.database.reading() as session:
        assert announced.due_on == working_days.after(days.known(session), tomorrow, DAYS).day
    house.wait(1)
    assert list(codes(house, told.public_id)) == ["cited_withdrawn"]
    [same] = matters(house)
    assert (same.id, same.due_on, same.settled_at) == (announced.id, announced.due_on, None)


def test_an_implemented_standard_that_is_withdrawn_is_the_gravest(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        version = disclosed(session, house.now, told.owner, told.firm, content(basis="implemented", number=NUMBER, lines=(), references=()))
        public_id = version.disclosure.public_id
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    assert list(codes(house, public_id)) == ["implemented_withdrawn"]
    with house.database.reading() as session:
        assert queries.of_disclosure(session, disclosure_of(session, public_id).id).risk == 3


def test_a_matter_settles_itself_when_the_catalogue_is_corrected(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    with house.database.transaction() as session:
        standard = session.scalars(select(CatalogueStandard).where(CatalogueStandard.number == NUMBER)).one()
        catalogue.confirm(session, actor=told.officer, standard_id=standard.id, withdrawn=False, withdrawn_on=None, source="国家标准全文公开系统", now=house.now)
    house.follow()
    assert codes(house, told.public_id) == {}
    assert [each.settled_by for each in matters(house)] == ["gone"]


def test_a_matter_settles_itself_when_the_enterprise_amends(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    with house.database.transaction() as session:
        version = disclosure_of(session, told.public_id).versions[-1]
        changed(session, house.now, told.owner, version, "amend", references=(Reference("normative", "GB/T 528-2009"),))
    house.follow()
    assert codes(house, told.public_id) == {}
    assert [each.settled_by for each in matters(house)] == ["amended"]


def test_a_withdrawn_disclosure_is_looked_at_no_more_and_its_matters_end(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    with house.database.transaction() as session:
        endings.withdraw(session, actor=told.owner, disclosure_id=disclosure_of(session, told.public_id).id, effective_on=legal_day(house.now), reason="不再生产", now=house.now)
    house.follow()
    assert [each.settled_by for each in matters(house)] == ["ended"]
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Screening)) == 0


def belts(*, low: str = "15", count: int = 14) -> dict[str, object]:
    """An own standard long enough to be told from another."""
    names_ = [f"第{place}项性能：{chr(0x4E00 + 37 * place)}{chr(0x5E00 + 91 * place)}要求与允许偏差" for place in range(count)]
    return {"lines": (line(name="带速", kind="functional", operator="at_most", low="", high="5", unit="m/s"), *(line(name=name, low=low) for name in names_)), "references": ()}


def test_two_standards_with_nearly_the_same_text_name_each_other_until_one_changes(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        one = disclosed(session, house.now, told.owner, told.firm, content(number="Q/SMXJ 501-2026", **belts())).disclosure.public_id
    house.follow()
    assert codes(house, one) == {}
    with house.database.transaction() as session:
        another = enterprise(session, house.now, name="临海市某某橡胶有限公司（示例）")
        version = disclosed(session, house.now, member(session, house.now, another), another, content(number="Q/LHXJ 502-2026", **belts()))
        other, writer = version.disclosure.public_id, another.id
    house.follow()
    assert codes(house, one) == {"alike": other}
    assert codes(house, other) == {"alike": one}
    with house.database.transaction() as session:
        found = disclosure_of(session, other)
        assert found.enterprise_id == writer
        endings.withdraw(session, actor=member(session, house.now, session.get_one(Enterprise, writer)), disclosure_id=found.id, effective_on=legal_day(house.now), reason="不再生产", now=house.now)
    house.follow()
    assert codes(house, one) == {}


def test_an_indicator_that_leaps_in_an_amendment_is_told_with_both_values(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        version = disclosure_of(session, told.public_id).versions[-1]
        changed(session, house.now, told.owner, version, "amend", lines=(line(name="带速", kind="functional", operator="at_most", low="", high="5", unit="m/s"), line(low="150")))
    house.follow()
    assert list(codes(house, told.public_id)) == ["jumped"]
    assert matters(house) == []


def test_after_a_year_without_a_product_the_enterprise_is_asked(house: House, told: Told) -> None:
    house.wait(363)
    assert codes(house, told.public_id) == {}
    house.wait(1)
    assert "no_product" in codes(house, told.public_id)
    assert [each.code for each in matters(house)] == ["no_product"]


def test_a_term_that_was_kept_and_has_ended_is_nothing_to_mend(house: House, told: Told) -> None:
    """Its start was left blank, which meant the day of disclosure."""
    with house.database.transaction() as session:
        now = house.now
        disclosed(session, now, told.owner, session.get_one(Enterprise, told.firm.id), content(number="Q/SMXJ 031-2026", valid_until=(legal_day(now) + timedelta(days=5)).isoformat()))
    house.wait(10)
    assert matters(house) == []


def test_an_enterprise_that_is_deregistered_is_the_gravest_and_asked_nothing(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    with house.database.transaction() as session:
        fact = Fact(kind="deregistered", effective_on=legal_day(house.now), source="登记系统")
        standings.record(session, actor=told.officer, enterprise_id=told.firm.id, fact=fact, now=house.now)
    house.follow()
    assert "enterprise_deregistered" in codes(house, told.public_id)
    assert [each.settled_by for each in matters(house)] == ["gone"]


def test_a_new_name_of_the_enterprise_is_told(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        session.get_one(Enterprise, told.firm.id).name = "三门县新名称橡胶有限公司（示例）"
    house.follow()
    assert list(codes(house, told.public_id)) == ["renamed"]


def test_a_day_through_an_unknown_year_is_provisional_until_the_calendar_is_imported(house: House, told: Told) -> None:
    house.ahead += timedelta(days=3 * 365)
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    open_ones = [each for each in matters(house) if each.code == "cited_withdrawn"]
    assert [each.provisional for each in open_ones] == [True]
    with house.database.transaction() as session:
        know_years(session, house.now, 3, 4)
    assert [each.provisional for each in matters(house) if each.code == "cited_withdrawn"] == [False]


def test_rules_of_another_edition_look_at_everything_again(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        assert not screening.catch_up(session, now=house.now)
        session.scalars(select(Screening)).one().rules = rules.EDITION - 1
    with house.database.transaction() as session:
        assert screening.catch_up(session, now=house.now)
    house.follow()
    with house.database.reading() as session:
        assert not queries.outdated(session, rules.EDITION)


def test_a_bureau_elsewhere_can_take_nothing_back_and_nobody_takes_back_twice(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    house.follow()
    [matter] = matters(house)
    with house.database.transaction() as session:
        with pytest.raises(NotFound):
            screening.excuse(session, actor=told.stranger, matter_id=matter.id, words="已核实", now=house.now)
        with pytest.raises(Invalid):
            screening.excuse(session, actor=told.officer, matter_id=matter.id, words=" ", now=house.now)
        screening.excuse(session, actor=told.officer, matter_id=matter.id, words="已核实", now=house.now)
        with pytest.raises(Conflict):
            screening.excuse(session, actor=told.officer, matter_id=matter.id, words="已核实", now=house.now)


def test_a_crash_only_repeats_work(house: House, told: Told) -> None:
    with house.database.transaction() as session:
        listed(session, told.officer, house.now, source="甲目录+乙目录", status="废止", withdrawn_date="2026-01-01")
    for _ in range(2):
        with house.database.transaction() as session:
            tasks, _ids = desk_tasks.take(session, now=house.now)
            desk_tasks.spread(session, tasks, now=house.now)
            screening.follow(session, tasks, now=house.now, days=DAYS)
            session.rollback()
    house.follow()
    assert len(matters(house)) == 1
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message).where(Message.kind == "screening.matters")) == 1
        assert session.scalar(select(func.count()).select_from(DeskTask).where(DeskTask.not_before <= house.now)) == 0
