"""People, bureaus and enterprises that stand ready, and actors who speak for them."""

from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from registry.models import Account, AssessmentBody, AssessmentMember, Bureau, BureauMember, Enterprise, EnterpriseMember, EnterpriseName
from registry.rules.permission import Actor, Office

_numbers = count(1)
CREDIT_CODES = ("91331022MA2K10012U", "91331022782912345T", "91350302MA31ABCD0F", "92350302MA2XYT013E", "91331022MA00000150")


def person(session: Session, now: datetime, *, email: str | None = None, name: str = "王小明") -> Account:
    """A confirmed account whose password is unusable; sign-in stories make theirs by signing up."""
    account = Account(name=name, email=email or f"person{next(_numbers)}@example.com", email_confirmed_at=now, password_hash="!", language="zh", created_at=now)
    session.add(account)
    session.flush()
    return account


def bureau(session: Session, now: datetime, *, level: str = "county", division_code: str = "331022", name: str = "三门县市场监督管理局（示例）") -> Bureau:
    office = Bureau(name=name, level=level, division_code=division_code, created_at=now)
    session.add(office)
    session.flush()
    return office


def officer(session: Session, now: datetime, office: Bureau, *roles: str) -> Actor:
    """A person of `office` with `roles` (all working roles when none is named), signed in with a second factor."""
    account, held = person(session, now, name="陈科员"), list(roles or ("registrar", "handler", "approver"))
    session.add(BureauMember(bureau_id=office.id, account_id=account.id, roles=held, since=now))
    session.flush()
    return Actor(account_id=account.id, offices=(Office(office.id, office.level, office.division_code, frozenset(held)),), second_factor=True, confirmed=True, origin="127.0.0.1")


def enterprise(session: Session, now: datetime, *, verified: bool = True, credit_code: str | None = None, name: str = "三门县某某橡胶有限公司（示例）", division_code: str = "331022") -> Enterprise:
    taken = session.query(Enterprise).count()
    firm = Enterprise(credit_code=credit_code or CREDIT_CODES[taken], name=name, division_code=division_code, town="海游街道", industry_code="C2912", verified_at=now if verified else None, created_at=now)
    session.add(firm)
    session.flush()
    session.add(EnterpriseName(enterprise_id=firm.id, name=name, division_code=division_code, since=now.date(), recorded_at=now))
    session.flush()
    return firm


def member(session: Session, now: datetime, firm: Enterprise, role: str = "owner") -> Actor:
    """A person who acts for `firm`."""
    account = person(session, now)
    session.add(EnterpriseMember(enterprise_id=firm.id, account_id=account.id, role=role, since=now))
    session.flush()
    return Actor(account_id=account.id, enterprises={firm.id: role}, confirmed=True, origin="127.0.0.1")


def body(session: Session, now: datetime, office: Bureau, admitted_by_id: int, *, name: str = "某某质量评价中心（示例）", credit_code: str = "52330100MJ8700000H") -> AssessmentBody:
    """An assessment body that `office` admitted."""
    admitted = AssessmentBody(
        public_id=f"body{next(_numbers)}", name=name, credit_code=credit_code, document="三市监标准〔2026〕1号（示例）", bureau_id=office.id, admitted_by_id=admitted_by_id, admitted_at=now,
    )  # fmt: skip
    session.add(admitted)
    session.flush()
    return admitted


def assessor(session: Session, now: datetime, admitted: AssessmentBody) -> Actor:
    """A person who acts for an assessment body."""
    account = person(session, now, name="李评估")
    session.add(AssessmentMember(body_id=admitted.id, account_id=account.id, since=now))
    session.flush()
    return Actor(account_id=account.id, bodies=frozenset({admitted.id}), confirmed=True, origin="127.0.0.1")
