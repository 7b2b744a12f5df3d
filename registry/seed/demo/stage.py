"""What the acts of the demonstration share: its people, its enterprises, its files, and one source of chance."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from random import Random

from sqlalchemy.orm import Session

from registry.files import Files
from registry.passwords import Passwords
from registry.queries import accounts
from registry.rules import credit_code
from registry.rules.permission import Actor
from registry.seed.demo.agenda import Agenda
from registry.uploads import Examined

ORIGIN = "demonstration"
PROVINCES = {"33": "0576-0000", "35": "0594-0000"}
"""The first digits of the telephones; no subscriber has a number that goes on with four noughts."""
UNWATCHED = ("waiting", "refused", "asked_back", "new")
"""Fates of enterprises that no bureau has verified yet."""
Target = tuple[str, str, int]
"""A product: letters of its enterprise, category, and place among that category's."""


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of this folder; empty cells are ""."""
    return list(csv.DictReader(io.StringIO(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))))


@dataclass(slots=True)
class Firm:
    """An invented enterprise: a row of enterprises.csv, and what came of it. `products` are ids by category."""

    number: int
    name: str
    letters: str
    division: str
    town: str
    categories: tuple[str, ...]
    industry: str
    since: date
    fate: str
    random: Random
    ambition: float
    """From 0 to 1: how far above the floors it promises."""
    id: int = 0
    owner: str = ""
    products: dict[str, list[int]] = field(default_factory=dict)
    disclosures: dict[str, int] = field(default_factory=dict)
    """Ids by number."""
    checked: int = 0
    """Id of the newest result of a check."""

    @property
    def credit_code(self) -> str:
        return invented_code("91", self.division, self.number)

    @property
    def short_name(self) -> str:
        """Without place and legal form: the brand."""
        return self.name.removeprefix("三门县").removeprefix("莆田市城厢区").removesuffix("（示例）").removesuffix("有限公司")[:2]

    @property
    def phone(self) -> str:
        return f"{PROVINCES[self.division[:2]]}{self.number:04d}"

    @property
    def unverified(self) -> bool:
        return self.fate in UNWATCHED


@dataclass(slots=True)
class Stage:
    """Everything that an act may need beside the session and the moment."""

    agenda: Agenda
    random: Random
    files: Files
    passwords: Passwords
    licence: Examined
    texts: list[Examined]
    firms: dict[str, Firm]
    """By letters."""
    people: dict[str, int] = field(default_factory=dict)
    """Account ids by the local part of the address."""
    bureaus: dict[str, int] = field(default_factory=dict)
    """Bureau ids by division."""
    known: dict[str, Actor] = field(default_factory=dict)
    """Who has acted before, until they act for somebody else too."""

    def actor(self, session: Session, who: str) -> Actor:
        """The person as they may act today."""
        if who not in self.known:
            session.flush()
            self.known[who] = accounts.actor(session, self.people[who], second_factor=True, origin=ORIGIN)
        return self.known[who]

    def owner(self, session: Session, firm: Firm) -> Actor:
        return self.actor(session, firm.owner)

    def product(self, target: Target) -> int:
        """The product's id."""
        letters, category, item = target
        return self.firms[letters].products[category][item]


def invented_code(registered: str, division: str, number: int) -> str:
    """Valid by both checks (GB 32100-2015, GB 11714), with an organisation code that begins with DEM0. registered: by whom and as what, 91 for an enterprise."""
    body = f"{registered}{division}DEM0{number:04d}"
    codes = (first + credit_code.check_character(first) for first in (body + each for each in "0123456789X"))
    return next(code for code in codes if not credit_code.parse(code).notices)


def firms() -> dict[str, Firm]:
    """The invented enterprises, as they are before the first day."""
    found = {}
    for number, row in enumerate(table("enterprises.csv"), 1):
        random = Random(f"demonstration {row['letters']}")  # noqa: S311 - chance that is the same each time, no secret
        found[row["letters"]] = Firm(
            number, row["name"], row["letters"], row["division"], row["town"], tuple(row["categories"].split("|")), row["industry"],
            date.fromisoformat(row["since"]), row["fate"], random, random.random(),
        )  # fmt: skip
    return found

