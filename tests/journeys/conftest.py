"""Journeys: people at browsers of their own, and a registry with the vocabulary and the demonstration's standards."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from registry.actions import catalogue, floors, vocabulary
from registry.db import Database, utc_now
from registry.rules.permission import SYSTEM
from registry.settings import Settings
from tests.fixtures.browsing import PATIENCE
from tests.journeys.looking import watched


@pytest.fixture
def engine() -> str:
    """What the story's registry is searched with; a story in which people search is told `on_both_engines`."""
    return "embedded"


@pytest.fixture
def settings(settings: Settings, engine: str, request: pytest.FixtureRequest) -> Settings:
    """Those of every test, and SEARCH_URL on a real Elasticsearch where the story wants it."""
    return settings if engine == "embedded" else dataclasses.replace(settings, **request.getfixturevalue("elasticsearch_settings"))


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`arrive(width=390, locale="en-GB")`: one more person with a browser of their own, in Chinese on a desk when nothing is said.

    Whatever goes wrong in any of these browsers fails the test; `refused` names the answers (409, 401) that its story is about.
    """
    with ExitStack() as stack:

        def come(*, width: int = 1280, height: int = 900, locale: str = "zh-CN", refused: tuple[int, ...] = (), **more: object) -> Page:
            context = browser.new_context(locale=locale, timezone_id="Asia/Shanghai", viewport={"width": width, "height": height}, **more)  # type: ignore[arg-type]
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            return stack.enter_context(watched(context.new_page(), refused))

        yield come


@pytest.fixture
def shelves(database: Database) -> None:
    """The vocabularies that ship, and the demonstration's invented standards with what they ask for."""
    with database.transaction() as session:
        for load in (vocabulary.load, catalogue.load_demonstration, floors.load_demonstration):
            load(session, actor=SYSTEM, now=utc_now())
