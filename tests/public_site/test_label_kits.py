"""A maker orders printed codes, leaves, and finds every code once in the file, whatever happened to the worker."""

import csv
import dataclasses
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Page, expect

from public_site import kit_drawing, worker
from public_site.cli import main
from registry import jobs
from registry.actions import label_kits as actions
from registry.actions import products as product_actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.models import Enterprise, Job, LabelKit, Lot, Message, Product, Serial, StoredFile
from registry.queries import products as product_queries
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.settings import Settings
from tests.factories import people
from tests.factories.categories import categories
from tests.factories.visits import Visit, token_of, visit
from tests.fixtures.browsing import Server
from tests.fixtures.site import Mailbox

BASE = "/console/91331022MA2K10012U/kits"
GTINS = ("9520000000011", "9520000000028", "")
NAMES = ("夹织物芯输送带", "普通输送带", "家庭保洁服务")
SHEETS = {"kind": "sheets", "which": "all", "copies": "1", "sheet": "a4-3x8-70x37", "fit": "largest", "module": "0.423", "level": "M", "lines": ["number", "code", "lot"]}


@pytest.fixture
def owner(database: Database, now: datetime) -> Actor:
    """Of an enterprise with two products that have a GTIN, and a service."""
    with database.transaction() as session:
        categories(session)
        firm = people.enterprise(session, now)
        actor = people.member(session, now, firm)
        for number, (name, gtin) in enumerate(zip(NAMES, GTINS, strict=True), 1):
            form = ProductForm(name=name, kind="product" if gtin else "service", category="conveyor-belt", gtin=gtin)
            product_actions.register(session, actor=actor, enterprise_id=firm.id, form=form, now=now, randbits=lambda width, n=number: n * 0x9E3779B9 % (1 << width))  # type: ignore[misc]
        return actor


@pytest.fixture
def clerk(app: Flask, database: Database, owner: Actor) -> Visit:
    return visit(app, database, owner)


@pytest.fixture
def bench(settings: Settings) -> Iterator[worker.Bench]:
    made = worker.bench(settings)
    yield made
    made.database.close()


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet a piece, so that a few labels make several."""
    monkeypatch.setattr(kit_drawing, "PIECE", 24)


def ordered(clerk: Visit, **fields: object) -> str:
    """Order a kit and return the address of its page."""
    answer = clerk.send(f"{BASE}/new", SHEETS | fields)
    assert answer.status_code == 302, re.findall(r'id="e-[^>]*>.*', answer.text)
    return answer.headers["Location"]


def file_of(database: Database, settings: Settings) -> bytes:
    with database.reading() as session:
        kit = session.query(LabelKit).order_by(LabelKit.id.desc()).first()
        assert kit is not None
        assert kit.problem is None
        return Files(settings.files_url).read(kit.file_sha256 or "")


def read_back(pdf: bytes) -> list[list[str]]:
    """What each page's codes say, as a telephone reads them at 150 dpi."""
    return [sorted(found.text for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())) for page in pypdfium2.PdfDocument(pdf)]


def all_codes(pdf: bytes) -> list[str]:
    return list(chain.from_iterable(read_back(pdf)))


def codes(database: Database) -> list[str]:
    with database.reading() as session:
        return [product_queries.code_of(session, product.id) for product in session.query(Product).order_by(Product.id)]


def test_a_clerk_orders_sheets_leaves_and_downloads_a_pdf_whose_codes_lead_to_the_products(
    clerk: Visit, database: Database, settings: Settings, deliver: Callable[[], int], mailbox: Mailbox, owner: Actor
) -> None:
    assert "还没有订过印码" in clerk.get(BASE)
    here = ordered(clerk, copies="10")
    page = clerk.get(here)
    assert "等候制作" in page
    assert "0 / 30" in page
    assert 'data-refresh="3"' in page
    assert f'<a href="{here}">刷新进度</a>' in page, "without script"
    deliver()
    page = clerk.get(here)
    assert "已做好" in page
    assert "data-refresh" not in page
    assert "印了 30 枚" in page
    answer = clerk.client.get(f"{here}/file")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert answer.data == file_of(database, settings)
    pages = read_back(answer.data)
    assert [len(each) for each in pages] == [24, 6]
    assert Counter(chain.from_iterable(pages)) == {"HTTP://LOCALHOST/01/09520000000011": 10, "HTTP://LOCALHOST/01/09520000000028": 10, f"HTTP://LOCALHOST/D/{codes(database)[2]}": 10}
    with database.reading() as session:
        (message,) = session.query(Message).all()
        assert (message.account_id, message.kind, message.path) == (owner.account_id, "kit.made", here)
    assert "已做好" in clerk.get(BASE)


@pytest.mark.parametrize("place", [2, 5])
def test_a_kit_whose_worker_was_killed_goes_on_where_it_stopped_and_is_the_same_file(
    clerk: Visit, database: Database, settings: Settings, bench: worker.Bench, short_pieces: None, place: int
) -> None:
    ordered(clerk, copies="20")
    assert worker.step(bench)
    undisturbed = file_of(database, settings)
    ordered(clerk, copies="20")
    with pytest.raises(SystemExit):
        worker.step(dying(bench, place), worker.LONG)
    with database.reading() as session:
        kit = session.query(LabelKit).order_by(LabelKit.id.desc()).first()
        assert kit is not None
        assert (kit.file_sha256, kit.ended_at) == (None, None)
        pieces = Files(settings.files_url).pieces(f"kit-{kit.id}")
    left = pieces.read("00000")
    later = dataclasses.replace(bench, now=lambda: utc_now() + jobs.LEASE + timedelta(seconds=1))
    assert worker.step(later, worker.LONG)
    assert file_of(database, settings) == undisturbed
    assert sorted(Counter(all_codes(undisturbed)).values()) == [20, 20, 20]
    assert (left is not None) == (place > 2)
    assert pieces.read("00000") is None, "nothing is left lying about"


def dying(bench: worker.Bench, place: int) -> worker.Bench:
    """The worker that is killed when it asks for the `place`-th time whether to go on: first at the start, then after each sheet and each piece."""
    asked = count(1)

    class Dying(worker.Bench):
        def may_go_on(self) -> None:
            if next(asked) == place:
                raise SystemExit

    return Dying(bench.settings, bench.database, bench.speaker, bench.now, bench.name, bench.stop)


def test_a_worker_that_is_told_to_stop_hands_the_kit_on_and_the_next_one_finishes_it(clerk: Visit, database: Database, settings: Settings, bench: worker.Bench, short_pieces: None) -> None:
    here = ordered(clerk, copies="20")
    bench.stop.set()
    assert worker.step(bench)
    assert "等候制作" in clerk.get(here)
    bench.stop.clear()
    assert worker.step(bench)
    assert len(all_codes(file_of(database, settings))) == 60


def test_an_archive_holds_every_code_as_a_file_and_a_list_that_names_them(clerk: Visit, database: Database, settings: Settings, deliver: Callable[[], int]) -> None:
    here = ordered(clerk, kind="archive", drawings=["svg", "png"], dpi="300")
    deliver()
    assert clerk.client.get(f"{here}/file").mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file_of(database, settings))) as packed:
        rows = list(csv.DictReader(io.TextIOWrapper(packed.open("codes.csv"), "utf-8-sig")))
        assert [row["product"] for row in rows] == [name for name in NAMES for _ in range(2)]
        assert {row["file"] for row in rows} | {"codes.csv"} == set(packed.namelist())
        assert {row["short_code"] for row in rows} == set(codes(database))


def test_a_service_gets_a_door_plate(clerk: Visit, database: Database, settings: Settings, deliver: Callable[[], int]) -> None:
    ordered(clerk, kind="plate", sheet="a5", level="H")
    deliver()
    assert read_back(file_of(database, settings)) == [[f"HTTP://LOCALHOST/D/{codes(database)[2]}"]]


def test_each_serial_of_a_lot_gets_its_own_code(clerk: Visit, database: Database, settings: Settings, deliver: Callable[[], int], now: datetime) -> None:
    serials = [f"S{number:04d}" for number in range(30)]
    with database.transaction() as session:
        product = session.query(Product).order_by(Product.id).first()
        assert product is not None
        lot = Lot(product_id=product.id, lot="L1", produced_on=now.date(), registered_at=now)
        session.add(lot)
        session.flush()
        session.add_all(Serial(product_id=product.id, serial=each, lot_id=lot.id, registered_at=now) for each in serials)
        session.add(Serial(product_id=product.id, serial="ELSEWHERE", registered_at=now))
    assert "批号 L1" in clerk.get(f"{BASE}/new")
    ordered(clerk, which="serials", lot=str(lot.id))
    deliver()
    assert all_codes(file_of(database, settings)) == [f"HTTP://LOCALHOST/01/09520000000011/21/{each}" for each in serials]
    ordered(clerk, which="lot", lot=str(lot.id), copies="2")
    deliver()
    assert read_back(file_of(database, settings)) == [["HTTP://LOCALHOST/01/09520000000011/10/L1"] * 2]
    ordered(clerk, which="serials", lot=f"p{product.id}")
    deliver()
    assert len(all_codes(file_of(database, settings))) == 31


def test_what_cannot_be_printed_is_named_beside_its_field_and_nothing_typed_is_lost(clerk: Visit, database: Database) -> None:
    wrong = {"which": "chosen", "copies": "many", "sheet": "own", "sheet_width": "210", "sheet_height": "x", "label_width": "5", "label_height": "", "fit": "exact", "module": "0.2"}
    answer = clerk.send(f"{BASE}/new", SHEETS | wrong | {"codes": "ABCDEFGHJK"})
    assert answer.status_code == 422
    for name, sentence in (
        ("copies", "请填写整数"), ("sheet_height", "请填写数字"), ("label_width", "尺寸不在可用范围内"), ("label_height", "请填写这一项"), ("module", "不能小于 0.25 毫米"),
        ("codes", "没有这些短码或条码：ABCDEFGHJK"), ("products", "请至少选择一个"),
    ):  # fmt: skip
        assert re.search(rf'id="e-{name}">.*{sentence}', answer.text), name
    for typed in ('value="many"', 'value="x"', 'value="5"', 'value="0.2"', "ABCDEFGHJK"):
        assert typed in answer.text, typed
    with database.reading() as session:
        assert session.query(LabelKit).count() == session.query(Job).count() == 0


def test_a_label_on_which_the_code_finds_no_room_is_refused_with_the_size_that_it_needs(clerk: Visit) -> None:
    small = {"sheet": "own", "sheet_width": "210", "sheet_height": "297", "label_width": "12", "label_height": "12", "margin": "10", "gap": "2"}
    answer = clerk.send(f"{BASE}/new", SHEETS | small)
    assert answer.status_code == 422
    assert re.search(r'id="e-sheet">.*标签太(窄|小)', answer.text)
    answer = clerk.send(f"{BASE}/new", {"kind": "archive", "which": "all", "level": "M", "drawings": ["png"], "dpi": "600", "module": "10"})
    assert re.search(r'id="e-module">.*位图太大', answer.text)


def test_advice_on_sizes_comes_with_the_form_by_script_and_by_button(clerk: Visit) -> None:
    assert "每页 24 枚，共 3 枚，1 页" in clerk.get(f"{BASE}/new")
    said = clerk.client.get(f"{BASE}/advice", query_string=SHEETS | {"copies": "100", "fit": "exact", "module": "0.3"}).get_json()["advice"]
    assert said[0] == "每页 24 枚，共 300 枚，13 页。"
    assert any("小于 0.33 毫米" in each for each in said)
    assert any("300 dpi 3.5 点" in each for each in said)
    answer = clerk.send(f"{BASE}/new", SHEETS | {"copies": "100", "then": "advice"})
    assert answer.status_code == 200
    assert "共 300 枚" in answer.text
    assert clerk.client.get(f"{BASE}/advice", query_string={"kind": "?"}).status_code == 200
    archive = {"kind": "archive", "which": "all", "level": "M", "drawings": "png", "module": "0.4"}
    assert any("不在可选范围" in each for each in clerk.client.get(f"{BASE}/advice", query_string=archive | {"dpi": "0"}).get_json()["advice"])
    assert any("每个模块 5 点" in each for each in clerk.client.get(f"{BASE}/advice", query_string=archive | {"dpi": "300"}).get_json()["advice"])


def test_with_scripts_advice_follows_what_is_typed_and_the_progress_follows_the_worker(server: Server, page: Page, database: Database, owner: Actor) -> None:
    page.context.add_cookies([{"name": "sign_in", "value": token_of(database, owner), "url": server.url}])
    page.goto(f"{server.url}{BASE}/new")
    page.get_by_label("每种印几枚").fill("100")
    expect(page.locator("#advice")).to_contain_text("共 300 枚")
    page.get_by_label("每种印几枚").fill("1")
    page.get_by_role("button", name="订印码").click()
    expect(page.get_by_role("link", name="取消")).to_be_visible()
    bench = worker.bench(server.settings)
    assert worker.step(bench)
    bench.database.close()
    expect(page.get_by_role("link", name="下载")).to_be_visible()
    expect(page.get_by_role("link", name="取消")).not_to_be_visible()


def test_a_cancelled_kit_is_made_by_nobody_and_leaves_nothing(clerk: Visit, database: Database, settings: Settings, bench: worker.Bench, short_pieces: None) -> None:
    here = ordered(clerk, copies="20")
    with pytest.raises(SystemExit):
        worker.step(dying(bench, 4), worker.LONG)
    assert "画好的部分会丢弃" in clerk.get(f"{here}/cancel")
    assert clerk.send(f"{here}/cancel", {}).status_code == 302
    assert "已取消" in clerk.get(here)
    later = dataclasses.replace(bench, now=lambda: utc_now() + jobs.LEASE + timedelta(seconds=1))
    assert not worker.step(later, worker.LONG)
    assert Files(settings.files_url).pieces(f"kit-{here.rsplit('/', 1)[1]}").read("00000") is None
    assert clerk.status(f"{here}/file") == 404
    assert clerk.send(f"{here}/cancel", {}, page=f"{BASE}/new").status_code == 409


def test_products_that_ended_while_a_kit_was_made_are_left_out_and_the_page_says_so(clerk: Visit, database: Database, owner: Actor, deliver: Callable[[], int], now: datetime) -> None:
    here = ordered(clerk)
    with database.transaction() as session:
        product = session.query(Product).order_by(Product.id).first()
        assert product is not None
        product.merged_into_id = product.id + 1
    deliver()
    assert "印了 2 枚" in clerk.get(here)
    assert "1 枚没有印" in clerk.get(here)


def test_a_kit_that_breaks_every_time_is_given_up_in_the_open(clerk: Visit, database: Database, bench: worker.Bench, owner: Actor) -> None:
    here = ordered(clerk)
    with database.transaction() as session:
        kit = session.query(LabelKit).one()
        kit.options = kit.options | {"sheet": "no such sheet"}
    for attempt in range(jobs.ATTEMPTS):
        assert worker.step(dataclasses.replace(bench, now=lambda attempt=attempt: utc_now() + timedelta(hours=attempt)), worker.LONG)  # type: ignore[misc]
    page = clerk.get(here)
    assert "没有做成" in page
    assert "请再订一次" in page
    with database.reading() as session:
        assert session.query(Message).one().kind == "kit.given_up"


def test_a_viewer_sees_and_downloads_but_orders_and_cancels_nothing(app: Flask, clerk: Visit, database: Database, deliver: Callable[[], int], now: datetime) -> None:
    here = ordered(clerk)
    with database.transaction() as session:
        viewer = people.member(session, now, session.query(Enterprise).one(), role="viewer")
    reader = visit(app, database, viewer)
    assert "印码" in reader.get(BASE)
    assert "订印码</a>" not in reader.get(BASE)
    assert "取消" not in reader.get(here)
    assert [reader.status(f"{BASE}/{path}") for path in ("new", "advice")] == [403, 403]
    assert reader.send(f"{BASE}/new", SHEETS, page="/account").status_code == 403
    assert reader.send(f"{here}/cancel", {}, page="/account").status_code == 403
    deliver()
    assert reader.status(f"{here}/file") == 200


def test_another_enterprises_kit_does_not_exist(app: Flask, clerk: Visit, database: Database, deliver: Callable[[], int], now: datetime) -> None:
    here = ordered(clerk)
    deliver()
    with database.transaction() as session:
        rival = people.member(session, now, people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）"))
    stranger, theirs = visit(app, database, rival), f"/console/91331022782912345T/kits/{here.rsplit('/', 1)[1]}"
    assert [stranger.status(f"{place}{end}") for place in (here, theirs) for end in ("", "/file")] == [404] * 4
    assert stranger.send(f"{theirs}/cancel", {}, page="/account").status_code == 404
    product = {"which": "chosen", "products": ["1"]}
    answer = stranger.send("/console/91331022782912345T/kits/new", SHEETS | product)
    assert answer.status_code == 422
    assert "有的产品不属于本企业" in answer.text


def test_no_enterprise_fills_the_queue(clerk: Visit) -> None:
    for _ in range(actions.MOST_WAITING):
        ordered(clerk)
    answer = clerk.send(f"{BASE}/new", SHEETS)
    assert answer.status_code == 409
    assert "已有 5 份印码在等候" in answer.text


def test_more_labels_than_a_kit_may_hold_are_refused(clerk: Visit) -> None:
    answer = clerk.send(f"{BASE}/new", SHEETS | {"copies": "40000"})
    assert answer.status_code == 422
    assert "共 120000 枚，一次最多 100000 枚" in answer.text


def test_the_command_draws_the_same_file_with_a_bar_and_goes_on_after_a_break(
    clerk: Visit, database: Database, settings: Settings, deliver: Callable[[], int], tmp_path: Path, short_pieces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(clerk, copies="20")
    deliver()
    for name in ("database_url", "files_url", "secret_key", "public_url"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))
    out = tmp_path / "codes.pdf"
    command = ["kit", "make", "--enterprise", "91331022MA2K10012U", "--sheet", "a4-3x8-70x37", "--copies", "20", "--out", str(out)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "60 of 60 labels" in done.output
    assert out.read_bytes() == file_of(database, settings)
    assert sorted(path.name for path in tmp_path.glob("codes*")) == ["codes.pdf"]
    refused = CliRunner().invoke(main, [*command, "--product", "NOSUCHCODE"])
    assert refused.exit_code == 1
    assert "NOSUCHCODE" in refused.output
    with database.reading() as session:
        assert session.query(StoredFile).count() == 1
