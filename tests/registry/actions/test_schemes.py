"""A scheme is begun, typed, published and published anew; what is published never changes."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from registry import canonical
from registry.actions import schemes
from registry.actions.schemes import Board
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import EvaluationScheme, LedgerEntry, Message, SchemeVersion
from registry.queries import schemes as queries
from registry.queries.assessment import Issuer
from registry.rules.permission import Actor
from registry.rules.scheme import Scheme
from tests.factories import people, shelves
from tests.factories import schemes as made
from tests.factories.disclosures import disclosed, random
from tests.factories.scheme_values import core


@pytest.fixture
def assessor(session: Session, now: datetime) -> Actor:
    """Of a body, in a registry where one standard of the category is disclosed."""
    shelves.stock(session, now)
    firm = people.enterprise(session, now)
    disclosed(session, now, people.member(session, now, firm), firm, category="conveyor-belt")
    office = people.bureau(session, now)
    return people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))


def test_a_published_scheme_is_canonical_json_with_its_hash_and_stands_in_the_ledger(session: Session, assessor: Actor, now: datetime) -> None:
    version = made.published(session, now, assessor)
    assert canonical.digest(version.content) == version.content_hash
    assert canonical.text(json.loads(version.content)) == version.content
    assert queries.read(version) == replace(made.scheme(), category="conveyor-belt", year="2026")
    entry = session.query(LedgerEntry).filter_by(kind="scheme.published").one()
    assert json.loads(entry.content)["fact"]["content_hash"] == version.content_hash
    assert (version.sequence, version.change_reason, str(version.valid_from)) == (1, None, "2026-01-01")


def test_a_published_scheme_is_changed_by_a_further_version_with_a_reason(session: Session, assessor: Actor, now: datetime) -> None:
    first = made.published(session, now, assessor)
    held = schemes.save(session, actor=assessor, scheme_id=first.scheme_id, scheme=made.scheme(note="补充说明"), revision=queries.get(session, first.scheme_id).revision, now=now)
    with pytest.raises(Invalid) as refused:
        schemes.publish(session, actor=assessor, scheme_id=held.id, revision=held.revision, now=now)
    assert refused.value.fields == {"reason": "reason_required"}
    second = schemes.publish(session, actor=assessor, scheme_id=held.id, revision=held.revision, reason="补充说明", now=now)
    session.flush()
    assert [each.sequence for each in queries.versions(session, held.id)] == [2, 1]
    assert (queries.read(first).note, queries.read(second).note, second.change_reason) == ("", "补充说明", "补充说明")
    with pytest.raises(Conflict, match="nothing_changed"):
        schemes.publish(session, actor=assessor, scheme_id=held.id, revision=held.revision, reason="再来", now=now)


def test_every_wrong_field_is_told_before_anything_is_published(session: Session, assessor: Actor, now: datetime) -> None:
    cores = (core("tensile-strength", "at_least", "MPa", "18", "24", "12"), core("belt-speed", "at_most", "kg", "3", "4", "五"))
    held = made.drafted(session, now, assessor, made.scheme(title="", cores=cores))
    with pytest.raises(Invalid) as refused:
        schemes.publish(session, actor=assessor, scheme_id=held.id, revision=held.revision, now=now)
    assert refused.value.fields == {
        "title": "required", "cores": "too_few_cores", "cores.0.cases.0.average": "thresholds_out_of_order", "cores.1.unit": "unit_of_other_quantity", "cores.1.cases.0.base": "not_a_number",
    }  # fmt: skip
    assert session.query(SchemeVersion).count() == 0


def test_a_category_in_which_nothing_is_disclosed_gets_no_published_scheme(session: Session, assessor: Actor, now: datetime) -> None:
    held = made.drafted(session, now, assessor, board=Board("steel-cord-belt", "2026"))
    with pytest.raises(Invalid) as refused:
        schemes.publish(session, actor=assessor, scheme_id=held.id, revision=held.revision, now=now)
    assert refused.value.fields == {"category": "category_without_standards"}


def test_the_second_to_save_is_told_who_saved_and_when(session: Session, assessor: Actor, now: datetime) -> None:
    held = made.begun(session, now, assessor)
    session.flush()
    opened = held.revision
    schemes.save(session, actor=assessor, scheme_id=held.id, scheme=made.scheme(), revision=opened, now=now)
    with pytest.raises(Conflict) as refused:
        schemes.save(session, actor=assessor, scheme_id=held.id, scheme=Scheme(title="后来的"), revision=opened, now=now + timedelta(minutes=1))
    assert (refused.value.code, refused.value.facts["by"], refused.value.facts["revision"]) == ("changed_meanwhile", "李评估", held.revision)
    assert Scheme.from_json(held.draft).title == made.scheme().title
    with pytest.raises(Conflict, match="changed_meanwhile"):
        schemes.publish(session, actor=assessor, scheme_id=held.id, revision=opened, now=now)


def test_next_year_s_scheme_begins_as_a_copy_without_its_days(session: Session, assessor: Actor, now: datetime) -> None:
    version = made.published(session, now, assessor)
    copy = schemes.begin(session, actor=assessor, issuer=made.issuer_of(session, assessor), board=Board("conveyor-belt", "2027"), copy_of=version.scheme_id, random=random, now=now)
    assert Scheme.from_json(copy.draft) == replace(made.scheme(), category="conveyor-belt", year="2027", valid_from="", valid_until="")
    assert (copy.year, copy.latest_version_id) == (2027, None)


def test_category_year_and_region_are_settled_once_something_is_published(session: Session, assessor: Actor, now: datetime) -> None:
    held = made.drafted(session, now, assessor)
    moved = schemes.save(session, actor=assessor, scheme_id=held.id, scheme=made.scheme(), revision=held.revision, board=Board("conveyor-belt", "2027", "331022"), now=now)
    assert (moved.year, moved.division_code, moved.draft["year"]) == (2027, "331022", "2027")
    schemes.publish(session, actor=assessor, scheme_id=held.id, revision=moved.revision, now=now)
    session.flush()
    with pytest.raises(Conflict, match="board_is_published"):
        schemes.save(session, actor=assessor, scheme_id=held.id, scheme=made.scheme(), revision=held.revision, board=Board("conveyor-belt", "2028"), now=now)


def test_a_scheme_is_begun_for_a_known_category_year_and_region(session: Session, assessor: Actor, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        made.begun(session, now, assessor, Board("spaceships", "1066", "999999"))
    assert refused.value.fields == {"category": "category_unknown", "year": "year_wrong", "division": "division_unknown"}


def test_a_discarded_draft_is_gone_and_a_published_scheme_goes_back_to_what_is_public(session: Session, assessor: Actor, now: datetime) -> None:
    fresh = made.drafted(session, now, assessor)
    schemes.discard(session, actor=assessor, scheme_id=fresh.id, revision=fresh.revision, now=now)
    assert session.query(EvaluationScheme).count() == 0
    version = made.published(session, now, assessor)
    session.flush()
    held = schemes.save(session, actor=assessor, scheme_id=version.scheme_id, scheme=Scheme(title="不要了"), revision=queries.get(session, version.scheme_id).revision, now=now)
    schemes.discard(session, actor=assessor, scheme_id=held.id, revision=held.revision, now=now)
    assert Scheme.from_json(held.draft) == queries.read(version)


def test_nobody_else_makes_or_reads_a_body_s_scheme(session: Session, assessor: Actor, now: datetime) -> None:
    held = made.drafted(session, now, assessor)
    office = people.bureau(session, now, name="另一局（示例）")
    other = people.assessor(session, now, people.body(session, now, office, assessor.account_id or 0, name="别的机构（示例）", credit_code="523301000000000000"))
    for stranger in (other, people.officer(session, now, office)):
        with pytest.raises(NotFound):
            schemes.save(session, actor=stranger, scheme_id=held.id, scheme=Scheme(), revision=held.revision, now=now)
        with pytest.raises(NotFound):
            schemes.begin(session, actor=stranger, issuer=made.issuer_of(session, stranger), board=made.BOARD, copy_of=held.id, random=random, now=now)
    with pytest.raises(NotFound):
        schemes.begin(session, actor=other, issuer=made.issuer_of(session, assessor), board=made.BOARD, random=random, now=now)


def test_in_a_bureau_the_registrar_writes_and_the_approver_publishes(session: Session, assessor: Actor, now: datetime) -> None:
    office = people.bureau(session, now, name="另一局（示例）")
    registrar, approver, handler = (people.officer(session, now, office, role) for role in ("registrar", "approver", "handler"))
    held = made.drafted(session, now, registrar)
    assert (held.bureau_id, held.body_id) == (office.id, None)
    with pytest.raises(NotAllowed):
        schemes.publish(session, actor=registrar, scheme_id=held.id, revision=held.revision, now=now)
    version = schemes.publish(session, actor=approver, scheme_id=held.id, revision=held.revision, now=now)
    assert json.loads(version.content)["issuer"] == office.name
    told = session.query(Message).filter_by(kind="scheme.published").one()
    assert (told.account_id, told.path) == (registrar.account_id, f"/assessor/schemes/{held.id}")
    with pytest.raises(NotAllowed):
        schemes.begin(session, actor=handler, issuer=Issuer("bureau", office.id, office.name), board=made.BOARD, random=random, now=now)
