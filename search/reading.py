"""What was typed, in the engine's terms: numbers in any spelling, codes, conditions on indicators, words, synonyms, pinyin."""

from dataclasses import dataclass
from typing import Literal

from search.engine import Ask
from search.query import SearchQuery
from search.synonyms import Vocabulary

Recognisable = Literal["number", "credit_code", "barcode", "code", "condition", "synonym", "pinyin", "cut"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """One thing that the text was taken for.

    text: as typed. shown: a number's canonical form, a credit code, a barcode's 14 digits, a short code, a condition
    in words (透湿率 ≥8000 g/(m²·24h)), the other words of a synonym (joined by 、), the syllables of pinyin; of `cut`
    the words that were too many. valid: False for a credit code or barcode whose check character is wrong.
    """

    kind: Recognisable
    text: str
    shown: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """The question and why it was read so. `words`: the tokens that are marked in results (search.highlights)."""

    ask: Ask
    recognised: tuple[Recognised, ...] = ()
    words: frozenset[str] = frozenset()

    def found(self, kind: Recognisable) -> Recognised | None:
        """The first thing of this kind that was recognised."""
        return next((each for each in self.recognised if each.kind == kind), None)


def read(query: SearchQuery, vocabulary: Vocabulary) -> Reading:
    """The question of a query, with its filters, facets, order and place. Never raises, whatever was typed."""
    return Reading(Ask())
