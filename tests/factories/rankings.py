"""Belts that a scheme ranks, and rankings made of them through the real actions."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import rankings
from registry.models import DisclosureVersion, Enterprise, Ranking, SchemeVersion
from registry.rules.content import Line, Reference
from registry.rules.permission import Actor
from registry.rules.scheme import Scheme
from tests.factories import people, schemes, shelves
from tests.factories.contents import line
from tests.factories.disclosures import disclosed, random


def scheme(**overrides: Any) -> Scheme:
    """Three core indicators and nothing else: 24/18/12 MPa, 3/4/5 m/s, grades 5/4/3."""
    return schemes.scheme(**({"requirements": ()} | overrides))


def lines(tensile: str = "25 MPa", speed: str = "3", rubbing: str = "5") -> tuple[Line, ...]:
    """What a belt declares; "" leaves an indicator out."""
    figure, _, unit = tensile.partition(" ")
    several = (
        line(concept="tensile-strength", low=figure, unit=unit) if tensile else None,
        line(name="带速", concept="belt-speed", kind="functional", operator="at_most", low="", high=speed, unit="m/s", method="GB/T 20021-2017") if speed else None,
        line(name="耐摩擦色牢度", concept="rubbing-fastness", kind="functional", operator="grade", low="", unit="", grade=rubbing) if rubbing else None,
    )
    return tuple(each for each in several if each is not None)


def belt(session: Session, now: datetime, actor: Actor, firm: Enterprise, *declared: str, category: str = "conveyor-belt", **overrides: Any) -> DisclosureVersion:
    """A disclosure of a belt; `declared` as for `lines`."""
    given: dict[str, Any] = {"references": (Reference("normative", "GB/T 528-2009"),)} | overrides
    return disclosed(session, now, actor, firm, category=category, lines=lines(*declared), **given)


def assessor(session: Session, now: datetime) -> Actor:
    """A person of an assessment body, in a registry whose shelves are stocked."""
    shelves.stock(session, now)
    office = people.bureau(session, now)
    return people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))


def compiled(session: Session, now: datetime, actor: Actor, version: SchemeVersion) -> Ranking:
    """A draft by the newest version of the scheme."""
    session.flush()
    return rankings.compile_ranking(session, actor=actor, scheme_id=version.scheme_id, now=now, random=random)


def published(session: Session, now: datetime, actor: Actor, version: SchemeVersion) -> Ranking:
    """The same, published."""
    draft = compiled(session, now, actor, version)
    return rankings.publish(session, actor=actor, ranking_id=draft.id, government_boards=False, now=now)
