"""A year of spot checks: libraries of inspectors, classes, plans and draws; `inspecting` tells what came of the round of Chengxiang.

Sanmen has drawn a few days ago, so that its inspectors have something to do, and has a frozen population that nobody has drawn
yet: whoever signs in as its approver can. Moments and chance are this module's own, so that codes and numbers of the rest stay
what they are.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import bureaus, check_plans, credit_classes, draws, inspectors
from registry.actions.inspectors import Interest
from registry.queries import check_plans as plan_queries
from registry.rules.check_plan import Item, Plan
from registry.rules.inspector import Certified
from registry.rules.permission import SYSTEM
from registry.seed.demo import inspecting, orders, people
from registry.seed.demo.enterprises import REGISTRARS
from registry.seed.demo.stage import Stage, table
from registry.seed.demo.standings import APPROVERS

CHENGXIANG, SANMEN = "350302", "331022"
HIRED, CLASSED, PLANNED, PUBLISHED = date(2026, 1, 14), date(2026, 1, 20), date(2026, 2, 3), date(2026, 2, 5)
FROZEN, DRAWN = date(2026, 4, 8), date(2026, 4, 9)
FROZEN_IN_SANMEN = date(2026, 11, 18)
FROZEN_OF_MOULDS, DRAWN_OF_MOULDS = date(2026, 11, 16), date(2026, 11, 17)
ITEM, ITEM_IN_SANMEN, MOULDS = "CX-01", "SM-01", "SM-02"
WITNESSES, WORDS = "三位企业代表、一位区人大代表（示例）", "荔枝 0409 木兰溪"


@dataclass(slots=True)
class Round:
    """What the acts leave for later ones."""

    draws: dict[str, int] = field(default_factory=dict)
    """Ids by item."""
    plans: dict[str, int] = field(default_factory=dict)


def plan(stage: Stage) -> Round:
    """Put all of it on the agenda."""
    made, chance, at = Round(), Random("demonstration checks"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose, no secret
    at(HIRED, 9, partial(_hire, stage=stage))
    at(CLASSED, 9, partial(_class, stage=stage, chance=chance))
    moulds = Random("demonstration moulds")  # noqa: S311 - likewise
    planned = {
        CHENGXIANG: (_item(ITEM, "食品、工艺品和电子产品企业标准自我声明公开", "C13,C14,C15,C21,C24,C38", ("4", "9")),),
        SANMEN: (_item(ITEM_IN_SANMEN, "橡胶制品企业标准自我声明公开", "C29", ("6", "11")), _item(MOULDS, "模具企业标准自我声明公开", "C35", ("11",))),
    }
    for division, items in planned.items():
        at(PLANNED, 10, partial(_begin, stage=stage, made=made, division=division, items=items, chance=chance))
        at(PUBLISHED, 10, partial(_publish_plan, stage=stage, made=made, division=division, chance=chance))
    at(FROZEN, 15, partial(_freeze, stage=stage, made=made, division=CHENGXIANG, code=ITEM, chance=chance))
    at(DRAWN, 10, partial(_draw, stage=stage, made=made, chance=chance))
    at(FROZEN_OF_MOULDS, 15, partial(_freeze, stage=stage, made=made, division=SANMEN, code=MOULDS, chance=moulds))
    at(DRAWN_OF_MOULDS, 10, partial(_draw_moulds, stage=stage, made=made, chance=moulds))
    at(FROZEN_IN_SANMEN, 15, partial(_freeze, stage=stage, made=made, division=SANMEN, code=ITEM_IN_SANMEN, chance=chance))
    orders.plan_of_sanmen(stage)
    return made


def _item(code: str, title: str, industries: str, months: tuple[str, ...]) -> Item:
    return Item(code, f"{title}（示例）", "标准化法第三十二条", kinds=("enterprise",), industries=industries, months=months)


def _hire(session: Session, now: datetime, stage: Stage) -> None:
    """Inspectors get accounts and a place in the library; one tells that an enterprise belongs to a relative."""
    people.admit(session, stage, *inspecting.SECOND, now)
    bureaus.appoint(session, actor=SYSTEM, bureau_id=stage.bureaus[CHENGXIANG], account_id=stage.people[inspecting.SECOND[0]], roles=["approver"], now=now)
    for number, row in enumerate(table("inspectors.csv"), 1):
        if row["who"] not in stage.people:
            people.admit(session, stage, row["who"], row["name"], now)
        bureau_id, account_id = stage.bureaus[row["division"]], stage.people[row["who"]]
        bureaus.appoint(session, actor=SYSTEM, bureau_id=bureau_id, account_id=account_id, roles=["inspector"], now=now)
        entry = Certified(row["name"], f"{row['division']}-示例-{number:03d}", date.fromisoformat(row["until"]), tuple(row["fields"].split("|")))
        entered = inspectors.enter(session, actor=stage.actor(session, REGISTRARS[row["division"]]), bureau_id=bureau_id, entry=entry, account_id=account_id, now=now)
        session.flush()
        for letters in filter(None, row["recused"].split("|")):
            interest = Interest(stage.firms[letters].credit_code, row["ground"], "", now.date())
            inspectors.recuse(session, actor=stage.actor(session, row["who"]), inspector_id=entered.id, interest=interest, now=now)


def _class(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    """A list for each county; a third of the enterprises is not on it."""
    for division in (CHENGXIANG, SANMEN):
        firms = [firm for firm in stage.firms.values() if firm.division == division and firm.id]
        lines = [{"credit_code": firm.credit_code, "class": chance.choice("AABBBCD"), "as_of": "2026-01-15"} for firm in firms if chance.random() < 0.7]
        credit_classes.take_in(session, actor=stage.actor(session, REGISTRARS[division]), lines=enumerate(lines, 2), source="信用风险分类名单（示例）", now=now)


def _begin(session: Session, now: datetime, stage: Stage, made: Round, division: str, items: tuple[Item, ...], chance: Random) -> None:
    actor = stage.actor(session, REGISTRARS[division])
    begun = check_plans.begin(session, actor=actor, bureau_id=stage.bureaus[division], year="2026", random=chance.getrandbits, now=now)
    session.flush()
    place = "三门县" if division == SANMEN else "城厢区"
    typed = Plan(f"{place}2026年度企业标准自我声明公开抽查计划（示例）", "随机抽取检查对象，随机选派检查人员，结果向社会公开。", items)
    check_plans.save(session, actor=actor, plan_id=begun.id, plan=typed, revision=begun.revision, now=now)
    made.plans[division] = begun.id


def _publish_plan(session: Session, now: datetime, stage: Stage, made: Round, division: str, chance: Random) -> None:
    held = plan_queries.get(session, made.plans[division])
    check_plans.publish(session, actor=stage.actor(session, APPROVERS[division]), plan_id=held.id, revision=held.revision, random=chance.getrandbits, now=now)


def _freeze(session: Session, now: datetime, stage: Stage, made: Round, division: str, code: str, chance: Random) -> None:
    frozen = draws.freeze(session, actor=stage.actor(session, REGISTRARS[division]), plan_id=made.plans[division], item=code, random=chance.getrandbits, now=now)
    session.flush()
    made.draws[code] = frozen.id


def _draw(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    """In public; then each of the drawn gets its part in the story and its day."""
    actor = stage.actor(session, APPROVERS[CHENGXIANG])
    draws.draw(session, actor=actor, draw_id=made.draws[ITEM], witness_words=WORDS, witnesses=WITNESSES, random=chance.getrandbits, now=now)
    session.flush()
    inspecting.plan(session, stage, made.draws[ITEM], chance)


def _draw_moulds(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    """Drawn a few days ago: its inspections wait on the inspectors' telephones."""
    draws.draw(session, actor=stage.actor(session, APPROVERS[SANMEN]), draw_id=made.draws[MOULDS], witness_words="青蟹 1117", witnesses="两位企业代表（示例）", random=chance.getrandbits, now=now)
