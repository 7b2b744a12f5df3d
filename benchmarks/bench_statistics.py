"""The page of statistics against a bare Flask "hello" on the same server.

Pages are visited uniformly over places, industries and years. BENCH_VERSIONS (default 1,000,000): disclosures behind the counters.
"""

import os

from benchmarks import Result, filling_statistics, serving

VERSIONS = int(os.environ.get("BENCH_VERSIONS", "1000000"))
LEAST = 0.15


def run() -> list[Result]:
    """Ratio to hello, and rates."""
    if absent := serving.missing():
        return [Result("statistics page / hello", None, note=f"missing programs: {', '.join(absent)}")]
    path = filling_statistics.filled(VERSIONS)
    settings = {"DATABASE_URL": f"sqlite:///{path.resolve()}", "SECRET_KEY": "benchmark" * 8, "RATE_LIMITS": "no"}
    pages = filling_statistics.addresses()
    with serving.server("public_site.app:create_app", settings) as site, serving.server("benchmarks.hello:application") as hello:
        serving.rate(site, pages[:100], 1)
        ratio, page, plain = serving.ratio((site, pages), (hello, ["/"]))
    return [
        Result(f"statistics page / hello, {VERSIONS:,} versions", ratio, at_least=LEAST),
        Result("statistics page", page, "answers/s"),
        Result("hello", plain, "answers/s"),
    ]
