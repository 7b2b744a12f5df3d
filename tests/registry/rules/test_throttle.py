from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.throttle import FORGOTTEN_AFTER, SCHEDULES, Kind, counted, pause

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
kinds, failures = st.sampled_from(Kind), st.integers(min_value=0, max_value=10**9)


def test_a_slip_of_the_finger_costs_nothing() -> None:
    assert [pause(Kind.pair, count).total_seconds() for count in range(8)] == [0, 0, 0, 0, 2, 4, 8, 16]


@given(kinds, failures)
def test_a_further_failure_never_shortens_the_pause(kind: Kind, count: int) -> None:
    assert pause(kind, count) <= pause(kind, count + 1) <= SCHEDULES[kind].most


@given(failures)
def test_whatever_strangers_do_an_account_waits_half_a_minute_at_most(count: int) -> None:
    assert pause(Kind.account, count) <= timedelta(seconds=30)
    assert pause(Kind.second_account, count) <= timedelta(seconds=30)
    assert pause(Kind.ask_address, count) <= timedelta(minutes=2)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_guesser_soon_waits_as_long_as_the_schedule_allows(kind: Kind) -> None:
    assert pause(kind, 100) == SCHEDULES[kind].most


def test_failures_are_forgotten_after_a_quiet_day() -> None:
    assert counted(7, NOW - FORGOTTEN_AFTER + timedelta(seconds=1), NOW) == 7
    assert counted(7, NOW - FORGOTTEN_AFTER, NOW) == 0
