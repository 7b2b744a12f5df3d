"""What an editor types about one disclosure, half-filled or complete. All values are texts as typed; rules read them.

A draft keeps it as JSON; `from_json` takes whatever it finds, so a draft can never become unreadable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

BASES = ("own", "joint", "entrusted", "implemented")
"""own enterprise standard; jointly made (Order 83 Art. 13); of an entrusted party (Art. 15); somebody else's standard."""
SUBJECTS = ("product", "service")
RELATIONS = ("normative", "corresponding_mandatory", "corresponding_recommended", "packaging")
ANSWERS = ("", "higher", "equal", "lower", "fewer", "not_comparable")
MOST_INDICATORS = 500
MOST_REFERENCES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the indicator grid."""

    name: str = ""
    concept: str = ""
    """Code of an indicator concept; empty for a free name, which is not comparable."""
    kind: str = ""
    """functional or performance."""
    operator: str = ""
    """registry.rules.indicator.Operator"""
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    text: str = ""
    condition: str = ""
    """Code of one of the concept's conditions."""
    condition_text: str = ""
    method: str = ""
    """Test, inspection or evaluation method with the standard it cites."""

    @property
    def empty(self) -> bool:
        return not any(getattr(self, f.name).strip() for f in fields(self))


@dataclass(frozen=True, slots=True)
class Reference:
    """A standard that the disclosure names."""

    relation: str = "normative"
    number: str = ""
    answer: str = ""
    """How it compares to a corresponding standard, where the floors are not known (ANSWERS)."""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Another enterprise: a joint author, or the entrusted party."""

    name: str = ""
    credit_code: str = ""
    number: str = ""
    """joint: the number under which that party discloses."""


@dataclass(frozen=True, slots=True)
class Content:
    """The whole form."""

    basis: str = "own"
    subject: str = "product"
    category: str = ""
    """Code of a product category; suggests concepts and corresponding standards."""
    number: str = ""
    title: str = ""
    in_force_from: str = ""
    """YYYY-MM-DD; empty: from the day of disclosure."""
    valid_until: str = ""
    """YYYY-MM-DD; empty: the enterprise sets no end. The law knows no period of validity."""
    parties: tuple[Party, ...] = ()
    filer: str = ""
    """entrusted: entrusting (discloses, Order 83 Art. 15) or entrusted (may not)."""
    authorisation_sha256: str = ""
    authorisation_name: str = ""
    lines: tuple[Line, ...] = ()
    references: tuple[Reference, ...] = ()
    no_mandatory: bool = False
    """The editor says that no mandatory standard corresponds."""
    no_recommended: bool = False
    lower_stated: bool = False
    """Fewer or lower than a recommended standard, expressly indicated (Order 83 Art. 14)."""
    lower_statement: str = ""
    text_sha256: str = ""
    text_name: str = ""
    text_public: bool = True
    products: tuple[int, ...] = ()
    """Ids of the enterprise's products that follow the standard."""
    platform_url: str = ""
    platform_on: str = ""
    """Where and when it is indicated on the national platform (Order 83 Art. 16); both empty: not yet."""
    change_reason: str = ""
    """amend, correct: why."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers to questions of the self-check, by the remark's key."""

    def to_json(self) -> dict[str, Any]:
        """The form as JSON values; `from_json` reads it back."""
        whole = {name: getattr(self, name) for name in _NAMES[Content]}  # `asdict` copies deeply, which takes five times as long
        rows = {name: tuple(_plain(row) for row in whole[name]) for name in ("parties", "lines", "references")}
        return whole | rows | {"answers": dict(self.answers)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Content":
        """Read whatever is there; unknown keys are left out, values of the wrong shape become empty."""
        known: dict[str, Any] = {}
        for each in fields(cls):
            value = document.get(each.name)
            match each.name:
                case "lines":
                    known[each.name] = tuple(_row(Line, row) for row in _rows(value)[:MOST_INDICATORS])
                case "references":
                    known[each.name] = tuple(_row(Reference, row) for row in _rows(value)[:MOST_REFERENCES])
                case "parties":
                    known[each.name] = tuple(_row(Party, row) for row in _rows(value)[:20])
                case "products":
                    known[each.name] = tuple(v for v in value if isinstance(v, int) and not isinstance(v, bool)) if isinstance(value, list | tuple) else ()
                case "answers":
                    known[each.name] = {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}
                case "no_mandatory" | "no_recommended" | "lower_stated":
                    known[each.name] = value is True
                case "text_public":
                    known[each.name] = value is not False
                case _:
                    if isinstance(value, str):
                        known[each.name] = value
        return cls(**known)

    def filled(self) -> "Content":
        """Without rows in which nothing was typed."""
        return replace(self, lines=tuple(line for line in self.lines if not line.empty), references=tuple(r for r in self.references if r.number.strip()), parties=tuple(p for p in self.parties if p.name.strip() or p.credit_code.strip() or p.number.strip()))


R = TypeVar("R", Line, Reference, Party)


def _plain(row: Line | Reference | Party) -> dict[str, str]:
    return {name: getattr(row, name) for name in _NAMES[type(row)]}


_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in (Content, Line, Reference, Party)}


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _row(kind: type[R], row: Mapping[str, Any]) -> R:
    return kind(**{name: row[name] for name in _NAMES[kind] if isinstance(row.get(name), str)})
