"""A list of products pasted from a spreadsheet: its rows, what they mean, and what is wrong with each cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from public_site.console import product_form
from public_site.console.choosing import Choice
from public_site.console.product_categories import Tree
from registry.queries import products as queries
from registry.rules import names
from registry.rules.product import ProductForm, problems

COLUMNS = ("name", "models", "category", "gtin", "brand", "specification", "generic_name")
"""In the order in which the page shows them and a list without a header is read."""
HEADERS = {
    "name": ("产品名称", "名称", "品名", "产品", "服务名称", "商品名称", "name", "product", "product name"),
    "models": ("型号", "产品型号", "规格型号", "款号", "货号", "model", "models"),
    "category": ("类别", "产品类别", "产品分类", "分类", "品类", "category"),
    "gtin": ("条码", "商品条码", "产品条码", "条形码", "69码", "GTIN", "EAN", "barcode"),
    "brand": ("品牌", "商标", "brand"),
    "specification": ("规格", "产品规格", "specification", "spec"),
    "generic_name": ("通用名", "通用名称", "产品通用名", "generic name"),
}
MOST_ROWS = 500
LONGEST_CELL = 2000
_BY_KEY = {names.key(word): column for column, spellings in HEADERS.items() for word in spellings}
_BETWEEN_MODELS = re.compile(r"[、，,；;]")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """`forms` in the order of the rows, `wrong` by row: column to sentence."""

    forms: tuple[ProductForm, ...]
    choices: tuple[Choice, ...]
    wrong: Mapping[int, Mapping[str, str]]


def read_block(text: str) -> list[dict[str, str]]:
    """The rows of what was copied: columns by their header, else by order. Every row is given, however many there are."""
    table = [[" ".join(cell.split()) if column else cell.strip() for column, cell in enumerate(row)] for row in _cells(text)]
    table = [row for row in table if any(row)]
    if not table:
        return []
    columns, body = _header(table[0]), table[1:]
    if not any(columns):
        columns, body = list(COLUMNS), table
    return [{name: cell for name, cell in zip(columns, row, strict=False) if name} for row in body]


def check(session: Session, rows: Sequence[Row], tree: Tree, enterprise_id: int) -> Checked:
    """What the rows mean and what would be refused, with one question to the database for the whole list."""
    choices = [tree.settle(row.get("category", "").strip()) for row in rows]
    forms = [_form(row, choice, tree) for row, choice in zip(rows, choices, strict=True)]
    holders = queries.holders_of(session, {form.gtin14 for form in forms if form.gtin14})
    wrong: dict[int, dict[str, str]] = {}
    seen: set[str] = set()
    for place, (form, choice) in enumerate(zip(forms, choices, strict=True)):
        codes = problems(form)
        if form.category and not choice.code:
            codes["category"] = "category_unknown"
        if form.gtin14 in holders:
            codes["gtin"] = "gtin_own_product" if holders[form.gtin14] == enterprise_id else "gtin_taken"
        elif form.gtin14 in seen:
            codes["gtin"] = "gtin_twice"
        seen |= {form.gtin14} if form.gtin14 else set()
        if codes:
            wrong[place] = worded(codes, choice)
    return Checked(tuple(forms), tuple(choices), wrong)


def worded(codes: Mapping[str, str], choice: Choice) -> dict[str, str]:
    """Column to sentence; what cannot be shown in a cell stands in the first one."""
    return {name if name in COLUMNS else "name": product_form.sentence(name, code, choice) for name, code in codes.items()}


def _form(row: Row, choice: Choice, tree: Tree) -> ProductForm:
    lines = _BETWEEN_MODELS.sub("\n", row.get("models", ""))
    typed = {name: row.get(name, "") for name in COLUMNS} | {"models": lines, "category": choice.code or choice.text}
    return ProductForm.read(typed | {"kind": tree.kind(choice.code) or "product"})


def _cells(text: str) -> list[list[str]]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = "\t" if "\t" in plain else ","
    if plain.count('"') % 2:  # an odd sign is an inch or a slip, no quotation
        return [line.split(sign) for line in plain.split("\n")]
    try:
        return list(csv.reader(io.StringIO(plain), delimiter=sign))
    except csv.Error:
        return [line.split(sign) for line in plain.split("\n")]


def _header(row: Sequence[str]) -> list[str]:
    """Columns when at least two cells name one (or the only cell does); else none."""
    found = [_BY_KEY.get(names.key(cell), "") for cell in row]
    if sum(map(bool, found)) < min(2, sum(map(bool, row))):
        return []
    return [name if name not in found[:place] else "" for place, name in enumerate(found)]
