"""The table of fields as tantivy's schema, and a document as it is written there.

Ways of this engine: texts are whitespace-joined tokens, since search.text cut them. What is walked in order has a sort key
that ends with the seat, so no two documents tie. Bounds and sort keys are kept as hexadecimal, whose order is the text's and
which no query parser reads as anything else.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from tantivy import Document, Schema, SchemaBuilder

from search import fields
from search.engine import Change, Formed
from search.fields import BY_NAME, FIELDS

BOUNDS = frozenset({"lows", "highs"})
"""Fields of which ranges are asked."""
LONGEST_BOUND = 8_000
"""Characters; a longer one is left out."""
LONGEST_NAME = 500
"""Characters that count for sorting."""
SEATS = 2**31
_LAST_INSTANT = 2**32 - 2
_MOST_STARS = 15
_NAMES = tuple(field.name for field in FIELDS if field.kind == "name")
_WORDS = tuple(field.name for field in FIELDS if field.kind == "words")
_TERMS = tuple(field.name for field in FIELDS if field.kind == "terms" and field.name not in BOUNDS)
_KEPT = tuple(field.name for field in FIELDS if field.kind == "kept")
Made = TypeVar("Made")
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def schema() -> Schema:
    """`seat` is the key of a document; `newest`, `oldest`, `stars_order` and the names are walked in ascending order; `token` is the lease under which it was written."""
    builder = SchemaBuilder()
    for name in _WORDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for field in FIELDS:
        if field.kind == "terms":
            builder.add_text_field(field.name, tokenizer_name="raw", fast=field.facet, index_option="basic")
    for name in _NAMES:
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in _KEPT:
        builder.add_bytes_field(name, stored=True)
    builder.add_integer_field("seat", indexed=True, fast=True)
    for name in ("newest", "oldest", "stars_order", "token"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def seat(kind: str, subject_id: int) -> int:
    """The place of a subject in the order of the whole index. Raises ValueError for what cannot have one."""
    place = fields.seat(kind, subject_id)
    if not 0 <= place < SEATS:
        raise ValueError(f"{kind} {subject_id} has no place in the index")
    return place


def bound(term: str) -> str:
    """In hexadecimal, never empty."""
    return "a" + term.encode("utf-8", "replace").hex()


def document(change: Change, place: int, token: int) -> Document:
    """What is written for a change. Raises ValueError with the reason when a value is not of its kind: one wrong value would end tantivy's writer."""
    assert change.document is not None
    return _written(change.document, place, lambda values: Document(seat=place, token=token, **values))


def formed(change: Change) -> Formed:
    """As JSON, which tantivy reads in a quarter of the time that values take; refused with the reason instead of raising."""
    digest = str((change.document or {}).get("digest", ""))
    try:
        place = seat(change.kind, change.subject_id)
        form = b"" if change.document is None else _written(change.document, place, lambda values: _encoded(values, place))
    except ValueError as wrong:
        return Formed(change.kind, change.subject_id, digest, b"", str(wrong))
    return Formed(change.kind, change.subject_id, digest, form)


def _written(said: Mapping[str, Any], place: int, made: Callable[[dict[str, Any]], Made]) -> Made:
    """What `made` makes of the values; ValueError as `document`."""
    if unknown := said.keys() - BY_NAME.keys():
        raise ValueError(f"no field of the index: {', '.join(sorted(unknown))}")
    try:
        return made(_values(said, place))
    except (TypeError, AttributeError) as wrong:
        raise ValueError(f"a value is not of its field's kind: {wrong}") from wrong
    except ValueError:  # half of a surrogate pair, most likely
        return made(_values(_whole(said), place))


def _encoded(values: dict[str, Any], place: int) -> bytes:
    kept = {name: base64.b64encode(values[name]).decode() for name in _KEPT}
    return _encode(values | kept | {"seat": place, "token": 0}).encode()


def _values(said: Mapping[str, Any], place: int) -> dict[str, Any]:
    """What tantivy is given. Terms that are too long for it (65,530 octets) it leaves out by itself."""
    values: dict[str, Any] = {name: " ".join(said[name]) for name in _WORDS if said.get(name)}
    for name in _TERMS:
        if terms := said.get(name):
            values[name] = _texts(terms)
    for name in BOUNDS:
        if terms := said.get(name):
            values[name] = [bound(term) for term in terms if len(term) <= LONGEST_BOUND]
    for name in _NAMES:
        values[name] = name_key(said.get(name), place)
    for name in _KEPT:
        values[name] = said.get(name, "").encode("utf-8", "replace")
    values["newest"], values["oldest"] = _instant_keys(said.get("date"), place)
    values["stars_order"] = _stars_key(said.get("stars_order"), place)
    return values


def _texts(terms: Sequence[str]) -> list[str]:
    """Anything but text would end tantivy's writer."""
    "".join(terms)
    return list(terms)


def _whole(said: Mapping[str, Any]) -> dict[str, Any]:
    """Halves of surrogate pairs become question marks."""
    return {name: [_paired(each) for each in value] if isinstance(value, list | tuple) else value for name, value in said.items()}


def _paired(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def name_key(name: str | None, place: int) -> str:
    """Sorts as the names do, then as the seats do; without a name last."""
    return f"{'z' if name is None else bound(name[:LONGEST_NAME])}-{place:08x}"


def _instant_keys(date: int | None, place: int) -> tuple[int, int]:
    """For newest and oldest first, each ascending and then by seat; without a date last in both."""
    if date is None:
        return ((_LAST_INSTANT + 1) * SEATS + place,) * 2
    if type(date) is not int:
        raise TypeError("date is no whole number")
    within = min(max(date, 0), _LAST_INSTANT)
    return (_LAST_INSTANT - within) * SEATS + place, within * SEATS + place


def _stars_key(stars: int | None, place: int) -> int:
    """For the most stars first, ascending and then by seat; without stars last."""
    if stars is None:
        return (_MOST_STARS + 1) * SEATS + place
    if type(stars) is not int:
        raise TypeError("stars is no whole number")
    return (_MOST_STARS - min(max(stars, 0), _MOST_STARS)) * SEATS + place
