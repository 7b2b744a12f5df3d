"""Policies that pay for honours: begun empty, as a copy or from a shipped table, saved as they are typed, published for ever."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, canonical, ledger
from registry.errors import Conflict, Invalid
from registry.models import Bureau, PolicyVersion, SubsidyPolicy
from registry.queries import bureaus
from registry.queries import policies as queries
from registry.rules import names, permission, policy, public_id
from registry.rules.permission import Actor, Scope
from registry.rules.policy import Policy


def begin(session: Session, *, actor: Actor, bureau_id: int, wanted: Policy, random: Callable[[int], int], now: datetime) -> SubsidyPolicy:
    """Begin a policy of the bureau's own, complete or not. `random(bits)` gives random bits. Raises Invalid (title)."""
    bureau = bureaus.get(session, bureau_id)
    permission.require(actor, "policy.edit", Scope(bureau_id=bureau.id))
    if not wanted.title.strip():
        raise Invalid({"title": "required"})
    held = SubsidyPolicy(public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), bureau_id=bureau.id, draft={}, revision=1, created_by_id=actor.account_id or 0, created_at=now, changed_at=now)
    _write(held, wanted, now)
    session.add(held)
    audit.record(session, actor, "policy.begun", held, at=now)
    return held


def save(session: Session, *, actor: Actor, policy_id: int, wanted: Policy, revision: int, now: datetime) -> SubsidyPolicy:
    """Keep what was typed, complete or not. Raises Conflict("changed_meanwhile", by, at, revision) when somebody saved since the form was opened."""
    held = _own(session, actor, policy_id, "policy.edit", revision)
    _write(held, wanted, now)
    audit.record(session, actor, "policy.saved", held, at=now)
    session.flush()
    return held


def publish(session: Session, *, actor: Actor, policy_id: int, revision: int, now: datetime) -> PolicyVersion:
    """Make the draft a version that never changes, with its canonical JSON and hash. A row in doubt is published with its doubt.

    Raises Invalid with every wrong field (rules.policy); Conflict: changed_meanwhile, nothing_changed.
    """
    held = _own(session, actor, policy_id, "policy.publish", revision)
    wanted, before = Policy.from_json(held.draft), queries.latest(session, held.id)
    if wrong := policy.check(wanted):
        raise Invalid(wrong)
    if before is not None and queries.read(before) == wanted:
        raise Conflict("nothing_changed")
    bureau = session.get_one(Bureau, held.bureau_id)
    sequence = before.sequence + 1 if before else 1
    content = canonical.text({**wanted.to_json(), "policy": held.public_id, "version": sequence, "bureau": bureau.name})
    version = PolicyVersion(
        policy_id=held.id, sequence=sequence, title=wanted.title.strip()[:300], content=content, content_hash=canonical.digest(content), published_by_id=actor.account_id or 0, published_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    ledger.record(session, "policy.published", "subsidy_policy", held.public_id, {"title": version.title, "version": sequence, "content_hash": version.content_hash, "bureau": bureau.name}, at=now)
    audit.record(session, actor, "policy.published", version, at=now, bureau_id=held.bureau_id, policy=held.id, version=sequence)
    return version


def _own(session: Session, actor: Actor, policy_id: int, verb: str, revision: int) -> SubsidyPolicy:
    held = queries.get(session, policy_id, lock=True)
    permission.require(actor, verb, queries.scope(held))
    if held.revision != revision:
        raise Conflict("changed_meanwhile", by=queries.saver(session, held.id), at=held.changed_at, revision=held.revision)
    return held


def _write(held: SubsidyPolicy, wanted: Policy, now: datetime) -> None:
    held.draft, held.changed_at = names.storable_whole(policy.with_codes(wanted).to_json()), now
