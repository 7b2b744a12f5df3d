"""The bundle of a draw, piece by piece: everything by which the auditor and witnesses recompute it, classes and salts included."""

import json
from collections.abc import Iterator
from datetime import UTC

from sqlalchemy.orm import Session

from registry.models import Draw
from registry.queries import draws
from registry.rules import draw as rules
from registry.rules.draw_bundle import FORMAT


def pieces(session: Session, row: Draw) -> Iterator[str]:
    """One canonical JSON text (RFC 8785) in pieces. draw: what was published; ledger: what the public ledger says; plan: as it was in force."""
    held = draws.held(session, row)
    told: dict[str, object] = {
        "id": row.public_id, "title": row.title, "item": row.item, "bureau": held.bureau.name, "population_hash": row.population_hash, "plan_hash": row.plan_hash,
        "inspectors_hash": rules.inspectors_hash(row.inspectors), "commitment": row.commitment, "seed": row.seed, "witness_words": row.witness_words or "", "witnesses": row.witnesses or "",
        "result_hash": row.result_hash, "objects": row.objects, "excluded": row.excluded, "drawn": row.drawn,
        "frozen_at": _stamp(row.frozen_at), "drawn_at": _stamp(row.drawn_at) if row.drawn_at else "",
    }  # fmt: skip
    yield f'{{"draw":{rules.text(told)},"format":{rules.text(FORMAT)},"inspectors":{rules.text(row.inspectors)},"ledger":{rules.text(draws.ledger_facts(session, row))},"objects":['
    for place, (each, salt) in enumerate(draws.population(session, row.id)):
        document = {
            "credit_code": each.credit_code, "disclosure": each.disclosure, "class": each.klass, "industry": each.industry, "town": each.town, "salt": salt, "excluded": each.excluded,
        }  # fmt: skip
        yield ("," if place else "") + rules.text(document)
    result = [{"order": each.order, "disclosure": each.disclosure, "credit_code": each.credit_code, "inspectors": [each.first[0], each.second[0]]} for each in draws.result(session, row)]
    yield f'],"plan":{rules.text(json.loads(held.version.content))},"result":{rules.text(result)}}}\n'


def _stamp(at: object) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")  # type: ignore[attr-defined,no-any-return]
