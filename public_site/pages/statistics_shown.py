"""What the page of statistics shows of a place, a trade and a year: figures, charts whose titles say what was found, and ways on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from public_site import charts
from public_site.charts import Chart
from public_site.i18n import language
from public_site.presenters import month as month_words
from public_site.words import statistics as words
from registry.plain import Look
from registry.queries import public_statistics as queries
from registry.reference import divisions, industries
from registry.rules.statistic import FAULTS, KLASSES, NOT_EVALUATED, VERDICTS, rate
from registry.rules.target import Aim, Progress, progress, top

ROOT = "/statistics"
SECTIONS = tuple(each.code for each in industries.children())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is about: division, section and year; "" for all of them."""

    division: str = ""
    industry: str = ""
    year: str = ""

    def address(self, form: str = "", **changes: str) -> str:
        """The page about something a little different; `form`: .json or .csv."""
        return _address(self.division, self.industry, self.year, form, tuple(changes.items()))

    @property
    def place(self) -> str:
        return place_name(self.division)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of places or industries, with its numbers of `queries.ROWS`."""

    words: str
    address: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target with how far it is, and its drawing: both lines as points of a square of 100."""

    aim: Aim
    bureau: str
    progress: Progress
    actual: str
    line: str
    today: float
    percent: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of the page. `course`: (period in words, address or "", number) from the first to the last."""

    wanted: Wanted
    totals: dict[str, int]
    course: list[tuple[str, str, int]]
    years: list[str]
    places: list[Row]
    industries: list[Row]
    targets: list[Aimed]

    @property
    def chart(self) -> Chart:
        return charts.chart([(period, number) for period, _address, number in self.course])

    @property
    def finding(self) -> str:
        return finding(self)

    @property
    def klasses(self) -> list[tuple[str, int]]:
        """Classes that were disclosed, the most frequent first."""
        found = [(klass, self.totals.get(f"disclosures.{klass}", 0)) for klass in KLASSES]
        return sorted((each for each in found if each[1]), key=lambda each: -each[1])

    @property
    def evaluated(self) -> int:
        return self.totals.get("checks", 0) - self.totals.get(f"checks.{NOT_EVALUATED}", 0)

    @property
    def verdicts(self) -> list[tuple[str, int, float | None]]:
        """Verdict, number, per cent of what was evaluated."""
        return [(each, number := self.totals.get(f"checks.{each}", 0), rate(number, self.evaluated)) for each in VERDICTS]

    @property
    def faults(self) -> list[tuple[str, int, float | None]]:
        """Group of items, number, per cent of what was evaluated."""
        return [(each, number := self.totals.get(f"faults.{each}", 0), rate(number, self.evaluated)) for each in FAULTS]

    @property
    def in_time(self) -> float | None:
        """Per cent of the orders of which it is known."""
        done = self.totals.get("rectifications.on_time", 0)
        return rate(done, done + self.totals.get("rectifications.late", 0))


def shown(look: Look, wanted: Wanted, today: date) -> Shown:
    """Read and arrange; every number by its key."""
    totals = queries.totals(look, wanted.division, wanted.industry, wanted.year)
    years = queries.years(look, wanted.division, wanted.industry, today.year)
    codes = below(wanted.division)
    found = queries.divisions(look, codes, wanted.industry, wanted.year)
    places = [_row(place_part(code), wanted.address(division=code), found[code]) for code in codes if code in found]
    sections = {} if wanted.industry else queries.industries(look, wanted.division, SECTIONS, wanted.year)
    trades = [_row(trade(code), wanted.address(industry=code), sections[code]) for code in SECTIONS if code in sections]
    course = _months(look, wanted, today) if wanted.year else [(f"{year}", wanted.address(year=year), years[year]) for year in _filled(years)]
    return Shown(wanted, totals, course, _filled(years), places, trades, [] if wanted.industry or wanted.year or not wanted.division else targets(look, wanted.division, today))


def targets(look: Look, division: str, today: date) -> list[Aimed]:
    """Public targets of the division with how far they are."""
    rows = queries.targets(look, division)
    if not rows:
        return []
    course = queries.course(look, division, min(row.start_on for row in rows), sorted({row.measure for row in rows}))
    return [aimed(Aim(row.measure, row.title, row.start_on, row.start, row.due_on, row.wanted, row.source, row.source_url or ""), row.bureau, course[row.measure], today) for row in rows]


def aimed(aim: Aim, bureau: str, months: dict[str, int], today: date) -> Aimed:
    """`months` as `queries.course` gives them."""
    found = progress(aim, {month: count for month, count in months.items() if month}, months.get("", 0), today)
    height = top(aim, found.line)

    def point(at: float, number: int) -> str:
        return f"{100 * at:.1f},{100 - 100 * number / height:.1f}"

    steps = [point(at, number) for at, number in _stepped(found.line)]
    return Aimed(aim, bureau, found, " ".join(steps), f"{point(0, aim.start)} {point(1, aim.wanted)}", round(100 * found.line[-1][0], 1), round(100 * found.now / aim.wanted))


def _stepped(line: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """A count stays what it was until the next month's end."""
    found = list(line[:1])
    for at, number in line[1:]:
        found += [(at, found[-1][1]), (at, number)]
    return found


def finding(of: Shown) -> str:
    """The title of the course: how many, and when the most."""
    total = sum(number for _period, _address, number in of.course)
    if not total:
        return str(_("还没有公开标准"))
    period, _where, number = max(of.course, key=lambda each: each[2])
    if of.wanted.year:
        return str(_("%(year)s 年公开 %(total)s 项标准，%(period)s最多，%(number)s 项", year=of.wanted.year, total=f"{total:,}", period=period, number=f"{number:,}"))
    return str(_("%(first)s 年以来公开 %(total)s 项标准，%(period)s 年最多，%(number)s 项", first=of.course[0][0], total=f"{total:,}", period=period, number=f"{number:,}"))


def _months(look: Look, wanted: Wanted, today: date) -> list[tuple[str, str, int]]:
    found = queries.months(look, wanted.division, wanted.industry, wanted.year)
    last = today.month if wanted.year == str(today.year) else 12
    return [(words_of, "", found.get(key, 0)) for key, words_of in _names(wanted.year, language())[:last]]


@lru_cache(maxsize=256)
def _names(year: str, _spoken: str) -> list[tuple[str, str]]:
    return [(f"{year}-{number:02d}", month_words(date(int(year), number, 1))) for number in range(1, 13)]


def _filled(years: dict[str, int]) -> list[str]:
    """From the first year in which something was disclosed to the last, without gaps."""
    return [str(year) for year in range(int(min(years)), int(max(years)) + 1)] if years else []


def _row(said: str, address: str, numbers: dict[str, int]) -> Row:
    return Row(said, address, tuple(numbers.get(each, 0) for each in queries.ROWS))


@lru_cache(maxsize=4096)
def below(division: str) -> tuple[str, ...]:
    """Codes of today right under a division; the provinces under ""."""
    return tuple(each.code for each in divisions.children(division or None))


@lru_cache(maxsize=4096)
def place_name(division: str) -> str:
    """The whole name; of "" all places."""
    return divisions.full_name(division) or division


@lru_cache(maxsize=4096)
def place_part(code: str) -> str:
    """What a division is called inside the one above it."""
    found = divisions.find(code)
    return found.name if found else code


def trade(code: str) -> str:
    """A section's letter and name."""
    found = industries.find(code)
    return f"{code} {found.name}" if found else code


@lru_cache(maxsize=8192)
def _address(division: str, industry: str, year: str, form: str, changes: tuple[tuple[str, str], ...]) -> str:
    kept: dict[str, Any] = {"division": division, "industry": industry, "year": year} | dict(changes)
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{ROOT}{form}?{query}" if query else f"{ROOT}{form}"


def measure_words() -> dict[str, str]:
    """Every measure in words."""
    return words.measures(language())
