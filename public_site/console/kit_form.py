"""The form of an order of printed codes: from what was typed to an order, with everything that is wrong, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from public_site import params
from public_site.words import label_kits as said
from qr import plate, sheets
from registry.errors import Invalid
from registry.queries import label_kits as queries
from registry.rules import gtin, label_kit, scan_code
from registry.rules.label_kit import KitOrder

Typed = str | list[str]
DEFAULTS: Mapping[str, Typed] = {
    "which": "all", "copies": "1", "fit": "largest", "module": "0.423", "lines": list(label_kit.LINES), "drawings": ["svg"], "dpi": "300",
    "sheet_width": "210", "sheet_height": "297", "margin": "10", "gap": "2",
}  # fmt: skip
BY_KIND: Mapping[str, Mapping[str, Typed]] = {
    "sheets": {"sheet": "a4-3x8-63.5x33.9", "level": "M"}, "plate": {"sheet": "a5", "level": "H"}, "archive": {"level": "M"},
}  # fmt: skip
MOST_SHOWN = 60
"""Products that are offered as boxes to tick; more are named by their short codes."""
_SHOWN_CODES = 5
_SPLIT = re.compile(r"[\s,;、，；]+")


@dataclass(frozen=True)
class Read:
    """What a form says. `wrong` holds what cannot be read; the rest of `order` is as typed."""

    order: KitOrder
    wrong: Invalid


def blank(kind: str, chosen: str = "") -> dict[str, Typed]:
    """The fields of a new form; `chosen` is the id of the product from whose page somebody came."""
    picked: dict[str, Typed] = {"which": "chosen", "products": [chosen]} if chosen else {}
    return {**DEFAULTS, **BY_KIND[kind], "kind": kind, **picked}


def options(kind: str) -> dict[str, list[tuple[str, ...]]]:
    """What the boxes of a form offer: value, words and help."""
    which = [(name, *words) for name, words in said.WHICH.items() if kind != "plate" or name in ("all", "chosen")]
    return {"which": which, "fit": [(name, *words) for name, words in said.FITS.items()], "level": [(name, *words) for name, words in said.LEVELS.items()]}


def read(session: Session, enterprise_id: int, form: MultiDict[str, str]) -> Read:
    """The order. Nothing is raised: what is wrong is said together with what others find."""
    wrong: dict[str, str] = {}
    facts: dict[str, object] = {}
    kind = form.get("kind", "")
    lot, product = _lot(form.get("lot", ""))
    which = form.get("which", "")
    products = [product] if which == "serials" and product else _products(session, enterprise_id, form, wrong, facts) if which == "chosen" else []
    order = KitOrder(
        kind=kind, which=which, products=tuple(products), lot=lot, copies=_whole(form, "copies", wrong) if kind == "sheets" else 1, sheet=_sheet(kind, form, wrong),
        own={name: _size(form, name) for name in label_kit.OWN_SIZES}, crop_marks="crop_marks" in form, largest=form.get("fit", "largest") == "largest",
        module=_size(form, "module"), level=form.get("level", ""), lines=tuple(form.getlist("lines")), drawings=tuple(form.getlist("drawings")),
        dpi=_whole(form, "dpi", wrong) if kind == "archive" else 300,
    )  # fmt: skip
    return Read(label_kit.needed(order), Invalid(wrong, **facts))


def _lot(text: str) -> tuple[int | None, int | None]:
    """"12" is a lot, "p5" all serials of a product."""
    number = _number(text.removeprefix("p"))
    return (None, number) if text.startswith("p") else (number, None)


def _products(session: Session, enterprise_id: int, form: MultiDict[str, str], wrong: dict[str, str], facts: dict[str, object]) -> list[int]:
    ticked = [number for text in form.getlist("products") if (number := _number(text)) is not None]
    unknown = []
    for typed in filter(None, _SPLIT.split(form.get("codes", ""))[: label_kit.MOST_CHOSEN + 1]):
        code = scan_code.parse(typed) or (gtin.parse(typed) if gtin.problem(typed) is None else typed)
        found = queries.product_by_code(session, enterprise_id, code)
        if found is None:
            unknown.append(typed[:40])
        else:
            ticked.append(found.id)
    if unknown:
        wrong["codes"] = "kit_code_unknown"
        facts["codes"] = " ".join(unknown[:_SHOWN_CODES]) + (" …" if len(unknown) > _SHOWN_CODES else "")
    return ticked


def _sheet(kind: str, form: MultiDict[str, str], wrong: dict[str, str]) -> str:
    chosen = form.get("sheet", "")
    allowed = {"sheets": (*sheets.COMMON, label_kit.OWN), "plate": tuple(plate.SIZES)}.get(kind, (chosen,))
    if chosen and chosen not in allowed:
        wrong["sheet"] = "not_a_choice"
    return chosen


def _whole(form: MultiDict[str, str], name: str, wrong: dict[str, str]) -> int:
    number = _number(params.folded(form.get(name, "")))
    if number is None:
        wrong[name] = "not_a_whole_number"
    return number or 0


def _size(form: MultiDict[str, str], name: str) -> str:
    return params.folded(form.get(name, "")).removesuffix("mm").rstrip()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
