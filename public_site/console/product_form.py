"""The form of one product: what was typed, what it means, and what the page needs when something is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from public_site import words
from public_site.console.choosing import Choice
from public_site.console.product_categories import Tree
from public_site.params import Form
from registry.errors import Invalid
from registry.models import Product
from registry.queries import products as queries
from registry.rules import gtin, names
from registry.rules.product import LONGEST, ProductForm

CLAIM, WITHOUT = "claim", "without"


@dataclass(frozen=True)
class Filled:
    """`typed` goes back into the boxes, `form` and `claim` go to the action."""

    typed: Mapping[str, object]
    form: ProductForm
    claim: str
    choice: Choice


@dataclass(frozen=True)
class Contested:
    """Who holds the GTIN that was typed: 14 digits, the digits on the pack, and the holder's public product page."""

    gtin14: str
    shown: str
    enterprise: str
    code: str


def read(source: MultiDict[str, str], tree: Tree) -> Filled:
    """What the fields mean. Raises Invalid when the person wants to claim a GTIN and does not say why."""
    picked = next(filter(None, source.getlist("category_code")), "")
    choice = tree.settle(source.get("category", "").strip(), picked)
    form = ProductForm.read({**source, "category": choice.code or choice.text})
    answered = source.get("gtin_choice", "") if form.gtin14 and form.gtin14 == source.get("contested") else ""
    statement = names.storable(source.get("claim", ""))
    typed = {**source, "category": choice.text}
    if answered == WITHOUT:
        return Filled(typed, replace(form, gtin=""), "", choice)
    return Filled(typed, form, statement if answered == CLAIM else "", choice)


def unexplained(source: Mapping[str, str], filled: Filled) -> bool:
    """Whether a GTIN is to be claimed without a reason."""
    return source.get("gtin_choice") == CLAIM and filled.form.gtin14 == source.get("contested") and not filled.claim


def of(product: Product, tree: Tree, *, copy: bool = False) -> Form:
    """The product's own fields; a copy begins without its GTIN, since each product has its own."""
    values: dict[str, object] = {name: getattr(product, name) or "" for name in ("name", "kind", "generic_name", "brand", "models", "specification")}
    values |= {"category": tree.of_id(product.category_id)}
    if not copy:
        values |= {"gtin": gtin.display(product.gtin) if product.gtin else "", "revision": product.revision}
    return Form(values)


def refused(filled: Filled, error: Invalid) -> Form:
    """The form again, with a sentence beside each wrong field."""
    return Form(filled.typed, {name: sentence(name, code, filled.choice) for name, code in error.fields.items()})


def overtaken(filled: Filled, product: Product) -> Form:
    """The form again after somebody else saved: saving once more is saving over what they wrote."""
    return Form({**filled.typed, "revision": product.revision})


def sentence(name: str, code: str, choice: Choice) -> str:
    """The words for what is wrong with a field."""
    if code == "category_unknown":
        code = "category_choose" if choice.options else "product_category_unknown"
    return words.of(code, longest=LONGEST.get(name, 0))


def contested(session: Session, filled: Filled, error: Invalid) -> Contested | None:
    """The holder of the typed GTIN, when that is what is wrong."""
    holder = queries.holder_of(session, filled.form.gtin14) if filled.form.gtin14 and {"gtin", "claim"} & set(error.fields) else None
    if holder is None or error.fields.get("gtin") == "gtin_own_product":
        return None
    firm = queries.enterprise_of(session, holder.enterprise_id)
    return Contested(holder.gtin or "", gtin.display(holder.gtin or ""), firm.name, queries.code_of(session, holder.id))
