"""What the self-check says about a draft: one remark a matter, with the place where it is mended and the rule behind it."""

import dataclasses
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Severity(StrEnum):
    """From what blocks to what is only good to know."""

    must_mend = "must_mend"
    must_state = "must_state"
    """Fewer or lower than a recommended standard: blocks until it is expressly indicated (SAMR Order 83 Art. 14)."""
    question = "question"
    """Blocks until the editor answers; the registry cannot know."""
    worth_knowing = "worth_knowing"


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """One remark.

    code: the inspector's item (L1 to L8 legality, N1 to N6 form). field: path into Content, `lines.3.method`.
    word: what is said, put into sentences by the pages. key: under which `Content.answers` answers it; word and subject,
    so that an answer outlives a reordering. article: the rule as a short code (ARTICLES), "" for plain sense.
    answer: what the editor answered; an answered question no longer blocks.
    """

    code: str
    severity: Severity
    field: str
    word: str
    article: str = ""
    subject: str = ""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    answer: str = ""

    @property
    def key(self) -> str:
        return f"{self.word}:{self.subject}" if self.subject else self.word

    @property
    def blocks(self) -> bool:
        return self.severity is not Severity.worth_knowing and not self.answer


ARTICLES = ("law.21", "law.24", "law.27", "order83.12", "order83.13", "order83.14", "order83.15", "order83.16", "gb3100")
"""Standardization Law and SAMR Order 83 by article; GB 3100-1993 on statutory units."""


def mend(code: str, at: str, word: str, article: str = "", subject: str = "", **facts: str) -> Remark:
    """Wrong or missing: nothing is disclosed until it is mended."""
    return Remark(code, Severity.must_mend, at, word, article, subject, facts)


def state(at: str, word: str, subject: str = "", **facts: str) -> Remark:
    """Allowed when it is expressly indicated."""
    return Remark("L3", Severity.must_state, at, word, "order83.14", subject, facts)


def ask(code: str, at: str, word: str, article: str = "", subject: str = "", **facts: str) -> Remark:
    """The editor must say how it is."""
    return Remark(code, Severity.question, at, word, article, subject, facts)


def know(code: str, at: str, word: str, article: str = "", subject: str = "", **facts: str) -> Remark:
    """Good to know; blocks nothing."""
    return Remark(code, Severity.worth_knowing, at, word, article, subject, facts)


def blocking(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """The remarks that stand against disclosing."""
    return tuple(remark for remark in remarks if remark.blocks)


def by_field(remarks: Iterable[Remark]) -> dict[str, str]:
    """Field to word of what blocks, the gravest first, as `errors.Invalid` wants it."""
    order = tuple(Severity)
    fields: dict[str, str] = {}
    for remark in sorted(blocking(remarks), key=lambda each: order.index(each.severity)):
        fields.setdefault(remark.field, remark.word)
    return fields
