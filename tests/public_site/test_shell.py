"""What holds for every page and every answer, whatever room it belongs to."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import InternalServerError

from public_site import access, navigation, security
from public_site.access import RULES, rule_of
from public_site.app import create_app
from public_site.database import database, reading, transaction
from public_site.security import Counter, public_page
from registry.settings import Settings
from tests.public_site.rooms import shell_settings, trial_room

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"}
@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return shell_settings(tmp_path)


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = create_app(settings)
    app.register_blueprint(trial_room())
    return app


# Rules of access


def test_every_route_of_the_site_declares_a_rule_that_somebody_checks(settings: Settings) -> None:
    app = create_app(settings)
    unguarded = {each.endpoint: rule_of(app, each.endpoint) for each in app.url_map.iter_rules() if rule_of(app, each.endpoint) not in RULES}
    assert unguarded == {}


@pytest.mark.parametrize("path", ["/trial/open", "/trial/misspelt"])
def test_a_route_without_a_known_rule_stays_shut(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 403
    app.debug = True
    with pytest.raises(InternalServerError, match="no known rule of access"):
        app.test_client().get(path)


# Headers


@pytest.mark.parametrize("path", ["/", "/nope", "/nope.json", "/health/live", "/robots.txt", "/favicon.ico", "/static/css/tokens.css", "/trial/raise/broken"])
def test_every_answer_carries_the_protecting_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    sent = set(answer.headers["Content-Security-Policy"].split("; "))
    assert sent >= POLICY
    assert not [directive for directive in sent if "unsafe" in directive]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in answer.headers
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", ["/account/confirm/x", "/account/reset/x"])
def test_a_secret_address_with_a_form_tells_the_next_page_its_host_alone(client: FlaskClient, path: str) -> None:
    """The CSRF check over https asks for the host; nobody asks for the path."""
    assert client.get(path).headers.getlist("Referrer-Policy") == ["strict-origin"]
    sent = client.post(path, data={}, base_url="https://localhost", headers={"Referer": "https://localhost/"})
    assert sent.headers.getlist("Referrer-Policy") == ["same-origin"], "refused before anybody looked at the address: no token"


def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    assert "max-age" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_pages_hold_no_inline_script_or_style(client: FlaskClient) -> None:
    page = client.get("/").text
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", page)


def test_a_public_page_may_be_kept_and_asked_for_again(client: FlaskClient) -> None:
    first = client.get("/problems/not_found")
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in first.headers["Vary"].split(",")}
    again = client.get("/problems/not_found", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_page_for_somebody_known_is_never_kept(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["sign_in"] = "somebody"
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_a_page_that_does_not_call_itself_public_is_never_kept(client: FlaskClient) -> None:
    assert client.get("/health/live").headers["Cache-Control"] == "private, no-store"
    assert client.get("/nope").headers["Cache-Control"] == "private, no-store"


def test_static_files_carry_a_version_and_may_be_kept_for_a_year(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert addresses
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert client.get(addresses[0].partition("?")[0]).headers["Cache-Control"] == "public, no-cache"


def test_the_front_page_with_all_its_bytes_is_small(client: FlaskClient) -> None:
    page = client.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(page.encode()) + sum(len(client.get(address).data) for address in addresses) < 45_000


# Languages


@pytest.mark.parametrize(("accepted", "spoken"), [("zh-CN,zh;q=0.9", "zh-CN"), ("zh-TW", "zh-CN"), ("en-GB,en", "en"), ("fr", "zh-CN"), ("", "zh-CN"), ("zh-cn;q=0.3,en;q=0.9", "en"), ("xx-invalid;;q=z", "zh-CN")])
def test_the_browser_s_language_is_spoken_where_it_is_one_of_two(client: FlaskClient, accepted: str, spoken: str) -> None:
    assert f'<html lang="{spoken}">' in client.get("/", headers={"Accept-Language": accepted}).text


def test_a_chosen_language_is_remembered_and_wins_over_the_browser_s(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en", headers={"Accept-Language": "zh"}).text
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "zh"}).text
    assert '<html lang="zh-CN">' in client.get("/?lang=zh").text
    assert '<html lang="zh-CN">' in client.get("/?lang=klingon").text


def test_an_answer_that_remembers_a_language_is_not_kept_by_caches(client: FlaskClient) -> None:
    assert client.get("/?lang=en").headers["Cache-Control"] == "private, no-store"


def test_the_language_link_keeps_the_page_and_its_query(client: FlaskClient) -> None:
    page = client.get("/?q=%E8%BE%93%E9%80%81%E5%B8%A6&lang=zh").text
    assert 'href="/?q=%E8%BE%93%E9%80%81%E5%B8%A6&amp;lang=en"' in page


def test_the_language_link_of_an_answered_form_leads_to_a_page_that_can_be_read(client: FlaskClient) -> None:
    assert 'href="/?lang=en"' in client.post("/trial/form", data={"name": "x"}).text


def test_an_english_reader_meets_no_chinese_sentence(client: FlaskClient) -> None:
    for path in ("/", "/nope", "/trial/raise/wrong", "/trial/raise/often"):
        page = re.sub(r'<a class="language".*?</a>|<ul class="examples">.*?</ul>', "", client.get(path, headers={"Accept-Language": "en"}).text, flags=re.DOTALL)
        assert not re.findall(r"[\u4e00-\u9fff]+", page), path


# Sizes and limits


def test_addresses_and_headers_beyond_measure_are_refused(client: FlaskClient) -> None:
    assert client.get("/?q=" + "x" * 5000).status_code == 414
    assert client.get("/", headers={"X-Long": "x" * 20_000}).status_code == 431
    assert client.get("/?q=%00").status_code == 400


def test_a_request_larger_than_any_upload_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post("/trial/form", data={"name": "x"}, environ_overrides={"CONTENT_LENGTH": str(26 * 1024 * 1024)})
    assert answer.status_code == 413


def test_who_asks_too_often_is_slowed_down_by_address(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True, trusted_proxies=1))
    app.register_blueprint(trial_room())
    client = app.test_client()
    here, there = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}
    assert [client.get("/trial/limited", headers=here).status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get("/trial/limited", headers=here).headers["Retry-After"]) > 0
    assert client.get("/trial/limited", headers=there).status_code == 200


def test_a_forged_address_counts_for_nothing_without_a_trusted_proxy(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.register_blueprint(trial_room())
    asked = [app.test_client().get("/trial/limited", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(3)]
    assert asked == [200, 200, 429]


def test_one_ipv6_subscriber_is_one_client(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True, trusted_proxies=1))
    app.register_blueprint(trial_room())
    asked = [app.test_client().get("/trial/limited", headers={"X-Forwarded-For": f"2001:db8::{n}"}).status_code for n in range(1, 4)]
    assert asked == [200, 200, 429]


def test_all_pages_together_count_too_and_a_new_minute_starts_afresh() -> None:
    counter = Counter()
    assert [counter.count("192.0.2.1", second) for second in (600, 601, 659.9, 660)] == [1, 2, 3, 1]
    assert counter.count("192.0.2.2", 660) == 1


def test_a_flood_is_answered_with_when_to_come_back(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "REQUESTS_PER_MINUTE", 0)
    slowed = create_app(dataclasses.replace(settings, rate_limits=True)).test_client()
    answer = slowed.get("/")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert slowed.get("/health/live").status_code == 200


# Around the pages


def test_health_tells_whether_the_database_answers_and_how_far_the_search_index_is_behind(settings: Settings, database_url: str, tmp_path: Path) -> None:
    client = create_app(dataclasses.replace(settings, database_url=database_url)).test_client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").get_json() == {"status": "ready", "search_lag_seconds": 0.0}
    lost = create_app(dataclasses.replace(settings, database_url=f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}"))
    (tmp_path / "a").rmdir()
    assert lost.test_client().get("/health/ready").status_code == 503


def test_robots_keep_off_the_desks(client: FlaskClient) -> None:
    assert "Disallow: /console/" in client.get("/robots.txt").text
    assert client.get("/favicon.ico").mimetype == "image/svg+xml"


def test_a_demonstration_says_so_on_every_page(settings: Settings, client: FlaskClient) -> None:
    shown = create_app(dataclasses.replace(settings, demonstration=True, icp_number="示例ICP备1号")).test_client()
    assert "虚构" in shown.get("/").text
    assert "虚构" in shown.get("/nope").text
    assert "示例ICP备1号" in shown.get("/").text
    assert "虚构" not in client.get("/").text


def test_a_room_can_put_a_link_into_the_header(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link("登录", "/sign-in"))
    navigation.add_changing_link(app, lambda: None)
    page = app.test_client().get("/").text
    assert '<a href="/sign-in">登录</a>' in page


def test_handlers_reach_the_database_of_their_own_app(app: Flask) -> None:
    with app.app_context():
        assert database() is app.extensions["database"]
        with transaction() as session:
            session.connection().exec_driver_sql("CREATE TABLE kept (n INTEGER)")
            session.connection().exec_driver_sql("INSERT INTO kept VALUES (1)")
        with reading() as session:
            assert session.connection().exec_driver_sql("SELECT n FROM kept").scalar() == 1


def test_public_page_asks_caches_for_as_long_as_it_is_told(app: Flask) -> None:
    @app.get("/trial/long")
    @access.access("public")
    def long() -> object:
        return public_page(app.response_class("x"), seconds=3600)

    assert app.test_client().get("/trial/long").headers["Cache-Control"] == "public, max-age=3600"
