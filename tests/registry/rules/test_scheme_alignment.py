"""Rows of two versions of a scheme meet by what they are, wherever they stand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.scheme import Case, Core, Requirement, Scheme, Step
from registry.rules.scheme_alignment import aligned, gone, moved


def scheme(*concepts: str) -> Scheme:
    return Scheme(cores=tuple(Core(each, unit=f"unit of {each}", cases=(Case("", Step(each)),)) for each in concepts))


def concepts(found: Scheme) -> list[str]:
    return [each.concept for each in found.cores]


def test_a_row_that_is_put_before_the_others_moves_them_along() -> None:
    older, newer = scheme("a", "b"), scheme("new", "a", "b")
    assert concepts(aligned(older, newer)) == ["", "a", "b"]
    assert (gone(older, newer, "cores"), moved(older, newer, "cores")) == ([], False)


def test_a_row_that_is_gone_follows_behind_the_last_one_and_its_old_place_is_known() -> None:
    older, newer = scheme("a", "b", "c"), scheme("b")
    assert concepts(aligned(older, newer)) == ["b", "a", "c"]
    assert gone(older, newer, "cores") == [0, 2]


def test_the_same_rows_in_another_order_are_said_to_have_moved() -> None:
    older, newer = scheme("a", "b"), scheme("b", "a")
    assert aligned(older, newer).cores == newer.cores
    assert moved(older, newer, "cores")


def test_a_concept_that_is_asked_twice_meets_its_first_and_its_second_row() -> None:
    older = scheme("a", "a")
    newer = replace(older, cores=(older.cores[0], replace(older.cores[1], unit="other")))
    assert aligned(older, newer).cores == older.cores


def test_cases_meet_by_their_condition() -> None:
    core = Core("a", cases=(Case("", Step("1")), Case("aged", Step("2"))))
    older, newer = Scheme(cores=(core,)), Scheme(cores=(replace(core, cases=(core.cases[0], Case("cold", Step("3")), core.cases[1])),))
    assert [each.condition for each in aligned(older, newer).cores[0].cases] == ["", "", "aged"]


def test_requirements_meet_by_their_code() -> None:
    older, newer = (Scheme(requirements=tuple(Requirement(code, "words") for code in codes)) for codes in (("R1", "R2"), ("R2", "R3")))
    assert [each.code for each in aligned(older, newer).requirements] == ["R2", "", "R1"]


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_nothing_is_lost_and_a_version_beside_itself_stays_as_it_is(before: list[str], after: list[str]) -> None:
    older, newer = scheme(*before), scheme(*after)
    assert aligned(older, older) == older
    assert sorted(each for each in concepts(aligned(older, newer)) if each) == sorted(before)
