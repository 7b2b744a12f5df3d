"""What inspectors go through (检查表): items with the article behind each and what follows where one is not met.

A checklist is data and has versions: an inspection keeps the one that it began with. The first one merges what published
bulletins of enterprise-standard inspections examine: legality (L1 to L8) and form (N1 to N6).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SEVERITIES = ("escalate", "rectify", "guidance")
"""What follows when an item is not met, the gravest first: an order to rectify that the province hears of when it is not
obeyed (Standardization Law Art. 39), an order to rectify (Art. 38, 42), or advice alone."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. basis: articles as short codes, which the pages put into words."""

    code: str
    severity: str
    basis: tuple[str, ...]
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A whole checklist; items in the order in which they are asked."""

    code: str
    title: str
    source: str
    items: tuple[Item, ...]
    title_en: str = ""

    def item(self, code: str) -> Item | None:
        """The item of that code."""
        return next((each for each in self.items if each.code == code), None)

    def to_json(self) -> dict[str, Any]:
        """As it is kept: canonical JSON is made of it."""
        return {**asdict(self), "items": [asdict(each) | {"basis": list(each.basis)} for each in self.items]}


def from_json(document: Mapping[str, Any]) -> Checklist:
    """Read what `to_json` wrote, or a file that ships. Raises ValueError: an item twice, an unknown severity, no item, an item without a basis."""
    items = tuple(Item(each["code"], each["severity"], tuple(each["basis"]), each["text"], each.get("text_en", "")) for each in document["items"])
    if not items or len({each.code for each in items}) < len(items):
        raise ValueError("a checklist has items, each once")
    for each in items:
        if each.severity not in SEVERITIES or not each.basis or not each.text:
            raise ValueError(f"item {each.code} has no severity, basis or text")
    return Checklist(document["code"], document["title"], document["source"], items, document.get("title_en", ""))
