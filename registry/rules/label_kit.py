"""What a kit of printed codes may be: which labels, on what, how large. Where qr decides whether a code fits a label, this does not."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

KINDS: Final = ("sheets", "plate", "archive")
LEVELS: Final = ("M", "Q", "H")
"""Error correction; L is never printed."""
CHOICES: Final = ("all", "chosen", "lot", "serials")
"""Every product still offered, some of them, a lot's one label, each serial of a lot or of a product."""
LINES: Final = ("number", "code", "lot")
"""What may stand below a code: the main standard's number, the short code, the lot or serial. Whom to trust always does."""
DRAWINGS: Final = ("svg", "png", "pdf")
RESOLUTIONS: Final = (203, 300, 600)
OWN: Final = "own"
MOST_LABELS: Final = 100_000
MOST_CHOSEN: Final = 1000
LEAST_MODULE: Final = Decimal("0.25")
"""Millimetres a module; below it telephones give up."""
MOST_MODULE: Final = Decimal(10)
OWN_SIZES: Final = {
    "sheet_width": (Decimal(20), Decimal(1200)), "sheet_height": (Decimal(20), Decimal(1200)), "label_width": (Decimal(8), Decimal(600)), "label_height": (Decimal(8), Decimal(600)),
    "margin": (Decimal(0), Decimal(100)), "gap": (Decimal(0), Decimal(50)),
}  # fmt: skip
"""Least and most of an own sheet's sizes in millimetres."""
FACTS: Final = {"most_labels": MOST_LABELS, "most_chosen": MOST_CHOSEN, "least_module": str(LEAST_MODULE), "most_module": str(MOST_MODULE)}
"""What the words for a problem need."""
_SIZE = re.compile(r"\d{1,4}(\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class KitOrder:
    """One order, ready to be stored. Sizes are decimal millimetres as text, so that they stay as they were typed."""

    kind: str = "sheets"
    which: str = "all"
    products: tuple[int, ...] = ()
    """Ids, for `chosen`; one of them, and no lot, for all serials of a product."""
    lot: int | None = None
    """The id, for `lot` and the `serials` of one."""
    copies: int = 1
    sheet: str = ""
    """A sheet's name or `own`; for a plate its size."""
    own: Mapping[str, str] = field(default_factory=dict)
    """The sizes named in OWN_SIZES."""
    crop_marks: bool = False
    largest: bool = True
    """On sheets: each code as large as its label allows, up to what tills read; otherwise exactly `module`."""
    module: str = "0.423"
    level: str = "M"
    lines: tuple[str, ...] = LINES
    drawings: tuple[str, ...] = ("svg",)
    """For `archive` only."""
    dpi: int = 300
    """The printer's, for PNG."""

    def to_json(self) -> dict[str, Any]:
        """What is stored with the kit."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "KitOrder":
        """The order that was stored."""
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        return cls(**given)


def problems(order: KitOrder) -> dict[str, str]:
    """Field -> code of everything that is wrong with the order by itself; whether its products exist is asked elsewhere."""
    wrong = {name: "not_a_choice" for name, value, allowed in _chosen(order) if value not in allowed}
    if not 1 <= order.copies <= MOST_LABELS:
        wrong["copies"] = "kit_copies"
    if order.kind == "plate" and order.which not in ("all", "chosen"):
        wrong["which"] = "kit_plate_whole_service"
    if order.which == "chosen" and not order.products:
        wrong["products"] = "kit_no_product_chosen"
    elif len(order.products) > MOST_CHOSEN:
        wrong["products"] = "kit_too_many_chosen"
    if order.lot is None and (order.which == "lot" or (order.which == "serials" and len(order.products) != 1)):
        wrong["lot"] = "kit_no_lot_chosen"
    if not set(order.lines) <= set(LINES):
        wrong["lines"] = "not_a_choice"
    wrong |= _wrong_sizes(order)
    return wrong


def needed(order: KitOrder) -> KitOrder:
    """The order without what its kind has no use for, so that two orders of the same thing are the same."""
    lot = order.lot if order.which in ("lot", "serials") else None
    several = order.which == "chosen" or (order.which == "serials" and lot is None)
    chosen = replace(order, products=tuple(sorted(set(order.products))) if several else (), lot=lot)
    if order.kind != "sheets":
        chosen = replace(chosen, own={}, crop_marks=False, largest=False, lines=LINES, copies=1)
    chosen = replace(chosen, sheet="") if order.kind == "archive" else replace(chosen, drawings=(), dpi=300)
    return chosen if chosen.sheet == OWN else replace(chosen, own={})


def mm(text: str) -> Decimal | None:
    """A size in millimetres, None for what is none."""
    return Decimal(text) if _SIZE.fullmatch(text) else None


def _chosen(order: KitOrder) -> tuple[tuple[str, object, tuple[object, ...]], ...]:
    fields: list[tuple[str, object, tuple[object, ...]]] = [("kind", order.kind, KINDS), ("which", order.which, CHOICES), ("level", order.level, LEVELS)]
    if order.kind == "archive":
        fields += [("drawings", bool(order.drawings) and set(order.drawings) <= set(DRAWINGS), (True,)), ("dpi", order.dpi, RESOLUTIONS)]
    return tuple(fields)


def _wrong_sizes(order: KitOrder) -> dict[str, str]:
    wrong = {}
    module = mm(order.module)
    if order.kind == "plate" or (order.kind == "sheets" and order.largest):
        pass  # the label or the plate decides
    elif module is None:
        wrong["module"] = "not_a_number"
    elif not LEAST_MODULE <= module <= MOST_MODULE:
        wrong["module"] = "kit_module_too_small" if module < LEAST_MODULE else "kit_module_too_large"
    if order.kind != "archive" and not order.sheet:
        wrong["sheet"] = "choose_one"
    if order.kind == "sheets" and order.sheet == OWN:
        wrong |= _wrong_own(order.own)
    return wrong


def _wrong_own(own: Mapping[str, str]) -> dict[str, str]:
    sizes = {name: mm(own.get(name, "")) for name in OWN_SIZES}
    wrong = {}
    for name, size in sizes.items():
        least, most = OWN_SIZES[name]
        if size is None:
            wrong[name] = "not_a_number" if own.get(name) else "required"
        elif not least <= size <= most:
            wrong[name] = "kit_size_outside"
    return wrong or {name: "kit_label_larger_than_sheet" for name in ("label_width", "label_height") if _too_large(sizes, name)}


def _too_large(sizes: Mapping[str, Decimal | None], name: str) -> bool:
    label, sheet, margin = sizes[name], sizes[name.replace("label", "sheet")], sizes["margin"]
    return label is not None and sheet is not None and margin is not None and label + 2 * margin > sheet
