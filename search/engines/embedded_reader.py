"""What answers now: the active generation as of its last commit, whichever process wrote it."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, Searcher

from search.engine import Away

_Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit of one generation; it stays readable while newer ones are written."""

    name: str
    index: Index
    searcher: Searcher
    pointer: _Mark
    commit: _Mark


class Reader:
    """Notices a commit and a switch by looking at two files, a few microseconds each time, so that no thread has to watch."""

    def __init__(self, folder: Path, schema: int) -> None:
        self._folder, self._schema, self._pointer = folder, schema, pointer(folder, schema)
        self._begin()

    def _begin(self) -> None:
        self._process, self._lock, self._snapshot = os.getpid(), threading.Lock(), None

    _snapshot: Snapshot | None

    def now(self) -> Snapshot:
        """Raises Away when nothing can be asked."""
        if self._process != os.getpid():
            self._begin()  # a forked child opens its own; the parent's lock may be held by a thread that is not here
        snapshot = self._snapshot
        if snapshot is not None and self._is_current(snapshot):
            return snapshot
        with self._lock:
            return self._renew()

    def close(self) -> None:
        self._snapshot = None

    def _is_current(self, snapshot: Snapshot) -> bool:
        try:
            return _mark(self._pointer) == snapshot.pointer and _mark(self._meta(snapshot.name)) == snapshot.commit
        except FileNotFoundError:
            return False

    def _meta(self, name: str) -> Path:
        return self._folder / name / "meta.json"

    def _renew(self) -> Snapshot:
        if self._snapshot is not None and self._is_current(self._snapshot):
            return self._snapshot
        for _ in range(3):  # a switch may drop the generation between our reading its name and opening it
            try:
                self._snapshot = self._opened()
            except (OSError, ValueError) as wrong:
                reason = wrong
            else:
                return self._snapshot
        raise Away(f"the index cannot be read: {reason}") from reason

    def _opened(self) -> Snapshot:
        points = _mark(self._pointer) if self._pointer.exists() else None
        name = active(self._folder, self._schema)
        if name is None or points is None:
            raise Away("no index is active")
        commit = _mark(self._meta(name))
        index = self._snapshot.index if self._snapshot is not None and self._snapshot.name == name else opened(self._folder / name)
        index.reload()
        return Snapshot(name, index, index.searcher(), points, commit)


def opened(folder: Path) -> Index:
    """For reading when told to, without a thread that watches. Raises ValueError when there is no readable index."""
    index = Index.open(str(folder))
    index.config_reader("manual")
    return index


def pointer(folder: Path, schema: int) -> Path:
    return folder / f"active-{schema}"


def active(folder: Path, schema: int) -> str | None:
    """The generation that the pointer names, if it is there."""
    try:
        name = pointer(folder, schema).read_text().strip()
    except FileNotFoundError:
        return None
    return name if (folder / name / "meta.json").exists() else None


def activate(folder: Path, schema: int, name: str) -> None:
    replace(pointer(folder, schema), name)


def replace(path: Path, text: str) -> None:
    """Write a small file in one step that survives a power cut."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with aside.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _mark(path: Path) -> _Mark:
    seen = os.stat(path)  # noqa: PTH116 - each search looks twice; a Path's own stat costs more
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
