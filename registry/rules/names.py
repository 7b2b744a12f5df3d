"""Names as people type them: what can be kept, and the key under which spellings of one name meet."""

import unicodedata
from typing import Any, Final

from registry.rules.standard_number_text import clean

KEY_AT_MOST = 300


def key(text: str) -> str:
    """The name without case, width, spaces and punctuation: 拉伸强度（老化前） and 拉伸强度 (老化前) are one.

    Indicators with a free name and the vocabulary's synonyms meet under it.
    """
    return clean(text).casefold().translate(_KEPT)[:KEY_AT_MOST]


class _Kept(dict[int, str]):
    """What a key keeps of each character: nothing of spaces and punctuation. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        kept = self[code] = "" if unicodedata.category(chr(code))[0] in "PZ" else chr(code)
        return kept


_KEPT: Final = _Kept()


def storable(text: str) -> str:
    """The text as typed, without the characters that a database or canonical JSON cannot hold: controls but line ends, lone surrogates."""
    if text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def storable_whole(typed: Any) -> Any:
    """JSON values with every text in them `storable`; tuples as lists, as JSON has them."""
    match typed:
        case str():
            return storable(typed)
        case dict():
            return {key: storable_whole(value) for key, value in typed.items()}
        case list() | tuple():
            return [storable_whole(value) for value in typed]
        case _:
            return typed
