"""The table of fields as Elasticsearch's mapping, and a document as it is sent there.

Only what plain Elasticsearch 9 offers is used: whitespace and keyword analysis, since `search.text` cut the words already.
"""

import json
from collections.abc import Mapping
from typing import Any

from search.engine import Change, Formed
from search.fields import BY_NAME, FIELDS, Field

LONGEST_TERM = 8_000
"""Characters; Lucene takes 32,766 octets, and one longer term would refuse its whole document."""
REMEMBER_DELETED = "24h"
"""How long a deleted subject's token is remembered, so that a late writer with a lower one does not bring it back."""
RANKED = ("title", "text")
"""Words whose frequency and length tell relevance."""


def index_body(shards: int, replicas: int) -> dict[str, Any]:
    """Settings and mapping of a new index. It never refreshes by itself: whoever writes says when that must be found."""
    settings = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "gc_deletes": REMEMBER_DELETED,
    }
    properties = {field.name: _kept_as(field) for field in FIELDS}
    return {"settings": {"index": settings}, "mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties}}


def _kept_as(field: Field) -> dict[str, Any]:
    match field.kind:
        case "words":
            return {"type": "text", "analyzer": "whitespace", "index_options": "positions", "norms": field.name in RANKED}
        case "terms":
            return {"type": "keyword", "ignore_above": LONGEST_TERM, "doc_values": field.facet}
        case "number":
            return {"type": "long"}
        case _:
            return {"type": "keyword", "index": False, "ignore_above": LONGEST_TERM}


def formed(change: Change) -> Formed:
    """The lines of a bulk; what is refused the server says itself."""
    return Formed(change.kind, change.subject_id, str((change.document or {}).get("digest", "")), lines(change, 0))


def lines(change: Change, token: int) -> bytes:
    """What a bulk holds of a change: the order, and the document in a line of its own."""
    verb = "delete" if change.document is None else "index"
    order = json.dumps({verb: {"_id": f"{change.kind}:{change.subject_id}", "version": token, "version_type": "external_gte"}}, separators=(",", ":")).encode()
    return order if change.document is None else order + b"\n" + source(change.document)


def source(document: Mapping[str, object]) -> bytes:
    """One line of JSON. Characters that are none (half of a surrogate pair) become question marks."""
    sent = {name: " ".join(_tokens(value)) if name in BY_NAME and BY_NAME[name].kind == "words" else value for name, value in document.items()}
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _tokens(value: object) -> list[str]:
    assert isinstance(value, list | tuple)
    return list(value)
