"""Evaluation schemes, their published versions, and what a scheme is checked against."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, AuditEntry, Disclosure, EvaluationScheme, IndicatorConcept, ProductCategory, SchemeVersion
from registry.queries import assessment
from registry.rules.permission import Actor, Scope
from registry.rules.scheme import Scheme
from registry.rules.scheme_check import check
from registry.rules.self_check_world import Concept


def get(session: Session, scheme_id: int, *, lock: bool = False) -> EvaluationScheme:
    """The scheme; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    found = session.get(EvaluationScheme, scheme_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def scope(scheme: EvaluationScheme) -> Scope:
    """What every action on a scheme is asked with."""
    return Scope(body_id=scheme.body_id, bureau_id=scheme.bureau_id)


def mine(session: Session, actor: Actor) -> list[tuple[EvaluationScheme, ProductCategory, SchemeVersion | None]]:
    """Schemes of the bodies and bureaus that the person makes schemes for, the newest year first."""
    offices = [each.bureau_id for each in assessment.offices(actor)]
    query = (
        select(EvaluationScheme, ProductCategory, SchemeVersion)
        .join(ProductCategory, ProductCategory.id == EvaluationScheme.category_id)
        .outerjoin(SchemeVersion, SchemeVersion.id == EvaluationScheme.latest_version_id)
        .where(or_(EvaluationScheme.body_id.in_(actor.bodies), EvaluationScheme.bureau_id.in_(offices)))
        .order_by(EvaluationScheme.year.desc(), EvaluationScheme.id.desc())
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a scheme."""
    return session.scalar(select(EvaluationScheme.id).where(EvaluationScheme.public_id == public_id)) is not None


def versions(session: Session, scheme_id: int) -> list[SchemeVersion]:
    """What was published of a scheme, the newest first."""
    return list(session.scalars(select(SchemeVersion).where(SchemeVersion.scheme_id == scheme_id).order_by(SchemeVersion.sequence.desc())))


def version(session: Session, scheme_id: int, sequence: int) -> SchemeVersion:
    """One published version; NotFound."""
    found = session.scalars(select(SchemeVersion).where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.sequence == sequence)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def latest(session: Session, scheme: EvaluationScheme) -> SchemeVersion | None:
    """The newest published version."""
    return session.get(SchemeVersion, scheme.latest_version_id) if scheme.latest_version_id is not None else None


def read(version: SchemeVersion) -> Scheme:
    """The scheme as it was published."""
    return Scheme.from_json(document(version))


def document(version: SchemeVersion) -> Mapping[str, Any]:
    """The published JSON: the scheme's own keys, and version, scheme, issuer and division_code."""
    found: Mapping[str, Any] = json.loads(version.content)
    return found


def category(session: Session, scheme: EvaluationScheme) -> ProductCategory:
    """The scheme's product category."""
    return session.get_one(ProductCategory, scheme.category_id)


def concepts(session: Session, codes: Collection[str]) -> dict[str, IndicatorConcept]:
    """Concept rows by code; codes that nobody keeps are left out."""
    return {row.code: row for row in session.scalars(select(IndicatorConcept).where(IndicatorConcept.code.in_(codes)))}


def named(scheme: Scheme) -> set[str]:
    """Codes of the concepts that a scheme names."""
    return {*(each.concept for each in (*scheme.cores, *scheme.innovations)), *(each.concept for each in scheme.basics)} - {""}


def problems(session: Session, scheme: Scheme) -> dict[str, str]:
    """Everything wrong with a scheme as it stands: field path to code (rules.scheme_check)."""
    rows = concepts(session, named(scheme)).values()
    known = {row.code: Concept(row.code, row.name, row.quantity, row.direction, tuple(row.grades), tuple(row.conditions)) for row in rows}
    held = session.scalars(select(ProductCategory).where(ProductCategory.code == scheme.category)).one_or_none()
    return check(scheme, known, [held.code] if held else [], disclosed=disclosed(session, held) if held else None)


def disclosed(session: Session, held: ProductCategory) -> int:
    """How many standards are disclosed now in a category and below it."""
    below = select(ProductCategory.code).where(ProductCategory.path.startswith(held.path, autoescape=True))
    return session.scalar(select(func.count()).select_from(Disclosure).where(Disclosure.category_code.in_(below))) or 0


def saver(session: Session, scheme_id: int) -> str:
    """Name of the person who saved the draft last; "" when nobody did since it was begun."""
    query = select(Account.name).join(AuditEntry, AuditEntry.account_id == Account.id)
    saved = query.where(AuditEntry.action.in_(("scheme.saved", "scheme.begun")), AuditEntry.subject_kind == "evaluation_scheme", AuditEntry.subject_id == scheme_id)
    return session.scalars(saved.order_by(AuditEntry.id.desc()).limit(1)).first() or ""
