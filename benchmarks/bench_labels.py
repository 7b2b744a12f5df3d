"""Ten thousand different labels as one PDF against drawing their matrices alone with the same library, on as many processes.

The bare side takes the texts in the same chunks and chooses each mask as `qrcode` does by itself; it keeps nothing. Both run in
a fresh child in turns. Peak memory is that of the child and of its two drawing processes together, seen after each sheet.
"""

import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import Result, matrices
from qr import labels, links, sheets, symbols
from qr.advice import Look
from qr.layout import Label

LABELS = int(os.environ.get("BENCH_LABELS", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
PROCESSES = 2
MOST_TIMES = 1.3
LARGEST_MB = 300
SHEET = sheets.COMMON["a4-3x8-70x37"]


class Taken(NamedTuple):
    """What one side took in one round."""

    seconds: float
    processor: float
    megabytes: float


def run() -> list[Result]:
    """Ratio of both, and the memory of the labels' side."""
    pdf, bare = [], []
    for _ in range(ROUNDS):
        pdf.append(_in_child(_sheets))
        bare.append(_in_child(_matrices))
    seconds, bare_seconds = (median(each.seconds for each in side) for side in (pdf, bare))
    processor, bare_processor = (median(each.processor for each in side) for side in (pdf, bare))
    return [
        Result("labels as PDF / matrices alone", seconds / bare_seconds, "times", at_most=MOST_TIMES),
        Result("the same in processor time", processor / bare_processor, "times", note="what is left when others use the machine"),
        Result("peak memory of the labels", max(each.megabytes for each in pdf), "MB", at_most=LARGEST_MB, note=f"with {PROCESSES} drawing processes"),
        Result("labels as PDF", seconds, "s", note=f"{LABELS:,} labels, {PROCESSES} processes, median of {ROUNDS} interleaved rounds"),
        Result("matrices alone", bare_seconds, "s"),
    ]


def _texts() -> list[str]:
    return [links.gtin_link("https://bz.example.cn", "09520000000011", serial=f"{number:012d}") for number in range(LABELS)]


def _in_child(work: Callable[[], float]) -> Taken:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_timed, work).result()


def _timed(work: Callable[[], float]) -> Taken:
    started, used = time.perf_counter(), _processor()
    megabytes = work()
    return Taken(time.perf_counter() - started, _processor() - used, megabytes)


def _processor() -> float:
    """Seconds of processor time of this process and of its ended children."""
    spent = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _memory() -> float:
    """Megabytes at their highest, of this process and its running children. Not ru_maxrss: a child inherits its parent's."""
    statuses = (Path(f"/proc/{each}/status").read_text() for each in (os.getpid(), *(child.pid for child in multiprocessing.active_children())))
    return sum(int(status.partition("VmHWM:")[2].split()[0]) for status in statuses) / 1024


def _sheets() -> float:
    peaks: list[float] = []
    made = (Label(text, "Q/EXAMPLE 001-2026", "7ZK4M0QX5C", "bz.example.cn") for text in _texts())
    with tempfile.TemporaryDirectory() as folder:
        labels.draw_sheets(made, SHEET, Look(), Path(folder) / "labels.pdf", processes=PROCESSES, on_page=lambda _: peaks.append(_memory()))
    return max(*peaks, _memory())


def _matrices() -> float:
    with symbols.processes(PROCESSES) as pool:
        assert sum(1 for _ in symbols.drawn(_texts(), matrices.draw, pool)) == LABELS
    return 0.0
