"""Disclosures that are set side by side: other units, conditions, methods, free names, an ending, products."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from registry.actions import endings, products
from registry.models import IndicatorConcept
from registry.rules.content import Line, Reference
from tests.factories import people, shelves
from tests.factories.contents import content, line
from tests.factories.disclosures import disclosed
from tests.factories.products import registered

RECOMMENDED, MANDATORY = "GB/T 990002-2024", "GB 990001-2024"
SPEED = line(name="带速", concept="belt-speed", kind="functional", operator="at_most", low="", high="5", unit="m/s", method="GB/T 20021-2017")
STRENGTH = line(concept="tensile-strength", condition="unaged")


@dataclass(frozen=True, slots=True)
class Sides:
    """Public ids by what is special about each, and short codes of products."""

    ids: dict[str, str]
    product: str
    bare_product: str

    def address(self, *names: str, suffix: str = "") -> str:
        return f"/compare{suffix}?" + "&".join(f"d={self.ids[name]}" for name in names)


def fill(session: Session, now: datetime) -> Sides:
    shelves.stock(session, now)
    session.query(IndicatorConcept).filter_by(code="tensile-strength").one().default_unit = "MPa"
    shelves.floor(session, now, RECOMMENDED, "tensile-strength", "at_least", low="12000", unit="kPa", condition_code="unaged")
    shelves.floor(session, now, RECOMMENDED, "rubbing-fastness", "grade", grade="4")
    shelves.floor(session, now, MANDATORY, "rubbing-fastness", "grade", grade="3")
    firm = people.enterprise(session, now)
    actor = people.member(session, now, firm)
    fastness = Line("耐摩擦色牢度", "rubbing-fastness", "performance", "grade", grade="4", unit="级", method="GB/T 528-2009")
    declared: dict[str, tuple[Line, ...]] = {
        "plain": (SPEED, STRENGTH, fastness),
        "converted": (SPEED, line(concept="tensile-strength", condition="unaged", low="18000", unit="kPa", name="抗拉强度")),
        "equal": (SPEED, line(concept="tensile-strength", condition="unaged", low="18", unit="MPa")),
        "aged": (SPEED, line(concept="tensile-strength", condition="aged", low="14")),
        "method": (SPEED, line(concept="tensile-strength", condition="unaged", low="99", method="GB/T 7984-2013")),
        "words": (SPEED, line(concept="tensile-strength", condition="unaged", operator="text", low="", unit="", text="足够 <b>结实</b>")),
        "free": (SPEED, line(name="手感 <script>alert(1)</script>"), line(name="扯断强度", condition="", low="16")),
        "ended": (SPEED, STRENGTH),
    }
    recommended = Reference("corresponding_recommended", RECOMMENDED)
    naming: dict[str, dict[str, object]] = {
        "plain": {"no_recommended": False, "no_mandatory": False, "references": (recommended, Reference("corresponding_mandatory", MANDATORY))},
        "converted": {"no_recommended": False, "references": (recommended,), "lower_stated": True, "lower_statement": "没有色牢度"},
    }
    made = {
        name: disclosed(session, now, actor, firm, content(**({"number": f"Q/SMXJ {place:03d}-2026", "lines": lines} | naming.get(name, {}))))
        for place, (name, lines) in enumerate(declared.items(), 201)
    }
    implemented = disclosed(session, now, actor, firm, content(number="GB/T 7984-2013", title="普通用途织物芯输送带", basis="implemented", lines=(), references=(), no_mandatory=False, no_recommended=False))
    endings.withdraw(session, actor=actor, disclosure_id=made["ended"].disclosure_id, effective_on=now.date(), reason="不再生产", now=now)
    first, second = registered(session, now, actor, firm, name="夹织物芯输送带"), registered(session, now, actor, firm, name="还没公开标准的带子")
    products.link(session, actor=actor, product_id=first.id, disclosure_id=made["converted"].disclosure_id, now=now)
    session.flush()
    for each in (first, second):
        session.refresh(each)
    ids = {name: version.disclosure.public_id for name, version in made.items()} | {"implemented": implemented.disclosure.public_id}
    return Sides(ids, first.codes[0].code, second.codes[0].code)
