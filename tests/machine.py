"""What the tests need beyond Python: PostgreSQL's server, a Chromium, zbar (a reader of codes), a Chinese font and Elasticsearch.

On Debian as root it is installed, elsewhere what is missing is named and the command fails. Elasticsearch's server is fetched
here, with Maven, so that the tests themselves ask nobody. Debian 12 has no JDK that is new enough for it: without one its tests
are skipped, and where CI is set that fails.
Run as `python -m tests.machine`; `make test` does.
"""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

from tests.fixtures import browsing, elasticsearch_server, postgres

FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
QUICK_CHROMIUM = browsing.CHROMIUMS[0]
CHINESE = ("wqy-", "notosanscjk", "notosanssc", "sourcehansans", "pingfang", "droidsansfallback")


def has_elasticsearch() -> bool:
    """A running one, one that was fetched, or what it is fetched with; without a JDK none of it would help."""
    return bool(os.environ.get("ELASTICSEARCH_URL")) or elasticsearch_server.java_home() is None or elasticsearch_server.needs() is None


def has_chinese_font() -> bool:
    """fontconfig is not asked: it may be missing itself, and a browser finds these folders without it."""
    files = (path.name.lower() for folder in FONTS for path in Path(folder).rglob("*.[to]t[cf]"))
    return any(name.startswith(CHINESE) for name in files)


NEEDS = (
    ("a PostgreSQL server", "postgresql", lambda: postgres.binaries() is not None),
    ("Chromium", "chromium", lambda: browsing.chromium() is not None),
    ("the library zbar", "libzbar0", lambda: find_library("zbar") is not None),
    ("a Chinese font", "fonts-wqy-microhei", has_chinese_font),
    ("Maven, which fetches Elasticsearch", "maven", has_elasticsearch),
)


def missing() -> list[tuple[str, str]]:
    """What is not there: (what it is, Debian's package)."""
    return [(what, package) for what, package, there in NEEDS if not there()]


def install(packages: list[str]) -> None:
    """By apt-get, without anything that a package merely recommends."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=True, env=quiet, stdout=subprocess.DEVNULL)


def quicken() -> None:
    """Chromium without windows beside the full one, where Debian has it: what a browser does takes two thirds of the time. Nothing depends on it."""
    named = os.environ.get("CHROMIUM") or shutil.which(QUICK_CHROMIUM)
    if named or subprocess.run(["apt-cache", "show", QUICK_CHROMIUM], capture_output=True).returncode:
        return
    try:
        install([QUICK_CHROMIUM])
    except subprocess.CalledProcessError:
        print(f"{QUICK_CHROMIUM} could not be installed; the tests take some minutes longer.", file=sys.stderr)


def without_elasticsearch() -> str | None:
    """Fetches the server if that is still to be done; why its tests cannot run, in one sentence, or None."""
    if os.environ.get("ELASTICSEARCH_URL"):
        return None
    try:
        elasticsearch_server.fetch()
    except elasticsearch_server.Missing as reason:
        return str(reason)
    return elasticsearch_server.needs()


def main() -> int:
    wanted = missing()
    if shutil.which("apt-get") and os.geteuid() == 0:
        if wanted:
            print("Installing for the tests:", ", ".join(package for _, package in wanted), flush=True)
            install([package for _, package in wanted])
            wanted = missing()
        quicken()
    for what, package in wanted:
        print(f"The tests need {what} (Debian's package {package}).", file=sys.stderr)
    if not wanted and (reason := without_elasticsearch()):
        print(f"The tests of Elasticsearch cannot run: {reason}.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    return 1 if wanted else 0


if __name__ == "__main__":
    sys.exit(main())
