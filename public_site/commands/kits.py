"""`registry kit`: printed codes from a terminal, with the same drawing as at the enterprise's desk."""

import json
import re
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from public_site import terminal
from public_site.kit_drawing import Drawer
from public_site.kit_making import Production
from qr import plate, sheets, symbols
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.files import Files, Pieces
from registry.models import Enterprise
from registry.queries import enterprises
from registry.queries import label_kits as queries
from registry.rules import gtin, label_kit, scan_code
from registry.rules.label_kit import KitOrder

_OWN = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)")
_A4 = {"sheet_width": "210", "sheet_height": "297", "margin": "10", "gap": "2"}
_USUAL = {"sheets": ("a4-3x8-63.5x33.9", "M"), "plate": ("a5", "H"), "archive": ("", "M")}
"""Sheet and level where none is named."""


@click.group()
def kit() -> None:
    """Kits of printed codes: label sheets, door plates, archives of drawings."""


@kit.command()
@click.option("--enterprise", required=True, metavar="CODE", help="The enterprise's credit code.")
@click.option("--product", "products", multiple=True, metavar="CODE", help="A product's short code or GTIN; may be given several times. All products without it.")
@click.option("--lot", default="", help="A lot of the one product: its label.")
@click.option("--serials", is_flag=True, help="Each serial of the lot, or of the one product.")
@click.option("--kind", type=click.Choice(label_kit.KINDS), default="sheets", show_default=True)
@click.option("--sheet", default="", help=f"For sheets: {', '.join(sheets.COMMON)}, or WIDTHxHEIGHT of a label in mm on A4. For plates: {', '.join(plate.SIZES)}.")
@click.option("--crop-marks", is_flag=True, help="Where to cut.")
@click.option("--copies", default=1, show_default=True, type=click.IntRange(1, label_kit.MOST_LABELS))
@click.option("--module", default="", metavar="MM", help="Millimetres a module; sheets draw codes as large as labels allow without it.")
@click.option("--level", type=click.Choice(label_kit.LEVELS), default=None, help="Error correction: M flat, Q film or curved, H signs.")
@click.option("--format", "drawings", multiple=True, type=click.Choice(label_kit.DRAWINGS), help="For archives; may be given several times.")
@click.option("--dpi", default="300", type=click.Choice([str(each) for each in label_kit.RESOLUTIONS]), help="The printer's, for PNG.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="How many draw at once; the file is the same.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def make(out: Path, enterprise: str, processes: int, **typed: Any) -> None:
    """Draw a kit into a file. Started again after a break, it goes on where it stopped; FILE.pieces holds what is drawn till then."""
    settings = terminal.settings()
    aside = out.with_name(out.name + ".pieces")
    with terminal.database(settings) as database, symbols.processes(processes) as pool:
        with database.reading() as session:
            firm = enterprises.by_credit_code(session, enterprise.strip().upper())
            if firm is None:
                raise click.ClickException(f"There is no enterprise {enterprise}.")
            order = label_kit.needed(_order(session, firm, **typed))
            as_of, pieces = _goes_on(aside, {"enterprise": firm.credit_code, "order": order.to_json(), "url": settings.public_url})
            total, firm_id, name = _total(session, firm, order, as_of), firm.id, firm.name
        production = Production(database, Drawer(order, name, settings.public_url, pool), firm_id, as_of, pieces)
        with click.progressbar(length=total, label="labels", file=sys.stderr, show_pos=True) as bar:
            done = production.run(lambda here: bar.update(here - bar.pos))
        production.write(out)
    shutil.rmtree(aside)
    click.echo(f"{done} of {total} labels in {out}.")


def _order(session: Session, firm: Enterprise, *, products: tuple[str, ...], lot: str, serials: bool, drawings: tuple[str, ...], **rest: Any) -> KitOrder:
    """What is asked for. Raises NotFound for a product or lot that the enterprise has not, Invalid for what cannot be printed."""
    ids = tuple(_product(session, firm, typed) for typed in products)
    one = ids[0] if len(ids) == 1 else None
    row = queries.lot_by_name(session, one, lot) if lot and one else None
    if (lot or serials) and (one is None or (lot and row is None)):
        raise Invalid({"lot": "kit_lot_unknown" if lot and one else "kit_no_lot_chosen"})
    which = "serials" if serials else "lot" if lot else "chosen" if ids else "all"
    sheet, level = _USUAL[rest["kind"]]
    size = _OWN.fullmatch(rest["sheet"])
    order = KitOrder(
        kind=rest["kind"], which=which, products=ids, lot=row.id if row else None, copies=rest["copies"], sheet=label_kit.OWN if size else rest["sheet"] or sheet,
        own={**_A4, "label_width": size[1], "label_height": size[2]} if size else {}, crop_marks=rest["crop_marks"], largest=not rest["module"],
        module=rest["module"] or "0.423", level=rest["level"] or level, drawings=drawings or ("svg",), dpi=int(rest["dpi"]),
    )  # fmt: skip
    known = (*sheets.COMMON, label_kit.OWN) if order.kind == "sheets" else tuple(plate.SIZES) if order.kind == "plate" else (order.sheet,)
    wrong = {**({} if order.sheet in known else {"sheet": "not_a_choice"}), **label_kit.problems(order)}
    if wrong:
        raise Invalid(wrong, **label_kit.FACTS)
    return order


def _product(session: Session, firm: Enterprise, typed: str) -> int:
    code = scan_code.parse(typed) or (gtin.parse(typed) if gtin.problem(typed) is None else "")
    found = queries.product_by_code(session, firm.id, code) if code else None
    if found is None:
        raise NotFound("kit_code_unknown", codes=typed)
    return found.id


def _goes_on(aside: Path, asked: dict[str, Any]) -> tuple[datetime, Pieces]:
    """Since when the kit is being made, and its pieces; pieces of another order are thrown away."""
    pieces = Files(str(aside)).pieces("kit")
    noted = json.loads(pieces.read("order.json") or b"{}")
    if noted.get("asked") != json.loads(json.dumps(asked)):
        pieces.forget()
        noted = {"asked": asked, "as_of": utc_now().isoformat()}
        pieces.keep("order.json", json.dumps(noted).encode())
    return datetime.fromisoformat(noted["as_of"]), pieces


def _total(session: Session, firm: Enterprise, order: KitOrder, as_of: datetime) -> int:
    total = queries.label_count(session, firm.id, order, as_of=as_of) * order.copies
    if not total:
        raise Invalid({"which": "kit_no_service" if order.kind == "plate" else "kit_empty"})
    if total > label_kit.MOST_LABELS:
        raise Invalid({"copies": "kit_too_many_labels"}, labels=total, **label_kit.FACTS)
    return total
