"""What the invented bureaus record: one enterprise at least for every kind of fact, and two corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy.orm import Session

from registry.actions import standings
from registry.models import Standing
from registry.rules.standing import Fact
from registry.seed.demo.agenda import TODAY
from registry.seed.demo.stage import Firm, Stage

HANDLERS = {"331022": "handler", "350302": "handler.chengxiang"}
APPROVERS = {"331022": "approver", "350302": "approver.chengxiang"}
PROVINCES = {"331022": "province", "350302": "province.fujian"}
CHECKS = {"FLCF": "conforming", "LFMJ": "minor_defect", "JLSB": "nonconforming", "XLTX": "conforming", "HHSC": "minor_defect", "YYYL": "conforming"}
SPOT_CHECK = "2026年度企业标准自我声明公开抽查（示例）"
_END = datetime.combine(TODAY, datetime.max.time(), UTC).replace(hour=10, minute=0, second=0, microsecond=0)
_DEREGISTERED = Fact("deregistered", date(2026, 10, 30), "企业登记信息（示例）")
_ORDER = Fact("rectification_ordered", date(2026, 8, 3), "责令限期改正通知书（示例）", until=date(2026, 9, 15), document="示例责改〔2026〕1号", note="未公开产品功能指标和性能指标。（示例）")


def plan(stage: Stage) -> None:
    """Put what the authorities record on the agenda."""
    for firm in stage.firms.values():
        match firm.fate:
            case "deregistered":  # last of all: a deregistered enterprise discloses nothing any more (SAMR Order 83 Art. 15)
                stage.agenda.at(_END, partial(_record, stage=stage, firm=firm, officers=HANDLERS, fact=_DEREGISTERED))
            case "rectification_open":
                _order(stage, firm, date(2026, 11, 12), date(2026, 12, 31))
            case "rectification_overdue" | "noted" | "rectification_closed" | "revoked":
                _order(stage, firm, date(2026, 8, 3), date(2026, 9, 15))
        if firm.fate in _LATER:
            day, who, fact = _LATER[firm.fate]
            stage.agenda.on(day, partial(_record, stage=stage, firm=firm, officers=who, fact=fact))
    for letters, result in CHECKS.items():
        firm, fact = stage.firms[letters], Fact("checked", date(2026, 9, 22), SPOT_CHECK, result=result, source_url="https://bureau.example.com/spot-checks/2026")
        stage.agenda.on(date(2026, 9, 24), partial(_record, stage=stage, firm=firm, officers=HANDLERS, fact=fact))
    stage.agenda.on(date(2026, 10, 13), lambda session, now: _correct(session, stage, now))


_LATER = {
    "rectification_closed": (date(2026, 9, 8), HANDLERS, Fact("rectification_closed", date(2026, 9, 8), "改正情况核查记录（示例）", note="已按要求公开指标。（示例）")),
    "noted": (date(2026, 10, 9), APPROVERS, Fact("publicly_noted", date(2026, 10, 9), "标准化违法行为公示（示例）", document="示例公示〔2026〕1号", note="责令改正后逾期不改正。（示例）")),
    "revoked": (date(2026, 10, 20), PROVINCES, Fact("number_revoked", date(2026, 10, 20), "撤销标准编号公告（示例）", document="示例撤号〔2026〕1号", note="未依法编号，逾期不改正。（示例）")),
    "voided": (date(2026, 10, 22), PROVINCES, Fact("standard_voided", date(2026, 10, 22), "废止标准公告（示例）", document="示例废标〔2026〕1号", note="技术要求低于强制性标准。（示例）")),
    "dishonest": (date(2026, 8, 20), HANDLERS, Fact("dishonesty_listed", date(2026, 8, 18), "严重违法失信名单（示例）", until=date(2029, 8, 17), document="示例列严〔2026〕1号")),
}


def _order(stage: Stage, firm: Firm, day: date, until: date) -> None:
    fact = replace(_ORDER, effective_on=day, until=until)
    stage.agenda.on(day, partial(_record, stage=stage, firm=firm, officers=HANDLERS, fact=fact))


def _record(session: Session, now: datetime, stage: Stage, firm: Firm, officers: dict[str, str], fact: Fact) -> Standing:
    """About the enterprise's first own disclosure; deregistration and listing about the enterprise as a whole."""
    own = next((disclosure_id for number, disclosure_id in firm.disclosures.items() if number.startswith("Q/")), None)
    about = None if fact.kind in ("deregistered", "dishonesty_listed") else own
    row = standings.record(session, actor=stage.actor(session, officers[firm.division]), enterprise_id=firm.id, disclosure_id=about, fact=fact, now=now)
    session.flush()
    if fact.result:
        firm.checked = row.id
    return row


def _correct(session: Session, stage: Stage, now: datetime) -> None:
    """One result was entered wrongly, another one belongs to nobody here."""
    mended, annulled = stage.firms["JLSB"], stage.firms["LFMJ"]
    fact = Fact("checked", date(2026, 9, 22), SPOT_CHECK, result="minor_defect", note="复核后更正：问题属于书写不规范。（示例）")
    actor = stage.actor(session, HANDLERS[mended.division])
    standings.correct(session, actor=actor, standing_id=mended.checked, fact=fact, now=now)
    mistaken = Fact("checked", date(2026, 9, 22), SPOT_CHECK, result="nonconforming", note="对象录错。（示例）")
    row = _record(session, now, stage, annulled, HANDLERS, mistaken)
    standings.correct(session, actor=actor, standing_id=row.id, fact=replace(mistaken, note="撤回：对象录错。（示例）"), now=now, annul=True)
