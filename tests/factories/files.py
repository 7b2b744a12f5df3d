"""Files that stand as rows; whoever reads what is in them stores a real one."""

from datetime import datetime
from hashlib import sha256
from itertools import count

from sqlalchemy.orm import Session

from registry.models import StoredFile

_numbers = count(1)


def licence(session: Session, now: datetime) -> str:
    """The SHA-256 of a licence that the file room has kept."""
    digest = sha256(f"licence {next(_numbers)}".encode()).hexdigest()
    session.add(StoredFile(sha256=digest, media_type="application/pdf", size=1000, name="营业执照.pdf", stored_at=now))
    session.flush()
    return digest
