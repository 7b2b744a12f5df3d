"""One text and one hash for a document: canonical JSON (RFC 8785). Numbers in it are strings, as they were typed."""

import hashlib
from collections.abc import Mapping

import rfc8785


def text(document: Mapping[str, object]) -> str:
    """Canonical JSON of a document of strings, booleans, integers, lists and mappings."""
    return rfc8785.dumps(dict(document)).decode("utf-8")  # type: ignore[arg-type]


def digest(canonical: str) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
