"""Honours with what was decided of them: for the enterprise's desk, the bureau's, rounds of subsidies and profiles."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, Enterprise, FrontRunner, Honour, HonourStep
from registry.queries.bureaus import within
from registry.rules.honour import AFTER, CONFIRMED, WAITING
from registry.rules.permission import Office

PAGE = 30
TITLES = ("national", "provincial")


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with whose it is and its steps, the first first."""

    row: Honour
    enterprise: Enterprise
    steps: tuple[HonourStep, ...]

    @property
    def word(self) -> str:
        """Where it stands: the newest step's word, or waiting."""
        return self.steps[-1].word if self.steps else WAITING


def get(session: Session, honour_id: int) -> Told:
    """One honour; NotFound."""
    found = _told(session, select(Honour, Enterprise).join(Enterprise, Enterprise.id == Honour.enterprise_id).where(Honour.id == honour_id))
    if not found:
        raise NotFound("not_found")
    return found[0]


def of_enterprise(session: Session, enterprise_id: int) -> list[Told]:
    """Everything that the enterprise ever claimed, the newest first."""
    return _told(session, _all().where(Honour.enterprise_id == enterprise_id).order_by(Honour.id.desc()))


def of_one_thing(session: Session, kind: str, subject_key: str) -> list[Told]:
    """Claims of whomever about one thing, the first first."""
    return _told(session, _all().where(Honour.subject_key == subject_key, Honour.kind == kind).order_by(Honour.id))


def open_of_thing(session: Session, enterprise_id: int, kind: str, subject_key: str) -> Told | None:
    """The enterprise's claim about the thing that waits or was confirmed."""
    return next((each for each in of_one_thing(session, kind, subject_key) if each.enterprise.id == enterprise_id and each.word in AFTER), None)


def confirmed_of(session: Session, enterprise_id: int) -> list[Told]:
    """Honours that stand confirmed, the newest achievement first."""
    query = _all().where(Honour.enterprise_id == enterprise_id, word() == CONFIRMED)
    return _told(session, query.order_by(Honour.achieved_on.desc(), Honour.id.desc()))


def confirmed_between(session: Session, offices: Iterable[Office], first_on: date, last_on: date) -> list[Told]:
    """Honours of the territory's enterprises that stand confirmed and were achieved from the one day to the other."""
    query = _all().where(within(Enterprise.division_code, offices), Honour.achieved_on.between(first_on, last_on), word() == CONFIRMED)
    return _told(session, query.order_by(Honour.achieved_on, Honour.public_id))


def listed(session: Session, offices: Sequence[Office], *, decided: bool = False, kind: str = "", page: int = 1) -> tuple[list[Told], int]:
    """A page of the territory's claims, waiting ones oldest first, decided ones newest first; and how many there are."""
    wanted = [within(Enterprise.division_code, offices), word() != WAITING if decided else word() == WAITING, *([Honour.kind == kind] if kind else [])]
    count = session.scalar(select(func.count(Honour.id)).join(Enterprise, Enterprise.id == Honour.enterprise_id).where(*wanted)) or 0
    query = _all().where(*wanted).order_by(Honour.id.desc() if decided else Honour.id).limit(PAGE).offset((page - 1) * PAGE)
    return _told(session, query), count


def following(session: Session, offices: Sequence[Office], honour_id: int) -> int | None:
    """The next claim that waits after this one, beginning again at the oldest; None when no other waits."""
    query = select(Honour.id).join(Enterprise, Enterprise.id == Honour.enterprise_id).where(within(Enterprise.division_code, offices), word() == WAITING, Honour.id != honour_id)
    found: int | None = session.scalar(query.where(Honour.id > honour_id).order_by(Honour.id).limit(1)) or session.scalar(query.order_by(Honour.id).limit(1))
    return found


def word() -> ColumnElement[str]:
    """Where an honour stands, as a column of a statement that reads honours."""
    newest = select(HonourStep.word).where(HonourStep.honour_id == Honour.id).order_by(HonourStep.id.desc()).limit(1).scalar_subquery()
    return func.coalesce(newest, WAITING)


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to an honour."""
    return session.scalar(select(Honour.id).where(Honour.public_id == public_id)) is not None


def titles(session: Session, offices: Iterable[Office]) -> list[tuple[FrontRunner, Disclosure]]:
    """Front-runners' titles that an authority gave to the territory's enterprises, the first recorded first."""
    query = select(FrontRunner, Disclosure).join(Disclosure, Disclosure.id == FrontRunner.disclosure_id).join(Enterprise, Enterprise.id == FrontRunner.enterprise_id)
    wanted = query.where(FrontRunner.kind.in_(TITLES), within(Enterprise.division_code, offices)).order_by(FrontRunner.id)
    return [(row[0], row[1]) for row in session.execute(wanted)]


def hold(session: Session, enterprise_ids: Collection[int]) -> None:
    """Hold the enterprises until the transaction ends, so that no honour of theirs is decided meanwhile."""
    session.execute(select(Enterprise.id).where(Enterprise.id.in_(enterprise_ids)).order_by(Enterprise.id).with_for_update()).all()


def _all() -> Select[Honour, Enterprise]:
    return select(Honour, Enterprise).join(Enterprise, Enterprise.id == Honour.enterprise_id)


def _told(session: Session, query: Select[Honour, Enterprise]) -> list[Told]:
    rows = session.execute(query).all()
    steps: defaultdict[int, list[HonourStep]] = defaultdict(list)
    for each in session.scalars(select(HonourStep).where(HonourStep.honour_id.in_([row[0].id for row in rows])).order_by(HonourStep.id)):
        steps[each.honour_id].append(each)
    return [Told(row[0], row[1], tuple(steps[row[0].id])) for row in rows]
