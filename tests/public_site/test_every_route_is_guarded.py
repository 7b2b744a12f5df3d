"""Every route is really visited: by a stranger, by another enterprise's member, by another county's officer, and by those it is for."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from public_site.access import rule_of
from registry.db import Database
from registry.settings import Settings
from tests.factories.visits import Visit
from tests.public_site.every_route import LOCAL, World, world

DOOR = "/account/sign-in"
LEFT_OPEN = {"console_draft_check.done", "console_draft_files.read", "disclosures.text", "regulator_disclosures.text", "account.confirm", "account.new_password", "account.enrol", "service.figures"}
"""Nothing is there yet: this world's draft is not disclosed, no text was sent, the token is nobody's, nobody has begun to enrol, no operator set a token."""


@pytest.fixture
def whole(app: Flask, database: Database, settings: Settings, now: datetime) -> World:
    return world(app, database, settings, now)


def test_every_route_declares_one_of_six_rules(app: Flask) -> None:
    assert {rule_of(app, each.endpoint) for each in app.url_map.iter_rules()} == {"public", "personal", "signed_in", "enterprise", "bureau", "assessor"}


def test_a_stranger_reads_what_is_public_and_is_led_to_the_door_everywhere_else(whole: World) -> None:
    wrong = _visited(whole, whole.stranger(), {"public": _answers, "personal": _answers, "signed_in": _to_the_door, "enterprise": _to_the_door, "bureau": _to_the_door, "assessor": _to_the_door})
    assert wrong == []


def test_for_a_member_of_another_enterprise_this_one_has_no_desk_and_no_bureau_is_open(whole: World) -> None:
    assert _visited(whole, whole.another_enterprise, {"public": _answers, "personal": _answers, "signed_in": _enters, "enterprise": _hidden, "bureau": _forbidden, "assessor": _forbidden}) == []


def test_an_officer_of_another_county_finds_nothing_of_this_one(whole: World) -> None:
    def desk(rule: Rule, answer: TestResponse) -> bool:
        return answer.status_code == 404 if rule.arguments & LOCAL else _enters(rule, answer) and "三门县某某橡胶" not in answer.text

    assert _visited(whole, whole.another_county, {"public": _answers, "personal": _answers, "signed_in": _enters, "enterprise": _hidden, "bureau": desk, "assessor": desk}) == []


def test_every_address_is_of_something_so_that_not_found_means_hidden(whole: World) -> None:
    """The same addresses, asked for by whom they are for."""
    assert _visited(whole, whole.owner, {"public": _answers, "personal": _answers, "signed_in": _enters, "enterprise": _enters}) == []
    assert _visited(whole, whole.officer, {"bureau": _enters}) == []
    assert _visited(whole, whole.assessor, {"assessor": _enters}) == []


def test_no_form_is_taken_without_the_token_of_a_page_of_this_site(whole: World) -> None:
    """Not even from those who may do it; nothing is on record afterwards."""
    before = whole.written()
    whole.app.config["WTF_CSRF_ENABLED"] = True
    taken = [address for person in (whole.stranger(), whole.owner, whole.officer, whole.assessor) for _rule, address in whole.rules("POST") if person.client.post(address, data={}).status_code != 400]
    assert taken == []
    assert whole.written() == before


def test_nobody_else_s_form_does_anything(whole: World) -> None:
    """With a token, on the addresses of this enterprise's and this county's desks."""
    before = whole.written()
    refused = {"signed_in": 400, "enterprise": 400, "bureau": 400, "assessor": 400}
    assert _sent(whole, whole.stranger(), lambda rule: refused.get(_rule(whole, rule), 0)) == []
    assert _sent(whole, whole.another_enterprise, lambda rule: {"enterprise": 404, "bureau": 403, "assessor": 403}.get(_rule(whole, rule), 0)) == []
    assert _sent(whole, whole.another_county, lambda rule: 404 if _rule(whole, rule) == "enterprise" or (_rule(whole, rule) in ("bureau", "assessor") and rule.arguments & LOCAL) else 0) == []
    assert whole.written() == before


Expected = Callable[[Rule, TestResponse], bool]


def _visited(whole: World, visitor: Visit, expected: dict[str, Expected]) -> list[str]:
    """What is not as expected, route by route, as sentences."""
    wrong, seen = [], 0
    for rule, address in whole.rules("GET"):
        holds = expected.get(_rule(whole, rule))
        if holds is None or rule.endpoint == "static":
            continue
        seen += 1
        answer = visitor.client.get(address)
        if not holds(rule, answer) and not (rule.endpoint in LEFT_OPEN and answer.status_code in (404, 409)):
            wrong.append(f"{answer.status_code} {answer.headers.get('Location', '')} {rule.endpoint} {address}")
        answer.close()
    assert seen
    return wrong


def _answers(_rule: Rule, answer: TestResponse) -> bool:
    """Something to read, or the address where it stands; a page for one person may lead to its door."""
    return answer.status_code in (200, 301, 302, 303, 307, 308)


def _enters(rule: Rule, answer: TestResponse) -> bool:
    if rule.endpoint == "console_claims.new" and answer.status_code == 409:
        return True  # nobody claims what is their own
    return answer.status_code in (200, 302, 303) and not answer.headers.get("Location", "").startswith(DOOR)


def _to_the_door(_rule: Rule, answer: TestResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(f"{DOOR}?next=")


def _hidden(_rule: Rule, answer: TestResponse) -> bool:
    return answer.status_code == 404


def _forbidden(_rule: Rule, answer: TestResponse) -> bool:
    return answer.status_code == 403


def _sent(whole: World, visitor: Visit, wanted: Callable[[Rule], int]) -> list[str]:
    """Posts an empty form with a token to every route that `wanted` gives a status; what was answered otherwise, as sentences."""
    token = visitor.client.get("/account/reset").text.split('name="csrf_token" value="')[1].split('"')[0]
    asked = [(wanted(rule), address) for rule, address in whole.rules("POST") if wanted(rule)]
    assert len(asked) > 5
    answers = [(status, visitor.client.post(address, data={"csrf_token": token}).status_code, address) for status, address in asked]
    return [f"{answer} {address}" for status, answer, address in answers if answer != status]


def _rule(whole: World, rule: Rule) -> str:
    return rule_of(whole.app, rule.endpoint) or ""
