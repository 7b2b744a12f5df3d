"""What a search finds: the engine says which, the registry says what; where the engine is away, keys and beginnings in SQL."""

import time
from dataclasses import dataclass, replace
from datetime import date

from public_site.database import looking, reading
from public_site.pages.search_fitting import fits
from public_site.searching import searching
from registry.plain import Look
from registry.queries import found as rows
from registry.queries import keyed
from registry.queries.found import Found, FoundEnterprise, FoundProduct
from search import names, synonyms
from search.engine import Answer, Ask, Away, Hit, Tier, TooSlow
from search.query import SearchQuery
from search.reading import Reading, read

KINDS = ("disclosure", "product", "enterprise", "standard")
FALLBACK_SECONDS = 1.0
MOST_NEAR = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: found, away (answered from SQL), slow (nothing is known) or partial (away, and time ran out).

    `rows` with their reason; `answer` is None while the engine is away. `last`: the engine's last hit, for the cursor.
    `corrected`: what was searched for instead of what was typed, where that is found nowhere, or a name is meant and only parts of what was typed are found. `meant`: names close to what was typed.
    """

    query: SearchQuery
    reading: Reading
    rows: tuple[tuple[Found, Tier | None], ...]
    answer: Answer | None
    state: str
    seconds: float
    lag: float
    corrected: str = ""
    meant: tuple[str, ...] = ()

    @property
    def last(self) -> Hit | None:
        return self.answer.hits[-1] if self.answer and self.answer.hits else None


def find(query: SearchQuery, today: date, *, facets: bool = True, exactly: bool = False) -> Finding:
    """Search and load. Never raises for an engine that is away or slow; ValueError for a cursor that is none."""
    began, here = time.perf_counter(), searching()
    asked = read(query, here.vocabulary())
    lag = here.lag()

    def told(state: str, found: tuple[tuple[Found, Tier | None], ...] = (), answer: Answer | None = None, **more: object) -> Finding:
        return Finding(query, asked, found, answer, state, time.perf_counter() - began, lag, **more)  # type: ignore[arg-type]

    if query.beyond:
        return told("found")
    try:
        answer = here.search(_ask(asked.ask, query, facets=facets))
        name, word = (None, None) if exactly or query.after else _meant(query, answer, today)
        corrected, meant = "", tuple(dict.fromkeys(filter(None, (name, word))))
        if meant and (not answer.total or (name and _only_parts(asked.ask, query, answer))):
            corrected = meant[0]
            second = read(replace(query, text=corrected), here.vocabulary())
            better = here.search(_ask(second.ask, query, facets=facets))
            if better.hits:
                return Finding(query, second, load(better.hits, query, today), better, "found", time.perf_counter() - began, lag, corrected, meant[1:])
    except Away:
        found, complete = _without(query, today)
        return told("away" if complete else "partial", found)
    except TooSlow:
        return told("slow")
    return told("found", load(answer.hits, query, today), answer, meant=meant)


def _ask(ask: Ask, query: SearchQuery, *, facets: bool) -> Ask:
    """Without words nothing is more relevant than anything else: the newest come first."""
    changes: dict[str, object] = {} if facets else {"facets": ()}
    if query.sort == "relevance" and not query.text:
        changes["sort"] = "newest"
    return replace(ask, **changes) if changes else ask  # type: ignore[arg-type]


def load(hits: tuple[Hit, ...], query: SearchQuery, today: date) -> tuple[tuple[Found, Tier | None], ...]:
    """The rows of these hits as the registry says them now; what no longer fits the filters is dropped."""
    tiers: dict[tuple[str, int], Tier | None] = {(hit.kind, hit.subject_id): hit.tier for hit in hits}
    with looking() as look:
        return _rows(look, tiers, query, today)


def _rows(look: Look, tiers: dict[tuple[str, int], Tier | None], query: SearchQuery, today: date) -> tuple[tuple[Found, Tier | None], ...]:
    wanted = query.filters()
    return tuple((each, tiers[each.kind, each.id]) for each in rows.by_ids(look, tiers, today) if fits(each, wanted))


def _without(query: SearchQuery, today: date) -> tuple[tuple[tuple[Found, Tier | None], ...], bool]:
    """The page from SQL alone."""
    holder = next(iter(query.enterprise), "")
    with reading() as session:
        ids, complete = keyed.look_up(session, query.text, query.kind or KINDS, FALLBACK_SECONDS, holder=holder)
    with looking() as look:
        found = _rows(look, dict.fromkeys(ids), query, today)
    return found[query.offset : query.offset + query.per_page], complete


def _meant(query: SearchQuery, answer: Answer, today: date) -> tuple[str | None, str | None]:
    """A name that differs from what was typed by one character, and the text with one word of the vocabulary put right; asked only where nothing good was found. Raises Away."""
    if not query.text or (answer.total and not (answer.hits and answer.hits[0].tier is Tier.MOST)):
        return None, None
    return _name_meant(query.text, today), synonyms.corrected(query.text, searching().vocabulary())


def _only_parts(ask: Ask, query: SearchQuery, answer: Answer) -> bool:
    """Whether even the best hit holds only a part of what was typed; the first of a further page or of another order does not tell. Raises Away, TooSlow."""
    if query.offset or query.sort != "relevance":
        answer = searching().search(replace(ask, facets=(), sort="relevance", offset=0, limit=1))
    return bool(answer.hits) and answer.hits[0].tier is Tier.MOST


def _name_meant(typed: str, today: date) -> str | None:
    terms = names.near([typed])
    close = searching().near(terms, limit=MOST_NEAR) if terms else ()
    if not close:
        return None
    with looking() as look:
        known = [called for each in rows.by_ids(look, close, today) for called in _called(each)]
    return names.meant(typed, known)


def _called(found: Found) -> list[str]:
    """What a subject may be called by who types its name; a product also without its brand, as its generic name is."""
    if isinstance(found, FoundEnterprise):
        return names.called(found.name)
    if isinstance(found, FoundProduct):
        return [found.name, found.name.removeprefix((found.brand or "").partition("（")[0])]
    return [found.title]
