"""The CSV files that ship hold together: every reference leads somewhere, every name means one thing."""

import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from registry import seed
from registry.reference import classifications, industries
from registry.rules import standard_number

CATEGORIES = list(seed.rows("vocabulary/categories.csv"))
QUANTITIES = {row["quantity"]: seed.words(row["example_units"]) for row in seed.rows("vocabulary/quantities.csv")}
CONCEPTS = {row["code"]: row for row in seed.rows("vocabulary/concepts.csv")}
EXTRACT = list(seed.rows("catalogue/extract.csv"))
INVENTED = list(seed.rows("catalogue/demonstration.csv"))
FLOORS = list(seed.rows("catalogue/floors.csv"))

UNITS = {"kPa", "MPa", "N", "N/cm", "N/mm", "kN/m", "mm", "cm", "m", "μm", "mm²", "mm³", "cm³", "mL", "L", "g", "kg", "mg/kg", "g/m²", "g/cm³", "mmH2O", "%", "g/(m²·24h)", "h", "min", "s", "d", "r/min", "Hz", "dB(A)", "W", "kW", "V", "mA", "A", "Ω", "MΩ", "℃", "lx", "lm", "lm/W", "次", "级", "个", "CFU/g", "邵尔A", "HRC", "kJ/m²", "J", "N·m", "m/s", "m³/h", "L/min", "mg/m³", "mg/L"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).upper().split())


def names(rows: list[dict[str, str]]) -> Counter[str]:
    return Counter(key(name) for row in rows for name in (row["name"], *seed.words(row["synonyms"])))


def test_at_least_150_concepts_and_about_60_categories_ship() -> None:
    assert len(CONCEPTS) >= 170
    assert 55 <= len(CATEGORIES) <= 90
    assert len(FLOORS) >= 60
    assert 300 <= len(EXTRACT) <= 500


def test_every_category_hangs_in_the_tree_below_its_parent_and_names_an_industry() -> None:
    seen = {""}
    for row in CATEGORIES:
        assert row["parent"] in seen, row["code"]
        assert CODE.fullmatch(row["code"])
        assert row["code"] not in seen, row["code"]
        seen.add(row["code"])
        assert industries.find(row["industry"]), row
        assert row["kind"] in {"product", "service"}
        assert row["name"]
        assert row["name_en"]


def test_a_service_lies_below_services_and_a_product_below_products() -> None:
    kinds = {row["code"]: row["kind"] for row in CATEGORIES}
    assert all(kinds.get(row["parent"], row["kind"]) == row["kind"] for row in CATEGORIES)


def test_no_name_belongs_to_two_categories_or_to_two_concepts() -> None:
    assert [name for name, count in names(CATEGORIES).items() if count > 1] == []
    concepts = list(seed.rows("vocabulary/concepts.csv"))
    assert len(CONCEPTS) == len(concepts)
    assert [name for name, count in names(concepts).items() if count > 1] == []


def test_every_unit_is_one_of_the_house() -> None:
    offered = [unit for units in QUANTITIES.values() for unit in units]
    assert set(offered) == UNITS
    assert [unit for unit, count in Counter(offered).items() if count > 1 and unit != "%"] == []


@pytest.mark.parametrize("concept", CONCEPTS.values(), ids=CONCEPTS.keys())
def test_a_concept_is_complete(concept: dict[str, str]) -> None:
    grades, unit = seed.words(concept["grades"]), concept["default_unit"]
    assert CODE.fullmatch(concept["code"])
    assert concept["name"]
    assert concept["name_en"]
    assert concept["kind"] in {"functional", "performance"}
    assert concept["direction"] in {"higher", "lower", "target", "none"}
    assert unit in (QUANTITIES[concept["quantity"]] or [""]) or (unit == "" and grades)
    assert bool(grades) == (concept["quantity"] == "grade")
    assert len(grades) == len(set(grades))
    assert concept["direction"] == "none" or concept["quantity"] != "text"
    assert len(seed.words(concept["synonyms"])) >= 2


def test_half_grades_lie_between_their_whole_grades() -> None:
    for concept in CONCEPTS.values():
        grades = seed.words(concept["grades"])
        for position, grade in enumerate(grades):
            if re.fullmatch(r"\d-\d", grade):
                assert grade.split("-") == [grades[position - 1], grades[position + 1]], concept["code"]


def test_a_concept_is_offered_for_categories_that_exist_and_every_category_has_one() -> None:
    parents = {row["code"]: row["parent"] for row in CATEGORIES}
    offered = {code for concept in CONCEPTS.values() for code in seed.words(concept["categories"])}
    assert offered <= parents.keys()
    assert all(seed.words(concept["categories"]) for concept in CONCEPTS.values())
    assert [code for code, parent in parents.items() if code not in offered and parent not in offered] == []


def test_conditions_have_a_code_and_a_name() -> None:
    for concept in CONCEPTS.values():
        for pair in seed.words(concept["conditions"]):
            code, _, name = pair.partition("=")
            assert re.fullmatch(r"[a-z_]+", code), pair
            assert name, pair


def test_a_method_is_a_real_standard_of_the_extract_that_is_in_force() -> None:
    standards = {row["std_no"]: row for row in EXTRACT}
    methods = {concept["method"] for concept in CONCEPTS.values() if concept["method"]}
    assert len(methods) >= 30
    for method in methods:
        assert standards[method]["status"] != "废止", method
        assert date.fromisoformat(standards[method]["impl_date"]) <= date(2026, 11, 22), method


def test_catalogue_rows_are_facts_without_texts() -> None:
    numbers = Counter(row["std_no"] for row in (*EXTRACT, *INVENTED))
    assert [number for number, count in numbers.items() if count > 1] == []
    assert EXTRACT[0].keys() == INVENTED[0].keys()
    for row in (*EXTRACT, *INVENTED):
        assert row["abstract"] == ""
        assert row["title_zh"]
        assert row["source"]
        assert row["status"] in {"现行", "废止", "即将实施"}
        assert all(date.fromisoformat(row[column]) for column in ("issue_date", "impl_date") if row[column])


def test_the_extract_has_the_traps_of_the_whole_catalogue() -> None:
    standards = {row["std_no"]: row for row in EXTRACT}
    assert any(row["status"] == "即将实施" and "" < row["impl_date"] <= "2026-11-22" for row in EXTRACT)
    assert any(row["status"] != row["status_asof_20260710"] for row in EXTRACT)
    assert any(row["status"] == "废止" and "+" in row["source"] for row in EXTRACT)
    assert any(row["status"] == "废止" and "+" not in row["source"] for row in EXTRACT)
    assert any(row["impl_date"] > "2026-11-22" for row in EXTRACT)
    assert standards["GB/T 12556.1-1990"]["replaced_by"] in standards
    assert standards["GB 18401-2010"]["source"] == "consumer_supplement"


def test_invented_standards_say_so_and_cannot_be_taken_for_real_ones() -> None:
    real = {re.sub(r"[-:]\d+$", "", row["std_no"]) for row in EXTRACT}
    for row in INVENTED:
        assert row["title_zh"].startswith("示例")
        assert row["source"].startswith("示例")
        assert re.search(r" 9900\d\d(-|:)20|^T/DEMO ", row["std_no"]), row["std_no"]
        assert re.sub(r"[-:]\d+$", "", row["std_no"]) not in real
        assert classifications.find_ics(row["ics"])
        assert classifications.find_ccs(row["ccs"])


def test_one_invented_standard_is_replaced_one_withdrawn_and_one_upcoming() -> None:
    numbers = {row["std_no"] for row in INVENTED}
    replaced = [row for row in INVENTED if row["replaced_by"]]
    withdrawn = [row for row in INVENTED if row["status"] == "废止" and not row["replaced_by"]]
    upcoming = [row for row in INVENTED if row["impl_date"] > "2030"]
    assert [row["replaced_by"] in numbers for row in replaced] == [True]
    assert len(withdrawn) == 1
    assert len(upcoming) == 1


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor['number']} {floor['concept']} {floor['condition']}")
def test_a_floor_fits_its_concept(floor: dict[str, str]) -> None:
    concept = CONCEPTS[floor["concept"]]
    filled = {column for column in ("low", "high", "grade", "text") if floor[column]}
    expected = {"at_least": {"low"}, "above": {"low"}, "at_most": {"high"}, "below": {"high"}, "range": {"low", "high"}, "grade": {"grade"}, "text": {"text"}}
    assert filled == expected[floor["operator"]]
    assert floor["source"] == "示例数据"
    assert floor["number"] in {row["std_no"] for row in INVENTED}
    assert floor["condition"] in {"", *(pair.partition("=")[0] for pair in seed.words(concept["conditions"]))}
    assert (floor["operator"] == "grade") == (concept["quantity"] == "grade")
    assert floor["grade"] in {"", *seed.words(concept["grades"])}
    assert floor["unit"] in ({""} if filled & {"grade", "text"} else set(QUANTITIES[concept["quantity"]] or [""]))
    assert floor["method"] in {row["std_no"] for row in (*EXTRACT, *INVENTED)}
    assert all(Decimal(floor[column]).is_finite() for column in ("low", "high") if floor[column])
    wrong_way = {"higher": {"at_most", "below"}, "lower": {"at_least", "above"}}
    assert floor["operator"] not in wrong_way.get(concept["direction"], set())


def test_a_floor_is_said_once_and_every_invented_standard_has_some() -> None:
    said = Counter((floor["number"], floor["concept"], floor["condition"]) for floor in FLOORS)
    assert [floor for floor, count in said.items() if count > 1] == []
    assert {floor["number"] for floor in FLOORS} == {row["std_no"] for row in INVENTED}


def test_every_number_that_ships_is_written_canonically_and_meets_no_other() -> None:
    numbers = [standard_number.parse(row["std_no"]) for row in (*EXTRACT, *INVENTED)]
    assert [number.raw for number in numbers if number.canonical != number.raw] == []
    assert len({number.compact for number in numbers}) == len(numbers)


def test_of_the_invented_standards_exactly_the_gb_ones_are_mandatory() -> None:
    mandatory = {row["std_no"] for row in INVENTED if standard_number.parse(row["std_no"]).mandatory}
    assert mandatory == {row["std_no"] for row in INVENTED if row["std_no"].startswith("GB ")}
