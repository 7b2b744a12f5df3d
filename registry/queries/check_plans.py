"""Plans of spot checks, their versions, and which disclosures an item is drawn from."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, AuditEntry, Bureau, CheckPlan, CheckPlanVersion, Disclosure, Enterprise, ProductCategory
from registry.queries import public_conditions
from registry.queries.bureaus import within
from registry.queries.prefixes import begins
from registry.rules.check_plan import Item, Plan
from registry.rules.permission import Office, Scope


@dataclass(frozen=True, slots=True)
class Held:
    """A plan of the desk's list with its newest version and its office."""

    plan: CheckPlan
    bureau: Bureau
    newest: CheckPlanVersion | None


@dataclass(frozen=True, slots=True)
class Found:
    """One disclosure that an item's condition finds."""

    disclosure_id: int
    enterprise_id: int
    version_id: int
    public_id: str
    credit_code: str
    industry: str
    town: str


def get(session: Session, plan_id: int, *, lock: bool = False) -> CheckPlan:
    """The plan; NotFound."""
    found = session.get(CheckPlan, plan_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def scope(plan: CheckPlan) -> Scope:
    """What every action on a plan is asked with."""
    return Scope(bureau_id=plan.bureau_id)


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a plan."""
    return session.scalar(select(CheckPlan.id).where(CheckPlan.public_id == public_id)) is not None


def mine(session: Session, bureau_ids: Collection[int]) -> list[Held]:
    """Plans of these offices, the newest year first."""
    query = select(CheckPlan, Bureau).join(Bureau, Bureau.id == CheckPlan.bureau_id).where(CheckPlan.bureau_id.in_(bureau_ids))
    rows = session.execute(query.order_by(CheckPlan.year.desc(), CheckPlan.id.desc())).all()
    newest = latest(session, [plan.id for plan, _bureau in rows])
    return [Held(plan, bureau, newest.get(plan.id)) for plan, bureau in rows]


def latest(session: Session, plan_ids: Collection[int]) -> dict[int, CheckPlanVersion]:
    """The newest version of each plan that has one."""
    sequences = select(CheckPlanVersion.plan_id, func.max(CheckPlanVersion.sequence).label("sequence")).where(CheckPlanVersion.plan_id.in_(plan_ids)).group_by(CheckPlanVersion.plan_id).subquery()
    query = select(CheckPlanVersion).join(sequences, (sequences.c.plan_id == CheckPlanVersion.plan_id) & (sequences.c.sequence == CheckPlanVersion.sequence))
    return {row.plan_id: row for row in session.scalars(query)}


def versions(session: Session, plan_id: int) -> Sequence[CheckPlanVersion]:
    """What was put into force of a plan, the newest first."""
    return session.scalars(select(CheckPlanVersion).where(CheckPlanVersion.plan_id == plan_id).order_by(CheckPlanVersion.sequence.desc())).all()


def version(session: Session, version_id: int) -> CheckPlanVersion:
    """One version; NotFound."""
    found = session.get(CheckPlanVersion, version_id)
    if found is None:
        raise NotFound("not_found")
    return found


def read(version: CheckPlanVersion) -> Plan:
    """The plan as it was put into force, with its fractions: for the desk and the draw."""
    return Plan.from_json(json.loads(version.content))


def salt(version: CheckPlanVersion) -> str:
    """The random number in a version, which keeps its hash and its strata from being guessed."""
    return str(json.loads(version.content)["salt"])


def public_content(version: CheckPlanVersion) -> dict[str, Any]:
    """What everybody may read of a version."""
    found: dict[str, Any] = json.loads(version.public_content)
    return found


def categories_known(session: Session, plan: Plan) -> set[str]:
    """Which of the categories that a plan names the vocabulary knows."""
    named = {code for item in plan.items for code in item.category_codes}
    return set(session.scalars(select(ProductCategory.code).where(ProductCategory.code.in_(named))))


def saver(session: Session, plan_id: int) -> str:
    """Name of the person who saved the draft last."""
    query = select(Account.name).join(AuditEntry, AuditEntry.account_id == Account.id)
    saved = query.where(AuditEntry.action.in_(("plan.saved", "plan.begun")), AuditEntry.subject_kind == "check_plan", AuditEntry.subject_id == plan_id)
    return session.scalars(saved.order_by(AuditEntry.id.desc()).limit(1)).first() or ""


def population(session: Session, bureau: Bureau, item: Item, today: date) -> list[Found]:
    """Disclosures in force today in the bureau's territory that meet the item's condition, by id."""
    office = Office(bureau.id, bureau.level, bureau.division_code, frozenset())
    query = select(
        Disclosure.id, Disclosure.enterprise_id, Disclosure.latest_version_id, Disclosure.public_id, Enterprise.credit_code, Enterprise.industry_code, Enterprise.town
    ).join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    query = query.where(within(Enterprise.division_code, [office]), Disclosure.latest_version_id.is_not(None), *_conditions(session, item, today)).order_by(Disclosure.id)
    return [Found(row.id, row.enterprise_id, row.latest_version_id, row.public_id, row.credit_code, row.industry_code or "", row.town or "") for row in session.execute(query)]


def _conditions(session: Session, item: Item, today: date) -> list[ColumnElement[bool]]:
    found = [each.walks for each in public_conditions.conditions(public_conditions.Wanted(status="current"), today)]
    if item.kinds:
        found.append(Disclosure.klass.in_(item.kinds))
    if item.industry_codes:
        found.append(or_(*(begins(Enterprise.industry_code, each) for each in item.industry_codes)))
    if item.category_codes:
        found.append(Disclosure.category_code.in_(_below(session, item.category_codes)))
    return found


def _below(session: Session, codes: Collection[str]) -> list[str]:
    """The categories and all below them."""
    paths = session.scalars(select(ProductCategory.path).where(ProductCategory.code.in_(codes))).all()
    return list(session.scalars(select(ProductCategory.code).where(or_(*(ProductCategory.path.startswith(path, autoescape=True) for path in paths)))))
