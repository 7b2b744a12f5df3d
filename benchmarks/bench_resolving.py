"""A scan's redirect with its count, and a link's linkset, against a bare Flask "hello" on the same server.

Interleaved rounds over different links, uniform over the registry; once at 10,000 codes and once at BENCH_VERSIONS
(default 1,000,000). Scans are written while they are counted, as in service, into a copy of the registry.
"""

import os
import shutil
import tempfile
from pathlib import Path

from benchmarks import Result, filling, serving

CODES = int(os.environ.get("BENCH_VERSIONS", "1000000"))
SMALL = 10_000
ADDRESSES = 200_000
LEAST = {"redirect of a GTIN": 0.5, "redirect of a short code": 0.5, "redirect of a lot and serial": 0.5, "linkset": 0.2}
MOST_LOST = 0.1


def run() -> list[Result]:
    """Ratios to hello, rates, and what is lost from the small registry to the full one."""
    if absent := serving.missing():
        return [Result("redirect / hello", None, note=f"missing programs: {', '.join(absent)}")]
    full, small = _measured(CODES), _measured(SMALL)
    results = []
    for name, least in LEAST.items():
        results += [
            Result(f"{name} / hello, {CODES:,} codes", full[name][0], at_least=least),
            Result(f"{name} / hello, {SMALL:,} codes", small[name][0], at_least=least),
            Result(f"{name}: lost from the small to the full registry", 1 - full[name][0] / small[name][0], at_most=MOST_LOST),
            Result(name, full[name][1], "answers/s", note=f"hello {full[name][2]:,.0f} answers/s"),
        ]
    return results


def _measured(codes: int) -> dict[str, tuple[float, float, float]]:
    """For each kind of link: its rate as a share of hello's, and both rates."""
    with tempfile.TemporaryDirectory(dir=filling.filled(codes).parent) as folder:
        path = Path(folder) / "registry.sqlite3"
        shutil.copyfile(filling.filled(codes), path)
        printed = filling.printed(path)
        asked = {
            "redirect of a GTIN": printed["gtin"],
            "redirect of a short code": printed["short"],
            "redirect of a lot and serial": printed["lot"],
            "linkset": [f"{each}?linkType=linkset" for each in reversed(printed["gtin"])],
        }
        settings = {"DATABASE_URL": f"sqlite:///{path.resolve()}", "SECRET_KEY": "benchmark" * 8}
        with serving.server("public_site.app:create_app", settings) as site, serving.server("benchmarks.hello:application") as hello:
            return {name: _ratio(site, paths[:ADDRESSES], hello) for name, paths in asked.items()}


def _ratio(site: str, paths: list[str], hello: str) -> tuple[float, float, float]:
    warming = max(len(paths) // 20, 1)
    serving.rate(site, paths[:warming], 1)
    return serving.ratio((site, paths[warming:]), (hello, ["/"]))
