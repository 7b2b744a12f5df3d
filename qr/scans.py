"""Counting scans: which requests are one, and the sums that wait in the process until they are written.

A sum knows the code, the legal day and the region. Who asked is looked at and forgotten: nothing here keeps an address
or a User-Agent, not even to remember how it was judged.
"""

import threading
from collections.abc import Mapping
from datetime import date

from qr import crawlers

MOST_SUMS = 200_000
"""Different (code, day, region) that wait at most while nothing can be written: about 40 MB."""
Sums = dict[tuple[int, date, str], int]
_AHEAD = ("prefetch", "prerender", "preview", "instant")


def is_scan(method: str, purposes: tuple[str, ...], user_agent: str) -> bool:
    """Whether a request for a printed link is a reader's: a GET, for now and not ahead, and by no program that says it is one.

    `purposes` are the values of Sec-Purpose (Fetch standard, section 3), Purpose, X-Purpose and X-Moz, which browsers sent before it.
    """
    if method != "GET" or _holds("".join(purposes).lower(), _AHEAD):
        return False
    named = user_agent.lower()
    return not named.startswith(crawlers.BEGINNINGS) and not _holds(named, crawlers.WORDS)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    if text:
        for word in words:  # a loop: any() with a generator costs twice as much, and this runs for every scan
            if word in text:
                return True
    return False


class Buffer:
    """Sums of scans that are not written yet. Any thread may add; one takes them all, writes, and puts back what it could not write."""

    def __init__(self, most: int = MOST_SUMS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._sums: Sums = {}
        self._lost = 0

    def add(self, code_id: int, day: date, region: str) -> None:
        """One more scan. A full buffer still adds to the sums it has; a scan that would need a new one is lost, and counted as such."""
        key = (code_id, day, region)
        with self._lock:
            if key in self._sums:
                self._sums[key] += 1
            elif len(self._sums) < self._most:
                self._sums[key] = 1
            else:
                self._lost += 1

    def take(self) -> Sums:
        """Every sum; the buffer is empty afterwards."""
        with self._lock:
            taken, self._sums = self._sums, {}
        return taken

    def put_back(self, sums: Mapping[tuple[int, date, str], int]) -> None:
        """Sums that were taken and could not be written."""
        with self._lock:
            for key, scans in sums.items():
                if key in self._sums or len(self._sums) < self._most:
                    self._sums[key] = self._sums.get(key, 0) + scans
                else:
                    self._lost += scans

    def take_lost(self) -> int:
        """How many scans a full buffer has lost since this was last asked."""
        with self._lock:
            lost, self._lost = self._lost, 0
        return lost
