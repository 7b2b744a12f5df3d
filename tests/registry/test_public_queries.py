"""Public lists from SQL: what a filter asks for is what the rules derive."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from registry.queries import public_lists, public_people, public_products
from registry.queries.public_conditions import Wanted
from registry.queries.public_people import EnterprisesWanted
from registry.queries.public_products import ProductsWanted
from registry.rules.standard_number import parse
from registry.rules.status import Word
from tests.factories import people
from tests.fixtures.databases import World
from tests.public_site.shelf import RECOMMENDED, Shelf, fill

TODAY = date(2026, 11, 20)


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


def found(session: Session, **asked: object) -> list[str]:
    return [row.public_id for row in public_lists.disclosures(session, Wanted(**asked), TODAY).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("word", list(Word))
@pytest.mark.parametrize("few", [0, 5_000])
def test_a_status_filter_finds_exactly_what_the_rules_derive(session: Session, shelf: Shelf, word: Word, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.queries.public_conditions.FEW", few)  # both ways of asking
    everything = public_lists.disclosures(session, Wanted(), TODAY, per_page=100).rows
    assert found(session, status=word.value) == [row.public_id for row in everything if row.status.word is word]
    assert len(everything) == len(shelf.ids)


@pytest.mark.parametrize("typed", ["Q/SMXJ {serial}-2026", "q/smxj{serial}－2026", "QSMXJ {serial} - 2026", "Q/SMXJ {serial}", "{serial}"])
def test_a_number_is_found_in_any_spelling(session: Session, shelf: Shelf, typed: str) -> None:
    row = next(row for row in public_lists.disclosures(session, Wanted(), TODAY, per_page=100).rows if row.public_id == shelf.ids["current"])
    serial = parse(row.number).bare or row.number.split()[1].split("-")[0]
    assert shelf.ids["current"] in found(session, text=typed.format(serial=serial))


@pytest.mark.parametrize("typed", ["橡胶输送", "输送带", "三门县某某", "Q/SMXJ", "qsmxj"])
def test_a_beginning_or_a_part_finds_too(session: Session, shelf: Shelf, typed: str) -> None:
    assert shelf.ids["current"] in found(session, text=typed)


def test_filters_narrow_together(session: Session, shelf: Shelf) -> None:
    assert found(session, lower=True) == [shelf.ids["lower"]]
    assert found(session, division="330000", klass="enterprise", subject="product", year=2026, industry="C", lower=True) == [shelf.ids["lower"]]
    assert found(session, division="350000") == found(session, klass="national") == found(session, subject="service") == found(session, industry="A") == []


def test_pages_follow_each_other_without_gap_or_double(session: Session, shelf: Shelf) -> None:
    whole = found(session)
    seen, after = [], None
    while True:
        page = public_lists.disclosures(session, Wanted(), TODAY, after=after, per_page=3)
        seen += [row.public_id for row in page.rows]
        if not page.more:
            break
        after = (page.rows[-1].disclosed_at, page.rows[-1].id)
    assert seen == whole
    assert len(set(seen)) == len(shelf.ids)


def test_a_count_is_exact_while_the_registry_is_small_and_a_lower_bound_beyond(session: Session, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert public_lists.disclosures(session, Wanted(), TODAY).count == public_lists.Count(len(shelf.ids), True)
    monkeypatch.setattr("registry.queries.public_lists.COUNTED", 4)
    counted = public_lists.disclosures(session, Wanted(subject="product"), TODAY).count
    assert counted is not None
    assert counted.least <= 4
    assert not counted.exact


def test_a_number_tells_what_the_catalogue_knows(session: Session, shelf: Shelf) -> None:
    (known,) = public_lists.known(session, parse("gbt990002—2024"), TODAY)
    assert (known.number, known.word) == (RECOMMENDED, "in_force")
    assert [each.number for each in public_lists.known(session, parse("GB/T 990002"), TODAY)] == [RECOMMENDED]


def test_enterprises_are_found_by_name_code_and_place_and_only_verified_ones(session: Session, shelf: Shelf, now: datetime) -> None:
    unseen = people.enterprise(session, now, verified=False, name="三门县未核验厂")
    for wanted in (EnterprisesWanted(), EnterprisesWanted("某某"), EnterprisesWanted(shelf.firm.lower()), EnterprisesWanted(division="331000"), EnterprisesWanted(industry="C")):
        rows = public_people.enterprises(session, wanted, TODAY).rows
        assert [row.credit_code for row in rows] == [shelf.firm]
        assert rows[0].disclosures == len(shelf.ids)
    assert unseen.credit_code not in [row.credit_code for row in public_people.enterprises(session, EnterprisesWanted("未核验"), TODAY).rows]


def test_products_are_found_by_name_and_by_category_with_all_below(session: Session, shelf: Shelf) -> None:
    for wanted in (ProductsWanted("夹织物芯"), ProductsWanted("芯输送"), ProductsWanted(category="conveyor-belt", kind="product")):
        assert shelf.product in [row.code for row in public_products.products(session, wanted).rows]
    assert public_products.products(session, ProductsWanted(category="steel-cord-belt")).rows == ()
