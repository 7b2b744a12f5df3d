"""What a maker is told before ordering: how many pages, how large the codes become, who can read them, and what does not fit."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import drawing_advice
from public_site.kit_drawing import Drawer, sheet_of
from public_site.presenters import count
from qr import advice, labels, plate, single, symbols
from qr.advice import Look
from registry.errors import Invalid
from registry.models import Enterprise
from registry.queries import label_kits as queries
from registry.queries.label_kits import LabelRow
from registry.rules import label_kit
from registry.rules.label_kit import KitOrder

SAMPLE = 200
FIELDS = {"page_width": "sheet_width", "page_height": "sheet_height", "width": "label_width", "height": "label_height", "service": "sheet", "enterprise": "sheet", "size": "sheet"}
"""What the drawing calls a field, and what the form does."""


@dataclass(frozen=True)
class Advice:
    """Sentences, and what would be refused."""

    sentences: list[str]
    unfit: Invalid


def of(session: Session, firm: Enterprise, order: KitOrder, *, public_url: str, now: datetime) -> Advice:
    """Looks at the order's longest labels among the first two hundred."""
    wrong = label_kit.problems(order)
    asked = order.which in label_kit.CHOICES and not {"which", "products", "lot"} & wrong.keys()
    rows = queries.labels(session, firm.id, order, as_of=now, limit=SAMPLE) if asked else []
    total = queries.label_count(session, firm.id, order, as_of=now) * order.copies if asked else 0
    if {"kind", "level", "sheet", "module", "dpi", *label_kit.OWN_SIZES} & wrong.keys():
        return Advice([], Invalid())
    drawer = Drawer(order, firm.name, public_url)
    try:
        return Advice([*_amount(order, total), *_sizes(drawer, _longest(drawer, rows))], Invalid())
    except Invalid as unfit:
        return Advice([], Invalid({FIELDS.get(name, name): f"kit_{code}" for name, code in unfit.fields.items()}, **unfit.facts))


def _longest(drawer: Drawer, rows: list[LabelRow]) -> list[LabelRow]:
    """One row of each length: a few stand for all."""
    kinds = {}
    for row in rows:
        label = drawer.label(row)
        kinds[len(label.text), len(label.number), len(label.code), len(row.name) if drawer.order.kind == "plate" else 0] = row
    return list(kinds.values())


def _amount(order: KitOrder, total: int) -> list[str]:
    if order.kind == "sheets":
        per_page = sheet_of(order).count
        pages = -(-total // per_page)
        return [_("每页 %(per_page)s 枚，共 %(labels)s 枚，%(pages)s 页。", per_page=count(per_page), labels=count(total), pages=count(pages))]
    if order.kind == "plate":
        return [_("共 %(labels)s 块门牌，每块一页。", labels=count(total))]
    files = total * len(order.drawings)
    return [_("共 %(labels)s 个码，%(files)s 个文件，另附 CSV 清单。", labels=count(total), files=count(files))]


def _sizes(drawer: Drawer, rows: list[LabelRow]) -> list[str]:
    """How large the codes become, by the one that comes out smallest. Raises Invalid for one that does not fit."""
    if drawer.order.kind == "plate":
        for row in rows:
            plate.draw_plate(plate.Plate(drawer.label(row), drawer.enterprise, row.name), drawer.order.sheet, drawer.look)
        return []
    if not rows:
        return []
    measured = [(_module(drawer, row), symbols.symbol(drawer.label(row).text, drawer.look.level).side) for row in rows]
    module, side = min(measured)
    look = replace(drawer.look, module=module)
    if drawer.order.kind == "archive" and "png" in drawer.order.drawings:
        for row in rows:
            single.measure_png(drawer.label(row), look, drawer.order.dpi)
    return [drawing_advice.size(side, look), *drawing_advice.warnings(look), *_dots(drawer.order, look)]


def _module(drawer: Drawer, row: LabelRow) -> float:
    if drawer.order.kind == "archive":
        return drawer.look.module
    return labels.drawn_module(drawer.label(row), drawer.sheet, drawer.look, largest=drawer.order.largest)


def _dots(order: KitOrder, look: Look) -> list[str]:
    """For a size that somebody typed: what whole printer dots make of it."""
    if order.kind == "archive" and "png" in order.drawings:
        return [drawing_advice.whole_dots(look, order.dpi)]
    if order.kind == "sheets" and not order.largest:
        said = (_("%(dpi)s dpi %(dots)s 点", dpi=dpi, dots=f"{look.module * dpi / advice.INCH:.1f}") for dpi in advice.PRINTERS)
        return [_("折合打印机的点：%(printers)s。整数点最清晰。", printers=_("、").join(said))]
    return []
