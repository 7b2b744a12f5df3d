"""What the self-check must know beside the draft, as plain values that a query gathers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.rules.catalogue import Word as CatalogueWord
from registry.rules.standard_number import StandardClass, parse


@dataclass(frozen=True, slots=True)
class Concept:
    """An indicator concept: what it measures, which way is better, its grades from worst to best, its conditions' codes."""

    code: str
    name: str
    quantity: str
    direction: str
    grades: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """What a standard asks for of one concept; values as typed by the bureau, "" where there is none."""

    concept: str
    operator: str
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    text: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A standard of the catalogue that the draft names, as it is on the day of the check.

    word, since: `registry.rules.catalogue.State`. certain: its end counts against who refers to it, since a bureau
    confirmed it or two sources agree. ends_on: a coming day on which it is withdrawn or a successor takes over.
    """

    number: str
    title: str = ""
    mandatory: bool = False
    word: CatalogueWord = CatalogueWord.IN_FORCE
    since: date | None = None
    certain: bool = False
    ends_on: date | None = None
    replaced_by: str = ""
    floors: tuple[Floor, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside the draft. `standards` is keyed by `StandardNumber.compact` of the number as the draft names it."""

    verified: bool = True
    deregistered: bool = False
    credit_code: str = ""
    purpose: str = "disclose"
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    standards: Mapping[str, Cited] = field(default_factory=dict)
    disclosed_as: str = ""
    """Public id of the disclosure in which this enterprise already discloses the number."""
    held_by_another: bool = False
    """Another enterprise discloses the number."""
    changed_number: str = ""
    """amend, correct: compact key of the disclosure that is changed; its number and basis are its identity."""
    changed_basis: str = ""
    text_required: bool = False
    category_known: bool = True
    foreign_products: tuple[int, ...] = ()
    """Products of the draft that are not the enterprise's, or no longer offered."""
    unknown_files: tuple[str, ...] = ()
    """text, authorisation: the draft names a file that was never stored."""


def enterprise_standard(basis: str, number: str) -> bool:
    """Whether the draft discloses an enterprise standard, whose indicators must be public too (Law Art. 27); of an
    entrusted party's standard its number tells.
    """
    return basis in ("own", "joint") or (basis == "entrusted" and parse(number).klass in (StandardClass.ENTERPRISE, StandardClass.UNREADABLE))
