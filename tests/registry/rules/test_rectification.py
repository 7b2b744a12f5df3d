"""Orders to rectify: steps in their lawful order, working days with make-up Saturdays, nothing public on a provisional date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import rectification
from registry.rules.rectification import ENDS, ITSELF, STEPS, Step, counted, state, wishes, wrong_items
from registry.rules.working_days import Calendar

OFF = [date(2025, 10, n) for n in (1, 2, 3, 6, 7, 8)]
CALENDAR = Calendar({**dict.fromkeys(OFF, False), date(2025, 9, 28): True, date(2025, 10, 11): True}, frozenset({2025}))
FRIDAY = date(2025, 9, 26)
ORDERED = Step("ordered", FRIDAY)
DELIVERED = Step("delivered", FRIDAY)
DUE = date(2025, 10, 13)  # seven working days: 28 (Sunday, make-up), 29, 30 September, 9, 10, 11 (Saturday, make-up), 13 October

calendars = st.builds(
    Calendar, st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=40), st.sets(st.sampled_from((2025, 2026, 2027, 2028))).map(frozenset),
)  # fmt: skip


def told(*steps: Step, today: date = FRIDAY, days: int = 7, calendar: Calendar = CALENDAR) -> rectification.State:
    return state([ORDERED, *steps], days, calendar, today)


def test_the_days_count_from_the_day_after_delivery_over_golden_week_with_its_make_up_days() -> None:
    found = told(DELIVERED)
    assert (found.phase, found.due and found.due.day, found.due and found.due.provisional, found.left) == ("running", DUE, False, 7)
    assert told(DELIVERED, today=DUE).left == 0
    assert told(DELIVERED, today=DUE + timedelta(days=1)).phase == "overdue"


def test_before_delivery_nothing_runs() -> None:
    found = told(today=date(2025, 12, 1))
    assert (found.phase, found.due, found.left, found.late) == ("issued", None, None, False)
    assert "note_drafted" not in found.next


def test_one_extension_counts_on_and_a_second_one_may_not_follow() -> None:
    extended = (DELIVERED, Step("extended", DUE, 2))
    found = told(*extended)
    assert found.due
    assert found.due.day == date(2025, 10, 15)
    assert not {"extension_asked", "extended", "extension_refused"} & set(found.next)
    refused = told(DELIVERED, Step("extension_asked", DUE), Step("extension_refused", DUE))
    assert "extension_asked" not in refused.next
    assert not refused.extension_asked


def test_what_was_asked_in_time_may_be_granted_after_the_day() -> None:
    late = date(2025, 10, 14)
    assert "extended" in told(DELIVERED, Step("extension_asked", DUE), today=late).next
    assert "extended" not in told(DELIVERED, today=late).next


def test_mended_in_time_stays_in_time_however_late_somebody_looks() -> None:
    found = told(DELIVERED, Step("corrected", DUE), Step("recheck", date(2025, 10, 20)), Step("closed", date(2025, 11, 20)), today=date(2025, 12, 1))
    assert (found.phase, found.in_time, found.closed) == ("closed", True, True)
    assert told(DELIVERED, Step("corrected", date(2025, 10, 14)), today=date(2025, 12, 1)).in_time is False


def test_what_was_not_mended_runs_on_from_where_it_stood() -> None:
    steps = (DELIVERED, Step("corrected", DUE), Step("recheck", DUE), Step("not_mended", date(2025, 10, 20)))
    found = told(*steps, today=date(2025, 10, 20))
    assert (found.phase, found.mended_on, found.in_time) == ("overdue", None, False)


def test_overdue_lets_a_note_be_drafted_and_the_province_be_asked() -> None:
    late = date(2025, 10, 14)
    assert {"note_drafted", "escalated"} <= set(told(DELIVERED, today=late).next)
    drafted = told(DELIVERED, Step("note_drafted", late), today=late)
    assert drafted.drafted
    assert {"noted", "note_dropped"} <= set(drafted.next)
    assert "note_drafted" not in drafted.next
    noted = told(DELIVERED, Step("note_drafted", late), Step("noted", late), today=late)
    assert not {"note_drafted", "noted"} & set(noted.next)


def test_on_a_provisional_date_nothing_is_noted_and_nobody_is_asked() -> None:
    found = told(DELIVERED, today=date(2025, 11, 1), calendar=Calendar())
    assert found.late
    assert found.due
    assert found.due.provisional
    assert not {"note_drafted", "noted", "escalated"} & set(found.next)


def test_the_province_may_grant_only_while_nothing_is_mended() -> None:
    asked = (DELIVERED, Step("escalated", date(2025, 10, 14)))
    assert "province_granted" in told(*asked, today=date(2025, 10, 15)).next
    mended = told(*asked, Step("corrected", date(2025, 10, 15)), today=date(2025, 10, 15)).next
    assert "province_granted" not in mended
    assert "province_sent_back" in mended
    assert told(*asked, Step("province_sent_back", DUE), today=date(2025, 10, 15)).at_province is False
    assert told(*asked, Step("province_granted", DUE), today=date(2025, 10, 15)).phase == "ended_by_province"


def test_only_legality_and_numbering_lead_to_the_province() -> None:
    """Standardization Law Art. 39 and 42; everything else ends with the county's note (Art. 38)."""
    assert wishes([{"item": "L1"}, {"item": "L5"}]) == ()
    assert wishes([{"item": "L4"}, {"item": "L2"}]) == ("revoke_number", "void_standard")


@pytest.mark.parametrize(
    ("items", "wrong"),
    [
        ([], {"items": "rectification_items_missing"}),
        ([{"item": "N1", "statement": "格式"}], {"items": "not_a_choice"}),
        ([{"item": "L1", "statement": "甲"}, {"item": "L1", "statement": "乙"}], {"items": "not_a_choice"}),
        ([{"item": "L1", "statement": " "}, {"item": "L2", "statement": "长" * 2001}], {"statement.L1": "rectification_statement_missing", "statement.L2": "reason_too_long"}),
        ([{"item": "L1", "statement": "销售前没有公开。"}], {}),
    ],
)
def test_an_order_names_what_must_be_put_right(items: list[dict[str, str]], wrong: dict[str, str]) -> None:
    assert wrong_items(items) == wrong


def test_an_order_gives_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        counted([DELIVERED], 0, CALENDAR)


@given(calendar=calendars, delivered=st.dates(date(2025, 1, 1), date(2027, 6, 30)), days=st.integers(1, 60), more=st.integers(0, 30))
def test_no_deadline_falls_on_a_day_of_rest(calendar: Calendar, delivered: date, days: int, more: int) -> None:
    steps = [Step("ordered", delivered), Step("delivered", delivered)] + ([Step("extended", delivered, more)] if more else [])
    due = counted(steps, days, calendar)
    assert due
    assert calendar.works(due.day)
    assert due.day > delivered
    assert due.provisional == any(year not in calendar.years for year in range((delivered + timedelta(days=1)).year, due.day.year + 1))


@given(st.data())
def test_a_lawful_walk_never_goes_past_its_end_nor_does_anything_twice(data: st.DataObject) -> None:
    calendar, today = data.draw(calendars), date(2025, 9, 1)
    steps = [Step("ordered", today)]
    for _turn in range(data.draw(st.integers(1, 14))):
        today += timedelta(days=data.draw(st.integers(0, 9)))
        now = state(steps, 5, calendar, today)
        assert now.closed == (now.next == ())
        if now.closed:
            break
        assert set(ITSELF) <= set(now.next) <= set(STEPS)
        word = data.draw(st.sampled_from(now.next))
        if word in ("noted", "note_drafted", "escalated"):
            assert now.due
            assert now.late
            assert not now.due.provisional
        steps.append(Step(word, today, 3 if word == "extended" else 0))
    words = [step.word for step in steps]
    assert sum(word in ENDS for word in words) <= 1
    assert all(words.count(word) <= 1 for word in ("delivered", "extended", "noted", "extension_asked", "extension_refused"))
    if "noted" in words:
        assert "note_drafted" in words[: words.index("noted")]
