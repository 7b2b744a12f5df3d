"""A small vocabulary and catalogue: enough concepts, categories and standards for one draft. The demonstration's numbers are invented."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.models import CatalogueStandard, ConceptSynonym, Floor, IndicatorConcept, ProductCategory
from registry.rules import names
from registry.rules.standard_number import parse

CONCEPTS = (
    ("tensile-strength", "拉伸强度", "performance", "pressure", "higher", {"unaged": "老化前", "aged": "老化后"}, ("抗拉强度", "扯断强度")),
    ("belt-speed", "带速", "functional", "speed", "none", {}, ()),
    ("rubbing-fastness", "耐摩擦色牢度", "performance", "grade", "higher", {}, ("摩擦色牢度",)),
)
CATEGORIES = (("conveyor-belt", "conveyor-belt/", "输送带", ["橡胶输送带", "运输带"]), ("steel-cord-belt", "conveyor-belt/steel-cord-belt/", "钢丝绳芯输送带", []))
STANDARDS = {
    "GB/T 7984-2013": "普通用途织物芯输送带", "GB/T 528-2009": "硫化橡胶或热塑性橡胶 拉伸应力应变性能的测定", "GB/T 20021-2017": "帆布芯耐热输送带",
    "GB/T 990002-2024": "示例 织物芯橡胶输送带", "GB 990001-2024": "示例 橡胶输送带安全要求",
}  # fmt: skip


def stock(session: Session, now: datetime) -> None:
    """Put them on the shelves."""
    for code, name, kind, quantity, direction, conditions, spellings in CONCEPTS:
        concept = IndicatorConcept(code=code, name=name, name_en=code, kind=kind, quantity=quantity, direction=direction, grades=[], conditions=conditions, created_at=now)
        concept.synonyms = [ConceptSynonym(text=text, key=names.key(text)) for text in (name, *spellings)]
        session.add(concept)
    for code, path, name, synonyms in CATEGORIES:
        session.add(ProductCategory(code=code, parent_code=None if path == f"{code}/" else path.split("/")[0], path=path, name=name, name_en=code, kind="product", synonyms=synonyms))
    for number, title in STANDARDS.items():
        read = parse(number)
        session.add(CatalogueStandard(
            number=read.canonical, klass=str(read.klass), compact_key=read.compact, undated_key=read.compact_undated, bare_key=read.bare, title=title,
            mandatory=bool(read.mandatory), in_force_on=date(2018, 1, 1),
        ))  # fmt: skip
    session.flush()


def floor(session: Session, now: datetime, number: str, concept_code: str, operator: str, **values: str) -> None:
    """What the standard asks for of one concept."""
    standard = session.query(CatalogueStandard).filter_by(number=number).one()
    concept = session.query(IndicatorConcept).filter_by(code=concept_code).one()
    session.add(Floor(standard_id=standard.id, concept_id=concept.id, operator=operator, source="示例", recorded_at=now, **values))
    session.flush()
