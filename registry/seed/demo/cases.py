"""What invented readers report to the invented bureaus, and what became of it: from one that nobody has seen yet to closed ones.

Numbers and secrets are the same each time, so that anybody can look at a case as its reporter would; README.md names one.
"""

from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import cases, reports
from registry.actions.reports import Sent
from registry.queries import products as product_queries
from registry.queries import reports as queries
from registry.rules import case_form, case_number, report_form
from registry.rules.permission import Actor
from registry.seed.demo import papers
from registry.seed.demo.stage import Stage, table

HANDED_TO = "350302"
_NOBODY = Actor()
_CLIENT = "demonstration"

Made = dict[tuple[str, str], int]
"""Ids of cases by name and kind."""


def plan(stage: Stage) -> None:
    """Put every report and every step on the agenda."""
    chance = Random("demonstration cases")  # noqa: S311 - the same each time on purpose; these secrets are no secrets
    made: Made = {}
    for row in table("cases.csv"):
        stage.agenda.on_the_hour(date.fromisoformat(row["day"]), int(row["hour"]), partial(_submit, stage=stage, row=row, chance=chance, made=made))
    for row in table("case_steps.csv"):
        stage.agenda.on_the_hour(date.fromisoformat(row["day"]), int(row["hour"]), partial(_act, stage=stage, row=row, made=made))


def _submit(session: Session, now: datetime, stage: Stage, row: dict[str, str], chance: Random, made: Made) -> None:
    code = product_queries.code_of(session, stage.product((row["letters"], row["category"], int(row["item"]))))
    secret = case_number.make_secret(chance.getrandbits(case_number.SECRET_BITS))
    sent = Sent(secret, f"{_CLIENT} {row['case']}", row["language"], row["lot"], photos=(papers.photo(),) if row["photo"] else ())
    about, form = queries.about(session, code), report_form.read(row)
    for case in reports.submit(session, actor=_NOBODY, about=about, form=form, sent=sent, files=stage.files, now=now, randbits=chance.getrandbits):
        made[row["case"], case.kind] = case.id


def _act(session: Session, now: datetime, stage: Stage, row: dict[str, str], made: Made) -> None:
    """One step, or a look at who reported."""
    case = queries.get(session, made[row["case"], row["kind"]])
    actor, form, revision = stage.actor(session, row["who"]) if row["who"] else _NOBODY, case_form.read(row), case.revision
    match row["word"]:
        case "supplemented":
            reports.supplement(session, actor=actor, case_id=case.id, text=row["told"], client=f"{_CLIENT} {row['case']}", now=now)
        case "taken":
            cases.take(session, actor=actor, case_id=case.id, revision=revision, now=now)
        case "reporter_read":
            reports.read_reporter(session, actor=actor, case_id=case.id, now=now)
        case "handed_over":
            cases.hand_over(session, actor=actor, case_id=case.id, revision=revision, to_id=stage.bureaus[HANDED_TO], form=form, now=now)
        case _:
            cases.step(session, actor=actor, case_id=case.id, revision=revision, form=form, now=now)
    session.flush()
