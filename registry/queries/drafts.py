"""What enterprises prepare in private. Whoever asks for a draft checks afterwards that it is theirs to see."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, DisclosureVersion, Draft
from registry.queries import catalogue
from registry.rules.content import Content, Line
from registry.rules.indicator import Operator


def get(session: Session, draft_id: int, *, lock: bool = False) -> Draft:
    """The draft, NotFound when there is none or it was discarded. `lock` holds its row until the transaction ends."""
    found = session.get(Draft, draft_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or found.discarded_at is not None:
        raise NotFound("not_found")
    return found


def of_enterprise(session: Session, enterprise_id: int, *, limit: int = 100, offset: int = 0) -> Sequence[Draft]:
    """The drafts that are still to be disclosed, the last saved first."""
    still = select(Draft).where(Draft.enterprise_id == enterprise_id, Draft.discarded_at.is_(None), Draft.disclosed_version_id.is_(None))
    return session.scalars(still.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(limit).offset(offset)).all()


def saver(session: Session, draft: Draft) -> str:
    """The name of who saved last, for a colleague of theirs."""
    return session.scalar(select(Account.name).where(Account.id == draft.saved_by_id)) or ""


def content_of_version(session: Session, version: DisclosureVersion) -> Content:
    """What the editor had typed for a version, to start a change or a copy from."""
    return Content.from_json(session.scalar(_CONTENT, {"draft": version.draft_id}) or {})


_CONTENT = select(Draft.content).where(Draft.id == bindparam("draft"))


def lines_of_standard(session: Session, standard_id: int) -> tuple[Line, ...]:
    """The floors of a catalogue standard as rows for the indicator grid."""
    return tuple(
        Line(
            name=concept.name,
            concept=concept.code,
            kind=concept.kind,
            operator=floor.operator if floor.operator in tuple(Operator) else "",
            low=floor.low or "",
            high=floor.high or "",
            unit=floor.unit or "",
            grade=floor.grade or "",
            text=floor.text or "",
            condition=floor.condition_code or "",
            method=floor.method or concept.method or "",
        )
        for floor, concept in catalogue.floors(session, [standard_id])
    )
