"""A standard of the catalogue is replaced: who follows it or refers to it is asked to mend that by a day, and what is not mended is told to all."""

from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from registry.actions import catalogue, endings, screening, screening_matters
from registry.queries import catalogue as queries
from registry.rules.permission import SYSTEM
from registry.rules.standard_number import parse
from registry.seed.demo.enterprises import REGISTRARS
from registry.seed.demo.stage import Stage, table
from registry.settings import Settings

OLD = "QB/T 990010-2021"
IMPORTED, CONFIRMED, SEEN, ENDED = date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 21)
ASKED = ("QYGY", "MSDY")
"""Who names the old standard."""


def plan(stage: Stage) -> None:
    """Put all of it on the agenda."""
    stage.agenda.on_the_hour(IMPORTED, 15, _import)
    for day, act in ((CONFIRMED, _confirm), (SEEN, _ask), (ENDED, _end)):
        stage.agenda.on_the_hour(day, 15, partial(act, stage=stage))


def _import(session: Session, now: datetime) -> None:
    """The list of a later day: an old standard and the one in its place."""
    catalogue.import_rows(session, actor=SYSTEM, rows=enumerate(table("successions.csv"), 2), source_name="示例", now=now)


def _confirm(session: Session, now: datetime, stage: Stage) -> None:
    """One list alone decides against nobody: a bureau has read the announcement."""
    standard_id = queries.ids(session, [parse(OLD).compact])[parse(OLD).compact]
    actor = stage.actor(session, REGISTRARS["350302"])
    catalogue.confirm(session, actor=actor, standard_id=standard_id, withdrawn=True, withdrawn_on=CONFIRMED, source="示例公告2026年第9号（示例）", now=now)


def _ask(session: Session, now: datetime, stage: Stage) -> None:
    """As the worker would, of those who name the standard alone."""
    firms = [stage.firms[letters] for letters in ASKED]
    looked = [("disclosure", each) for firm in firms for each in firm.disclosures.values()]
    session.flush()
    screening.follow(session, looked, now=now, days=Settings().screening_days)
    screening.follow(session, [(screening_matters.TELL, firm.id) for firm in firms], now=now, days=Settings().screening_days)


def _end(session: Session, now: datetime, stage: Stage) -> None:
    """One of them changes to the new standard in time; what it was asked is settled by itself."""
    firm = stage.firms["MSDY"]
    ended = firm.disclosures[OLD]
    endings.withdraw(session, actor=stage.owner(session, firm), disclosure_id=ended, effective_on=now.date(), reason="改为执行QB/T 990010-2026。（示例）", now=now)
    session.flush()
    screening.follow(session, [("disclosure", ended)], now=now, days=Settings().screening_days)
