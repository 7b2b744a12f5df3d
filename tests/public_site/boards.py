"""Leader-boards with ties, lists that are not published, one that a newer one took the place of, and what happened since."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry.actions import endings
from registry.legal_time import legal_day
from registry.models import Disclosure, EvaluationScheme
from registry.rules.scheme import Points, Requirement
from tests.factories import people
from tests.factories import rankings as made
from tests.factories import schemes as plans
from tests.factories.disclosures import changed
from tests.factories.scheme_values import core

FAR = "350302"
ELSEWHERE = "91350302MA31ABCD0F"


@dataclass(frozen=True, slots=True)
class Boards:
    """Public ids: the board that stands and the older one of its scheme, one by points, one of one band, a draft, the scheme; disclosures by name."""

    board: str
    older: str
    points: str
    equal: str
    draft: str
    scheme: str
    ids: dict[str, str]


def fill(session: Session, now: datetime) -> Boards:
    """Six belts of two enterprises: two at level 1, of which one was withdrawn since, one each at 2 (amended since) and 3, two not graded."""
    assessor = made.assessor(session, now)
    here, far = people.enterprise(session, now), people.enterprise(session, now, credit_code=ELSEWHERE, name="莆田某某制品有限公司（示例）", division_code=FAR)
    owner, other = people.member(session, now, here), people.member(session, now, far)
    belts = {
        "best": made.belt(session, now, owner, here), "even": made.belt(session, now, other, far, "24000 kPa", "3", "5"), "second": made.belt(session, now, owner, here, "18 MPa", "3", "5"),
        "third": made.belt(session, now, other, far, "12 MPa", "3", "5"), "below": made.belt(session, now, owner, here, "11.9 MPa", "3", "5"), "silent": made.belt(session, now, other, far, "25 MPa", "", "5"),
    }  # fmt: skip
    whole = made.scheme(source="T/EXAMPLE 1-2026")
    version = plans.published(session, now, assessor, whole)
    older, board = made.published(session, now, assessor, version), made.published(session, now + timedelta(minutes=1), assessor, version)
    points = made.published(session, now, assessor, plans.published(session, now, assessor, replace(whole, title="加权评价（示例）", method="weighted_points", points=Points(all_at_base=False))))
    asked = replace(whole, title="量产评价（示例）", requirements=(Requirement("R1", "已经量产", "In mass production"),))
    draft = made.compiled(session, now, assessor, plans.published(session, now, assessor, asked))
    equal = made.published(session, now, assessor, plans.published(session, now, assessor, replace(whole, title="宽松评价（示例）", cores=(core("tensile-strength", "at_least", "MPa", "9", "8", "7"), *whole.cores[1:]))))
    endings.withdraw(session, actor=other, disclosure_id=belts["even"].disclosure_id, effective_on=legal_day(now), reason="不再生产", now=now)
    changed(session, now, owner, belts["second"], "amend", lines=made.lines("17 MPa"), change_reason="配方调整")
    session.flush()
    ids = {name: session.get_one(Disclosure, each.disclosure_id).public_id for name, each in belts.items()}
    return Boards(board.public_id, older.public_id, points.public_id, equal.public_id, draft.public_id, session.get_one(EvaluationScheme, version.scheme_id).public_id, ids)
