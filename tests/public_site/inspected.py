"""An inspection with a photograph, whose finding was replied to with evidence and published."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.actions import findings, inspections
from registry.actions.inspections import Taken
from registry.files import Files
from registry.models import Bureau, DisclosureVersion, InspectionPhoto
from registry.rules.permission import Actor
from registry.uploads import Examined
from tests.factories import inspections as made
from tests.factories import uploads


def inspected(session: Session, now: datetime, files: Files, owner: Actor, office: Bureau, version: DisclosureVersion, licence: str) -> dict[str, str]:
    """inspection, finding_id: their public ids; photo_id."""
    drawn = made.drawn(session, now, version=version, owner=owner, office=office)
    inspections.photograph(session, files, actor=drawn.first, inspection_id=drawn.inspection.id, taken=Taken("p", "L1", Examined(uploads.picture(), "image/jpeg")), now=now)
    session.flush()
    finding = made.concluded(session, now, drawn, "L6")
    findings.reply(session, actor=owner, finding_id=finding.id, agrees=True, statement="", file_sha256=licence, limits=made.LIMITS, now=now)
    made.publish(session, now, drawn, finding)
    photo = session.query(InspectionPhoto).filter_by(inspection_id=drawn.inspection.id).one()
    return {"inspection": drawn.inspection.public_id, "finding_id": finding.public_id, "photo_id": str(photo.id)}
