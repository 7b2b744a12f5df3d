"""Fills a registry of `filling` with two published rankings, of many entries and of a few, straight into the tables.

Values are invented; each entry is judged by the registry's own rules, so that its texts have the length that they have.
Six core indicators; every entry of level 1 is a candidate. Kept beside the registry that it is made from.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import filling
from benchmarks.filling import STORED, insert
from registry import canonical, db
from registry.rules import bundle, scoring
from registry.rules.content import Line
from registry.rules.judged import Inputs, Judged
from registry.rules.scheme import Case, Core, Scheme, Step
from registry.rules.self_check_world import Concept

FEW = 100
KIND = "board-1"
"""Another word where the tables or their filling change."""
CORES = ("拉伸强度", "拉断伸长率", "粘合强度", "撕裂强度", "硬度", "厚度")
CONCEPTS = {f"bench-{place}": Concept(f"bench-{place}", name, "pressure", "higher") for place, name in enumerate(CORES)}
BOARDS = {1: "MANYENTRYS", 2: "FEWENTRIES"}
_ENTRIES = 2_000


def scheme() -> Scheme:
    """24, 18 and 12 MPa of everything."""
    case = Case("", Step(low="24"), Step(low="18"), Step(low="12"))
    return Scheme(title="输送带评价方案（示例）", category="bench", year="2026", valid_from="2026-01-01", cores=tuple(Core(code, "at_least", "MPa", (case,)) for code in CONCEPTS))


def filled(entries: int) -> Path:
    """A registry of `entries` disclosures with a ranking of all of them and one of FEW."""
    source = filling.filled(entries)
    path = source.with_name(f"{source.stem}-{KIND}.sqlite3")
    if not path.exists():
        making = path.with_suffix(".making")
        shutil.copyfile(source, making)
        _fill(making, entries)
        making.rename(path)
    db.upgrade(f"sqlite:///{path}")
    return path


def _fill(path: Path, entries: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("BEGIN")
    content = canonical.text(asdict(scheme()))
    _world(connection)
    for board, count in ((1, entries), (2, min(FEW, entries))):
        _board(connection, board, count, content)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _world(connection: sqlite3.Connection) -> None:
    insert(connection, "bureau", [{"id": 1, "name": "示例局", "level": "county", "division_code": "331022", "created_at": STORED}])
    insert(connection, "assessment_body", [{"id": 1, "public_id": "BODY", "name": "某某质量评价中心（示例）", "credit_code": "52330100MJ8700000H", "document": "示例", "bureau_id": 1, "admitted_by_id": 1, "admitted_at": STORED}])
    insert(connection, "product_category", [{"id": 1, "code": "bench", "path": "bench/", "name": "输送带", "name_en": "Belts", "kind": "product", "synonyms": "[]"}])
    insert(connection, "indicator_concept", [
        {"id": place + 1, "code": code, "name": each.name, "name_en": code, "kind": "performance", "quantity": "pressure", "direction": "higher", "grades": "[]", "conditions": "{}", "created_at": STORED}
        for place, (code, each) in enumerate(CONCEPTS.items())
    ])  # fmt: skip


def _board(connection: sqlite3.Connection, board: int, count: int, content: str) -> None:
    insert(connection, "evaluation_scheme", [{"id": board, "public_id": f"SCHEME{board}", "body_id": 1, "category_id": 1, "year": 2026, "draft": "{}", "revision": 1, "latest_version_id": board, "created_by_id": 1, "created_at": STORED, "changed_at": STORED}])
    insert(connection, "scheme_version", [{"id": board, "scheme_id": board, "sequence": 1, "title": "输送带评价方案（示例）", "content": content, "content_hash": canonical.digest(content), "valid_from": "2026-01-01", "published_by_id": 1, "published_at": STORED}])
    judged = sorted(((each.level or 9, number, each, bundle.Pen().inputs(inputs, {})) for number, inputs, each in _judged(count)), key=lambda each: each[:2])
    levels = {level: sum(each[0] == level for each in judged) for level in (1, 2, 3, 9)}
    first = {1: 1, 2: levels[1] + 1, 3: levels[1] + levels[2] + 1}
    medals = [{"division_code": "331022", "levels": {str(level): levels[level] for level in (1, 2, 3)}, "candidates": levels[1]}]
    lists = [{"concept": code, "condition": "", "published": False, "reason": "all_equal", "bands": {"1": count}, "declared": count} for code in CONCEPTS]
    for start in range(0, len(judged), _ENTRIES):
        rows = [_entry(board, order, first.get(level), number, each, inputs) for order, (level, number, each, inputs) in enumerate(judged[start : start + _ENTRIES], start + 1)]
        insert(connection, "ranking_entry", rows)
        insert(connection, "front_runner", [_candidate(board, row) for row in rows if row["level"] == 1])
    insert(connection, "ranking", [{
        "id": board, "public_id": BOARDS[board], "scheme_version_id": board, "category_id": 1, "year": 2026, "as_of": "2026-06-01", "graded": count - levels[9], "excluded": levels[9],
        "levels": bundle.text({str(level): levels[level] for level in (1, 2, 3)}), "lists": bundle.text(lists), "medals": bundle.text(medals), "concepts": bundle.text(bundle.concepts_document(CONCEPTS)),
        "inputs_hash": "0" * 64, "result_hash": "0" * 64, "compiled_by_id": 1, "compiled_at": STORED, "published_by_id": 1, "published_at": STORED,
    }])  # fmt: skip


def _judged(count: int) -> Iterator[tuple[int, Inputs, Judged]]:
    """A seventh at level 1, some below base; values hardly repeat, as those of many makers do not."""
    ready = scoring.prepare(scheme(), CONCEPTS)
    for number in range(1, count + 1):
        least = (26, 24, 20, 19, 14, 13, 11 if number % 20 == 0 else 16)[number % 7]
        lines = tuple(Line(each.name, code, "performance", "at_least", f"{least + filling.spread(number * 7 + place, 10) % 400 / 100:.2f}", unit="MPa", method="GB/T 528-2009") for place, (code, each) in enumerate(CONCEPTS.items()))
        inputs = Inputs(lines)
        yield number, inputs, scoring.judge(ready, inputs)


def _entry(board: int, order: int, place: int | None, number: int, judged: Judged, inputs: str) -> dict[str, Any]:
    firm = filling.firm(number)
    return {
        "ranking_id": board, "order_no": order, "disclosure_id": number, "version_id": number, "enterprise_id": firm["id"], "public_id": filling.public_id(number), "number": filling.standard(number),
        "title": f"普通用途织物芯输送带 第{number}型", "enterprise": firm["name"], "credit_code": firm["credit_code"], "province_code": firm["division_code"][:2] + "0000",
        "city_code": firm["division_code"][:4] + "00", "division_code": firm["division_code"], "place": place, "level": judged.level, "stars": judged.stars, "points": None,
        "reason": None if judged.level else judged.reasons[0].code, "inputs_hash": "0" * 64, "judged": bundle.Pen().judged(judged), "inputs": inputs,
    }  # fmt: skip


def _candidate(board: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "public_id": f"{board}-{row['public_id']}", "kind": "candidate", "disclosure_id": row["disclosure_id"], "version_id": row["version_id"], "enterprise_id": row["enterprise_id"], "ranking_id": board,
        "category": "输送带", "year": 2026, "models": "EP200", "valid_from": "2026-06-01", "valid_until": "2099-12-31", "recorded_by_id": 1, "recorded_at": STORED,
    }  # fmt: skip
