"""Clean the text that people paste where a standard number belongs, before anybody tries to read it."""

import re
import unicodedata
from typing import Final

_DASHES: Final[dict[int, str]] = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2500, 0x30FC, 0xFE58, 0xFE63, 0xFF0D], "-")
_SLASHES: Final[dict[int, str]] = dict.fromkeys(map(ord, "／∕⁄\\"), "/")
_STROKES: Final[dict[int, str]] = {**_DASHES, **_SLASHES, ord("。"): "."}
_LABEL: Final = re.compile(r"^(?:本?产品|企业)?(?:执行|采用)?标准(?:编?号|代号)?(?:为|是)?[ :]*")
# The one-em rule before the year is often typed as the Chinese numeral one.
_NUMERAL_ONE: Final = re.compile(r"(?<=[0-9S]) ?一 ?(?=(?:19|20)[0-9]{2})")
_SEPARATORS: Final = tuple((f" {each}", each, f"{each} ") for each in "/:-")
_REPEATED: Final = re.compile(r"([/:-])\1+")


def clean(text: str) -> str:
    """The text in Unicode NFKC, without invisible characters, controls and lone surrogates, one space between words.

    A second cleaning changes nothing, and the result can be stored in any database.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = unicodedata.normalize("NFKC", text).translate(_VISIBLE)
    return " ".join(unicodedata.normalize("NFKC", visible).split())


class _Visible(dict[int, str]):
    """What is seen of each character; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        seen = self[code] = _SEEN.get(unicodedata.category(chr(code)), chr(code))
        return seen


_SEEN: Final = {"Cf": "", "Cs": "\N{REPLACEMENT CHARACTER}", "Cc": " "}
_VISIBLE: Final = _Visible()


def strokes(cleaned: str) -> str:
    """Cleaned text in upper case, every dash as `-`, every slash as `/`, no space beside them."""
    plain = cleaned.isascii() and "\\" not in cleaned
    text = cleaned.upper() if plain else cleaned.translate(_STROKES).upper()
    if "一" in text:
        text = _NUMERAL_ONE.sub("-", text)
    if " " in text:
        for before, separator, after in _SEPARATORS:
            text = text.replace(before, separator).replace(after, separator)
    return _REPEATED.sub(r"\1", text)


def without_label(text: str) -> str:
    """The text without a leading 执行标准号 or the like, and without the brackets of a title."""
    return _LABEL.sub("", text.strip("《》〈〉\"'“”[]【】 ")).strip()
