"""Codes of the registry's trees with all above them, and places by name, as documents hold them; a process looks each up once."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from registry.reference import classifications, divisions, industries

_LISTED = re.compile(r"[;,、，；\s]+")
address = lru_cache(maxsize=4096)(divisions.full_name)
"""A division as written in an address."""


@lru_cache(maxsize=4096)
def region(code: str) -> tuple[str, ...]:
    """Province, city, county."""
    return tuple(each.code for each in divisions.path(code))


@lru_cache(maxsize=4096)
def industry(code: str) -> tuple[str, ...]:
    """Section, division, group, class."""
    return tuple(each.code for each in industries.path(code))


@lru_cache(maxsize=4096)
def ics(listed: str) -> tuple[str, ...]:
    """A catalogue names several codes with commas or semicolons between."""
    return _each_once(each for code in _LISTED.split(listed) for each in classifications.path_ics(code))


@lru_cache(maxsize=4096)
def ccs(listed: str) -> tuple[str, ...]:
    """As `ics`."""
    return _each_once(each for code in _LISTED.split(listed) for each in classifications.path_ccs(code))


def _each_once(found: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.code for each in found))
