"""What a stranger uploads, looked at in a process of its own.

A hostile file can make a parser eat all memory, spin, or crash outright, which no `except` catches. So each file is
examined by a child with bounds on memory, processor time and open files, without the registry's environment (no
secrets are in its memory) and without the right to write a file. What it says back is a code, or the content to keep.
"""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

LARGEST = 20 * 1024 * 1024
"""Bytes of one uploaded file."""
SECONDS = 40
_AT_ONCE = threading.BoundedSemaphore(2)  # each may take `limits.MEMORY`
_HOME = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: `content` is what is stored, and what its SHA-256 is of."""

    content: bytes
    media_type: str


class Refused(Exception):
    """The file may not be kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def examine(examiner: str, content: bytes) -> Examined:
    """Let `examiner` (pdf or image) look at `content` in a child process. Raises Refused with its code.

    A child that is killed by its bounds, or by the file, refuses with `pdf_damaged` or `image_damaged`.
    """
    command = [sys.executable, "-m", f"registry.uploads.{examiner}"]
    try:
        with _AT_ONCE:
            child = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, env={"PYTHONPATH": str(_HOME)}, cwd=_HOME, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(f"{examiner}_damaged") from None
    head, _, kept = child.stdout.partition(b"\n")
    if child.returncode != 0 or not head:
        raise Refused(f"{examiner}_damaged")
    verdict = json.loads(head)
    if "code" in verdict:
        raise Refused(verdict["code"])
    return Examined(kept or content, verdict["media_type"])
