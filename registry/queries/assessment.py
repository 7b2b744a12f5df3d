"""Assessment bodies, their people, and for whom somebody makes schemes and rankings."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import AssessmentBody, Bureau, EvaluationScheme
from registry.rules.permission import Actor, Office, Role, Scope


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who makes schemes and rankings. kind: body or bureau; `key` names it in forms, such as body-3."""

    kind: str
    id: int
    name: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def scope(self) -> Scope:
        return Scope(body_id=self.id) if self.kind == "body" else Scope(bureau_id=self.id)


def offices(actor: Actor) -> tuple[Office, ...]:
    """The offices in which the person may make schemes or rankings."""
    return tuple(each for each in actor.offices if each.roles & {Role.registrar, Role.approver})


def issuers(session: Session, actor: Actor) -> list[Issuer]:
    """For whom the person makes schemes or rankings: assessment bodies by name, then bureaus."""
    bodies = session.execute(select(AssessmentBody.id, AssessmentBody.name).where(AssessmentBody.id.in_(actor.bodies)).order_by(AssessmentBody.name, AssessmentBody.id))
    bureaus = session.execute(select(Bureau.id, Bureau.name).where(Bureau.id.in_([each.bureau_id for each in offices(actor)])).order_by(Bureau.division_code, Bureau.id))
    return [Issuer("body", *row) for row in bodies] + [Issuer("bureau", *row) for row in bureaus]


def issuer(session: Session, scheme: EvaluationScheme) -> Issuer:
    """Whose the scheme is."""
    if scheme.body_id is not None:
        return Issuer("body", scheme.body_id, session.get_one(AssessmentBody, scheme.body_id).name)
    return Issuer("bureau", scheme.bureau_id or 0, session.get_one(Bureau, scheme.bureau_id).name)
