"""What a search engine must do for this house: the port that `search.engines` implement.

It speaks of asked words and found subjects, not of any engine's JSON. An engine holds generations of one index: one is
active and answers, another may be built aside. Tokens come from `search.text`, so that all engines find the same.

Every hit falls into a tier, whatever engine answers: `EXACT` (a number or code), `PHRASE` (the words as typed, side by side),
`ALL` (every word), `MOST` (at least `Ask.least` words). Inside a tier the order is the engine's own, but stable.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple, Protocol

LAST_RESULT = 10_000
"""Pages end here; a cursor goes on."""
COUNTED = 100_000
"""Hits are counted exactly up to here."""


class Tier(IntEnum):
    """Why a document was found, the best reason first in a list of results."""

    MOST = 1
    ALL = 2
    PHRASE = 3
    EXACT = 4


class Away(Exception):
    """The engine does not answer; nothing is known of the question."""


class TooSlow(Exception):
    """The question took longer than SEARCH_SECONDS."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One asked word: any of these phrases in `field` will do. A phrase is one or more tokens side by side; `prefix` of one: a single character that words begin with.

    also: other units any of which will do as well, such as the same word read as pinyin; they have no `also` themselves.
    """

    phrases: tuple[tuple[str, ...], ...]
    field: str = "text"
    prefix: str = ""
    also: tuple["Unit", ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """For suggestions: subjects that hold one of the (field, term) pairs, those with one of the `names` first; behind them some that hold a term that begins as one of the `beginnings` says."""

    exact: tuple[tuple[str, str], ...] = ()
    beginnings: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titled:
    """For suggestions: subjects whose title holds all `units`, and a word that begins with `last` ("" for none). Units of the field `text` are looked for in `title`, others where they say."""

    units: tuple[Unit, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A condition on an indicator: a term of `field` (lows or highs) from `first` to `last`, both included."""

    field: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in the engine's terms. Without `exact`, `prefixes`, `phrase` and `units` everything that passes the filters is found, in tier ALL.

    exact: (field, term) pairs, any of which finds in tier EXACT. prefixes: (field, beginning) pairs, the same.
    phrase: the tokens as typed; found side by side in title or text it is tier PHRASE. names: whole names that count
    more inside a tier, but find nothing by themselves. least: how many units a hit of tier MOST has at least, from 1 to all.
    filters: a document must hold one of the values of every field. ranges: and meet one of the ranges of each group.
    No list of values and no group is empty.
    facets: whose values to count; each is counted as if it were not filtered by itself.
    sort: what a document lacks sorts last, newest and oldest alike; stars: the most first; ties go by seat.
    offset, limit: what lies past LAST_RESULT is not handed out. after: the cursor of the last result seen, instead of `offset`.
    """

    exact: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    phrase: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    least: int = 1
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: tuple[tuple[Range, ...], ...] = ()
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    after: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found subject: kind of registry.outbox.KINDS, its id, and why it was found."""

    kind: str
    subject_id: int
    tier: Tier
    cursor: str
    """Handed to `Ask.after` it goes on behind this hit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`total`: exact up to COUNTED, COUNTED + 1 stands for more. `facets`: field to value to count, all values, exact up to COUNTED hits."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """What the index shall hold of a subject: `document` by the names of search.fields (words as token lists, terms as lists), None: nothing."""

    kind: str
    subject_id: int
    document: Mapping[str, object] | None


class Formed(NamedTuple):
    """A change to be loaded, as its engine takes it: made beside the document, so that one text travels between processes and not hundreds.

    form: empty for a document that is gone, or that is `refused`, with the reason.
    """

    kind: str
    subject_id: int
    digest: str
    form: bytes
    refused: str = ""


class Generation(Protocol):
    """One index. `apply` returns when the changes can be found."""

    name: str

    def apply(self, changes: Sequence[Change], *, token: int) -> Mapping[tuple[str, int], str]:
        """Write changes; (kind, id) of what was refused, with the engine's reason. What was sent with a lower token than a subject was last written with is left out.

        Raises Away; then any part may have been applied, and all is sent again.
        """

    def load(self, changes: Iterable[Change | Formed]) -> Mapping[tuple[str, int], str]:
        """Fill a new generation quickly; found only after `finish`. What `apply` wrote is newer and stays. The rest as `apply`."""

    def finish(self) -> None:
        """Make all that was loaded last and be found."""

    def digests(self, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """Seat and digest of up to `limit` documents behind the seat `after`, in order."""

    def count(self) -> int:
        """How many documents it holds."""

    def close(self) -> None:
        """Let go of it; what was applied stays."""


@dataclass(frozen=True, slots=True)
class Status:
    """For operators: what answers, how much it holds, and what else lies about."""

    engine: str
    active: str | None
    documents: int
    size: int
    """Octets."""
    others: tuple[str, ...]


class SearchEngine(Protocol):
    """Asking is safe from any thread; writing is done by whoever holds the lease."""

    def search(self, ask: Ask) -> Answer:
        """Raises TooSlow, Away (also while no generation is active), and ValueError for an `after` that is not a cursor of this order."""

    def suggest(self, held: Held, titled: Titled, *, filters: Mapping[str, tuple[str, ...]], limit: int, enough: int = 1) -> Sequence[tuple[str, int]]:
        """Kind and id of up to `limit` subjects of each: those of `held`, and behind them, where these are fewer than `enough`, those of `titled`.

        Nothing is counted, where nothing is asked nothing is found, and where many terms begin so, which of them are looked at is the engine's affair. Raises Away, TooSlow.
        """

    def near(self, terms: Sequence[str], *, limit: int) -> Sequence[tuple[str, int]]:
        """Kind and id of subjects that share one of the terms in the field `near`, those that share most first. Raises Away, TooSlow."""

    def active(self) -> str | None:
        """Name of the generation that answers; None before the first, or when it is of another schema."""

    def open(self, name: str) -> Generation:
        """Raises Away, and KeyError for a generation that is not there."""

    def forming(self) -> Callable[[Change], Formed]:
        """How a change is made ready for `load`; may be sent to other processes."""

    def new_generation(self) -> Generation:
        """An empty one aside; its name holds the schema."""

    def activate(self, name: str) -> None:
        """From now on this one answers; in one step, for all processes."""

    def drop(self, name: str) -> None:
        """Remove a generation, if it is there. Raises ValueError for the one that answers."""

    def status(self) -> Status:
        """Raises Away."""

    def close(self) -> None:
        """Let go of connections and files."""
