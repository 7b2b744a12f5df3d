"""Mail and text messages leave by the port that the setting names, in the reader's language, and failures name nobody."""

import ast
import dataclasses
import email
import email.policy
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from public_site import i18n
from public_site.outgoing import NotSent, mail, sms, words
from registry.actions import disclosures, disputes
from registry.rules import enterprise, standing
from registry.rules.powers import Role
from registry.settings import Settings
from tests.architecture.sources import files
from tests.fixtures.post import Gateway, MailServer, listening, own_certificate

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LETTER = mail.Letter("wang@example.com", "请确认您的邮箱", "请打开:\n\nhttps://registry.example/account/confirm/abc\n", "job-7")
PHONE = "+8613800138000"
FACTS = {
    "body": "CENTRE", "scheme": "BELTS 2026", "requirement": "R1",
    "name": "王小明", "enterprise": "三门县某某橡胶有限公司(示例)", "bureau": "三门县市场监督管理局(示例)", "role": "editor", "roles": "registrar,handler", "kind": "gtin",
    "left": 3, "number": "Q/331022 SMJ 001-2026", "title": "LIGHT BELTS", "effective_on": "2026-12-01", "days": 7, "address": "w***@example.com", "code": "042917", "product": "示例", "done": 24, "total": 30,
    "count": 2, "place": 1, "numbers": "Q/331022 SMJ 001-2026", "category": "BELTS", "issuer": "ISSUER", "subject": "GB/T 7984-2013", "amount": "35,000", "document": "[2026] 8", "reasons": "amended,failed_check",
    "draw": "SPOT CHECK", "away": "王小明", "substitute": "王小明", "first_on": "2026-12-01", "last_on": "2026-12-03", "standard": "Q/331022 SMJ 001-2026", "due": "2026-12-01", "due_on": "2026-12-01",
    "verdict": "conforming", "words": "示例", "wish": "void_standard",
}


@pytest.fixture
def base() -> Settings:
    return Settings(public_url="https://registry.example", mail_from="registry@registry.example")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with listening(MailServer()) as opened:
        yield opened


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with listening(Gateway()) as opened:
        yield opened


@pytest.fixture(params=["zh", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    speaker = Flask("public_site")
    i18n.init_app(speaker)
    with speaker.app_context(), force_locale(request.param):
        yield request.param


def test_in_development_mail_and_texts_are_printed(base: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    mail.send(base, LETTER, NOW)
    sms.send(base, PHONE, "验证码 042917", "job-8")
    printed = capsys.readouterr().out
    assert "wang@example.com" in printed
    assert "https://registry.example/account/confirm/abc" in printed
    assert f"{PHONE} ---\n验证码 042917" in printed


def test_a_folder_gets_one_file_a_message(base: Settings, tmp_path: Path) -> None:
    kept = dataclasses.replace(base, mailer_url=f"file:{tmp_path / 'mail'}", sms_url=f"file:{tmp_path / 'sms'}")
    mail.send(kept, LETTER, NOW)
    sms.send(kept, PHONE, "验证码", "job-8")
    (eml,), (text,) = (tmp_path / "mail").iterdir(), (tmp_path / "sms").iterdir()
    assert eml.suffix == ".eml"
    assert json.loads(text.read_text()) == {"to": PHONE, "text": "验证码", "reference": "job-8"}


def test_a_mail_server_gets_a_proper_mail_that_no_machine_answers(base: Settings, server: MailServer) -> None:
    mail.send(dataclasses.replace(base, mailer_url=f"smtp://127.0.0.1:{server.port}"), LETTER, NOW)
    (taken,) = server.letters
    message = email.message_from_bytes(taken, policy=email.policy.default)
    assert (message["To"], message["From"], message["Subject"]) == ("wang@example.com", "registry@registry.example", "请确认您的邮箱")
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<job-7@registry.example>", "auto-generated")
    assert message["Date"].datetime == NOW
    assert "https://registry.example/account/confirm/abc" in message.get_content()


def test_a_password_travels_encrypted_or_not_at_all(base: Settings, server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotSent, match="no encryption"):
        mail.send(dataclasses.replace(base, mailer_url=f"smtp://registry:p%40ss@127.0.0.1:{server.port}"), LETTER, NOW)
    assert not [line for line in server.heard if line.startswith("AUTH")]
    certificate, context = own_certificate(tmp_path)
    with listening(MailServer(context)) as encrypted:
        settings = dataclasses.replace(base, mailer_url=f"smtps://registry:p%40ss@127.0.0.1:{encrypted.port}")
        with pytest.raises(NotSent, match="SSLCertVerificationError"):
            mail.send(settings, LETTER, NOW)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        mail.send(settings, LETTER, NOW)
        assert [line for line in encrypted.heard if line.startswith("AUTH PLAIN")]
        assert len(encrypted.letters) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_by_the_mail_server_says_the_code_and_no_address(base: Settings, server: MailServer, verb: str) -> None:
    server.answers[verb] = "550 <wang@example.com> is unknown"
    with pytest.raises(NotSent, match="550") as refused:
        mail.send(dataclasses.replace(base, mailer_url=f"smtp://127.0.0.1:{server.port}"), LETTER, NOW)
    assert "wang" not in str(refused.value)


def test_no_header_can_be_smuggled_in_by_an_address_or_a_name(base: Settings, server: MailServer) -> None:
    settings = dataclasses.replace(base, mailer_url=f"smtp://127.0.0.1:{server.port}")
    with pytest.raises(NotSent):
        mail.send(settings, dataclasses.replace(LETTER, to="a@example.com\nBcc: b@example.com"), NOW)
    mail.send(settings, dataclasses.replace(LETTER, subject="x\r\nBcc: b@example.com"), NOW)
    assert email.message_from_bytes(server.letters[0])["Bcc"] is None


def test_a_gateway_gets_the_text_and_the_token(base: Settings, gateway: Gateway) -> None:
    sms.send(dataclasses.replace(base, sms_url=gateway.url, sms_token="t" * 20), PHONE, "验证码 042917", "job-8")
    assert gateway.posts == [("/sms", f"Bearer {'t' * 20}", {"to": PHONE, "text": "验证码 042917", "reference": "job-8"})]


@pytest.mark.parametrize("status", [302, 307, 400, 503])
def test_a_gateway_that_refuses_or_sends_elsewhere_gets_no_second_request(base: Settings, gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(NotSent, match=str(status)):
        sms.send(dataclasses.replace(base, sms_url=gateway.url, sms_token="t"), PHONE, "验证码", "job-8")
    assert len(gateway.posts) == 1


def test_a_server_that_is_not_there_is_a_failure_and_no_crash(base: Settings) -> None:
    away = dataclasses.replace(base, mailer_url="smtp://127.0.0.1:1", sms_url="http://127.0.0.1:1/sms")
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        mail.send(away, LETTER, NOW)
    with pytest.raises(NotSent, match="could not be used"):
        sms.send(away, PHONE, "验证码", "job-8")


@pytest.mark.parametrize("kind", words.WORDS)
def test_every_message_has_words_in_both_languages(base: Settings, spoken: str, kind: str) -> None:
    said = words.written(base, kind, FACTS | {"reason": "执照照片看不清"}, "/console", name="王小明")
    whole = f"{said.subject}\n{said.body}\n{said.text}"
    assert "%(" not in whole
    assert "\nhttps://registry.example/console\n" in said.body
    assert "执照照片看不清" in said.body
    if spoken == "en":
        names = "三门县某某橡胶有限公司|三门县市场监督管理局|示例|王小明|执照照片看不清"
        assert re.findall("[一-鿿]+", re.sub(names, "", whole)) == []


def test_a_text_message_carries_a_code_or_an_address_and_who_sends_it(base: Settings, spoken: str) -> None:
    assert "042917" in words.written(base, "confirm", FACTS, None).text
    invited = words.written(base, "invitation", {"name": "三门县某某橡胶有限公司(示例)", "days": 7}, "/account/invitations/abc").text
    assert invited.startswith("【企业标准公开登记处】" if spoken == "zh" else "【Enterprise Standard Registry】")
    assert invited.endswith("https://registry.example/account/invitations/abc")


def test_every_kind_that_an_action_tells_has_words() -> None:
    told = {kind for path in files("registry", suffix=".py") for kind in _kinds(ast.parse(path.read_text()))}
    assert {"invitation", "verification.waiting"} <= told
    told |= {f"dispute.{decision}" for decision in enterprise.DISPUTE_DECISIONS} | {f"verification.{decision}" for decision in enterprise.DECISIONS}
    told |= {*disclosures.KINDS.values(), "disclosure.withdrawn", "disclosure.superseded", "standing.recorded", "standing.corrected", "confirm", "reset", "change", "taken"}
    assert sorted(told - words.WORDS.keys()) == []


def test_every_code_among_the_facts_has_words() -> None:
    claims = {f"dispute.{kind}" for kind in (*disputes.CLAIMS, "gtin")}
    assert sorted({*map(str, Role), *standing.KINDS, *claims} - words.CODES.keys()) == []


@pytest.mark.parametrize("kind", ["dispute.waiting", "dispute.upheld", "dispute.rejected"])
@pytest.mark.parametrize(("claim", "zh", "en"), [("owner", "更换企业负责人", "replace the enterprise's owner"), ("credit_code", "已被他人登记", "registered by somebody else"), ("gtin", "商品条码", "barcode")])
def test_a_dispute_is_called_by_what_is_claimed(spoken: str, kind: str, claim: str, zh: str, en: str) -> None:
    said = words.sentence(kind, {"enterprise": "三门县某某橡胶有限公司", "kind": claim, "reason": ""})
    assert (zh if spoken == "zh" else en) in said
    assert "credit_code" not in said
    assert "gtin" not in said


def test_a_renamed_enterprise_reads_of_an_approval_that_is_true_of_it(spoken: str) -> None:
    said = words.sentence("verification.approved", {"enterprise": "三门县某某橡胶有限公司", "reason": ""})
    assert ("登记的信息已生效" if spoken == "zh" else "the registration is in force") in said


def _kinds(module: ast.Module) -> Iterator[str]:
    """The kinds written out in calls of tell and send_secret."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("tell", "send_secret"):
            place = 2 if call.func.attr == "tell" else 3
            named = {each.arg: each.value for each in call.keywords}.get("kind") or (call.args[place] if len(call.args) > place else None)
            if isinstance(named, ast.Constant):
                yield str(named.value)
