"""Every error tells people and programs the same: what happened, what was kept, what to do, and a number to quote."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from public_site.app import create_app
from tests.public_site.rooms import RAISED, STATUS, shell_settings, trial_room


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = create_app(shell_settings(tmp_path))
    app.register_blueprint(trial_room())
    return app


def _csrf_token(client: FlaskClient) -> str:
    page = client.post("/trial/form", data={"name": "x"}).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


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


def test_the_log_of_an_unexpected_error_says_where_it_happened_and_nothing_that_was_typed(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    answer = client.get("/trial/raise/broken")
    told = capsys.readouterr()
    log = told.out + told.err
    assert answer.headers["X-Request-Id"] in log
    assert "RuntimeError" in log
    assert "secret detail" not in log


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


def test_who_was_too_fast_can_send_again_and_another_site_cannot_use_that(client: FlaskClient) -> None:
    typed = {"csrf_token": _csrf_token(client), "title": "输送带"}
    assert "再次发送" in client.post("/trial/raise/often", data=typed).text
    elsewhere = client.post("/trial/raise/often", data=typed, headers={"Origin": "https://elsewhere.example"})
    assert "再次发送" not in elsewhere.text
    assert "csrf_token" not in elsewhere.text
