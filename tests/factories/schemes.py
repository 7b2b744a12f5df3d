"""Schemes made through the real actions, for the vocabulary of `shelves.stock`; thresholds are made up."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import schemes
from registry.actions.schemes import Board
from registry.models import EvaluationScheme, SchemeVersion
from registry.queries.assessment import Issuer, issuers
from registry.rules.permission import Actor
from registry.rules.scheme import Requirement, Scheme
from tests.factories.disclosures import random
from tests.factories.scheme_values import core

BOARD = Board("conveyor-belt", "2026")


def scheme(**overrides: Any) -> Scheme:
    """A scheme with nothing wrong."""
    whole = Scheme(
        title="输送带评价方案（示例）",
        title_en="Conveyor belts (example)",
        valid_from="2026-01-01",
        valid_until="2099-12-31",
        requirements=(Requirement("R1", "近三年无重大质量事故", "No major accident within three years"), Requirement("R2", "量产", "In mass production", evidence=True, models=True)),
        cores=(
            core("tensile-strength", "at_least", "MPa", "24", "18", "12", weight="40"),
            core("belt-speed", "at_most", "m/s", "3", "4", "5", weight="30"),
            core("rubbing-fastness", "grade", "", "5", "4", "3", weight="30"),
        ),
        source="T/EXAMPLE 1-2026",
    )
    return replace(whole, **overrides)


def issuer_of(session: Session, actor: Actor) -> Issuer:
    """For whom the actor makes schemes."""
    return issuers(session, actor)[0]


def begun(session: Session, now: datetime, actor: Actor, board: Board = BOARD) -> EvaluationScheme:
    """An empty scheme."""
    return schemes.begin(session, actor=actor, issuer=issuer_of(session, actor), board=board, random=random, now=now)


def drafted(session: Session, now: datetime, actor: Actor, filled: Scheme | None = None, board: Board = BOARD) -> EvaluationScheme:
    """A scheme that may be published."""
    held = begun(session, now, actor, board)
    session.flush()
    return schemes.save(session, actor=actor, scheme_id=held.id, scheme=filled or scheme(), revision=held.revision, now=now)


def published(session: Session, now: datetime, actor: Actor, filled: Scheme | None = None, board: Board = BOARD) -> SchemeVersion:
    """The first version of a new scheme; its category must hold a disclosure."""
    held = drafted(session, now, actor, filled, board)
    return schemes.publish(session, actor=actor, scheme_id=held.id, revision=held.revision, now=now)
