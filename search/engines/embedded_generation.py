"""One index in one folder, and the one pen that writes it.

tantivy lets one writer in the world hold an index, and a commit is whole or has not been: a process that is killed leaves
the last commit. The pen is kept between rounds, since opening it costs more than a commit. Who finds it taken leaves a mark,
and its holder lays it down after its next round.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from tantivy import Document, FieldType, Index, IndexWriter, Order, Query, Searcher

from search.engine import Away, Change, Formed
from search.engines.embedded_deletions import Deletions
from search.engines.embedded_fields import document, formed, schema, seat
from search.engines.embedded_reader import opened, replace

APPLYING, LOADING = 64_000_000, 200_000_000
"""Octets of memory in which documents are gathered before they are written."""
PATIENCE = 2.0
"""Seconds to wait for another's pen."""
_WANTED = "wanted"
_TOKEN = "token"  # noqa: S105 - the highest that has written, no secret
_Refused = dict[tuple[str, int], str]


def create(folder: Path) -> None:
    """An empty index, its segments in the order of seats. The folder is new."""
    Index(schema(), str(folder), sort_by_field="seat", sort_order=Order.Asc)


class EmbeddedGeneration:
    """See search.engine.Generation; `let_go` is called when nobody in this process has it open any more."""

    def __init__(self, folder: Path, let_go: Callable[[], None]) -> None:
        self.name = folder.name
        self._folder, self._let_go = folder, let_go
        self._index = opened(folder)
        self._schema = self._index.schema
        self._lock = threading.RLock()
        self._pen: IndexWriter | None = None
        self._deletions = Deletions(folder)

    def apply(self, changes: Sequence[Change], *, token: int) -> Mapping[tuple[str, int], str]:
        with self._lock:
            refused: _Refused = {}
            written = [(place, made) for change in changes for place, made in _made(change, token, refused)]
            pen = self._taken(APPLYING)
            try:
                self._write(pen, self._not_outdated(written, token), token)
                self._lay_down_if_wanted()
            except (ValueError, OSError) as wrong:
                self._lay_down()
                raise Away(f"the index cannot be written: {wrong}") from wrong
        return refused

    def _write(self, pen: IndexWriter, written: Sequence[tuple[int, Document | None]], token: int) -> None:
        if not written:
            return
        if token > self._highest():
            replace(self._folder / _TOKEN, str(token))
        self._deletions.add([place for place, made in written if made is None], token)
        for place, made in written:
            _put(pen, place, made)
        pen.commit()

    def _highest(self) -> int:
        try:
            return int((self._folder / _TOKEN).read_text())
        except FileNotFoundError:
            return 0

    def _not_outdated(self, written: list[tuple[int, Document | None]], token: int) -> list[tuple[int, Document | None]]:
        """Without what a holder of a later lease has written or deleted."""
        if token >= self._highest():
            return written
        later = self._deletions.later_than(token) | self._tokens_above(token)
        return [each for each in written if each[0] not in later]

    def _tokens_above(self, token: int) -> set[int]:
        """Seats of what was written with a higher token."""
        above = Query.range_query(self._schema, "token", FieldType.Integer, lower_bound=token, include_lower=False)
        searcher = self._searcher()
        hits = searcher.search(above, max(searcher.num_docs, 1), order_by_field="seat", order=Order.Asc).hits
        return {place for place, _ in hits}

    def load(self, changes: Iterable[Change | Formed]) -> Mapping[tuple[str, int], str]:
        with self._lock:
            refused: _Refused = {}
            applied = self._deletions.later_than(0) | self._tokens_above(0)
            pen, met = self._taken(LOADING), _Seats(self.digests(-1, 1) != [])
            try:
                for change in changes:
                    each = change if isinstance(change, Formed) else formed(change)
                    if each.refused:
                        refused[each.kind, each.subject_id] = each.refused
                    elif (place := seat(each.kind, each.subject_id)) not in applied:
                        _put_formed(pen, place, each.form, new=met.first_time(place))
            except OSError as wrong:
                self._lay_down()
                raise Away(f"the index cannot be written: {wrong}") from wrong
        return refused

    def finish(self) -> None:
        with self._lock:
            pen = self._taken(LOADING)
            try:
                pen.commit()
                pen.wait_merging_threads()
            except (ValueError, OSError) as wrong:
                raise Away(f"the index cannot be written: {wrong}") from wrong
            finally:
                self._lay_down()

    def digests(self, after: int, limit: int) -> Sequence[tuple[int, str]]:
        if limit <= 0:
            return []
        searcher = self._searcher()
        behind = Query.range_query(self._schema, "seat", FieldType.Integer, lower_bound=after, include_lower=False)
        hits = searcher.search(behind, limit, order_by_field="seat", order=Order.Asc, count=False).hits
        return [(place, _digest(searcher.doc(address).get_first("digest"))) for place, address in hits]

    def count(self) -> int:
        return self._searcher().num_docs

    def close(self) -> None:
        self._let_go()

    def release(self) -> None:
        """Lay the pen down; what was loaded and not finished is lost."""
        with self._lock:
            self._lay_down()

    def _searcher(self) -> Searcher:
        try:
            self._index.reload()
        except ValueError as wrong:
            raise Away(f"the index cannot be read: {wrong}") from wrong
        return self._index.searcher()

    def _taken(self, heap: int) -> IndexWriter:
        """The pen. Raises Away when another process does not lay it down."""
        until = time.monotonic() + PATIENCE
        while self._pen is None:
            try:
                self._pen = self._index.writer(heap, 1 if heap == APPLYING else 2)
            except ValueError as wrong:
                if "LockBusy" not in str(wrong):
                    raise Away(f"the index cannot be written: {wrong}") from wrong
                (self._folder / _WANTED).touch()
                if time.monotonic() > until:
                    raise Away("the index is written by somebody else") from wrong
                time.sleep(0.05)
        return self._pen

    def _lay_down_if_wanted(self) -> None:
        wanted = self._folder / _WANTED
        if wanted.exists():
            wanted.unlink(missing_ok=True)
            self._lay_down()

    def _lay_down(self) -> None:
        self._pen = None


class _Seats:
    """Which seats were met, a bit each: a set of millions of numbers would weigh hundreds of megabytes."""

    def __init__(self, all_met: bool) -> None:
        self._all_met, self._bits = all_met, bytearray()

    def first_time(self, place: int) -> bool:
        octet, bit = place >> 3, 1 << (place & 7)
        if octet >= len(self._bits):
            self._bits.extend(bytes(octet + 65_536 - len(self._bits)))
        if self._bits[octet] & bit:
            return False
        self._bits[octet] |= bit
        return not self._all_met


def _made(change: Change, token: int, refused: _Refused) -> Iterable[tuple[int, Document | None]]:
    """Seat and document, or nothing and a reason."""
    try:
        place = seat(change.kind, change.subject_id)
        return ((place, None if change.document is None else document(change, place, token)),)
    except ValueError as wrong:
        refused[change.kind, change.subject_id] = str(wrong)
        return ()


def _put(pen: IndexWriter, place: int, made: Document | None) -> None:
    pen.delete_documents_by_term("seat", place)
    if made is not None:
        pen.add_document(made)


def _put_formed(pen: IndexWriter, place: int, form: bytes, *, new: bool) -> None:
    if not new:
        pen.delete_documents_by_term("seat", place)
    if form:
        pen.add_json(form.decode())


def _digest(kept: Any) -> str:
    return cast("bytes", kept or b"").decode()


def size(folder: Path) -> int:
    """Octets of all files, as far as they still are there."""
    total = 0
    for each in os.scandir(folder):
        try:
            total += each.stat().st_size
        except FileNotFoundError:
            continue
    return total
