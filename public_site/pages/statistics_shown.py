"""What the page of statistics shows of a place, a trade and a year: figures, charts whose titles say what was found, and ways on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

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


def where(division: str, industry: str, year: str, form: str = "") -> str:
    """The address of a page; codes alone, so nothing has to be quoted."""
    asked = "&".join([f"{name}={code}" for name, code in (("division", division), ("industry", industry), ("year", year)) if code])
    return f"{ROOT}{form}?{asked}" if asked else f"{ROOT}{form}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is about: division, section and year; "" for all of them."""

    division: str = ""
    industry: str = ""
    year: str = ""

    def address(self, form: str = "") -> str:
        """Of the page; `form`: .json or .csv."""
        return where(self.division, self.industry, self.year, form)

    @property
    def place(self) -> str:
        return place_name(self.division)


Row = tuple[str, int, int, int, int, int]
"""A line of a table of places or industries: its code, and its numbers of `queries.ROWS`."""


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
    """Everything of the page. `course`: (period in words, what was disclosed in it) from the first to the last: months of the year, or years."""

    wanted: Wanted
    totals: Counter[str]
    course: list[tuple[str, int]]
    years: list[str]
    places: list[Row]
    industries: list[Row]
    targets: list[Aimed]

    @property
    def klasses(self) -> list[tuple[str, int]]:
        """Classes that were disclosed, the most frequent first."""
        found = [(klass, self.totals[f"disclosures.{klass}"]) for klass in KLASSES]
        return sorted((each for each in found if each[1]), key=lambda each: -each[1])

    @property
    def evaluated(self) -> int:
        return self.totals["checks"] - self.totals[f"checks.{NOT_EVALUATED}"]

    @property
    def verdicts(self) -> list[tuple[str, int, float | None]]:
        """Verdict, number, per cent of what was evaluated."""
        return [(each, number := self.totals[f"checks.{each}"], rate(number, self.evaluated)) for each in VERDICTS]

    @property
    def faults(self) -> list[tuple[str, int, float | None]]:
        """Group of items, number, per cent of what was evaluated."""
        return [(each, number := self.totals[f"faults.{each}"], rate(number, self.evaluated)) for each in FAULTS]

    @property
    def in_time(self) -> float | None:
        """Per cent of the orders of which it is known."""
        done = self.totals["rectifications.on_time"]
        return rate(done, done + self.totals["rectifications.late"])


def shown(look: Look, wanted: Wanted, today: date) -> Shown:
    """Read and arrange."""
    below = _below(wanted.division)
    found = queries.counted(look, wanted.division, wanted.industry, wanted.year, last=today.year, places=below, trades=() if wanted.industry else SECTIONS)
    years = [str(year) for year in range(int(min(found.years)), int(max(found.years)) + 1)] if found.years else []
    course = _months(found.months, wanted.year, today) if wanted.year else [(year, found.years.get(year, 0)) for year in years]
    aims = targets(look, wanted.division, today) if found.aimed and not (wanted.industry or wanted.year) else []
    return Shown(wanted, found.totals, course, years, _rows(below, found.places), _rows(SECTIONS, found.industries), aims)


def _rows(codes: Sequence[str], found: dict[str, dict[str, int]]) -> list[Row]:
    return [(code, *[found[code].get(each, 0) for each in queries.ROWS]) for code in codes if code in found] if found else []  # type: ignore[misc]


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


def _months(found: dict[str, int], year: str, today: date) -> list[tuple[str, int]]:
    last = today.month if year == str(today.year) else 12
    return [(words_of, found.get(key, 0)) for key, words_of in _names(year, language())[:last]]


@lru_cache(maxsize=256)
def _names(year: str, _spoken: str) -> list[tuple[str, str]]:
    return [(f"{year}-{number:02d}", month_words(date(int(year), number, 1))) for number in range(1, 13)]


@lru_cache(maxsize=4096)
def _below(division: str) -> tuple[str, ...]:
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


@lru_cache(maxsize=64)
def trade(code: str) -> str:
    """A section's letter and name."""
    found = industries.find(code)
    return f"{code} {found.name}" if found else code


def measure_words() -> dict[str, str]:
    """Every measure in words."""
    return words.measures(language())
