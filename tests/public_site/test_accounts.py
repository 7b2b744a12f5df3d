"""The person's own pages, through forms and cookies, on both databases."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from public_site import auth
from public_site.app import create_app
from registry.db import utc_now
from registry.models import Account, AuditEntry, SignIn
from registry.passwords import Passwords
from registry.settings import Settings
from tests.factories import people
from tests.public_site.visitor import Visitor

PASSWORD = "corn on the hill"
WANTED = {"name": "王小明", "address": "wang@example.com", "password": PASSWORD, "language": "zh"}


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def resident(app: Flask) -> Visitor:
    """Signed in, with a confirmed address and PASSWORD."""
    visitor = Visitor(app)
    with visitor.database.transaction() as session:
        account = people.person(session, utc_now(), email="wang@example.com")
        account.password_hash = Passwords("cheap").hash(PASSWORD)
    visitor.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD)
    return visitor


def _account(visitor: Visitor) -> Account:
    with visitor.database.transaction() as session:
        return session.scalars(select(Account)).one()


def _protect(resident: Visitor) -> str:
    """Turn the second factor on; returns its secret."""
    resident.send("/account/second-factor/begin", current_password=PASSWORD)
    secret = _account(resident).totp_secret
    assert secret
    page = resident.send("/account/second-factor/enrol", code=pyotp.TOTP(secret).at(utc_now() - timedelta(seconds=30)))
    assert "请保存这些恢复码" in page.text
    return secret


def test_signing_up_by_mail_confirming_with_one_click_and_signing_in(visitor: Visitor) -> None:
    page = visitor.send("/account/sign-up", **WANTED)
    assert "请查看您的邮箱" in page.text
    link = visitor.received("wang@example.com")["facts"]["path"]
    assert "确认这个邮箱是您的" in visitor.open(link).text
    assert _account(visitor).email_confirmed_at is None, "a program that follows the link confirms nothing"
    assert "邮箱已确认，请登录" in visitor.send(link).text
    answer = visitor.send("/account/sign-in", follow=False, address="WANG@example.com", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/console")
    assert "王小明" in visitor.open("/account").text


def test_signing_up_by_telephone_ends_signed_in(visitor: Visitor) -> None:
    page = visitor.send("/account/sign-up", **WANTED | {"address": "138 0013 8000"})
    assert "请输入短信验证码" in page.text
    code = visitor.received("+8613800138000")["facts"]["code"]
    wrong = visitor.send("/account/code", code="1" + code[:5] if code[0] != "1" else "2" + code[:5])
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.text
    assert visitor.send("/account/code", follow=False, code=code).location == "/console"
    assert "+8613800138000" in visitor.open("/account").text


def test_every_wrong_field_is_named_and_nothing_typed_is_lost_but_the_password(visitor: Visitor) -> None:
    page = visitor.send("/account/sign-up", name="王小明", address="wang@", password="short", language="zh")
    assert page.status_code == 422
    assert all(words in page.text for words in ("邮箱写法不对", "密码至少 10 个字", 'value="王小明"', 'value="wang@"'))
    assert "short" not in page.text.replace('class="short"', "")


def test_no_answer_tells_whether_an_address_has_an_account(app: Flask, resident: Visitor) -> None:
    assert resident
    for path, rest in (("/account/sign-up", WANTED), ("/account/reset", {})):
        answers = []
        for address in ("wang@example.com", "new@example.com"):
            answer = Visitor(app).send(path, **rest | {"address": address})
            text = answer.text.replace(address, "ADDRESS")
            answers.append((answer.status_code, answer.request.path, text))
        assert answers[0] == answers[1]
    refused = [Visitor(app).send("/account/sign-in", address=address, password="a wrong guess") for address in ("wang@example.com", "nobody@example.com")]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert all("邮箱、手机号或密码不对" in answer.text for answer in refused)


def test_the_browser_never_holds_what_only_the_mailbox_may(visitor: Visitor) -> None:
    visitor.send("/account/sign-up", **WANTED)
    token = visitor.received("wang@example.com")["facts"]["path"].rpartition("/")[2]
    with visitor.client.session_transaction() as cookie:
        assert token not in str(dict(cookie))


def test_who_has_confirmed_nothing_gets_no_further_than_confirming(visitor: Visitor) -> None:
    visitor.send("/account/sign-up", **WANTED)
    answer = visitor.send("/account/sign-in", address="wang@example.com", password=PASSWORD, next="/account/sessions")
    assert "还差一步" in visitor.open("/account").text
    assert answer.status_code == 200
    visitor.send("/account/confirm")
    visitor.send(visitor.received("wang@example.com")["facts"]["path"], follow=False)
    assert "退出登录" in visitor.open("/account").text


def test_the_cookie_is_out_of_reach_and_ends_with_the_sign_in(resident: Visitor) -> None:
    cookie = resident.client.get_cookie(auth.COOKIE)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.secure) == (True, "Lax", False)
    with resident.database.reading() as session:
        assert cookie.value not in session.scalars(select(SignIn.token_hash)).all()
    resident.send("/account/sign-out")
    assert resident.client.get_cookie(auth.COOKIE) is None
    resident.client.set_cookie(auth.COOKIE, cookie.value)
    assert resident.open("/account", follow=False).location == "/account/sign-in?next=/account"


def test_over_https_the_cookies_stay_on_https(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, public_url="https://registry.example.cn"))
    visitor = Visitor(app)
    with visitor.database.transaction() as session:
        account = people.person(session, utc_now(), email="wang@example.com")
        account.password_hash = Passwords("cheap").hash(PASSWORD)
    answer = visitor.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD)
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith((auth.COOKIE, auth.DEVICE_COOKIE))]
    assert len(cookies) == 2
    assert all("Secure" in line and "HttpOnly" in line and "SameSite=Lax" in line for line in cookies)


def test_every_sign_in_has_a_new_token_and_ends_the_one_before(resident: Visitor) -> None:
    before = resident.client.get_cookie(auth.COOKIE)
    resident.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD)
    after = resident.client.get_cookie(auth.COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    with resident.database.reading() as session:
        assert [ended is None for ended in session.scalars(select(SignIn.ended_at).order_by(SignIn.id))] == [False, True]


def test_a_stranger_is_led_to_the_door_and_back(visitor: Visitor, resident: Visitor) -> None:
    answer = visitor.open("/account/messages?before=5", follow=False)
    assert answer.location == "/account/sign-in?next=/account/messages?before%3D5"
    answer = visitor.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD, next="/account/messages?before=5")
    assert answer.location == "/account/messages?before=5"


@pytest.mark.parametrize("elsewhere", ["https://example.com", "//example.com", "/\\example.com", "/\t/example.com", "javascript:alert(1)", "example.com", "/a\r\nb"])
def test_the_door_leads_to_no_other_house(resident: Visitor, elsewhere: str) -> None:
    answer = resident.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD, next=elsewhere)
    assert answer.location == "/console"
    assert auth.local(elsewhere) is None


def test_a_form_sent_after_the_sign_in_ended_keeps_what_was_typed(resident: Visitor) -> None:
    resident.open("/account/profile")
    resident.client.delete_cookie(auth.COOKIE)
    page = resident.send("/account/profile", name="王大明", language="zh")
    assert page.status_code == 400
    assert "王大明" in page.text


def test_programs_are_told_plainly_that_they_must_sign_in(visitor: Visitor) -> None:
    answer = visitor.client.get("/account", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_guessing_brings_a_pause_that_the_page_explains(app: Flask, resident: Visitor) -> None:
    stranger = Visitor(app, address="203.0.113.9")
    answers = [stranger.send("/account/sign-in", address="wang@example.com", password="a wrong guess") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert "秒后再试" in answers[-1].text
    assert 'value="wang@example.com"' in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) <= 2
    assert resident.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD).status_code == 303


def test_a_browser_that_was_signed_in_before_is_not_shut_out_by_guessers_beside_it(app: Flask, resident: Visitor) -> None:
    resident.send("/account/sign-out")
    neighbour = Visitor(app)  # the same client address, as in an office
    for _ in range(5):
        neighbour.send("/account/sign-in", address="wang@example.com", password="a wrong guess")
    assert neighbour.send("/account/sign-in", address="wang@example.com", password=PASSWORD).status_code == 429
    assert resident.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD).status_code == 303


def test_a_forged_device_cookie_makes_nothing_known(app: Flask, resident: Visitor) -> None:
    stranger = Visitor(app)
    stranger.client.set_cookie(auth.DEVICE_COOKIE, "WzEsIngiXQ.aaaaaa.forged")
    for _ in range(4):
        stranger.send("/account/sign-in", address="wang@example.com", password="a wrong guess")
    assert stranger.send("/account/sign-in", address="wang@example.com", password=PASSWORD).status_code == 429
    assert resident


def test_resetting_by_link_sets_the_password_and_ends_the_other_sign_ins(app: Flask, resident: Visitor) -> None:
    elsewhere = Visitor(app)
    assert "请查看您的邮箱" in elsewhere.send("/account/reset", address="wang@example.com").text
    link = elsewhere.received("wang@example.com")["facts"]["path"]
    assert elsewhere.open(link).status_code == 200
    assert "这个密码太常见" in elsewhere.send(link, password="1234567890").text
    assert "新密码已生效" in elsewhere.send(link, password="a new long one").text
    assert resident.open("/account", follow=False).status_code == 302
    assert elsewhere.open(link).status_code == 404
    assert elsewhere.send(link, password="yet another one").status_code == 404


def test_resetting_by_text_message(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.send("/account/sign-up", **WANTED | {"address": "13800138000"})
    visitor.send("/account/code", follow=False, code=visitor.received("+8613800138000")["facts"]["code"])
    other = Visitor(app)
    assert "设置新密码" in other.send("/account/reset", address="13800138000").text
    code = other.received("+8613800138000")["facts"]["code"]
    refused = other.send("/account/reset/code", code=code, password="short")
    assert "密码至少 10 个字" in refused.text
    assert f'value="{code}"' in refused.text
    assert "新密码已生效" in other.send("/account/reset/code", code=code, password="a new long one").text


def test_signing_up_with_a_taken_number_lets_its_holder_set_a_password(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    first.send("/account/sign-up", **WANTED | {"address": "13800138000"})
    second.send("/account/sign-up", **WANTED | {"address": "13800138000"})
    told = second.received("+8613800138000")
    assert told["kind"] == "taken"
    code = told["facts"]["code"]
    assert "设置新密码" in second.send("/account/code", code=code).text
    assert "新密码已生效" in second.send("/account/reset/code", code=code, password="a new long one").text
    assert _account(second).phone_confirmed_at is not None


def test_sign_ins_are_listed_with_their_device_and_can_be_ended_from_another(app: Flask, resident: Visitor) -> None:
    phone = Visitor(app, agent="Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0")
    phone.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD)
    page = resident.open("/account/sessions")
    assert "Firefox, Linux" in page.text
    assert "WeChat, Android" in page.text
    assert "其他设备上的登录已全部结束" in resident.send("/account/sessions/end-others").text
    assert phone.open("/account", follow=False).status_code == 302
    assert resident.open("/account").status_code == 200


def test_nobody_ends_somebody_elses_sign_in(app: Flask, resident: Visitor) -> None:
    with resident.database.transaction() as session:
        other_id = people.person(session, utc_now()).id
        sign_in_id = session.scalars(select(SignIn.id)).one()
    assert Visitor(app).enter(other_id).send(f"/account/sessions/{sign_in_id}/end").status_code == 404
    assert resident.open("/account").status_code == 200


def test_changing_the_password_keeps_this_browser_in_with_a_new_token(app: Flask, resident: Visitor) -> None:
    before = resident.client.get_cookie(auth.COOKIE)
    refused = resident.send("/account/password", current_password="not the old one", password="short")
    assert all(words in refused.text for words in ("当前密码不对", "密码至少 10 个字"))
    assert "密码已更改" in resident.send("/account/password", current_password=PASSWORD, password="a new long one").text
    after = resident.client.get_cookie(auth.COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert resident.open("/account").status_code == 200


def test_a_new_address_is_confirmed_before_it_counts(resident: Visitor) -> None:
    page = resident.send("/account/address", address="13800138000", current_password=PASSWORD)
    assert "请输入短信验证码" in page.text
    assert "手机号已确认" in resident.send("/account/code", code=resident.received("+8613800138000")["facts"]["code"]).text
    assert (_account(resident).email, _account(resident).phone) == ("wang@example.com", "+8613800138000")


def test_name_and_language_are_changed_and_the_pages_follow(resident: Visitor) -> None:
    assert resident.send("/account/profile", name="", language="zh").status_code == 422
    page = resident.send("/account/profile", name="Wang Xiaoming", language="en")
    assert "Wang Xiaoming" in page.text
    assert '<html lang="en">' in page.text


def test_a_second_factor_is_asked_for_at_the_next_sign_in_and_rotates_the_token(app: Flask, resident: Visitor) -> None:
    secret = _protect(resident)
    assert resident.open("/account").status_code == 200
    other = Visitor(app)
    answer = other.send("/account/sign-in", follow=False, address="wang@example.com", password=PASSWORD, next="/account/sessions")
    assert answer.location == "/account/second-step?next=/account/sessions"
    half = other.client.get_cookie(auth.COOKIE)
    assert other.client.get_cookie(auth.DEVICE_COOKIE) is None
    assert other.open("/account", follow=False).location == "/account/second-step?next=/account"
    assert other.send("/account/second-step", code="000000").status_code == 422
    answer = other.send("/account/second-step", follow=False, code=pyotp.TOTP(secret).at(utc_now()), next="/account/sessions")
    assert answer.location == "/account/sessions"
    whole = other.client.get_cookie(auth.COOKIE)
    assert half is not None
    assert whole is not None
    assert half.value != whole.value
    assert other.open("/account/sessions").status_code == 200


def test_the_page_to_enrol_shows_a_picture_without_any_style(resident: Visitor) -> None:
    resident.send("/account/second-factor/begin", current_password=PASSWORD)
    page = resident.open("/account/second-factor/enrol")
    assert "<svg role=" in page.text
    assert "style=" not in page.text
    assert resident.send("/account/second-factor/enrol", code="000000").status_code == 422


def test_a_second_factor_is_turned_off_with_password_and_code(resident: Visitor) -> None:
    secret = _protect(resident)
    assert "当前密码不对" in resident.send("/account/second-factor/off", current_password="wrong", code="000000").text
    assert "验证码不对" in resident.send("/account/second-factor/off", current_password=PASSWORD, code="000000").text
    assert "请保存这些恢复码" in resident.send("/account/second-factor/codes", current_password=PASSWORD).text
    page = resident.send("/account/second-factor/off", current_password=PASSWORD, code=pyotp.TOTP(secret).at(utc_now()))
    assert "两步验证已关闭" in page.text


def test_messages_are_listed_and_marked_as_read(resident: Visitor) -> None:
    assert "还没有消息" in resident.open("/account/messages").text
    resident.send("/account/password", current_password=PASSWORD, password="a new long one")
    page = resident.open("/account/messages")
    assert "您的密码已更改" in page.text
    assert "1 条未读" in page.text
    assert "条未读" not in resident.send("/account/messages/read").text


def test_every_form_refuses_what_did_not_come_from_this_site(app: Flask, resident: Visitor) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/account") and "POST" in (rule.methods or ())]
    assert len(rules) > 15
    for rule in rules:
        path = rule.rule.replace("<token>", "x").replace("<int:sign_in_id>", "1").replace("<int:message_id>", "1")
        assert resident.client.post(path, data={"code": "1"}).status_code == 400, path


def test_a_page_of_ones_own_is_never_cached(resident: Visitor, visitor: Visitor) -> None:
    for answer in (resident.open("/account"), visitor.open("/account/sign-in")):
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "public" in visitor.client.get("/").headers["Cache-Control"]


def test_being_seen_is_written_when_a_minute_has_passed(resident: Visitor) -> None:
    with resident.database.transaction() as session:
        session.scalars(select(SignIn)).one().seen_at = long_ago = utc_now() - timedelta(minutes=5)
    resident.open("/account")
    with resident.database.reading() as session:
        assert session.scalars(select(SignIn.seen_at)).one() > long_ago
    with resident.database.transaction() as session:
        session.scalars(select(SignIn)).one().seen_at = datetime(2020, 1, 1, tzinfo=UTC)
    assert resident.open("/account", follow=False).status_code == 302


def test_the_audit_knows_who_came_from_where(app: Flask, resident: Visitor) -> None:
    with resident.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "account.signed_in")).one()
        assert (entry.origin, entry.account_id) == ("127.0.0.1", _account(resident).id)
    assert app
