"""A policy says for what it pays, and what it may not say is named where it stands."""

from dataclasses import replace

import pytest

from registry.rules.policy import Policy, Row, check, prices, with_codes

NEW = Row("r1", "drafted_standard", "national", "1", "2", "new", "100000")


def policy(*rows: Row, **more: str) -> Policy:
    return Policy(title="奖励办法（示例）", document="示例〔2021〕1号", rows=rows, **more)


def test_the_chengxiang_table_has_nothing_wrong_and_pays_as_printed() -> None:
    from registry.seed.policies import chengxiang

    shipped = chengxiang()
    assert check(shipped) == {}
    told = {(each.kind, each.grade, each.written, each.first): each for each in prices(shipped)}
    drafted = [[told["drafted_standard", grade, "new", first].amount for grade in ("international", "national", "industry", "local", "association")] for first in (1, 3)]
    assert drafted == [[200_000, 100_000, 50_000, 30_000, 20_000], [100_000, 50_000, 20_000, 10_000, 5_000]]
    revised = [told["drafted_standard", grade, "revised", 1] for grade in ("international", "national", "industry", "local")]
    assert [(each.amount, each.shares, each.last) for each in revised] == [(150_000, (100, 70, 50), 3), (50_000, (100, 70, 50), 3), (30_000, (100, 70, 50), 3), (10_000, (100, 70, 50), 3)]
    others = {(kind, grade): each.amount for (kind, grade, _written, _first), each in told.items() if kind != "drafted_standard"}
    assert others == {
        ("secretariat", "technical_committee"): 150_000, ("secretariat", "subcommittee"): 100_000, ("secretariat", "working_group"): 50_000,
        ("front_runner", "national"): 50_000, ("front_runner", "provincial"): 30_000, ("research", "national"): 100_000, ("research", "provincial"): 80_000,
        ("award", "national_first"): 100_000, ("award", "national_second"): 50_000, ("award", "national_third"): 30_000,
        ("award", "provincial_first"): 50_000, ("award", "provincial_second"): 30_000, ("award", "provincial_third"): 20_000,
        ("pilot", "national"): 5, ("pilot", "provincial"): 30_000,
    }  # fmt: skip
    assert [(each.kind, each.grade) for each in prices(shipped) if each.doubt] == [("pilot", "national")]


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        (replace(NEW, first_place="2", last_place="3"), {"rows.1.first_place": "policy_places_overlap"}),
        (replace(NEW, first_place="2", last_place="3", written=""), {"rows.1.first_place": "policy_places_overlap"}),
        (replace(NEW, first_place="3", last_place="5"), {}),
        (replace(NEW, written="revised"), {}),
        (replace(NEW, grade="industry"), {}),
        (replace(NEW, first_place="5", last_place="3"), {"rows.1.last_place": "policy_places_wrong"}),
        (replace(NEW, first_place="0"), {"rows.1.first_place": "policy_places_wrong"}),
        (replace(NEW, first_place="3", last_place="5", shares="100,70"), {"rows.1.shares": "policy_shares_count"}),
        (replace(NEW, first_place="3", last_place="5", shares="100，70、101"), {"rows.1.shares": "policy_shares_wrong"}),
        (replace(NEW, first_place="3", last_place="5", amount="5 万"), {"rows.1.amount": "policy_yuan_wrong"}),
        (replace(NEW, first_place="3", last_place="5", settled="按 5 万"), {"rows.1.settled": "policy_nothing_to_settle"}),
        (replace(NEW, kind="medal"), {"rows.1.kind": "choose_one"}),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_named_where_it_stands(second: Row, wrong: dict[str, str]) -> None:
    assert check(policy(NEW, replace(second, code="r2"))) == wrong


def test_what_has_no_places_stands_once_and_asks_for_none() -> None:
    pilot = Row("r1", "pilot", "national", amount="30,000")
    assert check(policy(pilot, replace(pilot, code="r2"))) == {"rows.1.grade": "policy_row_twice"}
    assert check(policy(replace(pilot, first_place="1", written="new"))) == {"rows.0.first_place": "policy_places_unasked", "rows.0.written": "policy_places_unasked"}
    assert prices(policy(pilot))[0].amount == 30_000


def test_a_policy_needs_a_title_a_document_and_a_row() -> None:
    assert check(Policy(limit="many", source_url="javascript:1")) == {
        "title": "required", "document": "required", "rows": "policy_rows_none", "limit": "policy_yuan_wrong", "source_url": "not_an_address",
    }  # fmt: skip


def test_a_settled_doubt_is_none_any_more() -> None:
    doubtful = Row("r1", "pilot", "national", amount="5", doubt="印发文本写作“5元”")
    assert prices(policy(doubtful))[0].doubt
    assert not prices(policy(replace(doubtful, amount="50000", settled="经核对为 5 万元")))[0].doubt


def test_rows_keep_their_codes_and_empty_ones_are_left_out() -> None:
    kept = with_codes(policy(replace(NEW, code=""), Row(), replace(NEW, code="r1"), replace(NEW, code="r1"), Row(kind="pilot", code="x")))
    assert [each.code for each in kept.rows] == ["r2", "r1", "r3", "r4"]
    assert with_codes(kept) == kept
    assert Policy.from_json(kept.to_json()) == kept
