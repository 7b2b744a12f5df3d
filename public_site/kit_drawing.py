"""What a kit is made of: pieces of whole sheets, joined at the end. Knows no queue, no page and no database.

A piece is drawn from its labels alone, so the same labels give the same bytes whoever draws them and whenever.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from qr import archive, labels, links, plate, sheets
from qr.advice import Look
from qr.layout import Label
from qr.sheets import Sheet
from registry.queries.label_kits import LabelRow
from registry.rules.label_kit import OWN, KitOrder, mm

PIECE = 1000
"""Labels a piece, roughly: some seconds of one process."""
MANY_PLATES = 50
PDF, ZIP = "application/pdf", "application/zip"
Told = Callable[[int], None]


@dataclass(frozen=True)
class Drawer:
    """Draws one order of an enterprise called `enterprise`, whose codes lead to `public_url`."""

    order: KitOrder
    enterprise: str
    public_url: str
    pool: Executor | None = None
    """Where symbols are drawn (`qr.symbols.processes`); the bytes do not depend on it."""

    @property
    def piece_size(self) -> int:
        """How many labels make a piece: whole sheets."""
        if self.order.kind == "plate":
            return MANY_PLATES
        return PIECE if self.order.kind == "archive" else max(1, PIECE // self.sheet.count) * self.sheet.count

    @property
    def media_type(self) -> str:
        return ZIP if self.order.kind == "archive" else PDF

    @property
    def sheet(self) -> Sheet:
        """The sheet of an order of sheets. Raises Invalid({"sheet": ...}) or the fields of an own one."""
        return sheet_of(self.order)

    def draw(self, rows: list[LabelRow], first: int, told: Told) -> bytes:
        """One piece; `first` labels come before it. Raises Invalid when a code does not fit."""
        if self.order.kind == "sheets":
            drawn = [self.label(row) for row in rows]
            return labels.draw_part(drawn, self.sheet, self.look, largest=self.order.largest, crop_marks=self.order.crop_marks, pool=self.pool, on_page=told)
        if self.order.kind == "plate":
            return self._plates(rows, told)
        part = BytesIO()
        archive.draw_part([self._entry(row) for row in rows], part, first=first, formats=self.order.drawings, look=self.look, dpi=self.order.dpi, pool=self.pool)
        return part.getvalue()

    def join(self, pieces: list[Path], out: Path) -> None:
        """Put the pieces together."""
        if self.order.kind == "archive":
            with out.open("wb") as whole:
                archive.join(pieces, whole)
        else:
            labels.join(pieces, out)

    @property
    def look(self) -> Look:
        """How codes are drawn; an order of plates or of the largest codes names no module."""
        return Look(level=self.order.level, module=float(mm(self.order.module) or Look().module))

    def label(self, row: LabelRow) -> Label:
        """What the code says and what stands below it."""
        shown = self.order.lines
        below = [row.code if "code" in shown else "", (row.serial or row.lot) if "lot" in shown else ""]
        return Label(text_of(row, self.public_url), row.number if "number" in shown else "", "  ".join(filter(None, below)), host_of(self.public_url))

    def _entry(self, row: LabelRow) -> archive.Entry:
        label = Label(text_of(row, self.public_url), row.number, row.code, host_of(self.public_url))
        return archive.Entry(label, row.name, gtin=row.gtin, lot=row.lot, serial=row.serial)

    def _plates(self, rows: list[LabelRow], told: Told) -> bytes:
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{number:05d}.pdf" for number in range(len(rows))]
            for number, (path, row) in enumerate(zip(paths, rows, strict=True), 1):
                path.write_bytes(plate.draw_plate(plate.Plate(self.label(row), self.enterprise, row.name), self.order.sheet, self.look))
                told(number)
            labels.join(paths, whole := Path(folder) / "whole.pdf")
            return whole.read_bytes()


def sheet_of(order: KitOrder) -> Sheet:
    """The sheet that an order names. Raises Invalid, field by field."""
    if order.sheet != OWN:
        return sheets.COMMON[order.sheet]
    sizes = {name: float(mm(text) or 0) for name, text in order.own.items()}
    return sheets.own(sizes["sheet_width"], sizes["sheet_height"], sizes["label_width"], sizes["label_height"], margin=sizes["margin"], gap=sizes["gap"])


def text_of(row: LabelRow, public_url: str) -> str:
    """What is printed: a serial's, a lot's or the product's link, and without a GTIN that of the short code."""
    if not row.gtin:
        return links.short_link(public_url, row.code)
    return links.gtin_link(public_url, row.gtin, lot="" if row.serial else row.lot, serial=row.serial)


def host_of(public_url: str) -> str:
    """Whom a reader may trust."""
    return urlsplit(public_url).netloc.lower()
