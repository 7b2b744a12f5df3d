"""Checklists of inspections. Each version stays; an inspection keeps the one that it began with."""

import json
from datetime import datetime
from importlib import resources

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import audit, canonical
from registry.models import Checklist
from registry.rules import checklist
from registry.rules.permission import SYSTEM

SHIPPED = "enterprise-standard"
"""Code of the checklist that ships, and the name of its file in registry/seed/checklists."""


def current(session: Session, *, now: datetime) -> Checklist:
    """The newest version of the checklist that ships; recorded when an installation first meets it."""
    asked = shipped()
    document = canonical.text(asked.to_json())
    newest = session.scalars(select(Checklist).where(Checklist.code == asked.code).order_by(Checklist.sequence.desc()).limit(1)).first()
    if newest is not None and newest.content_hash == canonical.digest(document):
        return newest
    row = Checklist(
        code=asked.code, sequence=newest.sequence + 1 if newest else 1, title=asked.title, content=document, content_hash=canonical.digest(document), source=asked.source, added_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(session, SYSTEM, "checklist.added", row, at=now, code=row.code, sequence=row.sequence)
    return row


def shipped() -> checklist.Checklist:
    """What ships with this edition."""
    return checklist.from_json(json.loads(resources.files("registry.seed").joinpath(f"checklists/{SHIPPED}.json").read_text(encoding="utf-8")))
