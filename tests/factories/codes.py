"""Products that carry a code, registered as an editor would."""

from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import products
from registry.models import Enterprise, ProductCategory, ScanCode
from registry.rules.permission import SYSTEM
from registry.rules.product import ProductForm
from tests.factories.categories import categories


def coded(session: Session, now: datetime, firm: Enterprise, name: str = "夹织物芯输送带", *, gtin: str = "", seed: int = 7) -> ScanCode:
    """The scan code of a new product of `firm`; each product of a test needs a `seed` of its own."""
    if session.scalar(select(ProductCategory.id).limit(1)) is None:
        categories(session)
    form = ProductForm(name=name, category="conveyor-belt", gtin=gtin)
    product = products.register(session, actor=SYSTEM, enterprise_id=firm.id, form=form, now=now, randbits=Random(seed).getrandbits)
    session.flush()
    return session.scalars(select(ScanCode).where(ScanCode.product_id == product.id)).one()
