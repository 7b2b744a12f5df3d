"""The demonstration's printed codes: what a person who scans one, or keeps them for an enterprise, finds there."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.models import EnterpriseScanCount, GtinHolding, Job, LedgerEntry, Lot, Product, ScanCode, ScanCount, Serial, SerialRun, TypedLink, Variant
from registry.plain import Look
from registry.queries import answers, products, resolving
from registry.reference import divisions
from registry.seed import demo

BELT = "海岚尼龙芯输送带"


def _code(session: Session, name: str) -> str:
    return products.code_of(session, session.scalars(select(Product.id).where(Product.name == name)).one())


def test_the_day_of_manufacture_decides_which_version_held(told: Session) -> None:
    """Three belts of one product: before anything was disclosed, before an amendment, after it."""
    code = _code(told, BELT)
    held = {lot: answers.answer(Look.of(told), code, today=demo.TODAY, lot=lot).held for lot in ("HL240318", "HL260302", "HL260415")}
    assert held["HL240318"] == ()
    (first,), (second,) = held["HL260302"], held["HL260415"]
    assert first.version
    assert second.version
    assert (first.number, first.version.sequence, second.version.sequence) == ("Q/HLXJ 003-2024", 1, 2)
    assert first.version.content_hash != second.version.content_hash


def test_lots_variants_serials_and_links_belong_to_several_enterprises(told: Session) -> None:
    owners = {table: told.scalar(select(func.count(func.distinct(Product.enterprise_id))).join(table, table.product_id == Product.id)) for table in (Lot, Variant, SerialRun, TypedLink)}
    assert min(owners.values()) >= 3
    assert min(owners[Lot], owners[TypedLink]) >= 6
    corrected = told.scalars(select(LedgerEntry.content).where(LedgerEntry.kind == "lot.corrected")).one()
    assert "HL260415" in str(corrected)


def test_serials_are_there_and_leave_no_job_behind(told: Session) -> None:
    assert {(run.total == run.done, run.job_id, run.ended_at is not None) for run in told.scalars(select(SerialRun))} == {(True, None, True)}
    assert sum(told.scalars(select(SerialRun.done))) == told.scalar(select(func.count()).select_from(Serial))
    assert told.scalars(select(Job.id).where(Job.kind == "serials.make")).all() == []
    made_at_random = [serial for serial in told.scalars(select(Serial.serial)) if len(serial) == 12]
    assert len(made_at_random) >= 500


def test_links_lead_to_invented_places_only(told: Session) -> None:
    hosts = [urlsplit(href).hostname or "" for href in told.scalars(select(TypedLink.href))]
    assert [host for host in hosts if not host.endswith((".example.com", ".example.org"))] == []
    assert [title for title in told.scalars(select(TypedLink.title)) if "示例" not in title and "invented" not in title] == []


def test_a_revoked_code_goes_on_answering_beside_the_new_one_and_another_was_revoked_by_the_bureau(told: Session) -> None:
    revoked = told.scalars(select(ScanCode).where(ScanCode.revoked_at.is_not(None)).order_by(ScanCode.revoked_at)).all()
    standing = [told.scalars(select(ScanCode.code).where(ScanCode.product_id == each.product_id, ScanCode.revoked_at.is_(None))).all() for each in revoked]
    assert [len(each) for each in standing] == [1, 0]
    look = Look.of(told)
    assert [answers.answer(look, each.code, today=demo.TODAY).revoked_reason for each in revoked] == [each.revoked_reason for each in revoked]
    first, second = told.scalars(select(LedgerEntry.content).where(LedgerEntry.kind == "code.revoked").order_by(LedgerEntry.id))
    assert '"by":"enterprise"' in first
    assert '"by":"authority"' in second


def test_a_merged_product_answers_on_the_survivors_page(told: Session) -> None:
    merged = told.scalars(select(Product).where(Product.merged_into_id.is_not(None))).one()
    found = answers.answer(Look.of(told), products.code_of(told, merged.id), today=demo.TODAY)
    assert (found.name, found.merged_name, found.page_code) == ("岭霁冲锋裤", "岭霁冲锋裤 2型", _code(told, "岭霁冲锋裤"))


def test_links_with_a_wrong_article_number_lead_where_the_right_one_leads(told: Session) -> None:
    wrong = told.scalars(select(GtinHolding).where(GtinHolding.ended_at.is_not(None))).one()
    product = told.get_one(Product, wrong.product_id)
    assert product.gtin not in (None, wrong.gtin)
    look = Look.of(told)
    assert resolving.of_gtin(look, wrong.gtin, "", "", "") == resolving.of_gtin(look, product.gtin, "", "", "")
    began = told.execute(select(GtinHolding.since, Product.created_at).join(Product, Product.id == GtinHolding.product_id)).all()
    assert sum(since > created_at for since, created_at in began) == 2


def test_scans_of_two_months_follow_the_week_and_add_up(told: Session) -> None:
    days: Counter[date] = Counter()
    for day, scans in told.execute(select(ScanCount.day, ScanCount.scans)):
        days[day] += scans
    assert (min(days), max(days), len(days)) == (demo.TODAY - timedelta(days=59), demo.TODAY, 60)
    assert sum(days.values()) == told.scalar(select(func.sum(EnterpriseScanCount.scans)))
    weekend = [scans for day, scans in days.items() if day.weekday() > 4]
    week = [scans for day, scans in days.items() if day.weekday() <= 4]
    assert sum(weekend) / len(weekend) > sum(week) / len(week)
    assert max(days, key=days.__getitem__).month == 11
    assert [region for region in set(told.scalars(select(ScanCount.region))) if region != "unknown" and divisions.find(region) is None] == []
