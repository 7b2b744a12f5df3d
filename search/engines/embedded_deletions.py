"""Which subjects were deleted under which lease: a deleted document has no room for it, and a late writer would bring it back."""

import os
from collections.abc import Sequence
from pathlib import Path

REMEMBERED = 100_000
"""The newest deletions; a writer that slept through more of them has long lost its lease."""


class Deletions:
    """A file of lines `seat token`, only ever appended to, and begun anew when it has grown long. Whoever has the pen writes it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "deleted"

    def add(self, seats: Sequence[int], token: int) -> None:
        """They last before the commit that deletes."""
        if not seats:
            return
        with self._path.open("a") as file:
            file.writelines(f"{place} {token}\n" for place in seats)
            file.flush()
            os.fsync(file.fileno())
            long = file.tell() > 40 * REMEMBERED
        if long:
            self._shorten()

    def later_than(self, token: int) -> set[int]:
        """Seats deleted under a higher token; a subject that was written since has that token itself or a higher one."""
        return {place for place, under in self._lines() if under > token}

    def _lines(self) -> list[tuple[int, int]]:
        try:
            lines = self._path.read_text().splitlines(keepends=True)
        except FileNotFoundError:
            return []
        pairs = [line.split() for line in lines if line.endswith("\n")]  # a line that a killed process left half is not one
        return [(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2]

    def _shorten(self) -> None:
        aside = self._path.with_suffix(".new")
        aside.write_text("".join(f"{place} {token}\n" for place, token in self._lines()[-REMEMBERED:]))
        aside.replace(self._path)
