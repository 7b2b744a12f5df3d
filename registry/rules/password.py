"""Which passwords are good enough, after NIST SP 800-63B: length and a list of common ones, no rules about kinds of characters."""

import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 10
LONGEST: Final = 200
_FEWEST_KINDS: Final = 4  # of characters: 1212121212 has two

# Those of at least ten characters from public lists of leaked passwords, and how they are made.
_COMMON: Final = frozenset((
    "0123456789", "1234567890", "12345678910", "123456789a", "a123456789", "123456789q", "q123456789", "1234567891", "0987654321", "9876543210",
    "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qwertyuiop", "qwertyuiop123", "qwerty12345", "qwerty123456", "asdfghjkl1", "zxcvbnm123",
    "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "password1!", "iloveyou123", "letmein123", "welcome123", "administrator",
    "admin12345", "admin123456", "admin@1234", "root123456", "test123456", "abcd123456", "abc1234567", "abc123456789", "aa12345678", "aa123456789",
    "a1234567890", "qq123456789", "wang123456", "zhang123456", "woaini1314", "woaini520", "woaini521314", "woaini1314520", "5201314520", "5201314521",
    "1314520520", "1234554321", "1234567899", "147258369a", "147258369q", "1472583690", "7894561230", "3141592653", "12345qwert", "qwert12345", "asdf123456",
    "qazwsxedc1", "qazwsxedcrfv", "zaq12wsxcde3", "sanmen331022", "chengxiang1", "changeme123",
))


def prepared(typed: str) -> str:
    """The form that is hashed: one spelling of what keyboards send differently (NIST SP 800-63B, NFKC)."""
    return unicodedata.normalize("NFKC", typed)


def problem(typed: str, *, own: Iterable[str] = ()) -> str | None:
    """password_short, password_long, password_own or password_common; None when it is good. Characters are counted, not bytes.

    `own` are the person's name and addresses, which everybody tries first.
    """
    text = prepared(typed)
    if len(text) < SHORTEST:
        return "password_short"
    if len(text) > LONGEST:
        return "password_long"
    if text.casefold() in _everybody_tries_first(own):
        return "password_own"
    return "password_common" if text.casefold() in _COMMON or len(set(text)) < _FEWEST_KINDS else None


def _everybody_tries_first(own: Iterable[str]) -> set[str]:
    words = {prepared(word).casefold() for word in own if word}
    return words | {word.partition("@")[0] for word in words} | {word.removeprefix("+86") for word in words} | {word.removeprefix("+") for word in words}
