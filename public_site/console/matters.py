"""What the enterprise is asked to mend by a day, what became of earlier tasks, and what is only worth a look."""

from dataclasses import dataclass

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading
from public_site.screening_said import sentence
from public_site.words import screening as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import calendar, enterprises
from registry.queries import screening_list as queries
from registry.queries.screening_list import Matter
from registry.rules import working_days

bp = Blueprint("console_matters", __name__)


@dataclass(frozen=True, slots=True)
class Task:
    """An open matter with the working days that are left (negative when late), and where it is mended."""

    matter: Matter
    left: int
    address: str


@bp.get("/console/<credit_code>/matters")
@access("enterprise")
def show(credit_code: str) -> ResponseReturnValue:
    with reading() as session:
        enterprise = enterprises.get(session, g.enterprise_id)
        asked, settled, others = queries.of_enterprise(session, enterprise.id)
        tasks = _tasks(session, credit_code, asked)
        return render_template("console/matters.html", enterprise=enterprise, tasks=tasks, settled=settled, others=others, unasked=queries.unasked, said=sentence, words=words, most=queries.MOST_MATTERS)


def _tasks(session: Session, credit_code: str, asked: list[Matter]) -> list[Task]:
    known, today = calendar.known(session), legal_day(utc_now())
    return [Task(each, working_days.between(known, today, each.due_on), _address(credit_code, each)) for each in asked]


def _address(credit_code: str, matter: Matter) -> str:
    """A product is linked on its own page; everything else is mended by a new version, a successor or a withdrawal."""
    return f"/console/{credit_code}/products" if matter.code == "no_product" else f"/console/{credit_code}/disclosures/{matter.public_id}"
