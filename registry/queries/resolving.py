"""What a scanned link leads to, in one statement for each kind of link, every part of it answered by an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from registry.plain import Look, Statement

# Where a GTIN is held now, else where it was held last. Its product's newest code that was not revoked, else the newest.
# Lots of products that were merged into it are its own; a serial is known of the very product that it was registered for.
BY_GTIN = Statement(
    """
    SELECT c.id AS code_id, c.code, c.product_id,
        EXISTS (SELECT 1 FROM variant WHERE product_id = c.product_id AND variant = :variant) AS variant,
        EXISTS (SELECT 1 FROM lot WHERE product_id = c.product_id AND lot = :lot)
            OR EXISTS (SELECT 1 FROM product m JOIN lot l ON l.product_id = m.id WHERE m.merged_into_id = c.product_id AND l.lot = :lot) AS lot,
        EXISTS (SELECT 1 FROM serial WHERE product_id = c.product_id AND serial = :serial) AS serial
    FROM gtin_holding h JOIN scan_code c ON c.product_id = h.product_id
    WHERE h.gtin = :gtin
    ORDER BY h.ended_at IS NOT NULL, h.ended_at DESC, h.id DESC, c.revoked_at IS NOT NULL, c.id DESC
    LIMIT 1
    """,
    flags=("variant", "lot", "serial"),
)
BY_CODE = Statement("SELECT c.id AS code_id, c.code, c.product_id, 0 AS variant, 0 AS lot, 0 AS serial FROM scan_code c WHERE c.code = :code", flags=("variant", "lot", "serial"))
# A merged product speaks with the name and the links of the one that took its place.
_NAMED = Statement(
    """
    SELECT p.name, l.link_type, l.title, l.href, l.language
    FROM product scanned JOIN product p ON p.id = coalesce(scanned.merged_into_id, scanned.id)
    LEFT JOIN typed_link l ON l.product_id = p.id AND l.ended_at IS NULL
    WHERE scanned.id = :product_id
    ORDER BY l.link_type, l.id
    """
)


class Scanned(Protocol):
    """A code that exists; of the qualifiers that were asked for, which are registered."""

    code_id: int
    code: str
    product_id: int
    variant: bool
    lot: bool
    serial: bool


@dataclass(frozen=True, slots=True)
class TypedLinkRow:
    """A link that the enterprise set; `link_type` as in the GS1 Web Vocabulary, such as gs1:pip; language empty for any."""

    link_type: str
    title: str
    href: str
    language: str


@dataclass(frozen=True, slots=True)
class NamedProduct:
    name: str
    links: tuple[TypedLinkRow, ...]


def of_gtin(looking: Look, gtin: str, variant: str, lot: str, serial: str) -> Scanned | None:
    """What holds the GTIN of 14 digits; None when nothing ever held it."""
    return BY_GTIN.one(looking, {"gtin": gtin, "variant": variant, "lot": lot, "serial": serial})


def of_code(looking: Look, code: str) -> Scanned | None:
    """The short code, also a revoked one; None when it was never issued."""
    return BY_CODE.one(looking, {"code": code})


def named(looking: Look, product_id: int) -> NamedProduct:
    """The name that a product goes by and the links that its enterprise set and has not ended."""
    rows: Sequence[Any] = _NAMED.all(looking, {"product_id": product_id})
    return NamedProduct(rows[0].name, tuple(TypedLinkRow(row.link_type, row.title, row.href, row.language or "") for row in rows if row.link_type))
