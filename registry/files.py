"""Uploaded files, addressed by the SHA-256 of what is in them, in a folder or in S3 (FILES_URL, through fsspec).

A file is `ab/cd/abcd...`: two levels of folders, so that none grows past what people can list. Nothing is ever
overwritten with something else, and every reading checks that what comes back is what was stored.
"""

import hashlib
import os
import uuid
from typing import BinaryIO, cast

from fsspec.core import url_to_fs
from fsspec.implementations.dirfs import DirFileSystem

from registry.errors import NotFound

PIECE = 1024 * 1024
_MEMORY_OF_LISTINGS = {"use_listings_cache": False, "skip_instance_cache": True}  # another host may have stored a file a moment ago


class FileAltered(Exception):
    """What is stored under this SHA-256 is no longer what was stored: a broken disk, or somebody's hand."""


class Files:
    """The store behind FILES_URL: a folder, or s3://bucket/prefix with credentials, region and endpoint from AWS_*."""

    def __init__(self, url: str) -> None:
        self._remote = url.startswith("s3://")
        place, folder = url_to_fs(url, **(_MEMORY_OF_LISTINGS if self._remote else {"auto_mkdir": True} if _is_folder(url) else {}))
        self._store = DirFileSystem(path=folder, fs=place)

    def store(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256 (64 hexadecimal digits). What is there already and sound stays as it is."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self._sound(sha256):
            self._write(path_of(sha256), content)
        return sha256

    def exists(self, sha256: str) -> bool:
        """Whether a file is stored under `sha256`."""
        return bool(self._store.exists(path_of(sha256)))

    def open(self, sha256: str) -> BinaryIO:
        """The file from its beginning, checked piece by piece before the first byte is handed out.

        Raises NotFound, and FileAltered when its content no longer has this SHA-256.
        """
        try:
            opened = cast("BinaryIO", self._store.open(path_of(sha256), "rb"))
        except FileNotFoundError:
            raise NotFound("file_missing_in_store", sha256=sha256) from None
        if _digest(opened) != sha256:
            opened.close()
            raise FileAltered(sha256)
        opened.seek(0)
        return opened

    def read(self, sha256: str) -> bytes:
        """The whole content, checked. Raises as `open`."""
        with self.open(sha256) as opened:
            return opened.read()

    def _sound(self, sha256: str) -> bool:
        try:
            self.open(sha256).close()
        except (NotFound, FileAltered):
            return False
        return True

    def _write(self, path: str, content: bytes) -> None:
        if self._remote:
            self._store.pipe_file(path, content)  # S3 shows an object whole or not at all
            return
        aside = f"aside/{uuid.uuid4().hex}"
        with self._store.open(aside, "wb") as written:
            written.write(content)
            written.flush()
            if hasattr(written, "fileno"):  # a folder, not memory: survive a power loss
                os.fsync(written.fileno())
        self._store.mv(aside, path)


def path_of(sha256: str) -> str:
    """Where a file lies below FILES_URL."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _is_folder(url: str) -> bool:
    return "://" not in url or url.startswith("file://")


def _digest(opened: BinaryIO) -> str:
    hashed = hashlib.sha256()
    while piece := opened.read(PIECE):
        hashed.update(piece)
    return hashed.hexdigest()
