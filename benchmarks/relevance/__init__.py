"""Judged queries over the demonstration and the catalogue extract, and how a ranking is measured against them.

`judged.jsonl` is data, a query on each line: `kind`, `query`, `expected` (subject to grade). A subject is named by what
stays the same in every demonstration: disclosure:NUMBER@CREDIT-CODE, product:GTIN or product:NAME@CREDIT-CODE,
enterprise:CREDIT-CODE, standard:NUMBER. Grade 3: what was asked for. 2: as good as that, such as an older edition, another
enterprise's disclosure of the number, or a neighbouring product. 1: related. Queries of the kind `nothing` expect nothing.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import CatalogueStandard, Disclosure, Enterprise, Product

Kind = Literal[
    "number", "partial_name", "word_order", "synonym", "pinyin", "initials", "traditional", "full_width",
    "wrong_character", "product_word", "short_name", "barcode", "nothing", "credit_code", "condition",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
BEST = 3
RANKS = 10
_FILE = Path(__file__).parent / "judged.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the grades of the subjects that answer it."""

    kind: Kind
    query: str
    expected: Mapping[str, int]


def judged() -> list[Judged]:
    """The whole set, in the order of the file."""
    return [Judged(**json.loads(line)) for line in _FILE.read_text("utf-8").splitlines()]


def subjects(session: Session) -> dict[tuple[str, int], str]:
    """Every subject of the registry that is public, under the name that the judged set gives it."""
    named = {("standard", id_): f"standard:{number}" for id_, number in session.execute(select(CatalogueStandard.id, CatalogueStandard.number))}
    holders = dict(session.execute(select(Enterprise.id, Enterprise.credit_code).where(Enterprise.verified_at.is_not(None))).all())
    named |= {("enterprise", id_): f"enterprise:{code}" for id_, code in holders.items()}
    for id_, holder, number in session.execute(select(Disclosure.id, Disclosure.enterprise_id, Disclosure.number)):
        if holder in holders:
            named["disclosure", id_] = f"disclosure:{number}@{holders[holder]}"
    for id_, holder, name, gtin in session.execute(select(Product.id, Product.enterprise_id, Product.name, Product.gtin).where(Product.merged_into_id.is_(None))):
        if holder in holders:
            named["product", id_] = f"product:{gtin}" if gtin else f"product:{name}@{holders[holder]}"
    return named


def ndcg(found: Sequence[str], expected: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002, gains 2^grade - 1); of a query that expects nothing: whether nothing was found."""
    if not expected:
        return float(not found)
    return _gain([expected.get(each, 0) for each in found[:RANKS]]) / _gain(sorted(expected.values(), reverse=True)[:RANKS])


def success(found: Sequence[str], expected: Mapping[str, int]) -> bool:
    """Whether the first result is one of the best that there are; nothing where nothing is expected."""
    if not expected:
        return not found
    return bool(found) and expected.get(found[0], 0) == max(expected.values())


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))
