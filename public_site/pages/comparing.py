"""Up to five disclosures or products side by side: what each declares, in one unit, and what standards ask for.

The address is the comparison: `?d=` a disclosure by its public id, `?p=` a product by its short code, in the order of the
columns. What cannot be read or found is said, and the rest is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import reading
from public_site.pages import badge_lines, comparing_rows
from public_site.pages.machine import address, json_page, status_facts
from public_site.security import public_page
from public_site.words import comparing as named
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import comparing
from registry.queries.comparing import Choice, Side, Sides
from registry.rules import scan_code
from registry.rules.names import storable
from registry.rules.side_by_side import MOST_COLUMNS

bp = Blueprint("comparing", __name__)

ROOT = "/compare"
KINDS = {"d": "disclosure", "p": "product"}
_LETTERS = {kind: letter for letter, kind in KINDS.items()}
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address names, each once and in its order. beyond: how many more than can stand side by side."""

    choices: tuple[Choice, ...]
    beyond: int


@bp.get(ROOT)
@access("public")
def page() -> ResponseReturnValue:
    asked = _asked()
    found = _read(asked)
    template = "comparing/table.html" if len(found.sides) > 1 else "comparing/begin.html"
    computed = comparing_rows.judged(found)
    body = render_template(
        template, found=found, asked=asked, most=MOST_COLUMNS, named=named, letters=_LETTERS, without=_without, columns=[comparing_rows.column(side) for side in found.sides],
        rows=comparing_rows.rows(found, computed), naming=comparing_rows.naming(found, computed), category=_category(found), twin=f"{ROOT}.json?{_query(asked.choices)}",
    )  # fmt: skip
    return public_page(Response(body))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    asked = _asked()
    found = _read(asked)
    return json_page({
        "columns": [_side_facts(side) for side in found.sides],
        "unknown": [{"kind": each.kind, "code": each.code} for each in found.unknown],
        "without_standard": [{"code": each.code, "name": each.name} for each in found.bare],
        "left_out": asked.beyond,
        "rows": list(comparing_rows.facts(found, comparing_rows.judged(found))),
        "links": {"page": address(f"{ROOT}?{_query(asked.choices)}")},
    })  # fmt: skip


def _asked() -> Asked:
    """In the order of the address, which Werkzeug's own dictionary loses between `d` and `p`."""
    pairs = parse_qsl(request.query_string.decode("latin-1"))
    named_once = dict.fromkeys(Choice(KINDS[letter], _code(letter, typed)) for letter, typed in pairs if letter in KINDS and typed.strip())
    return Asked(tuple(named_once)[:MOST_COLUMNS], max(0, len(named_once) - MOST_COLUMNS))


def _code(letter: str, typed: str) -> str:
    """The code that was meant, else what was typed, so that the page can name it."""
    plain = storable(typed)[:_LONGEST]
    return (scan_code.parse(plain) if letter == "p" else None) or plain.upper()


def _read(asked: Asked) -> Sides:
    with reading() as session:
        return comparing.sides(session, asked.choices, legal_day(utc_now()))


def _query(choices: Sequence[Choice]) -> str:
    return urlencode([(_LETTERS[each.kind], each.code) for each in choices])


def _without(choices: Sequence[Choice], left: Choice) -> str:
    """The address of the comparison without one of its columns."""
    rest = _query([each for each in choices if each != left])
    return f"{ROOT}?{rest}" if rest else ROOT


def _category(found: Sides) -> str:
    """The category in which to look for others: the first column's."""
    return str(found.sides[0].document["category"]["code"]) if found.sides else ""


def _side_facts(side: Side) -> dict[str, object]:
    row, product = side.disclosure, side.product
    return {
        "kind": side.choice.kind, "public_id": row.public_id, "number": row.number, "title": side.document["title"], "enterprise": {"name": row.enterprise, "credit_code": row.credit_code},
        "status": status_facts(row.status), "version": row.status.sequence, "url": address(f"/disclosures/{row.public_id}.json"),
        "product": {"code": product.code, "name": product.name, "code_revoked_at": product.revoked_at, "ended_at": product.ended_at, "disputed": product.disputed, "url": address(f"/products/{product.code}.json")} if product else None,
        **badge_lines.facts(row.badges), "floors_of": list(dict.fromkeys(each.number for each in side.asked)),
    }  # fmt: skip
