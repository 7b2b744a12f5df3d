"""A bureau's public contact: its own registrar keeps it, nobody overwrites what a colleague just wrote."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import bureaus
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry
from registry.rules.office_contact import OfficeContact
from registry.rules.permission import SYSTEM
from tests.factories import people

REACHED = {"phone": "0576-83300000", "email": "jubao@example.org", "address": "示例广场1号"}


def test_only_a_registrar_of_the_very_bureau_changes_it(session: Session, now: datetime) -> None:
    county, city = people.bureau(session, now), people.bureau(session, now, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
    with pytest.raises(NotAllowed):
        bureaus.edit_contact(session, actor=people.officer(session, now, county, "handler", "approver"), bureau_id=county.id, **REACHED, now=now)
    with pytest.raises(NotFound):
        bureaus.edit_contact(session, actor=people.officer(session, now, city), bureau_id=county.id, **REACHED, now=now)
    with pytest.raises(NotFound):
        bureaus.edit_contact(session, actor=SYSTEM, bureau_id=999_999, **REACHED, now=now)
    bureaus.edit_contact(session, actor=people.officer(session, now, county), bureau_id=county.id, **REACHED, now=now)
    assert bureaus.contact_of(county) == OfficeContact(**REACHED)


def test_a_change_is_on_record_without_what_was_typed_and_the_same_again_is_no_change(session: Session, now: datetime) -> None:
    county = people.bureau(session, now)
    registrar = people.officer(session, now, county)
    for wanted in (REACHED, REACHED, REACHED | {"phone": ""}):
        bureaus.edit_contact(session, actor=registrar, bureau_id=county.id, **wanted, now=now)
    assert county.phone is None
    found = session.query(AuditEntry).filter_by(action="bureau.contact_edited").order_by(AuditEntry.id).all()
    assert [(each.facts, each.bureau_id) for each in found] == [({"fields": "phone,email,address"}, county.id), ({"fields": "phone"}, county.id)]


def test_whoever_saw_an_older_one_is_told_and_changes_nothing(session: Session, now: datetime) -> None:
    county = people.bureau(session, now)
    registrar = people.officer(session, now, county)
    bureaus.edit_contact(session, actor=registrar, bureau_id=county.id, **REACHED, before=OfficeContact(), now=now)
    with pytest.raises(Conflict):
        bureaus.edit_contact(session, actor=registrar, bureau_id=county.id, **REACHED | {"phone": "12315"}, before=OfficeContact(), now=now)
    assert county.phone == REACHED["phone"]


def test_a_new_bureau_is_refused_with_every_wrong_field(session: Session, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        bureaus.add(session, actor=SYSTEM, name="示例局", level="town", division_code="331022", phone="x", email="y", now=now)
    assert refused.value.fields == {"level": "not_a_choice", "phone": "office_phone_unreadable", "email": "email_unreadable"}
