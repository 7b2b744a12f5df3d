"""Reports and complaints: what they are about, who is responsible, their steps, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.models import Bureau, CasePhoto, CaseStep, Enterprise, Product, ReportCase, Reporter, ScanCode
from registry.queries import bureaus, calendar
from registry.rules import deadline, report
from registry.rules.deadline import Clock, Limits
from registry.rules.report import State, Step


@dataclass(frozen=True, slots=True)
class PublicBureau:
    """A bureau as the public may know it: whom to call and where to write."""

    id: int
    name: str
    phone: str | None
    email: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about: the product under a short code, its enterprise, and the bureau that will deal with it."""

    code: str
    product_id: int
    product: str
    enterprise_id: int
    enterprise: str
    credit_code: str
    division_code: str
    bureau: PublicBureau | None
    """The nearest one over the enterprise's place of business (SAMR Order 20 Art. 12 and 25); None where the registry knows none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands on a day. `named`: the reporter said who they are, so an answer is owed."""

    steps: tuple[CaseStep, ...]
    state: State
    clocks: tuple[Clock, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class FollowedStep:
    """A step as the reporter reads it; what the bureau noted for itself is not here."""

    word: str
    at: datetime
    told: str | None
    reason: str | None
    bureau: str | None
    """hand-over: who takes it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A case as its reporter sees it."""

    number: str
    kind: str
    problem: str
    statement: str
    request: str | None
    received_at: datetime
    twin: str | None
    product: str | None
    enterprise: str
    bureau: PublicBureau
    photos: int
    steps: tuple[FollowedStep, ...]
    state: State
    clocks: tuple[Clock, ...]
    named: bool


def about(session: Session, code: str) -> About:
    """What stands under a short code, a revoked one too. Raises NotFound; an unverified enterprise's products are not public."""
    query = select(Product.id, Product.name, Enterprise.id, Enterprise.name, Enterprise.credit_code, Enterprise.division_code)
    query = query.select_from(ScanCode).join(Product, Product.id == ScanCode.product_id).join(Enterprise, Enterprise.id == Product.enterprise_id)
    found = session.execute(query.where(ScanCode.code == code, Enterprise.verified_at.is_not(None))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    bureau = responsible(session, found[-1])
    return About(code, *found, _shown(bureau) if bureau else None)


def responsible(session: Session, division_code: str) -> Bureau | None:
    """The nearest bureau over the division; None where the registry knows none."""
    return next(iter(bureaus.over(session, division_code)), None)


def get(session: Session, case_id: int) -> ReportCase:
    """The case. Raises NotFound."""
    found = session.get(ReportCase, case_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_number(session: Session, number: str) -> ReportCase | None:
    """The case of that number."""
    return session.scalars(select(ReportCase).where(ReportCase.number == number)).one_or_none()


def by_secret(session: Session, secret_hash: str, since: datetime, enterprise_id: int) -> list[ReportCase]:
    """The cases about an enterprise that came with one secret since then, the report before the complaint."""
    query = select(ReportCase).where(ReportCase.enterprise_id == enterprise_id, ReportCase.received_at >= since, ReportCase.secret_hash == secret_hash)
    return list(session.scalars(query.order_by(ReportCase.id)))


def same_again(session: Session, wanted: ReportCase, phone: str | None, name: str | None, since: datetime) -> ReportCase | None:
    """An open case since then of the same kind about the same product, with the same words, from the same person or likewise from nobody."""
    query = select(ReportCase).outerjoin(Reporter, Reporter.case_id == ReportCase.id)
    query = query.where(ReportCase.enterprise_id == wanted.enterprise_id, ReportCase.product_id == wanted.product_id, ReportCase.kind == wanted.kind)
    query = query.where(ReportCase.received_at >= since, ReportCase.closed_at.is_(None), ReportCase.statement == wanted.statement)
    return session.scalars(query.where(Reporter.phone.is_not_distinct_from(phone), Reporter.name.is_not_distinct_from(name)).limit(1)).first()


def photos(session: Session, case_id: int) -> list[CasePhoto]:
    """The photographs of a case, in their order."""
    return list(session.scalars(select(CasePhoto).where(CasePhoto.case_id == case_id).order_by(CasePhoto.position)))


def steps(session: Session, case_id: int) -> list[CaseStep]:
    """What was done in a case, oldest first."""
    return list(session.scalars(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.id)))


def as_steps(rows: Iterable[CaseStep]) -> list[Step]:
    """The rows as the rules take them."""
    return [Step(row.word, legal_day(row.at), told=bool(row.told)) for row in rows]


def reporter(session: Session, case_id: int) -> Reporter | None:
    """Who reported. Only `actions.reports.read_reporter` may show it to anybody, since it writes down who looked."""
    return session.get(Reporter, case_id)


def named(session: Session, case_ids: Sequence[int]) -> frozenset[int]:
    """Those of the cases whose reporter said who they are and how to reach them."""
    rows = session.scalars(select(Reporter).where(Reporter.case_id.in_(case_ids)))
    return frozenset(row.case_id for row in rows if report.named(row.name, row.phone, row.email))


def standing(session: Session, case: ReportCase, limits: Limits, today: date) -> Standing:
    """Steps, state and clocks of a case."""
    rows, is_named = steps(session, case.id), bool(named(session, [case.id]))
    values = as_steps(rows)
    clocks = deadline.clocks(case.kind, values, limits, calendar.known(session), today, named=is_named)
    return Standing(tuple(rows), report.state(case.kind, values, named=is_named), clocks, is_named)


def followed(session: Session, case: ReportCase, limits: Limits, today: date) -> Followed:
    """The case as its reporter may see it: whoever asks has shown number and secret."""
    now = standing(session, case, limits, today)
    names = {each.id: each.name for each in bureaus.by_ids(session, {row.bureau_id for row in now.steps if row.bureau_id})}
    shown = tuple(FollowedStep(row.word, row.at, row.told, row.reason, names.get(row.bureau_id or 0)) for row in now.steps)
    twin = session.get(ReportCase, case.twin_id) if case.twin_id else None
    product = session.get(Product, case.product_id) if case.product_id else None
    return Followed(
        case.number, case.kind, case.problem, case.statement, case.request, case.received_at, twin.number if twin else None, product.name if product else None,
        session.get_one(Enterprise, case.enterprise_id).name, _shown(bureaus.get(session, case.bureau_id)), len(photos(session, case.id)), shown, now.state, now.clocks, now.named,
    )  # fmt: skip


def _shown(bureau: Bureau) -> PublicBureau:
    return PublicBureau(bureau.id, bureau.name, bureau.phone, bureau.email, bureau.address)
