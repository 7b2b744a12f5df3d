"""Turns what public pages show of a subject into a document of the index: the only code that does it, for every engine.

A document is a flat mapping by the names of `search.fields`; a field that is empty stays out. `digest` says in sixteen
characters what all others hold, so that an index can be compared with the registry without being read.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

import structlog
from sqlalchemy.orm import Session

from registry.legal_time import first_instant, legal_day
from registry.queries import indexing
from registry.queries.badges import Badges
from registry.queries.index_facts import DisclosureFacts, EnterpriseFacts, Holder, ProductFacts, StandardFacts, Words
from registry.reference import industries
from registry.rules import catalogue
from registry.rules.status import Status, Word
from search import names, pinyin, text, trees, values
from search.engine import Change
from search.fields import seat
from search.ordering import number_order

Document = dict[str, Any]
_log = structlog.get_logger("search")


def changes(session: Session, kind: str, ids: Collection[int], today: date, vocabulary: Words) -> list[Change]:
    """What the index shall hold of these subjects on a legal day: their documents, and nothing of those that are not public.

    One that cannot be read is named in the log and left out, so that it stops no other.
    """
    look, make = _KINDS[kind]
    found = {}
    unreadable = set()
    for facts in look(session, ids, today, vocabulary):
        subject_id = facts.holder.id if isinstance(facts, EnterpriseFacts) else facts.id
        try:
            found[subject_id] = _whole(kind, subject_id, make(facts, vocabulary))
        except Exception:  # noqa: BLE001 - one bad row must not keep a thousand others out
            unreadable.add(subject_id)
            _log.exception("no document can be made", kind=kind, subject_id=subject_id)
    return [Change(kind, each, found.get(each)) for each in ids if each not in unreadable]


def digest(document: Mapping[str, Any]) -> str:
    """Sixteen characters that differ when anything else in the document does."""
    said = []
    for name in sorted(document):
        if name != "digest":
            value = document[name]
            said.append(name + "\x1e" + ("\x1f".join(value) if type(value) is list else str(value)))
    return hashlib.blake2b("\x1d".join(said).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _whole(kind: str, subject_id: int, given: Document) -> Document:
    document = {name: value for name, value in given.items() if value or value == 0}
    document["kind"], document["seat"] = [kind], seat(kind, subject_id)
    document["digest"] = digest(document)
    return document


def _disclosure(facts: DisclosureFacts, vocabulary: Words) -> Document:
    lows, highs = values.terms(facts.indicators)
    measured = (part for each in facts.indicators for part in (each.name, each.own, each.words, each.method))
    return {
        **_named(facts.title, [facts.title], [facts.title, facts.holder.name], edition=facts.keys[1] if facts.status.word is Word.current else ""),
        **_placed(facts.holder),
        **_classified(facts.ics, facts.ccs),
        **_categories(facts.categories, vocabulary),
        "text": _text(facts.title, facts.number, own=(facts.holder.name, *_category_names(facts.categories, vocabulary), *measured, *facts.products, _where(facts.holder))),
        "numbers": _once(facts.keys),
        "codes": [facts.public_id],
        "lows": lows,
        "highs": highs,
        "class": [facts.klass],
        "status": [facts.status.word.value],
        "subject": [facts.subject],
        "year": [str(legal_day(facts.disclosed_at).year)],
        "lower": ["yes"] if facts.lower_stated else [],
        "checked": _checked([facts.status]),
        **_led(facts.badges),
        "date": _seconds(facts.changed_at),
        "number_order": number_order(facts.number),
    }


def _product(facts: ProductFacts, vocabulary: Words) -> Document:
    """Class, status, lower, checked, places and titles are those of the standards that the product follows."""
    followed = [each.status for each in facts.standards]
    category = (facts.category,) if facts.category else ()
    called = [name for name in (facts.name, facts.generic_name) if name]
    numbers = [each.number for each in facts.standards]
    return {
        **_named(facts.name, called, [*called, facts.brand or "", facts.holder.name]),
        **_placed(facts.holder),
        **_categories(category, vocabulary),
        "text": _text(*called, facts.brand or "", *(facts.models or "").splitlines(), *numbers, own=(facts.holder.name, *_category_names(category, vocabulary), _where(facts.holder))),
        "codes": _once([facts.gtin or "", *facts.codes]),
        "class": _once(each.klass for each in facts.standards),
        "status": _once([*(each.word.value for each in followed), *([Word.deregistered.value] if facts.deregistered else [])]),
        "subject": [facts.kind],
        "year": [str(legal_day(facts.created_at).year)],
        "lower": ["yes"] if any(notice.kind == "lower_stated" for each in followed for notice in each.notices) else [],
        "checked": _checked(followed),
        **_led(facts.badges),
        "date": _seconds(facts.changed_at),
        "number_order": number_order(numbers[0]) if numbers else "",
    }


def _enterprise(facts: EnterpriseFacts, _vocabulary: Words) -> Document:
    holder = facts.holder
    called = [holder.name, *facts.former]
    known = _once([*called, *(names.short(name) for name in called)])
    return {
        **_named(holder.name, known, called),
        **_placed(holder),
        "text": _text(*known, own=(_where(holder), *_trade(holder))),
        "codes": [holder.credit_code],
        "status": [Word.deregistered.value] if facts.deregistered else [],
        "year": [str(legal_day(holder.verified_at).year)],
        "date": _seconds(facts.changed_at),
    }


def _standard(facts: StandardFacts, _vocabulary: Words) -> Document:
    since = facts.issued_on or facts.in_force_on
    return {
        **_named(facts.title, [facts.title], [facts.title], edition=facts.keys[1] if facts.word == catalogue.Word.IN_FORCE else ""),
        **_classified(facts.ics, facts.ccs),
        "text": _text(facts.title, facts.number),
        "numbers": _once(facts.keys),
        "class": [facts.klass],
        "status": [facts.word],
        "year": [str(facts.issued_on.year)] if facts.issued_on else [],
        "date": _seconds(first_instant(since)) if since else 0,
        "number_order": number_order(facts.number),
    }


_KINDS: Mapping[str, tuple[Callable[..., Sequence[Any]], Callable[..., Document]]] = {
    "disclosure": (indexing.disclosures, _disclosure), "product": (indexing.products, _product), "enterprise": (indexing.enterprises, _enterprise), "standard": (indexing.standards, _standard),
}  # fmt: skip


def _named(title: str, called: Sequence[str], sounding: Sequence[str], edition: str = "") -> Document:
    """What is found by a name: the whole of it, with one wrong character, by its sound and by its initials.

    edition: the number without its year, which names the edition in force.
    """
    said = _once(sounding)
    return {
        "title": list(_words(title)),
        "pinyin": list(chain.from_iterable(map(_syllables, said))),
        "initials": list(dict.fromkeys(chain.from_iterable(map(_initials, said)))),
        "names": _once([*names.keys(called), edition]),
        "near": names.near(called),
        "name_order": pinyin.order_key(title),
    }


def _placed(holder: Holder) -> Document:
    return {"enterprise": [holder.credit_code], "region": list(trees.region(holder.division_code)), "industry": list(trees.industry(holder.industry_code or ""))}


def _where(holder: Holder) -> str:
    return trees.address(holder.division_code) + (holder.town or "")


def _trade(holder: Holder) -> list[str]:
    return [each.name for each in industries.path(holder.industry_code or "")]


def _classified(ics: str | None, ccs: str | None) -> Document:
    return {"ics": list(trees.ics(ics)) if ics else [], "ccs": list(trees.ccs(ccs)) if ccs else []}


def _categories(codes: Sequence[str], vocabulary: Words) -> Document:
    return {"category": _once(each for code in codes if code in vocabulary.categories for each in vocabulary.categories[code].codes)}


def _category_names(codes: Sequence[str], vocabulary: Words) -> list[str]:
    return [name for code in codes if code in vocabulary.categories for name in vocabulary.categories[code].names]


def _checked(found: Iterable[Status]) -> list[str]:
    checks = [notice for each in found for notice in each.public_notices if notice.kind == "checked"]
    return _once(word for notice in checks for word in ("yes", notice.result or ""))


def _led(said: Badges) -> Document:
    best = said.best
    placed: Document = {"stars": [str(best.stars)], "level": [str(best.level)], "stars_order": best.stars} if best else {}
    return {"front_runner": list(said.held), **placed}


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _once(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, parts)))


def _text(*singular: str, own: Iterable[str] = ()) -> list[str]:
    """All parts one behind the other, each once, those of `own` apart from the others."""
    return list(chain.from_iterable(map(_words, (*_once(singular), *_once(own)))))


# Names of enterprises, places, indicators and categories return in thousands of documents; a title in two fields of its own.
@lru_cache(maxsize=16384)
def _words(part: str) -> tuple[str, ...]:
    return tuple(text.words(part))


@lru_cache(maxsize=16384)
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(pinyin.syllables(name))


@lru_cache(maxsize=16384)
def _initials(name: str) -> tuple[str, ...]:
    return pinyin.threes(pinyin.first_letters(_syllables(name)))
