"""The rules of access, as people meet them who may or may not come in."""

import dataclasses

import pyotp
from flask import Flask
from sqlalchemy import select

from public_site.access import access
from public_site.app import create_app
from registry.db import utc_now
from registry.models import Account, BureauMember
from registry.passwords import Passwords
from registry.settings import Settings
from tests.factories import people
from tests.public_site.visitor import Visitor

PASSWORD = "corn on the hill"


def _account(visitor: Visitor) -> Account:
    with visitor.database.transaction() as session:
        return session.scalars(select(Account)).one()


def test_strangers_and_members_of_others_find_no_enterprise_and_no_desk(app: Flask) -> None:
    """The rules of access themselves, on routes of their own."""
    app.add_url_rule("/trial/<credit_code>", view_func=access("enterprise")(lambda credit_code: credit_code), endpoint="trial_enterprise")
    app.add_url_rule("/trial-bureau", view_func=access("bureau")(lambda: "desk"), endpoint="trial_bureau")
    stranger = Visitor(app)
    with stranger.database.transaction() as session:
        firm, now = people.enterprise(session, utc_now()), utc_now()
        owner, other = people.member(session, now, firm), people.person(session, now)
        official = people.officer(session, now, people.bureau(session, now))
    assert owner.account_id
    assert official.account_id
    path = f"/trial/{firm.credit_code}"
    assert stranger.open(path, follow=False).status_code == 302
    assert Visitor(app).enter(owner.account_id).open(path).text == firm.credit_code
    assert [Visitor(app).enter(who).open(path).status_code for who in (other.id, official.account_id)] == [404, 404]
    assert Visitor(app).enter(owner.account_id).open("/trial/91350302MA31ABCD0F").status_code == 404
    assert Visitor(app).enter(owner.account_id).open("/trial-bureau").status_code == 403
    desk = Visitor(app).enter(official.account_id)
    assert desk.open("/trial-bureau").text == "desk"
    with desk.database.transaction() as session:
        session.scalars(select(BureauMember)).one().ended_at = now
    assert desk.open("/trial-bureau").status_code == 403


def test_a_setting_makes_the_second_factor_compulsory_for_bureaus(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, bureau_second_factor=True))
    app.add_url_rule("/trial-bureau", view_func=access("bureau")(lambda: "desk"), endpoint="trial_bureau")
    visitor = Visitor(app)
    with visitor.database.transaction() as session:
        official = people.officer(session, utc_now(), people.bureau(session, utc_now()))
        session.get_one(Account, official.account_id).password_hash = Passwords("cheap").hash(PASSWORD)
    assert official.account_id
    visitor.enter(official.account_id)
    assert visitor.open("/trial-bureau", follow=False).location == "/account/second-factor?next=/trial-bureau"
    assert "监管人员必须开启两步验证" in visitor.open("/trial-bureau").text
    visitor.send("/account/second-factor/begin", current_password=PASSWORD, next="/trial-bureau")
    secret = _account(visitor).totp_secret
    assert secret
    page = visitor.send("/account/second-factor/enrol", code=pyotp.TOTP(secret).now(), next="/trial-bureau")
    assert 'href="/trial-bureau"' in page.text
    assert visitor.open("/trial-bureau").text == "desk"


def test_a_program_that_sends_a_form_too_often_is_stopped(settings: Settings) -> None:
    visitor = Visitor(create_app(dataclasses.replace(settings, rate_limits=True)), address="198.51.100.77")
    answers = [visitor.send("/account/reset", address="unreadable").status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]
