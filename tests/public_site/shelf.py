"""A small registry for public pages, made through the actions: firms, disclosures in each state, products, facts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from registry.actions import disclosures, endings, products, standings
from registry.models import DisclosureVersion, Enterprise
from registry.rules.content import Reference
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.rules.standing import Fact
from tests.factories import people, shelves
from tests.factories.contents import content, line
from tests.factories.disclosures import changed, disclosed

RECOMMENDED = "GB/T 990002-2024"
GTIN = "9520000000011"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Public ids, by state, and what else the pages are asked for."""

    firm: str
    ids: dict[str, str]
    product: str
    bare_product: str


def fill(session: Session, now: datetime) -> Shelf:
    """Everything at once; the days are those of `now`."""
    shelves.stock(session, now)
    shelves.floor(session, now, RECOMMENDED, "tensile-strength", "at_least", low="12", unit="MPa")
    firm = people.enterprise(session, now)
    actor = people.member(session, now, firm)
    made = {state: _disclosed(session, now, actor, firm, state) for state in ("current", "amended", "upcoming", "expired", "superseded", "withdrawn", "voided", "number_revoked", "noted", "lower", "free")}
    changed(session, now, actor, made["amended"], "amend", title="橡胶输送带（改）")
    endings.withdraw(session, actor=actor, disclosure_id=made["withdrawn"].disclosure_id, effective_on=now.date(), reason="不再生产 <b>这种</b> 产品", now=now)
    endings.supersede(session, actor=actor, disclosure_id=made["superseded"].disclosure_id, successor_id=made["current"].disclosure_id, effective_on=now.date(), reason="换了新标准", now=now)
    _recorded(session, now, firm, made)
    first, second = _products(session, now, actor, firm, made["current"])
    return Shelf(firm.credit_code, {state: version.disclosure.public_id for state, version in made.items()}, first, second)


def _disclosed(session: Session, now: datetime, actor: Actor, firm: Enterprise, state: str) -> DisclosureVersion:
    number = f"Q/SMXJ {100 + len(state) * 7 + ord(state[0])}-2026"
    strength = line(concept="tensile-strength", condition="unaged")
    given: dict[str, object] = {"number": number, "lines": (line(name="带速", concept="belt-speed", kind="functional", operator="at_most", low="", high="5", unit="m/s"), strength)}
    given |= {"references": (Reference("corresponding_recommended", RECOMMENDED),), "no_recommended": False}
    match state:
        case "upcoming":
            given["in_force_from"] = "2099-01-01"
        case "expired":
            now -= timedelta(days=400)
            given |= {"in_force_from": "2025-01-01", "valid_until": "2025-12-31"}
        case "lower":
            given |= {"lines": (given["lines"][0], line(concept="tensile-strength", low="10")), "lower_stated": True, "lower_statement": "拉伸强度低于推荐性标准"}  # type: ignore[index]
        case "free":
            given |= {"lines": (given["lines"][0], line(name="手感 <script>alert(1)</script>")), "references": (), "no_recommended": True}  # type: ignore[index]
    return disclosed(session, now, actor, firm, content(**given))


def _recorded(session: Session, now: datetime, firm: Enterprise, made: dict[str, DisclosureVersion]) -> None:
    county = people.officer(session, now, people.bureau(session, now))
    province = people.officer(session, now, people.bureau(session, now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）"))
    today = now.date()

    def record(actor: Actor, state: str, fact: Fact) -> None:
        standings.record(session, actor=actor, enterprise_id=firm.id, disclosure_id=made[state].disclosure_id, fact=fact, now=now)

    record(county, "current", Fact("checked", today, "三门县抽查通报", result="conforming"))
    record(county, "current", Fact("rectification_ordered", today, "责令限期改正通知书内部文号", until=date(2099, 1, 1)))
    record(county, "noted", Fact("publicly_noted", today, "公示平台"))
    record(province, "voided", Fact("standard_voided", today, "省局公告", document="浙市监〔2026〕1号"))
    record(province, "number_revoked", Fact("number_revoked", today, "省局公告", document="浙市监〔2026〕2号"))


def _products(session: Session, now: datetime, actor: Actor, firm: Enterprise, followed: DisclosureVersion) -> tuple[str, str]:
    codes = []
    for number, form in enumerate((ProductForm(name="夹织物芯输送带", category="conveyor-belt", gtin=GTIN, models="EP200\nEP300"), ProductForm(name="还没公开标准的带子", category="conveyor-belt", models="A1"))):
        made = products.register(session, actor=actor, enterprise_id=firm.id, form=form, now=now, randbits=lambda width, n=number: (n + 5) * 0x9E3779B9 % (1 << width))  # type: ignore[misc]
        session.flush()
        session.refresh(made)
        codes.append(made.codes[0].code)
        if not number:
            products.link(session, actor=actor, product_id=made.id, disclosure_id=followed.disclosure_id, now=now)
    return codes[0], codes[1]


def indicated(session: Session, now: datetime, actor: Actor, disclosure_id: int) -> None:
    """On the national platform since the day before."""
    disclosures.indicate(session, actor=actor, disclosure_id=disclosure_id, url="https://www.qybz.org.cn/x", on="2026-11-19", now=now)
