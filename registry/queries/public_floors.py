"""What stands beside a disclosed indicator: the vocabulary's words for it, and what corresponding standards ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from registry.plain import Look, Statement
from registry.rules.self_check_world import Concept, Floor


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator concept in words; `conditions` from code to name."""

    name: str
    name_en: str
    conditions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicFloor:
    """A reference indicator of a standard that the version names as corresponding."""

    number: str
    title: str
    mandatory: bool
    source: str
    floor: Floor
    concept: Concept
    term: Term


_TERMS = Statement(
    """
SELECT code, name, name_en, conditions FROM indicator_concept
WHERE id IN (SELECT concept_id FROM indicator WHERE version_id = :version_id AND concept_id IS NOT NULL)
""",
    documents=("conditions",),
)

_FLOORS = Statement(
    """
SELECT k.number, k.title, k.mandatory, c.code, c.name, c.name_en, c.quantity, c.direction, c.grades, c.conditions,
       f.operator, f.low, f.high, f.unit, f.grade, f.text, f.condition_code, f.source
FROM version_reference r JOIN catalogue_standard k ON k.compact_key = r.compact_key
JOIN floor f ON f.standard_id = k.id JOIN indicator_concept c ON c.id = f.concept_id
WHERE r.version_id = :version_id AND r.relation IN ('corresponding_mandatory', 'corresponding_recommended') AND f.ended_at IS NULL
ORDER BY r.position, f.id
""",
    flags=("mandatory",),
    documents=("grades", "conditions"),
)


def terms(look: Look | Session, document: Mapping[str, Any], version_id: int) -> dict[str, Term]:
    """The concepts of a version's indicators, by code; nothing is asked for a document that names none."""
    if not any(line["concept"] for line in document["indicators"]):
        return {}
    return {row.code: Term(row.name, row.name_en, row.conditions) for row in _TERMS.all(look, {"version_id": version_id})}


def floors(look: Look | Session, document: Mapping[str, Any], version_id: int) -> tuple[PublicFloor, ...]:
    """The floors of the standards to which a version corresponds, as they stand today, in the version's order."""
    if not any(each["relation"].startswith("corresponding_") for each in document["references"]):
        return ()
    return tuple(_floor(row) for row in _FLOORS.all(look, {"version_id": version_id}))


def _floor(row: Any) -> PublicFloor:
    asked = Floor(row.code, row.operator, row.low or "", row.high or "", row.unit or "", row.grade or "", row.text or "", row.condition_code or "")
    concept = Concept(row.code, row.name, row.quantity, row.direction, tuple(row.grades), tuple(row.conditions))
    return PublicFloor(row.number, row.title, row.mandatory, row.source, asked, concept, Term(row.name, row.name_en, row.conditions))
