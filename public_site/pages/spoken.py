"""Words of a page with many words, put once into the language that is spoken and not at each place where they stand."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

from flask_babel import get_domain

from public_site.i18n import language
from public_site.words import pages as named


def speaker() -> Callable[..., str]:
    """`_` for one rendering: bound to the language of this answer, so that no word looks it up again."""
    gettext = get_domain().get_translations().gettext

    def say(text: str, **facts: object) -> str:
        said: str = gettext(text)
        return said % facts if "%" in said else said

    return say


def tables() -> SimpleNamespace:
    """The tables of public_site.words.pages as texts in the language of this answer."""
    return _tables(language())


@cache
def _tables(_language: str) -> SimpleNamespace:
    """Called while `_language` is spoken, which is what makes the words come out in it."""
    found = {name: table for name, table in vars(named).items() if name.isupper() and isinstance(table, dict)}
    return SimpleNamespace(**{name: {code: str(sentence) for code, sentence in table.items()} for name, table in found.items()})
