from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.rules import working_days
from registry.rules.deadline import Clock, clocks, running
from registry.rules.report import Step
from registry.rules.working_days import Calendar, Due
from registry.settings import Settings

LIMITS = Settings()
OFF_2025 = [date(2025, 10, n) for n in (1, 2, 3, 6, 7, 8)]
CALENDAR = Calendar({**dict.fromkeys(OFF_2025, False), date(2025, 9, 28): True, date(2025, 10, 11): True}, frozenset({2025, 2026}))
FRIDAY = date(2025, 9, 26)


def _clocks(kind: str, *steps: tuple[str, date, bool], today: date, named: bool = True, calendar: Calendar = CALENDAR) -> dict[str, Clock]:
    return {each.code: each for each in clocks(kind, [Step(*step) for step in steps], LIMITS, calendar, today, named=named)}


def test_a_complaint_of_the_friday_before_golden_week_counts_the_make_up_days() -> None:
    found = _clocks("complaint", ("received", FRIDAY, False), today=FRIDAY)["decision"]
    # Sunday 28 September (make-up), 29, 30; then 9, 10, Saturday 11 (make-up), 13 October.
    assert (found.due, found.provisional, found.left, found.late, found.who) == (date(2025, 10, 13), False, 7, False, "bureau")


def test_a_date_counted_into_a_year_without_a_notice_is_provisional() -> None:
    received = date(2026, 12, 28)
    assert working_days.after(CALENDAR, received, 3) == Due(date(2026, 12, 31), provisional=False)
    assert working_days.after(CALENDAR, received, 7) == Due(date(2027, 1, 6), provisional=True)
    assert working_days.after(CALENDAR, date(2026, 12, 31), 1).provisional


def test_without_any_calendar_monday_to_friday_count_and_every_date_is_provisional() -> None:
    assert working_days.after(Calendar(), FRIDAY, 7) == Due(date(2025, 10, 7), provisional=True)


def test_mediation_runs_from_acceptance_and_rests_while_a_laboratory_tests() -> None:
    accepted = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 2), False), ("accepted", date(2026, 3, 4), True)
    plain = _clocks("complaint", *accepted, today=date(2026, 3, 5))
    assert plain["decision"].done == date(2026, 3, 4)
    assert plain["decision"].left is None
    assert (plain["mediation"].due, plain["mediation"].who) == (date(2026, 5, 6), "handler")
    testing = *accepted, ("testing", date(2026, 3, 6), False)
    resting = _clocks("complaint", *testing, today=date(2026, 3, 13))["mediation"]
    assert (resting.due, resting.who) == (date(2026, 5, 13), "laboratory")
    over = _clocks("complaint", *testing, ("tested", date(2026, 3, 10), False), today=date(2026, 3, 13))["mediation"]
    assert (over.due, over.who) == (date(2026, 5, 8), "handler")


def test_the_end_of_mediation_starts_the_clock_of_its_notice() -> None:
    steps = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 2), False), ("accepted", date(2026, 3, 4), True), ("mediation_ended", date(2026, 3, 20), False)
    assert _clocks("complaint", *steps, today=date(2026, 3, 20))["end_notice"].due == date(2026, 3, 31)
    told = _clocks("complaint", *steps, ("notice", date(2026, 4, 1), True), today=date(2026, 4, 2))["end_notice"]
    assert (told.done, told.late) == (date(2026, 4, 1), True)
    assert _clocks("complaint", *steps, today=date(2026, 3, 20))["mediation"].done == date(2026, 3, 20)


def test_a_clue_is_verified_in_fifteen_days_and_in_special_cases_in_fifteen_more() -> None:
    received = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 3), False)
    assert _clocks("report", *received, today=date(2026, 3, 2))["check"].due == date(2026, 3, 23)
    assert _clocks("report", *received, ("extended", date(2026, 3, 20), False), today=date(2026, 3, 20))["check"].due == date(2026, 4, 13)


def test_a_real_name_reporter_is_told_within_five_days_and_an_anonymous_one_is_owed_nothing() -> None:
    steps = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 3), False), ("filed", date(2026, 3, 6), False)
    assert _clocks("report", *steps, today=date(2026, 3, 6))["notice"].due == date(2026, 3, 13)
    assert "notice" not in _clocks("report", *steps, today=date(2026, 3, 6), named=False)


def test_a_notice_before_the_decision_does_not_stop_the_clock_after_it() -> None:
    steps = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 3), False), ("notice", date(2026, 3, 6), True), ("filed", date(2026, 3, 6), False)
    assert _clocks("report", *steps, today=date(2026, 3, 6))["notice"].done is None


def test_a_late_clock_counts_the_days_it_is_late() -> None:
    received = ("received", date(2026, 3, 2), False)
    found = _clocks("complaint", received, today=date(2026, 3, 13))["decision"]
    assert (found.due, found.left, found.late) == (date(2026, 3, 11), -2, True)
    last = _clocks("complaint", received, today=date(2026, 3, 11))["decision"]
    assert (last.left, last.late) == (0, False)


def test_a_case_handed_over_keeps_its_first_clock_and_waits_for_the_new_bureau() -> None:
    steps = ("received", date(2026, 3, 2), False), ("taken", date(2026, 3, 3), False), ("handed_over", date(2026, 3, 5), True)
    found = _clocks("report", *steps, today=date(2026, 3, 5))["check"]
    assert (found.since, found.who) == (date(2026, 3, 2), "bureau")


def test_the_next_clock_is_the_one_that_ends_first() -> None:
    found = clocks("complaint", [Step("received", FRIDAY)], LIMITS, CALENDAR, FRIDAY, named=True)
    assert running(found) == found[0]
    assert running(()) is None


days = st.dates(date(2025, 1, 1), date(2026, 6, 30))


@given(days, st.integers(0, 80))
def test_counting_forward_and_counting_between_agree(day: date, count: int) -> None:
    due = working_days.after(CALENDAR, day, count).day
    assert working_days.between(CALENDAR, day, due) == count
    assert due == day or CALENDAR.works(due)
    assert working_days.between(CALENDAR, due, day) == -count


@given(days, days)
def test_a_stretch_of_days_holds_no_more_working_days_than_days(one: date, other: date) -> None:
    assert abs(working_days.between(CALENDAR, one, other)) <= abs((other - one) / timedelta(days=1))
