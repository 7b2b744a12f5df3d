"""The invented evaluation schemes, read from their CSV files. Their thresholds are made up so that there is something to see."""

from collections.abc import Iterator
from functools import cache

from registry.rules.scheme import Basic, Case, Core, Points, Requirement, Scheme, Step
from registry.seed.demo.stage import table

YEAR = "2026"
VALID_FROM, VALID_UNTIL = "2026-09-01", "2027-08-31"
SOURCE = "演示用：门槛值为演示而编，不出自任何标准、也不是任何机构的方案（示例）Demonstration: thresholds are invented"
NOTE = (
    "演示用。门槛值、分档和权重都是为演示编写的，不能用来评价真实的标准。\n"
    "For demonstration only. Thresholds, bands and weights are invented and say nothing about any real standard."
)


@cache
def schemes() -> dict[str, Scheme]:
    """Each scheme as it is published, by its category."""
    return {row["category"]: _scheme(row) for row in table("schemes.csv")}


def _scheme(row: dict[str, str]) -> Scheme:
    key = row["category"]
    points = Points(tuple(row["worth"].split("|")), tuple(row["least"].split("|"))) if row["worth"] else Points()
    return Scheme(
        title=row["title"], title_en=row["title_en"], category=key, year=YEAR, method=row["method"], valid_from=VALID_FROM, valid_until=VALID_UNTIL,
        requirements=tuple(_requirements(key)), requirements_by=row["requirements_by"], basics=tuple(_basics(key)), cores=tuple(_cores(key, "core")),
        innovations=tuple(_cores(key, "innovation")), points=points, source=SOURCE, note=NOTE,
    )  # fmt: skip


def _requirements(key: str) -> Iterator[Requirement]:
    """A row of * belongs to every scheme."""
    for row in table("scheme_requirements.csv"):
        if row["scheme"] in ("*", key):
            yield Requirement(row["code"], row["text"], row["text_en"], evidence=bool(row["evidence"]), models=bool(row["models"]))


def _basics(key: str) -> Iterator[Basic]:
    for row in table("scheme_basics.csv"):
        if row["scheme"] == key:
            yield Basic(row["concept"], row["operator"], row["low"], row["high"], row["unit"], row["grade"], condition=row["condition"], source=row["source"])


def _cores(key: str, kind: str) -> Iterator[Core]:
    """Rows of one concept are the cases of one indicator, the ordinary one first."""
    rows = [row for row in table("scheme_cores.csv") if (row["scheme"], row["kind"]) == (key, kind)]
    for concept in dict.fromkeys(row["concept"] for row in rows):
        cases = [row for row in rows if row["concept"] == concept]
        first = cases[0]
        yield Core(concept, first["operator"], first["unit"], tuple(_case(row) for row in cases), first["weight"], first["floor"])


def _case(row: dict[str, str]) -> Case:
    advanced, average, base = (_step(row["operator"], row[name]) for name in ("advanced", "average", "base"))
    return Case(row["condition"], advanced, average, base)


def _step(operator: str, cell: str) -> Step:
    match operator:
        case "grade":
            return Step(grade=cell)
        case "range":
            low, _, high = cell.partition("~")
            return Step(low, high)
        case "at_most" | "below":
            return Step(high=cell)
        case _:
            return Step(low=cell)
