"""Candidates (领跑候选) that a published ranking makes: every entry at the scheme's candidate level, in the transaction of publishing.

A newer board of the same scheme takes the place of the earlier one, and so do its candidates.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import audit, jobs, ledger, outbox
from registry.actions import front_runners, messages
from registry.legal_time import legal_day
from registry.models import DeskTask, FrontRunner, FrontRunnerStep, ProductCategory
from registry.queries import candidates as queries
from registry.queries import enterprises, front_runner_causes, front_runner_references, schemes
from registry.queries.candidates import Graded, Replaced
from registry.queries.rankings import Publishing
from registry.rules import public_id
from registry.rules.front_runner import ENDED
from registry.rules.permission import Actor
from registry.rules.term import last_day

AT_ONCE = 1_000
NAMED = 5
"""Numbers that a message names; of more it says how many."""
NEW_BOARD = "new_board"


def grant(session: Session, *, actor: Actor, found: Publishing, now: datetime) -> int:
    """Make candidates of a ranking that is being published; how many. Earlier candidates of its scheme end, and what speaks against a new one suspends it at once."""
    scheme, first, made, after = schemes.read(found.version), legal_day(now), 0, 0
    until = last_day(first, int(scheme.candidate_months))
    while portion := queries.graded(session, found.ranking.id, int(scheme.candidate_level), after, AT_ONCE):
        _write(session, actor, found, portion, first, until, now)
        made, after = made + len(portion), portion[-1].order_no
    _replace(session, found, now)
    _doubt(session, actor, found.ranking.id, now)
    audit.record(session, actor, "front_runner.granted", found.ranking, at=now, bureau_id=found.scheme.bureau_id, public_id=found.ranking.public_id, candidates=made)
    if made:
        outbox.look_again(session, [("ranking", found.ranking.id, until + timedelta(days=1))])
        front_runners.wake(session, now)
        session.execute(insert(DeskTask).from_select(["kind", "subject_id", "not_before"], front_runner_references.as_tasks(found.ranking.id, now, first)))
        jobs.enqueue(session, front_runners.LOOK, {}, now=now)  # an amendment that commits at the same moment sees no candidate yet
    return made


def tell(session: Session, found: Publishing, enterprise_id: int, now: datetime) -> None:
    """Tell an enterprise's people which of their standards became candidates."""
    if numbers := queries.numbers(session, found.ranking.id, enterprise_id):
        facts = {"enterprise": enterprises.get(session, enterprise_id).name, "title": found.version.title, "numbers": "、".join(numbers[:NAMED]), "count": len(numbers)}
        messages.tell(session, enterprises.account_ids(session, enterprise_id), "front_runner.granted", facts, f"/rankings/{found.ranking.public_id}", now)


def _write(session: Session, actor: Actor, found: Publishing, portion: Sequence[Graded], first: date, until: date, now: datetime) -> None:
    models = queries.models(session, found.scheme.id, [each.disclosure_id for each in portion])
    category, ids = session.get_one(ProductCategory, found.ranking.category_id).name, _public_ids(session, found.ranking.public_id, portion)
    shared = {
        "kind": "candidate", "ranking_id": found.ranking.id, "category": category, "year": found.ranking.year, "valid_from": first, "valid_until": until,
        "recorded_by_id": actor.account_id or found.ranking.published_by_id, "recorded_at": now,
    }  # fmt: skip
    rows = [
        shared | {"public_id": own, "disclosure_id": each.disclosure_id, "version_id": each.version_id, "enterprise_id": each.enterprise_id, "models": models.get(each.disclosure_id, "")}
        for own, each in zip(ids, portion, strict=True)
    ]
    session.execute(insert(FrontRunner), rows)
    term = {"kind": "candidate", "ranking": found.ranking.public_id, "valid_from": first.isoformat(), "valid_until": until.isoformat()}
    told = [term | {"number": each.number, "enterprise": each.enterprise, "disclosure": each.public_id, "models": models.get(each.disclosure_id, "").splitlines()} for each in portion]
    ledger.record_each(session, "front_runner.granted", "front_runner", zip(ids, told, strict=True), at=now)


def _public_ids(session: Session, ranking: str, portion: Sequence[Graded]) -> list[str]:
    """An address for each: it follows from the board and the disclosure, since chance is not asked for publishing."""
    made: list[str] = []
    taken = queries.public_ids_taken(session, [_public_id(ranking, each.public_id, 0) for each in portion])
    for each in portion:
        attempt = 0
        while (own := _public_id(ranking, each.public_id, attempt)) in taken:
            attempt += 1
        taken.add(own)
        made.append(own)
    return made


def _public_id(ranking: str, disclosure: str, attempt: int) -> str:
    digest = hashlib.sha256(f"{ranking} {disclosure} {attempt}".encode()).digest()
    return public_id.of(int.from_bytes(digest[:8]) >> (64 - public_id.BITS))


def _replace(session: Session, found: Publishing, now: datetime) -> None:
    """End what earlier boards of the scheme granted; who is no candidate any more is told."""
    lost: dict[int, list[Replaced]] = {}
    after = 0
    while portion := queries.replaced(session, found.ranking.id, found.scheme.id, legal_day(now), after, AT_ONCE):
        session.execute(insert(FrontRunnerStep), [{"front_runner_id": each.id, "step": ENDED, "reason": NEW_BOARD, "recorded_at": now} for each in portion])
        shared = {"kind": "candidate", "reasons": [NEW_BOARD], "ranking": found.ranking.public_id}
        told = [(each.public_id, shared | {"number": each.number, "enterprise": each.enterprise, "disclosure": each.disclosure}) for each in portion]
        ledger.record_each(session, "front_runner.ended", "front_runner", told, at=now)
        for each in portion:
            if not each.kept:
                lost.setdefault(each.enterprise_id, []).append(each)
        after = portion[-1].id
    for enterprise_id, several in lost.items():
        facts = {"enterprise": several[0].enterprise, "title": found.version.title, "numbers": "、".join(each.number for each in several[:NAMED]), "count": len(several)}
        messages.tell(session, enterprises.account_ids(session, enterprise_id), "front_runner.replaced", facts, f"/rankings/{found.ranking.public_id}", now)


def _doubt(session: Session, actor: Actor, ranking_id: int, now: datetime) -> None:
    """What happened between compiling and publishing counts as if it had happened a moment later."""
    after = 0
    while portion := front_runner_causes.doubtful(session, ranking_id, legal_day(now), after, AT_ONCE):
        front_runners.suspend_each(session, actor=actor, rows=portion, now=now)
        after = portion[-1].id
