"""Names as people type them: what can be kept, and the key under which spellings of one name meet."""

import unicodedata

from registry.rules.standard_number_text import clean

KEY_AT_MOST = 300


def key(text: str) -> str:
    """The name without case, width, spaces and punctuation: 拉伸强度（老化前） and 拉伸强度 (老化前) are one.

    Indicators with a free name and the vocabulary's synonyms meet under it.
    """
    kept = (character for character in clean(text).casefold() if unicodedata.category(character)[0] not in "PZ")
    return "".join(kept)[:KEY_AT_MOST]


def storable(text: str) -> str:
    """The text as typed, without the characters that a database or canonical JSON cannot hold: controls but line ends, lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
