"""What boards and authorities say of disclosures: places on published rankings, candidates and titles, as they stand today.

One look for however many disclosures, by their ids, with plain statements: pages that are read most show this beside
much else, and ask only where their own head says that there is something.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Disclosure, FrontRunner, RankingEntry
from registry.plain import Look
from registry.queries import badge_statements as statements
from registry.queries.public_status import statuses as statuses_of
from registry.rules import front_runner
from registry.rules.front_runner import Cause, Standing, State, Step
from registry.rules.status import Status, Word

SHOWN = (State.current, State.suspended)
"""What is not over and has begun."""
_CAUSES = {
    Word.expired: "not_in_force", Word.upcoming: "not_in_force", Word.withdrawn: "withdrawn", Word.superseded: "superseded",
    Word.deregistered: "deregistered", Word.number_revoked: "number_revoked", Word.voided: "standard_voided",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A graded entry of the newest published ranking of a scheme.

    ranking, disclosure: public ids, which make the entry's address. title: of the scheme. issuer: who published the board.
    place: of `graded` many. changed: the disclosure's newest version is not the one that was judged.
    """

    ranking: str
    disclosure: str
    number: str
    title: str
    issuer: str
    category: str
    category_name: str
    category_name_en: str
    year: int
    division_code: str | None
    as_of: date
    place: int
    graded: int
    level: int
    stars: int
    changed: bool
    in_force: bool

    @property
    def address(self) -> str:
        """Of the entry with its breakdown."""
        return f"/rankings/{self.ranking}/entries/{self.disclosure}"

    @property
    def stands(self) -> bool:
        """Whether what was judged is what holds now."""
        return self.in_force and not self.changed


@dataclass(frozen=True, slots=True)
class Runner:
    """A candidate of a board, or a title that an authority gave; where it stands today.

    kind: candidate, national or provincial. ranking: public id of a candidate's board. issuer, document, source_url: of a title.
    """

    public_id: str
    kind: str
    disclosure: str
    number: str
    ranking: str | None
    category: str
    year: int
    models: tuple[str, ...]
    issuer: str | None
    document: str | None
    source_url: str | None
    valid_from: date
    valid_until: date | None
    standing: Standing
    steps: tuple[Step, ...]
    """What became of it, the oldest first."""

    @property
    def titled(self) -> bool:
        """Whether it may be called a front-runner: given, not computed."""
        return self.kind != "candidate"


@dataclass(frozen=True, slots=True)
class Badges:
    """places: the newest year first, then the better ones. runners: titles before candidates."""

    places: tuple[Place, ...] = ()
    runners: tuple[Runner, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places or self.runners)

    @property
    def best(self) -> Place | None:
        """The place by which one is found and sorted: the first that judges what holds now."""
        return next((each for each in self.places if each.stands), None)

    @property
    def held(self) -> tuple[str, ...]:
        """Kinds of what is in force and not suspended, titles first."""
        return tuple(dict.fromkeys(each.kind for each in self.runners if each.standing.state is State.current))

    def __add__(self, other: "Badges") -> "Badges":
        return Badges(_ordered((*self.places, *other.places)), tuple(sorted((*self.runners, *other.runners), key=_runner_key)))


NONE = Badges()


def of_many(asked: Look | Session, statuses: Mapping[int, Status], today: date) -> dict[int, Badges]:
    """By disclosure id what is valid today; those without anything are left out. `statuses`: of these disclosures, today."""
    look, ids = Look.of(asked), list(statuses)
    places: defaultdict[int, list[Place]] = defaultdict(list)
    for row in statements.PLACES.all(look, ids):
        places[row.disclosure_id].append(_place(row, statuses[row.disclosure_id]))
    runners: defaultdict[int, list[Runner]] = defaultdict(list)
    for disclosure_id, runner in _runners(look, statuses, today):
        if runner.standing.state in SHOWN:
            runners[disclosure_id].append(runner)
    return {each: Badges(_ordered(places[each]), tuple(sorted(runners[each], key=_runner_key))) for each in ids if each in places or each in runners}


def of_product(asked: Look | Session, statuses: Mapping[int, Status], today: date) -> Badges:
    """Those of all the disclosures that a product follows, together."""
    return sum(of_many(asked, statuses, today).values(), NONE)


def of_enterprise(session: Session, enterprise_id: int, today: date) -> Badges:
    """Those of all its disclosures, together."""
    return of_product(session, _statuses(session, enterprise_id, today), today)


def places_ever(session: Session, enterprise_id: int, today: date) -> list[Place]:
    """Every entry of the enterprise on published rankings, also of those that newer ones took the place of; the newest first."""
    statuses = _statuses(session, enterprise_id, today)
    found = [_place(row, statuses[row.disclosure_id]) for row in statements.EVER.all(Look.of(session), list(statuses))]
    return sorted(found, key=lambda each: (each.as_of, each.ranking, each.disclosure), reverse=True)


def runners_ever(session: Session, enterprise_id: int, today: date) -> list[Runner]:
    """Every candidate and title of the enterprise with where it stands, those that are over too; the newest first."""
    found = [runner for _, runner in _runners(Look.of(session), _statuses(session, enterprise_id, today), today)]
    return sorted(found, key=lambda runner: (runner.valid_from, runner.public_id), reverse=True)


def _statuses(session: Session, enterprise_id: int, today: date) -> dict[int, Status]:
    """Of the disclosures of an enterprise that somebody ever ranked or named."""
    named = select(RankingEntry.disclosure_id).where(RankingEntry.disclosure_id == Disclosure.id).exists() | select(FrontRunner.id).where(FrontRunner.disclosure_id == Disclosure.id).exists()
    ids = session.scalars(select(Disclosure.id).where(Disclosure.enterprise_id == enterprise_id, named))
    return statuses_of(session, dict.fromkeys(ids, enterprise_id), today)


def _place(row: Any, status: Status) -> Place:
    told = {name: getattr(row, name) for name in _TOLD}
    return Place(**told, issuer=row.body or row.bureau, changed=row.version_id != row.latest_version_id, in_force=status.in_force)


_TOLD = ("ranking", "disclosure", "number", "title", "category", "category_name", "category_name_en", "year", "division_code", "as_of", "place", "graded", "level", "stars")


def _ordered(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda each: (-each.year, not each.stands, -each.stars, each.place, each.ranking, each.disclosure)))


def _runner_key(runner: Runner) -> tuple[object, ...]:
    return not runner.titled, runner.standing.state != State.current, runner.kind, -runner.year, runner.public_id


def _runners(look: Look, statuses: Mapping[int, Status], today: date) -> list[tuple[int, Runner]]:
    """With the disclosure's id; one row for each step, or one without any."""
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in statements.RUNNERS.all(look, list(statuses)):
        rows[row.id].append(row)
    return [(several[0].disclosure_id, _runner(several, statuses[several[0].disclosure_id], today)) for several in rows.values()]


def _runner(rows: list[Any], status: Status, today: date) -> Runner:
    """A status that ended counts before anybody has recorded a step; what else suspends is recorded with what brought it."""
    row = rows[0]
    steps = [Step(each.step, each.reason, each.recorded_at, each.looked_at) for each in rows if each.step is not None]
    against = [Cause(_CAUSES[status.word])] if status.word in _CAUSES else []
    standing = front_runner.state(steps, judged=row.version_id, latest=row.latest_version_id, against=against, valid_from=row.valid_from, valid_until=row.valid_until, today=today)
    return Runner(
        row.public_id, row.kind, row.disclosure, row.number, row.ranking, row.category, row.year, tuple(row.models.splitlines()), row.issuer, row.document, row.source_url,
        row.valid_from, row.valid_until, standing, tuple(sorted(steps, key=lambda step: step.at)),
    )  # fmt: skip
