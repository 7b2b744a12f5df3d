"""Honours as everybody may read them: confirmed by a bureau, with source and day; none that is about a person."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.plain import Look, Statement
from registry.rules.honour import CONFIRMED, PERSONAL

MOST = 200


@dataclass(frozen=True, slots=True)
class PublicHonour:
    """One thing achieved. confirmed_by: the bureau's name. place: among the drafters, from 1."""

    kind: str
    grade: str
    subject: str
    title: str
    place: int | None
    revised: bool
    achieved_on: date
    source: str
    source_url: str | None
    confirmed_at: datetime
    confirmed_by: str


_OF_ENTERPRISE = Statement(
    f"""
SELECT h.kind, h.grade, h.subject, h.title, h.place, h.revised, h.achieved_on, h.source, h.source_url, s.at AS confirmed_at, coalesce(b.name, '') AS confirmed_by
FROM honour h JOIN honour_step s ON s.id = (SELECT max(n.id) FROM honour_step n WHERE n.honour_id = h.id) LEFT JOIN bureau b ON b.id = s.bureau_id
WHERE h.enterprise_id = :enterprise_id AND s.word = :confirmed ORDER BY h.achieved_on DESC, h.id DESC LIMIT {MOST}
""",  # noqa: S608 - a number of our own
    days=("achieved_on",),
    instants=("confirmed_at",),
    flags=("revised",),
)


def of_enterprise(look: Look | Session, enterprise_id: int) -> tuple[PublicHonour, ...]:
    """What stands confirmed, the newest achievement first; one keyed look."""
    return tuple(PublicHonour(*row) for row in _OF_ENTERPRISE.all(look, {"enterprise_id": enterprise_id, "confirmed": CONFIRMED}) if row.kind not in PERSONAL)
