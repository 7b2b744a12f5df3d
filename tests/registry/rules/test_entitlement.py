"""What honours are worth: each step told, nothing paid twice, whatever comes in whatever order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.entitlement import Achieved, Paid, Worth, compute, key, lower, total
from registry.rules.policy import Price
from registry.rules.policy import prices as priced
from registry.seed.policies import chengxiang

ROWS = priced(chengxiang())
PAYER = 7


def honour(**more: object) -> Achieved:
    return replace(Achieved("a", 1, "drafted_standard", "national", "national:GBT1:2020", 1, False, "2026-01-05"), **more)


def only(*honours: Achieved, **more: object) -> list[Worth]:
    return list(compute(ROWS, honours, payer=PAYER, **more))


def codes(worth: Worth) -> list[str]:
    return [each.code for each in worth.steps]


def test_the_second_place_of_a_revised_national_standard_is_worth_seventy_per_cent_of_fifty_thousand() -> None:
    (worth,) = only(honour(place=2, revised=True))
    assert (worth.amount, codes(worth)) == (35_000, ["row", "share"])
    assert worth.steps[1].facts == {"place": 2, "share": 70, "amount": 50_000, "result": 35_000}


def test_places_one_two_three_and_six_are_paid_by_their_rows_or_not_at_all() -> None:
    assert [only(honour(place=place))[0].amount for place in (1, 2, 3, 5, 6)] == [100_000, 100_000, 50_000, 50_000, 0]
    assert codes(only(honour(place=6))[0]) == ["no_row"]


def test_a_row_in_doubt_pays_nothing_and_says_why() -> None:
    (worth,) = only(honour(kind="pilot", grade="national", place=None, subject_key="x"))
    assert (worth.amount, codes(worth)) == (0, ["row", "doubt"])


def test_one_thing_is_paid_once_whatever_paid_it_before() -> None:
    own = honour()
    again = only(own, paid=Paid(frozenset({key(PAYER, honour(enterprise=2))})))
    other_place = only(honour(place=2), paid=Paid(frozenset(), frozenset({own.thing})))
    assert [(each[0].amount, codes(each[0])) for each in (again, other_place)] == [(0, ["row", "paid_before"])] * 2


def test_two_enterprises_with_one_place_are_both_unpaid_until_it_is_settled_whose_it_is() -> None:
    assert [(each.amount, codes(each)) for each in only(honour(), honour(number="b", enterprise=2))] == [(0, ["row", "contested"])] * 2


def test_of_two_places_in_one_standard_an_enterprise_is_paid_for_the_better_one() -> None:
    assert [(each.honour.place, each.amount) for each in only(honour(place=4, number="0"), honour(place=1, number="1"))] == [(4, 0), (1, 100_000)]


def test_what_hinders_an_honour_is_told() -> None:
    assert codes(only(honour(hindrance="deregistered"))[0]) == ["row", "deregistered"]


def test_limits_cut_what_goes_beyond_in_the_order_of_achievement() -> None:
    both = [honour(subject_key="one"), honour(subject_key="two", number="b", achieved_on="2026-02-01")]
    assert [each.amount for each in only(*both, limit=130_000)] == [100_000, 30_000]
    limited = [replace(each, limit=120_000) for each in ROWS]
    assert [(each.amount, codes(each)[-1]) for each in compute(limited, both, payer=PAYER)] == [(100_000, "row"), (20_000, "row_limit")]


HONOURS = st.lists(
    st.builds(
        Achieved, number=st.uuids().map(str), enterprise=st.integers(1, 4), kind=st.sampled_from(["drafted_standard"] * 4 + ["award", "pilot", "research"]),
        grade=st.sampled_from(["national", "industry", "provincial", "national_first"]), subject_key=st.sampled_from(["s1", "s2", "s3"]), place=st.integers(1, 6), revised=st.booleans(),
        achieved_on=st.sampled_from(["2026-01-01", "2026-02-01"]), hindrance=st.sampled_from(["", "", "", "deregistered"]),
    ).map(lambda each: each if each.kind == "drafted_standard" else replace(each, place=None)),
    max_size=14, unique_by=lambda each: each.number,
)  # fmt: skip


def rows_with(limit: int | None) -> list[Price]:
    return [replace(each, limit=limit) for each in ROWS]


@given(HONOURS, st.randoms(use_true_random=False), st.one_of(st.none(), st.integers(1, 300_000)))
def test_the_order_of_the_list_changes_nothing(honours: list[Achieved], random: st.DataObject, limit: int | None) -> None:
    shuffled = list(honours)
    random.shuffle(shuffled)
    assert compute(rows_with(limit), honours, payer=PAYER, limit=limit) == compute(rows_with(limit), shuffled, payer=PAYER, limit=limit)


@given(HONOURS, HONOURS)
def test_nothing_is_paid_twice_within_a_round_or_across_two(first: list[Achieved], second: list[Achieved]) -> None:
    before = [each for each in compute(ROWS, first, payer=PAYER) if each.amount]
    paid = Paid(frozenset(each.key for each in before), frozenset(each.honour.thing for each in before))
    after = [each for each in compute(ROWS, second, payer=PAYER, paid=paid) if each.amount]
    keys = [each.key for each in (*before, *after)]
    things = [each.honour.thing for each in (*before, *after)]
    assert len(keys) == len(set(keys))
    assert len(things) == len(set(things))


@given(HONOURS, st.integers(1, 400_000))
def test_no_enterprise_gets_more_than_the_limit_and_no_row_in_doubt_pays(honours: list[Achieved], limit: int) -> None:
    worths = compute(ROWS, honours, payer=PAYER, limit=limit)
    for enterprise in {each.enterprise for each in honours}:
        assert total(each for each in worths if each.honour.enterprise == enterprise) <= limit
    assert all(each.amount >= 0 and each.steps for each in worths)
    assert not [each for each in worths if each.amount and each.honour.kind == "pilot" and each.honour.grade == "national"]


@given(HONOURS, st.integers(1, 600_000))
def test_lowering_keeps_within_the_budget_and_takes_from_all_alike(honours: list[Achieved], budget: int) -> None:
    worths = compute(ROWS, honours, payer=PAYER)
    lowered = lower(worths, budget)
    assert total(lowered) <= max(budget, 0) or total(worths) <= budget
    assert all(after.amount <= before.amount for before, after in zip(worths, lowered, strict=True))
    if total(worths) > budget:
        assert total(lowered) > budget - len(worths)
