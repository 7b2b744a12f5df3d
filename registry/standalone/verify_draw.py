"""Recomputes a draw of a spot check from its bundle: python verify_draw.py bundle.json

Needs nothing but Python 3.10 and the file. From list, plan, inspectors and seed it takes all hashes anew, draws the objects
and matches the inspectors; what differs is told, and the exit code is 1. Compare the hashes that it prints with the
registry's public ledger: whoever changes a bundle can change the ledger's words inside it too.
"""

import hashlib
import heapq
import hmac
import json
import math
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any


def canonical(document: object) -> str:
    """RFC 8785 for texts, whole numbers, booleans and null."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(each: Any) -> bytes:
    """The hash of one object: what everybody may know, and behind a salt what is not public."""
    shown = canonical({"credit_code": each["credit_code"], "disclosure": each["disclosure"]}).encode()
    hidden = canonical({"class": each["class"], "excluded": each["excluded"], "industry": each["industry"], "town": each["town"]}).encode()
    return sha(sha(shown), sha(bytes.fromhex(each["salt"]), hidden))


def root(leaves: list[bytes]) -> bytes:
    """The tree of RFC 6962 over the leaves in ascending order."""
    level = [sha(b"\x00", each) for each in sorted(leaves)]
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [sha(b"\x01", level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)] + odd
    return level[0] if level else sha()


def drawn_objects(bundle: Any, item: Any, key: bytes) -> list[Any]:
    """Of each stratum the smallest numbers under its mask, in the order in which they are told."""
    strata: dict[Any, list[Any]] = {}
    for each in bundle["objects"]:
        if not each["excluded"]:
            stratum = (each["class"], each["industry"], each["town"])
            mask = hmac.new(key, bytes.fromhex(bundle["plan"]["salt"]) + canonical(list(stratum)).encode(), "sha256").digest()
            number = bytes(one ^ other for one, other in zip(hmac.new(key, leaf(each), "sha256").digest(), mask, strict=True))
            strata.setdefault(stratum, []).append((number, leaf(each), each))
    drawn = []
    for (klass, _industry, _town), members in strata.items():
        share = math.ceil(len(members) * Fraction(item["fractions"][klass]) / 100)
        wanted = min(len(members), max(int(item["minimum"]), share))
        drawn += [each for _number, _leaf, each in sorted(members, key=lambda member: member[:2])[:wanted]]
    return sorted(drawn, key=lambda each: sha(key, b"order", each["disclosure"].encode()))


def matched(drawn: list[Any], bundle: Any, key: bytes) -> list[Any]:
    """Two inspectors for each object: who has the fewest first, then by lot; nobody who is recused from the enterprise."""

    def lot(load: int, person: str) -> tuple[int, bytes, str]:
        return load, hmac.new(key, f"match {load} {person}".encode(), "sha256").digest(), person

    recused = {each["key"]: {*each["recused"], *each.get("later", ())} for each in bundle["inspectors"] if not each.get("left")}
    waiting = [lot(0, person) for person in recused]
    heapq.heapify(waiting)
    lines = []
    for order, each in enumerate(drawn, 1):
        pair: list[Any] = []
        passed: list[Any] = []
        while waiting and len(pair) < 2:
            one = heapq.heappop(waiting)
            (passed if each["credit_code"] in recused[one[2]] else pair).append(one)
        if len(pair) < 2:
            raise SystemExit(f"fewer than two inspectors for {each['disclosure']} of {each['credit_code']}")
        for back in [lot(load + 1, person) for load, _lot, person in pair] + passed:
            heapq.heappush(waiting, back)
        lines.append([order, each["disclosure"], each["credit_code"], pair[0][2], pair[1][2]])
    return lines


def verify(bundle: Any, write: Any = print) -> list[str]:
    """Print what was drawn and the hashes; the faults found."""
    told, faults = bundle["draw"], []
    key = sha(bytes.fromhex(told["seed"]), told["witness_words"].encode())
    item = next((each for each in bundle["plan"]["items"] if each["code"] == told["item"]), None)
    if item is None:
        return [f"the plan has no item {told['item']}"]
    faults += [f"inspector {each['key']} is not certified for {item['field']}" for each in bundle["inspectors"] if each["field"] != item["field"]]
    lines = matched(drawn_objects(bundle, item, key), bundle, key)
    given = [[each["order"], each["disclosure"], each["credit_code"], *each["inspectors"]] for each in bundle["result"]]
    for place in range(max(len(lines), len(given))):
        one, other = (rows[place] if place < len(rows) else None for rows in (lines, given))
        write(canonical(one))
        if one != other:
            faults.append(f"line {place + 1} is {one}, the bundle says {other}")
    people = sorted(canonical({name: each[name] for name in ("field", "key", "name", "recused", "salt", "until")}) for each in bundle["inspectors"])
    population = root([leaf(each) for each in bundle["objects"]])
    found = {
        "the list": ("population_hash", population.hex()),
        "the plan": ("plan_hash", sha(canonical(bundle["plan"]).encode()).hex()),
        "the inspectors": ("inspectors_hash", sha("\n".join(people).encode()).hex()),
        "the seed or the list": ("commitment", sha(bytes.fromhex(told["seed"]), population).hex()),
        "the result": ("result_hash", sha("".join(canonical(line) + "\n" for line in given).encode()).hex()),
    }
    for what, (name, value) in found.items():
        write(f"{name} {value}")
        if told[name] != value:
            faults.append(f"{what} was changed: {name} is {value}, the bundle says {told[name]}")
    names = {"frozen": ("population_hash", "plan_hash", "inspectors_hash", "commitment"), "made": ("seed", "witness_words", "commitment", "population_hash", "result_hash")}
    for moment, several in names.items():
        for name in several:
            if bundle["ledger"].get(moment, {}).get(name) != told[name]:
                faults.append(f"{name} is {told[name]}, the ledger's entry ({moment}) in the bundle says otherwise")
    if len({each["disclosure"] for each in bundle["objects"]}) != len(bundle["objects"]):
        faults.append("an object stands twice in the list")
    return faults


if __name__ == "__main__":
    differences = verify(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n".join(differences) if differences else "Everything agrees. Compare the hashes with the public ledger.")
    sys.exit(1 if differences else 0)
