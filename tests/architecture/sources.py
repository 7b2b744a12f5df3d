"""Which files belong to the project: everything but what git ignores, without asking git, so that a tarball is judged too."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("registry", "search", "qr", "public_site")
IGNORED = frozenset((".git", ".venv", "__pycache__", "data", "build", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "htmlcov"))


def files(*tops: str, suffix: str = "") -> Iterator[Path]:
    """Files under the named top-level folders (all of them when none is named) whose name ends with `suffix`."""
    for top in sorted(ROOT.iterdir()):
        if top.name in IGNORED or (tops and top.name not in tops):
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.name.endswith(suffix) and "__pycache__" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
