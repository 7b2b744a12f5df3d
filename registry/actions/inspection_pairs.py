"""An inspector who cannot go is replaced by whoever comes next by the rule of the draw; nobody picks a person."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import inspections, messages
from registry.actions.draw_population import months_before
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Disclosure, Draw, Enterprise, Inspection, Inspector
from registry.queries import inspections as queries
from registry.queries import inspectors
from registry.rules import draw, permission, verdict
from registry.rules.permission import Actor

FIELD = "standards"
"""What a certificate must cover where no draw says otherwise."""


def replace(session: Session, *, actor: Actor, inspection_id: int, away_id: int, why: str, same_firm_months: int, now: datetime) -> Inspector:
    """Put another inspector in the seat of `away_id` (an inspector's id): certified for the field, not recused, the next one by the draw's lot.

    Confirmations given before count no longer. Raises Invalid: away (not_of_the_pair), why; Conflict: nobody_eligible,
    inspection_concluded; NotAllowed("own_matter").
    """
    row = queries.locked(session, inspection_id)
    permission.require(actor, "inspection.replace", queries.scope(row))
    if actor.role_in(row.enterprise_id) is not None:
        raise NotAllowed("own_matter")
    if queries.findings_of(session, row.id):
        raise Conflict("inspection_concluded")
    wrong = {} if away_id in (row.first_id, row.second_id) else {"away": "not_of_the_pair"}
    if not why.strip() or len(why) > verdict.LONGEST_NOTE:
        wrong["why"] = "text_long" if why.strip() else "required"
    if wrong:
        raise Invalid(wrong, longest=verdict.LONGEST_NOTE)
    chosen = _next(session, row, same_firm_months, now)
    if row.first_id == away_id:
        row.first_id = chosen.id
    else:
        row.second_id = chosen.id
    inspections.add_step(session, row, "replaced", actor, now, statement=why.strip(), facts={"away": away_id, "inspector": chosen.id})
    audit.record(session, actor, "inspection.replaced", row, at=now, public_id=row.public_id, away=away_id, inspector=chosen.id)
    facts = {"enterprise": session.get_one(Enterprise, row.enterprise_id).name, "number": session.get_one(Disclosure, row.disclosure_id).number}
    messages.tell(session, [chosen.account_id] if chosen.account_id else [], "inspection.assigned", facts, f"/inspect/{row.public_id}", now)
    return chosen


def _next(session: Session, row: Inspection, same_firm_months: int, now: datetime) -> Inspector:
    today, made_by = legal_day(now), _draw(session, row)
    field = made_by.inspectors[0]["field"] if made_by and made_by.inspectors else FIELD
    fit = {str(each.id): each for each in inspectors.fit(session, row.bureau_id, field, today) if each.id not in (row.first_id, row.second_id)}
    recused = inspectors.recused(session, fit.values(), today, months_before(today, same_firm_months) if same_firm_months else None)
    credit_code = session.get_one(Enterprise, row.enterprise_id).credit_code
    free = {key: queries.load(session, each.id, row.draw_id) for key, each in fit.items() if credit_code not in recused.get(each.id, ())}
    chosen = draw.next_one(free, draw.key(made_by.seed, made_by.witness_words or "") if made_by else hashlib.sha256(row.public_id.encode()).digest())
    if chosen is None:
        raise Conflict("nobody_eligible")
    return fit[chosen]


def _draw(session: Session, row: Inspection) -> Draw | None:
    """The draw that it goes back to: of a re-check that of the first inspection."""
    while row.draw_id is None and row.earlier_id is not None:
        row = queries.get(session, row.earlier_id)
    return session.get(Draw, row.draw_id) if row.draw_id else None
