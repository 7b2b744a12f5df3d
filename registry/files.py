"""Uploaded files, addressed by the SHA-256 of what is in them, in a folder or in S3 (FILES_URL, through fsspec).

A file is `ab/cd/abcd...`: two levels of folders, so that none grows past what people can list. Nothing is ever
overwritten with something else, and every reading checks that what comes back is what was stored.
"""

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import UnsupportedOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

from fsspec.core import url_to_fs
from fsspec.implementations.dirfs import DirFileSystem
from fsspec.implementations.local import LocalFileSystem

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

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """Keep a file that is too large for memory; its `sha256` is known when the block ends. Nothing is kept when it raises."""
        aside = f"aside/{uuid.uuid4().hex}"
        try:
            with self._store.open(aside, "wb") as opened:
                written = Writing(opened)
                yield written
                _to_disk(opened)
            if not self._sound(written.sha256):
                self._store.mv(aside, path_of(written.sha256))
        finally:
            self._forget(aside)

    def pieces(self, name: str) -> "Pieces":
        """Pieces of something unfinished, for whoever goes on with it after a crash, on whichever host."""
        return Pieces(self._store, f"aside/{name}", self._write)

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
            _to_disk(written)
        self._store.mv(aside, path)

    def _forget(self, path: str) -> None:
        if self._store.exists(path):
            self._store.rm_file(path)


class Writing:
    """A file that is being written, from its beginning to its end; it cannot be wound back."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._hashed = hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        """Add to its end."""
        self._opened.write(content)
        self._hashed.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        """Writers of archives ask for it; what counts is the end of the block."""

    @property
    def sha256(self) -> str:
        """Of what is written so far."""
        return self._hashed.hexdigest()


class Pieces:
    """What is finished of something unfinished, by name. A piece is there whole or not at all."""

    def __init__(self, store: DirFileSystem, folder: str, write: Callable[[str, bytes], None]) -> None:
        self._store, self._folder, self._write = store, folder, write

    def keep(self, name: str, content: bytes) -> None:
        """Keep a piece, in place of an earlier one of this name."""
        self._write(f"{self._folder}/{name}", content)

    def read(self, name: str) -> bytes | None:
        """The piece, None when there is none."""
        try:
            return cast("bytes", self._store.cat_file(f"{self._folder}/{name}"))
        except FileNotFoundError:
            return None

    @contextmanager
    def at_hand(self, names: Sequence[str]) -> Iterator[Path]:
        """A folder on this host that holds the named pieces as files, with room for what is made of them. Raises NotFound."""
        if isinstance(self._store.fs, LocalFileSystem):
            yield Path(self._store.path) / self._folder
            return
        with TemporaryDirectory() as folder:
            for name in names:
                if (piece := self.read(name)) is None:
                    raise NotFound("file_missing_in_store", name=name)
                (Path(folder) / name).write_bytes(piece)
            yield Path(folder)

    def forget(self) -> None:
        """Throw all of them away: it is finished, or nobody wants it any more."""
        if self._store.exists(self._folder):
            self._store.rm(self._folder, recursive=True)


def path_of(sha256: str) -> str:
    """Where a file lies below FILES_URL."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _to_disk(opened: BinaryIO) -> None:
    """Survive a power loss, where there is a disk."""
    opened.flush()
    with suppress(UnsupportedOperation):
        os.fsync(opened.fileno())


def _is_folder(url: str) -> bool:
    return "://" not in url or url.startswith("file://")


def _digest(opened: BinaryIO) -> str:
    hashed = hashlib.sha256()
    while piece := opened.read(PIECE):
        hashed.update(piece)
    return hashed.hexdigest()
