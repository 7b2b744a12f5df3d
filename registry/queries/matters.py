"""Matters that wait for a bureau's decision, requests for verification and disputes alike: found, listed, counted, the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.models import Dispute, Enterprise, VerificationRequest
from registry.queries import locking
from registry.queries.bureaus import within
from registry.rules.permission import Office

PAGE = 30
Matter = TypeVar("Matter", bound=VerificationRequest | Dispute)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; empty means any. waiting_before: brought before that instant, so that what waits long is found."""

    kind: str = ""
    division_code: str = ""
    waiting_before: datetime | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Matters(Generic[Matter]):
    """One sort of matter, each about an enterprise."""

    row: type[Matter]
    since: InstrumentedAttribute[datetime]
    """When it was brought."""
    place: SQLColumnExpression[str]
    """The division whose bureau decides."""

    def get(self, session: Session, matter_id: int, *, lock: bool = False) -> tuple[Matter, Enterprise]:
        """A matter and its enterprise; NotFound. `lock` holds the matter until the transaction ends and reads it anew."""
        query = select(self.row, Enterprise).join(Enterprise, Enterprise.id == self.row.enterprise_id).where(self.row.id == matter_id)
        return locking.pair(session, query, lock=lock)

    def listed(self, session: Session, offices: Sequence[Office], wanted: Wanted, page: int = 1) -> tuple[list[tuple[Matter, Enterprise]], int]:
        """A page of matters in the territory and how many there are: waiting ones oldest first, decided ones newest first."""
        order = self.row.decided_at.desc() if wanted.decided else self.since
        query = self._inside(select(self.row, Enterprise), offices, wanted).order_by(order, self.row.id)
        return [(row[0], row[1]) for row in session.execute(query.limit(PAGE).offset((page - 1) * PAGE))], self.count(session, offices, wanted)

    def waiting(self, session: Session, offices: Sequence[Office], most: int) -> list[tuple[Matter, Enterprise]]:
        """What waits in the territory, the oldest first, at most `most`."""
        query = self._inside(select(self.row, Enterprise), offices, Wanted()).order_by(self.since, self.row.id).limit(most)
        return [(row[0], row[1]) for row in session.execute(query)]

    def count(self, session: Session, offices: Sequence[Office], wanted: Wanted) -> int:
        """How many matters in the territory fit."""
        return session.scalar(self._inside(select(func.count(self.row.id)), offices, wanted)) or 0

    def oldest(self, session: Session, offices: Sequence[Office]) -> datetime | None:
        """Since when the longest waiting matter waits."""
        first: datetime | None = session.scalar(self._inside(select(func.min(self.since)), offices, Wanted()))
        return first

    def following(self, session: Session, offices: Sequence[Office], matter_id: int) -> int | None:
        """The next undecided matter after this one, beginning again at the oldest; None when no other waits."""
        query = self._inside(select(self.row.id), offices, Wanted()).where(self.row.id != matter_id).order_by(self.row.id).limit(1)
        found: int | None = session.scalar(query.where(self.row.id > matter_id)) or session.scalar(query)
        return found

    def divisions(self, session: Session, offices: Sequence[Office]) -> list[str]:
        """Divisions in which something waits, for the filter."""
        return sorted(session.scalars(self._inside(select(self.place), offices, Wanted()).distinct()))

    def _inside(self, query: Any, offices: Sequence[Office], wanted: Wanted) -> Select[Any]:
        about: Select[Any] = query.select_from(self.row).join(Enterprise, Enterprise.id == self.row.enterprise_id)
        inside = about.where(within(self.place, offices), self.row.decided_at.is_not(None) if wanted.decided else self.row.decided_at.is_(None))
        if wanted.kind:
            inside = inside.where(self.row.kind == wanted.kind)
        if wanted.division_code:
            inside = inside.where(self.place == wanted.division_code)
        return inside.where(self.since < wanted.waiting_before) if wanted.waiting_before else inside
