"""Cut texts into the tokens that every engine stores and asks for, so that all engines find the same.

Chinese is cut into overlapping pairs of characters, which need no dictionary and miss nothing; Latin words and model
numbers into their parts (SPB-2240: spb 2240), the whole (spb2240) standing behind; standard numbers also as their keys.
Every character is folded by itself, whatever stands beside it: so a part of a text is cut as the text is, and the place
of a token in the original text is known.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add
from typing import Final, NamedTuple

from opencc import OpenCC

from registry.rules.industry_codes import INDUSTRY_CODES
from registry.rules.standard_number import StandardNumber, find_all

TOKEN_AT_MOST: Final = 64
"""Characters of a Latin token that are kept."""

_DASHES: Final = frozenset("\u2212\u2500\u30fc")
_STROKES: Final = {"\u2215": "/", "\u2044": "/", "\\": "/", "。": ".", **dict.fromkeys(_DASHES, "-")}
_HAN: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
# Chinese, kana and what Hangul falls apart into: all is cut into pairs.
_PAIRED: Final = "\u1100-\u11ff\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN: Final = re.compile(rf"([{_PAIRED}]+)|[^\W_{_PAIRED}]+(?:[-./][^\W_{_PAIRED}]+)*")
_PART: Final = re.compile(r"\d+(?:\.\d+)*|[^\W\d]+")
_DIGIT: Final = re.compile("[0-9]")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[-/](?=\d)")
_JOINERS: Final = re.compile(r"(?<!\d)[-./]|[-./](?!\d)")
# What may be a standard number; registry.rules.standard_number decides.
_SERIES: Final = "|".join(("q/[a-z0-9]{1,24}(?: [a-z]{1,8})?", "t/[a-z]{2,15}", "gbz?", "db[sj]?[0-9]{2,6}", "cjj", "jgj", "jj[gf]", "en", "bs", "iso", "iec", "astm", "aatcc", *INDUSTRY_CODES)).lower()
_MAY_BE_NUMBER: Final = re.compile(
    rf"(?<![0-9a-z/])(?:{_SERIES})(?:[/ ]{{0,2}}[a-z]{{1,4}})?[/ -]{{0,2}}[0-9][0-9a-z.]*(?:(?: ?[-:]{{1,2}} ?|一)[0-9]{{1,5}}[a-z]?){{0,3}}(?:/xg[0-9]{{1,2}}(?:-[0-9]{{4}})?)?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the place in the original text that it stands for: text[start:end]."""

    text: str
    start: int
    end: int


class Mention(NamedTuple):
    """A standard number in a folded text, with its place there."""

    start: int
    end: int
    number: StandardNumber


class Run(NamedTuple):
    """Characters of one sort side by side in a folded text, and where they begin.

    paired: Chinese, cut into pairs. side: its tokens; a Chinese run that follows a Latin one without a space begins with
    a pair of its last part and the first character (V带: v, v带, 带), so that V带 is found in V带轮.
    """

    text: str
    start: int
    paired: bool
    side: tuple[str, ...]


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """The text without differences of case, width, form (NFKC), accents and script (traditional to simplified, character by character)."""
    return text.translate(_FOLDS)


def words(text: str) -> list[str]:
    """The tokens of a text as a document holds them: side by side as in the text, whole model numbers and standard numbers behind.

    Parts of a document are cut one by one and their lists joined.
    """
    folded = text.translate(_FOLDS)
    side: list[str] = []
    behind: list[str] = []
    latin_end = -1
    for found in _RUN.finditer(folded):
        run = found[0]
        if found[1]:
            if found.start() == latin_end:
                side.append(side[-1] + run[0])
            side += _pairs(run)
        else:
            latin_end = found.end()
            side += _parts(run)
            behind += _wholes(run)
    if len(side) > 1:
        behind += [key for mention in mentions(folded) for key in number_tokens(mention.number)]
    return side + list(dict.fromkeys(behind))


def phrase(text: str) -> list[str]:
    """The tokens that stand side by side in `words` of every text that holds this one.

    The last character of a run is a token of its own only where the run ends, so a phrase does not ask for it at its end.
    """
    found = runs(fold(text))
    side = [token for run in found for token in run.side]
    return side[:-1] if found and found[-1].paired and len(found[-1].side) > 1 else side


def tokens(text: str) -> list[Token]:
    """The tokens of a text with their places, by their beginnings; those that overlap (a model number and its parts) longest first. Never raises."""
    folded = fold(text)
    places = [place for place, character in enumerate(text) for _ in _FOLDS[ord(character)]]
    found = sorted(_placed(folded), key=lambda each: (each[1], -each[2]))
    return [Token(token, places[start], places[end - 1] + 1) for token, start, end in found]


def runs(folded: str) -> list[Run]:
    """The runs of a folded text in order."""
    found: list[Run] = []
    latin_end = -1
    for each in _RUN.finditer(folded):
        if each[1]:
            glued = (found[-1].side[-1] + each[0][0],) if each.start() == latin_end else ()
            found.append(Run(each[0], each.start(), True, glued + _pairs(each[0])))
        else:
            latin_end = each.end()
            found.append(Run(each[0], each.start(), False, _parts(each[0])))
    return found


def whole(run: str) -> str:
    """A Latin run as one token: spb-2240 is spb2240, 6205-2rs is 6205-2rs since figures would run together."""
    return next(iter(_wholes(run)), run[:TOKEN_AT_MOST])


def mentions(folded: str) -> list[Mention]:
    """The standard numbers that a folded text mentions, with their places."""
    if not _DIGIT.search(folded):
        return []
    return [Mention(found.start(), found.end(), number) for found in _MAY_BE_NUMBER.finditer(folded) for number in find_all(found[0])[:1]]


def number_tokens(number: StandardNumber) -> list[str]:
    """A standard number as tokens of a text: gbt1.1-2020, gbt1.1 (its bare digits are a part of it anyway)."""
    key = number.compact_undated.partition(":")[2].lower()
    return [f"{key}-{number.year.lower()}", key] if number.year else [key]


def number_words(number: StandardNumber) -> list[str]:
    """As `words` of the number's canonical form, without reading it a second time."""
    found = runs(fold(number.canonical))
    return [*(token for run in found for token in run.side), *dict.fromkeys((*(joined for run in found for joined in _wholes(run.text)), *number_tokens(number)))]


def _placed(folded: str) -> Iterator[tuple[str, int, int]]:
    for run in runs(folded):
        yield from _pairs_placed(run) if run.paired else _parts_placed(run)
    for mention in mentions(folded):
        yield from ((key, mention.start, mention.end) for key in number_tokens(mention.number))


def _pairs_placed(run: Run) -> Iterator[tuple[str, int, int]]:
    end = run.start + len(run.text)
    if len(run.side) > len(run.text):
        yield run.side[0], run.start - len(run.side[0]) + 1, run.start + 1
    yield from ((pair, run.start + place, min(run.start + place + 2, end)) for place, pair in enumerate(_pairs(run.text)))


def _parts_placed(run: Run) -> Iterator[tuple[str, int, int]]:
    yield from ((joined, run.start, run.start + len(run.text)) for joined in _wholes(run.text))
    yield from ((part[0][:TOKEN_AT_MOST], run.start + part.start(), run.start + part.end()) for part in _PART.finditer(run.text))


def _pairs(run: str) -> tuple[str, ...]:
    return (*map(add, run, run[1:]), run[-1])


@lru_cache(maxsize=8192)
def _parts(run: str) -> tuple[str, ...]:
    return tuple(part[:TOKEN_AT_MOST] for part in _PART.findall(run))


@lru_cache(maxsize=8192)
def _wholes(run: str) -> tuple[str, ...]:
    """The run without its joiners, but between figures; none when it has one part."""
    if len(_parts(run)) < 2:
        return ()
    return (_JOINERS.sub("", _BETWEEN_DIGITS.sub("-", run))[:TOKEN_AT_MOST],)


def _folded(character: str) -> str:
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cc" | "Cs" | "Zs" | "Zl" | "Zp":
            return " "
        case "Pd":
            return "-"
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (_STROKES.get(each, each) for each in plain if not unicodedata.combining(each))
    return "".join(_simplified().get(each, each) for each in kept)


@cache
def _simplified() -> dict[str, str]:
    """Every traditional character with its simplified one, as OpenCC has it for the character alone; word choice stays."""
    characters = [chr(code) for first, end in _HAN for code in range(first, end)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {one: other for one, other in zip(characters, simplified, strict=True) if one != other}
