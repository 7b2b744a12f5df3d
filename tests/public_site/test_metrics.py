"""Operators read figures with a token; for everybody else there is nothing at the address."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from public_site.app import create_app
from registry import index_queue
from registry.db import Database, utc_now
from registry.settings import Settings, SettingsError
from tests.fixtures.searching import begun

TOKEN = "for-those-who-watch-this-registry-0001"


@pytest.fixture
def watched(settings: Settings, database: Database) -> Iterator[Flask]:
    begun(settings).close()
    app = create_app(dataclasses.replace(settings, metrics_token=TOKEN))
    yield app
    app.extensions["search"].close()


def _figures(app: Flask) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-store"
    samples = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in samples)}


def test_who_names_the_token_learns_how_far_search_is_behind_and_what_it_holds(watched: Flask, database: Database) -> None:
    figures = _figures(watched)
    assert figures["registry_search_up"] == 1
    assert figures["registry_search_tasks_due"] == figures["registry_search_lag_seconds"] == 0
    assert figures['registry_search_documents{engine="embedded"}'] >= 0
    assert figures['registry_search_octets{engine="embedded"}'] > 0
    assert any(name.startswith('registry_build_info{version="') for name in figures)
    with database.transaction() as session:
        index_queue.queue(session, [("disclosure", 1), ("disclosure", 2)], not_before=utc_now())
    figures = _figures(watched)
    assert figures["registry_search_tasks_due"] == 2
    assert figures["registry_search_lag_seconds"] > 0


def test_without_an_index_the_figures_say_so(settings: Settings, database: Database) -> None:
    figures = _figures(create_app(dataclasses.replace(settings, metrics_token=TOKEN)))
    assert figures["registry_search_up"] == 0
    assert not [name for name in figures if name.startswith("registry_search_documents")]


@pytest.mark.parametrize("said", [None, "", "Bearer ", f"Bearer {TOKEN}x", "Bearer 令牌", f"Basic {TOKEN}", TOKEN])
def test_for_anybody_else_there_is_nothing_here(watched: Flask, said: str | None) -> None:
    headers = {} if said is None else {"Authorization": said.encode().decode("latin-1")}
    assert watched.test_client().get("/metrics", headers=headers).status_code == 404


def test_a_registry_whose_operator_set_no_token_shows_nothing_to_an_empty_one(settings: Settings, database: Database) -> None:
    client = create_app(settings).test_client()
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SettingsError, match="METRICS_TOKEN"):
        Settings(metrics_token="short")
