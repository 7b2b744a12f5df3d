"""For which of my offices something is done: most people have one, who has several chooses on the form."""

from flask import g, request
from sqlalchemy.orm import Session

from registry.models import Bureau
from registry.queries import bureaus
from registry.rules import permission
from registry.rules.permission import Scope


def mine(session: Session, verb: str = "plan.see") -> list[Bureau]:
    """My offices in which I may do the verb."""
    held = [each.bureau_id for each in g.actor.offices if permission.allowed(g.actor, verb, Scope(bureau_id=each.bureau_id))]
    return bureaus.by_ids(session, held)


def chosen(verb: str) -> int:
    """The office that the form names, else the first in which I may do the verb; 0, which nobody has, without one."""
    held = [each.bureau_id for each in g.actor.offices if permission.allowed(g.actor, verb, Scope(bureau_id=each.bureau_id))]
    named = request.values.get("bureau", "")
    return next((each for each in held if str(each) == named), held[0] if held else g.actor.offices[0].bureau_id)
