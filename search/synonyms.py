"""Words that mean the same, and the vocabulary that a typed text is read with.

A file of synonyms holds a group on each line, `a | b | c`, or one way, `a > b | c`; `#` begins a remark.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from registry.queries import vocabulary as queries
from registry.rules import names
from search import names as closely
from search.text import fold

CACHED_SECONDS: Final = 30.0
LINES_AT_MOST: Final = 20_000
CORRECTED_AT_LEAST: Final = 3
CORRECTED_AT_MOST: Final = 8
"""Characters of a word that is put right: in two, one is too many to guess."""
OTHERS_AT_MOST: Final = 12
"""Other words that one word is also searched by."""


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
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """All words of three characters and more by search.names.near, for corrections."""


Line = tuple[tuple[str, ...], tuple[str, ...]]
"""Words that are typed, and words that are found by them beside themselves."""


def lines(text: str) -> list[Line]:
    """The lines of a file of synonyms; what is not in its form is left out."""
    return [line for each in text.splitlines()[:LINES_AT_MOST] if (line := _line(each.partition("#")[0])) is not None]


def group(words: Iterable[str]) -> Line:
    """Words of which each finds the others."""
    kept = tuple(dict.fromkeys(words))
    return kept, kept


def assembled(concepts: Mapping[str, Concept], meanings: Iterable[Line]) -> Vocabulary:
    """A vocabulary; a word in several lines means what all of them say, the first lines first."""
    others: dict[str, dict[str, None]] = defaultdict(dict)
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for typed, found in meanings:
        for word in {*typed, *found}:
            for term in _terms(word):
                near[term][_word(word)] = None
        folded = [each for each in map(_word, found) if each]
        for word in filter(None, map(_word, typed)):
            others[word].update(dict.fromkeys(each for each in folded if each != word))
    synonyms = {word: tuple(found)[:OTHERS_AT_MOST] for word, found in others.items() if found}
    return Vocabulary(concepts, synonyms, max(map(len, synonyms), default=0), {term: tuple(words) for term, words in near.items()})


def corrected(typed: str, vocabulary: Vocabulary) -> str | None:
    """The text with one word that has a wrong character, or two swapped, put right (冲峰衣: 冲锋衣), folded; None when no word is meant.

    A text that is one word may also have one character too many or too few.
    """
    folded = fold(typed)
    spans = [(start, start + length) for length in range(CORRECTED_AT_MOST, CORRECTED_AT_LEAST - 1, -1) for start in range(len(folded) - length + 1)]
    for start, end in [*spans, *([(0, len(folded))] if len(folded) < CORRECTED_AT_LEAST else [])]:
        if word := _meant(folded[start:end], vocabulary, alone=end - start == len(folded)):
            return folded[:start] + word + folded[end:]
    return None


def _meant(window: str, vocabulary: Vocabulary, *, alone: bool) -> str | None:
    if window.isascii() or " " in window or (window.isalpha() and not _near_any(window, vocabulary)):
        return None
    candidates = dict.fromkeys(word for term in closely.near([window]) for word in vocabulary.near.get(term, ()))
    if window in candidates:
        return None
    return closely.meant(window, (word for word in candidates if alone or len(word) == len(window)))


def _near_any(window: str, vocabulary: Vocabulary) -> bool:
    """As `closely.near` looks words up, for a window of letters, which is its own key: most windows of a long title are near nothing."""
    near = vocabulary.near
    return window in near or any(window[:place] + window[place + 1 :] in near for place in range(len(window)))


def of(session: Session, operators_file: str = "") -> Vocabulary:
    """The registry's vocabularies with the shipped synonyms and those of the operator's file (settings.search_synonyms).

    Kept for CACHED_SECONDS in a process, so that a new synonym is used soon without reading all of them for each search.
    A file that cannot be read is as an empty one: a search answers without it.
    """
    key = (str(session.get_bind().engine.url), operators_file)
    read_at, vocabulary = _kept.get(key, (0.0, Vocabulary()))
    if not read_at or time.monotonic() - read_at > CACHED_SECONDS:
        vocabulary = _read(session, operators_file)
        _kept[key] = (time.monotonic(), vocabulary)
    return vocabulary


def forget() -> None:
    """Read the vocabularies anew at the next search, as when a bureau has just changed them."""
    _kept.clear()


_kept: dict[tuple[str, str], tuple[float, Vocabulary]] = {}


def _read(session: Session, operators_file: str) -> Vocabulary:
    known = {row.code: Concept(row.code, row.name, row.quantity, row.default_unit or "") for row in queries.concepts(session)}
    spellings = queries.holders(session)
    words = [group(key for key, code in spellings.items() if code == wanted) for wanted in known]
    words += [group((row.name, *map(str, row.synonyms))) for row in queries.categories(session)]
    return assembled({key: known[code] for key, code in spellings.items()}, [*_operators(operators_file), *words, *_shipped()])


@cache
def _shipped() -> tuple[Line, ...]:
    return tuple(lines(files("search").joinpath("data/synonyms.txt").read_text("utf-8")))


def _operators(path: str) -> list[Line]:
    try:
        return lines(Path(path).read_text("utf-8-sig")) if path else []
    except (OSError, UnicodeDecodeError):
        return []


def _line(text: str) -> Line | None:
    typed, arrow, found = text.partition(">")
    words = _words(typed)
    if arrow:
        return (words, _words(found)) if words and _words(found) else None
    return group(words) if len(words) > 1 else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("｜", "|").split("|") if word.strip())


# The same words return at every reading of the vocabularies, which a reader waits for.
@lru_cache(maxsize=32768)
def _terms(word: str) -> tuple[str, ...]:
    return tuple(closely.near([word])) if len(word) >= CORRECTED_AT_LEAST else ()


@lru_cache(maxsize=32768)
def _word(text: str) -> str:
    """A word as it is looked up in a folded text; one character alone is none, it would be found everywhere."""
    word = " ".join(fold(text[: names.KEY_AT_MOST]).split())
    return word if len(word) > 1 else ""
