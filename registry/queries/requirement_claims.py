"""What enterprises assert of the basic requirements of schemes, and which schemes ask them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import AssessmentBody, Disclosure, DisclosureVersion, Enterprise, EvaluationScheme, ProductCategory, RequirementClaim, SchemeVersion
from registry.queries import assessment, schemes
from registry.reference import divisions
from registry.rules.permission import Actor
from registry.rules.scheme import Requirement, Scheme


@dataclass(frozen=True, slots=True)
class Asked:
    """A published scheme whose category holds disclosures of the enterprise, with the newest claim to each (disclosure id, requirement code)."""

    scheme: EvaluationScheme
    version: SchemeVersion
    content: Scheme
    issuer: str
    disclosures: tuple[tuple[Disclosure, DisclosureVersion], ...]
    claims: dict[tuple[int, str], RequirementClaim]

    def requirement(self, code: str) -> Requirement | None:
        """The requirement with this code."""
        return next((each for each in self.content.requirements if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with all that its decision looks at."""

    claim: RequirementClaim
    scheme: EvaluationScheme
    version: SchemeVersion
    disclosure: Disclosure
    enterprise: Enterprise


def asked_of(session: Session, enterprise: Enterprise, today: date, *, scheme_id: int | None = None) -> list[Asked]:
    """Schemes that are valid today and ask requirements of the enterprise's disclosures, the newest year first; `scheme_id`: that one alone."""
    held = session.execute(_HELD, {"enterprise": enterprise.id}).all()
    above = {code for row in held for code in row[2].rstrip("/").split("/")}
    found = []
    for scheme, version, path in session.execute(_ASKING, {"above": list(above), "today": today}):
        if scheme_id not in (None, scheme.id):
            continue
        content = schemes.read(version)
        if content.requirements and (scheme.division_code is None or divisions.covers(scheme.division_code, enterprise.division_code)):
            fitting = tuple((row[0], row[1]) for row in held if row[2].startswith(path))
            claims = newest(session, scheme.id, [each.id for each, _version in fitting]) if fitting else {}
            found.append(Asked(scheme, version, content, assessment.issuer(session, scheme).name, fitting, claims))
    return found


_HELD = (
    select(Disclosure, DisclosureVersion, ProductCategory.path)
    .join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    .join(ProductCategory, ProductCategory.code == Disclosure.category_code)
    .where(Disclosure.enterprise_id == bindparam("enterprise"))
    .order_by(Disclosure.id)
)
_ASKING = (
    select(EvaluationScheme, SchemeVersion, ProductCategory.path)
    .join(SchemeVersion, SchemeVersion.id == EvaluationScheme.latest_version_id)
    .join(ProductCategory, ProductCategory.id == EvaluationScheme.category_id)
    .outerjoin(AssessmentBody, AssessmentBody.id == EvaluationScheme.body_id)
    .where(ProductCategory.code.in_(bindparam("above", expanding=True)), AssessmentBody.ended_at.is_(None), SchemeVersion.valid_from <= bindparam("today"))
    .where(or_(SchemeVersion.valid_until.is_(None), SchemeVersion.valid_until >= bindparam("today")))
    .order_by(EvaluationScheme.year.desc(), EvaluationScheme.id.desc())
)


def newest(session: Session, scheme_id: int, disclosure_ids: Collection[int]) -> dict[tuple[int, str], RequirementClaim]:
    """The claim that counts, by disclosure and requirement."""
    query = select(RequirementClaim).where(RequirementClaim.scheme_id == scheme_id, RequirementClaim.disclosure_id.in_(disclosure_ids))
    return {(each.disclosure_id, each.requirement): each for each in session.scalars(query.order_by(RequirementClaim.id))}


def get(session: Session, claim_id: int, *, lock: bool = False) -> Claimed:
    """A claim; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    query = _whole().where(RequirementClaim.id == claim_id)
    found = session.execute(query.with_for_update(of=RequirementClaim).execution_options(populate_existing=True) if lock else query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return Claimed(*found)


def counts(session: Session, claim: RequirementClaim) -> bool:
    """Whether nobody asserted the same anew since."""
    return newest(session, claim.scheme_id, [claim.disclosure_id])[claim.disclosure_id, claim.requirement].id == claim.id


def of_actor(session: Session, actor: Actor, *, waiting: bool, limit: int = 200) -> list[Claimed]:
    """Claims that count, to schemes which the person decides for: those that wait, oldest first, or decided ones, newest first."""
    offices = [each.bureau_id for each in assessment.offices(actor)]
    last = select(func.max(RequirementClaim.id)).group_by(RequirementClaim.scheme_id, RequirementClaim.disclosure_id, RequirementClaim.requirement)
    query = _whole().where(or_(EvaluationScheme.body_id.in_(actor.bodies), EvaluationScheme.bureau_id.in_(offices)), RequirementClaim.id.in_(last))
    ordered = (
        query.where(RequirementClaim.decided_at.is_(None)).order_by(RequirementClaim.id)
        if waiting
        else query.where(RequirementClaim.decided_at.is_not(None)).order_by(RequirementClaim.decided_at.desc(), RequirementClaim.id.desc())
    )
    return [Claimed(*row) for row in session.execute(ordered.limit(limit))]


def history(session: Session, claim: RequirementClaim) -> list[RequirementClaim]:
    """Everything that was asserted of the same, the newest first."""
    query = select(RequirementClaim).where(RequirementClaim.scheme_id == claim.scheme_id, RequirementClaim.disclosure_id == claim.disclosure_id)
    return list(session.scalars(query.where(RequirementClaim.requirement == claim.requirement).order_by(RequirementClaim.id.desc())))


def _whole() -> Select[RequirementClaim, EvaluationScheme, SchemeVersion, Disclosure, Enterprise]:
    return (
        select(RequirementClaim, EvaluationScheme, SchemeVersion, Disclosure, Enterprise)
        .join(EvaluationScheme, EvaluationScheme.id == RequirementClaim.scheme_id)
        .join(SchemeVersion, SchemeVersion.id == EvaluationScheme.latest_version_id)
        .join(Disclosure, Disclosure.id == RequirementClaim.disclosure_id)
        .join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    )
