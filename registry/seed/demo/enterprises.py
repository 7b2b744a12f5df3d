"""How the invented enterprises come in: they register, show a licence, are verified, renamed and moved."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from registry.actions import enterprises, files, verification
from registry.queries import enterprises as queries
from registry.rules.enterprise import Profile
from registry.seed.demo import people
from registry.seed.demo.agenda import working_day
from registry.seed.demo.stage import Firm, Stage

REGISTRARS = {"331022": "registrar", "350302": "registrar.chengxiang", "331082": "registrar.taizhou", "350304": "registrar.putian"}
OWNED = {"HLXJ": "owner", "PYSP": "owner.piyue", "QYGY": "owner.qiyuan"}
"""Enterprises whose owner can sign in."""
FORMER_NAMES = {"WYCD": "三门县望屿三角带厂（示例）", "TYGD": "莆田市城厢区檀影家具店（示例）"}
FORMER_PLACES = {"YLJD": ("331082", "杜桥镇"), "MJSP": ("350304", "新度镇")}
_ANSWERS = {"refused": ("refused", "营业执照已注销，不能核验。（示例）"), "asked_back": ("asked_back", "执照照片看不清统一社会信用代码，请重新上传。（示例）")}


def plan(stage: Stage) -> None:
    """Put the coming in of every enterprise on the agenda."""
    for firm in stage.firms.values():
        stage.agenda.on(firm.since, partial(_register, stage=stage, firm=firm))


def _register(session: Session, now: datetime, stage: Stage, firm: Firm) -> None:
    firm.owner = OWNED.get(firm.letters, firm.letters.lower())
    if firm.owner not in stage.people:
        people.admit(session, stage, firm.owner, people.name_of(firm.number), now)
    firm.id = enterprises.register(session, actor=stage.owner(session, firm), credit_code=firm.credit_code, profile=_profile(firm), now=now).id
    del stage.known[firm.owner]
    if firm.fate == "new":
        return
    request_id = _ask(session, stage, firm, "first", now)
    if firm.fate != "waiting":
        day = working_day(now.date() + timedelta(days=firm.random.randint(1, 6)))
        stage.agenda.on(day, lambda later, then: _decide(later, stage, firm, request_id, then))


def _profile(firm: Firm) -> Profile:
    place, town = FORMER_PLACES.get(firm.letters, (firm.division, firm.town))
    officer = people.name_of(firm.number + 60) if firm.random.random() < 0.6 else ""
    return Profile(
        name=FORMER_NAMES.get(firm.letters, firm.name), division_code=place, town=town, industry_code=firm.industry, address=f"{town}示例路{firm.number}号",
        website=f"https://{firm.letters.lower()}.example.com" if firm.random.random() < 0.7 else "", contact_name=people.name_of(firm.number), contact_phone=firm.phone,
        contact_email=f"{firm.letters.lower()}@example.com", chief_standards_officer=officer,
    )  # fmt: skip


def _ask(session: Session, stage: Stage, firm: Firm, kind: str, now: datetime) -> int:
    actor, held = stage.owner(session, firm), queries.get(session, firm.id)
    kept = files.keep(session, stage.files, actor=actor, content=stage.licence, kind="licence", name="营业执照（示例）.pdf", now=now)
    name = firm.name if kind == "rename" else held.name
    place, town = (firm.division, firm.town) if kind == "move" else (held.division_code, held.town or "")
    return verification.request(
        session, actor=actor, enterprise_id=firm.id, kind=kind, name=name, division_code=place, town=town,
        licence_sha256=kept.sha256, licence_name="营业执照（示例）.pdf", message="", now=now,
    ).id  # fmt: skip


def _decide(session: Session, stage: Stage, firm: Firm, request_id: int, now: datetime) -> None:
    place = queries.get(session, firm.id).division_code
    decision, reason = _ANSWERS.get(firm.fate, ("approved", ""))
    verification.decide(session, actor=stage.actor(session, REGISTRARS[place]), request_id=request_id, decision=decision, reason=reason, now=now)
    if firm.fate in ("renamed", "moved"):
        stage.agenda.on(working_day(now.date() + timedelta(days=firm.random.randint(200, 400))), lambda later, then: _change(later, stage, firm, then))


def _change(session: Session, stage: Stage, firm: Firm, now: datetime) -> None:
    request_id = _ask(session, stage, firm, {"renamed": "rename", "moved": "move"}[firm.fate], now)
    stage.agenda.on(working_day(now.date() + timedelta(days=3)), lambda later, then: verification.decide(
        later, actor=stage.actor(later, REGISTRARS[firm.division]), request_id=request_id, decision="approved", reason="", now=then,
    ))
