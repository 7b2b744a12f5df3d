"""A document says what public pages say of its subject, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import endings, products
from registry.legal_time import legal_day
from registry.models import CatalogueStandard, ConceptSynonym, Enterprise, EnterpriseName, IndicatorConcept, Standing
from registry.outbox import KINDS
from registry.queries import indexing
from registry.rules import names
from registry.rules.standard_number import parse
from search import documents, fields, ordering
from tests.factories import people, shelves
from tests.factories.contents import line
from tests.factories.disclosures import changed, disclosed
from tests.factories.products import gtin, registered


def _documents(session: Session, kind: str, *ids: int, on: date) -> list[Any]:
    return [change.document for change in documents.changes(session, kind, ids, on, indexing.words(session))]


def _one(session: Session, kind: str, subject_id: int, on: date) -> Any:
    (found,) = _documents(session, kind, subject_id, on=on)
    assert found is not None
    return found


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    shelves.stock(session, now)
    return people.enterprise(session, now)


@pytest.fixture
def today(now: datetime) -> date:
    return legal_day(now)


def test_a_document_keeps_to_the_table_of_fields(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    product = registered(session, now, actor, firm, gtin=gtin(), brand="三门湾", models="SPB-2240\nSPB-2500")
    standard = session.scalars(select(CatalogueStandard.id).limit(1)).one()
    for kind, subject_id in (("disclosure", version.disclosure_id), ("product", product.id), ("enterprise", firm.id), ("standard", standard)):
        document = _one(session, kind, subject_id, today)
        assert document["kind"] == [kind]
        assert fields.subject(document["seat"]) == (kind, subject_id)
        assert document["digest"] == documents.digest(document)
        types = {"words": list, "terms": list, "number": int, "name": str, "kept": str}
        assert {name: type(value) for name, value in document.items()} == {name: types[fields.BY_NAME[name].kind] for name in document}
        assert all(isinstance(each, str) and each and " " not in each for name in document if fields.BY_NAME[name].kind == "words" for each in document[name])


def test_a_disclosure_is_filed_by_class_status_place_trade_year_and_what_it_states(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    version = disclosed(session, now, people.member(session, now, firm), firm, number="Q/SMXJ 001-2026", category="steel-cord-belt")
    document = _one(session, "disclosure", version.disclosure_id, today)
    assert document["class"] == ["enterprise"]
    assert document["status"] == ["current"]
    assert document["subject"] == ["product"]
    assert document["region"] == ["330000", "331000", "331022"]
    assert document["industry"] == ["C", "C29", "C291", "C2912"]
    assert document["category"] == ["conveyor-belt", "steel-cord-belt"]
    assert document["year"] == ["2026"]
    assert document["enterprise"] == [firm.credit_code]
    assert document["codes"] == [version.disclosure.public_id]
    number = parse("Q/SMXJ 001-2026")
    assert document["numbers"] == [number.compact, number.compact_undated, number.bare]
    assert document["date"] == int(now.timestamp())
    assert not {"lower", "checked", "ics"} & document.keys()


def test_a_disclosure_is_found_by_title_holder_category_indicator_method_and_product(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    filled = (line(name="扯断强度", concept="tensile-strength"), line(name="某种怪名", kind="functional", operator="text", low="", unit="", text="无裂纹"))
    version = disclosed(session, now, actor, firm, category="steel-cord-belt", lines=filled)
    product = registered(session, now, actor, firm, name="矿用传送机")
    products.link(session, actor=actor, product_id=product.id, disclosure_id=version.disclosure_id, now=now)
    found = _one(session, "disclosure", version.disclosure_id, today)["text"]
    for token in ("橡胶", "某某", "矿用", "运输", "扯断", "拉伸", "怪名", "528", "裂纹", "三门"):
        assert token in found


def test_values_are_found_by_concept_also_where_a_free_name_was_mapped_since(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    version = disclosed(session, now, people.member(session, now, firm), firm, lines=(line(name="老叫法", low="20"), line(name="带速", kind="functional", operator="at_most", low="", high="5", unit="m/s")))
    before = _one(session, "disclosure", version.disclosure_id, today)
    concept = session.scalars(select(IndicatorConcept).where(IndicatorConcept.code == "tensile-strength")).one()
    session.add(ConceptSynonym(concept_id=concept.id, text="老叫法", key=names.key("老叫法")))
    session.flush()
    after = _one(session, "disclosure", version.disclosure_id, today)
    assert len(after["lows"]) == len(before["lows"]) + 1
    assert after["digest"] != before["digest"]


def test_a_product_stands_under_its_standards_and_its_codes(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    number = gtin()
    product = registered(session, now, actor, firm, name="耐热输送带", brand="三门湾", models="SPB-2240\nSPB-2500", gtin=number)
    products.link(session, actor=actor, product_id=product.id, disclosure_id=version.disclosure_id, now=now)
    document = _one(session, "product", product.id, today)
    assert document["codes"] == [f"0{number}", product.codes[0].code]
    assert document["category"] == ["conveyor-belt"]
    assert (document["class"], document["status"], document["subject"]) == (["enterprise"], ["current"], ["product"])
    assert {"spb", "2240", "spb2240", "2500", "三门"} <= set(document["text"])


def test_nothing_private_stands_in_a_document(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    firm.contact_name, firm.contact_phone, firm.contact_email = "隐秘人", "13800138000", "secret@example.com"
    firm.address = "隐秘路八号"
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    session.flush()
    said = str(_one(session, "enterprise", firm.id, today)) + str(_one(session, "disclosure", version.disclosure_id, today))
    assert not [word for word in ("隐秘", "13800138000", "secret", "example") if word in said]


def test_what_is_not_public_has_no_document(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    product, other = registered(session, now, actor, firm), registered(session, now, actor, firm, name="合并前")
    other.merged_into_id = product.id
    session.flush()
    assert _documents(session, "product", other.id, 999_999, on=today) == [None, None]
    firm.verified_at = None
    session.flush()
    for kind, subject_id in (("disclosure", version.disclosure_id), ("product", product.id), ("enterprise", firm.id)):
        assert _documents(session, kind, subject_id, on=today) == [None]


def test_an_enterprise_is_found_under_the_names_it_had(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    session.add(EnterpriseName(enterprise_id=firm.id, name="三门县旧名胶带厂（示例）", division_code="331022", since=date(2001, 1, 1), recorded_at=now - timedelta(days=1)))
    session.flush()
    document = _one(session, "enterprise", firm.id, today)
    assert {"旧名", "胶带"} <= set(document["text"])
    assert "旧名" not in document["title"]
    assert document["codes"] == [firm.credit_code]


def test_the_day_alone_changes_a_status(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    version = disclosed(session, now, people.member(session, now, firm), firm, in_force_from="2027-01-01", valid_until="2027-12-31")
    words = [_one(session, "disclosure", version.disclosure_id, on)["status"] for on in (today, date(2027, 1, 1), date(2028, 1, 1))]
    assert words == [["upcoming"], ["current"], ["expired"]]


def test_a_check_and_an_end_are_told_as_the_page_tells_them(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    office = people.bureau(session, now)
    officer = people.officer(session, now, office)
    facts = {"enterprise_id": firm.id, "source": "示例", "bureau_id": office.id, "recorded_by_id": officer.account_id, "recorded_at": now, "effective_on": today}
    session.add(Standing(kind="checked", result="conforming", disclosure_id=version.disclosure_id, **facts))
    session.add(Standing(kind="rectification_ordered", disclosure_id=version.disclosure_id, **facts))
    session.flush()
    document = _one(session, "disclosure", version.disclosure_id, today)
    assert document["checked"] == ["yes", "conforming"]
    assert "rectification" not in str(document)
    session.add(Standing(kind="deregistered", **facts))
    session.flush()
    assert _one(session, "disclosure", version.disclosure_id, today)["status"] == ["deregistered"]
    assert _one(session, "enterprise", firm.id, today)["status"] == ["deregistered"]


def test_a_standard_of_the_catalogue_stands_under_all_its_classes(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    standard = session.scalars(select(CatalogueStandard).where(CatalogueStandard.number == "GB/T 528-2009")).one()
    standard.ics, standard.ccs, standard.issued_on = "83.060;21.220.10", "G40", date(2009, 4, 24)
    session.flush()
    document = _one(session, "standard", standard.id, today)
    assert document["status"] == ["in_force"]
    assert set(document["ics"]) == {"83", "83.060", "21", "21.220", "21.220.10"}
    assert document["ccs"][0] == "G"
    assert (document["class"], document["year"]) == (["national"], ["2009"])
    assert document["date"] == int(datetime(2009, 4, 23, 16, tzinfo=UTC).timestamp())


def test_numbers_sort_as_people_count() -> None:
    wanted = ["GB/T 528-2009", "GB/T 1690-2010", "GB/T 3690.1-2009", "GB/T 3690.2-2009", "GB/T 3690.10-2009", "GB/T 7984-2001", "GB/T 7984-2013", "Q/SMXJ 001-2026", "Q/SMXJ 002-2025"]
    assert sorted(wanted, key=ordering.number_order) == wanted


def _statements(session: Session) -> list[str]:
    """What goes through the session's connection from now on, also past SQLAlchemy."""
    seen: list[str] = []
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "sqlite":
        driver.set_trace_callback(seen.append)
        return seen

    class Noting(driver.cursor_factory):  # type: ignore[misc]
        def execute(self, query: Any, *values: Any, **ways: Any) -> Any:
            seen.append(str(query))
            return super().execute(query, *values, **ways)

    driver.cursor_factory = Noting
    return seen


def test_a_thousand_subjects_cost_as_many_statements_as_one(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    ids = [disclosed(session, now, actor, firm, category="conveyor-belt").disclosure_id for _ in range(6)]
    made = [registered(session, now, actor, firm, name=f"产品{number}").id for number in range(6)]
    session.flush()

    seen = _statements(session)

    def statements(kind: str, subjects: list[int]) -> int:
        vocabulary = indexing.words(session)
        seen.clear()
        documents.changes(session, kind, subjects, today, vocabulary)
        return len(seen)

    for kind, subjects in (("disclosure", ids), ("product", made), ("enterprise", [firm.id]), ("standard", [1, 2, 3])):
        assert 0 < statements(kind, subjects) == statements(kind, subjects[:1]) <= 9


def test_an_amendment_and_a_withdrawal_move_the_date_that_lists_sort_by(session: Session, now: datetime, today: date, firm: Enterprise) -> None:
    actor = people.member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    later = now + timedelta(days=40)
    changed(session, later, actor, version, "amend")
    assert _one(session, "disclosure", version.disclosure_id, today)["date"] == int(later.timestamp())
    last = later + timedelta(days=1)
    endings.withdraw(session, actor=actor, disclosure_id=version.disclosure_id, effective_on=legal_day(last), reason="停产", now=last)
    document = _one(session, "disclosure", version.disclosure_id, legal_day(last))
    assert (document["status"], document["date"]) == (["withdrawn"], int(last.timestamp()))


def test_every_kind_has_a_seat_of_its_own() -> None:
    seats = [fields.seat(kind, number) for number in range(1, 50) for kind in KINDS]
    assert seats == sorted(set(seats))
    assert [fields.subject(seat) for seat in seats[:4]] == [(kind, 1) for kind in KINDS]


def test_one_row_that_cannot_be_read_stops_no_other(session: Session, now: datetime, today: date, firm: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = people.member(session, now, firm)
    good, bad = (registered(session, now, actor, firm, name=name) for name in ("好产品", "坏产品"))
    real = documents.pinyin.order_key

    def broken(text: str) -> str:
        if text == "坏产品":
            raise ValueError(text)
        return real(text)

    monkeypatch.setattr(documents.pinyin, "order_key", broken)
    changes = documents.changes(session, "product", [good.id, bad.id], today, indexing.words(session))
    assert [change.subject_id for change in changes] == [good.id]
