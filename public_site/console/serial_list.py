"""Serials as a file for the printer: CSV (UTF-8 with a byte order mark, RFC 4180), the link first, since it is what is printed.

Serial and lot get an apostrophe where a spreadsheet would take them for a formula (OWASP, "CSV Injection"); the link
carries both exactly.
"""

import csv
import io
import tempfile
from collections.abc import Iterable

from flask import Response, send_file
from flask_babel import gettext as _

from public_site.console import product_desk
from public_site.regulator.export import harmless
from registry.models import Product

IN_MEMORY = 4_000_000


def answer(product: Product, name: str, serials: Iterable[tuple[str, str]]) -> Response:
    """The file `name`.csv with a row for each (serial, lot); the link is empty for a product without a GTIN."""
    written = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(written, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text)
    out.writerow([_("印制内容"), _("序列号"), _("批号")])
    out.writerows([product_desk.printed(product, lot=lot, serial=serial), harmless(serial), harmless(lot)] for serial, lot in serials)
    text.detach()
    written.seek(0)
    response = send_file(written, mimetype="text/csv; charset=utf-8", as_attachment=True, download_name=f"{name}.csv")  # type: ignore[arg-type]
    response.headers["Cache-Control"] = "private, no-store"
    return response
