"""What holds for every page and every answer, whatever room it belongs to."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Blueprint, Flask, abort, request
from flask.testing import FlaskClient

from public_site import access, navigation, security
from public_site.access import RULES, rule_of
from public_site.app import create_app
from public_site.database import database, reading, transaction
from public_site.security import Counter, limiter, public_page
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from registry.settings import Settings

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"}
RAISED = {
    "missing": NotFound("not_found"),
    "forbidden": NotAllowed("not_allowed"),
    "changed": Conflict("conflict"),
    "often": TooMany("too_many", retry_after=30),
    "wrong": Invalid({"name": "required", "title": "too_long"}, longest=200),
    "broken": RuntimeError("a secret detail"),
}
STATUS = {"missing": 404, "forbidden": 403, "changed": 409, "often": 429, "wrong": 422, "broken": 500}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shell needs no table, so a bare SQLite file does."""
    return Settings(database_url=f"sqlite:///{tmp_path / 'shell.sqlite3'}", secret_key="k" * 32, public_url="http://localhost", rate_limits=False)


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = create_app(settings)
    app.register_blueprint(_room())
    return app


def _room() -> Blueprint:
    """A room with one page for each thing that can happen."""
    bp = Blueprint("trial", __name__, url_prefix="/trial")

    @bp.route("/raise/<name>", methods=["GET", "POST"])
    @bp.route("/raise/<name>.json")
    @access.access("public")
    def fail(name: str) -> str:
        raise RAISED[name]

    @bp.post("/form")
    @access.access("public")
    def form() -> dict[str, object]:
        return dict(request.form.items())

    @bp.get("/limited")
    @access.access("public")
    @limiter.limit("2/minute")
    def limited() -> str:
        return "ok"

    @bp.get("/open")
    def open_to_whom() -> str:
        return "nobody said who may read this"

    @bp.get("/misspelt")
    @access.access("pubilc")
    def misspelt() -> str:
        return "a rule that nobody registered"

    @bp.get("/gone")
    @access.access("public")
    def gone() -> str:
        abort(404)

    return bp


def _csrf_token(client: FlaskClient) -> str:
    page = client.post("/trial/form", data={"name": "x"}).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


# Rules of access


def test_every_route_of_the_site_declares_a_rule_that_somebody_checks(settings: Settings) -> None:
    app = create_app(settings)
    unguarded = {each.endpoint: rule_of(app, each.endpoint) for each in app.url_map.iter_rules() if rule_of(app, each.endpoint) not in RULES}
    assert unguarded == {}


@pytest.mark.parametrize("path", ["/trial/open", "/trial/misspelt"])
def test_a_route_without_a_known_rule_stays_shut(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 403
    app.debug = True
    assert app.test_client().get(path).status_code == 500


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


def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    assert "max-age" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_pages_hold_no_inline_script_or_style(client: FlaskClient) -> None:
    page = client.get("/").text
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", page)


def test_a_public_page_may_be_kept_and_asked_for_again(client: FlaskClient) -> None:
    first = client.get("/")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in first.headers["Vary"].split(",")}
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
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


# Errors


@pytest.mark.parametrize("name", RAISED)
def test_each_error_has_its_status_in_words_for_people_and_a_number_to_quote(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/trial/raise/{name}")
    assert answer.status_code == STATUS[name]
    assert answer.mimetype == "text/html"
    assert answer.headers["X-Request-Id"] in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("name", RAISED)
def test_each_error_has_one_shape_for_machines(client: FlaskClient, name: str) -> None:
    for answer in (client.get(f"/trial/raise/{name}.json"), client.get(f"/trial/raise/{name}", headers={"Accept": "application/json"})):
        assert answer.mimetype == "application/problem+json"
        problem = answer.get_json(force=True)
        assert (answer.status_code, problem["status"]) == (STATUS[name], STATUS[name])
        assert {"type", "title", "detail", "request"} <= problem.keys()
        assert problem["request"] == answer.headers["X-Request-Id"]
        assert "secret detail" not in answer.text


def test_every_wrong_field_is_named_for_machines_with_code_and_sentence(client: FlaskClient) -> None:
    problem = client.get("/trial/raise/wrong.json").get_json(force=True)
    assert problem["errors"] == [
        {"field": "name", "code": "required", "detail": "请填写这一项"},
        {"field": "title", "code": "too_long", "detail": "太长：最多 200 个字"},
    ]


@pytest.mark.parametrize(("path", "method", "status"), [("/nope", "GET", 404), ("/api/nope", "GET", 404), ("/", "DELETE", 405), ("/trial/gone", "GET", 404)])
def test_http_errors_look_the_same_as_ours(client: FlaskClient, path: str, method: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == ("application/problem+json" if path.startswith("/api/") else "text/html")
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_a_browser_that_takes_anything_gets_a_page(client: FlaskClient) -> None:
    assert client.get("/nope", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}).mimetype == "text/html"
    assert client.get("/nope", headers={"Accept": "*/*"}).mimetype == "text/html"


def test_too_many_requests_are_told_when_to_come_back(client: FlaskClient) -> None:
    assert client.get("/trial/raise/often").headers["Retry-After"] == "30"


def test_a_form_that_met_an_error_shows_what_was_typed(client: FlaskClient) -> None:
    token = _csrf_token(client)
    answer = client.post("/trial/raise/changed", data={"csrf_token": token, "title": "普通用途织物芯输送带", "password": "hunter2"})
    assert answer.status_code == 409
    assert "普通用途织物芯输送带" in answer.text
    assert "hunter2" not in answer.text


# Expired forms


def test_an_expired_form_keeps_what_was_typed_and_can_be_sent_again_with_one_button(client: FlaskClient) -> None:
    typed = {"title": '输送带 "A" <b>', "note": "一\n二", "csrf_token": "long expired"}
    page = client.post("/trial/form", data=typed)
    assert page.status_code == 400
    assert "输送带 &#34;A&#34; &lt;b&gt;" in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    again = client.post("/trial/form", data=typed | {"csrf_token": token[1]})
    assert again.get_json()["title"] == typed["title"]
    assert page.text.count('<button type="submit"') == 1


def test_an_expired_form_never_shows_a_password_but_asks_for_it_again(client: FlaskClient) -> None:
    page = client.post("/trial/form", data={"email": "a@example.com", "password": "hunter2", "new_password": "hunter3"}).text
    assert "hunter" not in page
    assert len(re.findall(r'<input type="password"[^>]+name="(?:new_)?password"', page)) == 2


def test_another_site_cannot_use_the_page_that_sends_again(client: FlaskClient) -> None:
    for sent in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        page = client.post("/trial/form", data={"name": "typed by a stranger"}, headers=sent)
        assert page.status_code == 400
        assert "csrf_token" not in page.text


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
    app.register_blueprint(_room())
    client = app.test_client()
    here, there = {"X-Forwarded-For": "192.0.2.1"}, {"X-Forwarded-For": "192.0.2.2"}
    assert [client.get("/trial/limited", headers=here).status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get("/trial/limited", headers=here).headers["Retry-After"]) > 0
    assert client.get("/trial/limited", headers=there).status_code == 200


def test_a_forged_address_counts_for_nothing_without_a_trusted_proxy(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.register_blueprint(_room())
    asked = [app.test_client().get("/trial/limited", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(3)]
    assert asked == [200, 200, 429]


def test_one_ipv6_subscriber_is_one_client(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True, trusted_proxies=1))
    app.register_blueprint(_room())
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


def test_health_tells_whether_the_database_answers(client: FlaskClient, settings: Settings, tmp_path: Path) -> None:
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").get_json() == {"status": "ready"}
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


def test_the_front_page_says_what_self_declared_means_and_where_to_complain(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "自我声明" in page
    assert 'href="https://www.12315.cn"' in page


def test_a_room_can_put_a_link_into_the_header(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link("登录", "/sign-in"))
    navigation.add_link(app, lambda: None)
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
