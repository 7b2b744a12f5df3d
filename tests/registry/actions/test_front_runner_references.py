"""A reference that ends suspends the candidates whose standards name it (国市监标准〔2018〕84号; GB/T 1.1-2020 asks for references in force)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import catalogue, front_runners, rankings
from registry.legal_time import legal_day
from registry.models import Bureau, CatalogueStandard, DeskTask, FrontRunner
from registry.queries.desk_tasks import REFERRING
from registry.rules.content import Reference
from registry.rules.front_runner import State
from registry.rules.permission import SYSTEM
from registry.rules.scheme import GATES
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.front_runners import Field, candidate, ledger, messages, recorded, standing_field

CITED, OTHER = "GB/T 528-2009", "GB/T 20021-2017"
SUSPENDED = (State.suspended, ("reference_withdrawn",))


@pytest.fixture
def field(session: Session, now: datetime) -> Field:
    return standing_field(session, now)


def end(field: Field, now: datetime, number: str = CITED, *, withdrawn: bool = True, day: date | None = None) -> None:
    """A bureau says that the standard is withdrawn."""
    keeper = people.officer(field.session, field.now, field.session.query(Bureau).first())
    standard_id = field.session.scalars(select(CatalogueStandard.id).where(CatalogueStandard.number == number)).one()
    catalogue.confirm(field.session, actor=keeper, standard_id=standard_id, withdrawn=withdrawn, withdrawn_on=day, source="公告", now=now)
    field.session.flush()


def look(field: Field, now: datetime) -> None:
    front_runners.look_at_references(field.session, actor=SYSTEM, disclosure_ids={field.first.disclosure_id, field.second.disclosure_id}, now=now)
    field.session.flush()


def test_a_reference_that_is_withdrawn_later_suspends_the_candidate_once_and_says_so(field: Field, session: Session) -> None:
    row = candidate(field)
    look(field, field.now)
    assert field.standing(row) == (State.current, ())
    end(field, field.now + timedelta(hours=1))
    for hours in (2, 3):
        look(field, field.now + timedelta(hours=hours))
    assert field.standing(row) == SUSPENDED
    assert [fact["reasons"] for kind, fact in ledger(session) if kind == "front_runner.suspended"] == [["reference_withdrawn"]]
    assert [facts["reasons"] for facts in messages(session, "front_runner.suspended")] == ["reference_withdrawn"]


def test_a_decision_restores_it_until_another_reference_ends(field: Field) -> None:
    both = made.belt(field.session, field.now, field.owner, field.firm, "25 MPa", references=(Reference("normative", CITED), Reference("normative", OTHER)))
    made.published(field.session, field.now, field.assessor, field.scheme)
    field.session.flush()
    row = field.session.scalars(select(FrontRunner).where(FrontRunner.disclosure_id == both.disclosure_id)).one()
    field.first = both
    end(field, field.now + timedelta(hours=1))
    look(field, field.now + timedelta(hours=2))
    field.decide(row, "restored", now=field.now + timedelta(hours=3))
    look(field, field.now + timedelta(hours=4))
    assert field.standing(row) == (State.current, ())
    end(field, field.now + timedelta(hours=5), OTHER)
    look(field, field.now + timedelta(hours=6))
    assert field.standing(row) == SUSPENDED


def test_a_withdrawal_that_was_announced_counts_from_its_day_even_behind_a_decision(field: Field) -> None:
    row, day = candidate(field), legal_day(field.now) + timedelta(days=3)
    end(field, field.now + timedelta(hours=1), day=day)
    look(field, field.now + timedelta(days=2))
    assert field.standing(row) == (State.current, ())
    field.decide(row, "suspended", now=field.now + timedelta(days=2))
    field.decide(row, "restored", now=field.now + timedelta(days=2, hours=1))
    look(field, field.now + timedelta(days=3))
    assert field.standing(row) == SUSPENDED


def test_one_source_alone_and_a_bureau_that_denies_suspend_nothing(field: Field) -> None:
    row = candidate(field)
    standard = field.session.scalars(select(CatalogueStandard).where(CatalogueStandard.number == CITED)).one()
    standard.withdrawn_sources = 1
    look(field, field.now)
    standard.withdrawn_sources = 2
    end(field, field.now, withdrawn=False)
    look(field, field.now)
    assert field.standing(row) == (State.current, ())


def test_a_scheme_that_does_not_exclude_for_it_keeps_its_candidates_and_so_does_a_title(field: Field) -> None:
    gates = tuple(gate for gate in GATES if gate != "reference_withdrawn")
    lenient = schemes.published(field.session, field.now, field.assessor, made.scheme(gates=gates))
    made.published(field.session, field.now, field.assessor, lenient)
    row, given = field.session.scalars(select(FrontRunner)).one(), recorded(field)
    end(field, field.now)
    look(field, field.now)
    assert field.standing(row) == field.standing(given) == (State.current, ())


def test_what_ends_between_compiling_and_publishing_waits_in_the_queue(field: Field, session: Session) -> None:
    draft = made.compiled(session, field.now, field.assessor, field.scheme)
    end(field, field.now + timedelta(hours=1))
    rankings.publish(session, actor=field.assessor, ranking_id=draft.id, government_boards=False, now=field.now + timedelta(hours=2))
    assert session.scalars(select(DeskTask.subject_id).where(DeskTask.kind == REFERRING)).all() == [field.first.disclosure_id]


def test_more_than_one_transaction_should_hold_wait_for_the_next_round(field: Field, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_runners, "AT_ONCE", 1)
    made.published(session, field.now, field.assessor, schemes.published(session, field.now, field.assessor, made.scheme(candidate_level="2")))
    end(field, field.now)
    look(field, field.now)
    assert session.scalars(select(DeskTask.subject_id).where(DeskTask.kind == REFERRING)).all() == [field.second.disclosure_id]
