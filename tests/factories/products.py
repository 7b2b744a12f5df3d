"""Products that are registered through the real action, and what is printed for them."""

from datetime import datetime
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from registry.actions import products
from registry.models import Enterprise, Product, ProductCategory
from registry.queries import products as queries
from registry.rules.gtin import check_digit
from registry.rules.permission import Actor
from registry.rules.product import ProductForm

BITS = Random(4).getrandbits
_numbers = count(1)


def gtin() -> str:
    """Another GTIN-13 of GS1's example prefix 952 each time."""
    digits = f"952{next(_numbers):09d}"
    return digits + check_digit(digits)


def registered(session: Session, now: datetime, actor: Actor, firm: Enterprise, **fields: str) -> Product:
    """A product of `firm`; without a GTIN of its own in `fields` it has none."""
    if queries.category_by_code(session, "conveyor-belt") is None:
        session.add(ProductCategory(code="conveyor-belt", path="conveyor-belt/", name="输送带", name_en="Conveyor belts", kind="product", synonyms=[]))
        session.flush()
    form = ProductForm(**({"name": "夹织物芯输送带", "category": "conveyor-belt"} | fields))
    return products.register(session, actor=actor, enterprise_id=firm.id, form=form, now=now, randbits=BITS)
