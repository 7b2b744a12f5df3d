"""A list of the desk as a file for spreadsheets: CSV (UTF-8 with a byte order mark, RFC 4180) or XLSX.

What people typed never becomes a formula in the clerk's spreadsheet: XLSX holds it as text, and in CSV, which knows no
text, it gets an apostrophe before it (OWASP, "CSV Injection").
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any
from urllib.parse import urlencode

import xlsxwriter
from flask import Response, request, send_file
from flask_babel import LazyString
from flask_babel import gettext as _

from public_site.presenters import count, legal

FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST = 50_000
_IN_MEMORY = 4_000_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 40
_LONGEST_CELL = 32_000  # Excel takes 32,767

Cell = str | int | date | datetime | LazyString | None


def answer(form: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The file `name`.csv or .xlsx; read while the session that yields `rows` is open. More rows than MOST are left out, which the last row says."""
    written = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    {"csv": _csv, "xlsx": _xlsx}[form](written, head, rows)
    written.seek(0)
    response = send_file(written, mimetype=FORMS[form], as_attachment=True, download_name=f"{name}.{form}")  # type: ignore[arg-type]
    response.headers["Cache-Control"] = "private, no-store"
    return response


def addresses(path: str) -> dict[str, str]:
    """Form to address of the list shown, with its filters and its order, without its page."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("page", "lang")]
    return {form: f"{path}.{form}" + (f"?{urlencode(kept)}" if kept else "") for form in FORMS}


def harmless(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def line(cells: Sequence[Cell]) -> str:
    """A line of a CSV that is sent while it is read (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text).writerow([cell if isinstance(cell, int) else harmless(_text(cell)) for cell in cells])
    return text.getvalue()


def _csv(written: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = io.TextIOWrapper(written, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text)
    out.writerow([harmless(str(each)) for each in head])
    for cells in _bounded(rows):
        out.writerow([cell if isinstance(cell, int) else harmless(_text(cell)) for cell in cells])
    text.detach()


def _xlsx(written: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    sheet, strong, days = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for place, each in enumerate(head):
        sheet.set_column(place, place, min(_WIDEST, max(12, 2 * len(str(each)))))
        sheet.write_string(0, place, str(each), strong)
    for line, cells in enumerate(_bounded(rows), 1):
        for place, cell in enumerate(cells):
            _cell(sheet, line, place, cell, days)
    book.close()


def _cell(sheet: Any, line: int, place: int, cell: Cell, days: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        sheet.write_datetime(line, place, cell, days)
    else:
        sheet.write_string(line, place, _text(cell))


def _bounded(rows: Iterable[Sequence[Cell]]) -> Iterable[Sequence[Cell]]:
    for place, cells in enumerate(rows):
        if place == MOST:
            yield [_("只导出前 %(most)s 行，请增加筛选条件后分次导出", most=count(MOST))]
            return
        yield cells


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{legal(cell):%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)[:_LONGEST_CELL]
