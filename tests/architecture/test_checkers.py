"""The checkers judge in the same run as the tests, so that one command decides."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

BIN = Path(sys.executable).parent
CHECKERS = {
    "style": [BIN / "ruff", "check", "--no-cache", "."],
    "types": [BIN / "mypy"],
    "imports": [BIN / "lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_finds_nothing(checker: str) -> None:
    run = subprocess.run(CHECKERS[checker], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
