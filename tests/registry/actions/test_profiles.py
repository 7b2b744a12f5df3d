"""A link to a standards profile opens for who holds it, until its day or until it is revoked, and each reading is written down."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from registry.actions import profiles
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import Enterprise, ProfileReading, StandardsProfile
from registry.queries import profiles as queries
from registry.rules.permission import Actor
from registry.rules.secret import digest
from tests.factories import honours as made
from tests.factories import people

SECRET = "s" * 43


def make(session: Session, now: datetime, owner: Actor, firm: Enterprise, secret: str = SECRET, **more: object) -> StandardsProfile:
    held = profiles.make(session, actor=owner, enterprise_id=firm.id, **{"reader": "某某银行（示例）", "ends_on": legal_day(now) + timedelta(days=30), "secret": secret, "now": now, **more})
    session.flush()
    return held


def test_only_the_hash_of_the_secret_is_kept_and_each_reading_is_told(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    held = make(session, now, people.member(session, now, firm), firm)
    assert held.secret_hash == digest(SECRET)
    for form in ("page", "json", "print"):
        assert profiles.read(session, secret=SECRET, form=form, now=now).id == held.id
    session.flush()
    assert [each.format for each in queries.readings(session, [held.id])[held.id]] == ["print", "json", "page"]
    assert queries.reading_counts(session, firm.id) == {held.id: 3}
    assert set(ProfileReading.__table__.columns.keys()) == {"id", "profile_id", "at", "format"}


def test_a_wrong_an_ended_and_a_revoked_link_look_the_same(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    revoked, _ended = make(session, now, owner, firm), make(session, now, owner, firm, "e" * 43, ends_on=legal_day(now) + timedelta(days=1))
    profiles.revoke(session, actor=owner, profile_id=revoked.id, now=now)
    later = now + timedelta(days=2)
    for secret in (SECRET, "e" * 43, "x", ""):
        with pytest.raises(NotFound) as refused:
            profiles.read(session, secret=secret, form="page", now=later)
        assert (refused.value.code, refused.value.facts) == ("profile_unknown", {})
    assert session.query(ProfileReading).count() == 0
    with pytest.raises(Conflict):
        profiles.revoke(session, actor=owner, profile_id=revoked.id, now=now)


def test_a_link_names_its_reader_and_ends_within_a_year(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    for ends_on in (None, legal_day(now), date(2028, 1, 1)):
        with pytest.raises(Invalid) as refused:
            make(session, now, owner, firm, reader=" ", ends_on=ends_on)
        assert refused.value.fields == {"reader": "required", "ends_on": "required" if ends_on is None else "profile_end_wrong"}
    with pytest.raises(NotAllowed):
        make(session, now, people.member(session, now, firm, "viewer"), firm)


def test_a_profile_states_confirmed_honours_only(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
    made.confirmed(session, now, owner, firm, officer)
    made.claimed(session, now, owner, firm, subject="GB/T 10822-2014")
    stated = queries.stated(session, firm.id, legal_day(now))
    assert [each.row.subject for each in stated.honours] == ["GB/T 7984-2013"]
    assert list(stated.bureaus.values()) == ["三门县市场监督管理局（示例）"]
