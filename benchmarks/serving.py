"""Starts the same server for two applications and loads them in turns from the other core.

Each server is granian with one worker and the registry's default threads, pinned to core 0; wrk sends from core 1 with
16 connections. Addresses are visited for the first time: every round takes the next slice of a shuffled list.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

CONNECTIONS = 16
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
THREADS = 4

_WRK = """local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
done = function(summary) io.write(string.format("errors %%d\\n", summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout)) end
"""


def missing() -> list[str]:
    """Programs that a measurement needs and this machine lacks."""
    return [name for name in ("wrk", "taskset") if subprocess.run(["/usr/bin/env", "which", name], capture_output=True, check=False).returncode]


@contextmanager
def server(application: str, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Address of `application` (module:factory) served on core 0."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["taskset", "-c", "0", sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--log-level", "error", application]
    process = subprocess.Popen(command, env=os.environ | (environment or {}), start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def rate(address: str, paths: Sequence[str], seconds: float = 3) -> float:
    """Answers a second over `paths`; raises when any answer was an error."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "paths").write_text("\n".join(paths))
        script = Path(folder) / "load.lua"
        script.write_text(_WRK % (Path(folder) / "paths"))
        command = ["taskset", "-c", "1", "wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "-s", str(script), address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if not (found := re.search(r"Requests/sec:\s+([\d.]+)", said)) or "errors 0\n" not in said:
        raise RuntimeError(said)
    return float(found[1])


def ratio(one: tuple[str, Sequence[str]], peer: tuple[str, Sequence[str]], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Median over interleaved rounds: answers a second of `one` as a share of `peer`'s, and both rates.

    Each round gives `one` the next slice of its paths, so that no address is asked twice before all have been.
    """
    size = len(one[1]) // rounds
    measured = [(rate(one[0], one[1][start * size : (start + 1) * size]), rate(peer[0], peer[1])) for start in range(rounds)]
    return statistics.median(a / b for a, b in measured), statistics.median(a for a, _ in measured), statistics.median(b for _, b in measured)
