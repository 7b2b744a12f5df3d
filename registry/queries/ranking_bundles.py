"""The bundle of a ranking, piece by piece: what anybody needs to recompute it, from what the ranking kept and nothing else."""

import json
import re
from collections.abc import Iterator
from datetime import UTC

from sqlalchemy.orm import Session

from registry.models import ProductCategory, Ranking, RankingEntry
from registry.queries import rankings, schemes
from registry.queries.rankings import Publishing
from registry.rules import bundle, scoring
from registry.rules.recompute import Hashes, Kept, recompute

_UNIT = re.compile(r'"unit":("(?:[^"\\]|\\.)*")')


def pieces(session: Session, found: Publishing) -> Iterator[str]:
    """One canonical JSON text (RFC 8785) in pieces, a portion of entries in memory at a time.

    asks: what each core indicator asks for, in plain numbers. concepts, scheme: as they were. entries: inputs, what was made
    of them, result, hashes. ledger: what the public ledger says, empty for a draft. units: factors and offsets.
    """
    concepts, scheme = bundle.concepts_of(found.ranking.concepts), schemes.read(found.version)
    asks = bundle.asks_document(scoring.prepare(scheme, concepts))
    units = {str(each["unit"]) for each in asks}
    others = {
        "asks": asks, "concepts": found.ranking.concepts, "format": bundle.FORMAT, "ledger": _ledger(session, found.ranking), "ranking": _ranking(session, found),
        "scheme": dict(schemes.document(found.version)),
    }  # fmt: skip
    return bundle.parts(_entries(session, found.ranking.id, units), others, units)


def again(session: Session, found: Publishing) -> tuple[Hashes, list[str]]:
    """The ranking recomputed by the rules: its hashes, and a sentence for everything that differs."""
    faults: list[str] = []
    kept = (_kept(row) for row in rankings.streamed(session, found.ranking.id))
    hashes = recompute(schemes.read(found.version), bundle.concepts_of(found.ranking.concepts), kept, faults.append)
    told = {"inputs_hash": (hashes.inputs, found.ranking.inputs_hash), "result_hash": (hashes.result, found.ranking.result_hash)}
    told["scheme_hash"] = bundle.digest(found.version.content), found.version.content_hash
    published = _ledger(session, found.ranking)
    for name, (anew, stands) in told.items():
        for said, whose in ((stands, "the ranking"), (published.get(name, anew), "the public ledger")):
            if said != anew:
                faults.append(f"{name} comes out as {anew}, {whose} says {said}")
    return hashes, faults


def _entries(session: Session, ranking_id: int, units: set[str]) -> Iterator[str]:
    for row in rankings.streamed(session, ranking_id):
        units.update(json.loads(each) for each in _UNIT.findall(row.judged))
        yield _entry(row)


def _entry(row: RankingEntry) -> str:
    """The entry's canonical text; the long parts are canonical already and are not read."""
    head = bundle.text({"credit_code": row.credit_code, "division_code": row.division_code})[:-1]
    middle = f',"inputs":{row.inputs},"inputs_hash":"{row.inputs_hash}","judged":{row.judged},'
    tail = {
        "level": row.level, "order": row.order_no, "place": row.place, "points": row.points or "", "public_id": row.public_id, "reason": row.reason or "", "stars": row.stars,
    }  # fmt: skip
    return head + middle + bundle.text(tail)[1:]


def _kept(row: RankingEntry) -> Kept:
    return Kept(
        row.order_no, row.place, row.disclosure_id, row.public_id, row.division_code, row.level, row.stars, row.points or "", row.reason or "", row.inputs_hash, row.judged, row.inputs
    )


def _ranking(session: Session, found: Publishing) -> dict[str, object]:
    row = found.ranking
    return {
        "public_id": row.public_id, "title": found.version.title, "category": session.get_one(ProductCategory, row.category_id).code, "year": row.year, "division_code": row.division_code or "",
        "as_of": row.as_of.isoformat(), "published_at": row.published_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if row.published_at else "",
        "graded": row.graded, "excluded": row.excluded, "levels": row.levels, "lists": row.lists, "medals": row.medals, "inputs_hash": row.inputs_hash, "result_hash": row.result_hash,
    }  # fmt: skip


def _ledger(session: Session, row: Ranking) -> dict[str, object]:
    """The public ledger's fact of the publishing, with the hash of its entry."""
    entry = rankings.ledger_entry(session, row.public_id)
    return {**json.loads(entry.content)["fact"], "content_hash": entry.content_hash} if entry else {}
