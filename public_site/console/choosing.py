"""From what people type to one code of a public list, with or without script: settled at once, or one more choice."""

import re
from dataclasses import dataclass

from public_site.presenters import division as division_name
from registry.reference import divisions, industries
from registry.rules.enterprise import is_seat

MOST = 40
_CODE = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True)
class Choice:
    """`text` for the box; `code` when settled, else "" and the `options` (code, words) that fit."""

    text: str
    code: str = ""
    options: tuple[tuple[str, str], ...] = ()


def division(text: str, chosen: str = "") -> Choice:
    """A county (or a city without counties) from its code, its name or its whole address; a province or city offers what lies below it."""
    fitting = _divisions(text)
    picked = [chosen] if chosen in (*fitting, *_below(fitting)) else fitting[:1] if len(fitting) == 1 else []
    while picked and len(_below(picked)) == 1:  # 上海市 holds one row, which holds its districts
        picked = _below(picked)
    if picked and is_seat(picked[0]):
        return Choice(division_name(picked[0]), picked[0])
    shown = _below(picked) if picked else fitting
    return Choice(division_name(picked[0]) if picked else text, "", tuple((code, division_name(code)) for code in shown[:MOST]))


def industry(text: str, chosen: str = "") -> Choice:
    """An industry of GB/T 4754 from its code or a part of its name."""
    found = industries.search(text, MOST)
    exact = [each for each in found if each.code == text.split(" ")[0].upper() or each.name == text]
    picked = [each for each in found if each.code == chosen] or exact[:1] or (found if len(found) == 1 else [])
    if not picked and (direct := industries.find(text.split(" ")[0].upper())):
        picked = [direct]
    if picked:
        return Choice(f"{picked[0].code} {picked[0].name}", picked[0].code)
    return Choice(text, "", tuple((each.code, f"{each.code} {each.name}") for each in found))


def industry_name(code: str | None) -> str:
    """C2912 橡胶板、管、带制造; "" for none."""
    found = industries.find(code) if code else None
    return f"{found.code} {found.name}" if found else code or ""


def _divisions(text: str) -> list[str]:
    typed = "".join(text.split())
    if not typed:
        return []
    if code := _CODE.search(text):
        return [code[0]] if divisions.find(code[0]) else []
    exact = [each.code for each in divisions.search(typed, MOST) if each.name == typed]
    return exact or _spelled(typed, None) or [each.code for each in divisions.search(typed, MOST)]


def _spelled(typed: str, above: str | None) -> list[str]:
    """The divisions whose whole address, from the province down, is `typed`."""
    found = []
    for each in divisions.children(above):
        if each.name == typed:
            found.append(each.code)
        elif typed.startswith(each.name):
            found += _spelled(typed.removeprefix(each.name), each.code)
        elif above is not None and not division_name(each.code).endswith(each.name):  # a row that only holds the tree together
            found += _spelled(typed, each.code)
    return found


def _below(codes: list[str]) -> list[str]:
    return [each.code for code in codes for each in divisions.children(code)]
