"""A year's round of spot checks in Chengxiang: library and classes, plan, draw, inspections of every verdict, replies, a re-check, a correction.

Sanmen has a plan and a frozen population that nobody has drawn yet: whoever signs in as its approver can. Moments and chance
are this module's own, so that codes and numbers of the rest stay what they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import bureaus, check_plans, credit_classes, draws, endings, findings, inspections, inspectors, rechecks
from registry.actions.inspections import Given
from registry.actions.inspectors import Interest
from registry.models import Finding, Inspection
from registry.queries import check_plans as plan_queries
from registry.queries import draws as draw_queries
from registry.queries import findings as finding_queries
from registry.queries import inspections as queries
from registry.rules.check_plan import Item, Plan
from registry.rules.inspector import Certified
from registry.rules.permission import SYSTEM, Actor
from registry.rules.verdict import Answer
from registry.seed.demo import orders, people
from registry.seed.demo.agenda import working_day
from registry.seed.demo.stage import Firm, Stage, table
from registry.settings import Settings

CHENGXIANG, SANMEN = "350302", "331022"
HIRED, CLASSED, PLANNED, PUBLISHED = date(2026, 1, 14), date(2026, 1, 20), date(2026, 2, 3), date(2026, 2, 5)
FROZEN, DRAWN, BEGUN = date(2026, 4, 8), date(2026, 4, 9), date(2026, 5, 11)
FROZEN_IN_SANMEN = date(2026, 11, 18)
ITEM, ITEM_IN_SANMEN = "CX-01", "SM-01"
WITNESSES, WORDS = "三位企业代表、一位区人大代表（示例）", "荔枝 0409 木兰溪"
ADDRESS = "https://bureau.example.com/spot-checks/results"
LIMITS = Settings()
SECOND = ("approver.chengxiang.b", "褚审之")
"""Another approver of Chengxiang: whoever corrects a result does not publish it."""
REPLY_AFTER, PUBLISH_AFTER = 5, 14
"""Days after the end of a check."""


@dataclass(slots=True)
class Round:
    """What the acts leave for later ones: inspections by the part that each plays in the story, and findings."""

    draw_id: int = 0
    plans: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)


def plan(stage: Stage) -> Round:
    """Put all of it on the agenda."""
    made, chance, at = Round(), Random("demonstration checks"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose, no secret
    at(HIRED, 9, partial(_hire, stage=stage))
    at(CLASSED, 9, partial(_class, stage=stage, chance=chance))
    for division, item in ((CHENGXIANG, _item(ITEM, "食品、工艺品和电子产品企业标准自我声明公开", "C13,C14,C15,C21,C24,C38", ("4", "9"))), (SANMEN, _item(ITEM_IN_SANMEN, "橡胶制品企业标准自我声明公开", "C29", ("6", "11")))):
        at(PLANNED, 10, partial(_begin, stage=stage, made=made, division=division, item=item, chance=chance))
        at(PUBLISHED, 10, partial(_publish_plan, stage=stage, made=made, division=division, chance=chance))
    at(FROZEN, 15, partial(_freeze, stage=stage, made=made, division=CHENGXIANG, code=ITEM, chance=chance))
    at(DRAWN, 10, partial(_draw, stage=stage, made=made, chance=chance))
    at(FROZEN_IN_SANMEN, 15, partial(_freeze, stage=stage, made=made, division=SANMEN, code=ITEM_IN_SANMEN, chance=chance))
    return made


def _item(code: str, title: str, industries: str, months: tuple[str, ...]) -> Item:
    return Item(code, f"{title}（示例）", "标准化法第三十二条；企业标准化促进办法第二十八条", kinds=("enterprise",), industries=industries, months=months)


def registrar(division: str) -> str:
    """Who keeps library, classes and plan."""
    return "registrar" if division == SANMEN else "registrar.chengxiang"


def approver(division: str) -> str:
    """Who puts plans into force, draws, and publishes."""
    return "approver" if division == SANMEN else "approver.chengxiang"


def _hire(session: Session, now: datetime, stage: Stage) -> None:
    """Inspectors get accounts and a place in the library; one tells that an enterprise belongs to a relative."""
    people.admit(session, stage, *SECOND, now)
    bureaus.appoint(session, actor=SYSTEM, bureau_id=stage.bureaus[CHENGXIANG], account_id=stage.people[SECOND[0]], roles=["approver"], now=now)
    for number, row in enumerate(table("inspectors.csv"), 1):
        if row["who"] not in stage.people:
            people.admit(session, stage, row["who"], row["name"], now)
        bureau_id, account_id = stage.bureaus[row["division"]], stage.people[row["who"]]
        bureaus.appoint(session, actor=SYSTEM, bureau_id=bureau_id, account_id=account_id, roles=["inspector"], now=now)
        entry = Certified(row["name"], f"{row['division']}-示例-{number:03d}", date.fromisoformat(row["until"]), tuple(row["fields"].split("|")))
        entered = inspectors.enter(session, actor=stage.actor(session, registrar(row["division"])), bureau_id=bureau_id, entry=entry, account_id=account_id, now=now)
        session.flush()
        for letters in filter(None, row["recused"].split("|")):
            interest = Interest(stage.firms[letters].credit_code, row["ground"], "", now.date())
            inspectors.recuse(session, actor=stage.actor(session, row["who"]), inspector_id=entered.id, interest=interest, now=now)


def _class(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    """A list for each county; a third of the enterprises is not on it."""
    for division in (CHENGXIANG, SANMEN):
        firms = [firm for firm in stage.firms.values() if firm.division == division and firm.id]
        lines = [{"credit_code": firm.credit_code, "class": chance.choice("AABBBCD"), "as_of": "2026-01-15"} for firm in firms if chance.random() < 0.7]
        credit_classes.take_in(session, actor=stage.actor(session, registrar(division)), lines=enumerate(lines, 2), source="信用风险分类名单（示例）", now=now)


def _begin(session: Session, now: datetime, stage: Stage, made: Round, division: str, item: Item, chance: Random) -> None:
    actor = stage.actor(session, registrar(division))
    begun = check_plans.begin(session, actor=actor, bureau_id=stage.bureaus[division], year="2026", random=chance.getrandbits, now=now)
    session.flush()
    place = "三门县" if division == SANMEN else "城厢区"
    typed = Plan(f"{place}2026年度企业标准自我声明公开抽查计划（示例）", "随机抽取检查对象，随机选派检查人员，结果向社会公开。", (item,))
    check_plans.save(session, actor=actor, plan_id=begun.id, plan=typed, revision=begun.revision, now=now)
    made.plans[division] = begun.id


def _publish_plan(session: Session, now: datetime, stage: Stage, made: Round, division: str, chance: Random) -> None:
    held = plan_queries.get(session, made.plans[division])
    check_plans.publish(session, actor=stage.actor(session, approver(division)), plan_id=held.id, revision=held.revision, random=chance.getrandbits, now=now)


def _freeze(session: Session, now: datetime, stage: Stage, made: Round, division: str, code: str, chance: Random) -> None:
    frozen = draws.freeze(session, actor=stage.actor(session, registrar(division)), plan_id=made.plans[division], item=code, random=chance.getrandbits, now=now)
    made.draw_id = frozen.id if division == CHENGXIANG else made.draw_id


def _draw(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    """In public; then each of the drawn gets its part in the story and its day."""
    actor = stage.actor(session, approver(CHENGXIANG))
    draws.draw(session, actor=actor, draw_id=made.draw_id, witness_words=WORDS, witnesses=WITNESSES, random=chance.getrandbits, now=now)
    session.flush()
    drawn = sorted((queries.get(session, each) for each in draw_queries.inspection_ids(session, made.draw_id).values()), key=lambda each: each.order_no)
    for place, (part, inspection) in enumerate(_cast(stage, drawn, table("inspections.csv"))):
        day = working_day(BEGUN + timedelta(days=place))
        made.parts[part["part"]] = inspection.id
        if part["part"] == "withdrawn":
            stage.agenda.on_the_hour(BEGUN, 9, partial(_withdraw, stage=stage, inspection_id=inspection.id))
        stage.agenda.on_the_hour(day, 10, partial(_inspect, stage=stage, made=made, part=part, inspection_id=inspection.id, chance=chance))


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


def _inspect(session: Session, now: datetime, stage: Stage, made: Round, part: dict[str, str], inspection_id: int, chance: Random) -> None:
    """The first goes through the list and confirms; or they learn that there is nothing left to look at."""
    row = queries.get(session, inspection_id)
    first = _inspector(session, stage, row, "first")
    if queries.over(session, row, now.date()):
        inspections.end(session, actor=first, inspection_id=row.id, now=now, random=chance.getrandbits)
        _conclude(session, stage, made, part, row, now, chance)
        return
    given = [Given(f"demonstration-{row.order_no}-{each.code}", each.code, *_answer(part, each.code)) for each in queries.asked(session, row).items]
    inspections.answer(session, actor=first, inspection_id=row.id, given=given, now=now)
    session.flush()
    inspections.confirm(session, actor=first, inspection_id=row.id, seen=queries.content(session, row), now=now, random=chance.getrandbits)
    stage.agenda.at(now + timedelta(minutes=20), partial(_confirm, stage=stage, made=made, part=part, inspection_id=row.id, chance=chance))


def _confirm(session: Session, now: datetime, stage: Stage, made: Round, part: dict[str, str], inspection_id: int, chance: Random) -> None:
    """The second confirms what the first one saw."""
    row = queries.get(session, inspection_id)
    inspections.confirm(session, actor=_inspector(session, stage, row, "second"), inspection_id=row.id, seen=queries.content(session, row), now=now, random=chance.getrandbits)
    _conclude(session, stage, made, part, row, now, chance)


def _inspector(session: Session, stage: Stage, row: Inspection, seat: str) -> Actor:
    account_id = queries.accounts(session, row)[seat]
    return stage.actor(session, next(who for who, known in stage.people.items() if known == account_id))


def _answer(part: dict[str, str], code: str) -> tuple[str, str]:
    return ("not_met", part["note"]) if code in part["items"].split("|") else ("met", "")


def _conclude(session: Session, stage: Stage, made: Round, part: dict[str, str], row: Inspection, now: datetime, chance: Random) -> None:
    """The enterprise replies where it has something to say; after its term another person publishes."""
    session.flush()
    finding = queries.findings_of(session, row.id)[-1]
    made.findings[part["part"]] = finding.id
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
    actor = stage.actor(session, approver(CHENGXIANG))
    findings.publish(session, actor=actor, finding_id=finding.id, limits=LIMITS, second_person_wanted=True, address=f"{ADDRESS}/{finding.public_id}", now=now)


def _ask_again(session: Session, now: datetime, stage: Stage, finding_id: int, chance: Random) -> None:
    """The enterprise has mended what was wrong and wants it looked at again; in the afternoon the bureau agrees, and the same pair finds it in order."""
    row = queries.get(session, finding_queries.get(session, finding_id).inspection_id)
    owner = stage.owner(session, firm_of(stage, row.enterprise_id))
    rechecks.ask(session, actor=owner, finding_id=finding_id, statement="文本已按要求修改，请求复核。（示例）", limits=LIMITS, now=now)
    stage.agenda.at(now + timedelta(hours=3), partial(_look_again, stage=stage, inspection_id=row.id, chance=chance))


def _look_again(session: Session, now: datetime, stage: Stage, inspection_id: int, chance: Random) -> None:
    actor = stage.actor(session, approver(CHENGXIANG))
    again = rechecks.decide(session, actor=actor, inspection_id=inspection_id, decision="granted", reason="", now=now, random=chance.getrandbits)
    session.flush()
    if again is not None:
        look_again(stage, again.id, "recheck", working_day(now.date() + timedelta(days=6)), chance)


def look_again(stage: Stage, inspection_id: int, part: str, day: date, chance: Random) -> None:
    """Plan a re-check that finds everything in order."""
    row = {"part": part, "items": "", "note": "", "reply": "", "agrees": ""}
    stage.agenda.on_the_hour(day, 10, partial(_inspect, stage=stage, made=Round(), part=row, inspection_id=inspection_id, chance=chance))


def _correct(session: Session, now: datetime, stage: Stage, finding_id: int, chance: Random) -> None:
    """An item was noted for the wrong standard: a new finding points back, and the old one stays readable."""
    actor = stage.actor(session, SECOND[0])
    corrected = findings.correct(session, actor=actor, finding_id=finding_id, answers={"N3": Answer("met")}, why="N3 项误记了另一项标准的情况。（示例）", now=now, random=chance.getrandbits)
    session.flush()
    stage.agenda.on_the_hour(working_day(now.date() + timedelta(days=PUBLISH_AFTER)), 16, partial(_publish, stage=stage, finding_id=corrected.id))
