"""Fills an SQLite registry with as many disclosures as a benchmark asks for, straight into the tables.

Invented enterprises with valid credit codes; each disclosure has one version of `INDICATORS` indicators, whose rows are
written for every `ROWS_EVERY`th version only: pages read the version's document, and forty million rows would measure
the disk of the machine instead. Each disclosure has a product with a GTIN (prefix 952), a short code and, every
`LOTS_EVERY`th, a lot and a serial. Filled once and kept under BENCH_CACHE (default build/bench).
"""

import os
import sqlite3
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from registry import canonical, db
from registry.rules import credit_code, gtin, scan_code
from registry.rules.content import Content, Line, Reference
from registry.rules.document import COMMITMENT, Disclosing, build
from registry.rules.standard_number import StandardNumber, parse

INDICATORS = 12
ROWS_EVERY = 10
LOTS_EVERY = 10
PER_ENTERPRISE = 7
KIND = "with-codes"
"""What a kept file holds: another word where the tables or their filling change."""
STAMP = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
STORED = "2026-06-01 01:00:00.000000"
NAMES = ("拉伸强度", "拉断伸长率", "磨耗量", "粘合强度", "硬度", "热老化后拉伸强度", "热老化后伸长率", "厚度偏差", "宽度偏差", "耐臭氧", "成槽性", "阻燃性")
CHUNK = 5_000


def filled(versions: int) -> Path:
    """A database with `versions` disclosures, made now when it is not kept yet, and brought to today's tables when it is."""
    path = Path(os.environ.get("BENCH_CACHE", "build/bench")) / f"registry-{versions}-{KIND}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        db.upgrade(f"sqlite:///{making}")
        _fill(making, versions)
        making.rename(path)
    db.upgrade(f"sqlite:///{path}")
    _in_memory(path)
    return path


def _in_memory(path: Path) -> None:
    """Read it once: a registry that has served for a while lies in the machine's memory, and the first look at a disk is not what is measured."""
    with path.open("rb") as read:
        while read.read(1 << 24):
            pass


def addresses(path: Path) -> list[str]:
    """Public ids of every disclosure, in an order that has nothing to do with how they lie in the file."""
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("SELECT public_id FROM disclosure ORDER BY substr(public_id, 5), public_id")]


def printed(path: Path) -> dict[str, list[str]]:
    """Paths of printed links by kind, gtin, lot and short, in an order that has nothing to do with how they lie in the file."""
    with sqlite3.connect(path) as connection:
        gtins = [f"/01/{row[0]}" for row in connection.execute("SELECT h.gtin FROM gtin_holding h JOIN scan_code c ON c.product_id = h.product_id ORDER BY substr(c.code, 5), c.code")]
        lots = [f"/01/{row[0]}/10/{row[1]}/21/{row[2]}" for row in connection.execute("SELECT h.gtin, l.lot, s.serial FROM gtin_holding h JOIN lot l ON l.product_id = h.product_id JOIN serial s ON s.lot_id = l.id ORDER BY substr(s.serial, 5), s.serial")]
        codes = [f"/D/{row[0]}" for row in connection.execute("SELECT code FROM scan_code ORDER BY substr(code, 5), code")]
    return {"gtin": gtins, "lot": lots, "short": codes}


def _fill(path: Path, versions: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1048576"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("BEGIN")
    insert(connection, "account", [{"id": 1, "name": "填表人", "password_hash": "!", "language": "zh", "created_at": STORED}])
    for start in range(1, versions + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, versions + 1))
        for table, rows in _tables(numbers).items():
            insert(connection, table, rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _tables(numbers: range) -> dict[str, list[dict[str, Any]]]:
    enterprises = [_enterprise(number // PER_ENTERPRISE) for number in numbers if number % PER_ENTERPRISE == 0 or number == 1]
    return {
        "enterprise": enterprises,
        "indicator": [row for number in numbers if number % ROWS_EVERY == 0 for row in _indicators(number)],
        "draft": [_draft(number) for number in numbers],
        "disclosure_version": [_version(number) for number in numbers],
        "disclosure": [_disclosure(number) for number in numbers],
        "product": [_product(number) for number in numbers],
        "scan_code": [{"id": number, "product_id": number, "code": scan_code.encode(spread(number, scan_code.BITS)), "issued_at": STORED} for number in numbers],
        "gtin_holding": [{"id": number, "gtin": barcode(number), "product_id": number, "since": STORED} for number in numbers],
        "lot": [{"id": number, "product_id": number, "lot": f"L{number}", "produced_on": "2026-06-01", "registered_at": STORED} for number in numbers if number % LOTS_EVERY == 0],
        "serial": [{"product_id": number, "serial": public_id(number), "lot_id": number, "registered_at": STORED} for number in numbers if number % LOTS_EVERY == 0],
        "product_disclosure": [{"id": number, "product_id": number, "disclosure_id": number, "main": 1, "linked_at": STORED} for number in numbers],
    }


def insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Rows of the same columns, straight into the table."""
    if rows:
        columns = list(rows[0])
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", ([row[c] for c in columns] for row in rows))


def spread(number: int, bits: int) -> int:
    """Different numbers that look random: an odd multiplier is a permutation of the residues."""
    return number * 0x9E3779B97F4A7C15 % (1 << bits)


def _code_of(firm: int) -> str:
    body = f"91331022MA{firm:07d}"[:17]
    return body + credit_code.check_character(body)


def _firm_name(firm: int) -> str:
    return f"示例第{firm}号橡胶制品有限公司"


def _enterprise(firm: int) -> dict[str, Any]:
    return {
        "id": firm + 1, "credit_code": _code_of(firm), "name": _firm_name(firm), "division_code": "331022" if firm % 2 else "350302", "town": "海游街道",
        "industry_code": "C2912", "verified_at": STORED, "created_at": STORED, "revision": 1,
    }  # fmt: skip


def _number(number: int) -> str:
    thousand = number // 1000
    letters = "".join(chr(65 + thousand // 26**place % 26) for place in (3, 2, 1, 0))
    return f"Q/{letters} {number % 1000:03d}-2026"


def public_id(number: int) -> str:
    """The public id of a disclosure."""
    bits = spread(number, 50)
    return "".join(scan_code.ALPHABET[bits >> shift & 31] for shift in range(0, 50, 5))


def firm(number: int) -> dict[str, Any]:
    """The row of the enterprise that discloses it."""
    return _enterprise(number // PER_ENTERPRISE)


def standard(number: int) -> str:
    """The number of the disclosed standard."""
    return _number(number)


def barcode(number: int) -> str:
    """A GTIN of 14 digits with the prefix of demonstrations."""
    digits = f"0952{number:09d}"
    return digits + gtin.check_digit(digits)


def _draft(number: int) -> dict[str, Any]:
    return {
        "id": number, "enterprise_id": number // PER_ENTERPRISE + 1, "purpose": "disclose", "title": "示例", "content": "{}", "revision": 1, "created_at": STORED, "created_by_id": 1,
        "saved_at": STORED, "saved_by_id": 1, "disclosed_version_id": number,
    }  # fmt: skip


@cache
def _document() -> tuple[str, StandardNumber]:
    """The canonical document of every version with marks where they differ; canonical order is that of keys, so filling in values keeps it."""
    number = parse(_number(0))
    lines = tuple(Line(name=name, kind="performance" if place else "functional", operator="at_least", low=f"@L{place:02d}@", unit="MPa", method="GB/T 990002-2024 第5章") for place, name in enumerate(NAMES[:INDICATORS]))
    content = Content(number=number.canonical, title="@TITLE@", lines=lines, references=(Reference("normative", "GB/T 990002-2024"),))
    disclosing = Disclosing("@ID@", "@FIRM@", "@CODE@", number, 1, "first", STAMP, STAMP.date(), None, COMMITMENT, {}, "输送带")
    return canonical.text(build(content, disclosing)), number


def _version(number: int) -> dict[str, Any]:
    text, pattern = _document()
    title = f"普通用途织物芯输送带 第{number}型"
    firm = number // PER_ENTERPRISE
    marks = {"@ID@": public_id(number), "@FIRM@": _firm_name(firm), "@CODE@": _code_of(firm), "@TITLE@": title, pattern.canonical: _number(number)}
    for mark, value in (marks | {f"@L{place:02d}@": str(10 + (number + place) % 50) for place in range(INDICATORS)}).items():
        text = text.replace(mark, value)
    return {
        "id": number, "disclosure_id": number, "sequence": 1, "change": "first", "title": title, "subject": "product", "content": text, "content_hash": canonical.digest(text),
        "in_force_from": "2026-06-01", "lower_stated": 0, "text_public": 1, "draft_id": number, "disclosed_by_id": 1, "disclosed_at": STORED,
    }  # fmt: skip


def _disclosure(number: int) -> dict[str, Any]:
    canonical_number, pattern = _number(number), _document()[1]
    serial = canonical_number[2:-5].replace(" ", "")
    return {
        "id": number, "public_id": public_id(number), "enterprise_id": number // PER_ENTERPRISE + 1, "number": canonical_number, "klass": str(pattern.klass), "compact_key": f"enterprise:Q{serial}:2026",
        "undated_key": f"enterprise:Q{serial}", "bare_key": serial[-3:], "round": 1, "basis": "own", "latest_version_id": number, "disclosed_at": STORED,
    }  # fmt: skip


def _indicators(number: int) -> list[dict[str, Any]]:
    return [
        {
            "id": number * 100 + place, "version_id": number, "position": place + 1, "name": name, "name_key": name, "kind": "performance" if place else "functional", "operator": "at_least",
            "low": str(10 + (number + place) % 50), "unit": "MPa", "base_low": (10 + (number + place) % 50) * 1e6, "method": "GB/T 990002-2024 第5章",
        }
        for place, name in enumerate(NAMES[:INDICATORS])
    ]  # fmt: skip


def _product(number: int) -> dict[str, Any]:
    return {"id": number, "enterprise_id": number // PER_ENTERPRISE + 1, "kind": "product", "name": f"夹织物芯输送带 EP{number}", "models": "EP200", "gtin": barcode(number), "created_at": STORED, "revision": 1}
