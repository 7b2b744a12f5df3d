"""Requests for verification. Who decides follows from where the enterprise lies today; a move is decided where it moves to."""

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from registry.models import Account, Dispute, Enterprise, StoredFile, VerificationRequest
from registry.queries.matters import Matters

_PLACE = case((VerificationRequest.kind == "move", VerificationRequest.division_code), else_=Enterprise.division_code)
REQUESTS = Matters(VerificationRequest, VerificationRequest.submitted_at, _PLACE)


def place(request: VerificationRequest, enterprise: Enterprise) -> str:
    """The division whose bureau decides."""
    return request.division_code if request.kind == "move" else enterprise.division_code


def waiting(session: Session, enterprise_id: int) -> list[VerificationRequest]:
    """The enterprise's undecided requests, oldest first."""
    query = select(VerificationRequest).where(VerificationRequest.enterprise_id == enterprise_id, VerificationRequest.decided_at.is_(None))
    return list(session.scalars(query.order_by(VerificationRequest.id)))


def history(session: Session, enterprise_id: int) -> list[VerificationRequest]:
    """All requests of the enterprise, newest first."""
    return list(session.scalars(select(VerificationRequest).where(VerificationRequest.enterprise_id == enterprise_id).order_by(VerificationRequest.id.desc())))


def person(session: Session, account_id: int | None) -> Account | None:
    """Who asked or decided."""
    return None if account_id is None else session.get(Account, account_id)


def licence(session: Session, matter: VerificationRequest | Dispute) -> StoredFile | None:
    """The file that was shown with a request or a dispute."""
    return None if matter.licence_sha256 is None else session.get(StoredFile, matter.licence_sha256)
