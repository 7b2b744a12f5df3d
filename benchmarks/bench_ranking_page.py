"""A page of a leader-board against a bare Flask "hello" on the same server, and its first page at many and at few entries.

Pages are visited uniformly over the board, each a page of entries with six indicators. BENCH_ENTRIES (default 100,000).
"""

import os
import random

from benchmarks import Result, filling_rankings, serving
from registry.queries.board_rows import PER_PAGE

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "100000"))
VISITS = 60_000
LEAST = 0.15
NOISE = 0.05


def run() -> list[Result]:
    """Ratio to hello and rates; how the first page of many entries goes against that of a hundred."""
    if absent := serving.missing():
        return [Result("ranking page / hello", None, note=f"missing programs: {', '.join(absent)}")]
    path = filling_rankings.filled(ENTRIES)
    many, few = (f"/rankings/{each}" for each in filling_rankings.BOARDS.values())
    settings = {"DATABASE_URL": f"sqlite:///{path.resolve()}", "SECRET_KEY": "benchmark" * 8, "RATE_LIMITS": "no"}
    with serving.server("public_site.app:create_app", settings) as site, serving.server("benchmarks.hello:application") as hello:
        serving.rate(site, [many, few], 1)
        ratio, page, plain = serving.ratio((site, _pages(many)), (hello, ["/"]))
        first, large, small = serving.ratio((site, [many] * serving.ROUNDS), (site, [few]))
    return [
        Result(f"ranking page / hello, {ENTRIES:,} entries", ratio, at_least=LEAST),
        Result(f"first page of {ENTRIES:,} entries / of {filling_rankings.FEW}", first, at_least=1 - NOISE),
        Result("ranking page", page, "answers/s"),
        Result("first page, many entries", large, "answers/s"),
        Result("first page, few entries", small, "answers/s"),
        Result("hello", plain, "answers/s"),
    ]


def _pages(board: str) -> list[str]:
    """Visits in an order of their own, uniform over the pages."""
    chosen, last = random.Random(1), ENTRIES * 9 // 10 // PER_PAGE
    return [f"{board}?page={chosen.randint(1, last)}" for _ in range(VISITS)]
