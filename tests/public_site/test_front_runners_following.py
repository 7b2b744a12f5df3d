"""The worker's follower of the desks suspends candidates whose references ended."""

from contextlib import closing
from datetime import timedelta

from sqlalchemy import select

from public_site import desk_following
from public_site.worker import Bench, bench
from registry.actions import calendar, catalogue
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import Bureau, CatalogueStandard
from registry.queries import front_runners
from registry.rules.front_runner import State
from registry.rules.permission import SYSTEM
from registry.settings import Settings
from tests.factories import people
from tests.factories.front_runners import candidate, standing_field


def test_a_standard_that_the_catalogue_says_has_ended_suspends_the_candidates_that_refer_to_it(database: Database, settings: Settings) -> None:
    now = utc_now() - timedelta(minutes=1)
    with database.transaction() as session:
        calendar.load(session, actor=SYSTEM, now=now)
        calendar.import_rows(session, actor=SYSTEM, rows=enumerate([{"year": str(now.year + 1), "day": f"{now.year + 1}-01-01", "works": "no", "notice": "示例"}], 2), now=now)
        row_id = candidate(standing_field(session, now)).id
    with closing((at := bench(settings)).database):
        _follow(at)
        with database.transaction() as session:
            keeper = people.officer(session, now, session.query(Bureau).first())
            standard_id = session.scalars(select(CatalogueStandard.id).where(CatalogueStandard.number == "GB/T 528-2009")).one()
            catalogue.confirm(session, actor=keeper, standard_id=standard_id, withdrawn=True, withdrawn_on=None, source="公告", now=now)
        _follow(at)
    with database.reading() as session:
        found = front_runners.get(session, row_id, legal_day(utc_now())).standing
        assert (found.state, found.reasons) == (State.suspended, ("reference_withdrawn",))


def _follow(at: Bench) -> None:
    while desk_following.drain(at):
        pass
