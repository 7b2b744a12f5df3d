"""Words of a page with many words, put once into the language that is spoken and not at each place where they stand."""

from functools import cache
from types import ModuleType, SimpleNamespace

from public_site.i18n import language
from public_site.words import pages as named


def tables(words: ModuleType = named) -> SimpleNamespace:
    """The tables of a module of words as texts in the language of this answer."""
    return _tables(language(), words)


@cache
def _tables(_language: str, words: ModuleType) -> SimpleNamespace:
    """Called while `_language` is spoken, which is what makes the words come out in it."""
    found = {name: table for name, table in vars(words).items() if name.isupper() and isinstance(table, dict)}
    return SimpleNamespace(**{name: {code: str(sentence) for code, sentence in table.items()} for name, table in found.items()})
