"""Looking again as people meet it: the bureau's list, the enterprise's tasks, and what everybody reads after the day."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from public_site import desk_following
from public_site.worker import Bench, bench
from registry.actions import calendar, catalogue
from registry.actions import products as product_actions
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import AuditEntry, CatalogueStandard, DeskTask, Message, ScreeningMatter
from registry.queries import products
from registry.rules.content import Reference
from registry.rules.permission import SYSTEM, Actor
from registry.settings import Settings
from tests.factories import people
from tests.factories.contents import content
from tests.factories.disclosures import disclosed
from tests.factories.products import registered
from tests.factories.visits import Visit, visit

HERE = "/regulator/screening"
NUMBER = "GB/T 3690-2017"


@dataclass
class Story:
    """A belt's standard that refers to a withdrawn one, followed by the worker."""

    app: Flask
    database: Database
    keeper: Actor
    elsewhere: Actor
    owner: Actor
    credit_code: str
    public_id: str
    code: str
    bench: Bench

    def follow(self) -> None:
        while desk_following.drain(self.bench):
            pass

    def pass_the_day(self) -> None:
        """As if the matter had been due yesterday."""
        with self.database.transaction() as session:
            session.query(ScreeningMatter).one().due_on = legal_day(utc_now()) - timedelta(days=1)

    @property
    def matter_id(self) -> int:
        with self.database.reading() as session:
            return int(session.query(ScreeningMatter.id).scalar())


@pytest.fixture
def story(app: Flask, database: Database, settings: Settings) -> Story:
    now = utc_now() - timedelta(minutes=1)
    with database.transaction() as session:
        years = [now.year + each for each in (-1, 0, 1)]
        calendar.import_rows(session, actor=SYSTEM, rows=enumerate([{"year": str(year), "day": f"{year}-01-01", "works": "no", "notice": "示例"} for year in years], 2), now=now)
        keeper = people.officer(session, now, people.bureau(session, now))
        elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区局（示例）"))
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        row = {"std_no": NUMBER, "title_zh": "织物芯输送带", "status": "废止", "impl_date": "2018-04-01", "withdrawn_date": "2026-01-01"}
        version = disclosed(session, now, owner, firm, content(references=(Reference("normative", NUMBER),)))
        catalogue.import_rows(session, actor=keeper, rows=[(2, row)], source_name="甲目录+乙目录", now=now)
        product = registered(session, now, owner, firm)
        product_actions.link(session, actor=owner, product_id=product.id, disclosure_id=version.disclosure.id, now=now)
        session.flush()
        told = Story(app, database, keeper, elsewhere, owner, firm.credit_code, version.disclosure.public_id, products.code_of(session, product.id), bench(settings))
    told.follow()
    return told


def desk(story: Story, actor: Actor | None = None) -> Visit:
    return visit(story.app, story.database, actor or story.keeper)


def test_the_worker_leaves_no_task_that_is_due(story: Story) -> None:
    with story.database.reading() as session:
        assert session.query(DeskTask).filter(DeskTask.not_before <= utc_now()).count() == 0


def test_the_bureau_reads_the_reason_and_what_it_rests_on_and_no_bare_score(story: Story) -> None:
    page = desk(story).get(HERE)
    assert "引用的 GB/T 3690—2017" in page
    assert "2 个来源一致" in page
    assert "由系统计算" in page


def test_the_list_narrows_by_reason_and_by_risk(story: Story) -> None:
    visitor = desk(story)
    assert "Q/SMXJ" in visitor.get(f"{HERE}?kind=cited&risk=2&asked=open&q=SMXJ")
    assert "没有符合条件的公开" in visitor.get(f"{HERE}?kind=alike")
    assert "没有符合条件的公开" in visitor.get(f"{HERE}?asked=overdue")
    assert "没有符合条件的公开" in visitor.get(f"{HERE}?kind=self_check&risk=3")


def test_the_list_leaves_as_a_file_with_a_line_a_remark(story: Story) -> None:
    answer = desk(story).client.get(f"{HERE}.csv")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert any("GB/T 3690—2017" in line for line in lines[1:])
    with story.database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="desk.exported").count() == 1


def test_another_county_sees_nothing_of_it(story: Story) -> None:
    visitor = desk(story, story.elsewhere)
    assert "没有符合条件的公开" in visitor.get(HERE)
    assert visitor.status(f"{HERE}/matters/{story.matter_id}") == 404


def test_the_enterprise_reads_its_dated_task_and_where_it_is_mended(story: Story) -> None:
    page = desk(story, story.owner).get(f"/console/{story.credit_code}/matters")
    assert "引用的 GB/T 3690—2017" in page
    assert "截止" in page
    assert f"/console/{story.credit_code}/disclosures/{story.public_id}" in page


def test_before_the_day_the_public_reads_nothing_and_afterwards_a_neutral_notice(story: Story) -> None:
    visitor = story.app.test_client()
    addresses = (f"/disclosures/{story.public_id}", f"/p/{story.code}")
    for address in addresses:
        assert "标准目录显示" not in visitor.get(address).text
        assert visitor.get(f"{address}.json").json["asked_and_overdue"] == []
    story.pass_the_day()
    for address in addresses:
        assert "标准目录显示，这项标准引用的 GB/T 3690—2017 已废止" in visitor.get(address).text
        assert visitor.get(f"{address}.json").json["asked_and_overdue"][0]["code"] == "cited_withdrawn"


def test_the_public_reads_nothing_that_rests_on_a_provisional_day(story: Story) -> None:
    story.pass_the_day()
    with story.database.transaction() as session:
        session.query(ScreeningMatter).one().provisional = True
    assert "标准目录显示" not in story.app.test_client().get(f"/disclosures/{story.public_id}").text


def test_the_notice_goes_when_the_catalogue_is_corrected(story: Story) -> None:
    story.pass_the_day()
    with story.database.transaction() as session:
        standard = session.query(CatalogueStandard).filter_by(number=NUMBER).one()
        catalogue.confirm(session, actor=story.keeper, standard_id=standard.id, withdrawn=False, withdrawn_on=None, source="全文公开系统", now=utc_now())
    story.follow()
    assert "标准目录显示" not in story.app.test_client().get(f"/disclosures/{story.public_id}").text
    assert "情况变化后不再提示" in desk(story, story.owner).get(f"/console/{story.credit_code}/matters")


def test_a_bureau_takes_a_task_back_with_words_and_it_is_not_asked_again(story: Story) -> None:
    address, visitor = f"{HERE}/matters/{story.matter_id}", desk(story)
    assert visitor.send(f"{address}/excuse", {"words": ""}, page=address).status_code == 422
    assert visitor.send(f"{address}/excuse", {"words": "新版即将实施，已说明"}, page=address).status_code == 302
    with story.database.transaction() as session:
        session.add(DeskTask(kind="disclosure", subject_id=session.query(ScreeningMatter).one().disclosure_id, not_before=utc_now()))
    story.follow()
    with story.database.reading() as session:
        assert [each.settled_by for each in session.query(ScreeningMatter)] == ["excused"]
        assert session.query(Message).filter_by(kind="screening.excused").count() == 1
        assert session.query(AuditEntry).filter_by(action="matter.excuse").count() == 1
    assert "新版即将实施，已说明" in desk(story, story.owner).get(f"/console/{story.credit_code}/matters")


def test_the_page_behind_a_code_stays_light_with_the_notice(story: Story) -> None:
    story.pass_the_day()
    assert len(story.app.test_client().get(f"/p/{story.code}").data) < 19_000


def test_a_notice_is_read_in_english_too(story: Story) -> None:
    story.pass_the_day()
    assert "GB/T 3690" in story.app.test_client().get(f"/p/{story.code}?lang=en").text
    assert "标准目录显示" not in story.app.test_client().get(f"/p/{story.code}?lang=en").text
