"""Assessment bodies, their people, and for whom somebody makes schemes and rankings."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, AssessmentBody, AssessmentMember, Bureau, BureauMember, EvaluationScheme, Invitation
from registry.queries.bureaus import within
from registry.rules.permission import Actor, Office, Scope
from registry.rules.powers import Role


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
    bodies = select(AssessmentBody.id, AssessmentBody.name).where(AssessmentBody.id.in_(actor.bodies)).order_by(AssessmentBody.name, AssessmentBody.id)
    bureaus = select(Bureau.id, Bureau.name).where(Bureau.id.in_([each.bureau_id for each in offices(actor)])).order_by(Bureau.division_code, Bureau.id)
    return [Issuer("body", *row) for row in session.execute(bodies)] + [Issuer("bureau", *row) for row in session.execute(bureaus)]


def issuer(session: Session, scheme: EvaluationScheme) -> Issuer:
    """Whose the scheme is."""
    if scheme.body_id is not None:
        return Issuer("body", scheme.body_id, session.get_one(AssessmentBody, scheme.body_id).name)
    return Issuer("bureau", scheme.bureau_id or 0, session.get_one(Bureau, scheme.bureau_id).name)


def judges(session: Session, scheme: EvaluationScheme) -> list[int]:
    """Accounts of those who act for the scheme's issuer, to be told that something waits."""
    if scheme.body_id is not None:
        return account_ids(session, scheme.body_id)
    query = select(BureauMember).where(BureauMember.bureau_id == scheme.bureau_id, BureauMember.ended_at.is_(None)).order_by(BureauMember.id)
    return [each.account_id for each in session.scalars(query) if Role.registrar in each.roles]


def body(session: Session, body_id: int, *, lock: bool = False) -> AssessmentBody:
    """The body, ended or not; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    found = session.get(AssessmentBody, body_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def body_by_credit_code(session: Session, credit_code: str) -> AssessmentBody | None:
    """The body with a credit code of 18 characters."""
    return session.scalars(select(AssessmentBody).where(AssessmentBody.credit_code == credit_code)).one_or_none()


def bodies(session: Session, actor: Actor) -> list[tuple[AssessmentBody, Bureau]]:
    """Bodies that bureaus of the actor's territory admitted, admitted ones first."""
    query = select(AssessmentBody, Bureau).join(Bureau, Bureau.id == AssessmentBody.bureau_id).where(within(Bureau.division_code, actor.offices))
    return [(row[0], row[1]) for row in session.execute(query.order_by(AssessmentBody.ended_at.is_not(None), AssessmentBody.name, AssessmentBody.id))]


def member(session: Session, body_id: int, account_id: int) -> AssessmentMember | None:
    """The person's place in the body, ended or not."""
    return session.scalars(select(AssessmentMember).where(AssessmentMember.body_id == body_id, AssessmentMember.account_id == account_id)).one_or_none()


def people(session: Session, body_id: int) -> list[tuple[AssessmentMember, Account]]:
    """The body's people, those who left last."""
    query = select(AssessmentMember, Account).join(Account, Account.id == AssessmentMember.account_id).where(AssessmentMember.body_id == body_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(AssessmentMember.ended_at.is_not(None), AssessmentMember.since, AssessmentMember.id))]


def account_ids(session: Session, body_id: int) -> list[int]:
    """Who acts for the body today."""
    return [place.account_id for place, _account in people(session, body_id) if place.ended_at is None]


def open_invitations(session: Session, body_id: int) -> list[Invitation]:
    """Offers neither accepted nor revoked, newest first; some may have run out."""
    query = select(Invitation).where(Invitation.body_id == body_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Invitation.id.desc())))


def admitted_by(session: Session, body: AssessmentBody) -> Bureau:
    """The bureau that admitted the body."""
    return session.get_one(Bureau, body.bureau_id)


def place(session: Session, body: AssessmentBody) -> Scope:
    """Where the bureau that admitted the body stands."""
    return Scope(division_code=admitted_by(session, body).division_code)
