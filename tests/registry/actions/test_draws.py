"""A draw from freezing to matched inspectors: what it refuses, what it leaves, and that it can be recomputed by three programs."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from registry.actions import check_plans, draws, inspectors
from registry.actions.inspectors import Interest
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.migrations.guards import REFUSED
from registry.models import AuditEntry, Bureau, CheckPlanVersion, Draw, DrawObject, Enterprise, Inspection, InspectionStep, LedgerEntry, Message
from registry.queries import check_plans as plans
from registry.queries import draw_bundles, witness_links
from registry.queries import inspectors as library
from registry.rules import draw as rules
from registry.rules import draw_bundle
from registry.rules.permission import Actor
from registry.rules.powers import BUREAU_ROLES
from registry.standalone import verify_draw
from tests.factories import people, spot_checks
from tests.factories.spot_checks import random


@pytest.fixture
def office(session: Session, now: datetime) -> Bureau:
    return people.bureau(session, now)


@pytest.fixture
def actor(session: Session, now: datetime, office: Bureau) -> Actor:
    return people.officer(session, now, office, *BUREAU_ROLES)


@pytest.fixture
def firms(session: Session, now: datetime, actor: Actor) -> list[Enterprise]:
    return spot_checks.firms(session, now, actor)


@pytest.fixture
def version(session: Session, now: datetime, actor: Actor, office: Bureau) -> CheckPlanVersion:
    for name in ("林检查", "黄检查", "周检查"):
        spot_checks.inspector(session, now, actor, office, name)
    return spot_checks.in_force(session, now, actor, office)


def freeze(session: Session, now: datetime, actor: Actor, version: CheckPlanVersion, item: str = "QB-1") -> Draw:
    return draws.freeze(session, actor=actor, plan_id=version.plan_id, item=item, random=random, now=now)


def bundle(session: Session, row: Draw) -> dict:  # type: ignore[type-arg]
    found: dict = json.loads("".join(draw_bundles.pieces(session, row)))  # type: ignore[type-arg]
    return found


def test_a_commitment_is_public_before_the_draw_and_the_seed_after_it(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    (told,) = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "draw.frozen")).all()
    assert frozen.seed not in told.content
    assert json.loads(told.content)["fact"]["commitment"] == frozen.commitment == rules.commitment(frozen.seed, frozen.population_hash)
    drawn = draws.draw(session, actor=actor, draw_id=frozen.id, witness_words="海游 六敖", random=random, now=now)
    (made,) = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "draw.made")).all()
    assert json.loads(made.content)["fact"]["seed"] == drawn.seed


def test_every_object_gets_two_inspectors_who_are_told(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    row = spot_checks.drawn(session, now, actor, version)
    inspections = session.scalars(select(Inspection).where(Inspection.draw_id == row.id)).all()
    assert len(inspections) == row.drawn == 4
    assert all(each.first_id != each.second_id for each in inspections)
    loads = [sum(person in (each.first_id, each.second_id) for each in inspections) for person in {one for each in inspections for one in (each.first_id, each.second_id)}]
    assert max(loads) - min(loads) <= 1
    assert {each.word for each in session.scalars(select(InspectionStep))} == {"drawn"}
    assert len(session.scalars(select(Message).where(Message.kind == "draw.matched")).all()) == 3


def test_ledger_and_audit_name_no_class_and_no_fraction(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    row = spot_checks.drawn(session, now, actor, version)
    told = "".join(each.content for each in session.scalars(select(LedgerEntry).where(LedgerEntry.subject == row.public_id)))
    assert not {"class", "klass", "fractions", "strata", "salt"} & set(told.replace('"', " ").replace(":", " ").split())
    assert "fractions" not in version.public_content
    assert "minimum" not in version.public_content


@pytest.mark.parametrize("moment", ["empty", "another_item", "another_month", "another_year", "one_inspector"])
def test_what_cannot_be_drawn_is_refused_with_the_reason(session: Session, now: datetime, actor: Actor, office: Bureau, moment: str) -> None:
    item = spot_checks.item(industries="A01") if moment == "empty" else spot_checks.item(months=("3",)) if moment == "another_month" else spot_checks.item()
    for name in ("林检查",) if moment == "one_inspector" else ("林检查", "黄检查"):
        spot_checks.inspector(session, now, actor, office, name)
    spot_checks.firms(session, now, actor, 1)
    version = spot_checks.in_force(session, now, actor, office, spot_checks.plan(item))
    later = now + timedelta(days=365 if moment == "another_year" else 0)
    expected = {"empty": "population_empty", "another_item": "item_unknown", "another_month": "month_not_planned", "another_year": "year_not_planned", "one_inspector": "inspectors_missing"}
    with pytest.raises(Invalid) as refused:
        freeze(session, later, actor, version, "QB-9" if moment == "another_item" else "QB-1")
    assert refused.value.fields == {"item": expected[moment]}


def test_who_is_recused_is_never_matched(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    relative = first_inspector(session, office)
    for firm in firms[:3]:
        inspectors.recuse(session, actor=actor, inspector_id=relative, interest=Interest(firm.credit_code, "relative", since=legal_day(now)), now=now)
    row = spot_checks.drawn(session, now, actor, version)
    mine = [each for each in session.scalars(select(Inspection).where(Inspection.draw_id == row.id)) if relative in (each.first_id, each.second_id)]
    assert {each.enterprise_id for each in mine} <= {firms[3].id}


def test_a_recusal_told_after_the_freezing_counts_too(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen, relative = freeze(session, now, actor, version), first_inspector(session, office)
    for firm in firms:
        inspectors.recuse(session, actor=actor, inspector_id=relative, interest=Interest(firm.credit_code, "shareholding", since=legal_day(now)), now=now)
    row = draws.draw(session, actor=actor, draw_id=frozen.id, random=random, now=now)
    assert not any(relative in (each.first_id, each.second_id) for each in session.scalars(select(Inspection)))
    assert draw_bundle.faults(bundle(session, row)) == []


def test_with_fewer_than_two_eligible_inspectors_the_draw_fails_and_names_the_object(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    people_ = sorted({int(each["key"]) for each in frozen.inspectors})
    for person in people_[:2]:
        inspectors.recuse(session, actor=actor, inspector_id=person, interest=Interest(firms[0].credit_code, "relative", since=legal_day(now)), now=now)
    with pytest.raises(Conflict, match="too_few_inspectors") as refused, session.begin_nested():
        draws.draw(session, actor=actor, draw_id=frozen.id, random=random, now=now)
    assert refused.value.facts["credit_code"] == firms[0].credit_code
    with pytest.raises(Conflict, match="too_few_inspectors"):
        freeze(session, now, actor, version)
    assert session.scalars(select(Inspection)).all() == []


def test_certificates_that_ended_or_cover_another_field_do_not_count(session: Session, now: datetime, actor: Actor, office: Bureau) -> None:
    spot_checks.firms(session, now, actor, 1)
    for name, given in (("林检查", {}), ("黄检查", {"until": legal_day(now) - timedelta(days=1)}), ("周检查", {"fields": ("food",)})):
        spot_checks.inspector(session, now, actor, office, name, **given)
    version = spot_checks.in_force(session, now, actor, office)
    with pytest.raises(Invalid) as refused:
        freeze(session, now, actor, version)
    assert refused.value.fields == {"item": "inspectors_missing"}


def test_who_was_drawn_of_late_is_left_out_and_a_list_with_nobody_left_is_refused(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    spot_checks.drawn(session, now, actor, version)
    with pytest.raises(Invalid) as refused:
        freeze(session, now, actor, version)
    assert refused.value.fields == {"item": "population_all_excluded"}
    with pytest.raises(Conflict, match="too_few_inspectors"):  # those who inspected these firms of late do not inspect them again
        draws.freeze(session, actor=actor, plan_id=version.plan_id, item="QB-1", exclusion_months=0, random=random, now=now)
    again = draws.freeze(session, actor=actor, plan_id=version.plan_id, item="QB-1", exclusion_months=0, same_firm_months=0, random=random, now=now)
    assert (again.objects, again.excluded) == (8, 0)


def test_two_officers_cannot_both_draw_and_an_older_list_is_drawn_no_more(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    older, newer = freeze(session, now, actor, version), freeze(session, now, actor, version)
    with pytest.raises(Conflict, match="frozen_anew"):
        draws.draw(session, actor=actor, draw_id=older.id, random=random, now=now)
    draws.draw(session, actor=actor, draw_id=newer.id, random=random, now=now)
    with pytest.raises(Conflict, match="drawn_already"):
        draws.draw(session, actor=actor, draw_id=newer.id, random=random, now=now)


def test_three_programs_agree_about_a_draw(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    found = bundle(session, spot_checks.drawn(session, now, actor, version))
    assert draw_bundle.faults(found) == []
    assert verify_draw.verify(found, lambda _line: None) == []


@pytest.mark.parametrize("changed", ["list", "class", "seed", "plan", "result", "inspector", "recusal", "words", "excluded"])
def test_whoever_changes_a_bundle_is_told(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion, changed: str) -> None:
    found = bundle(session, spot_checks.drawn(session, now, actor, version))
    match changed:
        case "list":
            found["objects"].pop()
        case "class":
            found["objects"][0]["class"] = "A" if found["objects"][0]["class"] != "A" else "D"
        case "seed":
            found["draw"]["seed"] = "00" * 32
        case "plan":
            found["plan"]["items"][0]["fractions"]["B"] = "90"
        case "result":
            found["result"][0]["inspectors"].reverse()
        case "inspector":
            found["inspectors"][0]["name"] = "别人"
        case "recusal":
            found["inspectors"][0]["recused"].append(firms[0].credit_code)
        case "words":
            found["draw"]["witness_words"] = "别的话"
        case "excluded":
            found["objects"][0]["excluded"] = "drawn_recently"
    assert draw_bundle.faults(found)
    assert verify_draw.verify(found, lambda _line: None)


def test_the_bundle_is_the_auditor_s_alone_and_nobody_s_before_the_draw(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    with pytest.raises(Conflict, match="not_drawn_yet"):
        draws.take_bundle(session, actor=actor, draw_id=frozen.id, now=now)
    draws.draw(session, actor=actor, draw_id=frozen.id, random=random, now=now)
    with pytest.raises(NotAllowed):
        draws.take_bundle(session, actor=people.officer(session, now, office, "approver"), draw_id=frozen.id, now=now)
    elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), *BUREAU_ROLES)
    with pytest.raises(NotFound):
        draws.take_bundle(session, actor=elsewhere, draw_id=frozen.id, now=now)
    draws.take_bundle(session, actor=actor, draw_id=frozen.id, now=now)
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "draw.bundle_taken")).one().account_id == actor.account_id
    with pytest.raises(Invalid):
        draws.open_to_witnesses(session, actor=actor, draw_id=frozen.id, until=date(2027, 11, 20), now=now)


def test_a_link_for_witnesses_ends_with_its_day_or_when_the_auditor_recalls_it(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    row = spot_checks.drawn(session, now, actor, version)
    first, second = (draws.open_to_witnesses(session, actor=actor, draw_id=row.id, until=legal_day(now), now=now) for _ in range(2))
    asked = {"actor": Actor(), "public_id": row.public_id, "link": first}
    assert draws.read_by_witness(session, now=now, **asked) == row
    with pytest.raises(NotFound):
        draws.read_by_witness(session, now=now + timedelta(days=1), **asked)
    with pytest.raises(NotAllowed):
        draws.recall_link(session, actor=people.officer(session, now, office, "approver"), draw_id=row.id, link=first, now=now)
    draws.recall_link(session, actor=actor, draw_id=row.id, link=first, now=now)
    with pytest.raises(NotFound):
        draws.recall_link(session, actor=actor, draw_id=row.id, link=first, now=now)
    with pytest.raises(NotFound):
        draws.read_by_witness(session, now=now, **asked)
    assert [each.number for each in witness_links.live(session, row, legal_day(now))] == [second]


def test_a_frozen_population_is_never_changed(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    with pytest.raises(Exception, match=REFUSED), session.begin_nested():
        session.execute(text("UPDATE draw_object SET klass = 'A' WHERE draw_id = :draw"), {"draw": frozen.id})
    assert len(session.scalars(select(DrawObject).where(DrawObject.draw_id == frozen.id)).all()) == 8


def test_strata_are_shown_to_those_who_may_read_classes_and_each_reading_is_on_record(session: Session, now: datetime, actor: Actor, office: Bureau, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    with pytest.raises(NotAllowed):
        draws.read_strata(session, actor=people.officer(session, now, office, "inspector"), draw_id=frozen.id, now=now)
    assert sum(each.objects for each in draws.read_strata(session, actor=actor, draw_id=frozen.id, now=now)) == 8
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "draw.strata_read")).one()


def test_a_plan_that_exempts_a_class_is_not_put_into_force(session: Session, now: datetime, actor: Actor, office: Bureau) -> None:
    with pytest.raises(Invalid) as refused:
        spot_checks.in_force(session, now, actor, office, spot_checks.plan(spot_checks.item(fractions={"A": "0", "B": "2", "C": "101", "D": "x"}, industries="29", minimum="0")))
    assert refused.value.fields == {
        "items.0.fractions.A": "fraction_exempts", "items.0.fractions.C": "fraction_wrong", "items.0.fractions.D": "fraction_wrong", "items.0.industries": "industry_code_wrong", "items.0.minimum": "minimum_wrong",
    }  # fmt: skip


def test_a_plan_has_versions_and_what_was_drawn_keeps_its_own(session: Session, now: datetime, actor: Actor, firms: list[Enterprise], version: CheckPlanVersion) -> None:
    frozen = freeze(session, now, actor, version)
    held = plans.get(session, version.plan_id)
    check_plans.save(session, actor=actor, plan_id=held.id, plan=spot_checks.plan(spot_checks.item(title="改过的事项")), revision=held.revision, now=now)
    newer = check_plans.publish(session, actor=actor, plan_id=held.id, revision=held.revision, random=random, now=now)
    assert (newer.sequence, newer.content_hash != version.content_hash) == (2, True)
    row = draws.draw(session, actor=actor, draw_id=frozen.id, random=random, now=now)
    assert row.plan_hash == version.content_hash
    with pytest.raises(Conflict, match="nothing_changed"):
        check_plans.publish(session, actor=actor, plan_id=held.id, revision=held.revision, random=random, now=now)


def first_inspector(session: Session, office: Bureau) -> int:
    return library.of_bureau(session, office.id)[0].inspector.id


def test_the_stand_alone_program_is_short() -> None:
    assert len(Path(verify_draw.__file__).read_text().splitlines()) < 150
