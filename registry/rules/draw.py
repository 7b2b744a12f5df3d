"""The draw of a spot check (双随机抽查), as a pure function: objects and inspectors by one seed, the same for whoever computes it.

Before the draw the population's hash and SHA-256(seed ‖ population hash) are published, afterwards the seed; witnesses' words
are mixed in. Credit-risk classes are never public, and strata or fractions would give them away. So a leaf hides them
behind a salt: an enterprise proves its own leaf, and whoever holds the whole bundle recomputes everything.
Every byte of it is written down in docs/draws.md.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush, nsmallest
from typing import Any, Final

from registry.errors import Conflict

PAIR: Final = 2
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Object:
    """One disclosure of a frozen population. `leaf`: its leaf hash, 32 bytes. `excluded`: why it does not take part; "" when it does."""

    disclosure: str
    credit_code: str
    klass: str
    industry: str
    town: str
    leaf: bytes
    excluded: str = ""

    @property
    def stratum(self) -> tuple[str, str, str]:
        return self.klass, self.industry, self.town


@dataclass(frozen=True, slots=True)
class Candidate:
    """An inspector who is certified for the item's field. `key` names the person in bundle and result; `recused`: credit codes."""

    key: str
    recused: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Matched:
    """One line of the result, in the order of the draw."""

    drawn: Object
    first: str
    second: str


def text(document: object) -> str:
    """Canonical JSON (RFC 8785) of texts, whole numbers, booleans, null, lists and mappings under keys of ASCII."""
    return _WRITE(document)


def leaf(credit_code: str, disclosure: str, hidden: bytes) -> bytes:
    """SHA-256 over the hash of what everybody may know and `hidden`: the enterprise needs no class to recompute its own leaf."""
    return hashlib.sha256(b"".join(parts(credit_code, disclosure, hidden))).digest()


def parts(credit_code: str, disclosure: str, hidden: bytes) -> tuple[bytes, bytes]:
    """The two hashes of which a leaf is made: of what everybody may know, and what is behind the salt."""
    return hashlib.sha256(text({"credit_code": credit_code, "disclosure": disclosure}).encode()).digest(), hidden


def hidden(salt: str, klass: str, industry: str, town: str, excluded: str) -> bytes:
    """SHA-256 over the salt (32 hexadecimal digits, drawn for this object alone) and what is not public."""
    return hashlib.sha256(bytes.fromhex(salt) + text({"class": klass, "excluded": excluded, "industry": industry, "town": town}).encode()).digest()


def commitment(seed: str, population_hash: str) -> str:
    """SHA-256 over the 32 bytes of the seed and the 32 bytes of the population's hash, in hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(seed) + bytes.fromhex(population_hash)).hexdigest()


def key(seed: str, witness_words: str) -> bytes:
    """What everything is drawn with: SHA-256 over the seed and what the witnesses called out."""
    return hashlib.sha256(bytes.fromhex(seed) + witness_words.encode()).digest()


def number(drawn_with: bytes, leaf_hash: bytes) -> bytes:
    """The object's number in the draw: HMAC-SHA256(key, leaf hash). Its own enterprise computes it, nobody else can."""
    return hmac.digest(drawn_with, leaf_hash, "sha256")


def mask(drawn_with: bytes, plan_salt: str, klass: str, industry: str, town: str) -> int:
    """What the numbers of a stratum are XORed with before they are put in order.

    Without it whoever knows their number and was drawn by it knew how large their fraction is, and so their class.
    """
    return int.from_bytes(hmac.digest(drawn_with, bytes.fromhex(plan_salt) + text([klass, industry, town]).encode(), "sha256"))


def wanted(size: int, percent: Fraction, minimum: int) -> int:
    """How many of a stratum's `size` objects are drawn: the fraction rounded up, at least the minimum, never more than there are."""
    return min(size, max(minimum, -(-size * percent.numerator // (100 * percent.denominator))))


def objects(population: Iterable[Object], percents: Mapping[str, Fraction], minimum: int, drawn_with: bytes, plan_salt: str) -> list[Object]:
    """What is drawn: of each stratum the smallest numbers under its mask. In the order in which it is told, which knows nothing of strata.

    percents: per cent of each class, above 0. plan_salt: of the plan's version, in hexadecimal digits. The order of `population` never matters.
    """
    strata: dict[tuple[str, str, str], list[tuple[bytes, Object]]] = {}
    digest = hmac.digest
    for each in population:
        if not each.excluded:
            strata.setdefault((each.klass, each.industry, each.town), []).append((digest(drawn_with, each.leaf, "sha256"), each))
    drawn: list[Object] = []
    for stratum, members in strata.items():
        hiding = mask(drawn_with, plan_salt, *stratum)
        ordered = nsmallest(wanted(len(members), percents[stratum[0]], minimum), ((int.from_bytes(one) ^ hiding, each.leaf, each) for one, each in members), key=_first_two)
        drawn += [each for _number, _leaf, each in ordered]
    return sorted(drawn, key=lambda each: place(drawn_with, each.disclosure))


def place(drawn_with: bytes, disclosure: str) -> bytes:
    """By what the drawn objects are put in order: anybody can recompute it, and it tells nothing of how they were drawn."""
    return hashlib.sha256(drawn_with + b"order" + disclosure.encode()).digest()


def match(drawn: Sequence[Object], candidates: Iterable[Candidate], drawn_with: bytes) -> list[Matched]:
    """Two inspectors for each object: who has the fewest comes first, among equals a lot drawn anew each round.

    Nobody is matched to an enterprise from which they are recused. Raises Conflict("too_few_inspectors", disclosure, credit_code).
    """
    people = {each.key: each.recused for each in candidates}
    waiting = [(0, _lot(drawn_with, 0, each), each) for each in people]
    heapify(waiting)
    found = []
    for each in drawn:
        pair: list[tuple[int, bytes, str]] = []
        passed: list[tuple[int, bytes, str]] = []
        while waiting and len(pair) < PAIR:
            next_one = heappop(waiting)
            (passed if each.credit_code in people[next_one[2]] else pair).append(next_one)
        if len(pair) < PAIR:
            raise Conflict("too_few_inspectors", disclosure=each.disclosure, credit_code=each.credit_code)
        for load, _lot_before, person in pair:
            heappush(waiting, (load + 1, _lot(drawn_with, load + 1, person), person))
        for one in passed:
            heappush(waiting, one)
        found.append(Matched(each, pair[0][2], pair[1][2]))
    return found


def next_one(loads: Mapping[str, int], drawn_with: bytes) -> str | None:
    """Who comes next by the rule of `match`: of those who may inspect (key to how often they were matched) the one with the fewest, among equals by lot."""
    return min(loads, key=lambda person: (loads[person], _lot(drawn_with, loads[person], person)), default=None)


def check_enough(population: Iterable[Object], candidates: Sequence[Candidate]) -> None:
    """Pass when two inspectors could look at each object. Raises Conflict("too_few_inspectors", disclosure, credit_code) for the first that has none."""
    enough: dict[str, bool] = {}
    for each in population:
        if each.credit_code not in enough:
            enough[each.credit_code] = sum(each.credit_code not in one.recused for one in candidates) >= PAIR
        if not enough[each.credit_code]:
            raise Conflict("too_few_inspectors", disclosure=each.disclosure, credit_code=each.credit_code)


def result_hash(result: Iterable[tuple[str, str, str, str]]) -> str:
    """SHA-256 over a line for each object in order: [place from 1, public id, credit code, first, second], canonical JSON and \\n."""
    taken = hashlib.sha256()
    for order, (disclosure, credit_code, first, second) in enumerate(result, 1):
        taken.update((text([order, disclosure, credit_code, first, second]) + "\n").encode())
    return taken.hexdigest()


def inspectors_hash(frozen: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the list of inspectors as it was frozen, each with a salt of its own; what was added later does not count."""
    kept = ("field", "key", "name", "recused", "salt", "until")
    lines = sorted(text({name: each[name] for name in kept}) for each in frozen)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def candidates_of(frozen: Iterable[Mapping[str, Any]]) -> list[Candidate]:
    """Who takes part in the matching: recusals told after the freezing count, and who has left since does not take part."""
    return [Candidate(str(each["key"]), frozenset((*each["recused"], *each.get("later", ())))) for each in frozen if not each.get("left")]


def _first_two(member: tuple[int, bytes, Object]) -> tuple[int, bytes]:
    return member[:2]


def _lot(drawn_with: bytes, round_: int, person: str) -> bytes:
    return hmac.digest(drawn_with, f"match {round_} {person}".encode(), "sha256")
