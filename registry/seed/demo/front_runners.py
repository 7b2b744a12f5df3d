"""What becomes of the invented front-runners: titles are recorded, one is suspended by a check, one and a candidate are restored by decision.

Moments and chance are this module's own, so that codes and numbers of the rest stay what they are.
"""

from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import front_runners as actions
from registry.actions import standings
from registry.actions.front_runners import Decision
from registry.legal_time import legal_day
from registry.queries import front_runners as queries
from registry.rules.front_runner import RESTORED
from registry.rules.standing import Fact
from registry.rules.title import Title
from registry.seed.demo import rivals
from registry.seed.demo.boards import ASSESSOR
from registry.seed.demo.schemes import YEAR
from registry.seed.demo.stage import Stage

RECORDED = date(2026, 11, 3)
TITLES = (
    ("handler", "HLXJ", "Q/HLXJ 003-2024", "provincial", "输送带（示例）", "示例省企业标准领跑者名单", "NN-200"),
    ("handler", "ZAGF", "Q/ZAGF 101-2026", "national", "铜制阀门（示例）", "示例国家企业标准领跑者名单", "ZA-101"),
    ("handler.chengxiang", "TLXY", "Q/TLXY 101-2026", "provincial", "鞋底（示例）", "示例省企业标准领跑者名单", "TL-D1"),
)
"""Who records it, whose it is, its standard, kind, category, list and model."""
RAISED = ("Q/TLXY 101-2026", "slip-resistance/wet=0.40", date(2026, 11, 5))
LOWERED = ("Q/QXXC 101-2026", "flexing-cycles=80000|tear-strength=35", date(2026, 11, 10))
"""Amendments after publishing, by which candidates and titles are suspended at once: the first is restored for the new version."""
CHECKED = ("ZAGF", "Q/ZAGF 101-2026", date(2026, 11, 12))
RESTORING = ((date(2026, 11, 16), "approver.chengxiang", "provincial"), (date(2026, 11, 17), ASSESSOR, "candidate"))
"""Whoever recorded the title decides upon it, and the assessor upon the candidate."""


def plan(stage: Stage) -> None:
    """Put all of it on the agenda."""
    chance, at = Random("demonstration front-runners"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose, no secret
    for row in TITLES:
        at(RECORDED, 9, partial(_record, stage=stage, row=row, chance=chance))
    for number, promised, day in (RAISED, LOWERED):
        at(day, 9, partial(_amend, stage=stage, number=number, promised=promised, chance=chance))
    at(CHECKED[2], 9, partial(_check, stage=stage))
    for day, who, kind in RESTORING:
        at(day, 9, partial(_restore, stage=stage, who=who, kind=kind))


def _record(session: Session, now: datetime, stage: Stage, row: tuple[str, ...], chance: Random) -> None:
    who, letters, number, kind, category, document, models = row
    issuer = "示例国家标准领跑者工作机构" if kind == "national" else "示例省市场监督管理局"
    given = Title(
        kind=kind, category=category, year=YEAR, issuer=f"{issuer}（示例）", document=f"{document}〔2026〕1号（示例）", source_url="https://notices.example.com/front-runners/2026",
        models=models, valid_from=RECORDED, valid_until=date(2027, 11, 2),
    )  # fmt: skip
    actions.record_title(session, actor=stage.actor(session, who), disclosure_id=stage.firms[letters].disclosures[number], given=given, now=now, random=chance.getrandbits)


def _amend(session: Session, now: datetime, stage: Stage, number: str, promised: str, chance: Random) -> None:
    rivals.amend(session, stage, number, promised, chance, now)


def _check(session: Session, now: datetime, stage: Stage) -> None:
    """A product was checked and fell short of the standard."""
    letters, number, day = CHECKED
    firm = stage.firms[letters]
    fact = Fact("checked", day, "2026年度产品质量监督抽查（示例）", result="nonconforming", source_url="https://bureau.example.com/spot-checks/2026-11", note="盐雾试验低于公开的数值。（示例）")
    standings.record(session, actor=stage.actor(session, "handler"), enterprise_id=firm.id, disclosure_id=firm.disclosures[number], fact=fact, now=now)


def _restore(session: Session, now: datetime, stage: Stage, who: str, kind: str) -> None:
    """For the version that the amendment made."""
    number, today = RAISED[0], legal_day(now)
    firm = next(each for each in stage.firms.values() if number in each.disclosures)
    row = next(each for each in queries.open_of(session, today, disclosure_id=firm.disclosures[number]) if each.kind == kind)
    found = queries.get(session, row.id, today)
    decision = Decision(RESTORED, "修订提高了指标，经复核仍符合要求。（示例）", len(found.steps), found.disclosure.latest_version_id or 0)
    actions.decide(session, actor=stage.actor(session, who), front_runner_id=row.id, decision=decision, now=now)
