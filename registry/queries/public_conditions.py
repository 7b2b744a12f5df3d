"""How public lists narrow disclosures down in SQL, so that a page of a million answers at once.

A condition knows two ways: `walks` is asked of each disclosure while the list is walked from the newest, `drives` finds
its few disclosures by an index. Whether they are few is looked up first, since neither database can be trusted to guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from registry.legal_time import first_instant
from registry.models import Disclosure, DisclosureSuccession, DisclosureVersion, DisclosureWithdrawal, Enterprise, Standing
from registry.queries.prefixes import anycase, begins
from registry.rules import standard_number
from registry.rules.standard_number import StandardClass
from registry.rules.standard_number_text import clean, strokes
from registry.rules.status import ENDS, RANK, Word

FEW = 5_000
MOST_FOUND = 10_000
MOST_ENTERPRISES = 200
NEWEST_TITLES = 20_000
_LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader narrows the list of disclosures by; empty: anything. `division` and `industry` hold all below them."""

    text: str = ""
    klass: str = ""
    status: str = ""
    division: str = ""
    industry: str = ""
    subject: str = ""
    year: int = 0
    """Of the first disclosure."""
    lower: bool = False
    enterprise_id: int = 0
    number_key: str = ""
    """Compact key of one number."""
    undated_key: str = ""
    """The key of a number without its year: all editions."""


@dataclass(frozen=True, slots=True)
class Condition:
    walks: ColumnElement[bool]
    drives: Select[int] | None = None
    """Ids of disclosures that may meet the condition; None where it has no index."""
    few: bool = False
    """`walks` itself goes by an index to a bounded number of disclosures."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The clauses that are quick here; `few`: they lead to so few disclosures that all of them can be counted."""

    clauses: tuple[ColumnElement[bool], ...]
    few: bool
    until: datetime | None = None
    """Everything that meets the clauses was disclosed before it."""


def chosen(session: Session, wanted: Wanted, today: date) -> Choice:
    """What drives may find more than what walks lets pass, so where it is followed both are asked."""
    asked = tuple(conditions(wanted, today))
    driven = [each.drives for each in asked if each.drives is not None and _few(session, each.drives)]
    clauses = (*(Disclosure.id.in_(drives) for drives in driven), *(each.walks for each in asked))
    return Choice(clauses, bool(driven) or any(each.few for each in asked), _new_year(wanted.year + 1) if wanted.year else None)


def conditions(wanted: Wanted, today: date) -> Iterator[Condition]:
    """One condition for each thing that is asked."""
    yield from _exact(wanted)
    yield from (Condition(_latest(asked)) for asked in _of_version(wanted))
    if wanted.year:
        yield Condition(and_(Disclosure.disclosed_at >= _new_year(wanted.year), Disclosure.disclosed_at < _new_year(wanted.year + 1)))
    if wanted.division or wanted.industry:
        yield _of_enterprises(wanted)
    if wanted.status:
        yield _in_status(Word(wanted.status), today)
    if wanted.text.strip():
        yield Condition(Disclosure.id.in_(_found_by(clean(wanted.text[:_LONGEST_TEXT]))), few=True)


def _exact(wanted: Wanted) -> Iterator[Condition]:
    """Columns with an index of their own; only the classes are few and large."""
    columns = ((Disclosure.klass, wanted.klass), (Disclosure.enterprise_id, wanted.enterprise_id), (Disclosure.compact_key, wanted.number_key), (Disclosure.undated_key, wanted.undated_key))
    yield from (Condition(column == value, few=column is not Disclosure.klass) for column, value in columns if value)


def _of_version(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.subject:
        yield DisclosureVersion.subject == wanted.subject
    if wanted.lower:
        yield DisclosureVersion.lower_stated.is_(True)


def _few(session: Session, drives: Select[int]) -> bool:
    return (session.scalar(select(func.count()).select_from(drives.limit(FEW + 1).subquery())) or 0) <= FEW


def _new_year(year: int) -> datetime:
    return first_instant(date(year, 1, 1))


def _latest(asked: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(DisclosureVersion.id == Disclosure.latest_version_id, asked)


def division_head(code: str) -> str:
    """The digits that a division's own code and all codes below it begin with (GB/T 2260): 33 of 330000."""
    head = code
    while head.endswith("00"):
        head = head[:-2]
    return head


def _of_enterprises(wanted: Wanted) -> Condition:
    """What walks reads the enterprise of each row: its codes are cut, so that no index of the few is followed for the many."""
    cuts, ranges = [], []
    for column, head in ((Enterprise.division_code, division_head(wanted.division)), (Enterprise.industry_code, wanted.industry)):
        if head:
            cuts.append(func.substr(column, 1, len(head)) == head)
            ranges.append(begins(column, head))
    drives = select(Disclosure.id).join(Enterprise, Enterprise.id == Disclosure.enterprise_id).where(*ranges)
    return Condition(exists().where(Enterprise.id == Disclosure.enterprise_id, *cuts), drives)


def _in_status(word: Word, today: date) -> Condition:
    """The word that `registry.rules.status.derive` gives: reached, and nothing worse reached."""
    reached = _reached(today)
    worse = RANK[RANK.index(word) + 1 :]
    return Condition(and_(reached[word], *(~reached[other] for other in worse)), _driver(word, today))


def _reached(today: date) -> dict[Word, ColumnElement[bool]]:
    own: dict[Word, ColumnElement[bool]] = {
        Word.current: true(),
        Word.upcoming: ~exists().where(DisclosureVersion.disclosure_id == Disclosure.id, DisclosureVersion.in_force_from <= today),
        Word.expired: _expired(today),
        Word.superseded: exists().where(DisclosureSuccession.disclosure_id == Disclosure.id, DisclosureSuccession.effective_on <= today),
        Word.withdrawn: exists().where(DisclosureWithdrawal.disclosure_id == Disclosure.id, DisclosureWithdrawal.effective_on <= today),
    }
    return own | {word: _recorded(kind, today) for kind, word in ENDS.items()}


def _recorded(kind: str, today: date) -> ColumnElement[bool]:
    """An authority's fact about the disclosure or its enterprise as a whole that no later one corrects."""
    later = aliased(Standing)
    about = or_(Standing.disclosure_id.is_(None), Standing.disclosure_id == Disclosure.id)
    corrected = exists().where(later.corrects_id == Standing.id)
    return exists().where(Standing.enterprise_id == Disclosure.enterprise_id, about, Standing.kind == kind, Standing.effective_on <= today, Standing.annulled.is_(False), ~corrected)


def _expired(today: date) -> ColumnElement[bool]:
    later = aliased(DisclosureVersion)
    newer = exists().where(later.disclosure_id == DisclosureVersion.disclosure_id, later.in_force_from <= today, later.sequence > DisclosureVersion.sequence)
    return exists().where(DisclosureVersion.disclosure_id == Disclosure.id, DisclosureVersion.in_force_from <= today, DisclosureVersion.valid_until < today, ~newer)


def _driver(word: Word, today: date) -> Select[int] | None:
    """Where the few disclosures of a rare word can be found."""
    match word:
        case Word.current:
            return None
        case Word.upcoming:
            return select(DisclosureVersion.disclosure_id).where(DisclosureVersion.in_force_from > today)
        case Word.expired:
            return select(DisclosureVersion.disclosure_id).where(DisclosureVersion.valid_until < today)
        case Word.superseded:
            return select(DisclosureSuccession.disclosure_id).where(DisclosureSuccession.effective_on <= today)
        case Word.withdrawn:
            return select(DisclosureWithdrawal.disclosure_id).where(DisclosureWithdrawal.effective_on <= today)
        case _:
            kind = next(kind for kind, ended in ENDS.items() if ended is word)
            return select(Disclosure.id).join(Standing, Standing.enterprise_id == Disclosure.enterprise_id).where(Standing.kind == kind)


def _found_by(text: str) -> Select[int]:
    """Ids of what a text may mean: a number in any spelling, the beginning of one, of a title or an enterprise's name, or
    a part of one of the newest titles. Each way is bounded.
    """
    named = () if text.isdigit() or standard_number.parse(text).klass is not StandardClass.UNREADABLE else _by_name(text)
    ways = [way.limit(MOST_FOUND + 1).subquery() for way in (*_by_number(text), *named)]
    return select(union_all(*(select(way) for way in ways)).subquery().c[0])


def _by_number(text: str) -> Iterator[Select[int]]:
    number, ids = standard_number.parse(text), select(Disclosure.id)
    part = strokes(text).replace(" ", "").replace("/", "").upper()
    yield ids.where(Disclosure.compact_key == number.compact).order_by(Disclosure.id.desc())
    if not number.year:
        yield ids.where(Disclosure.undated_key == number.compact_undated).order_by(Disclosure.id.desc())
    if part[:1].isascii() and part[:1].isalpha():
        yield ids.where(or_(*(begins(Disclosure.compact_key, f"{klass}:{part}") for klass in StandardClass)))
    if number.bare:  # GB is typed for GB/T, and the year from memory
        yield ids.where(Disclosure.bare_key == number.bare).order_by(Disclosure.id.desc())


def _by_name(text: str) -> Iterator[Select[int]]:
    yield select(DisclosureVersion.disclosure_id).where(begins(DisclosureVersion.title, text))
    firms = select(Enterprise.id).where(begins(Enterprise.name, text)).limit(MOST_ENTERPRISES).subquery()
    yield select(Disclosure.id).where(Disclosure.enterprise_id.in_(select(firms)))
    newest = select(DisclosureVersion.disclosure_id, DisclosureVersion.title).order_by(DisclosureVersion.disclosed_at.desc()).limit(NEWEST_TITLES).subquery()
    yield select(newest.c.disclosure_id).where(anycase(newest.c.title).contains(text.lower(), autoescape=True))
