"""What an enterprise's desk says comes next: what a bureau waits for stands before everything that can wait."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.db import Database, utc_now
from registry.files import Files
from registry.models import ScreeningMatter
from registry.rules.permission import Actor
from tests.factories import inspections, rectifications
from tests.factories.visits import visit

Story = Callable[[Session, Files], tuple[str, Actor]]


def ordered(session: Session, files: Files) -> tuple[str, Actor]:
    """An order was delivered; screening asks something too."""
    now = utc_now() - timedelta(days=1)
    place = rectifications.town(session, now - timedelta(days=1))
    rectifications.delivered(session, now, place, files, rectifications.ordered(session, now, place))
    asked(session, place.firm.id, place.version.disclosure_id)
    return place.firm.credit_code, place.owner


def found(session: Session, files: Files, *, published: bool = False) -> tuple[str, Actor]:
    """An inspection has ended; the enterprise has not said anything."""
    now = utc_now() - timedelta(hours=1)
    drawn = inspections.drawn(session, now)
    finding = inspections.concluded(session, now, drawn, "N3")
    if published:
        inspections.replied(session, now, drawn, finding)
        inspections.publish(session, now, drawn, finding)
    return drawn.firm.credit_code, drawn.owner


def published(session: Session, files: Files) -> tuple[str, Actor]:
    return found(session, files, published=True)


def waiting(session: Session, files: Files) -> tuple[str, Actor]:
    place = rectifications.town(session, utc_now() - timedelta(hours=1))
    asked(session, place.firm.id, place.version.disclosure_id)
    return place.firm.credit_code, place.owner


def asked(session: Session, enterprise_id: int, disclosure_id: int) -> None:
    now = utc_now()
    session.add(ScreeningMatter(disclosure_id=disclosure_id, enterprise_id=enterprise_id, code="no_product", place="", facts={"day": "2025-01-01"}, told_at=now, due_on=now.date(), provisional=False))
    session.flush()


@pytest.mark.parametrize(
    ("story", "said"),
    [(ordered, "有责令改正没有办结"), (found, "有抽查结果先给您看"), (waiting, "公开的标准里有要处理的事"), (published, "没有待办事项")],
)
def test_what_a_bureau_waits_for_comes_first(app: Flask, database: Database, files: Files, story: Story, said: str) -> None:
    with database.transaction() as session:
        credit_code, owner = story(session, files)
    reader = visit(app, database, owner)
    for address in ("/console", f"/console/{credit_code}"):
        assert said in reader.get(address)
