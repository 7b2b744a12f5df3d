"""Front-runners with what became of them: for actions, for the desk of those who judge and for bureaus."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import (
    AssessmentBody,
    Disclosure,
    DisclosureVersion,
    Enterprise,
    EvaluationScheme,
    FrontRunner,
    FrontRunnerStep,
    Job,
    LiveEntry,
    Ranking,
    SchemeVersion,
)
from registry.queries import assessment
from registry.queries.bureaus import within
from registry.rules import front_runner
from registry.rules.front_runner import ENDED, SUSPENDED, Step
from registry.rules.permission import Actor, Office, Scope

PER_PAGE = 50
STATES = ("suspended", "current", "over")
KINDS = ("candidate", "national", "provincial")


@dataclass(frozen=True, slots=True)
class Listed:
    """A front-runner with whose it is and where it stands. board: the ranking that made a candidate, with its scheme version."""

    row: FrontRunner
    disclosure: Disclosure
    title: str
    enterprise: Enterprise
    steps: tuple[FrontRunnerStep, ...]
    standing: front_runner.Standing
    board: tuple[Ranking, SchemeVersion, EvaluationScheme] | None = None


def get(session: Session, front_runner_id: int, today: date) -> Listed:
    """One of them; NotFound."""
    found = _listed(session, _whole().where(FrontRunner.id == front_runner_id), today)
    if not found:
        raise NotFound("not_found")
    return found[0]


def scope(session: Session, found: Listed) -> Scope:
    """Who decides: the scheme's issuer for a candidate, the recording bureau for a title. For a body whose admission has ended, the bureau that had admitted it."""
    if found.board is None:
        return Scope(division_code=found.enterprise.division_code, bureau_id=found.row.bureau_id)
    scheme = found.board[2]
    body = session.get_one(AssessmentBody, scheme.body_id) if scheme.body_id is not None else None
    return Scope(bureau_id=body.bureau_id) if body is not None and body.ended_at is not None else Scope(body_id=scheme.body_id, bureau_id=scheme.bureau_id)


def open_of(session: Session, today: date, *, disclosure_id: int | None = None, enterprise_id: int | None = None) -> Sequence[FrontRunner]:
    """Those of a disclosure, or of an enterprise, that have neither ended nor expired; one look at an index."""
    if disclosure_id is not None:
        return session.scalars(_OF_DISCLOSURE, {"about": disclosure_id, "today": today}).all()
    return session.scalars(_OF_ENTERPRISE, {"about": enterprise_id, "today": today}).all()


def is_open(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Neither ended nor expired."""
    over = exists().where(FrontRunnerStep.front_runner_id == FrontRunner.id, FrontRunnerStep.step == ENDED)
    return or_(FrontRunner.valid_until.is_(None), FrontRunner.valid_until >= today), ~over


_OPEN = select(FrontRunner).where(*is_open(bindparam("today"))).order_by(FrontRunner.id)
_OF_DISCLOSURE, _OF_ENTERPRISE = (_OPEN.where(column == bindparam("about")) for column in (FrontRunner.disclosure_id, FrontRunner.enterprise_id))


def is_suspended() -> ColumnElement[bool]:
    """Whether the newest step suspends."""
    newest = select(FrontRunnerStep.step).where(FrontRunnerStep.front_runner_id == FrontRunner.id).order_by(FrontRunnerStep.id.desc()).limit(1).scalar_subquery()
    return func.coalesce(newest, "") == SUSPENDED


def steps(session: Session, ids: Collection[int]) -> dict[int, list[FrontRunnerStep]]:
    """By front-runner its steps, the first first."""
    found: defaultdict[int, list[FrontRunnerStep]] = defaultdict(list)
    for each in session.scalars(select(FrontRunnerStep).where(FrontRunnerStep.front_runner_id.in_(ids)).order_by(FrontRunnerStep.id)):
        found[each.front_runner_id].append(each)
    return found


def as_rules(rows: Collection[FrontRunnerStep]) -> tuple[Step, ...]:
    """Steps as the rules read them."""
    return tuple(Step(each.step, each.reason, each.recorded_at, each.version_id) for each in rows)


def told(row: FrontRunner, known: Collection[FrontRunnerStep], today: date) -> front_runner.Standing:
    """Where it stands by its own steps: whatever speaks against it leaves a step at once, or on the day that brings it."""
    read = as_rules(known)
    accepted = front_runner.accepted_version(read, row.version_id)
    return front_runner.state(read, judged=row.version_id, latest=accepted, against=(), valid_from=row.valid_from, valid_until=row.valid_until, today=today)


def of_actor(session: Session, actor: Actor, today: date, *, state: str = "", page: int = 1) -> tuple[list[Listed], int]:
    """A page of the candidates of boards for which the person decides, newest first; and how many there are."""
    offices = [each.bureau_id for each in assessment.offices(actor)]
    mine = or_(EvaluationScheme.body_id.in_(actor.bodies), EvaluationScheme.bureau_id.in_(offices))
    return _page(session, _whole().where(mine, *_in_state(state, today)), today, page)


def in_area(session: Session, offices: Collection[Office], today: date, *, kind: str = "", state: str = "", text: str = "", page: int = 1) -> tuple[list[Listed], int]:
    """A page of the front-runners of enterprises in the offices' territories, newest first; and how many there are."""
    query = _whole().where(within(Enterprise.division_code, offices), *_in_state(state, today), *([FrontRunner.kind == kind] if kind else []))
    if text:
        query = query.where(Disclosure.number.contains(text, autoescape=True) | Enterprise.name.contains(text, autoescape=True) | (Enterprise.credit_code == text.upper()))
    return _page(session, query, today, page)


def suspended_of(session: Session, actor: Actor, today: date) -> int:
    """How many candidates of the person's boards wait for a decision."""
    return of_actor(session, actor, today, state="suspended")[1]


def live_level(session: Session, found: Listed) -> tuple[int | None, str | None] | None:
    """Level and reason by which the scheme's newest version judges the disclosure now; None while it does not."""
    if found.board is None:
        return None
    query = select(LiveEntry.level, LiveEntry.reason).where(LiveEntry.scheme_version_id == found.board[2].latest_version_id, LiveEntry.disclosure_id == found.row.disclosure_id)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.level, row.reason)


def title_recorded(session: Session, disclosure_id: int, kind: str, year: int, category: str, today: date) -> FrontRunner | None:
    """The open title of the same kind, year and category."""
    same = (FrontRunner.disclosure_id == disclosure_id, FrontRunner.kind == kind, FrontRunner.year == year, FrontRunner.category == category)
    return session.scalars(select(FrontRunner).where(*same, *is_open(today))).first()


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a front-runner."""
    return session.scalar(select(FrontRunner.id).where(FrontRunner.public_id == public_id)) is not None


def look_ahead(session: Session, kind: str, now: datetime) -> bool:
    """Whether a job of the kind waits for a later hour."""
    return session.scalar(select(Job.id).where(Job.ended_at.is_(None), Job.not_before > now, Job.kind == kind).limit(1)) is not None


_Row = Select[FrontRunner, Disclosure, str, Enterprise, Ranking, SchemeVersion, EvaluationScheme]


def _whole() -> _Row:
    return (
        select(FrontRunner, Disclosure, DisclosureVersion.title, Enterprise, Ranking, SchemeVersion, EvaluationScheme)
        .join(Disclosure, Disclosure.id == FrontRunner.disclosure_id)
        .join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
        .join(Enterprise, Enterprise.id == FrontRunner.enterprise_id)
        .outerjoin(Ranking, Ranking.id == FrontRunner.ranking_id)
        .outerjoin(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id)
        .outerjoin(EvaluationScheme, EvaluationScheme.id == SchemeVersion.scheme_id)
    )


def _in_state(state: str, today: date) -> tuple[ColumnElement[bool], ...]:
    if state == "suspended":
        return *is_open(today), is_suspended()
    if state == "current":
        return *is_open(today), ~is_suspended()
    if state == "over":
        expired, unended = is_open(today)
        return (~expired | ~unended,)
    return ()


def _page(session: Session, query: _Row, today: date, page: int) -> tuple[list[Listed], int]:
    count = session.scalar(select(func.count()).select_from(query.with_only_columns(FrontRunner.id).subquery())) or 0
    return _listed(session, query.order_by(FrontRunner.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE), today), count


def _listed(session: Session, query: _Row, today: date) -> list[Listed]:
    rows = session.execute(query).all()
    known = steps(session, [row[0].id for row in rows])
    found = []
    for held, disclosure, title, firm, ranking, version, scheme in rows:
        became = tuple(known.get(held.id, ()))
        found.append(Listed(held, disclosure, title, firm, became, told(held, became, today), (ranking, version, scheme) if ranking is not None else None))
    return found
