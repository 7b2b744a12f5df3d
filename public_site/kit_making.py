"""Makes ordered kits, piece by piece: whoever takes one over after a crash draws only what was not finished.

The pieces lie beside the uploaded files, where every worker finds them, and so does a note of how far they reach. A
piece is drawn from its labels alone, so a kit that was taken over is the same file as one that was not.
"""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from public_site.kit_drawing import Drawer, Told
from registry import jobs
from registry.actions import label_kits as actions
from registry.db import Database
from registry.errors import Conflict, Invalid
from registry.files import Files, Pieces
from registry.models import LabelKit
from registry.queries import enterprises
from registry.queries import label_kits as queries
from registry.queries.label_kits import Key, LabelRow
from registry.rules.label_kit import KitOrder
from registry.rules.permission import SYSTEM

if TYPE_CHECKING:
    from public_site.worker import Bench

NOTE = "reached.json"
PAUSE = 1.0
"""Seconds between two notes of the progress inside a piece."""


@dataclass(frozen=True)
class Reached:
    """How far the finished pieces go: all labels up to `after`, and `copies` of the one at `within`."""

    pieces: int = 0
    done: int = 0
    after: Key = (0, "")
    within: Key | None = None
    copies: int = 0

    @classmethod
    def read(cls, pieces: Pieces) -> "Reached":
        """From the note; the beginning when there is none."""
        noted = json.loads(pieces.read(NOTE) or b"{}")
        keys = {name: tuple(noted[name]) for name in ("after", "within") if noted.get(name)}
        return cls(**{**noted, **keys})

    def write(self, pieces: Pieces) -> None:
        """Leave the note."""
        pieces.keep(NOTE, json.dumps({"pieces": self.pieces, "done": self.done, "after": self.after, "within": self.within, "copies": self.copies}).encode())


@dataclass(frozen=True)
class Production:
    """One kit under way: what is ordered, by whom, as of when, and where its pieces lie."""

    database: Database
    drawer: Drawer
    enterprise_id: int
    as_of: datetime
    pieces: Pieces

    def run(self, told: Told) -> int:
        """Draw what is not drawn yet, and return how many labels there are; `told` hears how many are done.

        What `told` raises ends it; everything finished until then is kept.
        """
        reached = Reached.read(self.pieces)
        while True:
            rows, further = self._next(reached)
            if not rows:
                return reached.done
            before = reached.done
            self.pieces.keep(_name(reached.pieces), self.drawer.draw(rows, before, lambda here, before=before: told(before + here)))  # type: ignore[misc]
            reached = further
            reached.write(self.pieces)
            told(reached.done)

    def join(self, files: Files) -> tuple[str, int]:
        """Put all pieces together and keep the file; its SHA-256 and its size."""
        with self._joined() as whole, files.writing() as kept, whole.open("rb") as opened:
            shutil.copyfileobj(opened, kept)
        return kept.sha256, kept.size

    def write(self, out: Path) -> None:
        """Put all pieces together in a file of one's own."""
        with self._joined() as whole:
            shutil.move(whole, out)

    @contextmanager
    def _joined(self) -> Iterator[Path]:
        names = [_name(number) for number in range(Reached.read(self.pieces).pieces)]
        with self.pieces.at_hand(names) as folder:
            self.drawer.join([folder / name for name in names], folder / "whole")
            yield folder / "whole"

    def _next(self, reached: Reached) -> tuple[list[LabelRow], Reached]:
        """The labels of the next piece, and how far it reaches."""
        copies, size = self.drawer.order.copies, self.drawer.piece_size
        with self.database.reading() as session:
            found = queries.labels(session, self.enterprise_id, self.drawer.order, as_of=self.as_of, after=reached.after, limit=size // copies + 2)
        rows: list[LabelRow] = []
        after, within, printed = reached.after, None, 0
        for row in found:
            printed = reached.copies if row.key == reached.within else 0
            taken = min(copies - printed, size - len(rows))
            rows += [row] * taken
            if printed + taken < copies:
                within, printed = (row.key, printed + taken) if printed + taken else (None, 0)
                break
            after, printed = row.key, 0
        return rows, Reached(reached.pieces + 1, reached.done + len(rows), after, within, printed)


def make(at: "Bench", lease: jobs.Lease) -> None:
    """The doer of `kit.make`. A kit that cannot be made ends with its reason; one that nobody wants any more leaves nothing."""
    kit_id = int(str(lease.payload["kit_id"]))
    files = Files(at.settings.files_url)
    pieces = files.pieces(f"kit-{kit_id}")
    try:
        with at.database.transaction() as session:
            kit = actions.begin(session, kit_id, done=Reached.read(pieces).done, now=at.now())
        if kit is not None:
            _make(at, lease, files, kit, pieces)
    except Invalid as unfit:
        _give_up(at, kit_id, _problem(unfit))
    except Conflict:
        if not _wanted(at, kit_id):
            pieces.forget()
        raise
    except Exception:
        if lease.attempt >= jobs.ATTEMPTS and not at.stop.is_set():
            _give_up(at, kit_id, "kit_failed")
            pieces.forget()
        raise
    pieces.forget()


def _make(at: "Bench", lease: jobs.Lease, files: Files, kit: LabelKit, pieces: Pieces) -> None:
    at.may_go_on()
    production = begun(at.database, kit, pieces, at.settings.public_url)
    done = production.run(_teller(at, lease, kit.id))
    if not done:
        raise Invalid({"which": "kit_empty"})
    sha256, size = production.join(files)
    drawer = production.drawer
    with at.database.transaction() as session:
        name = f"{drawer.order.kind}-{kit.id}.{drawer.media_type.rpartition('/')[2]}"
        actions.finish(session, actor=SYSTEM, kit_id=kit.id, done=done, sha256=sha256, size=size, media_type=drawer.media_type, name=name, now=at.now())


def begun(database: Database, kit: LabelKit, pieces: Pieces, public_url: str) -> Production:
    """The production of an ordered kit."""
    with database.reading() as session:
        name = enterprises.get(session, kit.enterprise_id).name
    return Production(database, Drawer(KitOrder.from_json(kit.options), name, public_url), kit.enterprise_id, kit.ordered_at, pieces)


def _teller(at: "Bench", lease: jobs.Lease, kit_id: int) -> Told:
    """Notes the progress, at most once a second, and asks whether to go on."""
    last = 0.0

    def told(done: int) -> None:
        nonlocal last
        if time.monotonic() - last < PAUSE:
            at.may_go_on()
            return
        last = time.monotonic()
        with at.database.transaction() as session:
            actions.advance(session, lease, kit_id, done, now=at.now())
        at.may_go_on()

    return told


def _give_up(at: "Bench", kit_id: int, problem: str) -> None:
    with at.database.transaction() as session:
        actions.give_up(session, actor=SYSTEM, kit_id=kit_id, problem=problem, now=at.now())


def _problem(unfit: Invalid) -> str:
    """The drawing's own codes speak of one label and its sizes; whoever reads the kit's page has neither before them."""
    code = next(iter(unfit.fields.values()), "")
    if code in ("plate_name_long", "drawing_png_large"):
        return f"kit_{code}"
    return code if code.startswith("kit_") else "kit_does_not_fit"


def _wanted(at: "Bench", kit_id: int) -> bool:
    with at.database.reading() as session:
        return queries.get(session, kit_id).ended_at is None


def _name(number: int) -> str:
    return f"{number:05d}"
