"""What every engine must find, worked out by looking at each document in turn: the contract of search.engine as the plainest program."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.outbox import KINDS
from search.engine import Ask, Change, Tier, Unit

Document = dict[str, Any]
Subject = tuple[str, int]
Pair = tuple[str, str]
SORTED_BY = {"newest": ("date", -1), "oldest": ("date", 1), "number": ("number_order", 1), "name": ("name_order", 1), "stars": ("stars_order", -1)}


@dataclass(frozen=True)
class Found:
    """A subject, its tier, and what orders it whatever engine answers: all reasons to be found, then a whole name, then the phrase in the title."""

    subject: Subject
    tier: Tier
    reasons: tuple[bool, ...]
    document: Document


def change(kind: str, subject_id: int, document: Document | None) -> Change:
    """With the seat that registry gives and, unless there is one, a digest."""
    if document is None:
        return Change(kind, subject_id, None)
    return Change(kind, subject_id, {"kind": [kind], "digest": f"digest of {kind} {subject_id}"} | document | {"seat": seat((kind, subject_id))})


def seat(subject: Subject) -> int:
    return subject[1] * 4 + KINDS.index(subject[0])


class Model:
    """All documents, asked one by one."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.documents: dict[Subject, Document] = {(each.kind, each.subject_id): dict(each.document) for each in changes if each.document is not None}

    def found(self, ask: Ask) -> list[Found]:
        """In the asked order, as far as that is every engine's."""
        hits = [hit for hit in self._met(ask) if all(passes(hit.document, field, values) for field, values in ask.filters.items())]
        if ask.sort == "relevance":
            return sorted(hits, key=lambda hit: (*(not each for each in hit.reasons), seat(hit.subject)))
        field, way = SORTED_BY[ask.sort]
        there = sorted((hit for hit in hits if field in hit.document), key=lambda hit: seat(hit.subject))
        lacking = sorted((hit for hit in hits if field not in hit.document), key=lambda hit: seat(hit.subject))
        return sorted(there, key=lambda hit: hit.document[field] if way > 0 else -hit.document[field]) + lacking

    def facets(self, ask: Ask) -> dict[str, dict[str, int]]:
        """Each counted among what all other filters let through."""
        return {field: self._counts(ask, field) for field in ask.facets}

    def suggested(self, units: Sequence[Unit], last: str, filters: dict[str, tuple[str, ...]]) -> set[Subject]:
        return {
            subject for subject, document in self.documents.items()
            if all(meets(document, unit, "title") for unit in units) and (not last or begins(document, "title", last))
            and all(passes(document, field, values) for field, values in filters.items())
        }

    def begun(self, exact: Sequence[Pair], beginnings: Sequence[Pair], names: Sequence[str], filters: dict[str, tuple[str, ...]]) -> dict[Subject, int]:
        """How good each is: 3 for who holds a term and a name, 2 for a term, 1 for one that begins so."""
        found = {}
        for subject, document in self.documents.items():
            held = any(passes(document, field, (term,)) for field, term in exact)
            begun = any(begins(document, field, beginning) for field, beginning in beginnings)
            if (held or begun) and all(passes(document, field, values) for field, values in filters.items()):
                found[subject] = 2 + passes(document, "names", names) if held else 1
        return found

    def _counts(self, ask: Ask, field: str) -> dict[str, int]:
        others = {other: values for other, values in ask.filters.items() if other != field}
        counted = [hit.document for hit in self._met(ask) if all(passes(hit.document, other, values) for other, values in others.items())]
        values = list(itertools.chain.from_iterable(set(document.get(field, ())) for document in counted))
        return {value: values.count(value) for value in set(values)}

    def _met(self, ask: Ask) -> list[Found]:
        found = []
        for subject, document in self.documents.items():
            why = reasons(document, ask)
            if any(why.values()) and all(any(in_range(document, each) for each in group) for group in ask.ranges):
                better = (asks(ask) and passes(document, "names", ask.names), holds(document, "title", ask.phrase))
                found.append(Found(subject, max(tier for tier, yes in why.items() if yes), (*why.values(), *better), document))
        return found


def asks(ask: Ask) -> bool:
    return bool(ask.exact or ask.prefixes or ask.phrase or ask.units)


def reasons(document: Document, ask: Ask) -> dict[Tier, bool]:
    """Whether the document is found for each reason, the best first."""
    met = [meets(document, unit) for unit in ask.units]
    return {
        Tier.EXACT: any(passes(document, field, (term,)) for field, term in ask.exact) or any(begins(document, field, term) for field, term in ask.prefixes),
        Tier.PHRASE: holds(document, "title", ask.phrase) or holds(document, "text", ask.phrase),
        Tier.ALL: not asks(ask) or (met != [] and all(met)),
        Tier.MOST: sum(met) >= max(1, min(ask.least, len(met))),
    }


def meets(document: Document, unit: Unit, text: str = "text") -> bool:
    field = text if unit.field == "text" else unit.field
    here = any(holds(document, field, phrase) for phrase in unit.phrases) or bool(unit.prefix and begins(document, field, unit.prefix))
    return here or any(meets(document, other, text) for other in unit.also)


def holds(document: Document, field: str, phrase: Sequence[str]) -> bool:
    """The tokens side by side."""
    tokens, wide = document.get(field, []), len(phrase)
    return wide > 0 and any(tuple(tokens[start:start + wide]) == tuple(phrase) for start in range(len(tokens) - wide + 1))


def begins(document: Document, field: str, beginning: str) -> bool:
    return any(token.startswith(beginning) for token in document.get(field, ()))


def passes(document: Document, field: str, values: Sequence[str]) -> bool:
    return not set(values).isdisjoint(document.get(field, ()))


def in_range(document: Document, wanted: Any) -> bool:
    return any(wanted.first <= term <= wanted.last for term in document.get(wanted.field, ()))
