"""A code for every state that a scan may meet, made through the actions."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.actions import lots, product_merging, products, scan_codes, serials, standings, typed_links
from registry.models import Bureau, Disclosure, Enterprise, Product
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.rules.standing import Fact
from tests.factories import people
from tests.factories.contents import content, line
from tests.factories.disclosures import changed, disclosed, drafted, random
from tests.public_site.shelf import fill

WORDS = {
    "current": ("现行有效", "Current"), "upcoming": ("即将实施", "Upcoming"), "expired": ("有效期已过", "Expired"), "superseded": ("已被代替", "Superseded"),
    "withdrawn": ("企业已废止", "Withdrawn by the enterprise"), "voided": ("已被省级部门废止", "Voided by the province"), "number_revoked": ("标准编号已撤销", "Number revoked"),
    "noted": ("已公示", "Publicly noted"), "deregistered": ("企业已注销", "Enterprise deregistered"), "disputed": ("有争议", "Disputed"), "code_revoked": ("二维码已停用", "Code revoked"),
    "not_yet_disclosed": ("尚未公开", "Not yet disclosed"), "several": ("标准编号已撤销", "Number revoked"), "merged": ("现行有效", "Current"), "long": ("现行有效", "Current"), "made": ("现行有效", "Current"),
}  # fmt: skip
CONTESTED = "9520000000028"
LOT, SERIAL = "L-2026/03", "SN0001"
MADE_ON = date(2026, 11, 10)
DRAFT = "还没公开的草稿标题"
REASON = "印错了批次"


@dataclass(frozen=True, slots=True)
class Codes:
    """Short codes by state. `made`: with a lot and a serial number, made under the first of two versions; `survivor`: what `merged` leads to."""

    of: dict[str, str]
    survivor: str
    first_number: str


def print_codes(session: Session, now: datetime, earlier: datetime) -> Codes:
    """`earlier`: an instant of the day `MADE_ON` or before it, on which the first version of `made` became public."""
    shelf = fill(session, now)
    firm = session.query(Enterprise).filter_by(credit_code=shelf.firm).one()
    actor = people.member(session, now, firm)
    ids = {state: session.query(Disclosure.id).filter_by(public_id=public_id).scalar() for state, public_id in shelf.ids.items()}
    of = {state: _code(_product(session, now, actor, firm, state, ids[state])) for state in ("upcoming", "expired", "superseded", "withdrawn", "voided", "number_revoked", "noted", "lower")}
    of |= {"current": shelf.product, "not_yet_disclosed": shelf.bare_product}
    drafted(session, now, actor, firm, content(number="Q/SMXJ 999-2026", title=DRAFT))
    of["several"] = _code(_product(session, now, actor, firm, "several", ids["amended"], ids["number_revoked"]))
    revoked = _product(session, now, actor, firm, "code_revoked", ids["current"])
    scan_codes.revoke(session, actor=actor, code=_code(revoked), reason=REASON, now=now)
    merged, survivor = (_product(session, now, actor, firm, name, ids["amended"]) for name in ("merged", "survivor"))
    product_merging.merge(session, actor=actor, product_id=merged.id, into_id=survivor.id, now=now)
    of |= {"code_revoked": _code(revoked), "merged": _code(merged), "disputed": _disputed(session, now, actor, firm), "deregistered": _deregistered(session, now), "long": _long(session, now, actor, firm)}
    of["made"], first_number = _made(session, now, earlier, actor, firm)
    return Codes(of, _code(survivor), first_number)


def _product(session: Session, now: datetime, actor: Actor, firm: Enterprise, name: str, *followed: int, gtin: str = "", claim: str = "") -> Product:
    form = ProductForm(name=f"产品 {name}", category="conveyor-belt", models="EP200", gtin=gtin)
    made = products.register(session, actor=actor, enterprise_id=firm.id, form=form, claim=claim, now=now, randbits=random)
    session.flush()
    session.refresh(made)
    for disclosure_id in followed:
        products.link(session, actor=actor, product_id=made.id, disclosure_id=disclosure_id, now=now)
    return made


def _code(product: Product) -> str:
    return product.codes[0].code


def _another(session: Session, now: datetime, name: str) -> tuple[Enterprise, Actor, int]:
    firm = people.enterprise(session, now, name=name)
    actor = people.member(session, now, firm)
    return firm, actor, disclosed(session, now, actor, firm).disclosure_id


def _disputed(session: Session, now: datetime, holder: Actor, held_by: Enterprise) -> str:
    _product(session, now, holder, held_by, "holder", gtin=CONTESTED)
    firm, actor, followed = _another(session, now, "另一家橡胶有限公司（示例）")
    return _code(_product(session, now, actor, firm, "disputed", followed, gtin=CONTESTED, claim="这个条码是我们的"))


def _deregistered(session: Session, now: datetime) -> str:
    firm, actor, followed = _another(session, now, "已注销的橡胶有限公司（示例）")
    made = _product(session, now, actor, firm, "deregistered", followed)
    officer = people.officer(session, now, session.query(Bureau).filter_by(level="county").one())
    standings.record(session, actor=officer, enterprise_id=firm.id, fact=Fact("deregistered", now.date(), "企业登记信息（示例）"), now=now)
    return _code(made)


def _long(session: Session, now: datetime, actor: Actor, firm: Enterprise) -> str:
    """As much text as may be typed."""
    lines = tuple(line(name=f"{place:03d} {'很长的指标名称&<>' * 8}", kind="functional" if place else "performance", text="&" * 300, operator="text", low="", unit="", method="GB/T 528-2009") for place in range(60))
    version = disclosed(session, now, actor, firm, lines=lines, title="长" * 290)
    made = _product(session, now, actor, firm, "long", version.disclosure_id)
    for number in range(12):
        href = f"https://example.com/{number}?{'a' * 900}&b"
        typed_links.add(session, actor=actor, product_id=made.id, link_type="gs1:pip", title=f"说明 {number}", href=href, language="zh", now=now)
    return _code(made)


def _made(session: Session, now: datetime, earlier: datetime, actor: Actor, firm: Enterprise) -> tuple[str, str]:
    first = disclosed(session, earlier, actor, firm, in_force_from=earlier.date().isoformat())
    changed(session, now, actor, first, "amend", in_force_from=now.date().isoformat())
    product = _product(session, now, actor, firm, "made", first.disclosure_id)
    lot = lots.register(session, actor=actor, product_id=product.id, lot=LOT, produced_on=MADE_ON, now=now)
    session.flush()
    serials.enlist(session, actor=actor, product_id=product.id, serials=[SERIAL], lot_id=lot.id, now=now)
    typed_links.add(session, actor=actor, product_id=product.id, link_type="gs1:instructions", title="说明书", href="https://example.com/manual", language="", now=now)
    return _code(product), first.disclosure.number
