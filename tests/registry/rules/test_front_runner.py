"""A front-runner is suspended at once when something speaks against it, and only a decision restores it (国市监标准〔2018〕84号: 动态调整)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.front_runner import LASTING, REASONS, Cause, Standing, State, Step, accepted_version, causes, state

FIRST_DAY, LAST_DAY, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 1)
JUDGED = 11


def at(day: int) -> datetime:
    return datetime(2026, 5, day, 8, tzinfo=UTC)


def suspended(day: int, reason: str) -> Step:
    return Step("suspended", reason, at(day))


def restored(day: int, version: int = JUDGED) -> Step:
    return Step("restored", "decision", at(day), version)


def standing(*steps: Step, latest: int = JUDGED, against: tuple[Cause, ...] = (), today: date = TODAY, until: date | None = LAST_DAY) -> Standing:
    return state(steps, judged=JUDGED, latest=latest, against=against, valid_from=FIRST_DAY, valid_until=until, today=today)


@pytest.mark.parametrize(
    ("today", "until", "expected"),
    [
        (date(2025, 12, 31), LAST_DAY, State.upcoming), (FIRST_DAY, LAST_DAY, State.current), (LAST_DAY, LAST_DAY, State.current),
        (date(2027, 1, 1), LAST_DAY, State.expired), (date(2099, 1, 1), None, State.current),
    ],
)  # fmt: skip
def test_it_holds_from_its_first_day_to_its_last(today: date, until: date | None, expected: State) -> None:
    assert standing(today=today, until=until) == Standing(expected)


def test_a_new_version_of_the_standard_suspends_at_once() -> None:
    assert standing(latest=12) == Standing(State.suspended, ("amended",))


def test_a_decision_restores_it_for_the_version_that_was_looked_at_and_no_other() -> None:
    steps = (suspended(3, "amended"), restored(9, version=12))
    assert accepted_version(steps, JUDGED) == 12
    assert standing(*steps, latest=12) == Standing(State.current)
    assert standing(*steps, latest=13) == Standing(State.suspended, ("amended",))
    assert standing(suspended(3, "amended"), restored(9), latest=12) == Standing(State.suspended, ("amended",))


@pytest.mark.parametrize("reason", [each for each in REASONS if each != "amended"])
def test_whatever_speaks_against_it_suspends(reason: str) -> None:
    assert standing(against=(Cause(reason),)) == Standing(State.suspended, (reason,))


@pytest.mark.parametrize("reason", LASTING)
def test_no_decision_restores_what_is_no_longer_in_force(reason: str) -> None:
    assert standing(suspended(3, reason), restored(9), against=(Cause(reason, at(2)),)) == Standing(State.suspended, (reason,))


def test_a_failed_check_that_a_decision_looked_at_does_not_suspend_again_but_the_next_one_does() -> None:
    steps = (suspended(3, "failed_check"), restored(9))
    assert standing(*steps, against=(Cause("failed_check", at(3)),)) == Standing(State.current)
    assert standing(*steps, against=(Cause("failed_check", at(9)),)) == Standing(State.current)
    assert standing(*steps, against=(Cause("failed_check", at(10)),)) == Standing(State.suspended, ("failed_check",))
    assert standing(*steps, against=(Cause("claim_refused"),)) == Standing(State.suspended, ("claim_refused",))


def test_a_suspension_stays_when_its_cause_goes() -> None:
    assert standing(suspended(3, "dishonesty_listed")) == Standing(State.suspended, ("dishonesty_listed",))


def test_every_reason_is_told_once_and_in_a_steady_order() -> None:
    steps = (suspended(3, "failed_check"), suspended(4, "amended"), suspended(5, "failed_check"))
    assert standing(*steps, latest=12, against=(Cause("withdrawn"),)).reasons == ("amended", "withdrawn", "failed_check")
    assert causes(steps, judged=JUDGED, latest=12, against=(Cause("withdrawn"),)) == ("amended", "withdrawn")


def test_what_was_ended_stays_ended() -> None:
    steps = (Step("ended", "decision", at(4)), restored(9))
    assert standing(*steps) == standing(*steps, today=date(2027, 5, 1)) == Standing(State.ended, ("decision",))


def test_of_a_suspension_and_a_decision_in_the_same_moment_the_suspension_counts() -> None:
    assert standing(restored(3), suspended(3, "failed_check")).state is State.suspended


STEPS = st.lists(st.builds(Step, st.sampled_from(["suspended", "restored"]), st.sampled_from(REASONS), st.integers(1, 5).map(at), st.sampled_from([11, 12, 13, None])), max_size=5)
AGAINST = st.lists(st.builds(Cause, st.sampled_from(REASONS[1:]), st.one_of(st.none(), st.integers(1, 5).map(at))), max_size=3)


@given(STEPS, AGAINST, st.sampled_from([11, 12, 13]), st.data())
def test_the_order_in_which_steps_and_causes_are_read_never_matters(steps: list[Step], against: list[Cause], latest: int, data: st.DataObject) -> None:
    shuffled = standing(*data.draw(st.permutations(steps)), latest=latest, against=tuple(data.draw(st.permutations(against))))
    assert shuffled == standing(*steps, latest=latest, against=tuple(against))


@given(STEPS, AGAINST, st.sampled_from([11, 12, 13]))
def test_it_never_stands_while_something_suspends_it(steps: list[Step], against: list[Cause], latest: int) -> None:
    found = standing(*steps, latest=latest, against=tuple(against))
    assert (found.state is State.suspended) == bool(found.reasons)
    assert set(causes(steps, judged=JUDGED, latest=latest, against=against)) <= set(found.reasons)
