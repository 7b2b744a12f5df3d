"""Fills an SQLite registry with the counters of as many disclosures as a benchmark asks for, by the registry's own rule.

The page of statistics reads counters alone, so disclosures themselves are left out. Two provinces with all their counties,
every section of GB/T 4754 and three years; a twentieth was checked. Filled once and kept under BENCH_CACHE.
"""

import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks import filling
from registry import db
from registry.reference import divisions, industries
from registry.rules.statistic import Cell, DisclosureFacts, EnterpriseFacts, Facts, FindingFacts, Place, ProductFacts, Share, cells, places, share
from registry.rules.status import Word

KIND = "counted"
PROVINCES = ("330000", "350000")
YEARS = (2024, 2025, 2026)
SECTIONS = tuple(each.code for each in industries.children())
CHECKED_EVERY = 20
FIRST_DAY = date(2024, 1, 1)


def filled(disclosures: int) -> Path:
    """A database with the counters of `disclosures` disclosures."""
    path = Path(os.environ.get("BENCH_CACHE", "build/bench")) / f"registry-{disclosures}-{KIND}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        db.upgrade(f"sqlite:///{making}")
        _fill(making, disclosures)
        making.rename(path)
    db.upgrade(f"sqlite:///{path}")
    return path


def addresses() -> list[str]:
    """The page about every place that has something, every section and every year, and all of each."""
    found = sorted({each for county in _counties() for each in places(county)})
    asked = [(division, section, year) for division in found for section in ("", *SECTIONS) for year in ("", *map(str, YEARS))]
    random.Random(1).shuffle(asked)
    return [_address(*each) for each in asked]


def _address(division: str, section: str, year: str) -> str:
    kept = "&".join(f"{name}={value}" for name, value in (("division", division), ("industry", section), ("year", year)) if value)
    return f"/statistics?{kept}" if kept else "/statistics"


def _counties() -> list[str]:
    return [county.code for province in PROVINCES for city in divisions.children(province) for county in divisions.children(city.code)]


def _facts(number: int) -> Iterator[Facts]:
    spread = filling.spread(number, 40)
    counties = _COUNTIES
    place = Place(counties[spread % len(counties)], SECTIONS[spread // 1009 % len(SECTIONS)])
    day = FIRST_DAY + timedelta(days=spread // 65537 % 1000)
    klass = "enterprise" if number % 4 else "national"
    yield DisclosureFacts(place, klass, "product" if number % 5 else "service", day, (day,), filling.INDICATORS, Word.current if number % 10 else Word.superseded)
    yield ProductFacts(place, day, ended=number % 9 == 0)
    if number % filling.PER_ENTERPRISE == 0:
        yield EnterpriseFacts(place, day, day)
    if number % CHECKED_EVERY == 0:
        yield FindingFacts(place, day, recheck=False, verdict=("conforming", "minor_defect", "nonconforming")[number // CHECKED_EVERY % 3], failed=("L5", "L7")[: number // CHECKED_EVERY % 3])


_COUNTIES = _counties()


def _fill(path: Path, disclosures: int) -> None:
    leaves: Counter[Cell] = Counter()
    for number in range(1, disclosures + 1):
        for facts in _facts(number):
            one = share(facts)
            for measure, month, count in one.counts:
                leaves[one.division_code, one.industry, month, measure] += count
    counters: Counter[Cell] = Counter()
    for (division, industry, month, measure), count in leaves.items():
        for cell, number in cells(Share(division, industry, ((measure, month, count),))):
            counters[cell] += number
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO statistic (division_code, industry, month, measure, count) VALUES (?, ?, ?, ?, ?)", ((*cell, count) for cell, count in sorted(counters.items())))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
