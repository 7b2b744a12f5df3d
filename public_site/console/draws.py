"""An enterprise's own proof: that it stood in a frozen list, and how its number in the draw came about; its class is in none of it."""

from dataclasses import dataclass

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading
from public_site.words import spot_checks as words
from registry.models import Bureau, Draw, DrawObject
from registry.queries import disclosures, enterprises
from registry.queries import draws as queries
from registry.rules import draw as rules
from registry.rules import merkle, permission
from registry.rules.permission import Scope

bp = Blueprint("console_draws", __name__)
ROOM = "/console/<credit_code>/draws"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the enterprise recomputes. shown, hidden: the two hashes that make its leaf; number: "" before the draw."""

    shown: str
    hidden: str
    leaf: str
    steps: tuple[tuple[str, str], ...]
    arrives: bool
    commits: bool
    number: str
    drawn: bool


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    permission.require(g.actor, "draw.proof", Scope(g.enterprise_id))
    with reading() as session:
        rows = queries.own_objects(session, g.enterprise_id)
        drawn = {(each.draw_id, each.disclosure_id) for each in queries.own_inspections(session, g.enterprise_id)}
        body = render_template("console/draws/list.html", enterprise=enterprises.get(session, g.enterprise_id), rows=rows, drawn=drawn, numbers=_numbers(session, rows), words=words)
    return _private(body)


@bp.get(f"{ROOM}/<draw>/<public_id>")
@access("enterprise")
def proof(credit_code: str, draw: str, public_id: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    permission.require(g.actor, "draw.proof", Scope(g.enterprise_id))
    with reading() as session:
        row = queries.by_public_id(session, draw)
        own = queries.own_object(session, row.id, g.enterprise_id, public_id)
        drawn = (row.id, own.disclosure_id) in {(each.draw_id, each.disclosure_id) for each in queries.own_inspections(session, g.enterprise_id)}
        body = render_template(
            "console/draws/proof.html", enterprise=enterprises.get(session, g.enterprise_id), row=row, own=own, proof=_proof(session, row, own, drawn), number=disclosures.by_public_id(session, public_id).number, words=words,
        )  # fmt: skip
    return _private(body)


def _numbers(session: Session, rows: list[tuple[DrawObject, Draw, Bureau]]) -> dict[str, str]:
    return {own.public_id: disclosures.by_public_id(session, own.public_id).number for own, _draw, _bureau in rows}


def _proof(session: Session, row: Draw, own: DrawObject, drawn: bool) -> Proof:
    shown, hidden = rules.parts(own.credit_code, own.public_id, rules.hidden(own.salt, own.klass, own.industry, own.town, own.excluded or ""))
    leaf = rules.leaf(own.credit_code, own.public_id, hidden)
    steps = merkle.path(queries.leaves(session, row.id), leaf)
    number = rules.number(rules.key(row.seed, row.witness_words or ""), leaf).hex() if row.drawn_at and not own.excluded else ""
    commits = bool(row.drawn_at) and rules.commitment(row.seed, row.population_hash) == row.commitment
    return Proof(shown.hex(), hidden.hex(), leaf.hex(), tuple((side, each.hex()) for side, each in steps), merkle.arrives(leaf, steps, bytes.fromhex(row.population_hash)), commits, number, drawn)


def _private(body: str) -> Response:
    answer = Response(body)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
