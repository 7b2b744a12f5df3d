"""What counties and cities ask of their province, as the province's desk sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Bureau, Disclosure, Enterprise, ProvinceCase, Rectification
from registry.queries import bureaus
from registry.rules.permission import Actor, Scope, offices

PAGE = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """One case with what it is about."""

    case: ProvinceCase
    row: Rectification
    enterprise: Enterprise
    disclosure: Disclosure
    bureau: Bureau
    """Who asks."""


_ROWS = (
    select(ProvinceCase, Rectification, Enterprise, Disclosure, Bureau)
    .join(Rectification, Rectification.id == ProvinceCase.rectification_id)
    .join(Enterprise, Enterprise.id == Rectification.enterprise_id)
    .join(Disclosure, Disclosure.id == Rectification.disclosure_id)
    .join(Bureau, Bureau.id == ProvinceCase.from_bureau_id)
)


def get(session: Session, case_id: int, *, lock: bool = False) -> ProvinceCase:
    """The case; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    query = select(ProvinceCase).where(ProvinceCase.id == case_id)
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def one(session: Session, case_id: int) -> Asked:
    """The case with what it is about; NotFound."""
    get(session, case_id)
    return Asked(*session.execute(_ROWS.where(ProvinceCase.id == case_id)).one())


def over(session: Session, bureau_id: int) -> Bureau | None:
    """The provincial bureau over an office; None where the registry knows none."""
    above = bureaus.over(session, bureaus.get(session, bureau_id).division_code)
    return next((each for each in above if each.level == "province"), None)


def scope(session: Session, case: ProvinceCase) -> Scope:
    """Whose matter it is: the province's, and the office that asked may know of it."""
    return Scope(bureau_id=case.to_bureau_id, division_code=bureaus.get(session, case.from_bureau_id).division_code)


def listed(session: Session, actor: Actor, *, decided: bool, page: int = 1) -> tuple[list[Asked], int]:
    """A page of the cases of the actor's provinces, or for a lower office of those that it asked, and how many there are.

    Undecided ones the oldest first, decided ones the newest first.
    """
    clauses = _clauses(actor, decided=decided) if at_province(actor) else _asked_by(actor, decided=decided)
    order = ProvinceCase.decided_at.desc() if decided else ProvinceCase.asked_at
    count = session.scalar(select(func.count(ProvinceCase.id)).join(Rectification, Rectification.id == ProvinceCase.rectification_id).where(*clauses)) or 0
    rows = session.execute(_ROWS.where(*clauses).order_by(order, ProvinceCase.id).limit(PAGE).offset((page - 1) * PAGE))
    return [Asked(*row) for row in rows], count


def waiting(session: Session, actor: Actor, most: int) -> list[Asked]:
    """What waits for the actor's provinces, the oldest first, at most `most`."""
    rows = session.execute(_ROWS.where(*_clauses(actor, decided=False)).order_by(ProvinceCase.asked_at, ProvinceCase.id).limit(most))
    return [Asked(*row) for row in rows]


def following(session: Session, actor: Actor, case_id: int) -> int | None:
    """The next undecided case after this one, from the first one again; None without another."""
    query = select(ProvinceCase.id).join(Rectification, Rectification.id == ProvinceCase.rectification_id).where(*_clauses(actor, decided=False)).order_by(ProvinceCase.asked_at, ProvinceCase.id)
    ids: Sequence[int] = session.scalars(query).all()
    at = ids.index(case_id) if case_id in ids else -1
    return next((each for each in (*ids[at + 1 :], *ids) if each != case_id), None)


def at_province(actor: Actor) -> bool:
    """Whether the actor has a place in a provincial bureau."""
    return any(office.level == "province" for office in actor.offices)


def _asked_by(actor: Actor, *, decided: bool) -> tuple[ColumnElement[bool], ...]:
    waiting = ProvinceCase.decision.is_not(None) if decided else ProvinceCase.decision.is_(None) & Rectification.ended_at.is_(None)
    return ProvinceCase.from_bureau_id.in_([office.bureau_id for office in actor.offices]), waiting, Rectification.enterprise_id.not_in(actor.enterprises)


def _clauses(actor: Actor, *, decided: bool) -> tuple[ColumnElement[bool], ...]:
    """A case whose order ended meanwhile waits for nobody."""
    held = [office.bureau_id for office in actor.offices if office.level == "province" and offices(actor, "province.see", Scope(bureau_id=office.bureau_id))]
    waiting = ProvinceCase.decision.is_not(None) if decided else ProvinceCase.decision.is_(None) & Rectification.ended_at.is_(None)
    return ProvinceCase.to_bureau_id.in_(held), waiting, Rectification.enterprise_id.not_in(actor.enterprises)
