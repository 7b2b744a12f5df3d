"""Fills an SQLite registry with disclosures that are called as real ones are, straight into the tables, for measuring the search.

Names of enterprises, product words and titles come from the folder that BENCH_DATA names and may not ship, so a kept
file (BENCH_CACHE, default build/bench) stays on the machine. The whole reference catalogue is imported; three in ten
disclosures are of its standards, the others are enterprises' own, called by a shopper's product words or by a title.
Popular words stand in many, most in few. Each has `INDICATORS` rows of indicators under shipped concepts; every
`PRODUCTS_EVERY`th a product with a GTIN (prefix 952); some were checked, some state lower indicators.
"""

import csv
import gzip
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import filling, given
from public_site import catalogue_import
from registry import canonical, db
from registry.actions import vocabulary
from registry.db import utc_now
from registry.reference import divisions, industries
from registry.rules import credit_code, scan_code, unit
from registry.rules.content import Content, Line, Reference
from registry.rules.document import COMMITMENT, Disclosing, build
from registry.rules.names import key
from registry.rules.permission import SYSTEM
from registry.rules.standard_number import StandardNumber, parse

FILES = ("bench/enterprise_names.csv.gz", "search/product_queries.csv.gz", "catalogue/cn_standards_catalogue.csv.gz")
KIND = "search-1"
"""What a kept file holds: another word where the tables or their filling change."""
INDICATORS = 4
PER_ENTERPRISE = 9
PRODUCTS_EVERY = 5
CHECKED_EVERY, LOWER_EVERY = 60, 40
CHUNK = 5_000
FIRST_DAY = datetime(2022, 1, 4, 1, 0, tzinfo=UTC)
DAYS = 1_750
_FORMATS = "%Y-%m-%d %H:%M:%S.%f"


def missing() -> list[str]:
    """Files of real names that BENCH_DATA should lead to and does not."""
    return [name for name in FILES if given(name) is None]


def filled(disclosures: int) -> Path:
    """A database with so many disclosures, made now when it is not kept yet, and brought to today's tables when it is."""
    path = Path(os.environ.get("BENCH_CACHE", "build/bench")) / f"registry-{disclosures}-{KIND}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        _furnish(making)
        _fill(making, disclosures)
        making.rename(path)
    db.upgrade(f"sqlite:///{path}")
    return path


def words(name: str) -> list[str]:
    """The first column of a file of BENCH_DATA, in its order."""
    return [row[0] for row in _rows(name)]


def _rows(name: str) -> list[list[str]]:
    path = given(name)
    assert path is not None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return list(csv.reader(text))[1:]


def _furnish(path: Path) -> None:
    """Vocabularies and the whole catalogue; the index is built anew anyway, so nothing stays queued."""
    db.upgrade(f"sqlite:///{path}")
    database = db.Database(f"sqlite:///{path}")
    with database.transaction() as session:
        vocabulary.load(session, actor=SYSTEM, now=utc_now())
    catalogue = given(FILES[2])
    assert catalogue is not None
    catalogue_import.run(database, catalogue)
    database.close()


def _fill(path: Path, disclosures: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1048576"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM index_task")
    filling.insert(connection, "account", [{"id": 1, "name": "填表人", "password_hash": "!", "language": "zh", "created_at": filling.STORED}])
    filling.insert(connection, "bureau", [{"id": 1, "name": "示例市场监督管理局", "level": "county", "division_code": "331022", "created_at": filling.STORED}])
    world = _World.of(connection)
    for start in range(1, disclosures + 1, CHUNK):
        for table, rows in _tables(world, range(start, min(start + CHUNK, disclosures + 1))).items():
            filling.insert(connection, table, rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


@dataclass(frozen=True)
class _World:
    """What chance picks from. standards: id, number, class, its three keys and title."""

    firms: list[str]
    wanted: list[str]
    standards: list[tuple[Any, ...]]
    concepts: list[tuple[int, str, str]]
    categories: list[tuple[int, str, str]]
    counties: list[str]
    trades: list[str]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> "_World":
        counties = [county.code for province in divisions.children() for city in divisions.children(province.code) for county in divisions.children(city.code)]
        trades = [each.code for each in _industries() if len(each.code) == len("C2912")]
        return cls(
            words(FILES[0]),
            [word for word in words(FILES[1]) if 1 < len(word) < 40],
            connection.execute("SELECT id, number, klass, compact_key, undated_key, bare_key, title FROM catalogue_standard WHERE compact_key NOT LIKE '%unreadable%' ORDER BY id").fetchall(),
            [row for row in connection.execute("SELECT id, name, default_unit FROM indicator_concept WHERE default_unit IS NOT NULL ORDER BY id") if unit.find(row[2])],
            connection.execute("SELECT id, code, name FROM product_category ORDER BY id").fetchall(),
            counties,
            trades,
        )


def _industries(above: str | None = None) -> Iterator[industries.Industry]:
    for each in industries.children(above):
        yield each
        yield from _industries(each.code)


def _tables(world: _World, numbers: range) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ("enterprise", "enterprise_name", "indicator", "draft", "disclosure_version", "disclosure", "product", "scan_code", "product_disclosure", "standing")}
    for number in numbers:
        chance = Random(number)
        if number % PER_ENTERPRISE == 0 or number == 1:
            tables["enterprise"].append(_enterprise(world, number // PER_ENTERPRISE))
        made = _Made.of(world, number, chance)
        tables["indicator"] += made.indicators(world, chance)
        tables["draft"].append(made.draft())
        tables["disclosure_version"].append(made.version())
        tables["disclosure"].append(made.disclosure())
        if number % PRODUCTS_EVERY == 0:
            tables["product"].append(made.product())
            tables["scan_code"].append({"id": number, "product_id": number, "code": scan_code.encode(filling.spread(number, scan_code.BITS)), "issued_at": made.stored})
            tables["product_disclosure"].append({"id": number, "product_id": number, "disclosure_id": number, "main": 1, "linked_at": made.stored})
        if number % CHECKED_EVERY == 0:
            tables["standing"].append(made.check(chance))
    return tables


def _enterprise(world: _World, firm: int) -> dict[str, Any]:
    """More enterprises than there are names: later ones are branches."""
    chance = Random(-firm - 1)
    name, branch = world.firms[firm % len(world.firms)], firm // len(world.firms)
    body = f"91{world.counties[firm * 7919 % len(world.counties)]}MA{firm:07d}"[:17]
    return {
        "id": firm + 1, "credit_code": body + credit_code.check_character(body), "name": f"{name}第{branch}分公司" if branch else name,
        "division_code": body[2:8], "industry_code": chance.choice(world.trades), "verified_at": _stored(FIRST_DAY), "created_at": _stored(FIRST_DAY), "revision": 1,
    }  # fmt: skip


def popular(chance: Random, count: int) -> int:
    """A place from 0: some are picked often, most seldom."""
    return int(count * chance.random() ** 3)


def _stored(instant: datetime) -> str:
    return instant.strftime(_FORMATS)


@dataclass(frozen=True)
class _Made:
    """One disclosure."""

    number: int
    firm: int
    called: tuple[str, str, str, str, str]
    """Number and its class and keys."""
    standard_id: int | None
    title: str
    category: tuple[int, str, str]
    at: datetime
    wanted: str

    @classmethod
    def of(cls, world: _World, number: int, chance: Random) -> "_Made":
        wanted = world.wanted[popular(chance, len(world.wanted))]
        standard = world.standards[popular(chance, len(world.standards))]
        at = FIRST_DAY + timedelta(days=chance.randrange(DAYS), seconds=number % 30_000)
        category, firm = world.categories[popular(chance, len(world.categories))], number // PER_ENTERPRISE
        if number % 10 < 3:
            return cls(number, firm, (*standard[1:6],), standard[0], standard[6], category, at, wanted)
        own = f"Q/{_letters(firm)} {number % PER_ENTERPRISE + 1:03d}-{at.year}"
        serial = own[2:-5].replace(" ", "")
        title = f"{standard[6]} {_model(chance)}" if number % 10 < 5 else wanted
        return cls(number, firm, (own, "enterprise", f"enterprise:Q{serial}:{at.year}", f"enterprise:Q{serial}", serial[-3:]), None, title, category, at, wanted)

    @property
    def stored(self) -> str:
        return _stored(self.at)

    def disclosure(self) -> dict[str, Any]:
        number, klass, compact, undated, bare = self.called
        return {
            "id": self.number, "public_id": filling.public_id(self.number), "enterprise_id": self.firm + 1, "number": number, "klass": klass, "compact_key": compact, "undated_key": undated,
            "bare_key": bare, "round": self.number, "basis": "own" if self.standard_id is None else "implemented", "catalogue_id": self.standard_id, "latest_version_id": self.number, "disclosed_at": self.stored,
        }  # fmt: skip

    def version(self) -> dict[str, Any]:
        content = document().replace("@ID@", filling.public_id(self.number)).replace("@TITLE@", self.title.replace("\\", "").replace('"', "")).replace("@CATEGORY@", self.category[1]).replace("@NAMED@", self.category[2])
        return {
            "id": self.number, "disclosure_id": self.number, "sequence": 1, "change": "first", "title": self.title, "subject": "product" if self.number % 20 else "service", "content": content,
            "content_hash": f"{self.number:064x}", "in_force_from": self.at.date().isoformat(), "lower_stated": int(self.number % LOWER_EVERY == 0), "text_public": 1, "draft_id": self.number,
            "disclosed_by_id": 1, "disclosed_at": self.stored,
        }  # fmt: skip

    def draft(self) -> dict[str, Any]:
        return {
            "id": self.number, "enterprise_id": self.firm + 1, "purpose": "disclose", "title": self.title, "content": "{}", "revision": 1, "created_at": self.stored, "created_by_id": 1, "saved_at": self.stored,
            "saved_by_id": 1, "disclosed_version_id": self.number,
        }  # fmt: skip

    def indicators(self, world: _World, chance: Random) -> list[dict[str, Any]]:
        return [self._indicator(place, world.concepts[popular(chance, len(world.concepts))], chance.randrange(1, 200)) for place in range(INDICATORS)]

    def _indicator(self, place: int, concept: tuple[int, str, str], low: int) -> dict[str, Any]:
        concept_id, name, symbol = concept
        return {
            "id": self.number * 10 + place, "version_id": self.number, "position": place + 1, "concept_id": concept_id, "name": name, "name_key": key(name), "kind": "performance", "operator": "at_least",
            "low": str(low), "unit": symbol, "base_low": _base(low, symbol), "method": "GB/T 990002-2024 第5章",
        }  # fmt: skip

    def product(self) -> dict[str, Any]:
        return {
            "id": self.number, "enterprise_id": self.firm + 1, "kind": "product", "name": self.wanted, "models": _model(Random(self.number)), "category_id": self.category[0], "gtin": filling.barcode(self.number),
            "created_at": self.stored, "revision": 1,
        }  # fmt: skip

    def check(self, chance: Random) -> dict[str, Any]:
        day = (self.at + timedelta(days=chance.randrange(1, 60))).date().isoformat()
        return {
            "id": self.number, "enterprise_id": self.firm + 1, "disclosure_id": self.number, "kind": "checked", "effective_on": day, "result": chance.choice(("conforming", "conforming", "nonconforming")),
            "source": "双随机抽查（示例）", "annulled": 0, "bureau_id": 1, "recorded_by_id": 1, "recorded_at": self.stored,
        }  # fmt: skip


def _model(chance: Random) -> str:
    return f"{chance.choice('ABCDEFGHJKLMNPSTXYZ')}{chance.choice('ABCDEFGHJKLMNPSTXYZ')}-{chance.randrange(10, 9990)}"


def _letters(firm: int) -> str:
    return "".join(chr(65 + firm // 26**place % 26) for place in (3, 2, 1, 0))


@cache
def _base(low: int, symbol: str) -> float:
    known = unit.find(symbol)
    assert known is not None
    return float(unit.base_value(low, known))


@cache
def document() -> str:
    """The canonical document of every version with marks where they differ."""
    number: StandardNumber = parse("Q/ABCD 001-2026")
    lines = tuple(Line(name=name, kind="performance", operator="at_least", low="10", unit="MPa", method="GB/T 990002-2024 第5章") for name in filling.NAMES[:INDICATORS])
    content = Content(number=number.canonical, title="@TITLE@", category="@CATEGORY@", lines=lines, references=(Reference("normative", "GB/T 990002-2024"),))
    return canonical.text(build(content, Disclosing("@ID@", "示例", "91330000MA0000000X", number, 1, "first", filling.STAMP, filling.STAMP.date(), None, COMMITMENT, {}, "@NAMED@")))
