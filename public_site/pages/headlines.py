"""The first line of a public page and the sentences under it, from a derived status."""

from collections.abc import Iterable
from dataclasses import dataclass

from public_site.pages.spoken import tables
from public_site.presenters import day
from public_site.words import pages as words
from registry.rules.status import RANK, Status, Word

NOTED = "publicly_noted"
_HIDDEN = frozenset({"checked", "lower_stated"})  # they have lines of their own


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence beside the headline; `tone` as of a status."""

    tone: str
    sentence: str


def headline(status: Status) -> str:
    """The code under which the first line stands (presenters.STATUSES); an open public notice stands before what is in force."""
    noted = any(notice.kind == NOTED for notice in status.public_notices)
    return NOTED if noted and status.word in (Word.current, Word.upcoming) else status.word.value


def worst(statuses: Iterable[Status]) -> str:
    """The headline of several disclosures: a product is shown under the worst of its standards."""
    order = [*(word.value for word in RANK[:2]), NOTED, *(word.value for word in RANK[2:])]
    return max(map(headline, statuses), key=order.index)


def of_product(statuses: Iterable[Status], *, code_revoked: bool, disputed: bool, deregistered: bool = False) -> str:
    """What is wrong with the code or the claim to it, else the worst of the product's standards; of a product without one, its enterprise's end."""
    if code_revoked:
        return "code_revoked"
    if disputed:
        return "disputed"
    known = tuple(statuses)
    if not known:
        return Word.deregistered.value if deregistered else "not_yet_disclosed"
    return worst(known)


def notices(status: Status) -> list[Notice]:
    """What a reader should know beside the first line, the headline's own day first."""
    own = [_notice(status.word.value, status.since)] if status.word.value in words.NOTICES else []
    return own + [_notice(notice.kind, notice.since) for notice in status.public_notices if notice.kind not in _HIDDEN]


def since(status: Status) -> str:
    """Since when the first line holds; "" where a notice says it."""
    sentence = tables().SINCE.get(headline(status))
    return sentence % {"day": day(status.since)} if sentence else ""


def _notice(kind: str, since_day: object) -> Notice:
    tone = "coming" if kind.endswith("_ahead") else "warn" if kind in (NOTED, "dishonesty_listed") else "past"
    return Notice(tone, tables().NOTICES[kind] % {"day": day(since_day)})
