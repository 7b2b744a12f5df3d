"""Plans and draws at the desk, before everybody and at an enterprise's desk: typed, refused beside the field, drawn, proven, recomputed."""

import hashlib
import hmac
import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from public_site.cli import main
from public_site.regulator import witness_links
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import AuditEntry, CreditClass, Draw, DrawObject, Recusal
from registry.queries import accounts
from registry.queries import inspectors as library
from registry.rules.permission import Actor
from registry.rules.powers import BUREAU_ROLES
from tests.factories import people, spot_checks
from tests.factories.visits import Visit, visit

DRAWS, PLANS = "/regulator/draws", "/regulator/plans"
TYPED = {"title": "2026 年企业标准抽查计划", "items.0.code": "QB-1", "items.0.title": "企业标准自我声明公开抽查", "items.0.field": "standards", "items.0.minimum": "1"}


@dataclass
class Town:
    """A county with firms and inspectors: its officer at a desk, a firm's owner, and an officer of another county."""

    app: Flask
    database: Database
    officer: Visit
    owner: Visit
    elsewhere: Visit
    credit_codes: list[str]
    actor: Actor

    def stranger(self) -> Visit:
        return Visit(self.app.test_client())


@pytest.fixture
def town(app: Flask, database: Database) -> Town:
    now = utc_now()
    with database.transaction() as session:
        office = people.bureau(session, now)
        actor = people.officer(session, now, office, *BUREAU_ROLES)
        firms = spot_checks.firms(session, now, actor)
        owner = people.member(session, now, firms[0])
        for name in ("林检查", "黄检查", "周检查"):
            spot_checks.inspector(session, now, actor, office, name)
        other = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), *BUREAU_ROLES)
        codes = [each.credit_code for each in firms]
    return Town(app, database, *(visit(app, database, each) for each in (actor, owner, other)), codes, actor)


def in_force(town: Town) -> str:
    """A plan typed, saved and published at the desk; its address."""
    place = town.officer.send(f"{PLANS}/new", {"year": str(legal_day(utc_now()).year)}).headers["Location"]
    fractions = {f"items.0.fractions.{klass}": share for klass, share in zip("ABCD", ("1", "2", "10", "30"), strict=True)}
    saved = town.officer.send(place, {**TYPED, **fractions, "items.0.months": [str(each) for each in range(1, 13)], "revision": "1"})
    assert saved.status_code == 302
    published = town.officer.send(f"{place}/publication", {"revision": revision(town, place)}, page=place)
    assert published.status_code == 302, published.text
    return place


def revision(town: Town, place: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', town.officer.get(place))
    assert found
    return found[1]


def frozen(town: Town) -> str:
    plan = in_force(town)
    answer = town.officer.send(DRAWS, {"plan": plan.rsplit("/", 1)[1], "item": "QB-1"}, page=f"{DRAWS}/new?plan={plan.rsplit('/', 1)[1]}&item=QB-1")
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def drawn(town: Town) -> str:
    """The desk's address of a draw that was made."""
    place = frozen(town)
    assert town.officer.send(f"{place}/drawing", {"witness_words": "海游 六敖 珠岙", "witnesses": "王某（示例）"}, page=place).status_code == 302
    return place


def row(town: Town) -> Draw:
    with town.database.reading() as session:
        found = session.scalars(select(Draw)).one()
        session.expunge(found)
        return found


def test_a_plan_is_typed_with_its_problems_beside_the_fields_and_nothing_is_lost(town: Town) -> None:
    place = town.officer.send(f"{PLANS}/new", {"year": "2026"}).headers["Location"]
    town.officer.send(place, {**TYPED, "items.0.fractions.A": "0", "items.0.fractions.B": "150", "items.0.industries": "29", "revision": "1"})
    page = town.officer.get(f"{place}?check=1")
    for shown in ("信用分类不免除抽查", "请填写百分比", "请填写行业代码", 'value="150"', 'href="#f-items.0.months"'):
        assert shown in page, shown
    assert town.officer.send(f"{place}/publication", {"revision": revision(town, place)}, page=place).status_code == 422


def test_who_saves_second_is_told_and_keeps_what_was_typed(town: Town) -> None:
    place = in_force(town)
    answer = town.officer.send(place, {**TYPED, "title": "别的名称", "revision": "1"})
    assert answer.status_code == 409
    assert "别的名称" in answer.text


def test_rows_are_added_and_removed_by_buttons(town: Town) -> None:
    place = town.officer.send(f"{PLANS}/new", {"year": "2026"}).headers["Location"]
    town.officer.send(place, {**TYPED, "revision": "1", "do": "add"})
    assert "items.1.code" in town.officer.get(place)
    town.officer.send(place, {**TYPED, "items.1.code": "QB-2", "revision": revision(town, place), "do": "drop.0"})
    page = town.officer.get(place)
    assert "items.1.code" not in page
    assert 'value="QB-2"' in page


def test_an_empty_list_is_refused_where_it_stands(town: Town) -> None:
    place = town.officer.send(f"{PLANS}/new", {"year": str(legal_day(utc_now()).year)}).headers["Location"]
    fractions = {f"items.0.fractions.{klass}": "5" for klass in "ABCD"}
    town.officer.send(place, {**TYPED, **fractions, "items.0.industries": "A01", "items.0.months": [str(each) for each in range(1, 13)], "revision": "1"})
    town.officer.send(f"{place}/publication", {"revision": revision(town, place)}, page=place)
    answer = town.officer.send(DRAWS, {"plan": place.rsplit("/", 1)[1], "item": "QB-1"}, page=f"{DRAWS}/new?plan={place.rsplit('/', 1)[1]}&item=QB-1")
    assert answer.status_code == 422
    assert "名单是空的" in answer.text


def test_everybody_sees_the_commitment_first_and_the_seed_only_after_the_draw(town: Town) -> None:
    desk, found = frozen(town), row(town)
    public = f"/spot-checks/draws/{found.public_id}"
    for address in (public, f"{public}.json", f"{public}/wall", "/spot-checks", "/spot-checks.json"):
        page = town.stranger().get(address)
        assert found.seed not in page, address
    assert found.commitment in town.stranger().get(f"{public}/wall")
    assert "data-refresh" in town.stranger().get(f"{public}/wall")
    town.officer.send(f"{desk}/drawing", {"witness_words": "海游"}, page=desk)
    page = town.stranger().get(f"{public}/wall")
    assert found.seed in page
    assert "data-refresh" not in page
    told = json.loads(town.stranger().get(f"{public}.json"))
    assert hashlib.sha256(bytes.fromhex(told["seed"]) + bytes.fromhex(told["population_hash"])).hexdigest() == told["commitment"]
    lines = [json.dumps([each["order"], each["disclosure"], each["credit_code"], *(one["key"] for one in each["inspectors"])], ensure_ascii=False, separators=(",", ":")) + "\n" for each in told["result"]]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == told["result_hash"]
    assert town.officer.send(f"{desk}/drawing", {}, page=desk).status_code == 409


def test_no_public_page_tells_a_class_a_stratum_a_fraction_a_salt_or_a_leaf(town: Town) -> None:
    drawn(town)
    found = row(town)
    with town.database.reading() as session:
        objects = session.scalars(select(DrawObject)).all()
        hidden = {each.salt for each in objects} | {each.leaf_hash for each in objects}
        plan = json.loads(town.stranger().get("/spot-checks.json"))["plans"][0]["address"].rsplit("/", 1)[1]
    public = f"/spot-checks/draws/{found.public_id}"
    for address in ("/spot-checks", "/spot-checks.json", f"/spot-checks/plans/{plan}", f"/spot-checks/plans/{plan}.json", public, f"{public}.json", f"{public}/wall"):
        page = town.stranger().get(address)
        assert [each for each in (*hidden, "klass", "fractions", "minimum", "王某（示例）", "浙J") if each in page] == [], address


def test_an_enterprise_recomputes_its_own_place_and_learns_no_class(town: Town) -> None:
    drawn(town)
    found, room = row(town), f"/console/{town.credit_codes[0]}/draws"
    with town.database.reading() as session:
        own = session.scalars(select(DrawObject).where(DrawObject.credit_code == town.credit_codes[0])).first()
        other = session.scalars(select(DrawObject).where(DrawObject.credit_code == town.credit_codes[1])).first()
        assert own
        assert other
        mine, theirs, salt = own.public_id, other.public_id, own.salt
    assert "核对" in town.owner.get(room)
    page = town.owner.get(f"{room}/{found.public_id}/{mine}")
    hashes = re.findall(r'class="hash">([0-9a-f]{64})<', page)
    steps = re.findall(r'接在(左边|右边)</span> <span class="hash">([0-9a-f]{64})', page)
    shown = hashlib.sha256(json.dumps({"credit_code": town.credit_codes[0], "disclosure": mine}, separators=(",", ":")).encode()).digest()
    leaf = hashlib.sha256(shown + bytes.fromhex(hashes[1])).digest()
    node = hashlib.sha256(b"\x00" + leaf).digest()
    for side, neighbour in steps:
        pair = (bytes.fromhex(neighbour), node) if side == "左边" else (node, bytes.fromhex(neighbour))
        node = hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest()
    assert node.hex() == found.population_hash
    key = hashlib.sha256(bytes.fromhex(found.seed) + "海游 六敖 珠岙".encode()).digest()
    assert hmac.new(key, leaf, "sha256").hexdigest() == hashes[-1]
    assert salt not in page
    assert town.owner.status(f"{room}/{found.public_id}/{theirs}") == 404


def test_the_bundle_goes_to_the_auditor_and_by_link_to_witnesses_and_is_recomputed(town: Town, tmp_path: Path) -> None:
    desk = drawn(town)
    found, later = row(town), legal_day(utc_now()) + timedelta(days=7)
    answer = town.officer.send(f"{desk}/bundle", {}, page=desk)
    path = tmp_path / "bundle.json"
    path.write_text(answer.text, encoding="utf-8")
    assert "Everything agrees." in CliRunner().invoke(main, ["draws", "verify", str(path)]).output
    path.write_text(answer.text.replace('"excluded":""', '"excluded":"drawn_recently"', 1), encoding="utf-8")
    assert CliRunner().invoke(main, ["draws", "verify", str(path)]).exit_code == 1
    path.write_text("{}", encoding="utf-8")
    assert "not a whole bundle" in CliRunner().invoke(main, ["draws", "verify", str(path)]).output
    page = town.officer.send(f"{desk}/link", {"until": later.isoformat()}, page=desk).text
    address = re.search(rf"/spot-checks/draws/{found.public_id}/bundle/[\w.-]+", page)
    assert address
    assert json.loads(town.stranger().get(address[0]))["format"] == "draw-bundle-1"
    assert town.stranger().client.get(address[0]).headers.getlist("Referrer-Policy") == ["no-referrer"]
    with town.app.app_context():
        others = [witness_links.token(found.public_id, 1), witness_links.token("WRONG", 1), "x"]
    assert [town.stranger().status(f"/spot-checks/draws/{found.public_id}/bundle/{each}") for each in others] == [404] * 3
    assert town.officer.send(f"{desk}/link", {"until": "2099-01-01"}, page=desk).status_code == 422
    with town.database.reading() as session:
        assert {"draw.bundle_taken", "draw.link_made", "draw.bundle_read_by_link"} <= {each.action for each in session.scalars(select(AuditEntry))}


def test_a_witness_s_link_is_recalled_before_its_day(town: Town) -> None:
    desk, later = drawn(town), legal_day(utc_now()) + timedelta(days=7)
    first, second = (re.search(r"/spot-checks/draws/\w+/bundle/[\w.-]+", town.officer.send(f"{desk}/link", {"until": later.isoformat()}, page=desk).text)[0] for _ in range(2))
    page = town.officer.get(desk)
    assert page.count(f'action="{desk}/link/recall"') == 2
    number = re.search(r'name="link" value="(\d+)"', page)[1]
    assert town.officer.send(f"{desk}/link/recall", {"link": number}, page=desk).status_code == 302
    assert [town.stranger().status(each) for each in (first, second)] == [404, 200]
    assert [town.officer.send(f"{desk}/link/recall", {"link": each}, page=desk).status_code for each in (number, "0", "x")] == [404] * 3
    assert town.officer.get(desk).count(f'action="{desk}/link/recall"') == 1
    with town.database.reading() as session:
        assert [each.facts["link"] for each in session.scalars(select(AuditEntry)) if each.action == "draw.link_recalled"] == [int(number)]


def test_another_county_finds_none_of_it(town: Town) -> None:
    desk = drawn(town)
    plan = f"{PLANS}/1"
    assert [town.elsewhere.status(each) for each in (desk, plan, "/regulator/inspectors/1", "/regulator/inspectors/1/recusals")] == [404] * 4
    assert "林检查" not in town.elsewhere.get("/regulator/inspectors")
    assert "企业标准抽查计划" not in town.elsewhere.get(PLANS)


def test_recusals_are_typed_on_a_page_whose_every_opening_is_on_record(town: Town) -> None:
    page = "/regulator/inspectors/1/recusals"
    answer = town.officer.send(page, {"credit_code": "x", "ground": "other", "since": "not a day"})
    assert answer.status_code == 422
    assert town.officer.send(page, {"credit_code": town.credit_codes[0], "ground": "relative", "since": "2026-01-01"}).status_code == 302
    assert "近亲属" in town.officer.get(page)
    with town.database.reading() as session:
        assert session.scalars(select(Recusal)).one().ground == "relative"
        assert len([each for each in session.scalars(select(AuditEntry)) if each.action == "recusal.read"]) >= 3


def test_classes_are_taken_in_as_a_list_whose_bad_lines_are_named(town: Town) -> None:
    room = "/regulator/credit-classes"
    rows = [f"{town.credit_codes[0]},D,2026-11-01", "91350302MA31ABCDXX,A,2026-11-01", f"{town.credit_codes[1]},E,2026-11-01", f"{town.credit_codes[1]},A,2026-13-01"]
    content = "credit_code,class,as_of\n" + "\n".join(rows) + "\n"
    answer = town.officer.send(f"{room}/list", {"file": (io.BytesIO(content.encode("gb18030")), "classes.csv"), "list_source": "示例名单"}, page=room)
    for shown in ("已登记 1 家", "第 3 行", "类别只能是", "分类日期不是日期"):
        assert shown in answer.text, shown
    read = town.officer.send(f"{room}/reading", {"asked": town.credit_codes[0]}, page=room)
    assert "示例名单" in read.text
    assert town.elsewhere.send(f"{room}/reading", {"asked": town.credit_codes[0]}, page=room).status_code in (404, 422)
    with town.database.reading() as session:
        assert session.scalars(select(CreditClass).where(CreditClass.source == "示例名单")).one().klass == "D"
        assert [each.action for each in session.scalars(select(AuditEntry)) if each.action == "credit_class.read"] == ["credit_class.read"]


def test_a_colleague_stands_in_for_the_days_that_were_set(town: Town) -> None:
    page, today = "/regulator/substitutions", legal_day(utc_now())
    with town.database.reading() as session:
        first, second = (each.inspector.account_id for each in library.of_bureau(session, 1)[:2])
    days = {"first_on": today.isoformat(), "last_on": (today + timedelta(days=2)).isoformat()}
    assert "不能由自己指定自己代理别人" in town.officer.send(page, {"account_id": str(first), "substitute_id": str(town.actor.account_id), **days}).text
    assert town.officer.send(page, {"account_id": str(first), "substitute_id": str(second), **days}).status_code == 302
    assert "已有人代理" in town.officer.send(page, {"account_id": str(first), "substitute_id": str(second), **days}).text
    with town.database.reading() as session:
        def stands(day: int) -> frozenset[int]:
            return accounts.actor(session, second, second_factor=True, origin="", today=today + timedelta(days=day)).stands_in_for

        assert (stands(0), stands(2), stands(3)) == (frozenset({first}), frozenset({first}), frozenset())
