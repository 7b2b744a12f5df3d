"""What every page of a journey is held to: accessible, as wide as its window, readable at twice the size, quiet in the console."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Page, Response

from tests.fixtures.accessibility import Violations

WIDTHS = (390, 768, 1280)
_axe = Violations()


@contextmanager
def watched(page: Page, refused: tuple[int, ...] = ()) -> Iterator[Page]:
    """The page; leaving fails when a script threw, the console held an error, or an answer failed that is not among `refused`.

    A page that answers 4xx itself is part of a story, and its journey says what is on it.
    """
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(_said(message)))
    page.on("response", lambda answer: faults.extend(_failed(answer, refused)))
    yield page
    assert faults == []


def look(page: Page) -> None:
    """Fail when what the page shows now breaks WCAG 2.1 as axe-core sees it, or is wider than a window."""
    found = _axe.run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    fits(page)


def glance(page: Page) -> None:
    """What `look` asks, at the outer widths and without larger text: for walks over many pages."""
    found = _axe.run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    own = page.viewport_size
    assert own
    _within(page, "its own width")
    other = WIDTHS[0] + WIDTHS[-1] - own["width"]
    page.set_viewport_size({"width": other, "height": own["height"]})
    _within(page, f"{other} px")
    page.set_viewport_size(own)


def fits(page: Page) -> None:
    """Nothing stands out sideways (WCAG 1.4.10), also when the text is twice as large (WCAG 1.4.4)."""
    own = page.viewport_size
    assert own
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": own["height"]})
        _within(page, f"{width} px")
        if width in (WIDTHS[0], WIDTHS[-1]):
            _within(page, f"{width} px, text at 200 %", text="200%")
    page.set_viewport_size(own)


def _within(page: Page, how: str, text: str = "") -> None:
    wide = page.evaluate(_SIDEWAYS, text)
    assert wide == [], f"{page.url} at {how}: {wide}"


# What reaches beyond the window although nothing round it scrolls by itself, with the text as large as is said.
_SIDEWAYS = """(text) => {
    const root = document.documentElement;
    if (text) root.style.setProperty("font-size", text);
    try { return sideways(root.clientWidth); } finally { if (text) root.style.removeProperty("font-size"); }

    function sideways(edge) {
        if (root.scrollWidth <= edge) return [];
        const scrolls = (each) => each && each !== document.body && (["auto", "scroll", "hidden"].includes(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
        const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > edge + 1 && !scrolls(each.parentElement));
        return [`${root.scrollWidth} of ${edge} px`, ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 160))];
    }
}"""


def _said(message: ConsoleMessage) -> list[str]:
    """Chromium also writes failed answers there; those are counted as answers."""
    return [message.text] if message.type == "error" and not message.text.startswith("Failed to load resource") else []


def _failed(answer: Response, refused: tuple[int, ...]) -> list[str]:
    if answer.status < 400 or answer.status in refused or (answer.status < 500 and answer.request.is_navigation_request()):
        return []
    return [f"{answer.status} {answer.url}"]
