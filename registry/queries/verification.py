"""Requests for verification. Who decides follows from where the enterprise lies today; a move is decided where it moves to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, Dispute, Enterprise, StoredFile, VerificationRequest
from registry.queries.bureaus import within
from registry.rules.permission import Office

PAGE = 30
_ASKS = Enterprise.id == VerificationRequest.enterprise_id
Found = tuple[VerificationRequest, Enterprise]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; empty means any. waiting_before: submitted before that instant, so that what waits long is found."""

    kind: str = ""
    division_code: str = ""
    waiting_before: datetime | None = None
    decided: bool = False


def place(request: VerificationRequest, enterprise: Enterprise) -> str:
    """The division whose bureau decides."""
    return request.division_code if request.kind == "move" else enterprise.division_code


def get(session: Session, request_id: int, *, lock: bool = False) -> Found:
    """A request and its enterprise; NotFound. `lock` holds the request until the transaction ends and reads it anew."""
    query = select(VerificationRequest, Enterprise).join(Enterprise, Enterprise.id == VerificationRequest.enterprise_id).where(VerificationRequest.id == request_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found[0], found[1]


def waiting(session: Session, enterprise_id: int) -> list[VerificationRequest]:
    """The enterprise's undecided requests, oldest first."""
    query = select(VerificationRequest).where(VerificationRequest.enterprise_id == enterprise_id, VerificationRequest.decided_at.is_(None))
    return list(session.scalars(query.order_by(VerificationRequest.id)))


def history(session: Session, enterprise_id: int) -> list[VerificationRequest]:
    """All requests of the enterprise, newest first."""
    return list(session.scalars(select(VerificationRequest).where(VerificationRequest.enterprise_id == enterprise_id).order_by(VerificationRequest.id.desc())))


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, page: int = 1) -> tuple[list[Found], int]:
    """A page of requests in the territory and how many there are: waiting ones oldest first, decided ones newest first."""
    order = VerificationRequest.decided_at.desc() if wanted.decided else VerificationRequest.submitted_at
    query = select(VerificationRequest, Enterprise).join(Enterprise, _ASKS).where(*_inside(offices, wanted))
    rows = session.execute(query.order_by(order, VerificationRequest.id).limit(PAGE).offset((page - 1) * PAGE))
    return [(row[0], row[1]) for row in rows], count(session, offices, wanted)


def count(session: Session, offices: Sequence[Office], wanted: Wanted) -> int:
    """How many requests in the territory fit."""
    return session.scalar(select(func.count(VerificationRequest.id)).join(Enterprise, _ASKS).where(*_inside(offices, wanted))) or 0


def oldest(session: Session, offices: Sequence[Office]) -> datetime | None:
    """Since when the longest waiting request waits."""
    return session.scalar(select(func.min(VerificationRequest.submitted_at)).join(Enterprise, _ASKS).where(*_inside(offices, Wanted())))


def following(session: Session, offices: Sequence[Office], request_id: int) -> int | None:
    """The next undecided request after this one, beginning again at the oldest; None when no other waits."""
    query = select(VerificationRequest.id).join(Enterprise, _ASKS).where(*_inside(offices, Wanted()), VerificationRequest.id != request_id).order_by(VerificationRequest.id).limit(1)
    return session.scalar(query.where(VerificationRequest.id > request_id)) or session.scalar(query)


def divisions(session: Session, offices: Sequence[Office]) -> list[str]:
    """Divisions in which something waits, for the filter."""
    rows = session.execute(select(VerificationRequest, Enterprise).join(Enterprise, _ASKS).where(*_inside(offices, Wanted())))
    return sorted({place(row[0], row[1]) for row in rows})


def person(session: Session, account_id: int | None) -> Account | None:
    """Who asked or decided."""
    return None if account_id is None else session.get(Account, account_id)


def licence(session: Session, matter: VerificationRequest | Dispute) -> StoredFile | None:
    """The file that was shown with a request or a dispute."""
    return None if matter.licence_sha256 is None else session.get(StoredFile, matter.licence_sha256)


def _inside(offices: Sequence[Office], wanted: Wanted) -> list[ColumnElement[bool]]:
    moves = VerificationRequest.kind == "move"
    found = [or_(and_(moves, within(VerificationRequest.division_code, offices)), and_(~moves, within(Enterprise.division_code, offices)))]
    found.append(VerificationRequest.decided_at.is_not(None) if wanted.decided else VerificationRequest.decided_at.is_(None))
    if wanted.kind:
        found.append(VerificationRequest.kind == wanted.kind)
    if wanted.division_code:
        found.append(or_(and_(moves, VerificationRequest.division_code == wanted.division_code), and_(~moves, Enterprise.division_code == wanted.division_code)))
    if wanted.waiting_before:
        found.append(VerificationRequest.submitted_at < wanted.waiting_before)
    return found
