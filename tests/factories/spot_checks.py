"""Firms with disclosures, inspectors and a plan in force: what a draw needs."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import check_plans, credit_classes, draws, inspectors
from registry.models import Bureau, CheckPlanVersion, Draw, Enterprise, Inspector
from registry.rules.check_plan import Item, Plan
from registry.rules.credit_class import CLASSES
from registry.rules.inspector import Certified
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.disclosures import disclosed

_bits = count(1)
EVERY_MONTH = tuple(map(str, range(1, 13)))


def random(width: int) -> int:
    """So many bits, another each time and the same in each run."""
    return (next(_bits) * 0xD1B54A32D192ED03_9E3779B97F4A7C15_BF58476D1CE4E5B9_94D049BB133111EB) % (1 << width)


def item(**overrides: Any) -> Item:
    """An item that any disclosure in force meets."""
    return Item(**({"code": "QB-1", "title": "企业标准自我声明公开抽查", "basis": "《企业标准化促进办法》第二十条", "months": EVERY_MONTH} | overrides))


def plan(*items: Item) -> Plan:
    return Plan("2026 年企业标准抽查计划", "", items or (item(),))


def in_force(session: Session, now: datetime, actor: Actor, office: Bureau, typed: Plan | None = None) -> CheckPlanVersion:
    """A plan that was published."""
    row = check_plans.begin(session, actor=actor, bureau_id=office.id, year=str(now.year), random=random, now=now)
    check_plans.save(session, actor=actor, plan_id=row.id, plan=typed or plan(), revision=row.revision, now=now)
    return check_plans.publish(session, actor=actor, plan_id=row.id, revision=row.revision, random=random, now=now)


def inspector(session: Session, now: datetime, actor: Actor, office: Bureau, name: str = "林检查", **overrides: Any) -> Inspector:
    """A person of the office in its library, with an account."""
    own = people.officer(session, now, office, "inspector").account_id
    entry = Certified(**({"name": name, "certificate": f"浙J{next(_bits):06d}", "fields": ("standards",)} | overrides))
    return inspectors.enter(session, actor=actor, bureau_id=office.id, entry=entry, account_id=own, now=now)


def firms(session: Session, now: datetime, actor: Actor, several: int = 4, *, each: int = 2) -> list[Enterprise]:
    """Enterprises of the county with disclosures, classed A, B, C, D in turn."""
    found = []
    for place in range(several):
        firm = people.enterprise(session, now, name=f"示例企业{place}（虚构）")
        member = people.member(session, now, firm)
        for _ in range(each):
            disclosed(session, now, member, firm)
        credit_classes.record(session, actor=actor, credit_code=firm.credit_code, klass=CLASSES[place % 4], as_of=now.date(), source="示例", now=now)
        found.append(firm)
    return found


def drawn(session: Session, now: datetime, actor: Actor, version: CheckPlanVersion, words: str = "海游") -> Draw:
    """A plan's item, frozen and drawn."""
    frozen = draws.freeze(session, actor=actor, plan_id=version.plan_id, item="QB-1", random=random, now=now)
    return draws.draw(session, actor=actor, draw_id=frozen.id, witness_words=words, witnesses="企业代表王某（示例）", random=random, now=now)
