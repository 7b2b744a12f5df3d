"""What an enterprise is called: short names, whole names as terms, and names with one wrong character."""

from collections.abc import Iterable


def short(name: str) -> str:
    """The part of an enterprise's name that people say (三门县佳音橡胶有限公司: 佳音橡胶), "" when nothing distinctive is left."""
    return ""


def keys(names: Iterable[str]) -> list[str]:
    """For the field `names`: each name under registry.rules.names.key, once."""
    return []


def near(names: Iterable[str]) -> list[str]:
    """For the field `near`, and for asking it: names of 2 to 12 characters (folded) and each with one character left out.

    Two names that differ in one character, one more or one less, or two neighbours swapped share a term.
    """
    return []


def meant(typed: str, candidates: Iterable[str]) -> str | None:
    """The candidate (as given) that differs from what was typed by one character replaced, added, left out or swapped with its neighbour; None for none."""
    return None
