"""What a version of a disclosure says, as one document of texts: its canonical JSON (RFC 8785) is stored, hashed and logged.

It holds all that the public page and the receipt show of the version, and nothing personal: no account, no contact, no
name of a file. Numbers are texts as they were typed, because RFC 8785 knows numbers as doubles only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from operator import attrgetter

from registry.rules import names
from registry.rules.content import Content, Line
from registry.rules.standard_number import StandardNumber

COMMITMENT = "commitment-2026"
"""The commitment that an enterprise confirms; its wording never changes under this name."""
COMMITMENTS = (COMMITMENT,)
CHANGES = ("first", "amendment", "correction")
_MADE_BY_DISCLOSING = ("sequence", "change", "reason", "disclosed_at", "commitment", "indicators", "references", "parties")


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What disclosing adds to what the editor typed."""

    public_id: str
    enterprise_name: str
    credit_code: str
    number: StandardNumber
    sequence: int
    change: str
    disclosed_at: datetime
    in_force_from: date
    valid_until: date | None
    commitment: str
    comparisons: Mapping[int, str]
    """How the disclosure compares to the standard at this place of `content.references`."""
    category_name: str = ""


def build(content: Content, disclosing: Disclosing) -> dict[str, object]:
    """The document of a version; every value is a text, a boolean, an integer, None, or a list or mapping of these."""
    return {
        "public_id": disclosing.public_id,
        "enterprise": {"name": disclosing.enterprise_name, "credit_code": disclosing.credit_code},
        "sequence": disclosing.sequence,
        "change": disclosing.change,
        "reason": content.change_reason,
        "disclosed_at": _instant(disclosing.disclosed_at),
        "number": disclosing.number.canonical,
        "class": str(disclosing.number.klass),
        "commitment": disclosing.commitment,
        "category": {"code": content.category, "name": disclosing.category_name},
        "in_force_from": disclosing.in_force_from.isoformat(),
        "valid_until": disclosing.valid_until.isoformat() if disclosing.valid_until else None,
        "parties": [asdict(party) for party in content.parties],
        "indicators": [dict(zip(_CELLS, _cells(line), strict=True)) for line in content.lines],
        "references": _references(content, disclosing.comparisons),
        **_statements(content),
    }


_CELLS = tuple(field.name for field in fields(Line))
_cells = attrgetter(*_CELLS)


def _statements(content: Content) -> dict[str, object]:
    """What the editor says in single fields."""
    return {
        "title": content.title,
        "basis": content.basis,
        "subject": content.subject,
        "authorisation_sha256": content.authorisation_sha256 or None,
        "no_mandatory": content.no_mandatory,
        "no_recommended": content.no_recommended,
        "lower": {"stated": content.lower_stated, "statement": content.lower_statement if content.lower_stated else ""},
        "text": {"sha256": content.text_sha256, "public": content.text_public} if content.text_sha256 else None,
    }


def _references(content: Content, comparisons: Mapping[int, str]) -> list[dict[str, object]]:
    return [
        {"relation": reference.relation, "number": reference.number, "comparison": comparisons.get(place), "statement": reference.statement}
        for place, reference in enumerate(content.references)
    ]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions: `before` is None for something added, `after` for something removed.

    `section` is fact, indicator, reference or party; `label` the fact's name, or what the row calls itself.
    """

    section: str
    label: str
    before: object | None
    after: object | None

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def difference(old: Mapping[str, object], new: Mapping[str, object]) -> list[Change]:
    """What changed from one document to another, in the order in which a page shows it.

    Indicators meet by concept and condition, or by their name where they have no concept; a new place in the table alone is no change.
    """
    facts = [name for name in new if name not in _MADE_BY_DISCLOSING]
    changed = [Change("fact", name, old.get(name), new[name]) for name in facts if old.get(name) != new[name]]
    for section, field, identify, name in _TABLES:
        changed += _rows(section, identify, name, old.get(field, []), new.get(field, []))
    return changed


def _rows(section: str, identity: tuple[str, ...], name: str, old: object, new: object) -> list[Change]:
    before, after = _by_key(identity, old), _by_key(identity, new)
    order = [*before, *(key for key in after if key not in before)]
    found = [(before.get(key), after.get(key)) for key in order]
    return [Change(section, str((new_row or old_row or {})[name]), old_row, new_row) for old_row, new_row in found if old_row != new_row]


def _by_key(identity: tuple[str, ...], rows: object) -> dict[tuple[str, ...], Mapping[str, object]]:
    """Rows by what they are about; a second row about the same is told apart by its count."""
    keyed: dict[tuple[str, ...], Mapping[str, object]] = {}
    for row in rows if isinstance(rows, Sequence) else ():
        about = _about(identity, row)
        count = 1
        while (*about, str(count)) in keyed:
            count += 1
        keyed[*about, str(count)] = row
    return keyed


def _about(identity: tuple[str, ...], row: Mapping[str, object]) -> tuple[str, ...]:
    if "concept" in row and not row["concept"]:
        return ("", names.key(str(row["name"])), str(row["condition_text"]))
    return tuple(str(row[column]) for column in identity)


_TABLES = (
    ("indicator", "indicators", ("concept", "condition", "condition_text"), "name"),
    ("reference", "references", ("relation", "number"), "number"),
    ("party", "parties", ("credit_code",), "name"),
)
