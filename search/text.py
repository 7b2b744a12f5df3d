"""Cut texts into the tokens that every engine stores and asks for, so that all engines find the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the place in the original text that it stands for: text[start:end]."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text with their places, by their beginnings; those that overlap (a model number and its parts) longest first. Never raises."""
    return []


def words(text: str) -> list[str]:
    """The tokens of a text as a document holds them: side by side as in the text, whole model numbers and standard numbers behind.

    Parts of a document are cut one by one and their lists joined.
    """
    return []


def phrase(text: str) -> list[str]:
    """The tokens that stand side by side in `words` of every text that holds this one."""
    return []


def fold(text: str) -> str:
    """The text without differences of case, width, form (NFKC), accents and script (traditional to simplified, character by character)."""
    return text
