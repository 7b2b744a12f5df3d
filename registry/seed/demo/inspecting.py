"""How the round of Chengxiang goes on after the draw: inspections of every verdict, replies, a re-check, a correction, publication."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import endings, findings, inspections, rechecks
from registry.actions.inspections import Given
from registry.models import Finding, Inspection
from registry.queries import draws as draw_queries
from registry.queries import findings as finding_queries
from registry.queries import inspections as queries
from registry.rules.permission import Actor
from registry.rules.verdict import Answer
from registry.seed.demo import orders
from registry.seed.demo.agenda import working_day
from registry.seed.demo.stage import Firm, Stage, table
from registry.seed.demo.standings import APPROVERS
from registry.settings import Settings

APPROVER = APPROVERS["350302"]
SECOND = ("approver.chengxiang.b", "褚审之")
"""Another approver of Chengxiang: whoever corrects a result does not publish it."""
BEGUN = date(2026, 5, 11)
REPLY_AFTER, PUBLISH_AFTER = 5, 14
"""Days after the end of a check."""
ADDRESS = "https://bureau.example.com/spot-checks/results"
LIMITS = Settings()


def plan(session: Session, stage: Stage, draw_id: int, chance: Random) -> None:
    """Give each of the drawn its part in the story and its day."""
    drawn = sorted((queries.get(session, each) for each in draw_queries.inspection_ids(session, draw_id).values()), key=lambda each: each.order_no)
    for place, (part, inspection) in enumerate(_cast(stage, drawn, table("inspections.csv"))):
        day = working_day(BEGUN + timedelta(days=place))
        if part["part"] == "withdrawn":
            stage.agenda.on_the_hour(BEGUN, 9, partial(_withdraw, stage=stage, inspection_id=inspection.id))
        stage.agenda.on_the_hour(day, 10, partial(_inspect, stage=stage, part=part, inspection_id=inspection.id, chance=chance))


def _cast(stage: Stage, drawn: Sequence[Inspection], rows: Sequence[dict[str, str]]) -> list[tuple[dict[str, str], Inspection]]:
    """The drawn in their order; the parts of the story fall to those about whom nothing else is told, the ordinary one to all others."""
    ordinary, parts = rows[0], list(rows[1:])
    found = []
    for inspection in drawn:
        plain = not firm_of(stage, inspection.enterprise_id).fate
        found.append((parts.pop(0) if parts and plain else {**ordinary, "part": f"{ordinary['part']}-{inspection.order_no}"}, inspection))
    return found


def firm_of(stage: Stage, enterprise_id: int) -> Firm:
    """The invented enterprise with the id."""
    return next(firm for firm in stage.firms.values() if firm.id == enterprise_id)


def _withdraw(session: Session, now: datetime, stage: Stage, inspection_id: int) -> None:
    row = queries.get(session, inspection_id)
    owner = stage.owner(session, firm_of(stage, row.enterprise_id))
    endings.withdraw(session, actor=owner, disclosure_id=row.disclosure_id, effective_on=now.date(), reason="产品已停产。（示例）", now=now)


def _inspect(session: Session, now: datetime, stage: Stage, part: dict[str, str], inspection_id: int, chance: Random) -> None:
    """The first goes through the list and confirms; or they learn that there is nothing left to look at."""
    row = queries.get(session, inspection_id)
    first = _inspector(session, stage, row, "first")
    if queries.over(session, row, now.date()):
        inspections.end(session, actor=first, inspection_id=row.id, now=now, random=chance.getrandbits)
        _conclude(session, stage, part, row, now, chance)
        return
    given = [Given(f"demonstration-{row.order_no}-{each.code}", each.code, *_answer(part, each.code)) for each in queries.asked(session, row).items]
    inspections.answer(session, actor=first, inspection_id=row.id, given=given, now=now)
    session.flush()
    inspections.confirm(session, actor=first, inspection_id=row.id, seen=queries.content(session, row), now=now, random=chance.getrandbits)
    stage.agenda.at(now + timedelta(minutes=20), partial(_confirm, stage=stage, part=part, inspection_id=row.id, chance=chance))


def _confirm(session: Session, now: datetime, stage: Stage, part: dict[str, str], inspection_id: int, chance: Random) -> None:
    """The second confirms what the first one saw."""
    row = queries.get(session, inspection_id)
    inspections.confirm(session, actor=_inspector(session, stage, row, "second"), inspection_id=row.id, seen=queries.content(session, row), now=now, random=chance.getrandbits)
    _conclude(session, stage, part, row, now, chance)


def _inspector(session: Session, stage: Stage, row: Inspection, seat: str) -> Actor:
    account_id = queries.accounts(session, row)[seat]
    return stage.actor(session, next(who for who, known in stage.people.items() if known == account_id))


def _answer(part: dict[str, str], code: str) -> tuple[str, str]:
    return ("not_met", part["note"]) if code in part["items"].split("|") else ("met", "")


def _conclude(session: Session, stage: Stage, part: dict[str, str], row: Inspection, now: datetime, chance: Random) -> None:
    """The enterprise replies where it has something to say; after its term another person publishes."""
    session.flush()
    finding = queries.findings_of(session, row.id)[-1]
    if part["reply"] and finding.verdict != "not_evaluated":
        stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=REPLY_AFTER)), 9, partial(_reply, stage=stage, finding_id=finding.id, agrees=part["agrees"] == "yes", words=part["reply"]))
    stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=PUBLISH_AFTER)), 16, partial(_publish, stage=stage, finding_id=finding.id))
    if part["part"] in orders.ITEMS:
        orders.plan(stage, part["part"], finding.id, firm_of(stage, row.enterprise_id), row.disclosure_id, working_day(now.date() + timedelta(days=PUBLISH_AFTER + 1)), chance, look_again)
    if part["part"] == "rechecked":
        stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=PUBLISH_AFTER + 5)), 10, partial(_ask_again, stage=stage, finding_id=finding.id, chance=chance))
    if part["part"] == "corrected":
        stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=PUBLISH_AFTER + 9)), 10, partial(_correct, stage=stage, finding_id=finding.id, chance=chance))


def _reply(session: Session, now: datetime, stage: Stage, finding_id: int, agrees: bool, words: str) -> None:
    firm = firm_of(stage, queries.get(session, finding_queries.get(session, finding_id).inspection_id).enterprise_id)
    findings.reply(session, actor=stage.owner(session, firm), finding_id=finding_id, agrees=agrees, statement=words, file_sha256=None, limits=LIMITS, now=now)


def _publish(session: Session, now: datetime, stage: Stage, finding_id: int) -> None:
    finding: Finding = finding_queries.get(session, finding_id)
    actor = stage.actor(session, APPROVER)
    findings.publish(session, actor=actor, finding_id=finding.id, limits=LIMITS, second_person_wanted=True, address=f"{ADDRESS}/{finding.public_id}", now=now)


def _ask_again(session: Session, now: datetime, stage: Stage, finding_id: int, chance: Random) -> None:
    """The enterprise has mended what was wrong and wants it looked at again; in the afternoon the bureau agrees, and the same pair finds it in order."""
    row = queries.get(session, finding_queries.get(session, finding_id).inspection_id)
    owner = stage.owner(session, firm_of(stage, row.enterprise_id))
    rechecks.ask(session, actor=owner, finding_id=finding_id, statement="文本已按要求修改，请求复核。（示例）", limits=LIMITS, now=now)
    stage.agenda.at(now + timedelta(hours=3), partial(_look_again, stage=stage, inspection_id=row.id, chance=chance))


def _look_again(session: Session, now: datetime, stage: Stage, inspection_id: int, chance: Random) -> None:
    actor = stage.actor(session, APPROVER)
    again = rechecks.decide(session, actor=actor, inspection_id=inspection_id, decision="granted", reason="", now=now, random=chance.getrandbits)
    session.flush()
    if again is not None:
        look_again(stage, again.id, "recheck", working_day(now.date() + timedelta(days=6)), chance)


def look_again(stage: Stage, inspection_id: int, part: str, day: date, chance: Random) -> None:
    """Plan a re-check that finds everything in order."""
    row = {"part": part, "items": "", "note": "", "reply": "", "agrees": ""}
    stage.agenda.on_the_hour(day, 10, partial(_inspect, stage=stage, part=row, inspection_id=inspection_id, chance=chance))


def _correct(session: Session, now: datetime, stage: Stage, finding_id: int, chance: Random) -> None:
    """An item was noted for the wrong standard: a new finding points back, and the old one stays readable."""
    actor = stage.actor(session, SECOND[0])
    corrected = findings.correct(session, actor=actor, finding_id=finding_id, answers={"N3": Answer("met")}, why="N3 项误记了另一项标准的情况。（示例）", now=now, random=chance.getrandbits)
    session.flush()
    stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=PUBLISH_AFTER)), 16, partial(_publish, stage=stage, finding_id=corrected.id))
