"""What a scheme is for, as it is typed: category, year and region; settled at once or by one more choice, without script too."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from public_site.presenters import division as division_name
from registry.actions.schemes import Board
from registry.errors import Invalid
from registry.queries import vocabulary
from registry.reference import divisions
from registry.rules import names

MOST = 20
Offers = dict[str, list[tuple[str, str]]]


def settle(session: Session, typed: Mapping[str, str]) -> Board:
    """The board that the fields category, year and division mean. Raises Invalid, with `offers` (Offers) among its facts where something can be picked."""
    category, categories = _category(session, typed.get("category", "").strip(), typed.get("pick.category", ""))
    division, places = _division(typed.get("division", "").strip(), typed.get("pick.division", ""))
    wrong = {"category": "category_pick"} if categories else {}
    if typed.get("division", "").strip() and not division:
        wrong["division"] = "division_pick" if places else "division_unknown"
    if wrong:
        raise Invalid(wrong, offers={name: found for name, found in (("category", categories), ("division", places)) if found})
    return Board(category, typed.get("year", "").strip(), division)


def offered(refused: Invalid) -> Offers:
    """What can be picked after `settle` refused."""
    found = refused.facts.get("offers", {})
    return found if isinstance(found, dict) else {}


def values(session: Session, board: Board) -> dict[str, str]:
    """What the fields show."""
    held = vocabulary.find_category(session, board.category)
    return {"category": held.name if held else board.category, "year": board.year, "division": division_name(board.division_code) if board.division_code else ""}


def _category(session: Session, typed: str, picked: str) -> tuple[str, list[tuple[str, str]]]:
    held = vocabulary.find_category(session, picked or typed) if picked or typed else None
    if held:
        return held.code, []
    found = vocabulary.suggest_categories(session, typed) if typed else []
    same = [each for each in found if names.key(typed) in {names.key(text) for text in (each.name, each.name_en, *each.synonyms)}]
    if len(same) == 1:
        return same[0].code, []
    return typed, [(each.code, each.name) for each in found]


def _division(typed: str, picked: str) -> tuple[str, list[tuple[str, str]]]:
    """A code, or a name, or a whole name such as 浙江省台州市三门县."""
    plain = "".join(typed.split())
    for code in (picked, plain):
        if code and (known := divisions.find(code)) is not None and not known.historic:
            return code, []
    found = [each.code for each in divisions.search(plain, MOST)] if plain else []
    found += [each.code for each in divisions.search(_last(plain), MOST) if each.code not in found] if plain else []
    same = [code for code in found if plain in (division_name(code), _own_name(code))]
    if len(same) == 1:
        return same[0], []
    return "", [(code, division_name(code)) for code in (same or found)]


def _own_name(code: str) -> str:
    known = divisions.find(code)
    return known.name if known else ""


def _last(whole: str) -> str:
    """The last division of a whole name."""
    for sign in "省市区县州盟":
        head, found, tail = whole.rpartition(sign)
        if found and not tail:
            return whole[max(head.rfind(each) for each in "省市区县州盟") + 1 :]
    return whole
