"""In which order hits are handed out, and how a walk goes on behind one of them.

By relevance the order is score, then seat. tantivy breaks ties by segment and place in it, so ties at the end of a page are
settled here. A cursor names the seat last seen and its rank, since scores move with every commit; behind LAST_RESULT the
walk goes on by seat through everything that is not among the first LAST_RESULT, so that each hit is met exactly once.
Every other order has a sort key without ties (`embedded_fields`), and a cursor is the key last seen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from tantivy import DocAddress, FieldType, Index, Order, Query, Schema, Searcher

from search.engine import LAST_RESULT, Ask, Hit, Tier
from search.engines.embedded_question import Question, Words, tier
from search.fields import subject

_KEYS = {"newest": "newest", "oldest": "oldest", "number": "number_order", "name": "name_order", "stars": "stars_order", "relevance": "seat"}
"""The field that is walked; by relevance when nothing is searched, or behind the last result."""
_TEXTS = ("number_order", "name_order")
_AHEAD = 200
"""Hits looked at behind a page: most ties end within, and where all that is found does, facets are counted over it without finding it again."""
_AROUND = 50
"""How far a hit may have moved in the order since it was last seen."""
_Ranked = tuple[float, int]
"""Score and seat."""


@dataclass(frozen=True, slots=True)
class Page:
    """`seats`: of all that is found, where it was met on the way."""

    hits: tuple[Hit, ...]
    total: int
    seats: tuple[int, ...] | None


class Walk:
    """One question, walked in the order it asks for."""

    def __init__(self, searcher: Searcher, index: Index, schema: Schema, question: Question, ask: Ask) -> None:
        self._searcher, self._index, self._schema, self._question, self._ask = searcher, index, schema, question, ask
        self._by_score = ask.sort == "relevance" and question.searches
        self._limit = max(ask.limit, 0)
        self._total: int | None = None
        self._met: tuple[int, ...] = ()

    def page(self) -> Page:
        """Raises ValueError for an `after` that is not a cursor of this order."""
        ask = self._ask
        if ask.after:
            hits = self._behind(*read_cursor(ask.after, ask.sort, by_score=self._by_score))
        else:
            first = max(ask.offset, 0)
            hits = self._from(first, min(first + self._limit, LAST_RESULT))
        if self._total is None:
            self._total = cast("Any", self._searcher.search(self._question.matched(), 1)).count
        return Page(tuple(hits), self._total, self._met if len(self._met) == self._total else None)

    def _from(self, first: int, last: int) -> list[Hit]:
        if last <= first:
            return []
        if self._by_score:
            return _told(self._ranked(first, last), first)
        return self._keyed(self._question.matched(), last - first, first, counted=True)

    def _behind(self, kind: str, key: Any, rank: int) -> list[Hit]:
        if kind == "key":
            return self._keyed(self._question.matched(self._past(key)), self._limit, 0)
        if kind == "rest":
            return self._rest(key, self._limit)
        hits = self._behind_ranked(rank, key)
        missing = self._limit - len(hits)
        return hits + self._rest(-1, missing) if missing and (self._total or LAST_RESULT + 1) > LAST_RESULT else hits

    # by score

    def _behind_ranked(self, rank: int, seat: int) -> list[Hit]:
        """Behind the hit where it stands now; if it is gone, from where it stood."""
        first = max(rank - _AROUND, 0)
        ranked = self._ranked(first, min(rank + self._limit + _AROUND, LAST_RESULT))
        begin = next((nth + 1 for nth, (_, place) in enumerate(ranked) if place == seat), max(rank - 1 - first, 0))
        return _told(ranked[begin : begin + self._limit], first + begin)

    def _ranked(self, first: int, last: int) -> list[_Ranked]:
        """Hits `first` to before `last`, ties by seat."""
        if last <= first:
            return []
        begin = max(first - 1, 0)
        hits = self._scored(self._question.scored(), last - begin + _AHEAD, begin, counted=True)
        if begin and len(hits) > 1 and hits[0][0] == hits[1][0]:  # the page begins amid a tie
            begin = 0
            hits = self._scored(self._question.scored(), last + _AHEAD, 0)
        whole = begin + len(hits) == self._total
        tied = hits if whole else _with_ties(hits, last - begin)
        ranked = sorted(self._seated(tied), key=_order)
        if whole:
            self._met = tuple(place for _, place in ranked)
        elif len(tied) == len(hits) > last - begin:
            ranked = self._settled(ranked, last - begin, begin)
        return ranked[first - begin : last - begin]

    def _scored(self, query: Query, limit: int, offset: int, *, counted: bool = False) -> list[tuple[float, DocAddress]]:
        """`counted` when everything that is found is asked for, not a part of it."""
        found = cast("Any", self._searcher.search(query, limit, offset=offset, count=counted))
        self._total = found.count if counted else self._total
        return cast("list[tuple[float, DocAddress]]", found.hits)

    def _seated(self, hits: Sequence[tuple[float, DocAddress]]) -> list[_Ranked]:
        seats = self._searcher.fast_field_values("seat", [address for _, address in hits])
        return [(score, cast("int", place)) for (score, _), place in zip(hits, seats, strict=True)]

    def _settled(self, ranked: list[_Ranked], last: int, begin: int) -> list[_Ranked]:
        """Of a tie that goes on behind what was looked at, hits with lower seats may be missing: look for them below the highest that is kept.

        Each segment hands out its ties by seat (the index is sorted so), so every further look exhausts at least one segment,
        and mostly one look all of them: no other holds many more below than the largest, which comes first.
        """
        if self._searcher.num_segments < 2:
            return ranked
        score = ranked[last - 1][0]
        start = next(place for place, each in enumerate(ranked) if each[0] == score)
        wanted, kept = last - start, {each for each in ranked if each[0] == score}
        limit = begin + start + 2 * wanted * self._searcher.num_segments + 1
        while True:
            kept = set(sorted(kept, key=_order)[:wanted])
            below = Query.range_query(self._schema, "seat", FieldType.Integer, upper_bound=max(seat for _, seat in kept), include_upper=False)
            lower = self._seated(self._scored(self._question.scored(below), limit, 0))
            kept |= {each for each in lower if each[0] == score}
            if len(lower) < limit or lower[-1][0] < score:
                return ranked[:start] + sorted(kept, key=_order)[:wanted]

    def _rest(self, after: int, limit: int) -> list[Hit]:
        """Behind LAST_RESULT, by seat."""
        first = {place for _, place in self._ranked(0, LAST_RESULT)}
        rest: list[int] = []
        while len(rest) < limit:
            chunk = [place for place, _ in self._walked(self._question.matched(self._past(after)), 1000 + limit, 0)]
            if not chunk:
                break
            rest += [place for place in chunk if place not in first]
            after = chunk[-1]
        tiers = self._tiers(rest[:limit])
        return [Hit(*subject(place), tiers[place], f"rest.{place}") for place in rest[:limit]]

    # by key

    def _keyed(self, query: Query, limit: int, offset: int, *, counted: bool = False) -> list[Hit]:
        if limit <= 0:
            return []
        walked = self._walked(query, limit, offset, counted=counted)
        seats = [cast("int", place) for place in self._searcher.fast_field_values("seat", [address for _, address in walked])]
        tiers = self._tiers(seats)
        return [Hit(*subject(place), tiers[place], f"{self._ask.sort}.{key}") for (key, _), place in zip(walked, seats, strict=True)]

    def _walked(self, query: Query, limit: int, offset: int, *, counted: bool = False) -> list[tuple[Any, DocAddress]]:
        found = cast("Any", self._searcher.search(query, limit, offset=offset, order_by_field=_KEYS[self._ask.sort], order=Order.Asc, count=counted))
        self._total = found.count if counted else self._total
        return cast("list[tuple[Any, DocAddress]]", found.hits)

    def _past(self, key: int | str) -> Query:
        field = _KEYS[self._ask.sort]
        if isinstance(key, str):
            return self._index.parse_query(f"{field}:{{{key} TO *}}")
        return Query.range_query(self._schema, field, FieldType.Integer, lower_bound=key, include_lower=False)

    def _tiers(self, seats: Sequence[int]) -> dict[int, Tier]:
        if not self._question.searches or not seats:
            return dict.fromkeys(seats, Tier.ALL)
        these = Words(self._schema).seated(seats)
        return {place: tier(score) for score, place in self._seated(self._scored(self._question.scored(these), len(seats), 0))}


def read_cursor(text: str, sort: str, *, by_score: bool) -> tuple[str, Any, int]:
    """What kind of cursor it is, its key, and the rank of a ranked one. Raises ValueError for what this order did not write."""
    of, _, key = text.partition(".")
    if by_score and of == "rest":
        return of, _whole(key), 0
    if by_score and of == "rank":
        rank, _, seat = key.partition(".")
        return of, _whole(seat), min(max(_whole(rank), 1), LAST_RESULT)
    if not by_score and of == sort:
        return "key", _text(key) if _KEYS[sort] in _TEXTS else _whole(key), 0
    raise ValueError("no cursor of this order")


def _whole(key: str) -> int:
    if not re.fullmatch(r"-?\d{1,19}", key, re.ASCII) or not -(2**63) <= int(key) < 2**63:
        raise ValueError("no cursor of this order")
    return int(key)


def _text(key: str) -> str:
    if not re.fullmatch(r"(a[0-9a-f]{0,8000}|z)-[0-9a-f]{8}", key):
        raise ValueError("no cursor of this order")
    return key


def _with_ties(hits: Sequence[tuple[float, DocAddress]], wanted: int) -> Sequence[tuple[float, DocAddress]]:
    """The first ones, with those behind that are as good as the last of them."""
    end = wanted
    while end < len(hits) and hits[end][0] == hits[wanted - 1][0]:
        end += 1
    return hits[:end]


def _order(ranked: _Ranked) -> tuple[float, int]:
    return -ranked[0], ranked[1]


def _told(ranked: Sequence[_Ranked], first: int) -> list[Hit]:
    return [Hit(*subject(place), tier(score), f"rank.{first + nth}.{place}") for nth, (score, place) in enumerate(ranked, 1)]


