"""Products that turn out to be one, and the links that an enterprise adds."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registry.actions import lots, product_merging, typed_links
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import AuditEntry, Enterprise, LedgerEntry, Product
from registry.queries import products, resolving, scan_codes
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.products import gtin, registered


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return people.enterprise(session, now)


@pytest.fixture
def editor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return people.member(session, now, firm, "editor")


def merge(session: Session, actor: Actor, product: Product, into: Product, now: datetime) -> None:
    product_merging.merge(session, actor=actor, product_id=product.id, into_id=into.id, now=now)
    session.flush()


def knows_lot(session: Session, number: str) -> bool:
    """Whether a printed link of the GTIN with lot L1 is answered as one of a registered lot."""
    session.flush()
    scanned = resolving.of_gtin(session, f"0{number}", "", "L1", "")
    return scanned is not None and scanned.lot


def test_a_merged_products_codes_gtins_and_lots_answer_through_the_survivor(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    number, survivors = gtin(), gtin()
    merged, survivor = registered(session, now, editor, firm, gtin=number), registered(session, now, editor, firm, gtin=survivors)
    lots.register(session, actor=editor, product_id=merged.id, lot="L1", produced_on=legal_day(now), now=now)
    code = products.code_of(session, merged.id)
    merge(session, editor, merged, survivor, now)
    for typed in (code, number):
        found = scan_codes.look_up(session, typed)
        assert found
        assert (found.product, found.survivor) == (merged, survivor)
    assert knows_lot(session, survivors)
    assert knows_lot(session, number)
    assert session.query(LedgerEntry).where(LedgerEntry.kind == "product.merged", LedgerEntry.subject == code).count() == 1
    product_merging.undo(session, actor=editor, product_id=merged.id, now=now)
    session.flush()
    assert scan_codes.survivor(session, merged) is merged
    assert not knows_lot(session, survivors)
    assert knows_lot(session, number)
    assert session.query(AuditEntry).where(AuditEntry.action.in_(["product.merged", "product.unmerged"])).count() == 2


def test_what_was_merged_earlier_follows_so_that_it_is_always_one_hop(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    first, second, third = (registered(session, now, editor, firm) for _ in range(3))
    merge(session, editor, first, second, now)
    merge(session, editor, second, third, now)
    assert {each.merged_into_id for each in (first, second)} == {third.id}
    assert scan_codes.merged_into(session, third.id) == [second, first]
    with pytest.raises(Conflict, match="merged_already"):
        merge(session, editor, first, third, now)
    with pytest.raises(Conflict, match="survivor_merged"):
        merge(session, editor, third, first, now)
    product_merging.undo(session, actor=editor, product_id=second.id, now=now)
    assert (first.merged_into_id, second.merged_into_id) == (third.id, None)


def test_only_products_of_one_enterprise_are_merged_and_only_by_who_may_edit(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    ours, other = registered(session, now, editor, firm), people.enterprise(session, now, name="别家")
    theirs = registered(session, now, people.member(session, now, other), other)
    for one, two in ((ours, theirs), (theirs, ours)):
        with pytest.raises(NotFound):
            merge(session, editor, one, two, now)
    with pytest.raises(Conflict, match="merged_into_itself"):
        merge(session, editor, ours, ours, now)
    with pytest.raises(NotAllowed):
        merge(session, people.member(session, now, firm, "viewer"), ours, registered(session, now, editor, firm), now)
    with pytest.raises(Conflict, match="not_merged"):
        product_merging.undo(session, actor=editor, product_id=ours.id, now=now)


def test_a_link_is_added_and_ended_and_stays_in_the_history(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    given: dict[str, Any] = {"actor": editor, "product_id": product.id, "link_type": "gs1:instructions", "title": " 使用\t说明书 ", "href": "https://example.com/说明.pdf", "language": "zh", "now": now}
    link = typed_links.add(session, **given)
    assert (link.title, link.href) == ("使用 说明书", "https://example.com/%E8%AF%B4%E6%98%8E.pdf")
    with pytest.raises(Invalid) as twice:
        typed_links.add(session, **given)
    assert twice.value.fields == {"href": "link_twice"}
    for _ in range(2):
        typed_links.end(session, actor=editor, link_id=link.id, now=now)
    assert scan_codes.links(session, product.id) == []
    assert scan_codes.links(session, product.id, ended=True) == [link]
    assert [each.kind for each in session.query(LedgerEntry).where(LedgerEntry.kind.startswith("link.")).order_by(LedgerEntry.id)] == ["link.added", "link.ended"]


def test_a_link_cannot_be_a_script_nor_speak_for_the_registry(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    with pytest.raises(Invalid) as refused:
        typed_links.add(session, actor=editor, product_id=product.id, link_type="gs1:defaultLink", title="", href="javascript:alert(1)", language="fr", now=now)
    assert refused.value.fields == {"link_type": "link_type_unknown", "title": "required", "href": "href_scheme", "language": "choose_one"}


def test_links_have_a_bound_and_a_stranger_ends_none(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> None:
    product = registered(session, now, editor, firm)
    for number in range(typed_links.MOST):
        link = typed_links.add(session, actor=editor, product_id=product.id, link_type="gs1:faqs", title="问答", href=f"https://example.com/{number}", now=now)
    with pytest.raises(Conflict, match="links_too_many"):
        typed_links.add(session, actor=editor, product_id=product.id, link_type="gs1:faqs", title="问答", href="https://example.com/more", now=now)
    with pytest.raises(NotFound):
        typed_links.end(session, actor=people.member(session, now, people.enterprise(session, now, name="别家")), link_id=link.id, now=now)
