"""Drafts that are complete, and disclosures made through the real actions."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import disclosures, drafts
from registry.models import DisclosureVersion, Draft, Enterprise
from registry.rules.content import Content
from registry.rules.document import COMMITMENT
from registry.rules.permission import Actor
from tests.factories.contents import content

_numbers = count(101)


def drafted(session: Session, now: datetime, actor: Actor, firm: Enterprise, filled: Content | None = None) -> Draft:
    """A saved draft, ready to be disclosed."""
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    return drafts.save(session, actor=actor, draft_id=draft.id, content=filled or content(), revision=draft.revision, now=now)


def disclosed(session: Session, now: datetime, actor: Actor, firm: Enterprise, filled: Content | None = None, **overrides: Any) -> DisclosureVersion:
    """The first version of a new disclosure; without a number of its own it gets the next one."""
    wanted = filled or content(**({"number": f"Q/SMXJ {next(_numbers):03d}-2026"} | overrides))
    draft = drafted(session, now, actor, firm, wanted)
    return disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=random)


def changed(session: Session, now: datetime, actor: Actor, version: DisclosureVersion, purpose: str, **overrides: Any) -> DisclosureVersion:
    """A further version: an amendment or a correction of `version`'s disclosure."""
    disclosure = version.disclosure
    draft = drafts.start(session, actor=actor, enterprise_id=disclosure.enterprise_id, purpose=purpose, disclosure_id=disclosure.id, now=now)
    wanted = replace(Content.from_json(draft.content), **({"change_reason": "检验方法更新"} | overrides))
    draft = drafts.save(session, actor=actor, draft_id=draft.id, content=wanted, revision=draft.revision, now=now)
    return disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=random)


_bits = count(1)


def random(width: int) -> int:
    """So many bits, another each time and the same in each run."""
    return (next(_bits) * 0x9E3779B97F4A7C15) % (1 << width)
