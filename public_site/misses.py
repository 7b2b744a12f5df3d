"""How many unknown codes one client may try in a minute.

Short codes and serials hold 45 and 60 random bits, so that trying them one after the other leads nowhere; this keeps it
from being tried. Only misses are counted and only misses are refused: people who share one address with somebody who
guesses, as in a shop, go on being answered for every code that exists.
"""

import time

from flask import Flask, current_app

from public_site.security import Counter, client_address
from registry.errors import TooMany

PER_MINUTE = 60


def count() -> None:
    """Count a miss of the client that asks now. Raises TooMany, with the seconds to wait, beyond `PER_MINUTE`."""
    if not current_app.extensions["settings"].rate_limits:
        return
    missed: Counter = current_app.extensions["missed_codes"]
    if missed.count(client_address(), now := time.monotonic()) > PER_MINUTE:
        raise TooMany("too_many", retry_after=60 - int(now % 60))


def init_app(app: Flask) -> None:
    app.extensions["missed_codes"] = Counter()
