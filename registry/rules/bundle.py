"""The texts and hashes by which anybody can recompute a ranking: what was looked at, what came out, and how it is written down.

Canonical JSON (RFC 8785) throughout. Cells that hold nothing are left out, so that the same inputs have one text. Every
disclosure's inputs have a hash of their own; one hash is taken over these, one over the result line by line, and the
public ledger holds both.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from operator import itemgetter
from typing import Any

from registry import canonical
from registry.rules import unit
from registry.rules.content import Line
from registry.rules.indicator import Value, grade_of
from registry.rules.judged import Followed, Inputs, Judged, Reading, Reason
from registry.rules.self_check_world import Concept, Floor
from registry.rules.thresholds import Ask, Ready

FORMAT = "ranking-bundle-1"
MOST_REMEMBERED = 50_000
_QUOTE = json.encoder.encode_basestring
_LOOKED_AT = ("claims", "followed", "gates", "lines")
_LINE, _FLOOR, _READING = (tuple((each.name, each.default) for each in fields(kind)) for kind in (Line, Floor, Reading))


def text(document: object) -> str:
    """Canonical JSON of a document of texts, booleans, whole numbers and null under keys of ASCII."""
    return canonical.plain(document)


def digest(written: str) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


class Pen:
    """Writes inputs and judgements; what repeats (`judge` and the reader of inputs hand out the same objects) is written once and remembered."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}
        self._forms: dict[tuple[str, ...], tuple[str, itemgetter[Any]]] = {}

    def inputs(self, inputs: Inputs, told: Mapping[str, str | int]) -> str:
        """The inputs of one judgement and what else is told of the disclosure; gates in order, since their order means nothing."""
        names = tuple(told)
        form, in_order = self._forms.get(names) or self._forms.setdefault(names, _form(names))
        claims = text(dict(inputs.claims)) if inputs.claims else "{}"
        followed = text([_followed(each) for each in inputs.followed]) if inputs.followed else "[]"
        gates = text(sorted(inputs.gates)) if inputs.gates else "[]"
        written = [_QUOTE(value) if isinstance(value, str) else value for value in told.values()]
        found: str = form % in_order((claims, followed, gates, self._rows(inputs.lines, _LINE), *written))
        return found

    def judged(self, judged: Judged) -> str:
        """What came out, as `Judged.from_json` reads it."""
        reasons, alerts = (",".join([self._reason(each) for each in several]) if several else "" for several in (judged.reasons, judged.alerts))
        level, stars = ("null" if each is None else each for each in (judged.level, judged.stars))
        innovations = self._rows(judged.innovations, _READING) if judged.innovations else ""
        basics = text(list(judged.basics)) if judged.basics else "[]"
        requirements = text(dict(judged.requirements)) if judged.requirements else "{}"
        return (
            f'{{"alerts":[{alerts}],"basics":{basics},"innovations":[{innovations}],"level":{level},"points":{_QUOTE(judged.points)},'
            f'"readings":[{self._rows(judged.readings, _READING)}],"reasons":[{reasons}],"requirements":{requirements},"stars":{stars}}}'
        )

    def _rows(self, rows: Iterable[Line] | Iterable[Reading], columns: tuple[tuple[str, Any], ...]) -> str:
        known = self._known
        return ",".join([found[1] if (found := known.get(id(row))) else self._remember(row, text(_filled(row, columns))) for row in rows])

    def _reason(self, reason: Reason) -> str:
        known = self._known.get(id(reason))
        return known[1] if known else self._remember(reason, text({"code": reason.code, "facts": dict(reason.facts)} if reason.facts else {"code": reason.code}))

    def _remember(self, row: object, written: str) -> str:
        """The object is kept with its text, so that no other one can get its id."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[id(row)] = row, written
        return written


def inputs_of(document: Mapping[str, Any]) -> Inputs:
    """What `inputs_document` wrote."""
    followed = tuple(Followed(each["number"], tuple(Floor(**floor) for floor in each["floors"])) for each in document["followed"])
    return Inputs(tuple(Line(**line) for line in document["lines"]), tuple(document["gates"]), dict(document["claims"]), followed)


def result_line(order: int, place: int | None, public_id: str, level: int | None, stars: int | None, points: str, reason: str, hashes: tuple[str, str]) -> str:
    """One entry as the hash of the result takes it; `hashes` of its inputs and of what was made of them (`Pen.judged`)."""
    numbers = ["null" if each is None else each for each in (place, level, stars)]
    return f'[{order},{numbers[0]},{_QUOTE(public_id)},{numbers[1]},{numbers[2]},{_QUOTE(points)},{_QUOTE(reason)},"{hashes[0]}","{hashes[1]}"]\n'


def result_hash(lines: Iterable[str]) -> str:
    """SHA-256 over the lines of `result_line` in the order of the board."""
    taken = hashlib.sha256()
    for line in lines:
        taken.update(line.encode("utf-8"))
    return taken.hexdigest()


def inputs_hash(hashes: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the entries' own hashes (public id, hash) in the order of their public ids."""
    taken = hashlib.sha256()
    for public_id, one in sorted(hashes):
        taken.update(f"{public_id} {one}\n".encode())
    return taken.hexdigest()


def concepts_document(concepts: Mapping[str, Concept]) -> dict[str, object]:
    """The concepts as they were when the ranking was compiled; `concepts_of` reads them back."""
    return {
        code: {"name": each.name, "quantity": each.quantity, "direction": each.direction, "grades": list(each.grades), "conditions": list(each.conditions)}
        for code, each in concepts.items()
    }


def concepts_of(document: Mapping[str, Any]) -> dict[str, Concept]:
    """What `concepts_document` wrote."""
    return {code: Concept(code, each["name"], each["quantity"], each["direction"], tuple(each["grades"]), tuple(each["conditions"])) for code, each in document.items()}


def parts(entries: Iterable[str], others: Mapping[str, object], units: set[str]) -> Iterator[str]:
    """The bundle as pieces of one canonical text. `entries` are written already and add the units that they use to `units`."""
    named = {"entries", *others, "units"}
    for place, name in enumerate(sorted(named)):
        yield f'{"," if place else "{"}{text(name)}:'
        if name == "entries":
            yield "["
            for count, entry in enumerate(entries):
                yield f",{entry}" if count else entry
            yield "]"
        else:
            yield text(units_document(units) if name == "units" else others[name])  # "units" comes last: by then every entry was seen
    yield "}"


def units_document(units: Iterable[str]) -> dict[str, object]:
    """Each unit with its quantity, and factor and offset to that quantity's base unit as exact fractions; unknown ones are left out."""
    found = {symbol: unit.find(symbol) for symbol in units}
    return {symbol: {"quantity": each.quantity, "factor": str(each.factor), "offset": str(each.offset)} for symbol, each in found.items() if each}


def asks_document(ready: Ready) -> list[dict[str, object]]:
    """What each core indicator asks for, in plain numbers: nothing is left to be read that a person typed."""
    return [
        {"concept": ask.concept, "operator": str(ask.operator), "unit": ask.unit, "direction": str(ask.direction), "grades": list(ask.grades), "cases": _cases(ask)}
        for ask in ready.cores
    ]


def _cases(ask: Ask) -> dict[str, object]:
    return {condition: [_threshold(each) for each in steps] for condition, steps in ask.cases.items()}


def _threshold(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    low, high = ("" if end is None else format(end, "f") for end in (value.low, value.high))
    return {"operator": str(value.operator), "low": low, "high": high, "grade": grade_of(value) if value.grade else ""}


def _form(told: Iterable[str]) -> tuple[str, "itemgetter[Any]"]:
    """The object into which the written parts of inputs go, in the order of their names; and what brings them into it, those of _LOOKED_AT before the told ones."""
    names = (*_LOOKED_AT, *told)
    order = sorted(range(len(names)), key=names.__getitem__)
    return "{" + ",".join(f'"{names[place]}":[%s]' if names[place] == "lines" else f'"{names[place]}":%s' for place in order) + "}", itemgetter(*order)


def _followed(each: Followed) -> dict[str, object]:
    return {"number": each.number, "floors": [_filled(floor, _FLOOR) for floor in each.floors]}


def _filled(row: Line | Floor | Reading, columns: tuple[tuple[str, Any], ...]) -> dict[str, object]:
    return {name: found for name, default in columns if (found := getattr(row, name)) != default}
