"""Scanned links on the whole application: by people and programs, through both doors, whatever was sent."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from public_site.app import create_app
from public_site.misses import PER_MINUTE
from qr import links
from registry.actions import lots, product_merging, products, scan_codes, serials, typed_links
from registry.db import Database
from registry.legal_time import legal_day
from registry.models import Enterprise, Product
from registry.queries import products as product_queries
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.settings import Settings
from tests.factories import people
from tests.factories.products import BITS, gtin, registered

SCHEMAS = Path(__file__).parents[1] / "qr"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}
PROGRAM = {"Accept": "application/linkset+json"}
LOT = "2026/10/21"


@dataclass(frozen=True)
class Shelf:
    """A belt with a GTIN, a lot whose name is a date, a serial and links; and a service that has a short code only."""

    gtin: str
    code: str
    service: str
    product_id: int


@pytest.fixture
def firm(database: Database, now: datetime) -> tuple[Enterprise, Actor]:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        return firm, people.member(session, now, firm)


@pytest.fixture
def shelf(database: Database, now: datetime, firm: tuple[Enterprise, Actor]) -> Shelf:
    number = gtin()
    with database.transaction() as session:
        belt, service = registered(session, now, firm[1], firm[0], gtin=number), registered(session, now, firm[1], firm[0])
        lots.register(session, actor=firm[1], product_id=belt.id, lot=LOT, produced_on=legal_day(now), now=now)
        lots.register_variant(session, actor=firm[1], product_id=belt.id, variant="2A", name="宽型", now=now)
        serials.enlist(session, actor=firm[1], product_id=belt.id, serials=["S1", "a%b"], now=now)
        for kind, title, href, language in (("gs1:pip", "介绍", "https://maker.example/zh", "zh"), ("gs1:pip", "About", "https://maker.example/en", "en"), ("gs1:safetyInfo", "一", "https://maker.example/1", ""), ("gs1:safetyInfo", "二", "https://maker.example/2", "")):
            typed_links.add(session, actor=firm[1], product_id=belt.id, link_type=kind, title=title, href=href, language=language, now=now)
        session.flush()
        return Shelf("0" + number, product_queries.code_of(session, belt.id), product_queries.code_of(session, service.id), belt.id)


def path(shelf: Shelf, **qualifiers: str) -> str:
    return links.GtinLink(shelf.gtin, **qualifiers).path


def leads_to(answer: TestResponse, target: str) -> bool:
    return (answer.status_code, answer.headers.get("Location"), answer.data) == (307, target, b"")


def test_a_scan_opens_the_product_s_page_by_gtin_and_by_short_code_in_either_case(client: FlaskClient, shelf: Shelf) -> None:
    for asked in (path(shelf), path(shelf) + "/", f"/D/{shelf.code}", f"/d/{shelf.code.lower()}", f"/D/{shelf.code}/"):
        answer = client.get(asked, headers=BROWSER)
        assert leads_to(answer, f"/p/{shelf.code}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'rel="linkset"' in answer.headers["Link"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert leads_to(client.get(f"/D/{shelf.service}"), f"/p/{shelf.service}")
    assert client.get(f"/D/{shelf.code}", follow_redirects=True).status_code == 200


def test_lot_and_serial_travel_along_with_the_query(client: FlaskClient, shelf: Shelf) -> None:
    assert leads_to(client.get(path(shelf, variant="2A", lot=LOT, serial="a%b") + "?17=271231&x=%41"), f"/p/{shelf.code}?variant=2A&lot=2026%2F10%2F21&serial=a%25b&17=271231&x=%41")
    assert leads_to(client.get(path(shelf, lot="L9")), f"/p/{shelf.code}?lot=L9&notice=unknown_lot")


def test_a_lot_with_slashes_is_known_although_the_web_server_hands_over_a_decoded_path(app: Flask, shelf: Shelf) -> None:
    """As granian does: PATH_INFO only."""
    decoded = f"/01/{shelf.gtin}/10/{LOT}"
    assert to_wsgi(app, decoded)[1]["Location"] == f"/p/{shelf.code}?lot=2026%2F10%2F21"
    assert to_wsgi(app, decoded + "/21/S1")[1]["Location"] == f"/p/{shelf.code}?lot=2026%2F10%2F21&serial=S1"
    assert to_wsgi(app, f"/01/{shelf.gtin}/10/2026/11/22")[0] == 400
    assert to_wsgi(app, f"/01/{shelf.gtin}/10/A/B")[1]["Location"] == f"/p/{shelf.code}?lot=A%2FB&notice=unknown_lot"


def test_an_unknown_serial_is_never_led_to_the_genuine_product(client: FlaskClient, shelf: Shelf) -> None:
    for asked in (path(shelf, serial="S2"), path(shelf, serial="s1"), path(shelf, lot=LOT, serial="S2"), f"/01/{shelf.gtin}/235/T1", f"/01/{gtin().zfill(14)}", "/D/0000000000"):
        for headers in (BROWSER, {"Accept": "application/json"}, PROGRAM):
            answer = client.get(asked, headers=headers)
            assert answer.status_code == 404
            assert shelf.code not in answer.text
    assert "没有登记" in client.get(path(shelf, serial="S2"), headers=BROWSER).text
    assert "not registered" in client.get(path(shelf, serial="S2"), headers=BROWSER | {"Accept-Language": "en"}).text


@pytest.mark.parametrize("wrong", ["6901234567892", "06901234567893", "06901234567892/21/S/10/L", "06901234567892/99/x", "06901234567892/10/", "x", ""])
def test_a_malformed_link_says_what_is_wrong_to_people_and_to_programs(client: FlaskClient, wrong: str) -> None:
    shown = client.get(f"/01/{wrong}", headers=BROWSER)
    assert (shown.status_code, "这个网址读不懂" in shown.text) == (400, True)
    told = client.get(f"/01/{wrong}", headers={"Accept": "application/json"})
    assert (told.status_code, told.mimetype, told.json and told.json["type"]) == (400, "application/problem+json", "/problems/link_malformed")
    assert told.headers["Access-Control-Allow-Origin"] == "*"


def test_the_linkset_is_valid_for_programs_and_a_list_for_people(client: FlaskClient, shelf: Shelf) -> None:
    schema = Draft7Validator(json.loads((SCHEMAS / "gs1_linkset_schema.json").read_text()))
    for answer in (client.get(path(shelf, lot=LOT), headers=PROGRAM), client.get(path(shelf, lot=LOT) + "?linkType=linkset"), client.get(f"/D/{shelf.service}?linkType=linkset")):
        assert (answer.status_code, answer.mimetype) == (200, "application/linkset+json")
        schema.validate(answer.json)
    assert [each["anchor"] for each in client.get(path(shelf, lot=LOT), headers=PROGRAM).json["linkset"]] == [f"http://localhost{path(shelf, lot=LOT)}", f"http://localhost{path(shelf)}"]
    shown = client.get(path(shelf) + "?linkType=linkset", headers=BROWSER)
    assert shown.mimetype == "text/html"
    assert 'href="https://maker.example/zh" rel="external nofollow noopener"' in shown.text


def test_one_type_of_link_is_led_to_by_language_and_several_equal_ones_are_choices(client: FlaskClient, shelf: Shelf) -> None:
    assert leads_to(client.get(path(shelf) + "?linkType=gs1:pip", headers={"Accept-Language": "en-US"}), "https://maker.example/en?linkType=gs1:pip")
    assert client.get(path(shelf) + "?linkType=gs1:recallStatus", headers=BROWSER).status_code == 404
    machine, people_s = client.get(path(shelf) + "?linkType=gs1:safetyInfo", headers={"Accept": "application/json"}), client.get(path(shelf) + "?linkType=gs1:safetyInfo", headers=BROWSER)
    assert (machine.status_code, people_s.status_code) == (300, 300)
    assert [each["title"] for each in machine.json["linkset"][0]["https://ref.gs1.org/voc/safetyInfo"]] == ["一", "二"]
    assert "https://maker.example/2" in people_s.text


def test_head_and_options_are_answered_and_other_sites_may_ask(client: FlaskClient, shelf: Shelf) -> None:
    head = client.head(path(shelf))
    assert (head.status_code, head.headers["Location"], head.data) == (307, f"/p/{shelf.code}", b"")
    options = client.options(path(shelf), headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "GET"})
    assert options.status_code == 200
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert client.post(path(shelf)).status_code in (400, 405)


def test_the_resolver_describes_itself(client: FlaskClient) -> None:
    answer = client.get("/.well-known/gs1resolver")
    Draft7Validator(json.loads((SCHEMAS / "gs1_description_file_schema.json").read_text())).validate(answer.json)
    assert answer.json["supportedPrimaryKeys"] == ["01"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_compressed_link_is_answered_like_its_uncompressed_self_and_names_it(client: FlaskClient, shelf: Shelf) -> None:
    from tests.qr.test_compression import packed

    whole = packed((0x0C, 8), (int(shelf.gtin), 47), (4, 3), (2, 5), (ord("S"), 7), (ord("1"), 7))
    answer = client.get(f"/{whole}")
    assert leads_to(answer, f"/p/{shelf.code}?serial=S1")
    assert f'<http://localhost{path(shelf, serial="S1")}>; rel="owl:sameAs"' in answer.headers.getlist("Link")
    half = packed((0x21, 8), (4, 3), (2, 5), (ord("S"), 7), (ord("1"), 7))
    assert leads_to(client.get(f"{path(shelf)}/{half}"), f"/p/{shelf.code}?serial=S1")
    assert client.get("/" + packed((0x0C, 8), (int(shelf.gtin), 47), (4, 3), (2, 5), (ord("S"), 7), (ord("2"), 7))).status_code == 404
    assert client.get("/wp-login_php").status_code == 404


def test_whatever_became_of_a_product_its_printed_link_leads_to_the_page_that_says_so(client: FlaskClient, database: Database, now: datetime, firm: tuple[Enterprise, Actor], shelf: Shelf) -> None:
    with database.transaction() as session:
        survivor = registered(session, now, firm[1], firm[0])
        session.flush()
        product_merging.merge(session, actor=firm[1], product_id=shelf.product_id, into_id=survivor.id, now=now)
        scan_codes.revoke(session, actor=firm[1], code=shelf.service, reason="印错了", now=now)
    assert leads_to(client.get(path(shelf, serial="S1")), f"/p/{shelf.code}?serial=S1")
    assert leads_to(client.get(f"/D/{shelf.service}"), f"/p/{shelf.service}")


def test_a_gtin_that_was_corrected_goes_on_answering_until_another_product_holds_it(client: FlaskClient, database: Database, now: datetime, firm: tuple[Enterprise, Actor], shelf: Shelf) -> None:
    corrected = gtin()
    change(database, now, firm[1], shelf.product_id, corrected)
    assert leads_to(client.get(path(shelf)), f"/p/{shelf.code}")
    assert leads_to(client.get(f"/01/0{corrected}"), f"/p/{shelf.code}")
    with database.transaction() as session:
        other = product_queries.code_of(session, registered(session, now, firm[1], firm[0], gtin=shelf.gtin).id)
    assert leads_to(client.get(path(shelf)), f"/p/{other}")


def change(database: Database, now: datetime, actor: Actor, product_id: int, number: str) -> None:
    with database.transaction() as session:
        product = session.get_one(Product, product_id)
        products.edit(session, actor=actor, product_id=product_id, form=ProductForm(name=product.name, category="conveyor-belt", gtin=number), revision=product.revision, now=now)


def test_a_new_code_of_a_product_is_where_its_gtin_leads(client: FlaskClient, database: Database, now: datetime, firm: tuple[Enterprise, Actor], shelf: Shelf) -> None:
    with database.transaction() as session:
        scan_codes.revoke(session, actor=firm[1], code=shelf.code, reason="印错了", now=now)
        new = scan_codes.issue(session, actor=firm[1], product_id=shelf.product_id, now=now, randbits=BITS).code
    assert leads_to(client.get(path(shelf)), f"/p/{new}")
    assert leads_to(client.get(f"/D/{shelf.code}"), f"/p/{shelf.code}")


def test_a_plain_scan_is_counted_and_nothing_else_is(app: Flask, client: FlaskClient, shelf: Shelf) -> None:
    def counted() -> int:
        return sum(app.extensions["scans"]._buffer.take().values())

    client.get(path(shelf), headers=BROWSER)
    client.get(f"/d/{shelf.code}", headers=BROWSER)
    assert counted() == 2
    client.head(path(shelf), headers=BROWSER)
    client.options(path(shelf), headers=BROWSER)
    client.get(path(shelf), headers=BROWSER | PROGRAM)
    client.get(path(shelf) + "?linkType=gs1:pip", headers=BROWSER)
    client.get(path(shelf, serial="S2"), headers=BROWSER)
    client.get(path(shelf), headers=BROWSER | {"Sec-Purpose": "prefetch"})
    assert counted() == 0


@pytest.fixture
def limited(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(replace(settings, rate_limits=True, former_hosts="old.example, Older.Example:8080"))
    yield app.test_client()
    app.extensions["scans"].stop()
    app.extensions["database"].close()


def test_who_guesses_codes_is_slowed_down_but_codes_that_exist_are_always_answered(limited: FlaskClient, shelf: Shelf) -> None:
    answers = [limited.get(path(shelf, serial=f"G{number}")) for number in range(2 * PER_MINUTE + 2)]
    refused = [each for each in answers if each.status_code == 429]
    assert {each.status_code for each in answers} == {404, 429}
    assert all(1 <= int(each.headers["Retry-After"]) <= 60 for each in refused)
    assert leads_to(limited.get(path(shelf, serial="S1")), f"/p/{shelf.code}?serial=S1")
    assert limited.get(path(shelf), headers=PROGRAM).status_code == 200
    assert limited.get(path(shelf, serial="G"), environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404


def test_former_hosts_lead_on_to_the_same_path_here(limited: FlaskClient, shelf: Shelf) -> None:
    for host in ("http://OLD.example", "http://older.example:8080", "http://old.example."):
        answer = limited.get(path(shelf, lot=LOT) + "?x=%41", base_url=host)
        assert (answer.status_code, answer.headers["Location"]) == (308, f"http://localhost{path(shelf, lot=LOT)}?x=%41")
    assert limited.get("/standards", base_url="http://old.example").headers["Location"] == "http://localhost/standards"
    assert limited.get("//evil.example/x", base_url="http://old.example").headers["Location"].startswith("http://localhost/")
    assert limited.get(path(shelf), base_url="http://new.example").status_code == 307


# Properties over the whole application. One registry serves all trials of a test: nothing is written.
many = trials(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_PATH = st.text() | st.binary().map(lambda octets: octets.decode("latin-1")) | st.sampled_from(["\0", "%00", "%", "..", "%C0%AF", "\x7f\x1b", "０" * 14, "/" * 40, "A" * 5000, "٠" * 10, "%2F" * 50, "\ud800"])


def to_wsgi(app: Callable[..., Any], decoded: str, query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The path in PATH_INFO as WSGI wants it, and nowhere else."""
    environ = EnvironBuilder(method="GET", headers=headers).get_environ()
    for name in ("RAW_URI", "REQUEST_URI"):
        environ.pop(name, None)
    environ["PATH_INFO"] = decoded.encode("utf-8", "replace").decode("latin-1")
    environ["QUERY_STRING"] = query.encode("utf-8", "replace").decode("latin-1")
    body, status, sent = run_wsgi_app(app, environ, buffered=True)
    return int(status.split()[0]), dict(sent), b"".join(body)


@many
@given(start=st.sampled_from(["/01/", "/D/", "/d/", "/", "GTIN/", "GTIN/10/", "GTIN/21/"]), text=ANY_PATH, query=st.text(max_size=30))
def test_any_text_in_place_of_a_code_is_an_answer_and_never_an_error_of_the_server(app: Flask, shelf: Shelf, start: str, text: str, query: str) -> None:
    asked = start.replace("GTIN", f"/01/{shelf.gtin}") + text
    status, sent, _ = to_wsgi(app, asked, query)
    assert status in (200, 300, 307, 308, 400, 404, 414) or (status, start) == (302, "/")
    assert all(value.isprintable() for value in sent.values())


@many
@given(
    kind=st.sampled_from(["gtin", "gtin", "short", "service"]),
    lot=st.sampled_from(["", LOT, "L9", "2026"]),
    serial=st.sampled_from(["", "S1", "a%b", "S2"]),
    query=st.sampled_from(["", "x=1", "linkType=linkset", "linkType=gs1:pip", "linkType=", "x=%00", "link%54ype=linkset"]),
    accept=st.sampled_from(["", BROWSER["Accept"], "application/linkset+json", "application/json", "application/ld+json, application/linkset+json;q=0.5"]),
    raw=st.booleans(),
)
def test_both_doors_give_the_same_answer(app: Flask, shelf: Shelf, kind: str, lot: str, serial: str, query: str, accept: str, raw: bool) -> None:
    asked = path(shelf, lot=lot, serial=serial) if kind == "gtin" else f"/D/{shelf.code if kind == 'short' else shelf.service}"
    answers = []
    for door in (app.wsgi_app._inside, app.wsgi_app._inside._inside):  # type: ignore[attr-defined]  # with the small door and without, inside what both share
        environ = EnvironBuilder(path=asked, query_string=query, headers={"Accept": accept} | ({"User-Agent": BROWSER["User-Agent"]})).get_environ()
        if not raw:
            environ.pop("RAW_URI"), environ.pop("REQUEST_URI")
        body, status, sent = run_wsgi_app(door, environ, buffered=True)
        ours = sorted((name, value) for name, value in sent if name != "X-Request-Id")
        answers.append((status.lower(), ours, b"" if status.startswith("4") else b"".join(body), sum(app.extensions["scans"]._buffer.take().values())))
    assert answers[0] == answers[1]
