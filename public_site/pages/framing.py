"""Pages that are rendered once and filled at every request: what stands round their own pieces is the same at many addresses."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from markupsafe import escape

from public_site.i18n import other_language

PLACE = "\x00"
"""Where a piece of the page goes; no text that the database or a template holds has it."""


def filled(frame: Sequence[str], pieces: Sequence[str]) -> str:
    """The page; `frame` is what stood between the places, one part more than there are pieces (HTML both)."""
    if len(frame) != len(pieces) + 1:
        raise ValueError("a frame with other places")
    return "".join(chain.from_iterable(zip_longest(frame, pieces, fillvalue="")))


def switch() -> str:
    """The link to this page in the other language."""
    code, name, where_to = other_language()
    return f'<a class="language" href="{escape(where_to)}" hreflang="{code}" lang="{"zh-CN" if code == "zh" else "en"}">{name}</a>'
