"""What honours are worth under a policy: a pure function of the two, every step of the sum told, nothing paid twice.

One thing is paid once by a bureau, whatever policy or version pays: a drafter's place in a standard to one enterprise,
a standard to one enterprise for one place, any other thing to one enterprise. The order in which honours come changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from registry.rules.policy import ANY, NEW, REVISED, Price

LONGEST_KEY: Final = 300
Thing = tuple[int, str, str]
"""Enterprise, kind and key of the subject."""


@dataclass(frozen=True, slots=True)
class Achieved:
    """A confirmed honour. number: its public id. hindrance: code of what keeps it from being paid ("" where nothing does)."""

    number: str
    enterprise: int
    kind: str
    grade: str
    subject_key: str
    place: int | None = None
    revised: bool = False
    achieved_on: str = ""
    hindrance: str = ""

    @property
    def thing(self) -> Thing:
        return self.enterprise, self.kind, self.subject_key


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sum: a code, and the facts that its words need (texts and yuan)."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)

    def to_json(self) -> dict[str, str | int]:
        """As it is stored: its code beside its facts."""
        return {"code": self.code, **self.facts}


@dataclass(frozen=True, slots=True)
class Worth:
    """What an honour is worth. row: the policy's row, "" for none. amount: yuan. key: what is paid once. steps: the sum, the first first."""

    honour: Achieved
    row: str
    key: str
    amount: int
    steps: tuple[Step, ...]

    def cut(self, amount: int, step: Step) -> "Worth":
        """The same for another amount, with the step that says why."""
        return replace(self, amount=amount, steps=(*self.steps, step))


@dataclass(frozen=True, slots=True)
class Paid:
    """What the bureau's earlier rounds granted: keys, and whose which things."""

    keys: frozenset[str] = frozenset()
    things: frozenset[Thing] = frozenset()


def key(payer: int, honour: Achieved) -> str:
    """What the bureau `payer` pays for once: of a standard that was drafted the place, else the thing to the enterprise."""
    whose = f"place {honour.place}" if honour.place is not None else f"enterprise {honour.enterprise}"
    return f"bureau {payer}|{honour.kind}|{honour.subject_key}|{whose}"[:LONGEST_KEY]


def compute(rows: Collection[Price], honours: Iterable[Achieved], *, payer: int, limit: int | None = None, paid: Paid | None = None) -> tuple[Worth, ...]:
    """Every honour with its worth, in the order of achievement. `limit`: yuan of one enterprise in this round."""
    ordered = sorted(honours, key=lambda each: (each.achieved_on, each.number))
    contested = _contested(ordered)
    worths = [_worth(rows, each, payer, paid or Paid(), contested) for each in ordered]
    worths = _once(worths)
    by_row = {row.code: row.limit for row in rows}
    worths = _limited(worths, lambda each: (each.honour.enterprise, each.row), lambda each: by_row.get(each.row), "row_limit")
    return tuple(_limited(worths, lambda each: (each.honour.enterprise, ""), lambda _each: limit, "enterprise_limit"))


def total(worths: Iterable[Worth]) -> int:
    """Yuan."""
    return sum(each.amount for each in worths)


def lower(worths: Sequence[Worth], budget: int) -> tuple[Worth, ...]:
    """All amounts lowered in one proportion, budget to total, each down to a whole yuan; unchanged where the budget is enough."""
    asked = total(worths)
    if asked <= budget:
        return tuple(worths)
    lowered = (each.amount * budget // asked for each in worths)
    return tuple(each.cut(to, Step("lowered", {"budget": budget, "total": asked, "result": to})) if each.amount else each for each, to in zip(worths, lowered, strict=True))


def _worth(rows: Collection[Price], honour: Achieved, payer: int, paid: Paid, contested: Collection[tuple[str, str, int]]) -> Worth:
    own = key(payer, honour)
    row = next((each for each in rows if _fits(each, honour)), None)
    if row is None:
        return Worth(honour, "", own, 0, (Step("no_row"),))
    worth = Worth(honour, row.code, own, row.amount, (Step("row", _facts(row)),))
    against = _against(row, honour, own, paid, contested)
    if against:
        return worth.cut(0, against)
    if row.shares and row.first is not None and honour.place is not None:
        share = row.shares[honour.place - row.first]
        result = row.amount * share // 100
        worth = worth.cut(result, Step("share", {"place": honour.place, "share": share, "amount": row.amount, "result": result}))
    return worth


def _against(row: Price, honour: Achieved, own: str, paid: Paid, contested: Collection[tuple[str, str, int]]) -> Step | None:
    """What keeps the honour from being paid."""
    if honour.hindrance:
        return Step(honour.hindrance)
    if row.doubt:
        return Step("doubt", {"doubt": row.doubt})
    if own in paid.keys or honour.thing in paid.things:
        return Step("paid_before")
    return Step("contested") if honour.place is not None and (honour.kind, honour.subject_key, honour.place) in contested else None


def _fits(row: Price, honour: Achieved) -> bool:
    if (row.kind, row.grade) != (honour.kind, honour.grade):
        return False
    if row.first is None or row.last is None:
        return True
    return row.written in (ANY, REVISED if honour.revised else NEW) and honour.place is not None and row.first <= honour.place <= row.last


def _facts(row: Price) -> dict[str, str | int]:
    return {"row": row.code, "kind": row.kind, "grade": row.grade, "written": row.written, "first": row.first or 0, "last": row.last or 0, "amount": row.amount}


def _contested(honours: Iterable[Achieved]) -> set[tuple[str, str, int]]:
    """Places that more than one enterprise holds: nobody is paid until the bureau has settled whose it is."""
    holders: defaultdict[tuple[str, str, int], set[int]] = defaultdict(set)
    for each in honours:
        if each.place is not None:
            holders[each.kind, each.subject_key, each.place].add(each.enterprise)
    return {place for place, several in holders.items() if len(several) > 1}


def _once(worths: Sequence[Worth]) -> list[Worth]:
    """Of several honours of an enterprise for one thing only the one that is worth most is paid."""
    best: dict[Thing, Worth] = {}
    for each in worths:
        before = best.get(each.honour.thing)
        if before is None or each.amount > before.amount:
            best[each.honour.thing] = each
    return [each if best[each.honour.thing] is each or not each.amount else each.cut(0, Step("same_thing")) for each in worths]


def _limited(worths: Sequence[Worth], group: Callable[[Worth], tuple[int, str]], limit_of: Callable[[Worth], int | None], code: str) -> list[Worth]:
    """What stays within the limit of each group, in order."""
    granted: defaultdict[tuple[int, str], int] = defaultdict(int)
    kept = []
    for each in worths:
        limit, before = limit_of(each), granted[group(each)]
        if limit is not None and each.amount and before + each.amount > limit:
            each = each.cut(max(limit - before, 0), Step(code, {"limit": limit, "before": before, "result": max(limit - before, 0)}))
        granted[group(each)] += each.amount
        kept.append(each)
    return kept
