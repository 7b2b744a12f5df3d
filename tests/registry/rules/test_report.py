from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import report
from registry.rules.report import STEPS, Step, state

DAY = date(2026, 11, 20)


def _steps(*words: str) -> list[Step]:
    """Steps of one day; a word with + told the reporter something."""
    return [Step(word.rstrip("+"), DAY, told=word.endswith("+")) for word in words]


def test_a_new_report_waits_for_somebody_to_take_it() -> None:
    found = state("report", _steps("received"), named=True)
    assert (found.phase, found.next, found.closed) == ("received", ("taken", "handed_over"), False)


def test_a_report_is_filed_or_not_and_then_closed() -> None:
    assert state("report", _steps("received", "taken"), named=True).next == ("extended", "filed", "not_filed", "handed_over", "taken", "notice")
    assert state("report", _steps("received", "taken", "extended", "filed+", "closed"), named=True).closed


def test_checking_a_clue_is_extended_once() -> None:
    assert "extended" not in state("report", _steps("received", "taken", "extended"), named=True).next


def test_a_real_name_reporter_is_told_before_the_case_is_closed() -> None:
    untold = state("report", _steps("received", "taken", "not_filed"), named=True)
    assert untold.owes_notice
    assert "closed" not in untold.next
    told = state("report", _steps("received", "taken", "not_filed", "notice+"), named=True)
    assert not told.owes_notice
    assert "closed" in told.next


def test_an_anonymous_report_is_owed_no_answer() -> None:
    found = state("report", _steps("received", "taken", "not_filed"), named=False)
    assert not found.owes_notice
    assert "closed" in found.next


def test_a_complaint_is_accepted_tested_and_settled() -> None:
    found = state("complaint", _steps("received", "taken", "accepted+", "testing", "tested", "settled+"), named=True)
    assert found.phase == "settled"
    assert "closed" in found.next


def test_the_end_of_mediation_is_told_before_a_complaint_is_closed() -> None:
    assert "closed" not in state("complaint", _steps("received", "taken", "accepted+", "mediation_ended"), named=True).next


def test_a_case_handed_over_must_be_taken_anew() -> None:
    assert state("report", _steps("received", "taken", "handed_over"), named=True).phase == "received"


def test_another_person_may_take_a_case_over_without_changing_where_it_stands() -> None:
    assert state("complaint", _steps("received", "taken", "accepted+", "taken"), named=True).phase == "accepted"


def test_what_the_reporter_adds_changes_nothing_and_a_closed_case_takes_no_more() -> None:
    assert state("report", _steps("received", "supplemented"), named=False).phase == "received"
    with pytest.raises(ValueError, match="supplemented"):
        state("report", _steps("received", "taken", "filed+", "closed", "supplemented"), named=False)


@pytest.mark.parametrize(("kind", "words"), [
    ("report", ("taken",)), ("report", ("received", "filed")), ("report", ("received", "taken", "accepted")), ("complaint", ("received", "taken", "filed")),
    ("complaint", ("received", "taken", "not_accepted+", "accepted")), ("complaint", ("received", "taken", "accepted+", "handed_over")), ("report", ("received", "received")),
])  # fmt: skip
def test_a_step_out_of_turn_is_refused(kind: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        state(kind, _steps(*words), named=True)


@given(st.sampled_from(report.KINDS), st.booleans(), st.data())
def test_whatever_is_offered_next_can_be_taken_and_every_road_may_end(kind: str, named: bool, data: st.DataObject) -> None:
    walked = _steps("received")
    for _ in range(data.draw(st.integers(0, 12))):
        found = state(kind, walked, named=named)
        assert set(found.next) <= set(STEPS)
        if not found.next:
            assert found.closed
            return
        walked.append(Step(data.draw(st.sampled_from(found.next)), DAY, told=data.draw(st.booleans())))
        state(kind, walked, named=named)


def test_who_gives_name_and_a_way_to_be_reached_is_a_real_name_reporter() -> None:
    assert report.named("王小明", "13800138000")
    assert report.named("王小明", None, "w@example.com")
    assert not report.named("王小明", None)
    assert not report.named(None, "13800138000")
