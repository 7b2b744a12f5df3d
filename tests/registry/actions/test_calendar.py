"""The working-day calendar is imported data; the package chinesecalendar, which is not part of the registry, is its judge."""

from datetime import UTC, date, datetime

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry import seed
from registry.actions import calendar as actions
from registry.errors import NotAllowed
from registry.models import AuditEntry
from registry.queries import calendar as queries
from registry.rules import working_days
from registry.rules.permission import SYSTEM, Actor
from registry.rules.working_days import Calendar

ROW = {"year": "2027", "day": "2027-01-01", "works": "no", "occasion": "元旦", "notice": "国办发明电〔2026〕1号（示例）"}
SHIPPED = Calendar({date.fromisoformat(row["day"]): row["works"] == "yes" for year in actions.SHIPPED for row in seed.rows(f"calendar/{year}.csv")}, frozenset(actions.SHIPPED))


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_what_ships_equals_the_judge_on_every_day(day: date) -> None:
    assert SHIPPED.works(day) == chinese_calendar.is_workday(day)


def test_what_ships_equals_the_judge_over_whole_years() -> None:
    for year in actions.SHIPPED:
        judged = sum(chinese_calendar.is_workday(date.fromordinal(n)) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))
        assert working_days.between(SHIPPED, date(year - 1, 12, 31), date(year, 12, 31)) == judged


def test_every_row_cites_its_notice() -> None:
    notices = {(row["year"], row["notice"]) for year in actions.SHIPPED for row in seed.rows(f"calendar/{year}.csv")}
    assert notices == {("2024", "国办发明电〔2023〕7号"), ("2025", "国办发明电〔2024〕12号"), ("2026", "国办发明电〔2025〕7号")}


def test_a_new_registry_takes_in_what_ships_and_doing_it_again_changes_nothing(session: Session, now: datetime) -> None:
    assert actions.load(session, actor=SYSTEM, now=now).years == actions.SHIPPED
    assert queries.known(session) == SHIPPED
    assert actions.load(session, actor=SYSTEM, now=now).years == ()
    assert [each.source for each in queries.years(session)] == ["国办发明电〔2023〕7号", "国办发明电〔2024〕12号", "国办发明电〔2025〕7号"]


def test_a_new_year_is_imported_and_ends_its_provisional_dates(session: Session, now: datetime) -> None:
    actions.load(session, actor=SYSTEM, now=now)
    assert working_days.after(queries.known(session), date(2026, 12, 31), 1) == working_days.Due(date(2027, 1, 1), provisional=True)
    outcome = actions.import_rows(session, actor=SYSTEM, rows=[(2, ROW)], now=now)
    assert (outcome.years, outcome.changed, outcome.problems) == ((2027,), 1, ())
    assert working_days.after(queries.known(session), date(2026, 12, 31), 1) == working_days.Due(date(2027, 1, 4), provisional=False)
    assert session.query(AuditEntry).filter_by(action="calendar.imported").count() == 2


def test_a_notice_may_make_people_work_at_the_end_of_the_year_before_and_may_be_changed(session: Session, now: datetime) -> None:
    rows = [(2, ROW), (3, ROW | {"day": "2026-12-26", "works": "yes"})]
    assert actions.import_rows(session, actor=SYSTEM, rows=rows, now=now).changed == 2
    assert actions.import_rows(session, actor=SYSTEM, rows=[*rows[:1], (3, ROW | {"day": "2026-12-26"})], now=now).changed == 1
    assert queries.known(session) == Calendar({date(2027, 1, 1): False, date(2026, 12, 26): False}, frozenset({2027}))


def test_one_bad_row_names_itself_and_nothing_is_imported(session: Session, now: datetime) -> None:
    bad = [ROW | {"year": "兔年"}, ROW | {"day": "2027-02-30"}, ROW | {"day": "2025-12-31"}, ROW | {"works": "maybe"}, ROW | {"day": "2027-01-02", "notice": ""}, ROW, {}]
    outcome = actions.import_rows(session, actor=SYSTEM, rows=list(enumerate([ROW, *bad], 2)), now=now)
    assert [(each.line, each.code) for each in outcome.problems] == [
        (3, "year_unreadable"), (4, "day_unreadable"), (5, "day_of_another_year"), (6, "works_unreadable"), (7, "notice_missing"), (8, "day_twice"), (9, "year_unreadable"),
    ]  # fmt: skip
    assert queries.known(session) == Calendar()


def test_a_calendar_is_imported_by_the_operator_only(session: Session) -> None:
    with pytest.raises(NotAllowed):
        actions.import_rows(session, actor=Actor(account_id=1, confirmed=True), rows=[(2, ROW)], now=datetime(2026, 11, 20, tzinfo=UTC))
