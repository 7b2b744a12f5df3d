"""The one piece in a reader's hand: the variant, lot and serial number that the code behind the page names."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.errors import NotFound
from registry.plain import Look
from registry.queries import answer_statements as statements
from registry.rules.application_identifiers import valid_lot, valid_serial, valid_variant


@dataclass(frozen=True, slots=True)
class Piece:
    """What the registry itself knows of a variant, a lot or a serial number; "" and None where nothing was asked or nothing is registered.

    `variant`: what the enterprise calls it. unknown: whether a lot or variant was asked that is not registered.
    mismatched: the serial number was registered with another lot.
    """

    lot: str = ""
    serial: str = ""
    variant: str = ""
    produced_on: date | None = None
    lot_unknown: bool = False
    variant_unknown: bool = False
    mismatched: bool = False


NO_PIECE = Piece()


def registered(look: Look, head: Any, lot: str, serial: str, variant: str) -> Piece:
    """What is registered of what the query says; what GS1 does not allow is not looked up.

    `head`: the row behind the code. Raises NotFound("serial_unknown").
    """
    ids = {"own_id": head.own_id, "product_id": head.product_id}
    one = statements.SERIAL.one(look, ids | {"serial": serial}) if valid_serial(serial) else None
    if serial and one is None:
        raise NotFound("serial_unknown")
    kind = statements.VARIANT.one(look, ids | {"variant": variant}) if valid_variant(variant) else None
    made = one if one and one.lot else statements.LOT.one(look, ids | {"lot": lot}) if valid_lot(lot) else None
    return Piece(
        lot=made.lot if made else "", serial=one.serial if one else "", variant=kind.name if kind else "", produced_on=made.produced_on if made else None,
        lot_unknown=bool(lot) and made is None, variant_unknown=bool(variant) and kind is None, mismatched=bool(lot and made and made.lot != lot),
    )  # fmt: skip
