"""What the pages of one product at the enterprise's desk share: whose it is, who may edit, and what is printed for it."""

from flask import current_app, g, render_template
from sqlalchemy.orm import Session

from public_site.console.home import desk_of
from public_site.console.products import own
from qr import links
from registry.models import Product
from registry.queries import scan_codes
from registry.rules import gtin

PER_PAGE = 50


def page(session: Session, template: str, product_id: int, **shown: object) -> str:
    """A page of templates/console/codes about the enterprise's own product. Raises NotFound for another's."""
    product, desk = own(session, product_id), desk_of(session, g.enterprise_id)
    return render_template(
        f"console/codes/{template}.html", desk=desk, enterprise=desk.enterprise, product=product, may_edit=desk.role != "viewer", survivor=scan_codes.survivor(session, product),
        gtin=gtin.display(product.gtin) if product.gtin else "", **shown,
    )  # fmt: skip


def printed(product: Product, *, variant: str = "", lot: str = "", serial: str = "") -> str:
    """The text of the product's GTIN link; "" for a product without a GTIN."""
    return links.gtin_link(public_url(), product.gtin, variant, lot, serial) if product.gtin else ""


def public_url() -> str:
    """Where this registry stands."""
    return str(current_app.extensions["settings"].public_url)
