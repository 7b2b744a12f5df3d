"""The one table of what the index holds. Schema, mapping, query, facets and the machine-readable page follow it.

Every engine keeps these fields under these names and in these kinds:
words   texts as `search.text` cut them, in order: for words, phrases and relevance
terms   exact values, several to a document: for filters, facets and look-ups
number  one whole number: for sorting and for walking the index in order
name    one text, for sorting alone
kept    one text that is only handed back
"""

from dataclasses import dataclass
from typing import Literal

from registry.outbox import KINDS

Kind = Literal["words", "terms", "number", "name", "kept"]

SCHEMA = 2
"""Rises with every change of this table, of `search.text` or of `search.documents`: an index of another schema is built anew, never read."""


@dataclass(frozen=True, slots=True)
class Field:
    """`facet`: its values are counted. `tree`: a document holds the value and all above it, and readers walk down."""

    name: str
    kind: Kind
    facet: bool = False
    tree: bool = False


FIELDS: tuple[Field, ...] = (
    Field("title", "words"),  # what the subject calls itself: a standard's title, a product's or an enterprise's name
    Field("text", "words"),  # title, names, numbers, categories, indicators and all else that may be searched, parts held apart
    Field("pinyin", "words"),  # syllables of names and titles
    Field("initials", "words"),  # threes of their initials
    Field("names", "terms"),  # whole names under registry.rules.names.key, short names too: who types one means it; of an edition in force its number without the year
    Field("near", "terms"),  # names of up to 12 characters with one left out, to find what was meant by a wrong one
    Field("numbers", "terms"),  # keys of standard numbers: compact, without year, bare
    Field("codes", "terms"),  # credit code, GTIN of 14 digits, public id, scan code
    Field("lows", "terms"),  # search.values: indicator and quantity with the lower bound
    Field("highs", "terms"),  # the same with the upper bound
    Field("enterprise", "terms"),  # credit code of who discloses, makes, or is it
    Field("kind", "terms", facet=True),  # disclosure, product, enterprise, standard
    Field("class", "terms", facet=True),  # registry.rules.standard_number.StandardClass
    Field("status", "terms", facet=True),  # registry.rules.status.Word; of a catalogue standard registry.rules.catalogue's
    Field("subject", "terms", facet=True),  # product or service
    Field("region", "terms", facet=True, tree=True),  # GB/T 2260: province, city, county
    Field("industry", "terms", facet=True, tree=True),  # GB/T 4754: section, division, group, class
    Field("category", "terms", facet=True, tree=True),  # product categories
    Field("ics", "terms", facet=True, tree=True),
    Field("ccs", "terms", facet=True, tree=True),
    Field("year", "terms", facet=True),  # of the first disclosure, the product's or enterprise's registration, the standard's issue
    Field("lower", "terms", facet=True),  # yes: lower or fewer than a recommended standard, as stated (SAMR Order 83 Art. 14)
    Field("checked", "terms", facet=True),  # yes, or the result of the newest check
    Field("stars", "terms", facet=True),  # of the place that counts: registry.queries.badges.Badges.best
    Field("level", "terms", facet=True),  # of the same place: 1 advanced, 2 average, 3 base
    Field("front_runner", "terms", facet=True),  # candidate, provincial, national: in force and not suspended
    Field("date", "number"),  # seconds since 1970 of the newest change that the public sees
    Field("stars_order", "number"),  # the stars once more
    Field("number_order", "name"),
    Field("name_order", "name"),  # pinyin, so that Chinese names sort as readers expect
    Field("seat", "number"),  # subject_id * 4 + place of the kind in registry.outbox.KINDS: one order over the whole index
    Field("digest", "kept"),  # search.documents.digest: whether the index says what the registry says
)
BY_NAME = {field.name: field for field in FIELDS}
FACETS = tuple(field.name for field in FIELDS if field.facet)
SORTS = ("relevance", "newest", "oldest", "number", "name", "stars")


def seat(kind: str, subject_id: int) -> int:
    """The place of a subject in the one order over the whole index. Raises ValueError for a kind that is none."""
    return subject_id * len(KINDS) + KINDS.index(kind)


def subject(place: int) -> tuple[str, int]:
    """Kind and id of whom a seat belongs to."""
    return KINDS[place % len(KINDS)], place // len(KINDS)
