"""`python -m benchmarks [NAME ...]`: runs every bench_NAME.py, prints the figures and writes build/benchmarks.json.

Ends with 1 when a bound does not hold.
"""

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks import Result

WRITTEN = Path("build/benchmarks.json")


def main(wanted: Iterable[str]) -> int:
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := set(wanted) - set(names):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    results: dict[str, list[Result]] = {}
    for name in [each for each in names if not wanted or each in wanted]:
        print(f"\n{name}", flush=True)
        results[name] = import_module(f"benchmarks.bench_{name}").run()
        for result in results[name]:
            print(f"  {_line(result)}", flush=True)
    _write(results)
    return int(any(result.held is False for found in results.values() for result in found))


def _line(result: Result) -> str:
    if result.value is None:
        return f"{result.name}: not measured ({result.note})"
    bound = f", at most {result.at_most:g}" if result.at_most is not None else f", at least {result.at_least:g}" if result.at_least is not None else ""
    verdict = {True: " - holds", False: " - DOES NOT HOLD", None: ""}[result.held]
    return f"{result.name}: {result.value:.3g} {result.unit}{bound}{verdict}{f' ({result.note})' if result.note else ''}"


def _write(results: dict[str, list[Result]]) -> None:
    WRITTEN.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.platform(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    figures = {name: [asdict(result) | {"held": result.held} for result in found] for name, found in results.items()}
    WRITTEN.write_text(json.dumps({"machine": machine, "results": figures}, ensure_ascii=False, indent=1))
    print(f"\nwritten to {WRITTEN}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
