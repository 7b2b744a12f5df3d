"""One report or complaint as its bureau sees it: who deals with it, who may, where it could go, and what stands beside it.

Who reported is nowhere here; see registry.actions.reports.read_reporter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, Bureau, CasePhoto, Enterprise, Product, ReportCase
from registry.queries import bureaus, enterprises, reports
from registry.queries.reports import Standing
from registry.rules import permission, report
from registry.rules.deadline import Limits
from registry.rules.permission import Actor, Scope
from registry.rules.powers import LEVELS
from registry.rules.report import State


@dataclass(frozen=True, slots=True)
class Opened:
    """A case and what is known beside it. people, bureaus: names by id, for the steps; handlers: who may be given the case."""

    case: ReportCase
    bureau: Bureau
    enterprise: Enterprise
    product: Product | None
    standing: Standing
    photos: tuple[CasePhoto, ...]
    twin: ReportCase | None
    handlers: tuple[Account, ...]
    people: dict[int, str]
    bureaus: dict[int, str]
    above: Bureau | None
    others: int
    """Other cases about the enterprise in the same bureau."""


def locked(session: Session, case_id: int) -> ReportCase:
    """The case, held until the transaction ends and read anew. Raises NotFound."""
    found = session.scalars(select(ReportCase).where(ReportCase.id == case_id).with_for_update().execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def state(session: Session, case: ReportCase) -> State:
    """Where the case stands, without its clocks."""
    return report.state(case.kind, reports.as_steps(reports.steps(session, case.id)), named=bool(reports.named(session, [case.id])))


def handler_ids(session: Session, case: ReportCase, bureau: Bureau) -> list[int]:
    """Who may deal with the case: the handlers of the responsible bureau, or, where it has none, of the nearest one above; never the enterprise's own people."""
    own = [place.account_id for place, _account in bureaus.people(session, bureau.id) if place.ended_at is None and "handler" in place.roles]
    concerned = enterprises.account_ids(session, case.enterprise_id)
    return [each for each in own or bureaus.officer_ids(session, bureau.division_code, "handler") if each not in concerned]


def above(session: Session, bureau: Bureau) -> Bureau | None:
    """The nearest bureau of a higher level; None at the top."""
    higher = (each for each in bureaus.over(session, bureau.division_code) if LEVELS.index(each.level) > LEVELS.index(bureau.level))
    return next(higher, None)


def opened(session: Session, case_id: int, limits: Limits, today: date) -> Opened:
    """Everything that the page of a case shows. Raises NotFound."""
    case = reports.get(session, case_id)
    bureau, standing = bureaus.get(session, case.bureau_id), reports.standing(session, case, limits, today)
    handlers = tuple(_accounts(session, handler_ids(session, case, bureau)))
    acted = [*(row.account_id for row in standing.steps), case.handler_id]
    beside = select(func.count()).select_from(ReportCase).where(ReportCase.enterprise_id == case.enterprise_id, ReportCase.bureau_id == case.bureau_id, ReportCase.id != case.id)
    return Opened(
        case, bureau, enterprises.get(session, case.enterprise_id), session.get(Product, case.product_id) if case.product_id else None, standing, tuple(reports.photos(session, case.id)),
        reports.get(session, case.twin_id) if case.twin_id else None, handlers, {each.id: each.name for each in _accounts(session, acted)},
        {each.id: each.name for each in bureaus.by_ids(session, {row.bureau_id for row in standing.steps if row.bureau_id})}, above(session, bureau),
        session.scalar(beside) or 0,
    )  # fmt: skip


def within_sight(session: Session, actor: Actor, case: ReportCase) -> bool:
    """Whether the actor may see the case."""
    return permission.allowed(actor, "case.see", Scope(division_code=bureaus.get(session, case.bureau_id).division_code)) and actor.role_in(case.enterprise_id) is None


def photo(session: Session, case_id: int, position: int) -> CasePhoto:
    """A photograph by its place. Raises NotFound."""
    found = session.scalars(select(CasePhoto).where(CasePhoto.case_id == case_id, CasePhoto.position == position)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def _accounts(session: Session, ids: Iterable[int | None]) -> list[Account]:
    return list(session.scalars(select(Account).where(Account.id.in_({each for each in ids if each is not None})).order_by(Account.name, Account.id)))
