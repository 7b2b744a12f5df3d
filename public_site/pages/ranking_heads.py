"""What never changes about a published ranking, kept in memory: reading and preparing its scheme costs more than a page of its board."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app

from public_site.i18n import language
from public_site.pages.machine import address
from registry.plain import Look
from registry.queries import public_rankings
from registry.queries.public_rankings import Frozen, Now
from registry.rules.indicator import display
from registry.rules.judged import Reading
from registry.rules.line_value import value
from registry.rules.thresholds import Ask

MOST_KEPT = 200
ROOT = "/rankings"


@dataclass(frozen=True, slots=True)
class Head:
    """A published ranking: what may change, and what does not."""

    now: Now
    frozen: Frozen

    @property
    def row(self) -> Any:
        return self.frozen.row

    @property
    def base(self) -> str:
        return f"{ROOT}/{self.row.public_id}"

    @property
    def address(self) -> str:
        return address(self.base)

    @property
    def title(self) -> str:
        english = self.frozen.scheme.title_en if language() == "en" else ""
        return english or str(self.row.title)

    @property
    def category(self) -> str:
        return str((language() == "en" and self.row.category_name_en) or self.row.category_name)

    @property
    def superseded(self) -> bool:
        """Whether a newer ranking of the scheme stands."""
        return bool(self.now.newest != self.row.public_id)


def head(look: Look, public_id: str) -> Head:
    """NotFound for a ranking that is not published."""
    now = public_rankings.now(look, public_id)
    kept = current_app.extensions.setdefault("rankings", {})
    key = (now.id, now.result_hash)
    frozen = kept.get(key)
    if frozen is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        frozen = kept[key] = public_rankings.frozen(look, now.id)
    return Head(now, frozen)


def concept(frozen: Frozen, code: str, spoken: str) -> str:
    """What a concept was called when the ranking was compiled; in English what the vocabulary calls it."""
    english = frozen.english.get(code, "") if spoken == "en" else ""
    known = frozen.concepts.get(code)
    return english or (known.name if known else code)


def condition(frozen: Frozen, code: str, named: str) -> str:
    """What a condition of a concept is called; "" for none."""
    return frozen.conditions.get((code, named), named)


def as_read(reading: Reading, spoken: str) -> str:
    """The value as the enterprise or the standard gave it; "" where there is none."""
    return _as_read(reading.operator, reading.low, reading.high, reading.unit, reading.grade, spoken)


@lru_cache(maxsize=16384)  # most promises are made by many
def _as_read(operator: str, low: str, high: str, unit: str, grade: str, spoken: str) -> str:
    found = value(_Cells(operator, low, high, unit, grade))
    return display(found, spoken) if found else " ".join(filter(None, (low, high, unit, grade)))


def threshold(ask: Ask, named: str, level: int, spoken: str) -> str:
    """What a level asks for under a condition; "" for nothing."""
    asked = ask.cases[named][level - 1]
    return display(asked, spoken) if asked else ""


class _Cells:
    """A reading as cells of a line; of words a reading keeps only that they were there."""

    def __init__(self, operator: str, low: str, high: str, unit: str, grade: str) -> None:
        self.operator, self.low, self.high, self.unit, self.grade, self.text = operator, low, high, unit, grade, ""
