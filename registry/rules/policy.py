"""Policies that pay for honours: as a bureau types them, what is wrong with one, and what one means once nothing is.

A row pays an amount for a kind and a grade, of a standard also for places among the drafters and for newly drafted or
revised ones, each place a percentage of it. Source of the shape: the incentive table of the Chengxiang District plan (2021).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from registry.rules.enterprise import LONGEST_LINE, LONGEST_REASON, is_web_address
from registry.rules.honour import GRADES, KINDS, LAST_PLACE, PLACED

NEW, REVISED, ANY = "new", "revised", ""
WRITTEN: Final = (ANY, NEW, REVISED)
MOST_ROWS: Final = 120
LARGEST: Final = 100_000_000
"""Yuan, of one amount or limit."""
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_SHARES: Final = re.compile(r"[,，、;；\s%％]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed. amount, limit: yuan; limit: of one enterprise in one round from this row. shares: percentages by place, "100,70,50".

    doubt: what the printed text leaves open; such a row pays nothing until `settled` says how the bureau settled it.
    """

    code: str = ""
    kind: str = ""
    grade: str = ""
    first_place: str = ""
    last_place: str = ""
    written: str = ""
    amount: str = ""
    shares: str = ""
    limit: str = ""
    note: str = ""
    doubt: str = ""
    settled: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not any(str(value).strip() for name, value in asdict(self).items() if name not in ("code", "written"))


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as typed. document: the authority's number and date. limit: yuan of one enterprise in one round."""

    title: str = ""
    document: str = ""
    source_url: str = ""
    limit: str = ""
    note: str = ""
    rows: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Texts as typed, for a draft and for canonical JSON."""
        return asdict(self) | {"rows": [asdict(each) for each in self.rows]}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Policy":
        """Reads what `to_json` wrote; unknown keys are somebody else's."""
        rows = tuple(Row(**{each.name: str(row.get(each.name, "")) for each in fields(Row)}) for row in document.get("rows", ()))
        told = {name: str(document.get(name, "")) for name in ("title", "document", "source_url", "limit", "note")}
        return cls(**told, rows=rows)


@dataclass(frozen=True, slots=True)
class Price:
    """A row in numbers. first, last: places, None where the kind counts none. shares: percentages, () for all of it."""

    code: str
    kind: str
    grade: str
    first: int | None
    last: int | None
    written: str
    amount: int
    shares: tuple[int, ...]
    limit: int | None
    doubt: str
    """Of a doubt that nobody settled."""


def with_codes(policy: Policy) -> Policy:
    """Without empty rows, each with a code of its own that it keeps."""
    kept = [each for each in policy.rows if not each.empty]
    used = {each.code for each in kept}
    free = (f"r{number}" for number in range(1, 10_000) if f"r{number}" not in used)
    seen: set[str] = set()
    named = []
    for each in kept:
        code = each.code if re.fullmatch(r"r[0-9]{1,4}", each.code) and each.code not in seen else next(free)
        seen.add(code)
        named.append(replace(each, code=code))
    return replace(policy, rows=tuple(named))


def check(policy: Policy) -> dict[str, str]:
    """Everything wrong with a policy: path of the field ("rows.3.amount") to code."""
    wrong = {name: "required" for name in ("title", "document") if not getattr(policy, name).strip()}
    wrong |= {name: "line_too_long" for name in ("title", "document", "source_url") if len(getattr(policy, name)) > LONGEST_LINE}
    if len(policy.note) > LONGEST_REASON:
        wrong["note"] = "reason_too_long"
    if policy.source_url and not is_web_address(policy.source_url):
        wrong.setdefault("source_url", "not_an_address")
    if policy.limit.strip() and yuan(policy.limit) is None:
        wrong["limit"] = "policy_yuan_wrong"
    if not policy.rows or len(policy.rows) > MOST_ROWS:
        wrong["rows"] = "policy_rows_none" if not policy.rows else "policy_rows_many"
    for place, row in enumerate(policy.rows):
        wrong |= {f"rows.{place}.{name}": code for name, code in _row(row).items()}
    return wrong | {path: code for path, code in _overlaps(policy.rows).items() if path not in wrong}


def prices(policy: Policy) -> tuple[Price, ...]:
    """The rows in numbers, of a policy without anything wrong."""
    return tuple(_price(each) for each in policy.rows)


def places(row: Row) -> tuple[int, int] | None:
    """From which to which place the row pays; None where it counts none or they cannot be read."""
    first, last = _whole(row.first_place), _whole(row.last_place or row.first_place)
    return (first, last) if first is not None and last is not None and 1 <= first <= last <= LAST_PLACE else None


def shares(row: Row) -> tuple[int, ...] | None:
    """Percentages by place; None where they cannot be read."""
    typed = [each for each in _SHARES.split(row.shares.strip()) if each]
    found = [_whole(each) for each in typed]
    return tuple(each for each in found if each is not None) if all(each is not None and each <= 100 for each in found) else None


def yuan(typed: str) -> int | None:
    """Whole yuan from 1, thousands grouped or not; None where it cannot be read."""
    plain = typed.strip().replace(",", "").replace("，", "")
    found = int(plain) if _WHOLE.fullmatch(plain) else 0
    return found if 0 < found <= LARGEST else None


def _row(row: Row) -> dict[str, str]:
    if row.kind not in KINDS:
        return {"kind": "choose_one"}
    wrong = {} if row.grade in (GRADES[row.kind] or ("",)) else {"grade": "choose_one"}
    wrong |= {name: "line_too_long" for name in ("note", "doubt", "settled") if len(getattr(row, name)) > LONGEST_LINE}
    wrong |= {"amount": "policy_yuan_wrong"} if yuan(row.amount) is None else {}
    wrong |= {"limit": "policy_yuan_wrong"} if row.limit.strip() and yuan(row.limit) is None else {}
    if row.settled.strip() and not row.doubt.strip():
        wrong["settled"] = "policy_nothing_to_settle"
    return wrong | (_placed(row) if row.kind in PLACED else _unplaced(row))


def _placed(row: Row) -> dict[str, str]:
    wrong = {} if row.written in WRITTEN else {"written": "choose_one"}
    span, parts = places(row), shares(row)
    if span is None:
        wrong["last_place" if _whole(row.first_place) else "first_place"] = "policy_places_wrong"
    if parts is None:
        wrong["shares"] = "policy_shares_wrong"
    elif span and parts and len(parts) != span[1] - span[0] + 1:
        wrong["shares"] = "policy_shares_count"
    return wrong


def _unplaced(row: Row) -> dict[str, str]:
    wrong = {name: "policy_places_unasked" for name in ("first_place", "last_place", "shares") if getattr(row, name).strip()}
    return wrong | ({"written": "policy_places_unasked"} if row.written else {})


def _overlaps(rows: Iterable[Row]) -> dict[str, str]:
    """The later one of two rows that would pay for the same is wrong where it overlaps."""
    wrong: dict[str, str] = {}
    before: list[Row] = []
    for place, row in enumerate(rows):
        if row.kind in KINDS and any(_meet(row, each) for each in before):
            wrong[f"rows.{place}.first_place" if row.kind in PLACED else f"rows.{place}.grade"] = "policy_places_overlap" if row.kind in PLACED else "policy_row_twice"
        before.append(row)
    return wrong


def _meet(one: Row, other: Row) -> bool:
    if (one.kind, one.grade) != (other.kind, other.grade):
        return False
    if one.kind not in PLACED:
        return True
    left, right = places(one), places(other)
    same_writing = ANY in (one.written, other.written) or one.written == other.written
    return same_writing and left is not None and right is not None and left[0] <= right[1] and right[0] <= left[1]


def _price(row: Row) -> Price:
    span, amount, parts = places(row) if row.kind in PLACED else None, yuan(row.amount), shares(row)
    assert amount is not None and parts is not None  # noqa: PT018 - a version holds a checked policy only
    open_doubt = "" if row.settled.strip() else row.doubt.strip()
    return Price(row.code, row.kind, row.grade, span[0] if span else None, span[1] if span else None, row.written, amount, parts, yuan(row.limit), open_doubt)


def _whole(typed: str) -> int | None:
    plain = typed.strip()
    return int(plain) if _WHOLE.fullmatch(plain) else None
