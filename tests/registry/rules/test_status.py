"""What a reader is told about a disclosure on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.legal_time import legal_day
from registry.rules.status import RANK, Notice, StandingFact, Status, VersionDates, Word, derive

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
FIRST = VersionDates(1, date(2026, 1, 1))
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def fact(kind: str, on: date = TODAY, *, row: int = 1, until: date | None = None, result: str | None = None, corrects_id: int | None = None, annulled: bool = False) -> StandingFact:
    return StandingFact(row, kind, on, until, result, corrects_id, annulled)


def kinds(status: Status) -> list[str]:
    return [notice.kind for notice in status.public_notices]


def test_a_disclosure_is_upcoming_until_the_day_it_takes_effect() -> None:
    versions = [VersionDates(1, TODAY)]
    assert derive(TODAY - DAY, versions) == Status(Word.upcoming, TODAY, 1)
    assert derive(TODAY, versions) == Status(Word.current, TODAY, 1)


def test_a_status_changes_at_midnight_in_shanghai() -> None:
    versions = [VersionDates(1, TODAY)]
    before, after = datetime(2026, 11, 19, 15, 59, 59, tzinfo=UTC), datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
    assert [derive(legal_day(now), versions).word for now in (before, after)] == [Word.upcoming, Word.current]


def test_without_an_end_of_its_own_a_disclosure_never_expires() -> None:
    assert derive(date(2126, 1, 1), [FIRST]).word is Word.current
    assert derive(TODAY, [VersionDates(1, date(2026, 1, 1), TODAY)]).word is Word.current
    assert derive(TODAY + DAY, [VersionDates(1, date(2026, 1, 1), TODAY)]) == Status(Word.expired, TODAY + DAY, 1)


def test_an_amendment_ahead_leaves_the_version_in_force_and_is_announced() -> None:
    status = derive(TODAY, [FIRST, VersionDates(2, TODAY + DAY)])
    assert (status.word, status.sequence) == (Word.current, 1)
    assert status.notices == (Notice("version_ahead", TODAY + DAY),)
    assert derive(TODAY + DAY, [FIRST, VersionDates(2, TODAY + DAY)]).sequence == 2


def test_a_correction_that_reaches_back_does_not_rewrite_the_days_before_it_was_public() -> None:
    corrected = VersionDates(2, date(2026, 1, 1), disclosed_on=TODAY)
    assert derive(TODAY - DAY, [FIRST, corrected]).sequence == 1
    assert derive(TODAY, [FIRST, corrected]).sequence == 2


def test_withdrawal_and_succession_count_from_their_day_and_are_announced_before() -> None:
    assert derive(TODAY, [FIRST], withdrawn_on=TODAY).word is Word.withdrawn
    assert derive(TODAY, [FIRST], superseded_on=TODAY).word is Word.superseded
    ahead = derive(TODAY, [FIRST], withdrawn_on=TODAY + DAY)
    assert (ahead.word, kinds(ahead)) == (Word.current, ["withdrawal_ahead"])


@pytest.mark.parametrize(("kind", "word"), [("deregistered", Word.deregistered), ("standard_voided", Word.voided), ("number_revoked", Word.number_revoked)])
def test_what_an_authority_ended_is_no_longer_in_force(kind: str, word: Word) -> None:
    assert derive(TODAY, [FIRST], standings=[fact(kind)]).word is word
    assert derive(TODAY - DAY, [FIRST], standings=[fact(kind)]).word is Word.current


def test_the_worst_fact_is_the_headline_and_the_others_stay_in_sight() -> None:
    status = derive(TODAY, [FIRST], withdrawn_on=TODAY - DAY, standings=[fact("deregistered"), fact("standard_voided", row=2)])
    assert status.word is Word.deregistered
    assert kinds(status) == ["withdrawn", "voided"]


def test_a_correction_takes_a_fact_back() -> None:
    wrong = fact("deregistered", row=7)
    assert derive(TODAY, [FIRST], standings=[wrong, fact("deregistered", row=8, corrects_id=7, annulled=True)]).word is Word.current
    assert derive(TODAY, [FIRST], standings=[wrong, fact("deregistered", TODAY + DAY, row=8, corrects_id=7)]).word is Word.current


def test_listings_are_shown_until_they_end() -> None:
    noted = fact("publicly_noted", TODAY - DAY, until=TODAY)
    assert kinds(derive(TODAY, [FIRST], standings=[noted])) == ["publicly_noted"]
    assert kinds(derive(TODAY + DAY, [FIRST], standings=[noted])) == []
    assert kinds(derive(TODAY, [FIRST], standings=[fact("dishonesty_listed")])) == ["dishonesty_listed"]


def test_the_newest_check_is_shown_with_its_result() -> None:
    checks = [fact("checked", TODAY, result="conforming"), fact("checked", TODAY - DAY, row=2, result="nonconforming")]
    assert derive(TODAY, [FIRST], standings=checks).public_notices == (Notice("checked", TODAY, result="conforming"),)


def test_an_order_to_rectify_is_the_desks_matter_until_it_is_publicly_noted() -> None:
    """Standardization Law Art. 38: only an overdue order is made public, and that is an act of its own."""
    order = fact("rectification_ordered", TODAY - DAY, until=TODAY)
    assert kinds(derive(TODAY + DAY, [FIRST], standings=[order])) == []
    assert [notice.kind for notice in derive(TODAY, [FIRST], standings=[order]).notices] == ["rectification_ordered"]
    assert [notice.kind for notice in derive(TODAY + DAY, [FIRST], standings=[order]).notices] == ["rectification_overdue"]
    assert derive(TODAY + DAY, [FIRST], standings=[order, fact("rectification_closed", row=2)]).notices == ()
    assert kinds(derive(TODAY + DAY, [FIRST], standings=[order, fact("publicly_noted", row=2)])) == ["publicly_noted"]


def test_fewer_or_lower_is_said_of_the_version_in_force() -> None:
    versions = [VersionDates(1, date(2026, 1, 1), lower_stated=True), VersionDates(2, TODAY + DAY)]
    assert "lower_stated" in kinds(derive(TODAY, versions))
    assert "lower_stated" not in kinds(derive(TODAY + DAY, versions))


@given(days, st.none() | days, st.lists(days, min_size=2, max_size=6).map(sorted))
def test_time_alone_leads_from_upcoming_over_current_to_expired(start: date, end: date | None, visits: list[date]) -> None:
    if end and end < start:
        start, end = end, start
    words = [derive(day, [VersionDates(1, start, end)]).word for day in visits]
    assert words == sorted(words, key=[Word.upcoming, Word.current, Word.expired].index)


@given(days, st.lists(st.tuples(st.sampled_from(["deregistered", "standard_voided", "number_revoked"]), days), max_size=4), st.none() | days)
def test_taking_every_fact_back_restores_what_was_said_without_them(today: date, recorded: list[tuple[str, date]], withdrawn_on: date | None) -> None:
    facts = [fact(kind, day, row=n) for n, (kind, day) in enumerate(recorded, 1)]
    back = [fact(each.kind, each.effective_on, row=100 + each.id, corrects_id=each.id, annulled=True) for each in facts]
    assert derive(today, [FIRST], withdrawn_on=withdrawn_on, standings=facts + back) == derive(today, [FIRST], withdrawn_on=withdrawn_on)


@given(days, st.lists(st.tuples(st.sampled_from(["deregistered", "standard_voided", "number_revoked"]), days), max_size=4))
def test_another_fact_never_improves_a_status(today: date, recorded: list[tuple[str, date]]) -> None:
    facts = [fact(kind, day, row=n) for n, (kind, day) in enumerate(recorded, 1)]
    ranks = [RANK.index(derive(today, [FIRST], standings=facts[:n]).word) for n in range(len(facts) + 1)]
    assert ranks == sorted(ranks)
