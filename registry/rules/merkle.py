"""One hash over a list, and the short proof that something is on it (the tree of RFC 6962, over leaves in ascending order).

Sorted, since the order of a list must not matter; leaves and nodes are hashed with different first bytes, so that a node
cannot be passed off as a leaf.
"""

import hashlib
from collections.abc import Iterable, Sequence

Step = tuple[str, bytes]
"""Side of the neighbour ("left" or "right") and its hash."""


def root(leaves: Iterable[bytes]) -> bytes:
    """The hash over all leaves (32 bytes each); SHA-256 of nothing for an empty list."""
    levels = _levels(sorted(leaves))
    return levels[-1][0] if levels else hashlib.sha256(b"").digest()


def path(leaves: Iterable[bytes], leaf: bytes) -> list[Step]:
    """What to hash a leaf with, from the bottom up, to arrive at the root. Raises ValueError for a leaf that is not there."""
    ordered = sorted(leaves)
    position, steps = ordered.index(leaf), []
    for level in _levels(ordered)[:-1]:
        neighbour = position ^ 1
        if neighbour < len(level):
            steps.append(("left" if neighbour < position else "right", level[neighbour]))
        position //= 2
    return steps


def arrives(leaf: bytes, steps: Iterable[Step], at: bytes) -> bool:
    """Whether the path leads from the leaf to that root."""
    found = _leaf(leaf)
    for side, neighbour in steps:
        found = _node(neighbour, found) if side == "left" else _node(found, neighbour)
    return found == at


def _levels(ordered: Sequence[bytes]) -> list[list[bytes]]:
    level = [_leaf(each) for each in ordered]
    levels = [level] if level else []
    while len(level) > 1:
        pairs = [_node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
        level = pairs + level[-1:] if len(level) % 2 else pairs
        levels.append(level)
    return levels


def _leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
