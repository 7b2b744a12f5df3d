"""What must change, seen by the owner alone: by each scheme, for what is disclosed and for drafts, with values that are only tried."""

import html
import re
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from registry.actions import endings
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import AuditEntry, EvaluationScheme
from registry.queries import disclosures as queries
from registry.rules.permission import Actor
from tests.factories import disclosures, people, schemes
from tests.factories import rankings as made
from tests.factories.contents import content
from tests.factories.visits import Visit, visit
from tests.public_site.test_pages_answers import plain

ROOM = "/console/91331022MA2K10012U/rankings"


@dataclass
class Desk:
    """A belt of level 3, one without its speed, and a draft; a rival has the best."""

    browser: Visit
    stranger: Visit
    assessor: Visit
    database: Database
    behind: str
    missing: str
    draft: int
    scheme: str
    owner: Actor

    def page(self, behind: str = "") -> str:
        return f"{ROOM}/{self.scheme}/{behind or self.behind}"


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    now = utc_now()
    with database.transaction() as session:
        assessor = made.assessor(session, now)
        firm, other = people.enterprise(session, now, credit_code="91331022MA2K10012U"), people.enterprise(session, now, credit_code="91350302MA31ABCD0F", name="别家（示例）")
        owner, rival = people.member(session, now, firm), people.member(session, now, other)
        behind, missing = made.belt(session, now, owner, firm, "13 MPa", "5", "4"), made.belt(session, now, owner, firm, "25 MPa", "")
        made.belt(session, now, rival, other, "25 MPa")
        version = schemes.published(session, now, assessor, made.scheme())
        made.published(session, now, assessor, version)
        draft = disclosures.drafted(session, now, owner, firm, replace(content(number="Q/SMXJ 999-2026"), title="还没公开的草稿", category="conveyor-belt", lines=made.lines("20 MPa", "4", "4")))
        session.flush()
        scheme = session.get_one(EvaluationScheme, version.scheme_id).public_id
        told = behind.disclosure.public_id, missing.disclosure.public_id, draft.id, scheme
    return Desk(visit(app, database, owner), visit(app, database, rival), visit(app, database, assessor), database, *told, owner)


def values(page: str) -> dict[str, str]:
    """What the form would send as it stands."""
    form = page[page.index("<form method") :]
    found = {html.unescape(name): html.unescape(value) for name, value in re.findall(r'<input[^>]* name="(row[^"]+)"[^>]* value="([^"]*)"', form)}
    for name, options in re.findall(r'<select[^>]* name="(row[^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen
        found[name] = html.unescape(chosen[1])
    return found


def field(page: str, concept: str, cell: str) -> str:
    found = re.search(rf'name="row\.(\d+)\.concept" value="{concept}"', page)
    assert found, concept
    return f"row.{found[1]}.{cell}"


def test_each_scheme_says_where_a_standard_stands_and_what_lifts_it_to_each_level(desk: Desk) -> None:
    page = plain(desk.browser.get(ROOM))
    assert "输送带评价方案（示例）" in page
    assert "达到二级" in page
    assert "达到一级" in page
    assert re.search(r"≥ ?13\s*MPa ?≥ ?18\s*MPa ?平均水平 ?差 5\s*MPa", page), page
    assert re.search(r"≤ ?5\s*m/s ?≤ ?4\s*m/s ?平均水平 ?超出 1\s*m/s", page), page


def test_a_missing_indicator_comes_first_and_has_no_difference(desk: Desk) -> None:
    page = desk.browser.get(ROOM)
    own = plain(page[page.index(f"/{desk.missing}") - 4000 :] if page.index(f"/{desk.missing}") > 4000 else page)
    assert "没有公开" in own
    assert "不列入等级" in plain(page)


def test_other_values_are_judged_and_nothing_is_kept(desk: Desk) -> None:
    page = desk.browser.get(desk.page())
    typed = values(page) | {field(page, "tensile-strength", "low"): "２４", field(page, "belt-speed", "high"): "3", field(page, "rubbing-fastness", "grade"): "5"}
    with desk.database.reading() as session:
        before = session.query(AuditEntry).count()
    answer = desk.browser.send(desk.page(), typed, page=desk.page())
    said = plain(answer.text)
    assert answer.status_code == 200
    assert re.search(r"照下面的数值 ?一级 ?★★★★★", said), said
    assert answer.headers["Cache-Control"] == "private, no-store"
    with desk.database.reading() as session:
        assert session.query(AuditEntry).count() == before
    assert re.search(r"≥ ?13\s*MPa", plain(desk.browser.get(ROOM)))


def test_a_value_that_cannot_be_read_is_told_beside_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = desk.browser.get(desk.page())
    wrong = {field(page, "tensile-strength", "low"): "很高", field(page, "belt-speed", "unit"): "瓩瓩"}
    answer = desk.browser.send(desk.page(), values(page) | wrong, page=desk.page())
    assert answer.status_code == 422
    for name, typed in wrong.items():
        assert f'value="{typed}"' in answer.text
        assert f'id="e-{name}"' in answer.text
    assert "照下面的数值" not in answer.text


def test_a_draft_may_be_tried_before_it_is_disclosed(desk: Desk) -> None:
    assert f"/drafts/{desk.draft}" in desk.browser.get(ROOM)
    page = plain(desk.browser.get(f"{ROOM}/{desk.scheme}/drafts/{desk.draft}"))
    assert "还没公开的草稿" in page
    assert re.search(r"草稿现在：二级", page), page


def test_nobody_else_sees_any_of_it(desk: Desk, app: Flask) -> None:
    for path in (ROOM, desk.page(), f"{ROOM}/{desk.scheme}/drafts/{desk.draft}"):
        assert desk.stranger.client.get(path).status_code == 404, path
        assert desk.assessor.client.get(path).status_code == 404, path
        assert app.test_client().get(path).status_code == 302, path
    own = "/console/91350302MA31ABCD0F/rankings"
    assert desk.stranger.client.get(f"{own}/{desk.scheme}/{desk.behind}").status_code == 404
    assert desk.stranger.client.get(f"{own}/{desk.scheme}/drafts/{desk.draft}").status_code == 404
    assert desk.browser.client.get(f"{ROOM}/NOSUCH/{desk.behind}").status_code == 404


def test_places_and_candidates_stay_in_the_history(desk: Desk) -> None:
    page = plain(desk.browser.get(ROOM))
    assert "现在的名次、候选和称号" in page
    assert "历史" in page
    assert "第 2 名（共 2 项）" in page


def test_an_english_reader_reads_english(desk: Desk) -> None:
    for path in (ROOM, desk.page()):
        page = desk.browser.client.get(f"{path}?lang=en").text
        main = page[page.index("<main") : page.index("</main>")]
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", main, flags=re.DOTALL)
        left = set(re.findall(r"[\u4e00-\u9fff]+", plain(unmarked))) - {"三门县某某橡胶有限公司", "示例", "输送带", "拉伸强度", "老化前", "老化后", "级"}
        assert left == set(), left


def test_a_withdrawn_standard_is_not_listed(desk: Desk) -> None:
    with desk.database.transaction() as session:
        row = queries.by_public_id(session, desk.behind)
        endings.withdraw(session, actor=desk.owner, disclosure_id=row.id, effective_on=legal_day(utc_now()), reason="停产", now=utc_now())
    assert desk.browser.client.get(desk.page()).status_code == 404
