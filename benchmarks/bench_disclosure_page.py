"""The page of a disclosure on its first visit, against a bare Flask "hello" on the same server.

Interleaved rounds over different addresses, uniform over the registry; once at 10,000 versions and once at
BENCH_VERSIONS (default 1,000,000).
"""

import os
import subprocess

from benchmarks import Result, filling, serving

VERSIONS = int(os.environ.get("BENCH_VERSIONS", "1000000"))
SMALL = 10_000
ADDRESSES = 200_000
LEAST = 0.15
MOST_LOST = 0.1


def run() -> list[Result]:
    """Ratios to hello, rates, and what is lost from the small registry to the full one."""
    if absent := serving.missing():
        return [Result("disclosure page / hello", None, note=f"missing programs: {', '.join(absent)}")]
    full, small = _measured(VERSIONS), _measured(SMALL)
    return [
        Result(f"disclosure page / hello, {VERSIONS:,} versions", full[0], at_least=LEAST),
        Result(f"disclosure page / hello, {SMALL:,} versions", small[0]),
        Result("lost from the small to the full registry", 1 - full[0] / small[0], at_most=MOST_LOST),
        Result("disclosure page", full[1], "answers/s", note=_processor()),
        Result("hello", full[2], "answers/s"),
    ]


def _measured(versions: int) -> tuple[float, float, float]:
    path = filling.filled(versions)
    paths = [f"/disclosures/{public_id}" for public_id in filling.addresses(path)[:ADDRESSES]]
    settings = {"DATABASE_URL": f"sqlite:///{path.resolve()}", "SECRET_KEY": "benchmark" * 8, "RATE_LIMITS": "no"}
    with serving.server("public_site.app:create_app", settings) as site, serving.server("benchmarks.hello:application") as hello:
        serving.rate(site, paths[-500:], 1)
        return serving.ratio((site, paths[:-500]), (hello, ["/"]))


def _processor() -> str:
    said = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout
    model = next((line.split(":", 1)[1].strip() for line in said.splitlines() if line.startswith("Model name")), "unknown processor")
    return f"{model}, {os.cpu_count()} cores"
