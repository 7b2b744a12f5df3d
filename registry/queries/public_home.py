"""What the front page tells of the registry: the newest disclosures, and about how much there is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from registry.queries import public_lists, public_people
from registry.queries.public_conditions import Wanted, chosen
from registry.queries.public_lists import Count, ListedDisclosure

NEWEST = 5


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Counts are bounded as those of the lists, so that they cost the same whatever the registry holds."""

    newest: tuple[ListedDisclosure, ...]
    disclosures: Count
    enterprises: Count


def front(session: Session, today: date) -> FrontPage:
    """The newest five disclosures, how many there are, and how many verified enterprises."""
    found = public_lists.disclosures(session, Wanted(), today, counted=False, per_page=NEWEST)
    return FrontPage(found.rows, public_lists.count(session, chosen(session, Wanted(), today)), public_people.count(session, public_people.EnterprisesWanted()))
