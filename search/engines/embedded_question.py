"""An Ask as tantivy's queries. The score tells the tier: each reason to be found adds a constant that outweighs all lesser ones together.

Relevance (BM25) stays under RELEVANT by construction: a token's BM25 is at most HIGHEST_IDF times 2.2 (k1 + 1), a phrase's
the sum of its tokens', and the weights divide by the sum of these bounds.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from tantivy import Index, Occur, Query, Schema

from search.engine import Ask, Range, Tier, Unit
from search.engines.embedded_fields import bound

EXACT, PHRASE, ALL, MOST, NAMED, TITLED, RELEVANT = 16_000, 8_000, 4_000, 2_000, 1_000, 400, 450
HIGHEST_IDF = 22
"""ln(2**31), rounded up."""
_TITLE, _TEXT = 2.0, 1.0


def tier(score: float) -> Tier:
    return next((tier for tier, least in ((Tier.EXACT, EXACT), (Tier.PHRASE, PHRASE), (Tier.ALL, ALL)) if score >= least), Tier.MOST)


def searches(ask: Ask) -> bool:
    """Something is searched for; otherwise everything that passes the filters is walked through."""
    return bool(ask.exact or ask.prefixes or ask.phrase or ask.units)


class Question:
    """One Ask, for one index. `scored` and `matched` find the same; `matched` is cheaper and scores nothing."""

    def __init__(self, index: Index, schema: Schema, ask: Ask) -> None:
        self._index, self._words, self._ask = index, Words(schema), ask
        self.searches = searches(ask)

    def matched(self, *further: Query, without: str = "") -> Query:
        """What is found; `without` the filter of that field."""
        filters = [query for field, query in self._filters if field != without]
        return every([*self._found, *filters, *self._in_ranges, *further])

    def scored(self, *further: Query) -> Query:
        """What is found, with the score that tells tier and relevance; further conditions change no score."""
        filters = [const(query, 0) for query in (*(query for _, query in self._filters), *self._in_ranges, *further)]
        parts = [(Occur.Must, any_of(self._reasons)), *((Occur.Must, query) for query in filters), *((Occur.Should, query) for query in self._better)]
        return Query.boolean_query(parts)

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """Field and token of every posting list that is read, and no token for a prefix: how dear the question is."""
        ask, told = self._ask, list[tuple[str, str]]()
        for each in (one for unit in ask.units for one in (unit, *unit.also)):
            told += [(field, token) for field in _fields(each) for phrase in each.phrases for token in phrase]
            told += [(each.field, "")] if each.prefix else []
        return told + [(field, token) for field in ("title", "text") for token in ask.phrase] + [(field, "") for field, _ in ask.prefixes]

    @cached_property
    def _filters(self) -> list[tuple[str, Query]]:
        return [(field, any_of([self._words.term(field, value) for value in values])) for field, values in self._ask.filters.items()]

    @cached_property
    def _in_ranges(self) -> list[Query]:
        return [any_of([self._in_range(each) for each in group]) for group in self._ask.ranges]

    def _in_range(self, wanted: Range) -> Query:
        """`range_query` takes no text, the query language does; hexadecimal means nothing else to it."""
        return self._index.parse_query(f"{wanted.field}:[{bound(wanted.first)} TO {bound(wanted.last)}]")

    @cached_property
    def _exact(self) -> list[Query]:
        ask = self._ask
        return [self._words.term(*each) for each in ask.exact] + [self._words.prefix(*each) for each in ask.prefixes]

    @cached_property
    def _phrased(self) -> list[Query]:
        return [self._words.phrase(field, self._ask.phrase) for field in ("text", "title")] if self._ask.phrase else []

    @cached_property
    def _units(self) -> list[Query]:
        return [any_of(list(self._words.ways(unit))) for unit in self._ask.units]

    @cached_property
    def _most(self) -> list[Query]:
        """At least `least` of the units, unless the phrase as typed finds all that they find."""
        units, least = self._units, self._least
        if not units or self._ask.units == (Unit((self._ask.phrase,)),):
            return []
        if least == len(units):
            return [every(units)]
        return [any_of(units) if least == 1 else Query.boolean_query([(Occur.Should, unit) for unit in units], minimum_number_should_match=least)]

    @property
    def _least(self) -> int:
        return max(1, min(self._ask.least, len(self._ask.units)))

    @property
    def _found(self) -> list[Query]:
        return [any_of([*self._exact, *self._phrased, *self._most])] if self.searches else []

    @cached_property
    def _reasons(self) -> list[Query]:
        """Why a document is found. Where most of the units are all of them, one look tells both."""
        reasons = [const(any_of(self._exact), EXACT)] if self._exact else []
        if self._phrased:
            reasons.append(const(any_of(self._phrased), PHRASE))
        return reasons + [const(query, MOST + (ALL if self._least == len(self._units) else 0)) for query in self._most]

    @cached_property
    def _better(self) -> list[Query]:
        """What counts inside a tier and finds nothing by itself."""
        ask = self._ask
        better = [const(every(self._units), ALL)] if self._least < len(self._units) else []
        if ask.names:
            better.append(const(any_of([self._words.term("names", name) for name in ask.names]), NAMED))
        if ask.phrase:
            better.append(const(self._phrased[1], TITLED))
        highest = [_highest(unit) for unit in ask.units]
        bounds = sum(highest)
        return better + [self._words.relevance(unit, RELEVANT / bounds) for unit, reach in zip(ask.units, highest, strict=True) if reach]


class Words:
    """Queries of one schema. What cannot be in any document, such as half of a surrogate pair, finds nothing."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def term(self, field: str, token: str, option: str = "basic") -> Query:
        try:
            return Query.term_query(self._schema, field, token, option)
        except ValueError:
            return Query.empty_query()

    def seated(self, seats: Iterable[int]) -> Query:
        """Who has these seats, each looked up by itself: tantivy's own query for a set of numbers walks through the whole column."""
        return any_of([Query.term_query(self._schema, "seat", place, "basic") for place in seats])

    def phrase(self, field: str, tokens: Sequence[str], option: str = "basic") -> Query:
        """tantivy panics on a phrase of one word."""
        if len(tokens) < 2:
            return self.term(field, tokens[0], option) if tokens else Query.empty_query()
        try:
            return Query.phrase_query(self._schema, field, list(tokens))
        except ValueError:
            return Query.empty_query()

    def prefix(self, field: str, beginning: str) -> Query:
        """All words, not the 50 that phrase_prefix_query looks at."""
        try:
            return Query.fuzzy_term_query(self._schema, field, beginning, 0, prefix=True) if beginning else Query.empty_query()
        except ValueError:
            return Query.empty_query()

    def first_with(self, field: str, beginning: str) -> Query:
        """The first 50 terms that begin so, in their order, however many there are: cheap whatever is typed."""
        try:
            return Query.phrase_prefix_query(self._schema, field, [beginning]) if beginning else Query.empty_query()
        except ValueError:
            return Query.empty_query()

    def ways(self, unit: Unit, text: str = "text") -> Iterable[Query]:
        """The ways to meet a unit; words are looked for in `text`, others where the unit says."""
        for each in (unit, *unit.also):
            field = text if each.field == "text" else each.field
            yield from (self.phrase(field, phrase) for phrase in each.phrases)
            if each.prefix:
                yield self.prefix(field, each.prefix)

    def relevance(self, unit: Unit, weight: float) -> Query:
        """The best of the unit's phrases; a title says twice as much as the rest."""
        each = [(field, phrase) for one in (unit, *unit.also) for field in _fields(one) for phrase in one.phrases if phrase]
        queries = [Query.boost_query(self.phrase(field, phrase, "freq"), weight * _weight(field)) for field, phrase in each]
        return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)


def const(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)


def any_of(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def every(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else Query.all_query()


def _fields(unit: Unit) -> tuple[str, ...]:
    return ("text", "title") if unit.field == "text" else (unit.field,)


def _weight(field: str) -> float:
    return _TITLE if field == "title" else _TEXT


def _highest(unit: Unit) -> float:
    """The most that BM25 of a unit can be, before weighting."""
    longest = [len(phrase) * (_TITLE if one.field in ("text", "title") else _TEXT) for one in (unit, *unit.also) for phrase in one.phrases]
    return max(longest, default=0) * HIGHEST_IDF * 2.2
