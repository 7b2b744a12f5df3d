"""The words of a typed text as units: standard numbers, words with their synonyms, pairs of characters, Latin words that may be pinyin."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from registry.rules import unit as units_of_measurement
from registry.rules.standard_number import StandardClass, StandardNumber, parse
from search import pinyin, text
from search.engine import Unit
from search.synonyms import Vocabulary
from search.text import Run

UNITS_AT_MOST: Final = 24

_WITH_T: Final = (StandardClass.NATIONAL, StandardClass.INDUSTRY, StandardClass.LOCAL)
# Words of questions, not of standards; asked beside others they are left out.
_QUESTIONS: Final = frozenset(("什么", "怎么", "怎样", "哪些", "哪个", "哪里", "哪家", "如何", "请问", "多少", "有哪", "是什", "么是", "么样", "吗", "呢", "的", "了", "请"))
# Latin words that are no pinyin, whatever their letters.
_LATIN: Final = frozenset(("led", "lcd", "usb", "pcb", "abs", "ppr", "upf", "cpu", "gps", "hdmi", "wifi", "pet", "iso", "iec", "astm", "din", "ansi", "gb", "gbt", "type", "size", "class", "and", "the", "for", "with"))
_INITIALS_AT_MOST: Final = 8


class Told(NamedTuple):
    """Something that was recognised among the words: a synonym or pinyin."""

    kind: Literal["synonym", "pinyin"]
    typed: str
    shown: str


class Words(NamedTuple):
    """Units in the order typed, each once, what was recognised, and the tokens of words that were too many."""

    units: tuple[Unit, ...]
    told: tuple[Told, ...]
    cut: tuple[str, ...]


def of_text(folded: str, vocabulary: Vocabulary) -> Words:
    """The units of a folded text."""
    told: list[Told] = []
    found = list(dict.fromkeys(_found(folded, vocabulary, told)))
    asked = [each for each in found if not set(each.phrases) <= {(word,) for word in _QUESTIONS}] or found
    return Words(tuple(asked[:UNITS_AT_MOST]), tuple(dict.fromkeys(told)), tuple("".join(each.phrases[0]) for each in asked[UNITS_AT_MOST:]))


def of_number(number: StandardNumber) -> Unit:
    """A text that names the number, in any year; /T left out or added is a common slip."""
    code = number.code.removesuffix("/T") if number.code.endswith("/T") else f"{number.code}/T"
    slipped = text.number_tokens(parse(f"{code} {number.serial}")) if number.klass in _WITH_T else []
    return Unit(tuple((token,) for token in dict.fromkeys((*text.number_tokens(number), *slipped))))


def _found(folded: str, vocabulary: Vocabulary, told: list[Told]) -> Iterator[Unit]:
    end = 0
    for mention in [*text.mentions(folded), None]:
        yield from _worded(folded[end : mention.start if mention else len(folded)], folded, vocabulary, told)
        if mention:
            yield of_number(mention.number)
            end = mention.end


def _worded(part: str, whole: str, vocabulary: Vocabulary, told: list[Told]) -> Iterator[Unit]:
    """The longest words with synonyms first come from the left, the rest as it is."""
    begun = place = 0
    while place < len(part):
        word = _known(part, place, vocabulary)
        if word is None:
            place += 1
            continue
        yield from _plain(part[begun:place], whole, told)
        others = vocabulary.synonyms[word]
        told.append(Told("synonym", word, "、".join(others)))
        yield Unit(tuple(dict.fromkeys(phrase for each in (word, *others) if (phrase := tuple(text.phrase(each))))))
        begun = place = place + len(word)
    yield from _plain(part[begun:], whole, told)


def _known(part: str, place: int, vocabulary: Vocabulary) -> str | None:
    for end in range(min(len(part), place + vocabulary.longest), place + 1, -1):
        if part[place:end] in vocabulary.synonyms and not _inside_latin(part, place) and not _inside_latin(part, end):
            return part[place:end]
    return None


def _inside_latin(part: str, place: int) -> bool:
    """Whether a Latin word or figure goes on over this place: PE is no word of PET."""
    around = part[max(0, place - 1) : place + 1]
    return len(around) == 2 and around.isascii() and around.isalnum() and place > 0


def _plain(part: str, whole: str, told: list[Told]) -> Iterator[Unit]:
    """Latin words that are all pinyin are best one name (jiayin xiangjiao), and words of their own unless one is a syllable (san men)."""
    runs = text.runs(part)
    ways = [pinyin.split(run.text) for run in runs] if len(runs) > 1 else []
    if ways and all(ways):
        sounded = tuple(syllable for way in ways for syllable in way[0])
        told.append(Told("pinyin", part.strip(), " ".join(sounded)))
        yield Unit((tuple(token for run in runs for token in run.side),), also=(Unit((sounded,), "pinyin"),))
        if any(len(way[0]) == 1 for way in ways):
            return
    for run in runs:
        yield from _paired(run) if run.paired else (_latin(run, whole, told),)


def _paired(run: Run) -> Iterator[Unit]:
    """Pairs; a character alone stands for all words that begin with it, unless it belongs to a Latin word (V带)."""
    if len(run.text) > 1:
        yield from (Unit(((run.text[place : place + 2],),)) for place in range(len(run.text) - 1))
    else:
        yield Unit(((run.side[0],),), prefix="" if len(run.side) > 1 else run.text)


def _latin(run: Run, whole: str, told: list[Told]) -> Unit:
    own = Unit(tuple(dict.fromkeys((run.side, (text.whole(run.text),)))))
    also = tuple(sounds(run.text, alone=whole.strip() == run.text))
    if also:
        told.append(Told("pinyin", run.text, " ".join(also[0].phrases[0]) if also[0].field == "pinyin" else run.text))
    return replace(own, also=also)


def sounds(word: str, *, alone: bool) -> Iterator[Unit]:
    """What a Latin word may mean as pinyin, or as initials; one syllable means something only when it is all that was typed."""
    if len(word) < pinyin.INITIALS_SIDE_BY_SIDE or word in _LATIN or units_of_measurement.find(word):
        return
    ways = tuple(way for way in pinyin.split(word) if alone or len(way) > 1)
    if ways:
        yield Unit(ways, "pinyin")
    elif len(word) <= _INITIALS_AT_MOST and pinyin.may_be_initials(word):
        yield Unit((pinyin.threes(word),), "initials")
