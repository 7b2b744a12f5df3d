"""Names and titles by their sound: syllables and initials for documents, and what typed Latin letters may mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

from search.text import fold

INITIALS_SIDE_BY_SIDE: Final = 3
LETTERS_AT_MOST: Final = 60
"""Typed letters beyond these are no pinyin: nobody types a name of sixty letters without a space."""
ORDER_AT_MOST: Final = 200
"""Characters of a name that its place in the order depends on."""

_HAN: Final = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+")
_ZEROS: Final = "a ai an ang ao e ei en eng er o ou yi ya ye yao you yan yin yang ying yo yong yu yue yuan yun wu wa wo wai wei wan wen wang weng"
_FINALS: Final = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u", "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u", "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo", "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve", "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo", "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo", "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un", "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo", "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo", "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo", "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}  # fmt: skip
_LEGAL: Final = frozenset(_ZEROS.split()) | {initial + final for initial, finals in _FINALS.items() for final in finals.split()}
_LONGEST: Final = max(map(len, _LEGAL))
_UMLAUTS: Final = dict.fromkeys(map(ord, "üǖǘǚǜ"), "v")
# ü is typed as u as often as v where nothing else is meant.
_SPELLED: Final = {"lue": "lve", "nue": "nve"}
_FIRST_LETTERS: Final = frozenset("abcdefghjklmnopqrstwxyz")
_WAYS_AT_MOST: Final = 4


def syllables(text: str) -> list[str]:
    """The pinyin syllables of the Chinese characters in a text, without tones; what is not Chinese is left out. For the field `pinyin`."""
    return [syllable for run in _HAN.findall(text) for syllable in _sounds(run)]


def initials(text: str) -> list[str]:
    """Threes of the first letters of the syllables, overlapping (smjy: smj mjy), for the field `initials`; none of fewer than three syllables."""
    return list(threes(first_letters(syllables(text))))


def first_letters(sounds: Iterable[str]) -> str:
    """Of each syllable."""
    return "".join([syllable[0] for syllable in sounds])


def threes(letters: str) -> tuple[str, ...]:
    """Every three neighbouring letters."""
    return tuple([letters[place : place + INITIALS_SIDE_BY_SIDE] for place in range(len(letters) - INITIALS_SIDE_BY_SIDE + 1)])


def split(typed: str) -> list[tuple[str, ...]]:
    """The ways to read Latin letters as syllables, the fewest syllables first, at most four; empty when there is none."""
    letters = fold(typed)
    if not letters.isascii() or not letters.isalpha() or len(letters) > LETTERS_AT_MOST:
        return []
    return _ways(letters)


def may_be_initials(typed: str) -> bool:
    """Whether each letter begins a syllable, and there are enough of them to mean a name: i, u and v begin none."""
    letters = fold(typed)
    return INITIALS_SIDE_BY_SIDE <= len(letters) <= LETTERS_AT_MOST and set(letters) <= _FIRST_LETTERS


def order_key(text: str) -> str:
    """For the field `name_order`: syllables with the text behind them, so that Chinese names sort as readers expect."""
    parts, end = list[str](), 0
    for found in _HAN.finditer(text):
        parts += (fold(text[end : found.start()]), *_sounds(found[0]))
        end = found.end()
    parts += (fold(text[end:]), fold(text))
    return " ".join(" ".join(parts).split())[:ORDER_AT_MOST]


def _ways(letters: str) -> list[tuple[str, ...]]:
    """The best ways for every beginning of the letters, from the shortest on: no text makes it slow."""
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        found = [(*way, syllable) for syllable, start in _endings(letters, end) for way in ways[start]]
        ways.append(sorted(found, key=len)[:_WAYS_AT_MOST])
    return ways[-1] if letters else []


def _endings(letters: str, end: int) -> Iterator[tuple[str, int]]:
    for start in range(max(0, end - _LONGEST), end):
        syllable = _SPELLED.get(letters[start:end], letters[start:end])
        if syllable in _LEGAL:
            yield syllable, start


@lru_cache(maxsize=8192)
def _sounds(run: str) -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(_readings, _cut(run))))


def _cut(run: str) -> list[str]:
    """The longest phrases from the left on, single characters between them: as pypinyin's lazy_pinyin cuts, at a twentieth of its cost."""
    phrases, longest, beginnings = _phrases()
    cut, place, end = list[str](), 0, len(run)
    while place < end:
        length = most = min(longest.get(run[place : place + 2], 1), end - place)
        while length > 1 and run[place : place + length] not in phrases:
            length -= 1
        if length == 1 < most == end - place and run[place:] in beginnings:  # half a phrase at the end falls into its characters
            cut += run[place:]
            break
        cut.append(run[place : place + length])
        place += length
    return cut


@cache
def _readings(word: str) -> tuple[str, ...]:
    """The usual reading of each character; only words of the tables and single characters come here."""
    from pypinyin.constants import PINYIN_DICT

    sounds = _phrases()[0].get(word) or [[PINYIN_DICT.get(ord(word), "").split(",")[0]]]
    return tuple(plain for each in sounds if (plain := _plain(each[0])))


@cache
def _plain(syllable: str) -> str:
    """The syllable in ASCII letters; "" for the few interjections that have none."""
    letters = fold(syllable.translate(_UMLAUTS))
    return letters if letters.isascii() and letters.isalpha() else ""


@cache
def _phrases() -> tuple[Mapping[str, list[list[str]]], Mapping[str, int], Any]:
    """All phrases with their readings, the length of the longest by its first two characters, and all beginnings of phrases.

    Loaded when the first name is read: it takes 0.2 seconds and 56 MB.
    """
    from pypinyin import load_phrases_dict
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg.mmseg import p_set

    lines = files("search").joinpath("data/pinyin.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    load_phrases_dict({word: [[syllable] for syllable in sounds] for word, *sounds in rows})
    longest: dict[str, int] = {}
    for phrase in PHRASES_DICT:
        longest[phrase[:2]] = max(longest.get(phrase[:2], 0), len(phrase))
    return PHRASES_DICT, longest, p_set
