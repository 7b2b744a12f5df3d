"""How often one client may narrow the search in new ways, so that who scrapes every combination of facets is slowed, and readers are not.

A combination of filters costs as many units as it has values, once a minute: paging through it, sorting it and changing
the words in the box are free. A reader who clicks a filter every second stays under the allowance, also with others behind
the same address; a script that walks region x industry x year is told to wait. Programs that want everything follow `next`
of /search.json, which costs nothing. Stands beside the limit of requests that every page has (public_site.security).
"""

import threading
import time

from flask import Flask, current_app

from public_site.security import client_address
from registry.errors import TooMany
from search.query import SearchQuery

UNITS_PER_MINUTE = 240
PERIOD = 60
_KEPT_AT_MOST = 50_000
"""Clients that are remembered in one minute; beyond them nobody is refused."""


class Allowance:
    """Combinations that each client has asked for in the running minute, in this process."""

    def __init__(self) -> None:
        self._minute, self._lock = 0, threading.Lock()
        self._spent: dict[str, tuple[int, set[int]]] = {}

    def spend(self, client: str, combination: object, cost: int, now: float) -> int:
        """Units that the client has spent in the minute of `now` (seconds), this combination included."""
        with self._lock:
            if now // PERIOD != self._minute:
                self._minute, self._spent = int(now // PERIOD), {}
            if client not in self._spent and len(self._spent) >= _KEPT_AT_MOST:
                return 0
            spent, known = self._spent.setdefault(client, (0, set()))
            if hash(combination) in known:
                return min(spent, UNITS_PER_MINUTE)
            if spent <= UNITS_PER_MINUTE:
                known.add(hash(combination))
                self._spent[client] = (spent + cost, known)
            return spent + cost


def ask(query: SearchQuery) -> None:
    """Count this query for whoever asks. Raises TooMany with the seconds to wait."""
    chosen = query.filters()
    cost = sum(map(len, chosen.values()))
    if cost < 2 or not current_app.extensions["settings"].rate_limits:
        return
    now = time.monotonic()
    combination = tuple((field, tuple(sorted(values))) for field, values in chosen.items())
    if current_app.extensions["search_allowance"].spend(client_address(), combination, cost, now) > UNITS_PER_MINUTE:
        raise TooMany("search_combinations", retry_after=PERIOD - int(now % PERIOD))


def init_app(app: Flask) -> None:
    app.extensions["search_allowance"] = Allowance()
