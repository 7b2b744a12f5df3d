"""Takes the pictures of README.md and README.zh-CN.md: python docs/screenshots/take.py http://127.0.0.1:8000

Needs a freshly made demonstration that is being served (`make run`) and Chromium. Changes nothing in it.
"""

import csv
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SIGN_INS = HERE.parents[1] / "registry" / "seed" / "demo" / "sign_ins.csv"
TELEPHONE, DESK, GRID = (390, 844), (1280, 800), (1280, 1300)
DISCLOSURE = "/standards?q=输送带&status=current"
# name, who looks, language, window, where to begin, links to follow (patterns of addresses)
PICTURES = (
    ("home-en", "", "en", DESK, "/", ()),
    ("home-zh", "", "zh", DESK, "/", ()),
    ("disclosure-zh", "", "zh", TELEPHONE, DISCLOSURE, (r"/disclosures/\w{10}",)),
    ("disclosure-en", "", "en", TELEPHONE, DISCLOSURE, (r"/disclosures/\w{10}",)),
    ("list-en", "", "en", DESK, "/standards?status=current&class=enterprise", ()),
    ("list-zh", "", "zh", DESK, "/standards?status=current&class=enterprise", ()),
    ("grid-zh", "owner@example.com", "zh", GRID, "/console", (r"/console/\w{18}/drafts", r"/console/\w{18}/drafts/\d+", r"/console/\w{18}/drafts/\d+/indicators")),
    ("check-en", "owner@example.com", "en", DESK, "/console", (r"/console/\w{18}/drafts", r"/console/\w{18}/drafts/\d+", r"/console/\w{18}/drafts/\d+/check")),
    ("verification-en", "registrar@example.com", "en", DESK, "/regulator/verifications", (r"/regulator/verifications/\d+",)),
)


def main(site: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        for name, who, language, window, *way in PICTURES:
            _take(browser, site, name, who, language, window, *way)


def _take(browser: Browser, site: str, name: str, who: str, language: str, window: tuple[int, int], begin: str, links: tuple[str, ...]) -> None:
    page = browser.new_page(viewport={"width": window[0], "height": window[1]}, locale="zh-CN" if language == "zh" else "en-GB")
    if who:
        _sign_in(page, site, who)
    page.goto(f"{site}{begin}")
    for pattern in links:
        page.goto(site + _link(page, pattern))
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    page.context.close()
    print(f"{path.name} {path.stat().st_size // 1000} kB {page.url.removeprefix(site)}")


def _sign_in(page: Page, site: str, who: str) -> None:
    with SIGN_INS.open(encoding="utf8", newline="") as file:
        password = next(row["password"] for row in csv.DictReader(file) if row["address"] == who)
    page.goto(f"{site}/account/sign-in")
    page.fill("[name=address]", who)
    page.fill("[name=password]", password)
    page.locator("main form button.first").first.click()
    page.wait_for_url(lambda address: "/account/sign-in" not in address)


def _link(page: Page, pattern: str) -> str:
    """The first address on the page that is what the pattern says, without a query."""
    found: list[str] = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href') || '')")
    return next(each for each in found if re.fullmatch(pattern, each.partition("?")[0]))


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
