"""What is read for a comparison: on each database the same, and hardly more for five than for two."""

from datetime import date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from registry.models import Disclosure, Enterprise, ScanCode
from registry.queries import comparing
from registry.queries.comparing import Choice
from tests.factories import people
from tests.factories.disclosures import changed
from tests.fixtures.databases import World
from tests.public_site.sides import MANDATORY, RECOMMENDED, Sides, fill

TODAY = date(2026, 11, 20)


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def sides(told: Sides) -> Sides:
    return told


def chosen(sides: Sides, *names: str) -> list[Choice]:
    return [*(Choice("disclosure", sides.ids[name]) for name in names), Choice("product", sides.product)]


def test_columns_come_in_the_order_of_the_choices_with_lines_floors_and_concepts(session: Session, sides: Sides) -> None:
    found = comparing.sides(session, [*chosen(sides, "free", "plain"), Choice("product", sides.bare_product), Choice("disclosure", "NOSUCH")], TODAY)
    assert [side.disclosure.public_id for side in found.sides] == [sides.ids["free"], sides.ids["plain"], sides.ids["converted"]]
    assert [(each.number, each.floor.concept) for each in found.sides[1].asked] == [(RECOMMENDED, "tensile-strength"), (RECOMMENDED, "rubbing-fastness"), (MANDATORY, "rubbing-fastness")]
    assert [line.concept for line in found.sides[0].lines] == ["belt-speed", "", "tensile-strength"]
    assert found.measures["tensile-strength"].unit == "MPa"
    assert [each.code for each in found.bare] == [sides.bare_product]
    assert [each.code for each in found.unknown] == ["NOSUCH"]


def test_the_version_in_force_is_compared_not_one_to_come(session: Session, sides: Sides, now: datetime) -> None:
    version = session.query(Disclosure).filter_by(public_id=sides.ids["plain"]).one().versions[0]
    editor = people.member(session, now, session.query(Enterprise).one())
    changed(session, now, editor, version, "amend", title="以后的标题", in_force_from="2099-01-01")
    assert comparing.sides(session, chosen(sides, "plain"), TODAY).sides[0].document["title"] == "橡胶输送带（示例）"


def test_a_merged_product_leads_to_the_one_that_took_its_place(session: Session, sides: Sides) -> None:
    bare = session.query(ScanCode).filter_by(code=sides.bare_product).one()
    bare.product.merged_into_id = session.query(ScanCode).filter_by(code=sides.product).one().product_id
    session.flush()
    found = comparing.sides(session, [Choice("product", sides.bare_product)], TODAY)
    assert [(side.product.name, side.disclosure.public_id) for side in found.sides if side.product] == [("夹织物芯输送带", sides.ids["converted"])]


def test_products_of_an_enterprise_that_is_not_verified_are_unknown(session: Session, sides: Sides) -> None:
    session.query(Enterprise).one().verified_at = None
    session.flush()
    assert comparing.sides(session, [Choice("product", sides.product)], TODAY).unknown == (Choice("product", sides.product),)


def test_five_cost_as_few_statements_as_two(session: Session, sides: Sides) -> None:
    statements: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: statements.append(given[2]))

    def asked(*names: str) -> int:
        session.expire_all()
        statements.clear()
        comparing.sides(session, chosen(sides, *names), TODAY)
        return len(statements)

    assert asked("plain", "free") == asked("plain", "free", "aged", "method") <= 12
