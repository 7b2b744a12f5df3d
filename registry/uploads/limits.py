"""How an examining child binds itself before it looks at a stranger's file, and how it answers."""

import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from registry.uploads import Refused

MEMORY = 1 << 30
"""Bytes of address space."""
BOUNDS = {
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}


def bind() -> None:
    """Take the bounds on; a system that knows no such bound (macOS and address space) leaves that one out."""
    for kind, most in {**BOUNDS, resource.RLIMIT_AS: MEMORY}.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def answer(look: Callable[[bytes], tuple[str, bytes | None]]) -> None:
    """Read the file from standard input and write the verdict: one line of JSON, then the bytes to keep unless they are unchanged.

    `look` returns the media type and the changed content (None: unchanged), or raises Refused.
    """
    content = sys.stdin.buffer.read()
    changed: bytes | None = None
    try:
        media_type, changed = look(content)
        verdict = {"media_type": media_type}
    except Refused as refused:
        verdict = {"code": refused.code}
    sys.stdout.buffer.write(json.dumps(verdict).encode() + b"\n" + (changed or b""))
