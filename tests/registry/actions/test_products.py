"""Products: registered with a code, one holder of a GTIN, one main standard."""

import random
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import products
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry, Disclosure, Dispute, Enterprise, LedgerEntry, Message, Product, ProductCategory
from registry.queries import products as queries
from registry.rules import scan_code
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from tests.factories import people

FORM = ProductForm(name="夹织物芯输送带", category="conveyor-belt", gtin="9520000000011", models="EP200\nEP300")
BITS = random.Random(7).getrandbits


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    session.add(ProductCategory(code="conveyor-belt", path="conveyor-belt/", name="输送带", name_en="Conveyor belts", kind="product", synonyms=[]))
    return people.enterprise(session, now)


@pytest.fixture
def editor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return people.member(session, now, firm, "editor")


def register(session: Session, actor: Actor, firm: Enterprise, now: datetime, form: ProductForm = FORM, claim: str = "") -> Product:
    return products.register(session, actor=actor, enterprise_id=firm.id, form=form, claim=claim, now=now, randbits=BITS)


def disclosure(session: Session, firm: Enterprise, now: datetime, number: str) -> Disclosure:
    row = Disclosure(public_id=number[-8:], enterprise_id=firm.id, number=number, klass="enterprise", compact_key=number, undated_key=number, bare_key="1", basis="own", disclosed_at=now)
    session.add(row)
    session.flush()
    return row


def test_a_product_gets_a_valid_code_an_audit_row_and_a_ledger_entry_at_once(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = register(session, editor, firm, now)
    code = queries.code_of(session, product.id)
    assert scan_code.parse(code) == code
    assert queries.by_code(session, code) is product
    assert product.gtin == "09520000000011"
    assert session.query(AuditEntry).filter_by(action="product.register", subject_id=product.id).count() == 1
    assert session.query(LedgerEntry).filter_by(kind="product.registered", subject=code).count() == 1


def test_a_second_product_of_another_enterprise_gets_the_gtin_only_by_a_dispute(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    holder = register(session, editor, firm, now)
    other = people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）")
    rival = people.member(session, now, other)
    with pytest.raises(Invalid) as refused:
        register(session, rival, other, now)
    assert refused.value.fields == {"gtin": "gtin_taken"}
    product = register(session, rival, other, now, claim="这个条码是我们申请的")
    assert product.gtin is None
    assert holder.gtin == "09520000000011"
    dispute = session.query(Dispute).one()
    assert (dispute.kind, dispute.product_id, dispute.holder_product_id, dispute.enterprise_id) == ("gtin", product.id, holder.id, firm.id)


def test_one_enterprise_cannot_give_one_gtin_to_two_products(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    register(session, editor, firm, now)
    with pytest.raises(Invalid) as refused:
        register(session, editor, firm, now, claim="再来一次")
    assert refused.value.fields == {"gtin": "gtin_own_product"}


def test_every_wrong_field_is_named_at_once(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        register(session, editor, firm, now, ProductForm(kind="thing", category="nowhere", gtin="9520000000014"))
    assert refused.value.fields == {"name": "product_name_missing", "kind": "choose_one", "category": "category_unknown", "gtin": "gtin_check_digit"}


def test_an_enterprise_that_is_not_verified_registers_no_product(session: Session, now: datetime, firm: Enterprise) -> None:
    stranger = people.enterprise(session, now, verified=False)
    with pytest.raises(NotAllowed) as refused:
        register(session, people.member(session, now, stranger), stranger, now)
    assert refused.value.code == "enterprise_unverified"


def test_a_viewer_may_not_and_a_stranger_finds_nothing(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = register(session, editor, firm, now)
    with pytest.raises(NotAllowed):
        products.end(session, actor=people.member(session, now, firm, "viewer"), product_id=product.id, now=now)
    other = people.enterprise(session, now, name="别家")
    with pytest.raises(NotFound):
        products.end(session, actor=people.member(session, now, other), product_id=product.id, now=now)


def test_two_people_who_edit_at_once_are_told(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = register(session, editor, firm, now)
    seen = product.revision
    products.edit(session, actor=editor, product_id=product.id, form=ProductForm(name="新名称", category="conveyor-belt"), revision=seen, now=now)
    session.flush()
    with pytest.raises(Conflict):
        products.edit(session, actor=editor, product_id=product.id, form=FORM, revision=seen, now=now)
    assert product.name == "新名称"


def test_the_first_standard_is_the_main_one_and_the_next_takes_its_place_when_it_goes(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = register(session, editor, firm, now)
    first, second = disclosure(session, firm, now, "Q/SMXJ 001-2026"), disclosure(session, firm, now, "Q/SMXJ 002-2026")
    for each in (first, second, second):
        products.link(session, actor=editor, product_id=product.id, disclosure_id=each.id, now=now)
    assert [(d.number, link.main) for link, d in queries.links(session, product.id)] == [(first.number, True), (second.number, False)]
    products.unlink(session, actor=editor, product_id=product.id, disclosure_id=first.id, now=now)
    assert [(d.number, link.main) for link, d in queries.links(session, product.id)] == [(second.number, True)]
    products.link(session, actor=editor, product_id=product.id, disclosure_id=first.id, main=True, now=now)
    assert [(d.number, link.main) for link, d in queries.links(session, product.id)] == [(first.number, True), (second.number, False)]


def test_a_product_cannot_follow_another_enterprises_disclosure(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product, other = register(session, editor, firm, now), people.enterprise(session, now, name="别家")
    with pytest.raises(NotFound):
        products.link(session, actor=editor, product_id=product.id, disclosure_id=disclosure(session, other, now, "Q/BJ 001-2026").id, now=now)


def test_a_product_that_is_no_longer_made_keeps_its_code(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = register(session, editor, firm, now)
    code = queries.code_of(session, product.id)
    products.end(session, actor=editor, product_id=product.id, now=now)
    assert queries.by_code(session, code) is product
    products.resume(session, actor=editor, product_id=product.id, now=now)
    assert product.ended_at is None


def test_a_claim_tells_the_bureau_and_leaves_a_trace_of_its_own(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    officer = people.officer(session, now, people.bureau(session, now))
    holder = register(session, editor, firm, now)
    other = people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）")
    rival = people.member(session, now, other)
    product = register(session, rival, other, now, replace(FORM, gtin=""))
    mended = products.edit(session, actor=rival, product_id=product.id, form=FORM, revision=product.revision, claim="条码是我们申请的", now=now)
    assert mended.gtin is None
    assert holder.gtin == "09520000000011"
    assert session.query(AuditEntry).filter_by(action="dispute.opened", account_id=rival.account_id).count() == 1
    assert session.query(Message).filter_by(kind="dispute.waiting", account_id=officer.account_id).count() == 1
    products.edit(session, actor=rival, product_id=product.id, form=FORM, revision=product.revision, claim="再说一次", now=now)
    assert session.query(Dispute).count() == 1, "the claim that waits is enough"


def test_products_are_found_by_model_code_and_the_digits_on_the_pack(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    belt = register(session, editor, firm, now)
    register(session, editor, firm, now, ProductForm(name="冲锋衣", category="conveyor-belt", brand="Sanmen"))
    for typed in ("ep300", "输送", "9520000000011", "95 2000 000 0011", queries.code_of(session, belt.id).lower()):
        assert queries.of_enterprise(session, firm.id, text=typed) == ([belt], 1), typed
    assert queries.of_enterprise(session, firm.id, text="100%") == ([], 0)
