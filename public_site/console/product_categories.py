"""From what is typed where a category belongs to one category: settled at once, or a few to choose from."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from public_site.console.choosing import Choice
from public_site.i18n import language
from registry.models import ProductCategory
from registry.queries import vocabulary
from registry.rules import names
from registry.rules.vocabulary import ranked

MOST_OFFERED = 12


class Tree:
    """All categories, read once for a page or a pasted list."""

    def __init__(self, rows: Sequence[ProductCategory]) -> None:
        self._rows = {row.code: row for row in rows}
        self._meant: dict[str, set[str]] = {}
        for row in rows:
            for text in (row.code, row.name, row.name_en, *row.synonyms):
                self._meant.setdefault(names.key(text), set()).add(row.code)

    def settle(self, typed: str, picked: str = "") -> Choice:
        """The category that was picked or that the name or synonym means; else what comes close to it."""
        if picked in self._rows:
            return Choice(self.words(picked), picked)
        meant = self._meant.get(names.key(typed), set()) if names.key(typed) else set()
        if len(meant) == 1:
            return Choice(typed, next(iter(meant)))
        close = sorted(meant) or (list(ranked(typed, self._spellings())) if names.key(typed) else [])
        return Choice(typed, "", tuple((code, self._whole(code)) for code in close[:MOST_OFFERED]))

    def kind(self, code: str) -> str:
        """product or service; "" for an unknown code."""
        return self._rows[code].kind if code in self._rows else ""

    def words(self, code: str | None) -> str:
        """The category's name in the reader's language; "" for none."""
        found = self._rows.get(code or "")
        return "" if found is None else _name(found)

    def of_id(self, category_id: int | None) -> str:
        """The name of the category with this id; "" for none."""
        return next((_name(row) for row in self._rows.values() if row.id == category_id), "")

    def all_words(self) -> list[str]:
        """Every name, as suggestions for a cell."""
        return [_name(row) for row in self._rows.values()]

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Root's name, and (code, words) of it and of all below it, in the order of the tree."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in sorted(self._rows.values(), key=lambda each: each.path):
            root = row.path.split("/", 1)[0]
            depth = row.path.count("/") - 1
            found.setdefault(root, []).append((row.code, "\u3000" * max(0, depth - 1) + _name(row)))
        return [(self.words(root), options) for root, options in found.items()]

    def _spellings(self) -> list[tuple[str, str]]:
        return [(row.code, text) for row in self._rows.values() for text in (row.name, row.name_en, *row.synonyms)]

    def _whole(self, code: str) -> str:
        above = [self.words(each) for each in self._rows[code].path.split("/") if each in self._rows]
        return " › ".join(above)


def read(session: Session) -> Tree:
    """The tree as the bureau keeps it."""
    return Tree(vocabulary.categories(session))


def _name(row: ProductCategory) -> str:
    return row.name_en if language() == "en" else row.name
