"""A product whose code somebody scanned, a bureau that deals with it, and what a reader fills in."""

import random
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from registry.actions import reports as actions
from registry.actions.reports import Sent
from registry.files import Files
from registry.models import Bureau, Enterprise, Product, ProductCategory, ReportCase, ScanCode
from registry.queries import reports as queries
from registry.rules import scan_code
from registry.rules.permission import Actor
from registry.rules.report_form import ReportForm
from tests.factories import people

STRANGER = Actor()
SECRET = "4T9K-2M7Q-XW3E-8RHB-5CDJ"
REPORT = ReportForm(kind="report", problem="label_differs", statement="包装上写的是旧标准，和扫码看到的不一样。")
COMPLAINT = ReportForm(
    kind="complaint", problem="below_declared", statement="用了三天就开裂，远达不到公开的强度。", request="退还货款四十二元", name="赵一鸣", phone="0576-8330 0001", address="海游街道示例路1号", email="zhao@example.com",
)  # fmt: skip
PERSONAL = ("赵一鸣", "8330 0001", "示例路", "zhao@example.com", "开裂", "四十二元", "旧标准")
"""What must stand nowhere but in the case."""
BITS = random.Random(11).getrandbits


@dataclass(frozen=True, slots=True)
class Shop:
    """Where it happens."""

    bureau: Bureau
    handler: Actor
    firm: Enterprise
    code: str


def shop(session: Session, now: datetime) -> Shop:
    """A verified enterprise of Sanmen, its product with a code, and the county's bureau with one handler."""
    bureau = people.bureau(session, now)
    bureau.phone, bureau.email, bureau.address = "0576-00000012", "bureau@example.com", "三门县广场2号（示例）"
    handler, firm = people.officer(session, now, bureau, "handler"), people.enterprise(session, now)
    session.add(ProductCategory(code="conveyor-belt", path="conveyor-belt/", name="输送带", name_en="Conveyor belts", kind="product", synonyms=[]))
    return Shop(bureau, handler, firm, _coded(session, now, firm))


def _coded(session: Session, now: datetime, firm: Enterprise) -> str:
    product = Product(enterprise_id=firm.id, kind="product", name="夹织物芯输送带（示例）", created_at=now)
    session.add(product)
    session.flush()
    code = scan_code.encode(20261122)
    session.add(ScanCode(code=code, product_id=product.id, issued_at=now))
    session.flush()
    return code


def sent(secret: str = SECRET, client: str = "client", **given: object) -> Sent:
    return Sent(secret=secret, client=client, language="zh", **given)  # type: ignore[arg-type]


def reported(session: Session, now: datetime, files: Files, code: str, form: ReportForm = REPORT, **given: object) -> list[ReportCase]:
    """The cases that come of a form."""
    return actions.submit(session, actor=STRANGER, about=queries.about(session, code), form=form, sent=sent(**given), files=files, now=now, randbits=BITS)  # type: ignore[arg-type]
