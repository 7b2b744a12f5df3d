"""Front-runners (国市监标准〔2018〕84号: 动态调整): suspended at once when something speaks against them, restored or ended by decision.

Candidates come from a published ranking (`registry.actions.candidates`); titles are facts that an authority gave and a
bureau records. Rows never change: what becomes of one is told by its steps.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import audit, jobs, ledger, outbox
from registry.actions import honours, messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import first_instant, legal_day
from registry.models import DeskTask, Disclosure, Enterprise, FrontRunner, FrontRunnerStep, Job
from registry.queries import disclosures, enterprises, front_runner_causes, front_runner_references
from registry.queries import front_runners as queries
from registry.queries.desk_tasks import REFERRING
from registry.queries.front_runners import Listed
from registry.rules import front_runner, names, permission, public_id, title
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.front_runner import ENDED, LASTING, RESTORED, SUSPENDED, State
from registry.rules.permission import Actor, Scope
from registry.rules.title import Title

LOOK = "front_runner.look"
AT_ONCE = 200
CHOICES = {State.suspended: (RESTORED, ENDED), State.current: (SUSPENDED, ENDED), State.upcoming: (SUSPENDED, ENDED)}
"""What may be decided of a front-runner in a state; nothing of one that is over."""


@dataclass(frozen=True, slots=True)
class Decision:
    """step: suspended, restored or ended. seen: how many steps the person had before them; version_id: the newest version of the disclosure that they looked at."""

    step: str
    reason: str
    seen: int
    version_id: int


def suspend(session: Session, *, actor: Actor, now: datetime, disclosure_id: int | None = None, enterprise_id: int | None = None) -> None:
    """Suspend at once whatever of a disclosure, or of a whole enterprise, something speaks against now; in the transaction of what happened."""
    if found := queries.open_of(session, legal_day(now), disclosure_id=disclosure_id, enterprise_id=enterprise_id):
        suspend_each(session, actor=actor, rows=found, now=now)


def suspend_each(session: Session, *, actor: Actor, rows: Sequence[FrontRunner], now: datetime) -> None:
    """The same for certain front-runners; reasons that are told already are not told again."""
    today, newest = legal_day(now), front_runner_causes.latest(session, rows)
    against, known = front_runner_causes.against(session, rows, today), queries.steps(session, [row.id for row in rows])
    for row in rows:
        steps = known.get(row.id, [])
        causes = front_runner.causes(queries.as_rules(steps), judged=row.version_id, latest=newest[row.disclosure_id], against=against[row.id])
        reasons = [each for each in causes if each not in queries.told(row, steps, today).reasons]
        if reasons:
            session.add_all(FrontRunnerStep(front_runner_id=row.id, step=SUSPENDED, reason=each, recorded_at=now) for each in reasons)
            _make_known(session, actor, "front_runner.suspended", row, now, reasons=reasons)


def decide(session: Session, *, actor: Actor, front_runner_id: int, decision: Decision, now: datetime) -> FrontRunnerStep:
    """Suspend, restore or end with a reason that the enterprise and everybody reads.

    Restored for the version that was looked at, and never while a lasting cause holds. Raises Invalid (step, reason);
    NotAllowed("own_matter"); Conflict: front_runner_over, front_runner_changed (somebody decided, or a rule did),
    front_runner_version (the disclosure has a newer version), front_runner_lasting.
    """
    today = legal_day(now)
    found = queries.get(session, front_runner_id, today)
    permission.require(actor, "front_runner.decide", queries.scope(session, found))
    if actor.role_in(found.enterprise.id):
        raise NotAllowed("own_matter")
    enterprises.get(session, found.enterprise.id, lock=True)  # whatever suspends holds it too
    _decidable(session, found := queries.get(session, front_runner_id, today), decision, now)
    version_id = decision.version_id if decision.step == RESTORED else None
    step = FrontRunnerStep(
        front_runner_id=found.row.id, step=decision.step, reason="decision", statement=names.storable(decision.reason), version_id=version_id, recorded_by_id=actor.account_id, recorded_at=now,
    )  # fmt: skip
    session.add(step)
    _make_known(session, actor, f"front_runner.{decision.step}", found.row, now, reasons=["decision"], reason=step.statement or "")
    return step


def record_title(session: Session, *, actor: Actor, disclosure_id: int, given: Title, now: datetime, random: Callable[[int], int]) -> FrontRunner:
    """Record a title that an authority gave; suspended at once where something speaks against it already.

    Raises Invalid with every wrong field; NotAllowed("own_matter"); NotFound outside the territory; Conflict("title_recorded_already").
    """
    disclosure = disclosures.get(session, disclosure_id)
    firm = enterprises.get(session, disclosure.enterprise_id, lock=True)
    where = Scope(firm.id, firm.division_code)
    permission.require(actor, "title.record", where)
    if actor.role_in(firm.id):
        raise NotAllowed("own_matter")
    if wrong := title.wrong_fields(given):
        raise Invalid(wrong)
    row = _title(session, disclosure, firm, given, now)
    if queries.title_recorded(session, disclosure.id, row.kind, row.year, row.category, legal_day(now)):
        raise Conflict("title_recorded_already")
    row.public_id, row.bureau_id, row.recorded_by_id = public_id.drawn(random, partial(queries.public_id_taken, session)), permission.offices(actor, "title.record", where)[0].bureau_id, actor.account_id or 0
    session.add(row)
    _make_known(session, actor, "front_runner.recorded", row, now, issuer=row.issuer or "", document=row.document or "", category=row.category)
    outbox.look_again(session, [("disclosure", disclosure.id, row.valid_from)] + ([("disclosure", disclosure.id, row.valid_until + timedelta(days=1))] if row.valid_until else []))
    wake(session, now)
    suspend_each(session, actor=actor, rows=[row], now=now)
    honours.take_up(session, actor, row, disclosure, random, now)
    return row


def look(session: Session, *, actor: Actor, now: datetime, after: int = 0) -> int | None:
    """Suspend what only the day brings: a withdrawal that was announced, a validity that ran out; and what happened while a board was being published. The id to go on behind, None at the end."""
    permission.require(actor, "live_ranking.follow")
    found = front_runner_causes.brought_by_time(session, legal_day(now), after, AT_ONCE)
    suspend_each(session, actor=actor, rows=found, now=now)
    return found[-1].id if len(found) == AT_ONCE else None


def look_at_references(session: Session, *, actor: Actor, disclosure_ids: Collection[int], now: datetime) -> None:
    """Suspend the candidates of these disclosures whose references have ended, a portion at once: writers wait for it, and the others wait in the desks' queue."""
    permission.require(actor, "live_ranking.follow")
    found = front_runner_references.doubtful(session, disclosure_ids, legal_day(now)) if disclosure_ids else []
    suspend_each(session, actor=actor, rows=found[:AT_ONCE], now=now)
    if later := sorted({row.disclosure_id for row in found[AT_ONCE:]}):
        session.execute(insert(DeskTask), [{"kind": REFERRING, "subject_id": each, "not_before": now} for each in later])


def wake(session: Session, now: datetime) -> Job | None:
    """See that somebody looks when the next legal day begins; None where that is arranged."""
    if queries.look_ahead(session, LOOK, now):
        return None
    return jobs.enqueue(session, LOOK, {}, now=now, not_before=first_instant(legal_day(now) + timedelta(days=1)))


def _decidable(session: Session, found: Listed, decision: Decision, now: datetime) -> None:
    choices = CHOICES.get(found.standing.state, ())
    if not choices:
        raise Conflict("front_runner_over")
    if len(found.steps) != decision.seen:
        raise Conflict("front_runner_changed")
    wrong = {} if decision.step in choices else {"step": "choose_one"}
    if not names.storable(decision.reason):
        wrong["reason"] = "reason_required"
    elif len(decision.reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)
    if decision.step == RESTORED:
        _restorable(session, found, decision, now)


def _restorable(session: Session, found: Listed, decision: Decision, now: datetime) -> None:
    if decision.version_id != found.disclosure.latest_version_id:
        raise Conflict("front_runner_version")
    if any(each.reason in LASTING for each in front_runner_causes.against(session, [found.row], legal_day(now))[found.row.id]):
        raise Conflict("front_runner_lasting")


def _title(session: Session, disclosure: Disclosure, firm: Enterprise, given: Title, now: datetime) -> FrontRunner:
    """The row, still without its public id and who recorded it."""
    return FrontRunner(
        kind=given.kind, disclosure_id=disclosure.id, version_id=disclosures.latest_version(session, disclosure).id, enterprise_id=firm.id, category=names.storable(given.category), year=int(given.year),
        models=names.storable(given.models), issuer=names.storable(given.issuer), document=names.storable(given.document), source_url=given.source_url.strip() or None,
        valid_from=given.valid_from, valid_until=given.valid_until, recorded_at=now,
    )  # fmt: skip


def _make_known(session: Session, actor: Actor, kind: str, row: FrontRunner, now: datetime, *, reasons: Sequence[str] = (), reason: str = "", **more: str) -> None:
    """The ledger tells what became of it and why, and no person; the enterprise hears of it, and the search index looks again."""
    disclosure, firm = session.get_one(Disclosure, row.disclosure_id), session.get_one(Enterprise, row.enterprise_id)
    audit.record(session, actor, kind, row, at=now, enterprise_id=firm.id, public_id=row.public_id, kind=row.kind, reasons=",".join(reasons))
    facts = {"number": disclosure.number, "enterprise": firm.name, "kind": row.kind}
    told = facts | more | {"disclosure": disclosure.public_id, "year": row.year} | ({"reasons": list(reasons)} if reasons else {}) | ({"statement": reason} if reason else {})
    ledger.record(session, kind, "front_runner", row.public_id, told, at=now)
    why = {"reasons": ",".join(reasons)} | ({"reason": reason} if reason else {})
    messages.tell(session, enterprises.account_ids(session, firm.id), kind, facts | more | why, f"/disclosures/{disclosure.public_id}", now)
    outbox.look_again(session, [("disclosure", disclosure.id, None)])
