"""What a draw freezes: the objects with their strata, salts and reasons of exclusion, and the inspectors with whom they may not inspect."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from registry.errors import Invalid
from registry.models import Bureau, Draw
from registry.queries import check_plans, credit_classes, inspectors
from registry.queries import draws as queries
from registry.queries.check_plans import Found
from registry.rules import draw as rules
from registry.rules.check_plan import Item
from registry.rules.draw import Object

Bits = Callable[[int], int]
Frozen = tuple[Object, Found, str]
"""An object, where it was found, and its salt."""
SALT_BITS = 128


def frozen(session: Session, bureau: Bureau, item: Item, today: date, exclusion_months: int, random: Bits) -> list[Frozen]:
    """The objects of the population. Raises Invalid: population_empty, population_all_excluded."""
    found = check_plans.population(session, bureau, item, today)
    if not found:
        raise Invalid({"item": "population_empty"})
    classes = credit_classes.now_of(session, {each.enterprise_id for each in found})
    recent = queries.drawn_since(session, found, months_before(today, exclusion_months)) if exclusion_months else set()
    ordered = queries.under_rectification(session, bureau, found, today)
    rows = []
    for each in found:
        why = "drawn_recently" if each.enterprise_id in recent else "open_rectification" if each.disclosure_id in ordered else ""
        salt, klass = f"{random(SALT_BITS):032x}", classes[each.enterprise_id]
        leaf = rules.leaf(each.credit_code, each.public_id, rules.hidden(salt, klass, each.industry, each.town, why))
        rows.append((Object(each.public_id, each.credit_code, klass, each.industry, each.town, leaf, why), each, salt))
    if all(each.excluded for each, _found, _salt in rows):
        raise Invalid({"item": "population_all_excluded"})
    return rows


def columns(draw_id: int, object_: Object, found: Found, salt: str) -> dict[str, Any]:
    """The row of `draw_object`."""
    return {
        "draw_id": draw_id, "disclosure_id": found.disclosure_id, "enterprise_id": found.enterprise_id, "version_id": found.version_id, "public_id": found.public_id, "credit_code": found.credit_code,
        "klass": object_.klass, "industry": found.industry, "town": found.town, "salt": salt, "leaf_hash": object_.leaf.hex(), "excluded": object_.excluded or None,
    }  # fmt: skip


def people(session: Session, bureau_id: int, field: str, today: date, same_firm_months: int, random: Bits) -> list[dict[str, Any]]:
    """The inspectors who can be matched, as the draw keeps them; a salt each, so that the list's hash gives nobody's recusals away."""
    fit = inspectors.fit(session, bureau_id, field, today)
    recused = inspectors.recused(session, fit, today, months_before(today, same_firm_months) if same_firm_months else None)
    return [
        {
            "key": str(each.id), "name": each.name, "field": field, "until": each.certificate_until.isoformat() if each.certificate_until else "",
            "recused": sorted(recused.get(each.id, ())), "salt": f"{random(SALT_BITS):032x}",
        }
        for each in fit
    ]  # fmt: skip


def people_now(session: Session, row: Draw, field: str, today: date) -> list[dict[str, Any]]:
    """The frozen list on the day of the draw: nobody comes in, recusals told since are added (`later`), and who cannot inspect any more has `left`."""
    fit = {str(each.id): each for each in inspectors.fit(session, row.bureau_id, field, today)}
    recused = inspectors.recused(session, fit.values(), today, None)
    found = []
    for each in row.inspectors:
        person = fit.get(each["key"])
        later = sorted(recused.get(person.id, set()) - set(each["recused"])) if person else []
        found.append({**each, "later": later, "left": person is None})
    return found


def months_before(day: date, months: int) -> date:
    """The first day that lies within so many months before the day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    while True:
        try:
            return date(year, month + 1, day.day)
        except ValueError:  # the month is shorter
            day = day.replace(day=day.day - 1)
