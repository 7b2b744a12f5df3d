"""A county that orders, its colleague who releases, the province above, and an enterprise with something to put right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry.actions import calendar, public_notices, rectifications
from registry.actions import files as file_actions
from registry.files import Files
from registry.models import Bureau, DisclosureVersion, Enterprise, Rectification, RectificationStep
from registry.rules.permission import SYSTEM, Actor
from tests.factories import people, uploads
from tests.factories.disclosures import disclosed, random

ITEMS = ({"item": "L2", "statement": "覆盖层拉伸强度低于强制性标准的要求。"}, {"item": "L4", "statement": "编号没有年份。"})
DRAFT = "责令限期改正，逾期未改正，予以公示。"


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody in it. boss: the county's approver who neither orders nor drafts."""

    county: Bureau
    province: Bureau
    handler: Actor
    boss: Actor
    governor: Actor
    owner: Actor
    firm: Enterprise
    version: DisclosureVersion


def town(session: Session, now: datetime) -> Town:
    """With the shipped working-day calendars (to the end of 2026)."""
    calendar.load(session, actor=SYSTEM, now=now)
    county = people.bureau(session, now)
    province = people.bureau(session, now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）")
    handler, boss, governor = people.officer(session, now, county, "handler", "approver"), people.officer(session, now, county, "approver"), people.officer(session, now, province, "approver")
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    return Town(county, province, handler, boss, governor, owner, firm, disclosed(session, now, owner, firm))


def ordered(session: Session, now: datetime, place: Town, *, days: int = 5, ground: str = "screening", items: tuple[dict[str, str], ...] = ITEMS) -> Rectification:
    """An order of the county's handler."""
    row = rectifications.order(
        session, actor=place.handler, disclosure_id=place.version.disclosure_id, items=items, days=days, ground=ground, now=now, random=random,
    )  # fmt: skip
    session.flush()
    return row


def delivered(session: Session, now: datetime, place: Town, files: Files, row: Rectification) -> RectificationStep:
    """Delivered in person today, with a picture as proof."""
    proof = file_actions.keep(session, files, actor=place.handler, content=uploads.picture("PNG"), kind="licence", name="送达回证.png", now=now)
    step = rectifications.deliver(session, actor=place.handler, rectification_id=row.id, revision=row.revision, how="in_person", on=now.date(), file_sha256=proof.sha256, now=now)
    session.flush()
    return step


def overdue(session: Session, now: datetime, place: Town, files: Files, **given: object) -> tuple[Rectification, datetime]:
    """An order that nobody obeyed, and an instant well after its day."""
    row = ordered(session, now, place, **given)  # type: ignore[arg-type]
    delivered(session, now, place, files, row)
    return row, now + timedelta(days=14)


def noted(session: Session, now: datetime, place: Town, row: Rectification) -> None:
    """Drafted by the handler, published by the boss."""
    public_notices.draft(session, actor=place.handler, rectification_id=row.id, revision=row.revision, statement=DRAFT, now=now)
    session.flush()
    public_notices.publish(session, actor=place.boss, rectification_id=row.id, revision=row.revision, now=now)
    session.flush()
