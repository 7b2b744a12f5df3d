"""Names and titles by their sound: syllables and initials for documents, and what typed Latin letters may mean."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

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
    return list(threes("".join(syllable[0] for syllable in syllables(text))))


def threes(letters: str) -> tuple[str, ...]:
    """Every three neighbouring letters."""
    return tuple(letters[place : place + INITIALS_SIDE_BY_SIDE] for place in range(len(letters) - INITIALS_SIDE_BY_SIDE + 1))


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
    sounded = _HAN.sub(lambda found: " ".join(("", *_sounds(found[0]), "")), text)
    return " ".join(fold(f"{sounded} {text}").split())[:ORDER_AT_MOST]


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


@lru_cache(maxsize=65536)
def _sounds(run: str) -> tuple[str, ...]:
    return tuple(plain for plain in map(_plain, _reader()(run)) if plain)


@cache
def _plain(syllable: str) -> str:
    """The syllable in ASCII letters; "" for the few interjections that have none."""
    letters = fold(syllable.translate(_UMLAUTS))
    return letters if letters.isascii() and letters.isalpha() else ""


@cache
def _reader() -> Callable[[str], list[str]]:
    """Loaded when the first name is read: it takes 0.2 seconds and 56 MB."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    lines = files("search").joinpath("data/pinyin.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    load_phrases_dict({word: [[syllable] for syllable in sounds] for word, *sounds in rows})
    return lambda run: lazy_pinyin(run, style=Style.TONE, errors="ignore")
