"""A scheme's disclosures are judged, ranked, looked at, published for ever or thrown away."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry import canonical
from registry.actions import endings, rankings, standings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.migrations import guards
from registry.models import (
    AuditEntry,
    CatalogueConfirmation,
    CatalogueStandard,
    DisclosureVersion,
    Enterprise,
    IndexTask,
    Job,
    LedgerEntry,
    Message,
    Ranking,
    RankingEntry,
    RankingListPage,
    RequirementClaim,
)
from registry.queries import rankings as queries
from registry.rules import bundle
from registry.rules.judged import Judged
from registry.rules.permission import SYSTEM, Actor
from registry.rules.scheme import Requirement
from registry.rules.standing import Fact
from tests.factories import people, schemes, shelves
from tests.factories import rankings as made
from tests.factories.disclosures import changed


@dataclass
class Field:
    """Four belts of two enterprises: two of level 1, one of level 2, one without its speed."""

    assessor: Actor
    owner: Actor
    firm: Enterprise
    belts: dict[str, DisclosureVersion]


@pytest.fixture
def field(session: Session, now: datetime) -> Field:
    assessor = made.assessor(session, now)
    firm, other = people.enterprise(session, now), people.enterprise(session, now, name="莆田某某鞋业有限公司（示例）", division_code="350302")
    owner, another = people.member(session, now, firm), people.member(session, now, other)
    belts = {
        "best": made.belt(session, now - timedelta(days=1), owner, firm, "25 MPa"),
        "second": made.belt(session, now, another, other, "18 MPa"),
        "same": made.belt(session, now, another, other, "24000 kPa"),
        "missing": made.belt(session, now, owner, firm, "30 MPa", ""),
    }
    return Field(assessor, owner, firm, belts)


def board(session: Session, ranking: Ranking) -> list[tuple[int | None, int | None, str | None, int]]:
    """Place, level, reason and disclosure in the order of the board."""
    session.flush()
    return [(each.place, each.level, each.reason, each.disclosure_id) for each in queries.entries(session, ranking.id)]


def ids(field: Field, *names: str) -> list[int]:
    return [field.belts[name].disclosure_id for name in names]


def test_equal_levels_share_a_place_and_who_misses_an_indicator_is_listed_behind_with_the_reason(session: Session, field: Field, now: datetime) -> None:
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    best, same, second, missing = ids(field, "best", "same", "second", "missing")
    assert board(session, ranking) == [(1, 1, None, best), (1, 1, None, same), (3, 2, None, second), (None, None, "core_missing", missing)]
    assert (ranking.graded, ranking.excluded, ranking.levels) == (3, 1, {"1": 2, "2": 1})
    assert ranking.medals == [{"division_code": "331022", "levels": {"1": 1}, "candidates": 1}, {"division_code": "350302", "levels": {"1": 1, "2": 1}, "candidates": 1}]
    assert ranking.published_at is None


def test_an_entry_keeps_the_version_the_values_as_read_and_as_converted_and_the_hash_of_all_that_was_looked_at(session: Session, field: Field, now: datetime) -> None:
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    entry = next(each for each in queries.entries(session, ranking.id) if each.disclosure_id == field.belts["same"].disclosure_id)
    judged = Judged.from_json(json.loads(entry.judged))
    assert (judged.readings[0].low, judged.readings[0].unit, judged.readings[0].in_unit_low, judged.readings[0].level) == ("24000", "kPa", "24", 1)
    inputs = json.loads(entry.inputs)
    assert (entry.version_id, inputs["content_hash"], inputs["sequence"]) == (field.belts["same"].id, field.belts["same"].content_hash, 1)
    assert canonical.text(inputs) == entry.inputs
    assert canonical.digest(entry.inputs) == entry.inputs_hash
    assert (entry.enterprise, entry.province_code, entry.city_code, entry.division_code, entry.stars) == ("莆田某某鞋业有限公司（示例）", "350000", "350300", "350302", 5)


def test_a_list_whose_values_are_all_equal_is_suppressed_with_its_reason_and_the_board_stands(session: Session, field: Field, now: datetime) -> None:
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    told = [(each["concept"], each["published"], each["reason"], each["bands"]) for each in ranking.lists]
    assert told == [("tensile-strength", True, "", {"1": 2, "2": 1}), ("belt-speed", False, "all_equal", {"1": 3}), ("rubbing-fastness", False, "all_equal", {"1": 3})]
    pages = session.scalars(select(RankingListPage).where(RankingListPage.ranking_id == ranking.id)).all()
    assert [(each.indicator, each.page, each.entries) for each in pages] == [(0, 1, [[1, 1], [2, 1], [3, 2]])]


def test_a_board_of_one_band_is_published(session: Session, now: datetime) -> None:
    assessor = made.assessor(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    for _ in range(2):
        made.belt(session, now, owner, firm)
    ranking = made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme()))
    assert [place for place, *_ in board(session, ranking)] == [1, 1]
    assert {each["reason"] for each in ranking.lists} == {"all_equal"}
    assert ranking.published_at == now


def test_what_keeps_a_disclosure_off_every_list_stands_in_its_entry(session: Session, field: Field, now: datetime) -> None:
    office = people.bureau(session, now, name="三门县局", division_code="331022")
    officer = people.officer(session, now, office)
    standings.record(session, actor=officer, enterprise_id=field.firm.id, disclosure_id=field.belts["best"].disclosure_id, fact=Fact("checked", now.date(), "双随机抽查", result="nonconforming"), now=now)
    endings.withdraw(session, actor=field.owner, disclosure_id=field.belts["missing"].disclosure_id, effective_on=now.date(), reason="停产", now=now)
    cited = session.scalars(select(CatalogueStandard).where(CatalogueStandard.number == "GB/T 528-2009")).one()
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    assert [(reason, disclosure_id) for _, _, reason, disclosure_id in board(session, ranking)][2:] == [("failed_check", field.belts["best"].disclosure_id)]
    session.add(CatalogueConfirmation(standard_id=cited.id, withdrawn=True, source="公告", bureau_id=office.id, recorded_by_id=officer.account_id, recorded_at=now))
    ranking = made.compiled(session, now, field.assessor, session.get_one(type(queries.get(session, ranking.id).version), ranking.scheme_version_id))
    assert {reason for _, _, reason, _ in board(session, ranking)} == {"failed_check", "reference_withdrawn"}
    assert ranking.graded == 0


def test_only_a_claim_that_counts_lets_a_disclosure_be_graded(session: Session, field: Field, now: datetime) -> None:
    wanted = made.scheme(requirements=(Requirement("R1", "近三年无重大质量事故", "No major accident"),), requirements_by="confirmed")
    version = schemes.published(session, now, field.assessor, wanted)
    for name, decision in (("best", None), ("same", "confirmed"), ("second", "refused")):
        session.add(RequirementClaim(
            scheme_id=version.scheme_id, disclosure_id=field.belts[name].disclosure_id, requirement="R1", statement="无", claimed_by_id=field.owner.account_id, claimed_at=now, decision=decision,
        ))  # fmt: skip
    found = {disclosure_id: (level, reason) for _, level, reason, disclosure_id in board(session, made.compiled(session, now, field.assessor, version))}
    best, same, second, missing = ids(field, "best", "same", "second", "missing")
    assert found == {
        best: (None, "requirement_unconfirmed"), same: (1, None), second: (None, "requirement_refused"), missing: (None, "requirement_missing"),
    }  # fmt: skip


def test_the_floor_of_a_standard_that_the_enterprise_also_declares_stands_in_for_a_missing_indicator(session: Session, field: Field, now: datetime) -> None:
    shelves.floor(session, now, "GB/T 7984-2013", "belt-speed", "at_most", high="4", unit="m/s")
    made.belt(session, now, field.owner, field.firm, "30 MPa", "4", category="", basis="implemented", number="GB/T 7984-2013")
    naming = changed(session, now, field.owner, field.belts["missing"], "amend", references=(made.Reference("normative", "GB/T 7984-2013"),))
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    entry = next(each for each in queries.entries(session, ranking.id) if each.disclosure_id == naming.disclosure_id)
    reading = Judged.from_json(json.loads(entry.judged)).readings[1]
    assert (entry.level, entry.version_id, reading.from_standard, reading.in_unit_high, reading.level) == (2, naming.id, "GB/T 7984-2013", "4", 2)


def test_a_version_that_is_not_in_force_yet_is_not_judged(session: Session, field: Field, now: datetime) -> None:
    changed(session, now, field.owner, field.belts["best"], "amend", lines=made.lines("12 MPa"), in_force_from="2030-01-01")
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme(valid_until="2031-12-31")))
    assert (1, 1, None, field.belts["best"].disclosure_id) in board(session, ranking)
    later = made.compiled(session, now.replace(year=2030, month=2), field.assessor, session.get_one(type(queries.get(session, ranking.id).version), ranking.scheme_version_id))
    assert {disclosure_id: level for _, level, _, disclosure_id in board(session, later)}[field.belts["best"].disclosure_id] == 3


def test_enterprises_elsewhere_and_other_categories_take_no_part(session: Session, field: Field, now: datetime) -> None:
    below = made.belt(session, now, field.owner, field.firm, category="steel-cord-belt")
    made.belt(session, now, field.owner, field.firm, category="")
    version = schemes.published(session, now, field.assessor, made.scheme(), schemes.Board("conveyor-belt", "2026", "331000"))
    found = {disclosure_id for _, _, _, disclosure_id in board(session, made.compiled(session, now, field.assessor, version))}
    assert found == {*ids(field, "best", "missing"), below.disclosure_id}


def test_a_published_board_is_frozen_told_and_in_the_ledger_with_its_hashes(session: Session, field: Field, now: datetime) -> None:
    version = schemes.published(session, now, field.assessor, made.scheme())
    draft = made.compiled(session, now, field.assessor, version)
    ranking = rankings.publish(session, actor=field.assessor, ranking_id=draft.id, government_boards=False, now=now)
    session.flush()
    fact = json.loads(session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "ranking.published")).one().content)["fact"]
    entries = queries.entries(session, ranking.id)
    assert fact["scheme_hash"] == version.content_hash
    assert fact["inputs_hash"] == ranking.inputs_hash == bundle.inputs_hash((each.public_id, each.inputs_hash) for each in entries)
    assert fact["result_hash"] == ranking.result_hash
    session.commit()
    assert session.scalars(select(IndexTask.subject_id).where(IndexTask.kind == "ranking").order_by(IndexTask.not_before)).all() == [ranking.id, ranking.id]  # at once, and when the candidates' months are over
    job = session.scalars(select(Job).where(Job.kind == rankings.TELL)).one()
    assert rankings.tell(session, actor=SYSTEM, ranking_id=int(str(job.payload["ranking_id"])), after=0, now=now) is None
    told = session.scalars(select(Message).where(Message.kind == "ranking.published")).all()
    assert {each.facts["place"] for each in told} == {1}
    assert {each.path for each in told} == {f"/rankings/{ranking.public_id}"}
    with pytest.raises(DBAPIError, match=guards.REFUSED), session.begin_nested():
        session.execute(RankingEntry.__table__.update().values(place=1))


@pytest.mark.parametrize("step", ["publish", "discard"])
def test_what_is_published_is_neither_published_again_nor_thrown_away(session: Session, field: Field, now: datetime, step: str) -> None:
    ranking = made.published(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    more: dict[str, Any] = {"government_boards": False} if step == "publish" else {}
    with pytest.raises(Conflict, match="ranking_published_already"):
        getattr(rankings, step)(session, actor=field.assessor, ranking_id=ranking.id, now=now, **more)


def test_a_draft_is_thrown_away_with_all_its_rows(session: Session, field: Field, now: datetime) -> None:
    ranking = made.compiled(session, now, field.assessor, schemes.published(session, now, field.assessor, made.scheme()))
    rankings.discard(session, actor=field.assessor, ranking_id=ranking.id, now=now)
    session.flush()
    assert [session.scalar(select(func.count()).select_from(model)) for model in (Ranking, RankingEntry, RankingListPage)] == [0, 0, 0]
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("ranking."))).all() == ["ranking.begun", "ranking.compiled", "ranking.discarded"]


def test_a_draft_by_an_older_version_of_the_scheme_is_not_published(session: Session, field: Field, now: datetime) -> None:
    version = schemes.published(session, now, field.assessor, made.scheme())
    draft = made.compiled(session, now, field.assessor, version)
    held = schemes.schemes.save(session, actor=field.assessor, scheme_id=version.scheme_id, scheme=made.scheme(note="补充"), revision=queries.get(session, draft.id).scheme.revision, now=now)
    schemes.schemes.publish(session, actor=field.assessor, scheme_id=held.id, revision=held.revision, reason="补充", now=now)
    with pytest.raises(Conflict, match="scheme_changed"):
        rankings.publish(session, actor=field.assessor, ranking_id=draft.id, government_boards=False, now=now)


def test_a_body_whose_admission_has_ended_publishes_nothing_more(session: Session, field: Field, now: datetime) -> None:
    version = schemes.published(session, now, field.assessor, made.scheme())
    draft = made.compiled(session, now, field.assessor, version)
    session.query(people.AssessmentBody).one().ended_at = now
    session.flush()
    with pytest.raises(Conflict, match="admission_ended"):
        rankings.publish(session, actor=field.assessor, ranking_id=draft.id, government_boards=False, now=now)


def test_a_bureau_publishes_a_board_of_its_own_only_where_the_operator_allows_it(session: Session, field: Field, now: datetime) -> None:
    officer = people.officer(session, now, people.bureau(session, now, name="城厢区局", division_code="350302"), "registrar", "approver")
    draft = made.compiled(session, now, officer, schemes.published(session, now, officer, made.scheme()))
    with pytest.raises(NotAllowed, match="government_boards_off"):
        rankings.publish(session, actor=officer, ranking_id=draft.id, government_boards=False, now=now)
    assert rankings.publish(session, actor=officer, ranking_id=draft.id, government_boards=True, now=now).published_by_id == officer.account_id


def test_nobody_else_compiles_sees_or_publishes_a_draft(session: Session, field: Field, now: datetime) -> None:
    version = schemes.published(session, now, field.assessor, made.scheme())
    draft = made.compiled(session, now, field.assessor, version)
    with pytest.raises(NotFound):
        rankings.order(session, actor=field.owner, scheme_id=version.scheme_id, now=now)
    with pytest.raises(NotFound):
        rankings.publish(session, actor=field.owner, ranking_id=draft.id, government_boards=True, now=now)
    with pytest.raises(NotFound):
        rankings.discard(session, actor=field.owner, ranking_id=draft.id, now=now)


def test_a_draft_of_a_scheme_is_tried_without_a_trace(session: Session, field: Field, now: datetime) -> None:
    held = schemes.drafted(session, now, field.assessor, made.scheme())
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    found = rankings.trial(session, actor=field.assessor, scheme_id=held.id, today=now.date())
    assert [(each.place, each.disclosure_id, each.reason) for each in found.entries()][-1] == (None, field.belts["missing"].disclosure_id, "core_missing")
    assert (session.scalar(select(func.count()).select_from(AuditEntry)), session.scalar(select(func.count()).select_from(Ranking))) == (before, 0)
    wrong = schemes.schemes.save(session, actor=field.assessor, scheme_id=held.id, scheme=made.scheme(cores=made.scheme().cores[:2]), revision=held.revision, now=now)
    with pytest.raises(Invalid) as refused:
        rankings.trial(session, actor=field.assessor, scheme_id=wrong.id, today=now.date())
    assert "cores" in refused.value.fields
