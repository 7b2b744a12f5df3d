"""GB/T 4754-2017 as the registry reads it."""

import pytest

from registry.reference import industries


def test_rubber_belts_are_made_in_c2912() -> None:
    assert [industry.name for industry in industries.path("C2912")] == ["制造业", "橡胶和塑料制品业", "橡胶制品业", "橡胶板、管、带制造"]
    assert industries.find("C2912") == industries.Industry("C2912", "橡胶板、管、带制造", "class", "C291")


def test_the_official_counts_are_all_there() -> None:
    sections = industries.children()
    divisions = [division for section in sections for division in industries.children(section.code)]
    groups = [group for division in divisions for group in industries.children(division.code)]
    classes = [klass for group in groups for klass in industries.children(group.code)]
    assert (len(sections), len(divisions), len(groups), len(classes)) == (20, 97, 473, 1381)


@pytest.mark.parametrize("typed", ["C3443", "c3443", "3443", "３４４３", "阀门和旋塞", " 阀门 "])
def test_valve_making_is_found_however_it_is_typed(typed: str) -> None:
    assert industries.search(typed)[0].code == "C3443"


@pytest.mark.parametrize("code", ["", "2912", "C9999", "c2912"])
def test_what_is_no_code_is_unknown(code: str) -> None:
    assert industries.find(code) is None
    assert industries.path(code) == ()
    assert len(industries.search("C29", limit=2)) == 2
    assert industries.search("29", limit=0) == []
