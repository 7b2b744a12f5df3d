"""Whether two disclosed standards say nearly the same, found without comparing every one with every other.

A standard's text is the set of the short pieces of its lines. A sketch (MinHash, Broder 1997; one permutation with
rotation, Shrivastava and Li 2014) estimates how much two sets share; where a band of two sketches agrees, the sets
themselves are compared. Nothing is said that rests on a sketch alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from registry.rules.screening import Remark
from registry.rules.standard_number_text import clean

NEARLY: Final = 0.9
"""Shared pieces by all pieces (Jaccard) from which two texts are nearly the same. A choice of this registry."""
LEAST: Final = 150
"""Pieces below which a text is too short to be told from another: two indicators alone are alike by chance."""
PIECE: Final = 5
BINS: Final = 64
ROWS: Final = 8
TEXT_BAND: Final = BINS // ROWS
"""Place of the band that stands for the very same file."""
_CELLS: Final = ("name", "operator", "low", "high", "unit", "grade", "text", "condition_text", "method")
_POSITIVE: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Text:
    """A disclosed standard for comparison. text_sha256: of the file handed in, "" without one. parties: credit codes of joint authors and entrusted parties."""

    public_id: str
    number: str
    key: str
    enterprise: str
    credit_code: str
    text_sha256: str
    pieces: frozenset[str]
    parties: frozenset[str] = frozenset()


def text(public_id: str, number: str, key: str, enterprise: str, credit_code: str, text_sha256: str, document: Mapping[str, Any]) -> Text:
    """A disclosure with its version's document."""
    parties = frozenset(str(each["credit_code"]).strip().upper() for each in document["parties"])
    return Text(public_id, number, key, enterprise, credit_code, text_sha256, pieces(document), parties)


def remarks(mine: Text, others: Iterable[Text]) -> Iterator[Remark]:
    """Which other disclosures say nearly the same, or hand in the very same file; joint authors and entrusted parties may (SAMR Order 83 Art. 13, 15)."""
    for other in others:
        if mine.key == other.key or other.credit_code in mine.parties or mine.credit_code in other.parties:
            continue
        facts = {"other": other.public_id, "number": other.number, "enterprise": other.enterprise}
        if mine.text_sha256 and mine.text_sha256 == other.text_sha256:
            yield Remark("same_text", other.public_id, facts)
        elif nearly_the_same(mine.pieces, other.pieces):
            yield Remark("alike", other.public_id, facts | {"share": str(int(100 * share(mine.pieces, other.pieces)))})


def pieces(document: Mapping[str, Any]) -> frozenset[str]:
    """Five characters each, of every line of a version's document by itself, so that the order of lines does not matter."""
    lines = [document["title"], *("|".join(str(each[cell] or "") for cell in _CELLS) for each in document["indicators"]), *(each["number"] for each in document["references"])]
    texts = (clean(line).casefold().replace(" ", "") for line in lines)
    return frozenset(text[place : place + PIECE] for text in texts for place in range(max(1, len(text) - PIECE + 1)) if text)


def share(one: Collection[str], other: Collection[str]) -> float:
    """How much of both is in both, 0 to 1."""
    first, second = frozenset(one), frozenset(other)
    together = len(first | second)
    return len(first & second) / together if together else 0.0


def nearly_the_same(one: Collection[str], other: Collection[str]) -> bool:
    """Whether both are long enough to tell, and share enough."""
    return min(len(one), len(other)) >= LEAST and share(one, other) >= NEARLY


def bands(found: Collection[str], text_sha256: str = "") -> dict[int, int]:
    """Place to band, a positive number of 63 bits; empty for a text that is too short. text_sha256: of the file handed in."""
    kept = {TEXT_BAND: int(text_sha256, 16) & _POSITIVE} if text_sha256 else {}
    if len(found) < LEAST:
        return kept
    sketch = _sketch(found)
    return {place // ROWS: _hash(repr((place, sketch[place : place + ROWS]))) for place in range(0, BINS, ROWS)} | kept


def _sketch(found: Iterable[str]) -> Sequence[int]:
    """The least hash of each bin; an empty bin borrows from the next one that is not, going round."""
    least: list[int | None] = [None] * BINS
    for piece in found:
        hashed = _hash(piece)
        place, value = hashed % BINS, hashed // BINS
        known = least[place]
        if known is None or value < known:
            least[place] = value
    return [_borrowed(least, place) for place in range(BINS)]


def _borrowed(least: Sequence[int | None], place: int) -> int:
    for steps in range(BINS):
        value = least[(place + steps) % BINS]
        if value is not None:
            return value + steps
    return 0


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) & _POSITIVE
