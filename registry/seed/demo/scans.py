"""How often the invented codes were scanned in the last two months: more at weekends for what people buy, at work for what works buy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import scan_counts
from registry.queries import scan_codes
from registry.rules.permission import SYSTEM
from registry.seed.demo.agenda import TODAY
from registry.seed.demo.stage import Stage, Target

DAYS = 60
SCANNED: tuple[tuple[Target, int, bool], ...] = (
    (("HLXJ", "fabric-conveyor-belt", 0), 26, False), (("HLXJ", "conveyor-belt", 0), 14, False), (("HLXJ", "conveyor-belt", 2), 9, False), (("HLXJ", "conveyor-belt", 1), 6, False),
    (("LJHW", "outdoor-jacket", 0), 60, True), (("LJHW", "outdoor-jacket", 1), 24, True), (("LJHW", "outdoor-trousers", 0), 18, True), (("CJFM", "brass-valve", 2), 12, False),
    (("JCBY", "centrifugal-pump", 0), 8, False), (("TLXY", "athletic-shoe", 1), 85, True), (("TLXY", "casual-shoe", 0), 30, True), (("PYSP", "loquat", 0), 16, True),
    (("XYXN", "power-bank", 0), 40, True), (("AQJZ", "housekeeping", 0), 5, True),
)  # fmt: skip
"""Product, scans on a common day, and whether people buy it rather than works."""
SHOPPING = {date(2026, 9, 30), date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)}
REGIONS = (("331000", 0.24), ("330100", 0.17), ("350300", 0.13), ("310000", 0.12), ("440100", 0.09), ("320500", 0.07), ("unknown", 0.18))


def plan(stage: Stage) -> None:
    """Put the counts on the agenda of the last day."""
    stage.agenda.on_the_hour(TODAY, 17, partial(_count, stage=stage))


def _count(session: Session, _now: datetime, stage: Stage) -> None:
    chance = Random("demonstration scans")  # noqa: S311 - the same each time on purpose, no secret
    counts: dict[tuple[int, date, str], int] = {}
    for target, usual, bought in SCANNED:
        code = scan_codes.live(session, stage.product(target))
        assert code
        counts |= {(code.id, day, region): scans for day, region, scans in _scans(chance, usual, bought=bought) if scans}
    scan_counts.add(session, actor=SYSTEM, counts=counts)


def _scans(chance: Random, usual: int, *, bought: bool) -> Iterator[tuple[date, str, int]]:
    for back in range(DAYS - 1, -1, -1):
        day = TODAY - timedelta(back)
        busy = (1.7 if bought else 0.2) if day.weekday() > 4 else 1.0
        busy *= 2.6 if bought and day in SHOPPING else 1.0
        growing = 1.3 - 0.6 * back / DAYS
        for region, share in REGIONS:
            yield day, region, round(usual * busy * growing * share * chance.uniform(0.5, 1.5))
