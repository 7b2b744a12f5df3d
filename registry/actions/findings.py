"""What becomes of a finding: the enterprise replies, another person than its authors publishes it, and an error is corrected by a new one.

Nothing leads back from published to unpublished: a correction is a finding of its own that points back, and both stay readable.
The enterprise always reads first: without its reply a finding waits until the term to reply has passed. The credit-risk class,
internal notes and photographs are in none of this (`registry.actions.finding_rows`).
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry import audit, jobs, ledger
from registry.actions import finding_rows, inspections, messages, standings
from registry.actions.finding_rows import ALARM
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import first_instant, legal_day
from registry.models import Bureau, Disclosure, Enterprise, Finding, FindingPublication, FindingReply, Inspection, Standing, StoredFile
from registry.queries import bureaus, enterprises
from registry.queries import findings as queries
from registry.queries import inspections as inspection_queries
from registry.rules import permission, powers, second_person, verdict
from registry.rules.inspection import Limits
from registry.rules.permission import SYSTEM, Actor
from registry.rules.standing import Fact
from registry.rules.verdict import NOT_EVALUATED, Answer

LONGEST_REPLY = 2000
LONGEST_WHY = 1000
SOURCE = "双随机抽查"


def reply(session: Session, *, actor: Actor, finding_id: int, agrees: bool, statement: str, file_sha256: str | None, limits: Limits, now: datetime) -> FindingReply:
    """What the enterprise says, once; it is published with the finding, a file of evidence is for the office alone.

    Raises Invalid: statement (required when it does not agree, text_long, personal_number), file (file_missing);
    Conflict: replied_already, published_already, reply_term_over, finding_corrected, nothing_to_reply_to.
    """
    finding = queries.get(session, finding_id)
    permission.require(actor, "finding.reply", queries.scope(session, finding))
    row = inspection_queries.locked(session, finding.inspection_id)
    _may_reply(session, finding, limits, now)
    if wrong := _reply_wrong(session, agrees, statement.strip(), file_sha256):
        raise Invalid(wrong, longest=LONGEST_REPLY)
    said = FindingReply(finding_id=finding.id, agrees=agrees, statement=statement.strip(), file_sha256=file_sha256, replied_by_id=actor.account_id, replied_at=now)
    session.add(said)
    inspections.add_step(session, row, "replied", actor, now, facts={"finding": finding.public_id, "agrees": agrees})
    audit.record(session, actor, "finding.replied", finding, at=now, enterprise_id=row.enterprise_id, bureau_id=row.bureau_id, public_id=finding.public_id, agrees=agrees)
    messages.tell(session, queries.approvers(session, row.bureau_id), "finding.replied", inspection_queries.facts(session, row), f"/regulator/inspections/{row.public_id}", now)
    return said


def publish(session: Session, *, actor: Actor, finding_id: int, limits: Limits, second_person_wanted: bool, address: str, now: datetime) -> FindingPublication:
    """Publish a finding beside its disclosure. `address`: where it will be read, whole (https://...).

    Records the fact `checked`, which suspends front-runners by itself; of one that was not evaluated only the publication.
    Raises NotAllowed: another_person (its authors do not release it), own_matter; Conflict: published_already, finding_corrected,
    reply_awaited, reply_day_provisional (the term to reply was counted through a year without a calendar).
    """
    finding = queries.get(session, finding_id)
    row = inspection_queries.locked(session, finding.inspection_id)
    permission.require(actor, "finding.publish", inspection_queries.scope(row))
    if actor.role_in(row.enterprise_id) is not None:
        raise NotAllowed("own_matter")
    _publishable(session, finding, limits, now)
    second_person.require(actor, inspection_queries.prepared_by(session, row), wanted=second_person_wanted)
    standing = _standing(session, actor, row, finding, address, now) if finding.verdict != NOT_EVALUATED else None
    session.flush()
    made = FindingPublication(finding_id=finding.id, standing_id=standing.id if standing else None, published_by_id=actor.account_id, published_at=now)
    session.add(made)
    row.ended_at = now
    inspections.add_step(session, row, "published", actor, now, facts={"finding": finding.public_id})
    _make_known(session, actor, row, finding, now)
    return made


def correct(session: Session, *, actor: Actor, finding_id: int, answers: Mapping[str, Answer], why: str, now: datetime, random: Callable[[int], int] = secrets.randbits) -> Finding:
    """Make a new finding that points back at one with an error. The enterprise reads and replies again, another person publishes it.

    answers: the items that change. why is published. Raises Invalid: why (required, text_long, personal_number), items
    (finding_without_item: nothing changes), and what `rules.verdict.problems` finds; Conflict: finding_corrected, not_evaluated_stays.
    """
    finding = queries.get(session, finding_id)
    row = inspection_queries.locked(session, finding.inspection_id)
    permission.require(actor, "finding.correct", inspection_queries.scope(row))
    if actor.role_in(row.enterprise_id) is not None:
        raise NotAllowed("own_matter")
    if finding.verdict == NOT_EVALUATED or queries.corrected_by(session, finding.id):
        raise Conflict("finding_corrected" if finding.verdict != NOT_EVALUATED else "not_evaluated_stays")
    before = {each["code"]: Answer(each["answer"], each["note"]) for each in queries.told(session, finding).document["items"]}
    wrong = {} if any(before.get(code) != given for code, given in answers.items()) else {"items": "finding_without_item"}
    if problem := ("required" if not why.strip() else verdict.note_problem(why)):
        wrong["why"] = problem
    asked, given = inspection_queries.asked(session, row), before | dict(answers)
    if wrong := wrong | verdict.problems(asked, given):
        raise Invalid(wrong, longest=LONGEST_WHY)
    return finding_rows.correct(session, actor, finding, verdict.judge(asked, given), given, why.strip(), now, random)


def alarm(session: Session, *, finding_id: int, limits: Limits, now: datetime) -> bool:
    """Tell the office and the one above when the term of publication has passed without one; before, look again on the day after.

    Nothing rests on a provisional day: it is counted again the next day. Returns whether there was an alarm.
    """
    finding = queries.get(session, finding_id)
    row = inspection_queries.locked(session, finding.inspection_id)
    if queries.publication(session, finding.id) or queries.corrected_by(session, finding.id) or inspection_queries.alarmed(session, row.id, finding.public_id):
        return False
    due, today = queries.publication_due(session, finding, limits), legal_day(now)
    if today <= due.day or due.provisional:
        jobs.enqueue(session, ALARM, {"finding_id": finding.id}, now=now, not_before=first_instant(max(due.day, today) + timedelta(days=1)))
        return False
    inspections.add_step(session, row, "alarmed", SYSTEM, now, facts={"finding": finding.public_id, "due": due.day.isoformat()})
    audit.record(session, SYSTEM, "finding.alarmed", finding, at=now, enterprise_id=row.enterprise_id, bureau_id=row.bureau_id, due=due.day.isoformat())
    facts = inspection_queries.facts(session, row) | {"due": due.day.isoformat()}
    messages.tell(session, [*queries.approvers(session, row.bureau_id), *_above(session, row.bureau_id)], "finding.alarmed", facts, f"/regulator/inspections/{row.public_id}", now)
    return True


def _above(session: Session, bureau_id: int) -> list[int]:
    """Approvers of the nearest bureau above."""
    office = bureaus.get(session, bureau_id)
    higher = [each for each in bureaus.over(session, office.division_code) if powers.LEVELS.index(each.level) > powers.LEVELS.index(office.level)]
    return queries.approvers(session, higher[0].id) if higher else []


def _may_reply(session: Session, finding: Finding, limits: Limits, now: datetime) -> None:
    if finding.verdict == NOT_EVALUATED:
        raise Conflict("nothing_to_reply_to")
    if queries.corrected_by(session, finding.id):
        raise Conflict("finding_corrected")
    if queries.publication(session, finding.id):
        raise Conflict("published_already")
    if queries.reply(session, finding.id):
        raise Conflict("replied_already")
    due = queries.reply_due(session, finding, limits)
    if legal_day(now) > due.day and not due.provisional:
        raise Conflict("reply_term_over")


def _reply_wrong(session: Session, agrees: bool, statement: str, file_sha256: str | None) -> dict[str, str]:
    wrong = {}
    if problem := ("required" if not agrees and not statement else "text_long" if len(statement) > LONGEST_REPLY else verdict.note_problem(statement[: verdict.LONGEST_NOTE]) or verdict.note_problem(statement[verdict.LONGEST_NOTE :])):
        wrong["statement"] = problem
    if file_sha256 and session.get(StoredFile, file_sha256) is None:
        wrong["file"] = "file_missing"
    return wrong


def _publishable(session: Session, finding: Finding, limits: Limits, now: datetime) -> None:
    if queries.publication(session, finding.id):
        raise Conflict("published_already")
    if queries.corrected_by(session, finding.id):
        raise Conflict("finding_corrected")
    if finding.verdict == NOT_EVALUATED or queries.reply(session, finding.id):
        return
    due = queries.reply_due(session, finding, limits)
    if legal_day(now) <= due.day:
        raise Conflict("reply_awaited", due=due.day.isoformat())
    if due.provisional:
        raise Conflict("reply_day_provisional")


def _standing(session: Session, actor: Actor, row: Inspection, finding: Finding, address: str, now: datetime) -> Standing:
    fact = Fact("checked", legal_day(finding.concluded_at), SOURCE, result=finding.verdict, document=finding.public_id, source_url=address)
    before = queries.published_before(session, finding)
    if before is not None and before.standing_id is not None:
        return standings.correct(session, actor=actor, standing_id=before.standing_id, fact=fact, now=now, published_result=True)
    return standings.record(session, actor=actor, enterprise_id=row.enterprise_id, fact=fact, now=now, disclosure_id=row.disclosure_id)


def _make_known(session: Session, actor: Actor, row: Inspection, finding: Finding, now: datetime) -> None:
    """The ledger hears of the result and of no person."""
    audit.record(session, actor, "finding.published", finding, at=now, enterprise_id=row.enterprise_id, bureau_id=row.bureau_id, public_id=finding.public_id, verdict=finding.verdict)
    earlier = session.get(Finding, finding.corrects_id).public_id if finding.corrects_id else ""  # type: ignore[union-attr]
    disclosure, said = session.get_one(Disclosure, row.disclosure_id), queries.reply(session, finding.id)
    told = {
        "verdict": finding.verdict, "disclosure": disclosure.public_id, "content_hash": finding.content_hash, "corrects": earlier, "bureau": session.get_one(Bureau, row.bureau_id).name,
        "reply": said.statement if said else "", "agrees": said.agrees if said else None,
    }  # fmt: skip
    ledger.record(session, "finding.published", "finding", finding.public_id, told, at=now)
    people = enterprises.account_ids(session, row.enterprise_id)
    firm = session.get_one(Enterprise, row.enterprise_id)
    messages.tell(session, people, "finding.published", inspection_queries.facts(session, row), f"/console/{firm.credit_code}/findings/{finding.public_id}", now)
