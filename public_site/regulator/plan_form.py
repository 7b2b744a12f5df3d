"""A plan of spot checks as a form: names of fields are paths of the plan's JSON, such as items.0.fractions.A."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from registry.rules.check_plan import MOST_ITEMS, Item, Plan
from registry.rules.credit_class import CLASSES

TEXTS = ("code", "title", "basis", "field", "industries", "categories", "minimum")


def values(plan: Plan) -> dict[str, Any]:
    """Every field by path; several ticks as a list."""
    found: dict[str, Any] = {"title": plan.title, "note": plan.note}
    for place, item in enumerate(plan.items):
        found |= {f"items.{place}.{name}": getattr(item, name) for name in TEXTS}
        found |= {f"items.{place}.kinds": list(item.kinds), f"items.{place}.months": list(item.months)}
        found |= {f"items.{place}.fractions.{klass}": item.fractions.get(klass, "") for klass in CLASSES}
    return found


def read(sent: MultiDict[str, str]) -> Plan:
    """The plan as it was sent; rows in their order, full-width digits as plain ones where codes and numbers are meant."""
    rows = []
    for place in range(MOST_ITEMS):
        at = f"items.{place}"
        if f"{at}.code" not in sent:
            continue
        row: dict[str, Any] = {name: sent.get(f"{at}.{name}", "") for name in TEXTS}
        row["fractions"] = {klass: sent.get(f"{at}.fractions.{klass}", "").translate(_PLAIN).removesuffix("%").strip() for klass in CLASSES}
        rows.append({**row, "minimum": row["minimum"].translate(_PLAIN), "kinds": sent.getlist(f"{at}.kinds"), "months": sent.getlist(f"{at}.months")})
    return Plan.from_json({"title": sent.get("title", ""), "note": sent.get("note", "").replace("\r\n", "\n"), "items": rows})


def changed_by(act: str, plan: Plan) -> tuple[Plan, str]:
    """The plan after a button, add or drop.N, and the row to go to; "" when nothing was asked."""
    if act == "add" and len(plan.items) < MOST_ITEMS:
        return Plan(plan.title, plan.note, (*plan.items, Item())), f"row-{len(plan.items)}"
    verb, _dot, number = act.partition(".")
    if verb == "drop" and number.isdecimal() and int(number) < len(plan.items):
        place = int(number)
        return Plan(plan.title, plan.note, plan.items[:place] + plan.items[place + 1 :]), f"row-{max(place - 1, 0)}"
    return plan, ""


def shown_first(problems: Mapping[str, str]) -> dict[str, str]:
    """Problems of a draft that is still being typed: what is only missing is not held against it yet."""
    return {path: code for path, code in problems.items() if code not in ("required", "items_missing") and not (path.endswith(".months") and code == "choose_one")}


_PLAIN = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
