"""Importing the reference catalogue against reading the same file and bare bulk inserts of the same rows.

Both write into a fresh, migrated SQLite file with the registry's own settings (WAL, synchronous=FULL, in lots of one
transaction each). The import runs in a process of its own, whose peak memory is taken.
"""

import csv
import gzip
import multiprocessing
import os
import resource
import shutil
import sqlite3
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks import Result, given, interleaved
from public_site import catalogue_import
from registry import db
from registry.models.catalogue import CatalogueSource, CatalogueStandard

FILE = "catalogue/cn_standards_catalogue.csv.gz"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
LARGEST_MB = 300
MOST_TIMES = 5


def run() -> list[Result]:
    """Ratio and memory of an import into an empty catalogue, and of the same import once more."""
    path = given(FILE)
    if path is None:
        return [Result("import / (reading + bare inserts)", None, note=f"BENCH_DATA names no folder with {FILE}")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db.upgrade(f"sqlite:///{folder / 'empty.sqlite3'}")
        peaks: list[float] = []
        measured = interleaved({"import": lambda: _import(folder, path, peaks), "bare": lambda: _in_child(_bare, folder, path)["seconds"], "again": lambda: _again(folder, path)}, ROUNDS)
    return [
        Result("import / (reading + bare inserts)", measured["import"] / measured["bare"], "times", at_most=MOST_TIMES),
        Result("peak memory of the import", max(peaks), "MB", at_most=LARGEST_MB),
        Result("import", measured["import"], "s", note=f"{_rows(path):,} rows, median of {ROUNDS} interleaved rounds"),
        Result("reading + bare inserts", measured["bare"], "s"),
        Result("the same file again", measured["again"], "s", note="nothing changes"),
    ]


def _import(folder: Path, path: Path, peaks: list[float]) -> float:
    done = _in_child(_registry, folder, path)
    peaks.append(done["megabytes"])
    return float(done["seconds"])


def _again(folder: Path, path: Path) -> float:
    return float(_in_child(_registry, folder, path, fresh=False)["seconds"])


def _in_child(work: Any, folder: Path, path: Path, *, fresh: bool = True) -> dict[str, float]:
    """Run `work` on a copy of the empty database, in a new process: memory is its own and nothing is warm."""
    database = folder / f"{work.__name__}.sqlite3"
    if fresh:
        for leftover in folder.glob(f"{work.__name__}.sqlite3*"):
            leftover.unlink()
        shutil.copyfile(folder / "empty.sqlite3", database)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        answer: dict[str, float] = pool.apply(_timed, (work, database, path))
    return answer


def _timed(work: Any, database: Path, path: Path) -> dict[str, float]:
    started = time.perf_counter()
    work(database, path)
    return {"seconds": time.perf_counter() - started, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _registry(database: Path, path: Path) -> None:
    opened = db.Database(f"sqlite:///{database}")
    catalogue_import.run(opened, path)
    opened.close()


def _bare(database: Path, path: Path) -> None:
    """Read the file and insert its cells as they are into the same two tables, with as many source rows as the import writes."""
    opened = db.Database(f"sqlite:///{database}")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        rows, number = csv.DictReader(text), 0
        while lot := list(islice(rows, catalogue_import.LOT)):
            with opened.transaction() as session:
                connection: sqlite3.Connection = session.connection().connection.dbapi_connection  # type: ignore[assignment]
                numbered = list(enumerate(lot, number + 1))
                connection.executemany(_statement(CatalogueStandard), [_standard(each, row) for each, row in numbered])
                connection.executemany(_statement(CatalogueSource), [_source(each, row, source) for each, row in numbered for source in row["source"].split("+")])
            number += len(lot)
    opened.close()


def _statement(model: Any) -> str:
    names = [column.name for column in insert(model).table.columns if model is CatalogueStandard or column.name != "id"]
    return f"INSERT INTO {model.__tablename__} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"


def _standard(number: int, row: dict[str, str]) -> tuple[Any, ...]:
    values = {
        "id": number, "number": row["std_no"], "klass": row["kind"], "compact_key": f"{row['std_no']}#{number}", "undated_key": row["std_no"], "bare_key": row["std_no"], "title": row["title_zh"],
        "mandatory": 0, "issued_on": row["issue_date"] or None, "in_force_on": row["impl_date"] or None, "withdrawn_on": None, "withdrawn_sources": 0,
        "replaced_by": row["replaced_by"] or None, "ics": row["ics"] or None, "ccs": row["ccs"] or None, "issuer": row["issuer"] or None,
    }  # fmt: skip
    return tuple(values[column.name] for column in insert(CatalogueStandard).table.columns)


def _source(number: int, row: dict[str, str], source: str) -> tuple[Any, ...]:
    values = {"standard_id": number, "source": source, "status": row["status"], "stated": _plain_json(row), "imported_at": "2026-01-01 00:00:00.000000"}
    return tuple(values[column.name] for column in insert(CatalogueSource).table.columns if column.name != "id")


def _plain_json(row: dict[str, str]) -> str:
    """A text of the same length as what the import keeps, put together by hand: the bare insert encodes nothing."""
    return "{" + ", ".join(f'"{name}": "{text}"' for name, text in row.items() if text and name not in ("abstract", "source")) + "}"


def _rows(path: Path) -> int:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return sum(1 for _ in csv.reader(text)) - 1
