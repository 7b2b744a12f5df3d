"""An Ask in Elasticsearch's query language, and what it answered in the port's terms.

The score tells the tier: each reason to be found adds a constant that outweighs all lesser reasons together, and relevance
(BM25) is weighted so that it stays below the least of them. So tiers are the same on every engine and on any number of shards.
"""

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from search.engine import COUNTED, LAST_RESULT, Answer, Ask, Held, Hit, Range, Tier, Titled, Unit

EXACT, PHRASE, ALL, MOST, NAMED, TITLED, RELEVANT = 16_000, 8_000, 4_000, 2_000, 1_000, 400, 390
"""Constants of the reasons, and the bound of relevance."""
HIGHEST_IDF = 22
"""ln(2**31), rounded up: BM25 of one token in one field is at most its weight times this, whatever a shard holds."""
MOST_VALUES = 10_000
"""Values counted of one facet; more than any of them has."""
SORTED_BY = {"newest": ("date", "desc"), "oldest": ("date", "asc"), "number": ("number_order", "asc"), "name": ("name_order", "asc"), "stars": ("stars_order", "desc")}

READ = ("hits.total.value", "hits.hits._id", "hits.hits._score", "hits.hits.sort", "hits.hits.fields", "aggregations")
"""What is read of an answer; nothing else is sent."""

Query = dict[str, Any]
NOTHING: Query = {"match_none": {}}


def body(ask: Ask) -> Query:
    """The search request. Filters whose facet is counted are applied after counting."""
    late = {field: values for field, values in ask.filters.items() if field in ask.facets}
    early = [_one_of(field, values) for field, values in ask.filters.items() if field not in late]
    asked: Query = {
        "query": _found(ask, [*early, *map(_in_range, ask.ranges)]),
        "size": _size(ask),
        "sort": [_order(ask.sort), {"seat": "asc"}],
        "track_scores": True,
        "track_total_hits": COUNTED + 1,
        "_source": False,
    }
    if late:
        asked["post_filter"] = {"bool": {"filter": [_one_of(field, values) for field, values in late.items()]}}
    if ask.facets:
        asked["aggs"] = _counts(ask.facets, late)
    return asked | ({"search_after": read_cursor(ask.after, ask.sort)} if ask.after else {"from": min(ask.offset, LAST_RESULT)})


def suggestion(titled: Titled, filters: Mapping[str, tuple[str, ...]], limit: int) -> Query:
    """Titles that hold all units and a word that begins with `last`; short titles that are about it come first."""
    must = [_best(_ways(unit, "title")) for unit in titled.units]
    narrowed = [_one_of(field, values) for field, values in filters.items()]
    if titled.last:
        narrowed.append({"prefix": {"title": {"value": titled.last}}})
    return _uncounted({"bool": {"must": must, "filter": narrowed}}, limit)


def beginning(asked: Held, filters: Mapping[str, tuple[str, ...]], limit: int) -> Query:
    """Who holds a term before who holds one that begins so, and a name first; the scores tell no more."""
    held = [{"term": {field: {"value": term}}} for field, term in asked.exact]
    reasons = [_worth(4, {"bool": {"filter": [_any(held), {"terms": {"names": list(asked.names)}}]}}), _worth(2, _any(held))] if held else []
    reasons += [_worth(1, _any([{"prefix": {field: {"value": each}}} for field, each in asked.beginnings if each]))] if asked.beginnings else []
    return _uncounted({"bool": {"must": [{"dis_max": {"queries": reasons}}], "filter": [_one_of(field, values) for field, values in filters.items()]}}, limit)


def neighbours(terms: Sequence[str], limit: int) -> Query:
    """Each shared term counts one."""
    shared = [{"constant_score": {"filter": {"term": {"near": {"value": term}}}}} for term in terms]
    return _uncounted({"bool": {"should": shared, "minimum_should_match": 1}}, limit)


def _uncounted(query: Query, limit: int) -> Query:
    """The best by score alone: where many are as good, the engine need not look at all of them."""
    return {"query": query, "size": limit, "track_total_hits": False, "_source": False, "docvalue_fields": ["seat"]}


def subjects(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Of a question whose hits are not counted; as good ones by seat."""
    hits = sorted(_hits(found), key=lambda hit: (-hit["_score"], hit["fields"]["seat"]))
    return [_subject(hit) for hit in hits]


def answer(ask: Ask, found: Mapping[str, Any]) -> Answer:
    hits = tuple(_hit(ask, each) for each in _hits(found))
    facets = {field: dict[str, int]() for field in ask.facets}
    for group in found.get("aggregations", {}).values():
        for field in facets.keys() & group.keys():
            facets[field] = {bucket["key"]: bucket["doc_count"] for bucket in group[field]["buckets"]}
    return Answer(hits, min(int(found["hits"]["total"]["value"]), COUNTED + 1), facets)


def _hits(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An empty list is not sent at all."""
    hits: list[dict[str, Any]] = found.get("hits", {}).get("hits", [])
    return hits


def same_copy(ask: Ask) -> str:
    """Pages of one question are asked of one copy of each shard: copies count deleted documents differently, and so score differently."""
    asked = (ask.exact, ask.prefixes, ask.phrase, ask.names, ask.units, ask.least)
    return hashlib.sha256(repr(asked).encode("utf-8", "replace")).hexdigest()[:16]


def cursor(sort: str, values: Sequence[Any]) -> str:
    """Where a hit stands in its order, as text that an address can hold."""
    return base64.urlsafe_b64encode(json.dumps([sort, *values], separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str) -> list[Any]:
    """What `cursor` wrote for this order. Raises ValueError."""
    try:
        written = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        of, value, seat = json.loads(written)
    except (binascii.Error, UnicodeError, TypeError, RecursionError) as wrong:
        raise ValueError("no cursor of this engine") from wrong
    if of != sort or not _is_whole(seat) or not _fits(sort, value):
        raise ValueError("no cursor of this order")
    return [value, seat]


def _is_whole(value: object) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _fits(sort: str, value: object) -> bool:
    if sort == "relevance":
        return type(value) in (int, float) and math.isfinite(value) and abs(value) < 1e9  # type: ignore[arg-type]
    return _is_whole(value) if sort in ("newest", "oldest", "stars") else value is None or isinstance(value, str)


def _hit(ask: Ask, found: Mapping[str, Any]) -> Hit:
    return Hit(*_subject(found), _tier(ask, found["_score"]), cursor(ask.sort, found["sort"]))


def _subject(found: Mapping[str, Any]) -> tuple[str, int]:
    kind, _, subject_id = found["_id"].rpartition(":")
    return kind, int(subject_id)


def _tier(ask: Ask, score: float) -> Tier:
    if not is_search(ask):
        return Tier.ALL
    return next(tier for tier, least in ((Tier.EXACT, EXACT), (Tier.PHRASE, PHRASE), (Tier.ALL, ALL), (Tier.MOST, 0)) if score >= least)


def is_search(ask: Ask) -> bool:
    """Something is searched for; otherwise everything that passes the filters is walked through."""
    return bool(ask.exact or ask.prefixes or ask.phrase or ask.units)


def _size(ask: Ask) -> int:
    return min(ask.limit, LAST_RESULT) if ask.after else max(0, min(ask.limit, LAST_RESULT - ask.offset))


def _order(sort: str) -> Query:
    if sort == "relevance":
        return {"_score": "desc"}
    field, order = SORTED_BY[sort]
    return {field: {"order": order, "missing": "_last"}}


def _found(ask: Ask, filters: list[Query]) -> Query:
    if not is_search(ask):
        return {"bool": {"filter": filters or [{"match_all": {}}]}}
    return {"bool": {"filter": filters, "must": [{"bool": {"should": _reasons(ask), "minimum_should_match": 1}}], "should": _better(ask)}}


def _reasons(ask: Ask) -> list[Query]:
    """Why a document is found; each tells its tier. Where most of the units are all of them, one look tells both."""
    exact = [{"term": {field: {"value": term}}} for field, term in ask.exact]
    exact += [{"prefix": {field: {"value": beginning}}} for field, beginning in ask.prefixes]
    reasons = [_worth(EXACT, _any(exact))] if exact else []
    if ask.phrase:
        reasons.append(_worth(PHRASE, _any([_phrase("title", ask.phrase), _phrase("text", ask.phrase)])))
    if ask.units:
        met, least = [_any(_ways(unit)) for unit in ask.units], max(1, ask.least)
        reasons.append(_worth(ALL if least < len(met) else ALL + MOST, {"bool": {"filter": met}}))
        reasons += [_worth(MOST, {"bool": {"should": met, "minimum_should_match": least}})] if least < len(met) else []
    return reasons


def _better(ask: Ask) -> list[Query]:
    """What counts inside a tier and finds nothing by itself."""
    better = [_worth(NAMED, {"terms": {"names": list(ask.names)}})] if ask.names else []
    if ask.phrase:
        better.append(_worth(TITLED, _phrase("title", ask.phrase)))
    longest = sum(max([1, *map(len, _phrases(unit))]) for unit in ask.units)
    return better + [_relevance(unit, RELEVANT / (HIGHEST_IDF * longest)) for unit in ask.units]


def _relevance(unit: Unit, weight: float) -> Query:
    """The best of the unit's phrases; a title says twice as much as the rest."""
    return _best(_ways(unit, boost=weight / 2) + _ways(unit, "title", boost=weight))


def _ways(unit: Unit, text: str = "text", boost: float = 1) -> list[Query]:
    """The ways to meet a unit; words are looked for in `text`, other fields where the unit says."""
    ways: list[Query] = []
    for way in (unit, *unit.also):
        field = text if way.field == "text" else way.field
        ways += [_phrase(field, phrase, boost) for phrase in way.phrases if phrase]
        ways += [{"prefix": {field: {"value": way.prefix, "boost": boost}}}] if way.prefix else []
    return ways


def _phrases(unit: Unit) -> list[tuple[str, ...]]:
    return [phrase for way in (unit, *unit.also) for phrase in way.phrases]


def _phrase(field: str, tokens: Sequence[str], boost: float = 1) -> Query:
    """Also for one token: a token that the engine cut on writing, since it was too long, is cut here as well."""
    return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}


def _any(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def _best(queries: list[Query]) -> Query:
    return {"dis_max": {"queries": queries}} if queries else NOTHING


def _worth(score: int, query: Query) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}


def _one_of(field: str, values: Sequence[str]) -> Query:
    return {"terms": {field: list(values)}}


def _in_range(group: Sequence[Range]) -> Query:
    return _any([{"range": {each.field: {"gte": each.first, "lte": each.last}}} for each in group])


def _counts(facets: Sequence[str], late: Mapping[str, tuple[str, ...]]) -> Query:
    """Facets that are narrowed by the same filters are counted together; each is not narrowed by its own."""
    together: dict[str, Query] = {}
    for field in facets:
        others = {other: values for other, values in late.items() if other != field}
        narrowed = {"bool": {"filter": [_one_of(other, values) for other, values in others.items()]}} if others else {"match_all": {}}
        group = together.setdefault(",".join(["counted", *others]), {"filter": narrowed, "aggs": {}})
        group["aggs"][field] = {"terms": {"field": field, "size": MOST_VALUES}}
    return together
