"""Products and services: registering, mending, linking them to what they follow.

A product is public from its first moment, so only a verified enterprise registers one; its short code is issued in the
same transaction and never reused.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import gtin_holdings, messages, scan_codes
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Disclosure, Dispute, Product, ProductDisclosure
from registry.queries import bureaus
from registry.queries import products as queries
from registry.rules import permission
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.permission import Actor, Scope
from registry.rules.product import ProductForm, problems


def register(session: Session, *, actor: Actor, enterprise_id: int, form: ProductForm, claim: str = "", now: datetime, randbits: Callable[[int], int]) -> Product:
    """Register a product and issue its short code.

    A GTIN that another enterprise's product holds is refused with `gtin_taken`, unless `claim` says why it is ours:
    then the product starts without it and a dispute is opened for the bureau. Of two who register one GTIN at the same
    moment the second is refused. Raises Invalid with every wrong field, NotAllowed("enterprise_unverified").
    """
    firm = queries.enterprise_of(session, enterprise_id)
    permission.require(actor, "product.edit", Scope(enterprise_id, firm.division_code))
    if firm.verified_at is None:
        raise NotAllowed("enterprise_unverified")
    category_id, contested = _checked(session, form, enterprise_id, None, claim)
    product = Product(enterprise_id=enterprise_id, kind=form.kind, name=form.name, created_at=now)
    _fill(product, form, category_id)
    _keep(session, product, None if contested else form.gtin14, now)
    code = scan_codes.new(session, product, now, randbits).code
    if contested:
        _claim(session, actor, product, contested, claim, now)
    audit.record(session, actor, "product.register", product, at=now)
    ledger.record(session, "product.registered", "product", code, {"enterprise": firm.credit_code, "name": product.name, "gtin": product.gtin or ""}, at=now)
    return product


def edit(session: Session, *, actor: Actor, product_id: int, form: ProductForm, revision: int, claim: str = "", now: datetime) -> Product:
    """Mend what a product says about itself; a GTIN that is claimed leaves the product's own in place.

    Raises Invalid, and Conflict("changed_meanwhile") when somebody saved since the form was opened.
    """
    product = _own(session, actor, product_id)
    if product.revision != revision:
        raise Conflict("changed_meanwhile")
    category_id, contested = _checked(session, form, product.enterprise_id, product, claim)
    before = {"name": product.name, "gtin": product.gtin or ""}
    _fill(product, form, category_id)
    _keep(session, product, product.gtin if contested else form.gtin14, now)
    if contested:
        _claim(session, actor, product, contested, claim, now)
    audit.record(session, actor, "product.edit", product, at=now)
    after = {"name": product.name, "gtin": product.gtin or ""}
    if after != before:
        ledger.record(session, "product.changed", "product", queries.code_of(session, product.id), {"from": before, "to": after}, at=now)
    return product


def end(session: Session, *, actor: Actor, product_id: int, now: datetime) -> Product:
    """No longer made or offered; its page and its code keep answering."""
    product = _own(session, actor, product_id)
    product.ended_at = product.ended_at or now
    audit.record(session, actor, "product.end", product, at=now)
    return product


def resume(session: Session, *, actor: Actor, product_id: int, now: datetime) -> Product:
    """Made or offered again."""
    product = _own(session, actor, product_id)
    product.ended_at = None
    audit.record(session, actor, "product.resume", product, at=now)
    return product


def link(session: Session, *, actor: Actor, product_id: int, disclosure_id: int, main: bool = False, now: datetime) -> ProductDisclosure:
    """The product follows a disclosed standard of its own enterprise; the first one is the main one."""
    return link_all(session, actor=actor, product_ids=[product_id], disclosure_id=disclosure_id, main=main, now=now)[0]


def link_all(session: Session, *, actor: Actor, product_ids: Sequence[int], disclosure_id: int, main: bool = False, now: datetime) -> list[ProductDisclosure]:
    """`link` of products of one enterprise, each once and in their order, with as many statements as for one."""
    products, disclosure = _all_own(session, actor, list(dict.fromkeys(product_ids))), session.get(Disclosure, disclosure_id)
    if disclosure is None or any(each.enterprise_id != disclosure.enterprise_id for each in products):
        raise NotFound("not_found")
    links = queries.every_link(session, [each.id for each in products])
    rows = [_follow(links.get(each.id, []), each.id, disclosure_id, main=main, now=now) for each in products]
    session.add_all(row for row, _ in rows)
    session.flush()
    codes = queries.codes_of(session, [product.id for product, (_, new) in zip(products, rows, strict=True) if new])
    for product, (row, new) in zip(products, rows, strict=True):
        audit.record(session, actor, "product.link", row, at=now, enterprise_id=product.enterprise_id)
        if new:
            _tell(session, "product.linked", codes.get(product.id, ""), disclosure, now)
    return [row for row, _ in rows]


def _follow(links: Sequence[ProductDisclosure], product_id: int, disclosure_id: int, *, main: bool, now: datetime) -> tuple[ProductDisclosure, bool]:
    """The link among a product's `links`, or a new one, and whether it was not there or had ended."""
    followed = [each for each in links if each.ended_at is None]
    row = next((each for each in links if each.disclosure_id == disclosure_id), None)
    new = row is None or row.ended_at is not None
    if row is None:
        row = ProductDisclosure(product_id=product_id, disclosure_id=disclosure_id)
    if new:
        row.linked_at, row.ended_at, row.main = now, None, False
    if main or not any(each.main for each in followed):
        _make_main(followed, row)
    return row, new


def unlink(session: Session, *, actor: Actor, product_id: int, disclosure_id: int, now: datetime) -> None:
    """The product no longer follows it; when it was the main one, the oldest of the others takes its place."""
    product = _own(session, actor, product_id)
    row = queries.link_between(session, product.id, disclosure_id)
    if row is None or row.ended_at is not None:
        raise NotFound("not_found")
    row.ended_at, was_main, row.main = now, row.main, False
    session.flush()
    rest = [each for each, _ in queries.links(session, product.id)]
    if was_main and rest:
        rest[0].main = True
    audit.record(session, actor, "product.unlink", row, at=now, enterprise_id=product.enterprise_id)
    _tell(session, "product.unlinked", queries.code_of(session, product.id), session.get_one(Disclosure, disclosure_id), now)


def _own(session: Session, actor: Actor, product_id: int) -> Product:
    return _all_own(session, actor, [product_id])[0]


def _all_own(session: Session, actor: Actor, product_ids: Sequence[int]) -> list[Product]:
    products = queries.locked(session, product_ids)  # two hands on one product take turns
    for enterprise_id in dict.fromkeys(each.enterprise_id for each in products):
        firm = queries.enterprise_of(session, enterprise_id)
        permission.require(actor, "product.edit", Scope(firm.id, firm.division_code))
    return products


def _checked(session: Session, form: ProductForm, enterprise_id: int, itself: Product | None, claim: str) -> tuple[int | None, Product | None]:
    """The category's id, and the product of another enterprise that holds the typed GTIN. Raises Invalid."""
    wrong = problems(form)
    category = queries.category_by_code(session, form.category) if form.category else None
    if form.category and category is None:
        wrong["category"] = "category_unknown"
    holder = queries.holder_of(session, form.gtin14) if form.gtin14 else None
    if holder is not None and holder is not itself:
        if holder.enterprise_id == enterprise_id:
            wrong["gtin"] = "gtin_own_product"
        elif not claim.strip():
            wrong["gtin"] = "gtin_taken"
        elif len(claim) > LONGEST_REASON:
            wrong["claim"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)
    contested = holder if holder is not None and holder.enterprise_id != enterprise_id else None
    return category.id if category else None, contested


def _fill(product: Product, form: ProductForm, category_id: int | None) -> None:
    product.name, product.kind, product.category_id = form.name, form.kind, category_id
    product.generic_name, product.brand = form.generic_name or None, form.brand or None
    product.models, product.specification = form.models or None, form.specification or None


def _keep(session: Session, product: Product, gtin: str | None, now: datetime) -> None:
    """Write the row; the unique key decides between two who take one GTIN at once. Raises Invalid for the second."""
    enterprise_id = product.enterprise_id
    try:
        with session.begin_nested():
            product.gtin = gtin
            session.add(product)
            new = product.id is None
            session.flush()
            gtin_holdings.follow(session, product, now, new=new)
    except IntegrityError:
        holder = queries.holder_of(session, gtin or "")
        own = holder is not None and holder.enterprise_id == enterprise_id
        raise Invalid({"gtin": "gtin_own_product" if own else "gtin_taken"}) from None


def _claim(session: Session, actor: Actor, product: Product, holder: Product, statement: str, now: datetime) -> None:
    """Open a dispute for the bureau over the holder, unless this product's claim waits already; nothing is taken from the holder."""
    if any(each.product_id == product.id for each in queries.open_claims(session, holder.gtin or "")):
        return
    firm = queries.enterprise_of(session, holder.enterprise_id)
    dispute = Dispute(
        kind="gtin",
        enterprise_id=firm.id,
        claimant_account_id=actor.account_id,
        claimant_enterprise_id=product.enterprise_id,
        product_id=product.id,
        holder_product_id=holder.id,
        gtin=holder.gtin,
        statement=statement.strip(),
        opened_at=now,
    )
    session.add(dispute)
    audit.record(session, actor, "dispute.opened", dispute, at=now, kind="gtin")
    officers = bureaus.officer_ids(session, firm.division_code, "registrar")
    messages.tell(session, officers, "dispute.waiting", {"enterprise": firm.name, "kind": "gtin"}, f"/regulator/disputes/{dispute.id}", now)


def _make_main(followed: list[ProductDisclosure], row: ProductDisclosure) -> None:
    for each in followed:
        each.main = False
    row.main = True


def _tell(session: Session, kind: str, code: str, disclosure: Disclosure, now: datetime) -> None:
    ledger.record(session, kind, "product", code, {"disclosure": disclosure.public_id, "number": disclosure.number}, at=now)
