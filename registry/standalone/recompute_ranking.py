"""Recomputes a published ranking from its bundle: python recompute_ranking.py bundle.json

Needs nothing but Python 3.10 and the file. From the values as they were read it converts units, compares with the
thresholds, makes levels or points, order, places and lists, and takes the hashes anew. What differs is told, and the
exit code is 1. Compare the two hashes that it prints with the registry's public ledger: whoever changes a bundle can
change the hashes inside it too. How a typed text became a value is not redone here; `registry rankings recompute` does that.
"""

import hashlib
import json
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

getcontext().prec = 200


def canonical(document: object) -> str:
    """RFC 8785 for texts, whole numbers, booleans and null."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def in_unit(figure: str, unit: str, wanted: str, units: Any) -> Fraction:
    """The number in the scheme's unit, exactly."""
    if unit == wanted:
        return Fraction(figure)
    one, other = units[unit], units[wanted]
    return (Fraction(figure) * Fraction(one["factor"]) + Fraction(one["offset"]) - Fraction(other["offset"])) / Fraction(other["factor"])


def ends(value: Any, unit: str, ask: Any, units: Any) -> tuple[Any, Any]:
    """Lower and upper end with whether the number itself is left out; the upper one turned round: more is better on both sides."""
    low, high = (in_unit(value[name], unit, ask["unit"], units) if value.get(name) else None for name in ("low", "high"))
    excluded = value["operator"] in ("above", "below")
    return None if low is None else (low, excluded), None if high is None else (-high, excluded)


def meets(reading: Any, threshold: Any, ask: Any, units: Any) -> bool:
    """Whether a value as read meets one threshold."""
    if ask["operator"] == "grade":
        mine, asked = ask["grades"].index(reading["grade"]), ask["grades"].index(threshold["grade"])
        return bool(mine <= asked if ask["direction"] == "lower" else mine >= asked)
    mine, asked = ends(reading, reading.get("unit", ""), ask, units), ends(threshold, ask["unit"], ask, units)
    if ask["direction"] == "target" or threshold["operator"] == "range":
        return all(theirs is None or (own is not None and own >= theirs) for own, theirs in zip(mine, asked, strict=True))
    side = 0 if ask["direction"] == "higher" else 1
    return bool(mine[side] >= asked[side])


def level_of(reading: Any, ask: Any, units: Any, fault: Any) -> int | None:
    """1, 2, 3, 0 below base; None where the value was not held against the thresholds (`reason` says why)."""
    if reading.get("reason"):
        return None
    for typed, converted in (("low", "in_unit_low"), ("high", "in_unit_high")):
        if reading.get(converted) and in_unit(reading[typed], reading.get("unit", ""), ask["unit"], units) != Fraction(reading[converted]):
            fault(f"{reading[typed]} {reading.get('unit', '')} is not {reading[converted]} {ask['unit']}")
    steps = ask["cases"][reading.get("condition", "")]
    return next((level for level, step in enumerate(steps, 1) if step and meets(reading, step, ask, units)), 0)


def excluded(entry: Any, scheme: Any) -> bool:
    """Whether something other than a core indicator keeps the disclosure off the board."""
    inputs, enough = entry["inputs"], ("confirmed", *(("asserted",) if scheme["requirements_by"] == "asserted" else ()))
    gates = any(gate == "not_in_force" or gate in scheme["gates"] for gate in inputs["gates"])
    claims = any(inputs["claims"].get(each["code"]) not in enough for each in scheme["requirements"])
    return gates or claims or any(state != "met" for state in entry["judged"]["basics"])


def overall(levels: Any, scheme: Any) -> tuple[int | None, str]:
    """Level and points of a disclosure by the scheme's method."""
    below_excludes = scheme["method"] == "least_level" or scheme["points"]["all_at_base"]
    if None in levels or (below_excludes and 0 in levels):
        return None, ""
    if scheme["method"] == "least_level":
        return max(levels), ""
    worth = [Decimal(scheme["points"]["worth"][level - 1]) if level else Decimal(0) for level in levels]
    points = sum(Decimal(core["weight"]) * each for core, each in zip(scheme["cores"], worth, strict=True)) / 100
    text = format(points, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return next((level for level, least in enumerate(scheme["points"]["least"], 1) if points >= Decimal(least)), None), text


def judge(entry: Any, bundle: Any, fault: Any) -> tuple[int | None, str, int]:
    """The level and points of one entry; tells where what the bundle says differs."""
    judged, name = entry["judged"], entry["public_id"]
    readings = [level_of(reading, ask, bundle["units"], lambda said: fault(f"{name}: {said}")) for reading, ask in zip(judged["readings"], bundle["asks"], strict=True)]
    for reading, level, ask in zip(judged["readings"], readings, bundle["asks"], strict=True):
        if reading.get("level") != level:
            fault(f"{name}: {ask['concept']} is of level {level}, not {reading.get('level')}")
    level, points = overall(readings, bundle["scheme"])
    level = None if excluded(entry, bundle["scheme"]) else level
    stars = None if level is None else int(bundle["scheme"]["stars"][level - 1])
    if (level, stars, points) != (entry["level"], entry["stars"], entry["points"]):
        fault(f"{name}: level {level}, {stars} stars, points {points or '-'}, not {entry['level']}, {entry['stars']}, {entry['points'] or '-'}")
    if digest(canonical(entry["inputs"])) != entry["inputs_hash"]:
        fault(f"{name}: the inputs do not have the hash that stands beside them")
    return level, points, sum(each == 1 for each in readings)


def key(judgement: Any, entry: Any) -> Any:
    level, points, advanced = judgement
    graded, inputs = level is not None, entry["inputs"]
    return level or 4, -Decimal(points or 0) if graded else 0, -advanced if graded else 0, inputs["disclosed_on"], inputs["number"], inputs["id"]


def recompute(bundle: Any, write: Any = print) -> list[str]:
    """Print the board and the hashes; the faults found."""
    faults: list[str] = []
    entries = bundle["entries"]
    order = sorted(((judge(entry, bundle, faults.append), entry) for entry in entries), key=lambda each: key(*each))
    place, band, lines = 0, (0, Decimal(-1)), []
    for number, ((level, points, _), entry) in enumerate(order, 1):
        if (level or 0, Decimal(points or 0)) != band:
            place, band = number, (level or 0, Decimal(points or 0))
        shown = place if level is not None else None
        if (number, shown) != (entry["order"], entry["place"]):
            faults.append(f"{entry['public_id']}: line {number}, place {shown}, not {entry['order']}, {entry['place']}")
        write(f"{shown or '-':>6}  {'*' * (entry['stars'] or 0) or entry['reason']:<5}  {points:<6}  {entry['inputs']['number']}  {entry['inputs']['enterprise']}")
        lines.append(canonical([number, shown, entry["public_id"], level, entry["stars"], points, entry["reason"], entry["inputs_hash"], digest(canonical(entry["judged"]))]) + "\n")
    found = {
        "scheme_hash": digest(canonical(bundle["scheme"])),
        "inputs_hash": digest("".join(f"{name} {one}\n" for name, one in sorted((entry["public_id"], entry["inputs_hash"]) for entry in entries))),
        "result_hash": digest("".join(lines)),
    }
    for name, value in found.items():
        write(f"{name} {value}")
        for told, whose in ((bundle["ranking"], "the bundle"), (bundle["ledger"], "the ledger's entry in it")):
            if told.get(name, value) != value:
                faults.append(f"{name} is {value}, {whose} says {told[name]}")
    return faults


if __name__ == "__main__":
    told = recompute(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n".join(told) if told else "Everything agrees. Compare inputs_hash and result_hash with the public ledger.")
    sys.exit(1 if told else 0)
