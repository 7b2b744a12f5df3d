"""What an enterprise prepares: started empty or from what was disclosed, saved as it is typed, discarded. Nothing here is public."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import changes
from registry.errors import Conflict, Invalid, NotFound
from registry.models import DisclosureVersion, Draft
from registry.queries import catalogue, disclosures, enterprises
from registry.queries import drafts as queries
from registry.rules import names, permission
from registry.rules.content import Content
from registry.rules.permission import Actor, Scope

PURPOSES = ("disclose", *changes.CHANGE_OF)


def start(
    session: Session,
    *,
    actor: Actor,
    enterprise_id: int,
    now: datetime,
    purpose: str = "disclose",
    disclosure_id: int | None = None,
    copy_version_id: int | None = None,
    copy_standard_id: int | None = None,
    correction_days: int = 3,
) -> Draft:
    """Begin a draft: empty, as a copy of an own earlier version, with a catalogue standard's floors, or to change a disclosure.

    purpose: disclose; amend or correct with `disclosure_id`, which begin from the newest version. Raises Invalid, NotFound
    for what belongs to another enterprise, Conflict: disclosure_ended, correction_over.
    """
    permission.require(actor, "draft.edit", Scope(enterprises.get(session, enterprise_id).id))
    if purpose not in PURPOSES:
        raise Invalid({"purpose": "not_a_choice"})
    if purpose == "disclose":
        changed, content = None, _copied(session, enterprise_id, copy_version_id, copy_standard_id)
    else:
        changed, content = disclosure_id, _to_change(session, enterprise_id, disclosure_id, purpose, now, correction_days)
    draft = Draft(enterprise_id=enterprise_id, purpose=purpose, disclosure_id=changed, created_at=now, created_by_id=actor.account_id)
    _write(draft, content, actor, now)
    session.add(draft)
    audit.record(session, actor, "draft.start", draft, at=now, purpose=purpose)
    return draft


def save(session: Session, *, actor: Actor, draft_id: int, content: Content, revision: int, now: datetime) -> Draft:
    """Keep what was typed, complete or not.

    Raises Conflict("changed_meanwhile", by, at, revision) when somebody saved since the form was opened, and
    Conflict("already_disclosed").
    """
    draft = own(session, actor, draft_id)
    if draft.disclosed_version_id is not None:
        raise Conflict("already_disclosed")
    if draft.revision != revision:
        raise Conflict("changed_meanwhile", by=queries.saver(session, draft), at=draft.saved_at, revision=draft.revision)
    _write(draft, content, actor, now)
    audit.record(session, actor, "draft.save", draft, at=now)
    session.flush()
    return draft


def discard(session: Session, *, actor: Actor, draft_id: int, now: datetime) -> Draft:
    """Throw a draft away. Raises Conflict("already_disclosed"): what is public stays."""
    draft = own(session, actor, draft_id)
    if draft.disclosed_version_id is not None:
        raise Conflict("already_disclosed")
    draft.discarded_at = now
    audit.record(session, actor, "draft.discard", draft, at=now)
    return draft


def own(session: Session, actor: Actor, draft_id: int, verb: str = "draft.edit") -> Draft:
    """The draft, locked, when `actor` may do `verb` to it; of another enterprise's draft nobody learns that it exists."""
    draft = queries.get(session, draft_id, lock=True)
    permission.require(actor, verb, Scope(draft.enterprise_id))
    return draft


def _write(draft: Draft, content: Content, actor: Actor, now: datetime) -> None:
    kept = Content.from_json(names.storable_whole(content.to_json()))
    draft.content, draft.title = kept.to_json(), (kept.title or kept.number)[:300]
    draft.saved_at, draft.saved_by_id = now, actor.account_id or draft.saved_by_id


def _copied(session: Session, enterprise_id: int, version_id: int | None, standard_id: int | None) -> Content:
    """A copy never takes a number, a date or an answer along: those belong to one disclosure."""
    content = Content()
    if version_id is not None:
        version = disclosures.version(session, version_id)
        _of(enterprise_id, version)
        content = replace(
            queries.content_of_version(session, version), number="", in_force_from="", valid_until="", products=(), platform_url="", platform_on="", change_reason="", answers={},
            authorisation_sha256="", authorisation_name="", text_sha256="", text_name="",
        )  # fmt: skip
    if standard_id is not None:
        lines = queries.lines_of_standard(session, catalogue.get(session, standard_id).id)
        content = replace(content, lines=content.lines + lines)
    return content


def _to_change(session: Session, enterprise_id: int, disclosure_id: int | None, purpose: str, now: datetime, correction_days: int) -> Content:
    disclosure = disclosures.get(session, disclosure_id or 0)
    version = disclosures.latest_version(session, disclosure)
    _of(enterprise_id, version)
    changes.require_open(session, disclosure, version, purpose, now, correction_days)
    content = replace(queries.content_of_version(session, version), change_reason="", products=(), platform_url="", platform_on="")
    return replace(content, in_force_from="") if purpose == "amend" else content


def _of(enterprise_id: int, version: DisclosureVersion) -> None:
    if version.disclosure.enterprise_id != enterprise_id:
        raise NotFound("not_found")
