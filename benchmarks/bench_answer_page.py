"""The page behind a code against a bare Flask "hello" on the same server: on its first visit, and from the compose file's nginx.

Interleaved rounds over different codes, uniform over the registry; once at 10,000 codes and once at BENCH_VERSIONS
(default 1,000,000). Through nginx the same few hundred codes are asked again and again, as a scanned product's are: the
proxy keeps each for half a minute. Needs Debian's nginx for that part.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from benchmarks import Result, filling, serving

CODES = int(os.environ.get("BENCH_VERSIONS", "1000000"))
SMALL = 10_000
ADDRESSES = 200_000
POPULAR = 500
LEAST, LEAST_CACHED, MOST_LOST = 0.2, 3.0, 0.1
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
CONFIGURATION = Path("docs/deploy/nginx.conf")


def run() -> list[Result]:
    """Ratios to hello, rates, and what is lost from the small registry to the full one."""
    if absent := serving.missing():
        return [Result("answer page / hello", None, note=f"missing programs: {', '.join(absent)}")]
    full, small = _measured(CODES), _measured(SMALL)
    return [
        Result(f"answer page / hello, {CODES:,} codes", full[0], at_least=LEAST),
        Result(f"answer page / hello, {SMALL:,} codes", small[0]),
        Result("lost from the small to the full registry", 1 - full[0] / small[0], at_most=MOST_LOST),
        _cached(),
        Result("answer page", full[1], "answers/s"),
        Result("hello", full[2], "answers/s"),
    ]


def addresses(path: Path) -> list[str]:
    """The pages of all codes, in an order that has nothing to do with how they lie in the file."""
    with sqlite3.connect(path) as connection:
        return [f"/p/{row[0]}" for row in connection.execute("SELECT code FROM scan_code ORDER BY substr(code, 5), code LIMIT ?", (ADDRESSES,))]


def _measured(codes: int) -> tuple[float, float, float]:
    path = filling.filled(codes)
    paths = addresses(path)
    with serving.server("public_site.app:create_app", _settings(path)) as site, serving.server("benchmarks.hello:application") as hello:
        serving.rate(site, paths[-500:], 1)
        return serving.ratio((site, paths[:-500]), (hello, ["/"]), ROUNDS)


def _cached() -> Result:
    """Codes that somebody asked for in the last half minute, from the proxy."""
    name = "answer page from nginx's cache / hello"
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        return Result(name, None, note="missing program: nginx")
    path = filling.filled(SMALL)
    paths = addresses(path)[:POPULAR]
    with serving.server("public_site.app:create_app", _settings(path)) as site, serving.server("benchmarks.hello:application") as hello, _proxy(program, site) as proxy:
        for each in paths:  # one by one: what is measured is what the proxy keeps, not how it fills
            with urlopen(proxy + each, timeout=30) as answer:
                answer.read()
        return Result(name, serving.ratio((proxy, paths * ROUNDS), (hello, ["/"]), ROUNDS)[0], at_least=LEAST_CACHED)


def _settings(path: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{path.resolve()}", "SECRET_KEY": "benchmark" * 8, "RATE_LIMITS": "no", "TRUSTED_PROXIES": "1"}


@contextmanager
def _proxy(program: str, site: str) -> Iterator[str]:
    """The compose file's own configuration with the addresses and folders of this machine, one worker on the server's core."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        written = Path(folder) / "nginx.conf"
        written.write_text(_configured(Path(folder), site.removeprefix("http://"), port))
        process = subprocess.Popen(["taskset", "-c", "0", program, "-p", folder, "-c", str(written), "-e", "stderr", "-g", "daemon off;"], stdout=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/health/proxy")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _configured(folder: Path, site: str, port: int) -> str:
    (folder / "pages").mkdir()
    folder.chmod(0o755)  # nginx's worker is another user where the benchmark runs as root
    (folder / "pages").chmod(0o777)
    replaced = {
        "worker_processes auto": "worker_processes 1", "/tmp/nginx.pid": f"{folder}/pid", "/var/cache/nginx/pages": f"{folder}/pages", "server web:8000": f"server {site}",
        "listen 8080": f"listen 127.0.0.1:{port}", "/etc/nginx/tls/*.conf": f"{folder}/tls/*.conf",
    }  # fmt: skip
    text = CONFIGURATION.read_text()
    for one, other in replaced.items():
        if one not in text:
            raise RuntimeError(f"{CONFIGURATION} has no {one}")
        text = text.replace(one, other)
    return text


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")
