"""`registry catalogue import`: reads a list of standards and takes it in, lot by lot, with its progress.

Each lot is a transaction: memory stays small, and a crash loses one lot only. Starting again does no harm.
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from registry.actions import catalogue
from registry.actions.catalogue import Outcome, Problem, Row
from registry.db import Database, utc_now
from registry.errors import Invalid
from registry.rules.catalogue import NEEDED
from registry.rules.permission import SYSTEM

LOT = 2000
_GZIP = b"\x1f\x8b"

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


def run(database: Database, path: Path, progress: Progress | None = None, *, source_name: str = "") -> Outcome:
    """Import a CSV file (UTF-8, plain or gzip) with at least the columns std_no and title_zh.

    Raises Invalid({"file": code}) before anything is written: file_not_found, file_not_a_csv, columns_missing. A file
    that breaks off in the middle is taken in up to there, and the break is the last of the outcome's problems.
    """
    total, whole, seen = _count(path), Outcome(), set[tuple[str, str]]()
    broken: list[Problem] = []
    rows = _rows(path, broken)
    while lot := list(islice(rows, LOT)):
        with database.transaction() as session:
            _join(whole, catalogue.import_rows(session, actor=SYSTEM, rows=lot, source_name=(source_name or path.name)[:64], now=utc_now(), seen=seen))
        if progress:
            progress(min(whole.read, total), total)
    whole.problems += broken
    return whole


def _join(whole: Outcome, part: Outcome) -> None:
    whole.new, whole.changed, whole.same = whole.new + part.new, whole.changed + part.changed, whole.same + part.same
    whole.problems += part.problems


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as opened:
        packed = opened.read(2) == _GZIP
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


def _count(path: Path) -> int:
    """Lines after the header; a row with a line break in it counts twice, which only a progress bar sees."""
    try:
        with _open(path) as opened:
            header = opened.readline()
            lines = sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(1 << 20), b""))
    except FileNotFoundError:
        raise Invalid({"file": "file_not_found"}) from None
    except EOFError:  # breaks off; the rows before the break are imported
        return 0
    except OSError:
        raise Invalid({"file": "file_not_a_csv"}) from None
    if missing := [name for name in NEEDED if name.encode() not in header]:
        raise Invalid({"file": "columns_missing"}, columns=", ".join(missing))
    return lines


def _rows(path: Path, broken: list[Problem]) -> Iterator[Row]:
    """Rows with their line; whatever keeps the file from being read further is put into `broken`."""
    with io.TextIOWrapper(_open(path), encoding="utf-8-sig", errors="replace", newline="") as text:
        reader = csv.DictReader(text)
        try:
            for row in reader:
                yield reader.line_num, row
        except (csv.Error, OSError, EOFError):
            broken.append(Problem(reader.line_num + 1, "", "file_breaks_off"))
