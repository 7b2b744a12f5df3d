"""Judging the disclosures of a field portion by portion. Reads only, and keeps nothing of a portion but what many share.

What comes out is plain and names no object of the session: it may come from another process.
"""

import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from registry.queries.ranking_inputs import Entrant, Entrants
from registry.rules import bundle, scoring
from registry.rules.board import Stood, stood
from registry.rules.bundle import Pen
from registry.rules.judged import Judged
from registry.rules.ranking_order import Gathered, gather
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept
from registry.rules.thresholds import Ready

_PLAIN = 2
"""The form of `marshal` that looks for no repeated objects."""
Kept = tuple[int, int, str, str, str, str, str, str, str, str]
"""What of an entry is needed when it is written: version, enterprise, public id, number, title, enterprise's name, credit code, division, judged, inputs."""


@dataclass(frozen=True)
class Asked:
    """What a field is judged by, on a legal day. scheme: a content that `scheme_check` accepts, with its concepts. scheme_id: whose claims count."""

    scheme: Scheme
    concepts: dict[str, Concept]
    scheme_id: int
    division_code: str | None
    on: date


class Portion(NamedTuple):
    """What came out of some disclosures. `size`: how many were looked at. `texts`: a `Kept` for each that stood, read by `kept`; the rest is small."""

    size: int
    stands: list[Stood]
    lists: list[Gathered]
    texts: list[bytes]


class Judge:
    """Reads and judges in one session."""

    def __init__(self, session: Session, asked: Asked) -> None:
        """ValueError for a scheme that nobody could publish."""
        self.ready, self._pen = scoring.prepare(asked.scheme, asked.concepts), Pen()
        self._entrants = Entrants(session, asked.scheme, scheme_id=asked.scheme_id, division_code=asked.division_code, on=asked.on)

    def of(self, disclosure_ids: Sequence[int], most: int | None = None) -> Portion:
        """Judge those of the disclosures that take part, at most so many."""
        stands, results, texts = list[Stood](), list[tuple[int, Judged]](), list[bytes]()
        for entrant in islice(self._entrants.of(disclosure_ids), most):
            result, judged, inputs, inputs_hash = look_at(self.ready, self._pen, entrant)
            hashes = inputs_hash, bundle.digest(judged)
            stands.append(stood(entrant.disclosure_id, entrant.public_id, entrant.number, entrant.disclosed_on, entrant.division_code, result, hashes))
            results.append((entrant.disclosure_id, result))
            texts.append(_written(entrant, judged, inputs))
        return Portion(len(disclosure_ids), stands, gather(self.ready, results), texts)


def look_at(ready: Ready, pen: Pen, entrant: Entrant) -> tuple[Judged, str, str, str]:
    """The judgement of one entrant with its texts: judged, inputs, and the hash of these."""
    result = scoring.judge(ready, entrant.inputs)
    inputs = pen.inputs(entrant.inputs, _told(entrant))
    return result, pen.judged(result), inputs, bundle.digest(inputs)


def kept(written: bytes) -> Kept:
    """What was written of one entry."""
    found: Kept = marshal.loads(written)  # noqa: S302 - our own bytes of a moment ago
    return found


def _written(entrant: Entrant, judged: str, inputs: str) -> bytes:
    own: Kept = (*entrant[1:9], judged, inputs)
    return marshal.dumps(own, _PLAIN)


def _told(entrant: Entrant) -> dict[str, str | int]:
    """Which version of which disclosure was looked at, what it is called, and what decides its place among equals."""
    return {
        "id": entrant.disclosure_id, "disclosure": entrant.public_id, "number": entrant.number, "disclosed_on": entrant.disclosed_on, "title": entrant.title, "enterprise": entrant.enterprise,
        "sequence": entrant.sequence, "content_hash": entrant.content_hash,
    }  # fmt: skip
