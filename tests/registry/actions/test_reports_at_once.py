"""One form that is sent several times at the same moment, by an impatient finger, is one case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from registry.db import Database
from registry.files import Files
from registry.models import ReportCase
from tests.factories.reports import reported, shop

HANDS = 4


def _at_once(deed: Callable[[int], str]) -> list[str]:
    together = Barrier(HANDS)

    def one(hand: int) -> str:
        together.wait()
        return deed(hand)

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(one, range(HANDS)))


def test_a_form_sent_at_once_several_times_makes_one_case(database: Database, now: datetime, files: Files) -> None:
    with database.transaction() as session:
        code = shop(session, now).code

    def send(_hand: int) -> str:
        with database.transaction() as session:
            [case] = reported(session, now, files, code)
            return case.number

    assert len(set(_at_once(send))) == 1
    with database.reading() as session:
        assert session.query(ReportCase).count() == 1
