"""What a bureau's desk lists: only its territory, narrowed and sorted in SQL, the same on both databases."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import readings, standings
from registry.errors import NotAllowed, NotFound
from registry.models import AuditEntry, CatalogueStandard, DisclosureVersion, Enterprise
from registry.queries import audit as audit_queries
from registry.queries import desk_disclosures, desk_remarks, desk_standings
from registry.queries.desk_disclosures import Wanted
from registry.rules.permission import Actor, Office
from registry.rules.standard_number import parse
from registry.rules.standing import Fact
from tests.factories import people
from tests.factories.contents import content, line
from tests.factories.disclosures import changed, disclosed

TODAY = date(2026, 11, 20)
ORDERED = Fact("rectification_ordered", TODAY - timedelta(days=40), "三市监责改〔2026〕1号", until=TODAY - timedelta(days=10), document="1号")


@dataclass
class County:
    """Two enterprises in Sanmen and one in Chengxiang, each with one disclosure; an officer of Sanmen with every role."""

    officer: Actor
    rubber: Enterprise
    owner: Actor
    belt: DisclosureVersion
    valve: DisclosureVersion
    elsewhere: DisclosureVersion

    @property
    def offices(self) -> tuple[Office, ...]:
        return self.officer.offices


@pytest.fixture
def county(session: Session, now: datetime) -> County:
    rubber = people.enterprise(session, now)
    valves = people.enterprise(session, now, name="三门县某某阀门有限公司（示例）")
    shoes = people.enterprise(session, now, name="莆田市某某鞋业有限公司（示例）", division_code="350302")
    valves.town = "健跳镇"
    owner = people.member(session, now, rubber)
    belt = disclosed(session, now - timedelta(days=3), owner, rubber, number="Q/SMXJ 001-2026")
    valve = disclosed(session, now - timedelta(days=1), people.member(session, now, valves), valves, number="Q/SMFM 002-2026", title="闸阀（示例）", subject="service", lines=(line(kind="functional"),))
    far = disclosed(session, now, people.member(session, now, shoes), shoes, number="Q/CXXY 003-2026")
    officer = people.officer(session, now - timedelta(days=30), people.bureau(session, now), "handler", "approver", "auditor")
    return County(officer, rubber, owner, belt, valve, far)


def numbers(session: Session, county: County, sort: str = "-disclosed", **wanted: object) -> list[str]:
    return [row.number for row in desk_disclosures.listed(session, county.offices, Wanted(**wanted), TODAY, sort=sort).rows]  # type: ignore[arg-type]


def test_the_list_holds_the_territory_and_nothing_else_newest_first(session: Session, county: County) -> None:
    assert numbers(session, county) == ["Q/SMFM 002-2026", "Q/SMXJ 001-2026"]
    assert numbers(session, county, "number") == ["Q/SMFM 002-2026", "Q/SMXJ 001-2026"]
    assert numbers(session, county, "-number") == ["Q/SMXJ 001-2026", "Q/SMFM 002-2026"]
    assert desk_disclosures.listed(session, (), Wanted(), TODAY).rows == ()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "闸阀"}, ["Q/SMFM 002-2026"]),
        ({"text": "q／smxj 1—2026"}, []),
        ({"text": "smxj"}, ["Q/SMXJ 001-2026"]),
        ({"text": "Q/SMXJ 001—2026"}, ["Q/SMXJ 001-2026"]),
        ({"text": "某某阀门"}, ["Q/SMFM 002-2026"]),
        ({"text": "100%"}, []),
        ({"subject": "service"}, ["Q/SMFM 002-2026"]),
        ({"klass": "national"}, []),
        ({"basis": "own", "change": "first"}, ["Q/SMFM 002-2026", "Q/SMXJ 001-2026"]),
        ({"town": "健跳镇"}, ["Q/SMFM 002-2026"]),
        ({"since": TODAY - timedelta(days=1)}, ["Q/SMFM 002-2026"]),
        ({"until": TODAY - timedelta(days=2)}, ["Q/SMXJ 001-2026"]),
        ({"status": "withdrawn"}, []),
        ({"status": "current", "division": "331022"}, ["Q/SMFM 002-2026", "Q/SMXJ 001-2026"]),
        ({"lower": True}, []),
    ],
)
def test_each_filter_narrows(session: Session, county: County, wanted: dict[str, object], found: list[str]) -> None:
    assert numbers(session, county, **wanted) == found


def test_every_version_is_a_row_of_its_own_and_a_filter_takes_the_newest(session: Session, now: datetime, county: County) -> None:
    changed(session, now, county.owner, county.belt, "amend", in_force_from="2026-12-01")
    assert [(row.number, row.sequence, row.change) for row in desk_disclosures.listed(session, county.offices, Wanted(text="smxj"), TODAY).rows] == [
        ("Q/SMXJ 001-2026", 2, "amendment"), ("Q/SMXJ 001-2026", 1, "first"),
    ]  # fmt: skip
    assert [row.sequence for row in desk_disclosures.newest(session, county.offices, Wanted(text="smxj", newest=True), TODAY, most=5)] == [2]
    assert len(list(desk_disclosures.exported(session, county.offices, Wanted(), TODAY, most=2))) == 2
    assert desk_disclosures.count(session, county.offices, Wanted(), TODAY) == 3
    assert desk_disclosures.divisions(session, county.offices) == ["331022"]
    assert set(desk_disclosures.towns(session, county.offices, "331022")) == {"健跳镇", "海游街道"}


def test_the_remarks_of_today_know_what_happened_since(session: Session, now: datetime, county: County) -> None:
    """A standard that is withdrawn after it was referred to."""
    said = desk_remarks.today(session, county.belt.id, TODAY)
    assert "number_disclosed_already" not in {each.word for each in said}
    assert not [each for each in said if each.blocks]
    number = parse("GB/T 528-2009")
    keys = {"compact_key": number.compact, "undated_key": number.compact_undated, "bare_key": number.bare, "klass": number.klass}
    session.add(CatalogueStandard(number=number.canonical, **keys, title="硫化橡胶拉伸应力应变性能的测定", mandatory=False, withdrawn_on=TODAY - timedelta(days=1), withdrawn_sources=2))
    session.flush()
    words = {each.word for each in desk_remarks.today(session, county.belt.id, TODAY) if each.blocks}
    assert words & {"reference_withdrawn", "reference_withdrawn_question"}


def test_standings_are_listed_with_who_recorded_them_and_what_is_overdue(session: Session, now: datetime, county: County) -> None:
    order = standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=ORDERED, now=now)

    def kinds(**wanted: object) -> list[str]:
        return [each.fact.kind for each in desk_standings.listed(session, county.offices, desk_standings.Wanted(**wanted), TODAY)[0]]  # type: ignore[arg-type]

    assert kinds(state="order_overdue") == kinds(state="order_open") == kinds(text="1号") == kinds(text=county.rubber.credit_code) == ["rectification_ordered"]
    assert kinds(kind="checked") == kinds(text="阀门") == kinds(since=TODAY) == kinds(state="corrected") == []
    assert desk_standings.overdue(session, county.offices, TODAY) == (1, ORDERED.until)
    assert desk_standings.one(session, order.id).recorder == "陈科员"
    standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=Fact("rectification_closed", TODAY, "核查记录"), now=now)
    assert kinds(state="order_open") == []
    standings.correct(session, actor=county.officer, standing_id=order.id, fact=replace(ORDERED, source="三市监责改〔2026〕2号"), now=now)
    assert kinds(state="corrected") == ["rectification_ordered"]
    assert len(list(desk_standings.exported(session, county.offices, desk_standings.Wanted(), TODAY, most=10))) == 3


def test_a_closing_that_was_taken_back_opens_the_order_again(session: Session, now: datetime, county: County) -> None:
    closing = Fact("rectification_closed", TODAY, "核查记录")
    standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=ORDERED, now=now)
    row = standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=closing, now=now)
    assert desk_standings.overdue(session, county.offices, TODAY)[0] == 0
    standings.correct(session, actor=county.officer, standing_id=row.id, fact=closing, now=now, annul=True)
    assert desk_standings.overdue(session, county.offices, TODAY)[0] == 1


def test_a_county_is_told_why_it_may_neither_revoke_nor_void(session: Session, now: datetime, county: County) -> None:
    """Standardization Law Art. 39 and 42; Art. 38 for who gave the order."""
    about = (session, county.officer, county.rubber, county.belt.disclosure_id)
    assert desk_standings.refused_kinds(*about) == {"number_revoked": "provincial_only", "standard_voided": "provincial_only"}
    standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, disclosure_id=county.belt.disclosure_id, fact=ORDERED, now=now)
    assert desk_standings.refused_kinds(*about)["publicly_noted"] == "second_person"
    assert "publicly_noted" not in desk_standings.refused_kinds(*about, second_person=False)
    handler = people.officer(session, now, people.bureau(session, now), "handler")
    assert desk_standings.refused_kinds(session, handler, county.rubber, None) == {"publicly_noted": "approver_only"}
    province = people.officer(session, now, people.bureau(session, now, level="province", division_code="330000"))
    assert desk_standings.refused_kinds(session, province, county.rubber, county.elsewhere.disclosure_id) == {}


def test_the_audit_shows_the_territory_and_the_own_bureau_only(session: Session, now: datetime, county: County) -> None:
    standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=ORDERED, now=now)
    found = audit_queries.listed(session, county.offices, audit_queries.Wanted())
    assert {each.enterprise for each in found if each.enterprise} == {"三门县某某橡胶有限公司（示例）", "三门县某某阀门有限公司（示例）"}
    assert (found[0].entry.action, found[0].person) == ("standing.recorded", "陈科员")
    first, second = audit_queries.listed(session, county.offices, audit_queries.Wanted(), limit=2), audit_queries.listed(session, county.offices, audit_queries.Wanted(), limit=3)
    assert audit_queries.listed(session, county.offices, audit_queries.Wanted(), before=first[-1].entry.id, limit=1)[0].entry.id == second[-1].entry.id
    assert [each.entry.id for each in audit_queries.exported(session, county.offices, audit_queries.Wanted(), most=3)] == [each.entry.id for each in second]


@pytest.mark.parametrize(
    ("wanted", "actions"),
    [
        ({"person": "陈科"}, {"standing.recorded"}),
        ({"action": "disclosure.made"}, {"disclosure.made"}),
        ({"enterprise": "阀门", "action": "draft.start"}, {"draft.start"}),
        ({"since": TODAY + timedelta(days=1)}, set()),
        ({"until": TODAY - timedelta(days=30)}, set()),
        ({"person": "nobody@example.com"}, set()),
    ],
)
def test_the_audit_is_narrowed_by_person_action_enterprise_and_days(session: Session, now: datetime, county: County, wanted: dict[str, object], actions: set[str]) -> None:
    standings.record(session, actor=county.officer, enterprise_id=county.rubber.id, fact=ORDERED, now=now)
    assert {each.entry.action for each in audit_queries.listed(session, county.offices, audit_queries.Wanted(**wanted))} == actions  # type: ignore[arg-type]


def test_reading_the_audit_is_audited_and_only_auditors_do(session: Session, now: datetime, county: County) -> None:
    readings.open_audit(session, actor=county.officer, wanted=audit_queries.Wanted(person="王"), now=now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.read")).one()
    assert (entry.account_id, entry.bureau_id, entry.facts) == (county.officer.account_id, county.offices[0].bureau_id, {"filters": "person"})
    assert readings.open_audit(session, actor=county.officer, wanted=audit_queries.Wanted(), now=now)[0].entry.action == "audit.read"
    for stranger in (people.officer(session, now, people.bureau(session, now), "handler"), county.owner):
        with pytest.raises(NotAllowed):
            readings.open_audit(session, actor=stranger, wanted=audit_queries.Wanted(), now=now)
    with pytest.raises(NotAllowed):
        readings.take_out(session, actor=county.owner, what="disclosures", form="csv", now=now)


def test_only_a_bureau_over_the_place_reads_a_text_and_none_is_not_found(session: Session, county: County, now: datetime) -> None:
    with pytest.raises(NotFound):
        readings.open_text(session, actor=county.officer, public_id=county.belt.disclosure.public_id, sequence=1, now=now)
    with pytest.raises(NotFound):
        readings.open_text(session, actor=county.officer, public_id=county.elsewhere.disclosure.public_id, sequence=1, now=now)


def test_a_disclosure_below_the_recommended_standard_can_be_filtered(session: Session, now: datetime, county: County) -> None:
    """SAMR Order 83 Art. 14."""
    disclosed(session, now, county.owner, county.rubber, content(number="Q/SMXJ 009-2026", lower_stated=True, lower_statement="拉伸强度低于推荐性标准"))
    assert numbers(session, county, lower=True) == ["Q/SMXJ 009-2026"]
