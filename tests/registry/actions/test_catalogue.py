"""The reference catalogue: what lists say is kept by source, and dates and bureaus decide what counts."""

import gzip
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from public_site import catalogue_import
from registry.actions import catalogue
from registry.actions.catalogue import Outcome
from registry.db import Database
from registry.errors import Invalid, NotAllowed
from registry.models import AuditEntry, CatalogueSource, CatalogueStandard
from registry.queries import catalogue as queries
from registry.queries import catalogue_search
from registry.rules import catalogue as rules
from registry.rules.catalogue import Confirmation, Facts, Word
from registry.rules.permission import SYSTEM, Actor
from registry.rules.standard_number import parse
from tests.factories import people

TODAY = date(2026, 11, 20)
HEADER = "std_no,title_zh,status,status_raw,issue_date,impl_date,replaced_by,source"


def listed(session: Session, now: datetime, *rows: str, source_name: str = "list") -> Outcome:
    names = HEADER.split(",")
    cells = (dict(zip(names, row.split(",") + [""] * len(names), strict=False)) for row in rows)
    return catalogue.import_rows(session, actor=SYSTEM, rows=enumerate(cells, 2), source_name=source_name, now=now)


def state(session: Session, number: str, today: date = TODAY) -> rules.State:
    standard = queries.by_number(session, number)
    assert standard
    return queries.states(session, [standard], today)[standard.id]


def registrar(session: Session, now: datetime) -> Actor:
    return people.officer(session, now, people.bureau(session, now), "registrar")


def facts(**known: object) -> Facts:
    return Facts(**{**dict.fromkeys(Facts.__dataclass_fields__), "withdrawn_sources": 0, **known})  # type: ignore[arg-type]


def test_the_shipped_extract_comes_in_whole_and_a_second_time_changes_nothing(session: Session, now: datetime) -> None:
    first = catalogue.load_extract(session, actor=SYSTEM, now=now)
    rows = session.scalar(select(func.count()).select_from(CatalogueSource))
    second = catalogue.load_extract(session, actor=SYSTEM, now=now + timedelta(days=1))
    assert first.new == queries.size(session) > 400
    assert first.problems == second.problems == []
    assert (second.new, second.changed, second.same) == (0, 0, first.new)
    assert session.scalar(select(func.count()).select_from(CatalogueSource)) == rows
    assert session.scalars(select(CatalogueSource.imported_at).distinct()).all() == [now]
    assert session.query(AuditEntry).filter_by(action="catalogue.import").count() == 2


def test_what_is_marked_as_coming_is_in_force_from_its_date_on(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 1-2026,甲,即将实施,即将实施,2026-05-01,2026-11-20", "GB/T 2-2026,乙,现行,现行,2026-05-01,2026-11-21", "GB/T 3-2020,丙,现行")
    assert state(session, "GB/T 1-2026").word is Word.IN_FORCE
    assert state(session, "GB/T 2-2026").word is Word.UPCOMING
    assert state(session, "GB/T 2-2026", TODAY + timedelta(days=1)).word is Word.IN_FORCE
    assert state(session, "GB/T 3-2020") == rules.State(Word.IN_FORCE, None)


def test_one_source_is_not_certain_and_two_that_agree_are(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 1-2000,甲,废止,作废,,,,one", "GB/T 2-2000,乙,废止,作废,,,,one+two")
    assert (state(session, "GB/T 1-2000").agreeing, state(session, "GB/T 1-2000").certain) == (1, False)
    assert (state(session, "GB/T 2-2000").agreeing, state(session, "GB/T 2-2000").certain) == (2, True)
    listed(session, now, "gbt1—2000,甲的另一个名称,废止,,,,,three")
    assert state(session, "GB/T 1-2000").certain
    standard = queries.by_number(session, "GB/T 1-2000")
    assert standard
    assert standard.title == "甲"
    assert {row.source: row.stated["title_zh"] for row in queries.sources(session, standard.id)} == {"one": "甲", "three": "甲的另一个名称"}


def test_a_source_that_changes_its_mind_is_believed_and_one_that_adds_fills_gaps(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 1-2000,甲,废止,,,,,one", "GB/T 2-2000,乙,现行,,,,,one")
    changed = listed(session, now, "GB/T 1-2000,甲,现行,,,,,one", "GB/T 2-2000,乙乙,现行,,2000-01-01,2000-07-01,,two")
    assert (changed.new, changed.changed) == (0, 2)
    assert state(session, "GB/T 1-2000").word is Word.IN_FORCE
    second = queries.by_number(session, "GB/T 2-2000")
    assert second
    assert (second.title, second.in_force_on) == ("乙", date(2000, 7, 1))


def test_a_successor_that_is_in_force_later_does_not_replace_yet(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 13961-2008,导轨,现行,现行,2008-07-31,2009-09-01,GB/T 13961-2026", "GB/T 13961-2026,导轨,即将实施,,2026-07-02,2027-08-01")
    assert state(session, "GB/T 13961-2008") == rules.State(Word.IN_FORCE, date(2009, 9, 1), successor_on=date(2027, 8, 1))
    assert state(session, "GB/T 13961-2008", date(2027, 8, 1)) == rules.State(Word.REPLACED, date(2027, 8, 1))


def test_a_number_may_be_replaced_by_another_one_or_by_several(session: Session, now: datetime) -> None:
    listed(session, now, "GB 10055-2007,升降机,现行,,,2007-10-01,GB/T 26557-2011;GB/T 10054.1-2014", "GB/T 26557-2011,a,现行,,,2011-12-01", "GB/T 10054.1-2014,b,现行,,,2015-01-01")
    assert state(session, "GB 10055-2007") == rules.State(Word.REPLACED, date(2015, 1, 1))


def test_a_bureau_decides_against_every_source_and_its_last_word_counts(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 1-2000,甲,废止,,,,,one+two")
    standard, actor = queries.by_number(session, "GB/T 1-2000"), registrar(session, now)
    assert standard
    catalogue.confirm(session, actor=actor, standard_id=standard.id, withdrawn=False, withdrawn_on=None, source="国家标准全文公开系统", now=now)
    session.flush()
    assert state(session, "GB/T 1-2000") == rules.State(Word.IN_FORCE, None, agreeing=2, confirmed=True)
    catalogue.confirm(session, actor=actor, standard_id=standard.id, withdrawn=True, withdrawn_on=TODAY, source="公告", now=now)
    session.flush()
    assert state(session, "GB/T 1-2000") == rules.State(Word.WITHDRAWN, TODAY, agreeing=2, confirmed=True, certain=True)
    assert state(session, "GB/T 1-2000", TODAY - timedelta(days=1)).word is Word.IN_FORCE
    assert session.query(AuditEntry).filter_by(action="catalogue.confirm").count() == 2


def test_a_confirmation_names_its_source_and_only_a_registrar_gives_it(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 1-2000,甲,现行,,2000-01-01")
    standard = queries.by_number(session, "GB/T 1-2000")
    assert standard
    actor = registrar(session, now)
    for withdrawn, day, source, wrong in (
        (True, None, " ", {"source": "required"}),
        (False, TODAY, "", {"source": "required", "withdrawn_on": "day_without_withdrawal"}),
        (True, date(1999, 1, 1), "公告", {"withdrawn_on": "withdrawn_before_issued"}),
        (True, None, "公" * 301, {"source": "too_long"}),
    ):
        with pytest.raises(Invalid) as refused:
            catalogue.confirm(session, actor=actor, standard_id=standard.id, withdrawn=withdrawn, withdrawn_on=day, source=source, now=now)
        assert refused.value.fields == wrong
    auditor = people.officer(session, now, people.bureau(session, now), "auditor")
    for stranger in (auditor, SYSTEM, Actor(account_id=1, confirmed=True)):
        with pytest.raises(NotAllowed):
            catalogue.confirm(session, actor=stranger, standard_id=standard.id, withdrawn=True, withdrawn_on=None, source="x", now=now)


def test_bad_rows_are_listed_and_do_not_stop_the_rest(session: Session, now: datetime) -> None:
    done = listed(session, now, ",无编号", "GB/T 1-2000,", "GB/T 2-2000,乙,现行,,2000-13-01", f"GB/T 3-2000,{'长' * 301}", "GB/T 4-2000,好", "gb/t4-2000,又一次", "GB/T 5-2000,坏\ufffd字", "看不懂,书")
    assert [(problem.line, problem.code) for problem in done.problems] == [
        (2, "row_number_missing"), (3, "row_title_missing"), (4, "row_date_unreadable"), (5, "too_long"), (7, "row_twice"), (8, "not_utf8"),
    ]  # fmt: skip
    assert done.new == 2
    unreadable = queries.by_number(session, "看不懂")
    assert unreadable
    assert unreadable.klass == "unreadable"


def test_a_file_is_imported_in_lots_with_progress_and_survives_a_broken_end(database: Database, tmp_path: Path) -> None:
    whole, steps = tmp_path / "list.csv.gz", []
    lines = "\n".join([HEADER, *(f"GB/T {number}-2020,标题{number}" for number in range(1, 4502))])
    whole.write_bytes(gzip.compress(lines.encode()))
    outcome = catalogue_import.run(database, whole, lambda done, total: steps.append((done, total)))
    assert outcome.problems[:1] == [catalogue.Problem(2, "GB/T 1-2020", "row_too_short")]
    plain = tmp_path / "plain.csv"
    plain.write_text("std_no,title_zh\n" + "".join(f"GB/T {number}-2020,标题{number}\n" for number in range(1, 4502)), encoding="utf-8-sig")
    outcome = catalogue_import.run(database, plain, lambda done, total: steps.append((done, total)))
    assert (outcome.new, outcome.problems, steps[-3:]) == (4501, [], [(2000, 4501), (4000, 4501), (4501, 4501)])
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(plain.read_bytes())[:-2000])
    outcome = catalogue_import.run(database, cut, source_name=plain.name)
    assert (outcome.new, outcome.changed) == (0, 0) != outcome.same
    assert [problem.code for problem in outcome.problems] == ["file_breaks_off"]


@pytest.mark.parametrize(("content", "code"), [(b"number,title\n1,2\n", "columns_missing"), (b"", "columns_missing"), (b"\x1f\x8bnonsense", "file_not_a_csv"), (None, "file_not_found")])
def test_a_wrong_file_is_refused_before_anything_is_written(tmp_path: Path, content: bytes | None, code: str) -> None:
    path, nowhere = tmp_path / "list.csv", Database("sqlite://")
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        catalogue_import.run(nowhere, path)
    assert refused.value.fields == {"file": code}
    nowhere.close()


def test_a_standard_is_found_by_any_spelling_by_its_digits_and_by_its_title(session: Session, now: datetime) -> None:
    listed(session, now, "GB/T 32614-2023,户外运动服装 冲锋衣", "GB/T 32614-2016,户外运动服装 冲锋衣,废止", "GB/T 326-1989,石油沥青纸胎油毡", "T/CAQP 015-2020,LED灯具", "DB33/T 2301-2020,养老服务")

    def found(typed: str) -> list[str]:
        return [standard.number for standard in catalogue_search.find(session, typed)]

    assert found("GB/T 32614-2016")[0] == "GB/T 32614-2016"
    for typed in ("GB/T 32614", "gbt32614", "32614", "ＧＢ／Ｔ　３２６１４", "GB 32614", "2614"):
        assert found(typed)[:2] == ["GB/T 32614-2023", "GB/T 32614-2016"], typed
    assert found("GB/T 326") == ["GB/T 326-1989", "GB/T 32614-2016", "GB/T 32614-2023"]
    assert found("冲锋衣") == ["GB/T 32614-2023", "GB/T 32614-2016"]
    assert found("led 灯") == ["T/CAQP 015-2020"]
    assert found("T/CA") == ["T/CAQP 015-2020"]
    assert found("DB33") == ["DB33/T 2301-2020"]
    assert found("%") == found("_") == found("") == found("x' OR 1=1 --") == []


@given(st.text(max_size=150))
def test_a_row_of_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    said = rules.read({"std_no": text, "title_zh": text, "impl_date": text[:12], "source": text[:70]}, "list")
    assert isinstance(said, str) or rules.facts(said.number, [said.words]).compact_key == parse(said.words["std_no"]).compact


@given(st.dates(), st.dates() | st.none(), st.dates() | st.none(), st.integers(0, 3), st.sampled_from([None, "GB/T 9-2020"]), st.dates() | st.none(), st.booleans() | st.none())
def test_a_standard_counts_as_ended_only_when_somebody_entitled_says_so(
    today: date, start: date | None, end: date | None, sources: int, successor: str | None, successor_on: date | None, said: bool | None
) -> None:
    confirmation = None if said is None else Confirmation(said)
    derived = rules.state(facts(in_force_on=start, withdrawn_on=end, withdrawn_sources=sources, replaced_by=successor), confirmation, today, successor_on)
    if derived.certain:
        assert derived.word in (Word.WITHDRAWN, Word.REPLACED)
        assert said or (said is None and sources >= 2)
    if said is False:
        assert derived.word in (Word.UPCOMING, Word.IN_FORCE)
    assert (derived.word is Word.UPCOMING) == (derived.word in (Word.UPCOMING, Word.IN_FORCE) and start is not None and start > today)


def test_the_catalogue_refuses_whoever_may_not_keep_it(session: Session, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        catalogue.import_rows(session, actor=Actor(account_id=1, confirmed=True), rows=(), source_name="x", now=now)
    assert session.query(CatalogueStandard).count() == 0
