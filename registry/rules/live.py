"""What has become of an entry since the newest published ranking."""

from decimal import Decimal
from typing import NamedTuple

CHANGES = ("up", "down", "new", "gone", "version")


class Stand(NamedTuple):
    """How a disclosure stands: the version that was judged, the level (None: not graded), points as a decimal or ""."""

    version_id: int
    level: int | None
    points: str


def change(before: Stand | None, now: Stand | None) -> str | None:
    """up, down, new, gone, version (as it stood, from another version), None: as published. `before`: as published, None when it was not on the board."""
    was, becomes = _graded(before), _graded(now)
    if was is None or becomes is None:
        return "new" if becomes else "gone" if was else None
    if _worth(becomes) != _worth(was):
        return "up" if _worth(becomes) < _worth(was) else "down"
    return None if becomes.version_id == was.version_id else "version"


def _graded(stand: Stand | None) -> Stand | None:
    return stand if stand is not None and stand.level is not None else None


def _worth(stand: Stand) -> tuple[int | None, Decimal]:
    """The less, the better."""
    return stand.level, -Decimal(stand.points or 0)
