"""An inspection at 390 pixels: the network goes in the middle, the work goes on, and everything arrives by itself when it is back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database, utc_now
from registry.models import InspectionAnswer, InspectionPhoto
from registry.queries import findings
from tests.factories import inspections as made
from tests.factories import uploads
from tests.factories.inspections import Drawn, asked
from tests.fixtures.browsing import Server
from tests.journeys.habits import lets_in, press, sign_in
from tests.journeys.looking import look

# What a browser does with a page does not depend on the database; the actions behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
WIDTH, HEIGHT = 390, 844


@dataclass
class Scene:
    drawn: Drawn
    addresses: dict[str, str]

    @property
    def sheet(self) -> str:
        return f"/inspect/{self.drawn.inspection.public_id}"


@pytest.fixture
def scene(database: Database, server: Server) -> Scene:
    """A disclosure that was drawn, and people with passwords."""
    del server
    with database.transaction() as session:
        drawn = made.drawn(session, utc_now() - timedelta(hours=2))
        return Scene(drawn, {name: lets_in(session, getattr(drawn, name)) for name in ("first", "second", "publisher", "owner")})


def answers(page: Page, code: str, answer: str, note: str = "") -> None:
    box = page.locator(f"fieldset[data-item={code}]")
    if note:
        box.get_by_label("说明（公开）").fill(note)
    box.get_by_label(answer, exact=True).check()


def test_an_inspection_goes_on_without_a_network(scene: Scene, server: Server, database: Database, arrive: Callable[..., Page], tmp_path: Path) -> None:
    photograph = tmp_path / "现场.jpg"
    photograph.write_bytes(uploads.picture(size=(600, 400)))
    first, second = (arrive(width=WIDTH, height=HEIGHT, refused=(422,)) for _ in range(2))
    _goes_out(first, scene, server)
    _works_without_a_network(first, scene, photograph)
    _is_back(first, database, scene)
    _both_confirm(first, second, scene, server)
    _everybody_reads(scene, server, database, arrive)


def _goes_out(first: Page, scene: Scene, server: Server) -> None:
    """Signed in at the office, the sheet opened, the first answers sent; what is no photograph is refused beside its item."""
    sign_in(first, server, scene.addresses["first"])
    first.goto(f"{server.url}{scene.sheet}")
    look(first)
    answers(first, "L1", "符合")
    expect(first.locator("#unsent")).to_have_text("全部已送达")
    first.locator("[data-item=L1] summary").click()
    first.locator("[data-item=L1]").get_by_label("照片").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"GIF89a no photograph"})
    expect(first.locator("#p-L1")).to_be_visible()
    expect(first.locator("#unsent")).to_have_text("全部已送达")


def _works_without_a_network(first: Page, scene: Scene, photograph: Path) -> None:
    """Everything else is answered in a cellar; what waits is shown, and cannot be confirmed."""
    first.context.set_offline(True)
    for each in asked().items[1:]:
        answers(first, each.code, "不符合" if each.code == "N1" else "符合", "没有“规范性引用文件”一章" if each.code == "N1" else "")
    first.locator("[data-item=L4] summary").click()
    first.locator("[data-item=L4]").get_by_label("照片").set_input_files(photograph)
    expect(first.locator("#unsent")).to_contain_text("14 条没有送达")
    expect(first.locator("[data-item=L4]")).to_contain_text("照片 1 张待发送")
    press(first, "保存并去确认")
    expect(first.locator("#unsent")).to_contain_text("送达后才能确认")
    assert first.url.endswith(scene.sheet)
    _opens_again(first)


def _opens_again(first: Page) -> None:
    """The telephone reloads the page in the cellar: what the registry knew, what had arrived since and what waits is on it."""
    first.reload()
    expect(first.get_by_text("没有网络：这是")).to_be_visible()
    assert first.locator("[data-item=L1] input:checked").get_attribute("value") == "met"
    expect(first.locator("[data-item=N1]").get_by_label("说明（公开）")).to_have_value("没有“规范性引用文件”一章")
    expect(first.locator("#unsent")).to_contain_text("14 条没有送达")
    expect(first.locator("[data-item=L4]")).to_contain_text("照片 1 张待发送")


def _is_back(first: Page, database: Database, scene: Scene) -> None:
    """Nobody presses anything: it is sent by itself, each once."""
    first.context.set_offline(False)
    expect(first.locator("#unsent")).to_have_text("全部已送达")
    with database.reading() as session:
        kept = session.query(InspectionAnswer).filter_by(inspection_id=scene.drawn.inspection.id).all()
        assert sorted(each.item for each in kept) == sorted(each.code for each in asked().items)
        assert [each.item for each in session.query(InspectionPhoto)] == ["L4"]
        assert all(each.answered_at < each.received_at for each in kept)


def _both_confirm(first: Page, second: Page, scene: Scene, server: Server) -> None:
    """The second one changes an item, so the first confirms once more."""
    press(first, "保存并去确认")
    first.wait_for_url(f"{server.url}{scene.sheet}/confirmation")
    look(first)
    press(first, "我已核对，确认")
    expect(first.get_by_text("您已确认现在的内容")).to_be_visible()
    sign_in(second, server, scene.addresses["second"])
    second.goto(f"{server.url}{scene.sheet}")
    answers(second, "L6", "不符合", "拉伸强度没有试验方法")
    expect(second.locator("#unsent")).to_have_text("全部已送达")
    press(second, "保存并去确认")
    second.wait_for_url(f"{server.url}{scene.sheet}/confirmation")
    expect(second.get_by_text("责令限期改正")).to_be_visible()
    press(second, "我已核对，确认")
    first.reload()
    expect(first.get_by_text("另一位检查人员已确认下面的内容")).to_be_visible()
    press(first, "我已核对，确认")
    expect(first.get_by_role("status").first).to_contain_text("检查结束：不符合")


def _everybody_reads(scene: Scene, server: Server, database: Database, arrive: Callable[..., Page]) -> None:
    """The enterprise first, then the approver, then a stranger."""
    with database.reading() as session:
        finding = findings.of_inspection(session, scene.drawn.inspection.id)[0].public_id
    owner, publisher, stranger = arrive(), arrive(), arrive(width=WIDTH, height=HEIGHT)
    sign_in(owner, server, scene.addresses["owner"])
    owner.goto(f"{server.url}/console/{scene.drawn.firm.credit_code}/findings/{finding}")
    look(owner)
    owner.get_by_label("不认可").check()
    owner.get_by_label("说明（公开）").fill("方法在附录 A，已补充。")
    press(owner, "发出回复")
    expect(owner.get_by_role("status").first).to_contain_text("已回复")
    sign_in(publisher, server, scene.addresses["publisher"])
    publisher.goto(f"{server.url}/regulator/inspections/{scene.drawn.inspection.public_id}")
    look(publisher)
    press(publisher, "公布")
    expect(publisher.get_by_role("status").first).to_contain_text("已公布")
    stranger.goto(f"{server.url}/spot-checks/results/{finding}")
    look(stranger)
    expect(stranger.get_by_text("方法在附录 A，已补充。")).to_be_visible()
    stranger.goto(f"{server.url}/disclosures/{scene.drawn.version.disclosure.public_id}")
    look(stranger)
    expect(stranger.get_by_role("heading", name="抽查结果")).to_be_visible()


def test_what_was_not_sent_outlives_the_page(scene: Scene, server: Server, arrive: Callable[..., Page]) -> None:
    """The telephone closes the page in the cellar; opened again, it shows and sends what waited."""
    first = arrive(width=WIDTH, height=HEIGHT)
    sign_in(first, server, scene.addresses["first"])
    first.goto(f"{server.url}{scene.sheet}")
    expect(first.locator("#unsent")).to_have_text("全部已送达")
    first.context.set_offline(True)
    answers(first, "L2", "不符合", "耐磨性低于强制性标准")
    expect(first.locator("#unsent")).to_contain_text("1 条没有送达")
    first.goto("about:blank")
    first.context.set_offline(False)
    first.goto(f"{server.url}{scene.sheet}")
    expect(first.locator("[data-item=L2]").get_by_label("说明（公开）")).to_have_value("耐磨性低于强制性标准")
    expect(first.locator("#unsent")).to_have_text("全部已送达")


SHEETS_KEPT = """async (many) => {
    let found = 0;
    for (const name of await caches.keys())
        for (const each of await (await caches.open(name)).keys()) found += new URL(each.url).pathname.startsWith("/inspect/");
    return found === many;
}"""


def test_nothing_is_kept_for_whoever_comes_next(scene: Scene, server: Server, database: Database, arrive: Callable[..., Page]) -> None:
    """The sheet leaves the device with who signs out, and when the inspection is over; what was not sent stays."""
    first = arrive(width=WIDTH, height=HEIGHT, refused=(400, 401))
    _opened(first, scene, server)
    first.context.set_offline(True)
    answers(first, "L2", "符合")
    expect(first.locator("#unsent")).to_contain_text("1 条没有送达")
    first.context.clear_cookies()
    first.context.set_offline(False)
    expect(first.locator("#unsent")).to_contain_text("您已退出登录")
    first.reload()
    assert "/account/sign-in" in first.url
    first.wait_for_function(SHEETS_KEPT, arg=0)
    _opened(first, scene, server)
    with database.reading() as session:
        assert [each.item for each in session.query(InspectionAnswer)] == ["L2"]
    with database.transaction() as session:
        made.concluded(session, utc_now(), scene.drawn)
    first.reload()
    assert first.url == f"{server.url}/regulator/inspections/{scene.drawn.inspection.public_id}"
    first.wait_for_function(SHEETS_KEPT, arg=0)


def _opened(first: Page, scene: Scene, server: Server) -> None:
    sign_in(first, server, scene.addresses["first"])
    first.goto(f"{server.url}{scene.sheet}")
    expect(first.locator("#unsent")).to_have_text("全部已送达")
    first.wait_for_function(SHEETS_KEPT, arg=1)
