"""Schemes and disclosures as values, for the rules of leader-boards."""

from dataclasses import replace

from registry.rules import indicator
from registry.rules.content import Line
from registry.rules.judged import Inputs
from registry.rules.scheme import Basic, Case, Core, Requirement, Scheme, Step
from registry.rules.self_check_world import Concept, Floor

_HALF_GRADES = ("1", "1-2", "2", "2-3", "3", "3-4", "4", "4-5", "5")
CONCEPTS = {
    each.code: each
    for each in (
        Concept("tensile-strength", "拉伸强度", "pressure", "higher", conditions=("unaged", "aged")),
        Concept("elongation", "拉断伸长率", "ratio", "higher"),
        Concept("abrasion-volume", "磨耗量", "volume", "lower"),
        Concept("ply-adhesion", "层间粘合强度", "force_per_length", "higher"),
        Concept("peel-strength", "剥离强度", "force_per_length", "higher", conditions=("sole-torn", "aged")),
        Concept("abrasion-mark", "磨痕长度", "length", "lower"),
        Concept("rub-fastness", "耐摩擦色牢度", "grade", "higher", _HALF_GRADES),
        Concept("odour", "气味等级", "grade", "lower", ("1", "2", "3", "4", "5")),
        Concept("ph", "pH值", "number", "target"),
        Concept("hydrostatic-pressure", "静水压", "pressure", "higher", conditions=("washed",)),
        Concept("moisture-permeability", "透湿率", "water_vapour_rate", "higher"),
        Concept("surface-wetting", "沾水等级", "grade", "higher", _HALF_GRADES),
        Concept("flexes", "耐折次数", "cycles", "higher"),
        Concept("hexavalent-chromium", "六价铬", "mass_fraction", "lower"),
        Concept("smell", "气味", "text", "none"),
        Concept("diameter", "公称直径", "length", "none"),
    )
}


def core(concept: str, operator: str, unit: str, *steps: str, condition: str = "", weight: str = "", more: tuple[Case, ...] = ()) -> Core:
    """A core indicator from its three thresholds; `4~8` is a range."""
    return Core(concept, operator, unit, (case(operator, *steps, condition=condition), *more), weight, "GB/T 7984-2013")


def case(operator: str, *steps: str, condition: str = "") -> Case:
    """Three thresholds that hold under a condition."""
    return Case(condition, *(_step(operator, each) for each in steps))


def _step(operator: str, typed: str) -> Step:
    low, _, high = typed.partition("~")
    match operator:
        case "grade":
            return Step(grade=typed)
        case "at_most" | "below":
            return Step(high=typed)
        case _:
            return Step(low, high)


BELT = Scheme(
    title="输送带（示例）",
    title_en="Conveyor belts (example)",
    category="conveyor-belt",
    year="2026",
    valid_from="2026-01-01",
    valid_until="2026-12-31",
    requirements=(Requirement("no-accident", "近三年无重大质量事故", "No major accident within three years"),),
    basics=(Basic("ph", "range", "4", "9", source="GB 18401-2010"),),
    cores=(
        core("tensile-strength", "at_least", "MPa", "24", "18", "15", weight="40"),
        core("elongation", "at_least", "%", "450", "400", "350", weight="20"),
        core("abrasion-volume", "at_most", "mm³", "120", "150", "200", weight="20"),
        core("ply-adhesion", "at_least", "N/mm", "5.0", "4.0", "3.2", weight="20"),
    ),
    source="T/EXAMPLE 1-2026",
)
"""Base thresholds as GB/T 7984 has them; the upper ones are made up."""
POINTS = replace(BELT, method="weighted_points")
CLAIMS = {"no-accident": "asserted"}


def line(concept: str, typed: str, condition: str = "") -> Line:
    """A line as the grid keeps it, from what somebody types into one cell."""
    read = indicator.read(typed)
    assert read is not None
    low, high = ("" if end is None else format(end, "f") for end in (read.low, read.high))
    return Line(concept, concept, "performance", read.operator.value, low, high, read.unit, read.grade, read.text, condition, method="GB/T 528-2009")


def belt(tensile: str = "≥25 MPa", elongation: str = "≥460%", abrasion: str = "≤120 mm³", adhesion: str = "≥5.0 N/mm", ph: str = "4.5~7.5") -> Inputs:
    """A belt's declaration; "" leaves an indicator out."""
    typed = {"tensile-strength": tensile, "elongation": elongation, "abrasion-volume": abrasion, "ply-adhesion": adhesion, "ph": ph}
    return Inputs(tuple(line(concept, cell) for concept, cell in typed.items() if cell), claims=CLAIMS)


def floor(concept: str, typed: str, condition: str = "") -> Floor:
    """What a standard asks for."""
    cells = line(concept, typed)
    return Floor(concept, cells.operator, cells.low, cells.high, cells.unit, cells.grade, cells.text, condition)
