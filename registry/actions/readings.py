"""Readings that leave a trace: a text kept to the bureau, the record of who did what, and lists taken out of the registry."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.errors import NotFound
from registry.models import DisclosureVersion
from registry.queries import audit as entries
from registry.queries import disclosures, enterprises
from registry.rules import permission
from registry.rules.permission import Actor, Scope


def open_text(session: Session, *, actor: Actor, public_id: str, sequence: int, now: datetime) -> DisclosureVersion:
    """The version whose text is about to be read, published or not; NotFound without one, or outside the territory."""
    disclosure = disclosures.by_public_id(session, public_id)
    enterprise = enterprises.get(session, disclosure.enterprise_id)
    permission.require(actor, "text.read", Scope(enterprise.id, enterprise.division_code))
    version = next((each for each in disclosures.versions_of(session, disclosure.id) if each.sequence == sequence), None)
    if version is None or version.text_sha256 is None:
        raise NotFound("not_found")
    audit.record(session, actor, "text.read", version, at=now, enterprise_id=enterprise.id, public_id=public_id, sequence=sequence)
    return version


def open_audit(session: Session, *, actor: Actor, wanted: entries.Wanted, now: datetime, before: int = 0, export: bool = False) -> list[entries.Entry]:
    """A page of the record in the territories where the person is an auditor; that it was read is recorded too.

    With `export` the list is only announced: read it with queries.audit.exported.
    """
    permission.require(actor, "audit.read")
    offices = permission.offices(actor, "audit.read")
    found = [] if export else entries.listed(session, offices, wanted, before=before)
    narrowed = ",".join(each.name for each in fields(wanted) if getattr(wanted, each.name))  # which filters, not what was typed into them
    audit.record(session, actor, "audit.exported" if export else "audit.read", None, at=now, bureau_id=offices[0].bureau_id if offices else None, filters=narrowed)
    return found


def take_out(session: Session, *, actor: Actor, what: str, form: str, now: datetime) -> None:
    """Write down that a list of the desk leaves as a file. what: disclosures, remarks, standings, cases or subsidies; form: csv or xlsx."""
    permission.require(actor, "desk.see")
    offices = permission.offices(actor, "desk.see")
    audit.record(session, actor, "desk.exported", None, at=now, bureau_id=offices[0].bureau_id if offices else None, what=what, form=form)
