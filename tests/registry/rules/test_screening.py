"""Looking again: what time brings, how grave it is, and what an enterprise is asked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.rules import screening, screening_references
from registry.rules.catalogue import State, Word
from registry.rules.screening import KINDS, Remark
from registry.rules.screening_references import Known, Named
from registry.rules.self_check_remark import Severity, ask, know, mend

TODAY = date(2026, 11, 23)
BELT = Named("national:GBT3690:2017", "GB/T 3690-2017")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CODES = st.sampled_from(sorted(KINDS))
REMARKS = st.lists(st.builds(Remark, CODES, st.text(max_size=5)), max_size=6)


def known(word: Word, *, certain: bool = False, agreeing: int = 0, confirmed: bool = False, since: date | None = None, withdrawn_on: date | None = None, successor_on: date | None = None) -> Known:
    return Known("GB/T 3690-2017", "织物芯输送带", State(word, since, agreeing, confirmed, certain, successor_on), withdrawn_on)


def said(found: Known, named: Named = BELT, today: date = TODAY) -> str:
    remark = screening_references.remark(named, found, today)
    return remark.code if remark else ""


def test_a_standard_in_force_for_good_is_passed_over() -> None:
    assert said(known(Word.IN_FORCE)) == ""


def test_what_is_certain_is_told_and_what_one_source_says_is_only_asked() -> None:
    sure, one = said(known(Word.WITHDRAWN, certain=True, agreeing=2)), said(known(Word.WITHDRAWN, agreeing=1))
    assert (sure, one) == ("cited_withdrawn", "cited_withdrawn_said")
    assert KINDS[sure].told
    assert not KINDS[one].told


def test_the_standard_that_is_carried_out_weighs_more_than_one_that_is_referred_to() -> None:
    found = known(Word.REPLACED, certain=True, agreeing=2)
    carried_out = said(found, Named(BELT.key, BELT.number, declared=True))
    assert carried_out == "implemented_replaced"
    assert KINDS[carried_out].risk > KINDS[said(found)].risk


@given(DAYS, DAYS)
def test_an_end_is_announced_before_its_day_and_never_on_it(today: date, ends_on: date) -> None:
    code = said(known(Word.IN_FORCE, agreeing=2, withdrawn_on=ends_on), today=today)
    assert code == ("cited_ends" if ends_on > today else "")


@given(DAYS, DAYS)
def test_days_count_from_an_announced_end_or_from_today_whichever_is_later(today: date, ends_on: date) -> None:
    found = screening_references.remark(BELT, known(Word.IN_FORCE, agreeing=2, withdrawn_on=ends_on), today)
    if found:
        assert screening.asked_from(found, today) == ends_on
    assert screening.asked_from(Remark("cited_withdrawn", "", {"day": ends_on.isoformat()}), today) == today


@given(REMARKS)
def test_the_gravest_stands_first_and_gives_the_order(remarks: list[Remark]) -> None:
    ordered = screening.ordered(remarks)
    risks = [screening.kind(each).risk for each in ordered]
    assert risks == sorted(risks, reverse=True)
    assert screening.risk(remarks) == (risks[0] if risks else 0)
    assert sorted(map(repr, ordered)) == sorted(map(repr, remarks))


@given(REMARKS)
def test_every_task_is_among_the_remarks_and_asked_once(remarks: list[Remark]) -> None:
    asked = screening.asked(remarks)
    assert all(each in remarks for each in asked.values())
    assert all(screening.kind(each).asked == word and each.place == place for (word, place), each in asked.items())


@given(REMARKS)
def test_nothing_is_asked_of_an_enterprise_that_is_deregistered(remarks: list[Remark]) -> None:
    assert screening.asked([*remarks, Remark("enterprise_deregistered")]) == {}


@given(REMARKS)
def test_a_remark_is_read_back_as_it_was_stored(remarks: list[Remark]) -> None:
    assert [screening.read(each.stored()) for each in remarks] == remarks


@given(st.lists(st.sampled_from([BELT, Named("national:GBT528:2009", "GB/T 528-2009"), Named(BELT.key, BELT.number, declared=True)]), max_size=6), st.randoms())
def test_each_standard_is_remarked_upon_once_whatever_the_order_of_references(named: list[Named], random: object) -> None:
    pairs = [(each, known(Word.WITHDRAWN, certain=True)) for each in named]
    found = list(screening_references.remarks(pairs, TODAY))
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert list(screening_references.remarks(pairs, TODAY)) == found
    assert len({each.place for each in found}) == len(found)


@given(DAYS, st.integers(0, 800))
def test_a_year_without_a_product_is_over_on_one_day(since: date, days: int) -> None:
    today = since + timedelta(days=days)
    remarked, ahead = list(screening.without_product(since, today)), screening.year_over(since, today)
    assert bool(remarked) == (days >= 365)
    assert (ahead is None) == bool(remarked)
    assert ahead is None or list(screening.without_product(since, ahead))


def test_answered_questions_and_what_matters_only_while_disclosing_are_left_out() -> None:
    found = screening.of_self_check([know("L1", "products", "products_none"), ask("N3", "lines.0.unit", "unit_unknown", unit="个")], date(2026, 1, 1))
    assert [each.code for each in found] == ["unit_unknown"]


def test_a_missing_method_of_a_version_from_before_2024_is_only_told() -> None:
    remark = mend("L6", "lines.0.method", "method_missing", "order83.12", name="拉伸强度")
    [older], [newer] = (list(screening.of_self_check([remark], day)) for day in (date(2023, 12, 31), date(2024, 1, 1)))
    assert (screening.kind(older).risk, screening.kind(newer).risk) == (0, 2)
    assert newer.facts["severity"] == Severity.must_mend
