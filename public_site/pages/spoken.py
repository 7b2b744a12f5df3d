"""Words of a page with many words, put once into the language that is spoken and not at each place where they stand."""

from functools import cache
from types import SimpleNamespace

from public_site.i18n import language
from public_site.words import pages as named


def tables() -> SimpleNamespace:
    """The tables of public_site.words.pages as texts in the language of this answer."""
    return _tables(language())


@cache
def _tables(_language: str) -> SimpleNamespace:
    """Called while `_language` is spoken, which is what makes the words come out in it."""
    found = {name: table for name, table in vars(named).items() if name.isupper() and isinstance(table, dict)}
    return SimpleNamespace(**{name: {code: str(sentence) for code, sentence in table.items()} for name, table in found.items()})
