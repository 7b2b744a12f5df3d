"""Where disclosures are indicated on the national platform (SAMR Order 83 Art. 16)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import PlatformIndication


def newest(session: Session, disclosure_id: int) -> PlatformIndication | None:
    """The indication that counts, None where the enterprise has not named one."""
    rows = select(PlatformIndication).where(PlatformIndication.disclosure_id == disclosure_id).order_by(PlatformIndication.id.desc()).limit(1)
    return session.scalars(rows).one_or_none()
