"""The sentences behind the codes of the domain: one module per room, merged here.

A room's module has `WORDS: dict[str, LazyString]`; a sentence may hold %(name)s for the facts of its error. The code
"field.NAME" holds what a field is called, for pages that list what was typed.
"""

import logging
import re
from collections.abc import Mapping

from flask_babel import LazyString

from public_site.words import (
    accounts,
    answers,
    assessor,
    cases,
    catalogue,
    codes,
    drafts,
    drawings,
    enterprises,
    front_runners,
    honours,
    improvement,
    inspections,
    label_kits,
    products,
    rankings,
    rectifications,
    regulator,
    reports,
    resolving,
    screening,
    search,
    self_check,
    shell,
    spot_checks,
    statistics,
    uploads,
)

ROOMS: tuple[Mapping[str, LazyString], ...] = (shell.WORDS, statistics.WORDS, spot_checks.WORDS, accounts.WORDS, uploads.WORDS, enterprises.WORDS, catalogue.WORDS, codes.WORDS, drawings.WORDS, drafts.WORDS, products.WORDS, rankings.WORDS, rectifications.WORDS, front_runners.WORDS, honours.WORDS, label_kits.WORDS, self_check.WORDS, regulator.WORDS, reports.WORDS, cases.WORDS, answers.WORDS, resolving.WORDS, search.WORDS, assessor.WORDS, improvement.WORDS, screening.WORDS, inspections.WORDS)
_HOLE = re.compile(r"%\((\w+)\)[sd]")
_log = logging.getLogger(__name__)


def all_words() -> dict[str, LazyString]:
    """Every code that has words. Raises ValueError when two rooms claim one code."""
    merged: dict[str, LazyString] = {}
    for room in ROOMS:
        twice = merged.keys() & room.keys()
        if twice:
            raise ValueError(f"codes with words in two rooms: {sorted(twice)}")
        merged |= room
    return merged


_WORDS = all_words()


def known(code: str) -> bool:
    """Whether `code` has words."""
    return code in _WORDS


def field(name: str) -> str:
    """What a form's field is called, where a room says so under "field.NAME"; the name itself otherwise."""
    return str(_WORDS.get(f"field.{name}", name))


def meaning(code: str) -> str:
    """The sentence for a code of no error in particular: "…" stands for its facts. KeyError for a code without words."""
    return _HOLE.sub("…", str(_WORDS[code]))


def of(code: str, **facts: object) -> str:
    """The sentence for `code` in the reader's language, with its facts filled in; the code itself when it has none."""
    sentence = _WORDS.get(code)
    if sentence is None:
        _log.warning("no words for code %s", code)
        return code
    return _HOLE.sub(lambda hole: str(facts.get(hole[1], "")), str(sentence))
