"""Mark in a loaded text what was asked for."""

from collections.abc import Iterable, Iterator

from search.reading import Reading
from search.text import Token, tokens


def marked(text: str, reading: Reading) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each was asked for; joined they are the text."""
    return pieces(text, _hits(text, reading.words))


def pieces(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each lies in one of the places (start, end); places that touch or overlap are one."""
    cut: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _joined(places):
        cut += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in (*cut, (text[end:], False)) if piece[0]]


def _hits(text: str, words: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Places of asked tokens; of a pair that begins with an asked character alone, that character."""
    for token in tokens(text) if words else ():
        if token.text in words:
            yield token.start, token.end
        elif _begins(token, words):
            yield token.start, token.start + 1


def _begins(token: Token, words: frozenset[str]) -> bool:
    return len(token.text) > 1 and not token.text[0].isascii() and token.text[0] in words


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
