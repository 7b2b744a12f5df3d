"""What follows from three findings of the round: one order is obeyed in time, one ends in a public notice, one goes to the province.

A fourth comes from looking again in Sanmen; its province has not decided yet.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import disclosures, drafts, files, province, public_notices, rectifications
from registry.legal_time import legal_day
from registry.queries import province as province_queries
from registry.queries import rectifications as queries
from registry.rules.content import Content
from registry.rules.document import COMMITMENT
from registry.rules.permission import Actor
from registry.seed.demo.agenda import working_day
from registry.seed.demo.stage import Firm, Stage
from registry.seed.demo.standings import APPROVERS, PROVINCES

ITEMS = {"rectified": ("L6", "请为两项指标注明试验方法、检验方法或者评价方法。（示例）"), "overdue": ("L5", "请公开产品的性能指标。（示例）"), "escalated": ("L4", "请按规则重新编号，并使编号与文本封面一致。（示例）")}
"""Part of the story to the item of the order and what must be put right."""
SEEN = ("L4", "标准编号与已备查的编号规则不一致，请重新编号。（示例）")
"""What looking again found in Sanmen."""
HANDLERS = {"331022": "handler", "350302": "handler.chengxiang"}
SEEN_IN, SEEN_ON = ("YQSN", "Q/YQSN 001-2024"), date(2026, 9, 7)
PROOF = "送达回证（示例）.pdf"
DAYS, MORE = 22, 10


@dataclass(slots=True)
class Order:
    """What the acts of one order share."""

    stage: Stage
    part: str
    finding_id: int | None
    firm: Firm
    disclosure_id: int
    chance: Random
    look_again: Callable[[Stage, int, str, date, Random], None] | None = None
    """Plans a re-check that finds everything in order."""
    id: int = 0

    @property
    def handler(self) -> str:
        return HANDLERS[self.firm.division]

    @property
    def approver(self) -> str:
        return APPROVERS[self.firm.division]

    def by(self, session: Session, who: str) -> dict[str, Any]:
        """Who acts on the order as it stands now."""
        session.flush()
        return {"actor": self.stage.actor(session, who), "rectification_id": self.id, "revision": queries.get(session, self.id).revision}

    def owner(self, session: Session) -> Actor:
        """Of the enterprise."""
        return self.stage.owner(session, self.firm)


def plan(stage: Stage, part: str, finding_id: int, firm: Firm, disclosure_id: int, day: date, chance: Random, look_again: Callable[[Stage, int, str, date, Random], None]) -> None:
    """Put what follows from a finding on the agenda, from `day` on."""
    order = Order(stage, part, finding_id, firm, disclosure_id, chance, look_again)
    acts: dict[str, list[tuple[int, Callable[..., object]]]] = {
        "rectified": [(0, _order), (2, _deliver), (20, _amend), (24, _recheck)],
        "overdue": [(0, _order), (2, _deliver), (14, _ask_more), (16, _give_more), (60, _draft), (64, _note)],
        "escalated": [(0, _order), (3, _deliver), (46, _escalate), (70, _grant)],
    }
    for after, act in acts[part]:
        stage.agenda.on_the_hour(working_day(day + timedelta(days=after)), 14, partial(act, order=order))


def plan_of_sanmen(stage: Stage) -> None:
    """An order that follows from looking again; Zhejiang's desk has it."""
    chance = Random("demonstration orders")  # noqa: S311 - the same each time on purpose, no secret
    stage.agenda.on_the_hour(SEEN_ON, 14, partial(_see, stage=stage, chance=chance))


def _see(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    letters, number = SEEN_IN
    firm = stage.firms[letters]
    order = Order(stage, "seen", None, firm, firm.disclosures[number], chance)
    _order(session, now, order)
    for day, act in ((date(2026, 9, 9), _deliver), (date(2026, 11, 16), _escalate)):
        stage.agenda.on_the_hour(day, 14, partial(act, order=order))


def _order(session: Session, now: datetime, order: Order) -> None:
    item, statement = ITEMS.get(order.part, SEEN)
    made = rectifications.order(
        session, actor=order.stage.actor(session, order.handler), disclosure_id=order.disclosure_id, items=[{"item": item, "statement": statement}], days=DAYS,
        ground="finding" if order.finding_id else "screening",
        finding_id=order.finding_id, now=now, random=order.chance.getrandbits,
    )  # fmt: skip
    session.flush()
    order.id = made.id


def _deliver(session: Session, now: datetime, order: Order) -> None:
    proof = files.keep(session, order.stage.files, actor=order.stage.actor(session, order.handler), content=order.stage.licence, kind="licence", name=PROOF, now=now)
    rectifications.deliver(session, **order.by(session, order.handler), how="in_person", on=legal_day(now), file_sha256=proof.sha256, now=now)


def _amend(session: Session, now: datetime, order: Order) -> None:
    """The enterprise discloses what was missing; the order holds the new version by itself."""
    actor = order.owner(session)
    draft = drafts.start(session, actor=actor, enterprise_id=order.firm.id, purpose="amend", disclosure_id=order.disclosure_id, now=now)
    session.flush()
    content = replace(Content.from_json(draft.content), change_reason="按责令改正要求补充检验方法。（示例）")
    content = replace(content, lines=tuple(replace(line, method=line.method or f"{content.number} 附录A") for line in content.lines))
    content = replace(content, lines=(replace(content.lines[0], method=f"{content.number} 附录B"), *content.lines[1:]))
    drafts.save(session, actor=actor, draft_id=draft.id, content=content, revision=draft.revision, now=now)
    disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=order.chance.getrandbits)


def _recheck(session: Session, now: datetime, order: Order) -> None:
    """The same pair looks again, and the order is closed."""
    step = rectifications.recheck(session, **order.by(session, order.handler), now=now, random=order.chance.getrandbits)
    session.flush()
    assert step.inspection_id is not None
    assert order.look_again is not None
    order.look_again(order.stage, step.inspection_id, "recheck-ordered", working_day(legal_day(now) + timedelta(days=2)), order.chance)
    order.stage.agenda.on_the_hour(working_day(legal_day(now) + timedelta(days=5)), 14, partial(_close, order=order))


def _close(session: Session, now: datetime, order: Order) -> None:
    rectifications.close(session, **order.by(session, order.handler), reason="经复查，检验方法已公开。（示例）", now=now)


def _ask_more(session: Session, now: datetime, order: Order) -> None:
    found = {**order.by(session, order.handler), "actor": order.owner(session)}
    rectifications.ask_extension(session, **found, days=MORE, reason="送检排期较长，申请延期。（示例）", now=now)


def _give_more(session: Session, now: datetime, order: Order) -> None:
    rectifications.extend(session, **order.by(session, order.handler), days=MORE, reason="送检确需时间，同意延期一次。（示例）", now=now)


def _draft(session: Session, now: datetime, order: Order) -> None:
    public_notices.draft(session, **order.by(session, order.handler), statement="责令限期改正后逾期未公开产品性能指标。（示例）", now=now)


def _note(session: Session, now: datetime, order: Order) -> None:
    public_notices.publish(session, **order.by(session, order.approver), now=now)


def _escalate(session: Session, now: datetime, order: Order) -> None:
    province.escalate(session, **order.by(session, order.approver), wish="revoke_number", statement="企业逾期未按规则重新编号，提请依法撤销标准编号。（示例）", now=now)


def _grant(session: Session, now: datetime, order: Order) -> None:
    session.flush()
    case = queries.province_cases(session, order.id)[-1]
    province.decide(
        session, actor=order.stage.actor(session, PROVINCES[order.firm.division]), case_id=case.id, revision=province_queries.get(session, case.id).revision, decision="granted",
        reason="编号不符合规则，逾期未改正，予以撤销。（示例）", document="示例撤号〔2026〕2号", now=now,
    )  # fmt: skip
