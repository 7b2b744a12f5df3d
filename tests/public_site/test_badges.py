"""Stars, places, candidates and titles wherever a standard is shown: on its page, behind its code, beside its product, in comparisons and lists."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.actions import endings, products
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise, FrontRunner, FrontRunnerStep, SchemeVersion
from registry.queries import products as product_queries
from registry.rules.permission import Actor
from tests.factories import disclosures, people, schemes
from tests.factories import products as made_products
from tests.factories import rankings as made
from tests.public_site.test_pages_answers import LARGEST, SHEETS, plain

FIRM = "91331022MA2K10012U"
TODAY = legal_day(utc_now())


@dataclass
class Hall:
    """Three belts on a published board: two of level 1, one of level 3; the best one has a product."""

    client: FlaskClient
    database: Database
    assessor: Actor
    owner: Actor
    best: str
    third: str
    code: str
    ranking: str

    def text(self, path: str, language: str = "zh") -> str:
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, (path, answer.status)
        return answer.text

    def said(self, path: str, language: str = "zh") -> str:
        return plain(self.text(path, language))

    def facts(self, path: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.text(path))
        return found

    def disclosure_id(self, public_id: str) -> int:
        with self.database.reading() as session:
            return session.query(Disclosure).filter_by(public_id=public_id).one().id

    def titled(self, kind: str, valid_until: date | None = None) -> None:
        """A title of the best belt, as a bureau recorded it."""
        with self.database.transaction() as session:
            row = session.query(Disclosure).filter_by(public_id=self.best).one()
            session.add(FrontRunner(
                public_id=f"FR{kind}", kind=kind, disclosure_id=row.id, version_id=row.latest_version_id, enterprise_id=row.enterprise_id, category="输送带", year=2026, models="EP200\nEP300",
                issuer="某某标准化协会（示例）", document="2026年第1号公告（示例）", source_url="https://example.com/1",
                valid_from=TODAY - timedelta(days=3), valid_until=valid_until, recorded_by_id=self.owner.account_id, recorded_at=utc_now(),
            ))  # fmt: skip

    def suspended(self, reason: str) -> None:
        """Its candidate."""
        with self.database.transaction() as session:
            runner = session.query(FrontRunner).filter_by(kind="candidate", disclosure_id=self.disclosure_id(self.best)).one()
            session.add(FrontRunnerStep(front_runner_id=runner.id, step="suspended", reason=reason, recorded_at=utc_now()))


@pytest.fixture
def hall(app: Flask, client: FlaskClient, database: Database) -> Hall:
    now = utc_now()
    with database.transaction() as session:
        assessor = made.assessor(session, now)
        firm = people.enterprise(session, now, credit_code=FIRM)
        owner = people.member(session, now, firm)
        best, _second, third = (made.belt(session, now, owner, firm, tensile) for tensile in ("25 MPa", "24 MPa", "13 MPa"))
        ranking = made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme()))
        product = made_products.registered(session, now, owner, firm)
        session.flush()
        products.link(session, actor=owner, product_id=product.id, disclosure_id=best.disclosure_id, now=now)
        session.flush()
        code = product_queries.code_of(session, product.id)
        return Hall(client, database, assessor, owner, best.disclosure.public_id, third.disclosure.public_id, code, ranking.public_id)


def test_the_page_behind_a_code_shows_stars_and_place_in_words_too(hall: Hall) -> None:
    page = hall.text(f"/p/{hall.code}")
    assert f'<span class="stars" role="img" aria-label="5 星，满分 5 星">★★★★★</span> <a href="/rankings/{hall.ranking}/entries/{hall.best}">2026 输送带</a>' in page
    assert "先进水平，第 1 名（共 3 项）" in plain(page)
    assert "发榜方评定" in page
    english = hall.text(f"/p/{hall.code}", "en")
    assert 'aria-label="5 of 5 stars"' in english
    assert "place 1 of 3" in plain(english)


def test_it_stays_within_its_octets_in_every_state_of_a_badge(hall: Hall) -> None:
    hall.titled("national")
    _amended(hall)
    for language in ("zh", "en"):
        answer = hall.client.get(f"/p/{hall.code}", headers={"Accept-Language": language})
        assert len(answer.data) + SHEETS < LARGEST


def test_the_standard_the_product_the_enterprise_and_the_lists_say_the_same(hall: Hall) -> None:
    for path in (f"/disclosures/{hall.best}", f"/products/{hall.code}", f"/enterprises/{FIRM}", "/standards", f"/compare?d={hall.best}&d={hall.third}"):
        page = hall.text(path)
        assert f'href="/rankings/{hall.ranking}/entries/{hall.best}"' in page, path
        assert 'aria-label="5 星，满分 5 星"' in page, path
    assert 'aria-label="3 星，满分 5 星"' in hall.text(f"/disclosures/{hall.third}")
    assert "基准水平，第 3 名（共 3 项）" in hall.said(f"/compare?d={hall.best}&d={hall.third}")


def test_programs_read_the_same_facts(hall: Hall) -> None:
    sides = hall.facts(f"/compare.json?d={hall.best}")["columns"]
    rows = hall.facts("/standards.json")["disclosures"]
    assert isinstance(sides, list)
    assert isinstance(rows, list)
    told = [hall.facts(f"{path}.json") for path in (f"/p/{hall.code}", f"/disclosures/{hall.best}", f"/products/{hall.code}")] + [sides[0], next(row for row in rows if row["public_id"] == hall.best)]
    for facts in told:
        assert [(each["place"], each["of"], each["level"], each["stars"], each["in_force"], each["judged_version_is_newest"]) for each in facts["rankings"]] == [(1, 3, 1, 5, True, True)]
        assert [(each["kind"], each["state"]) for each in facts["front_runners"]] == [("candidate", "current")]
    of_enterprise = hall.facts(f"/enterprises/{FIRM}.json")["rankings"]
    assert isinstance(of_enterprise, list)
    assert sorted(each["place"] for each in of_enterprise) == [1, 1, 3]


def test_a_candidate_is_never_called_a_front_runner_and_a_title_names_who_gave_it(hall: Hall) -> None:
    assert "领跑者" not in hall.said(f"/p/{hall.code}")
    assert "领跑候选" in hall.said(f"/p/{hall.code}")
    hall.titled("national")
    page = hall.said(f"/disclosures/{hall.best}")
    assert re.search(r"领跑者（国家） ?有效 2026 输送带 有关机构授予", page)
    assert "某某标准化协会（示例） · 2026年第1号公告（示例）" in page


def test_a_suspended_candidate_says_why_and_what_is_over_is_not_shown(hall: Hall) -> None:
    hall.suspended("failed_check")
    hall.titled("provincial", valid_until=TODAY - timedelta(days=1))
    page = hall.said(f"/p/{hall.code}")
    assert "已暂停" in page
    assert "原因：监督检查不合格" in page
    assert "领跑者（省级）" not in page


def test_an_amended_standard_says_that_an_earlier_version_was_judged_and_suspends_its_candidate_at_once(hall: Hall) -> None:
    _amended(hall)
    for path in (f"/p/{hall.code}", f"/disclosures/{hall.best}", f"/products/{hall.code}"):
        assert "评的是以前的版本，现在的版本还没有评" in hall.said(path), path
    assert "原因：标准公开了新版本，需要重新评估" in hall.said(f"/p/{hall.code}")
    assert "与现在的标准不同" in hall.said("/standards")


def test_a_withdrawn_standard_says_that_it_is_not_in_force(hall: Hall) -> None:
    with hall.database.transaction() as session:
        endings.withdraw(session, actor=hall.owner, disclosure_id=hall.disclosure_id(hall.best), effective_on=TODAY, reason="停产", now=utc_now())
    page = hall.said(f"/disclosures/{hall.best}")
    assert "标准现在不是有效状态" in page
    assert "原因：企业已废止该标准" in page


def test_only_the_newest_published_board_of_a_scheme_counts_and_a_draft_does_not(hall: Hall) -> None:
    now = utc_now()
    with hall.database.transaction() as session:
        version = session.query(SchemeVersion).one()
        firm = session.query(Enterprise).filter_by(credit_code=FIRM).one()
        made.belt(session, now, hall.owner, firm, "26 MPa")
        draft = made.compiled(session, now + timedelta(minutes=1), hall.assessor, version)
        assert (draft.graded, draft.published_at) == (4, None)
    assert "共 3 项" in hall.said(f"/p/{hall.code}")
    with hall.database.transaction() as session:
        newer = made.published(session, now + timedelta(minutes=2), hall.assessor, session.query(SchemeVersion).one()).public_id
    page = hall.text(f"/p/{hall.code}")
    assert "共 4 项" in plain(page)
    assert f"/rankings/{newer}/" in page
    assert f"/rankings/{hall.ranking}/" not in page


def test_an_english_page_marks_what_is_chinese(hall: Hall) -> None:
    hall.titled("national")
    hall.suspended("amended")
    short = re.search(r'<dl class="first">.*?</dl>', hall.text(f"/p/{hall.code}", "en"), re.DOTALL)
    assert short
    unmarked = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", short[0])
    assert not re.search(r"[\u4e00-\u9fff]", unmarked.replace("输送带", "")), unmarked


def _amended(hall: Hall) -> None:
    with hall.database.transaction() as session:
        version = session.query(DisclosureVersion).filter_by(disclosure_id=hall.disclosure_id(hall.best)).one()
        disclosures.changed(session, utc_now(), hall.owner, version, "amend")


def test_without_a_board_nothing_is_said(hall: Hall, now: datetime) -> None:
    with hall.database.transaction() as session:
        firm = session.query(Enterprise).filter_by(credit_code=FIRM).one()
        alone = disclosures.disclosed(session, now, hall.owner, firm).disclosure.public_id
    assert "/entries/" not in hall.text(f"/disclosures/{alone}")
    assert hall.facts(f"/disclosures/{alone}.json")["rankings"] == []
