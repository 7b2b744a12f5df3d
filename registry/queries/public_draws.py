"""What everybody reads of plans and draws: never a class, a stratum, a fraction, a leaf or a number of an object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Bureau, CheckPlan, CheckPlanVersion, Draw
from registry.queries import check_plans, draws
from registry.rules import draw as rules

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader narrows by; empty: any."""

    bureau_id: int = 0
    year: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan in force: its newest version, or the one asked for, with all numbers of versions."""

    plan: CheckPlan
    version: CheckPlanVersion
    bureau: Bureau
    sequences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownDraw:
    """One draw as everybody may know it. `seed` and what follows from it are empty before the draw."""

    public_id: str
    title: str
    item: str
    bureau: str
    plan: str
    plan_title: str
    year: int
    state: str
    objects: int
    excluded: int
    population_hash: str
    plan_hash: str
    inspectors_hash: str
    commitment: str
    frozen_at: datetime
    drawn_at: datetime | None
    seed: str = ""
    witness_words: str = ""
    drawn: int = 0
    result_hash: str = ""


def plans(session: Session, wanted: Wanted) -> list[ShownPlan]:
    """Plans in force, the newest year first, at most 100."""
    newest = select(CheckPlanVersion.plan_id, func.max(CheckPlanVersion.sequence).label("sequence")).group_by(CheckPlanVersion.plan_id).subquery()
    query = select(CheckPlan, CheckPlanVersion, Bureau).join(newest, newest.c.plan_id == CheckPlan.id)
    query = query.join(CheckPlanVersion, (CheckPlanVersion.plan_id == CheckPlan.id) & (CheckPlanVersion.sequence == newest.c.sequence)).join(Bureau, Bureau.id == CheckPlan.bureau_id)
    rows = session.execute(_narrowed(query, wanted).order_by(CheckPlan.year.desc(), CheckPlan.id.desc()).limit(100))
    return [ShownPlan(row[0], row[1], row[2]) for row in rows]


def plan(session: Session, public_id: str, sequence: int | None = None) -> ShownPlan:
    """One plan that was in force; NotFound."""
    row = session.scalars(select(CheckPlan).where(CheckPlan.public_id == public_id)).one_or_none()
    versions = check_plans.versions(session, row.id) if row else ()
    shown = next((each for each in versions if sequence in (None, each.sequence)), None)
    if row is None or shown is None:
        raise NotFound("not_found")
    return ShownPlan(row, shown, session.get_one(Bureau, row.bureau_id), tuple(each.sequence for each in versions))


def listed(session: Session, wanted: Wanted) -> tuple[list[ShownDraw], int]:
    """A page of draws, the newest first, and how many there are."""
    query = _narrowed(select(Draw).join(CheckPlanVersion, CheckPlanVersion.id == Draw.plan_version_id).join(CheckPlan, CheckPlan.id == CheckPlanVersion.plan_id), wanted)
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(Draw.id.desc()).limit(PAGE).offset((wanted.page - 1) * PAGE)).all()
    return [shown(session, row) for row in rows], count


def bureaus(session: Session) -> list[Bureau]:
    """Bureaus with a plan in force, for the filter."""
    used = select(CheckPlan.bureau_id).join(CheckPlanVersion, CheckPlanVersion.plan_id == CheckPlan.id)
    return list(session.scalars(select(Bureau).where(Bureau.id.in_(used)).order_by(Bureau.division_code, Bureau.id)))


def years(session: Session) -> list[int]:
    """Years of plans in force, the newest first."""
    return list(session.scalars(select(CheckPlan.year).join(CheckPlanVersion, CheckPlanVersion.plan_id == CheckPlan.id).distinct().order_by(CheckPlan.year.desc())))


def shown(session: Session, row: Draw) -> ShownDraw:
    """A draw as everybody may know it; before it is made its seed stays out."""
    held = draws.held(session, row)
    state = "drawn" if row.drawn_at else "replaced" if held.newer else "frozen"
    told = {"seed": row.seed, "witness_words": row.witness_words or "", "drawn": row.drawn or 0, "result_hash": row.result_hash or ""} if row.drawn_at else {}
    return ShownDraw(
        row.public_id, row.title, row.item, held.bureau.name, held.plan.public_id, held.version.title, held.plan.year, state, row.objects, row.excluded, row.population_hash, row.plan_hash,
        rules.inspectors_hash(row.inspectors), row.commitment, row.frozen_at, row.drawn_at, **told,  # type: ignore[arg-type]
    )  # fmt: skip


def _narrowed(query: Any, wanted: Wanted) -> Any:
    query = query.where(CheckPlan.bureau_id == wanted.bureau_id) if wanted.bureau_id else query
    return query.where(CheckPlan.year == wanted.year) if wanted.year else query
