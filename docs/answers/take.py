"""Takes a picture of the answer page in every state: python docs/answers/take.py DEMONSTRATION.sqlite3

Works on a copy of a demonstration that `registry seed demo` made; what it lacks (a revoked code, a product that follows
nothing yet) is done to the copy through the actions. Needs Chromium. One picture with all states for each language.
"""

import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from public_site.app import create_app
from public_site.pages.answer_facts import state
from registry.actions import products, scan_codes
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import Enterprise, EnterpriseMember, Product, ProductCategory, ScanCode
from registry.plain import Look
from registry.queries import accounts, answers
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.settings import Settings

HERE = Path(__file__).parent
TELEPHONE = (390, 844)
STATES = ("not_yet_disclosed", "current", "upcoming", "superseded", "withdrawn", "voided", "publicly_noted", "number_revoked", "deregistered", "disputed", "code_revoked")
ACROSS = 5
COLOURS = 32
GAP = 10


def main(demonstration: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.sqlite3"
        shutil.copyfile(demonstration, path)
        codes = _codes(f"sqlite:///{path}")
        print({name: codes.get(name, "none") for name in STATES})
        with _served(f"sqlite:///{path}") as site, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
            for language, locale in (("zh", "zh-CN"), ("en", "en-GB")):
                page = browser.new_page(viewport={"width": TELEPHONE[0], "height": TELEPHONE[1]}, locale=locale)
                _montage([_taken(page, f"{site}/p/{address}", Path(folder)) for address in (*(codes[name] for name in STATES), "0000000000", "UNREADABLE")], HERE / f"states-{language}.png")


def _codes(url: str) -> dict[str, str]:
    """A code for each state; the first that shows it."""
    database, now = Database(url), utc_now()
    found: dict[str, str] = {}
    with database.transaction() as session:
        _complete(session, now)
    with database.reading() as session:
        for code in session.query(ScanCode.code).order_by(ScanCode.id).yield_per(200):
            found.setdefault(state(answers.answer(Look.of(session), code[0], today=legal_day(now))), code[0])
    database.close()
    return found


def _complete(session: Session, now: datetime) -> None:
    """A code that was revoked, and a product that follows nothing yet."""
    revoked = session.query(ScanCode).order_by(ScanCode.id.desc()).first()
    marked = session.get_one(Product, revoked.product_id)
    owner, kind = _owner(session, marked.enterprise_id), session.get_one(ProductCategory, marked.category_id)
    scan_codes.revoke(session, actor=owner, code=revoked.code, reason="印刷错误（示例）", now=now)
    form = ProductForm(name="还没有公开标准的新产品（示例）", kind=marked.kind, models="A1", category=kind.code)
    products.register(session, actor=owner, enterprise_id=marked.enterprise_id, form=form, now=now, randbits=secrets.randbits)


def _owner(session: Session, enterprise_id: int) -> Actor:
    member = session.query(EnterpriseMember).filter_by(enterprise_id=enterprise_id, role="owner", ended_at=None).first()
    assert member, session.get_one(Enterprise, enterprise_id).name
    return accounts.actor(session, member.account_id, second_factor=True, origin="pictures")


@contextmanager
def _served(url: str) -> Iterator[str]:
    app = create_app(Settings(database_url=url, secret_key="p" * 40, rate_limits=False, demonstration=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _taken(page: Page, address: str, folder: Path) -> Image.Image:
    page.goto(address)
    path = folder / "taken.png"
    page.screenshot(path=path)
    return Image.open(path).convert("RGB")


def _montage(taken: list[Image.Image], path: Path) -> None:
    down = -(-len(taken) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (TELEPHONE[0] + GAP), down * (TELEPHONE[1] + GAP)), "grey")
    for place, picture in enumerate(taken):
        sheet.paste(picture, (place % ACROSS * (TELEPHONE[0] + GAP), place // ACROSS * (TELEPHONE[1] + GAP)))
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
