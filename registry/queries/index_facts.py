"""What a document of the search index is made of, as values: no session, and nothing that public pages do not show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from registry.queries.badges import Badges
from registry.rules.status import Status


@dataclass(frozen=True, slots=True)
class Holder:
    """Who discloses or makes."""

    id: int
    name: str
    credit_code: str
    division_code: str
    industry_code: str | None
    town: str | None
    verified_at: datetime


class IndicatorFacts(NamedTuple):
    """concept: its code, also where a free name was mapped to it since; "" for a free name. own: the concept's name."""

    concept: str
    own: str
    name: str
    unit: str
    low: float | None
    high: float | None
    method: str
    words: str


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """`categories`: codes of its own category and of those of its products. `changed_at`: the newest version or ending. `badges`: what boards and authorities say of it today."""

    id: int
    public_id: str
    number: str
    klass: str
    keys: tuple[str, str, str]
    title: str
    subject: str
    lower_stated: bool
    disclosed_at: datetime
    changed_at: datetime
    holder: Holder
    status: Status
    ics: str | None
    ccs: str | None
    indicators: tuple[IndicatorFacts, ...]
    products: tuple[str, ...]
    categories: tuple[str, ...]
    badges: Badges


@dataclass(frozen=True, slots=True)
class Followed:
    """A standard that a product follows."""

    number: str
    klass: str
    status: Status


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """`standards` with the main one first. `codes`: short codes that are not revoked. `badges`: those of all its standards."""

    id: int
    kind: str
    name: str
    generic_name: str | None
    brand: str | None
    models: str | None
    gtin: str | None
    category: str
    codes: tuple[str, ...]
    created_at: datetime
    changed_at: datetime
    holder: Holder
    standards: tuple[Followed, ...]
    deregistered: bool
    badges: Badges


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """`former`: the names it had."""

    holder: Holder
    former: tuple[str, ...]
    changed_at: datetime
    deregistered: bool


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """A standard of the catalogue; `word` of registry.rules.catalogue.Word."""

    id: int
    number: str
    klass: str
    keys: tuple[str, str, str]
    title: str
    word: str
    issued_on: date | None
    in_force_on: date | None
    ics: str | None
    ccs: str | None


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """A category with all it lies under, from the root: their codes, and their names and synonyms."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies, to be read once for many documents. `concepts`: id to code and name, `mapped`: key of a spelling to such an id."""

    categories: Mapping[str, CategoryWords]
    category_codes: Mapping[int, str]
    concepts: Mapping[int, tuple[str, str]]
    mapped: Mapping[str, int]
