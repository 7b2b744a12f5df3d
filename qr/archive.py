"""A ZIP of drawn codes with a CSV that names them, in bounded memory and the same bytes every time.

Like sheets (`qr.labels`), a long run is drawn in parts, so that it can stop and go on:

    for number, part in enumerate(symbols.batches(entries, archive.PART)):
        path = folder / f"{number:05d}.zip"
        if not path.exists():
            with path.open("wb") as out:   # write aside and rename
                archive.draw_part(part, out, first=number * archive.PART, formats=("svg",), look=look)
    with out_path.open("wb") as out:
        archive.join(sorted(folder.glob("*.zip")), out)

`draw_archive` is just that, for whoever needs no stop. codes.csv (UTF-8 with a byte order mark, as spreadsheets want it)
has a row for each file; a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO, Final

from qr import advice, single, symbols
from qr.advice import Look
from qr.layout import Label
from registry.errors import Invalid

PART: Final = 500
"""Codes of a part."""
FORMATS: Final = ("svg", "png", "pdf")
COLUMNS: Final = ("file", "text", "short_code", "gtin", "variant", "lot", "serial", "product", "number")
CSV_NAME: Final = "codes.csv"
_BEGINNING: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can tell, for the same bytes on any day
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z_-]+")
_NAME_MOST: Final = 24
_IN_MEMORY: Final = 4 << 20
_COPIED: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with what the CSV says of it; "" where there is nothing."""

    label: Label
    product: str
    gtin: str = ""
    variant: str = ""
    lot: str = ""
    serial: str = ""


def draw_archive(entries: Iterable[Entry], out: IO[bytes], *, formats: Sequence[str] = ("svg",), look: Look, dpi: int = 300, processes: int = 1, on_codes: Callable[[int], None] | None = None) -> int:
    """Write the ZIP to `out` (seekable) and return how many codes are in it; `on_codes` is told how many are drawn."""
    done = 0
    with TemporaryDirectory() as folder, symbols.processes(processes) as pool:
        paths: list[Path] = []
        for batch in symbols.batches(entries, PART):
            paths.append(Path(folder) / f"{len(paths):05d}.zip")
            with paths[-1].open("wb") as part:
                draw_part(batch, part, first=done, formats=formats, look=look, dpi=dpi, pool=pool)
            done += len(batch)
            if on_codes:
                on_codes(done)
        join(paths, out)
    return done


def draw_part(entries: Iterable[Entry], out: IO[bytes], *, first: int, formats: Sequence[str], look: Look, dpi: int = 300, pool: Executor | None = None) -> None:
    """Write the drawings of some codes and their rows; `first` is how many codes come before them, and begins the names.

    Raises Invalid (fields of `advice.check`, `formats`, `dpi`).
    """
    if not formats or set(formats) - set(FORMATS):
        raise Invalid({"formats": "archive_format"})
    advice.check(look)
    rows = io.StringIO()
    with zipfile.ZipFile(out, "w") as part:
        for number, (entry, files) in enumerate(symbols.drawn(entries, partial(_files, formats=formats, look=look, dpi=dpi), pool), first + 1):
            for kind, content in zip(formats, files, strict=True):
                name = f"{_name(entry, number)}.{kind}"
                part.writestr(_info(name), content)
                csv.writer(rows).writerow([name, *map(_cell, _facts(entry))])
        part.writestr(_info(CSV_NAME), rows.getvalue())


def join(parts: Sequence[Path], out: IO[bytes]) -> None:
    """Write one ZIP with the drawings of all parts and one CSV, file by file."""
    with zipfile.ZipFile(out, "w") as whole, SpooledTemporaryFile(_IN_MEMORY) as rows:
        rows.write(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
        for path in parts:
            with zipfile.ZipFile(path) as part:
                for name in part.namelist():
                    if name == CSV_NAME:
                        rows.write(part.read(name))
                    else:
                        whole.writestr(_info(name, packed=not name.endswith(".png")), part.read(name))
        rows.seek(0)
        with whole.open(_info(CSV_NAME, packed=True), "w", force_zip64=True) as table:
            while chunk := rows.read(_COPIED):
                table.write(chunk)


def _files(entries: list[Entry], formats: Sequence[str], look: Look, dpi: int) -> list[list[bytes]]:
    return [[single.draw(kind, entry.label, look, dpi=dpi) for kind in formats] for entry in entries]


def _info(name: str, *, packed: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.create_system = 3  # Unix, on whatever system it is made: it is part of the bytes
    info.external_attr = 0o644 << 16
    return info


def _facts(entry: Entry) -> tuple[str, ...]:
    return entry.label.text, entry.label.code, entry.gtin, entry.variant, entry.lot, entry.serial, entry.product, entry.label.number


def _name(entry: Entry, number: int) -> str:
    """A file name that every system takes; the number makes it the only one."""
    parts = (entry.label.code, entry.variant, entry.lot, entry.serial)
    return "-".join([f"{number:06d}", *(_UNSAFE.sub("_", part)[:_NAME_MOST] for part in parts if part)])


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
