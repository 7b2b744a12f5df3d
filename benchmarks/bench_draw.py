"""A draw of 100,000 objects with strata and inspectors against computing the same numbers and sorting them; and its memory.

The draw is the pure function that freezing and drawing call (registry.rules.draw): 5 % of 100,000 objects in 1,200 strata
(four classes, 20 industries, 15 towns), and two of 60 inspectors for each, some of them recused. The rival does the least that any draw
has to: HMAC-SHA256 of every leaf, one sort. The same fast HMAC on both sides, turn by turn, medians. Memory is the peak of
a process that does nothing else: it makes the objects, their hashes, the root and the draw. BENCH_DRAWN (default 100,000) says how many.
"""

import hashlib
import hmac
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from benchmarks import Result, interleaved
from registry.rules import draw, merkle
from registry.rules.draw import Candidate, Object

SHARES = {"A": Fraction("2.5"), "B": Fraction(4), "C": Fraction(10), "D": Fraction(30)}
CLASSES = "AAAABBBBBBBBBBBBBBCD"
"""Of twenty enterprises 4 of class A, 14 of B, one of C, one of D: 5.3 % are drawn before rounding up."""
MOST_TIMES, LARGEST_MB = 4.0, 300
OBJECTS, ROUNDS = int(os.environ.get("BENCH_DRAWN", "100000")), int(os.environ.get("BENCH_ROUNDS", "7"))
SALT = "c3" * 16
KEY = draw.key("5a" * 32, "海游 六敖 珠岙")


def population(several: int) -> list[Object]:
    """Objects of invented firms, two each."""
    found = []
    for number in range(several):
        firm = number // 2
        klass, industry, town = CLASSES[_spread(firm, "class", 20)], f"C{_spread(firm, 'industry', 20):02d}", f"town {_spread(firm, 'town', 15)}"
        salt, name, code = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(), f"D{number:09d}", f"9133{firm:014d}"
        found.append(Object(name, code, klass, industry, town, draw.leaf(code, name, draw.hidden(salt, klass, industry, town, ""))))
    return found


def candidates(several: int) -> list[Candidate]:
    """Inspectors; each must not inspect some firms."""
    return [Candidate(str(number), frozenset(f"9133{firm:014d}" for firm in range(number, 3000, 40))) for number in range(several)]


def least(objects: list[Object]) -> list[tuple[bytes, str]]:
    """What any draw has to do."""
    return sorted((hmac.digest(KEY, each.leaf, "sha256"), each.disclosure) for each in objects)


def whole(objects: list[Object], people: list[Candidate]) -> int:
    """Objects and inspectors; how many were drawn."""
    return len(draw.match(draw.objects(objects, SHARES, 1, KEY, SALT), people, KEY))


def run() -> list[Result]:
    """Turn by turn in one process, so that a slow machine is slow on both sides; the memory in a process of its own."""
    given, people = population(OBJECTS), candidates(60)
    drawn = whole(given, people)
    measured = interleaved({"least": lambda: _timed(lambda: least(given)), "whole": lambda: _timed(lambda: whole(given, people))}, ROUNDS)
    alone = subprocess.run([sys.executable, "-m", "benchmarks.bench_draw"], capture_output=True, text=True, check=True)
    strata = len({each.stratum for each in given})
    return [
        Result(
            f"draw {OBJECTS:,} objects and match their inspectors / the same numbers and one sort", measured["whole"] / measured["least"], "times", at_most=MOST_TIMES,
            note=f"{drawn:,} drawn in {strata:,} strata, {len(people)} inspectors",
        ),
        Result("peak memory of list, root and draw", float(alone.stdout), "MB", at_most=LARGEST_MB),
        Result("draw", measured["whole"], "s"),
        Result("numbers and one sort", measured["least"], "s"),
    ]  # fmt: skip


def alone() -> float:
    """Peak memory in MB of making the objects, their root and the draw."""
    given = population(OBJECTS)
    merkle.root(each.leaf for each in given)
    whole(given, candidates(60))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (peak if sys.platform == "darwin" else peak * 1024) / 1e6


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _spread(number: int, of: str, over: int) -> int:
    return int.from_bytes(hashlib.md5(f"{of} {number}".encode(), usedforsecurity=False).digest()[:4]) % over


if __name__ == "__main__":
    print(f"{alone():.0f}")
