"""Printed codes: revoked with a reason, issued anew, never gone; and a GTIN's printed paths outlive its holder."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from registry.actions import disputes, products, scan_codes, standings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import AuditEntry, Dispute, Enterprise, LedgerEntry, Message, Product, ScanCode
from registry.queries import scan_codes as queries
from registry.rules import scan_code
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from registry.rules.standing import Fact
from tests.factories import people
from tests.factories.products import BITS, gtin, registered


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return people.enterprise(session, now)


@pytest.fixture
def editor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return people.member(session, now, firm, "editor")


def code_of(session: Session, product: Product) -> str:
    row = queries.live(session, product.id)
    return row.code if row else ""


def revoke(session: Session, actor: Actor, product: Product, now: datetime, reason: str = "整批印错") -> ScanCode:
    return scan_codes.revoke(session, actor=actor, code=code_of(session, product), reason=reason, now=now)


def give(session: Session, actor: Actor, product: Product, typed: str, now: datetime) -> None:
    form = ProductForm(name=product.name, category="conveyor-belt", gtin=typed)
    products.edit(session, actor=actor, product_id=product.id, form=form, revision=product.revision, now=now)
    session.flush()


def test_a_revoked_code_stays_with_its_reason_and_a_new_one_may_be_issued(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    old = code_of(session, product)
    with pytest.raises(Conflict, match="code_stands"):
        scan_codes.issue(session, actor=editor, product_id=product.id, now=now, randbits=BITS)
    revoke(session, editor, product, now)
    assert queries.live(session, product.id) is None
    fresh = scan_codes.issue(session, actor=editor, product_id=product.id, now=now + timedelta(hours=1), randbits=BITS).code
    assert scan_code.parse(fresh) == fresh != old
    assert [(each.code, each.revoked_reason) for each in queries.history(session, product.id)] == [(fresh, None), (old, "整批印错")]
    found = queries.look_up(session, old.lower())
    assert found
    assert (found.code and found.code.revoked_at, found.product, found.survivor) == (now, product, product)
    kinds = [(each.kind, each.subject) for each in session.query(LedgerEntry).where(LedgerEntry.kind.startswith("code.")).order_by(LedgerEntry.id)]
    assert kinds == [("code.revoked", old), ("code.issued", fresh)]
    assert session.query(AuditEntry).where(AuditEntry.action.startswith("code."), AuditEntry.account_id == editor.account_id).count() == 2


def test_a_revocation_needs_a_reason_and_happens_once(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    for reason, wrong in ((" \n", "reason_required"), ("长" * 2001, "reason_too_long")):
        with pytest.raises(Invalid) as refused:
            revoke(session, editor, product, now, reason)
        assert refused.value.fields == {"reason": wrong}
    code = revoke(session, editor, product, now).code
    with pytest.raises(Conflict, match="revoked_already"):
        scan_codes.revoke(session, actor=editor, code=code, reason="再来一次", now=now)


def test_the_bureau_over_the_place_revokes_too_and_the_enterprise_is_told_why(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    code = code_of(session, product)
    revoke(session, people.officer(session, now, people.bureau(session, now), "handler"), product, now, "冒用他人条码")
    message = session.query(Message).where(Message.kind == "code.revoked").one()
    assert (message.account_id, message.facts["code"], message.facts["reason"]) == (editor.account_id, code, "冒用他人条码")
    entry = session.query(LedgerEntry).where(LedgerEntry.kind == "code.revoked").one()
    assert '"by":"authority"' in entry.content


def test_nobody_else_revokes(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    elsewhere = people.bureau(session, now, division_code="331081", name="温岭市市场监督管理局（示例）")
    with pytest.raises(NotFound):
        revoke(session, people.officer(session, now, elsewhere), product, now)
    with pytest.raises(NotFound):
        revoke(session, people.member(session, now, people.enterprise(session, now, name="别家")), product, now)
    for actor in (people.member(session, now, firm, "viewer"), people.officer(session, now, people.bureau(session, now), "auditor")):
        with pytest.raises(NotAllowed):
            revoke(session, actor, product, now)


def test_the_open_holding_is_always_the_products_own_gtin_and_the_old_path_answers_on(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    first, second = gtin(), gtin()
    product = registered(session, now, editor, firm)
    code = code_of(session, product)
    assert queries.holdings(session, product.id) == []
    give(session, editor, product, first, now)
    give(session, editor, product, first, now)
    give(session, editor, product, second, now + timedelta(days=1))
    assert [(each.gtin, each.since, each.ended_at) for each in queries.holdings(session, product.id)] == [
        (f"0{second}", now + timedelta(days=1), None), (f"0{first}", now, now + timedelta(days=1)),
    ]  # fmt: skip
    assert [queries.answering(session, f"0{each}") for each in (first, second)] == [product, product]
    assert code_of(session, product) == code
    give(session, editor, product, "", now + timedelta(days=2))
    assert [queries.answering(session, f"0{each}") for each in (first, second)] == [product, product], "a GTIN taken off still stands on packs"


def test_an_old_path_leads_to_another_product_once_that_holds_the_gtin(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    number = gtin()
    former, heir = registered(session, now, editor, firm, gtin=number), registered(session, now, editor, firm)
    give(session, editor, former, "", now + timedelta(days=1))
    assert queries.answering(session, f"0{number}") is former
    give(session, editor, heir, number, now + timedelta(days=2))
    assert queries.answering(session, f"0{number}") is heir
    give(session, editor, heir, "", now + timedelta(days=3))
    assert queries.answering(session, f"0{number}") is heir, "who held it last"


def test_a_gtin_that_the_bureau_moves_takes_its_path_with_it(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    number, officer = gtin(), people.officer(session, now, people.bureau(session, now))
    holder = registered(session, now, editor, firm, gtin=number)
    other = people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）")
    rival = people.member(session, now, other)
    product = registered(session, now, rival, other)
    form = replace(ProductForm(name=product.name, category="conveyor-belt"), gtin=number)
    products.edit(session, actor=rival, product_id=product.id, form=form, revision=product.revision, claim="条码是我们申请的", now=now)
    assert queries.answering(session, f"0{number}") is holder, "until the bureau decides"
    disputes.decide(session, actor=officer, dispute_id=session.query(Dispute).one().id, decision="upheld", reason="条码证书属于申请人。", now=now + timedelta(days=1))
    assert queries.answering(session, f"0{number}") is product
    assert [[each.gtin for each in queries.open_holdings(session, row.id)] for row in (holder, product)] == [[], [f"0{number}"]]


@pytest.mark.parametrize("typed", ["", "U123456789", "0000000000", "9521234543213", "javascript:", "\ud800", "9" * 5000])
def test_what_is_not_registered_is_not_found(session: Session, typed: str) -> None:
    assert queries.look_up(session, typed) is None


def test_a_gtin_is_looked_up_as_it_stands_on_the_pack(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    number = gtin()
    product = registered(session, now, editor, firm, gtin=number)
    found = queries.look_up(session, f" {number[0]} {number[1:7]} {number[7:]} ")
    assert found
    assert (found.code, found.gtin, found.product, found.enterprise) == (None, f"0{number}", product, firm)


def test_a_code_survives_a_new_name_the_end_of_production_and_the_enterprise_itself(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    number = gtin()
    product = registered(session, now, editor, firm, gtin=number)
    code = code_of(session, product)
    products.end(session, actor=editor, product_id=product.id, now=now)
    firm.name = "三门县改名橡胶有限公司（示例）"
    given = people.officer(session, now, people.bureau(session, now))
    standings.record(session, actor=given, enterprise_id=firm.id, fact=Fact("deregistered", legal_day(now), "登记机关公告"), now=now)
    for typed in (code, number):
        found = queries.look_up(session, typed)
        assert found
        assert (found.product, found.enterprise.name) == (product, "三门县改名橡胶有限公司（示例）")
