"""Rounds of subsidies with what each honour was granted, for desks and for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Bureau, Enterprise, Entitlement, Honour, HonourStep, PolicyVersion, SubsidyRound
from registry.queries import front_runners as runners
from registry.queries import honours, policies, public_people
from registry.rules import honour as honour_rules
from registry.rules.entitlement import Achieved, Paid
from registry.rules.front_runner import State
from registry.rules.honour import ANNULLED
from registry.rules.permission import Actor, Office, Scope
from registry.rules.policy import Policy

MOST_SHOWN = 200
_IN_DOUBT = (State.suspended, State.ended)


@dataclass(frozen=True, slots=True)
class Granted:
    """One line of a round. annulled: the newest step, where the honour was annulled since."""

    row: Entitlement
    honour: Honour
    enterprise: Enterprise
    annulled: HonourStep | None

    @property
    def amount(self) -> int:
        """What is granted now, in yuan."""
        return 0 if self.annulled else self.row.amount


@dataclass(frozen=True, slots=True)
class Round:
    """A round with the policy that it pays by and its lines, the largest amounts first within an enterprise."""

    row: SubsidyRound
    bureau: Bureau
    version: PolicyVersion
    policy: Policy
    lines: tuple[Granted, ...]

    @property
    def by_enterprise(self) -> list[tuple[Enterprise, int, list[Granted]]]:
        """Each enterprise with its sum and its lines."""
        firms = dict.fromkeys(each.enterprise for each in self.lines)
        return [(firm, sum(each.amount for each in self.lines if each.enterprise is firm), [each for each in self.lines if each.enterprise is firm]) for firm in firms]


def get(session: Session, round_id: int, *, lock: bool = False) -> SubsidyRound:
    """The round; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    found = session.get(SubsidyRound, round_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def scope(row: SubsidyRound) -> Scope:
    """What every action on a round is asked with."""
    return Scope(bureau_id=row.bureau_id)


def whole(session: Session, row: SubsidyRound) -> Round:
    """The round with everything that is shown of it."""
    version = policies.version_by_id(session, row.policy_version_id)
    return Round(row, session.get_one(Bureau, row.bureau_id), version, policies.read(version), tuple(_lines(session, row.id)))


def mine(session: Session, actor: Actor) -> list[tuple[SubsidyRound, Bureau]]:
    """Rounds of the person's offices, the newest first."""
    query = select(SubsidyRound, Bureau).join(Bureau, Bureau.id == SubsidyRound.bureau_id).where(SubsidyRound.bureau_id.in_([each.bureau_id for each in actor.offices]))
    return [(row[0], row[1]) for row in session.execute(query.order_by(SubsidyRound.id.desc()).limit(MOST_SHOWN))]


def published(session: Session) -> list[tuple[SubsidyRound, Bureau]]:
    """Rounds that everybody may read, the newest first."""
    query = select(SubsidyRound, Bureau).join(Bureau, Bureau.id == SubsidyRound.bureau_id).where(SubsidyRound.published_at.is_not(None))
    return [(row[0], row[1]) for row in session.execute(query.order_by(SubsidyRound.published_at.desc(), SubsidyRound.id.desc()).limit(MOST_SHOWN))]


def public(session: Session, public_id: str) -> Round:
    """A published round; NotFound for one that is not published."""
    row = session.scalars(select(SubsidyRound).where(SubsidyRound.public_id == public_id, SubsidyRound.published_at.is_not(None))).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return whole(session, row)


def rows(session: Session, round_id: int) -> list[Entitlement]:
    """What was computed for a round, in the order of its computing."""
    return list(session.scalars(select(Entitlement).where(Entitlement.round_id == round_id).order_by(Entitlement.id)))


def paid_for(session: Session, honour_id: int) -> list[Entitlement]:
    """What published rounds grant for an honour."""
    return list(session.scalars(select(Entitlement).where(Entitlement.honour_id == honour_id, Entitlement.paid_key.is_not(None))))


def paid(session: Session, bureau_id: int) -> Paid:
    """What the bureau's published rounds granted and still grant."""
    query = select(Entitlement.paid_key, Honour.enterprise_id, Honour.kind, Honour.subject_key).join(Honour, Honour.id == Entitlement.honour_id)
    found = session.execute(query.join(SubsidyRound, SubsidyRound.id == Entitlement.round_id).where(SubsidyRound.bureau_id == bureau_id, Entitlement.paid_key.is_not(None))).all()
    return Paid(frozenset(row.paid_key for row in found if row.paid_key), frozenset((row.enterprise_id, row.kind, row.subject_key) for row in found))


def granted_to(session: Session, honour_ids: Sequence[int]) -> dict[int, tuple[int, SubsidyRound]]:
    """By honour what a published round grants for it, in yuan, and the round."""
    query = select(Entitlement, SubsidyRound).join(SubsidyRound, SubsidyRound.id == Entitlement.round_id).where(Entitlement.honour_id.in_(honour_ids), Entitlement.paid_key.is_not(None))
    return {row[0].honour_id: (row[0].amount, row[1]) for row in session.execute(query)}


def territory(bureau: Bureau) -> tuple[Office, ...]:
    """The bureau's own territory, as queries of areas take it."""
    return (Office(bureau.id, bureau.level, bureau.division_code, frozenset()),)


def achieved(session: Session, row: SubsidyRound, bureau: Bureau, today: date) -> list[tuple[int, Achieved]]:
    """The honours that take part in a round, each with its id."""
    told = honours.confirmed_between(session, territory(bureau), row.first_on, row.last_on)
    gone = public_people.deregistered(session, [each.enterprise.id for each in told], today)
    doubted = _doubted_titles(session, bureau, today)
    found = []
    for each in told:
        mine = (each.enterprise.id, each.row.subject_key, each.row.grade)
        hindrance = "deregistered" if each.enterprise.id in gone else "title_suspended" if each.row.kind == "front_runner" and mine in doubted else ""
        found.append((each.row.id, Achieved(
            each.row.public_id, each.enterprise.id, each.row.kind, each.row.grade, each.row.subject_key, each.row.place, each.row.revised, each.row.achieved_on.isoformat(), hindrance,
        )))  # fmt: skip
    return found


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a round."""
    return session.scalar(select(SubsidyRound.id).where(SubsidyRound.public_id == public_id)) is not None


def _doubted_titles(session: Session, bureau: Bureau, today: date) -> set[tuple[int, str, str]]:
    """Enterprise, standard and grade of titles that are suspended or ended."""
    titles = honours.titles(session, territory(bureau))
    steps = runners.steps(session, [title.id for title, _disclosure in titles])
    doubted = [(title, disclosure) for title, disclosure in titles if runners.told(title, steps.get(title.id, []), today).state in _IN_DOUBT]
    return {(title.enterprise_id, honour_rules.subject_key("front_runner", disclosure.number), title.kind) for title, disclosure in doubted}


def _lines(session: Session, round_id: int) -> list[Granted]:
    query = select(Entitlement, Honour, Enterprise).join(Honour, Honour.id == Entitlement.honour_id).join(Enterprise, Enterprise.id == Entitlement.enterprise_id)
    found = session.execute(query.where(Entitlement.round_id == round_id).order_by(Enterprise.name, Enterprise.id, Entitlement.amount.desc(), Entitlement.id)).all()
    annulled = {each.honour_id: each for each in session.scalars(select(HonourStep).where(HonourStep.honour_id.in_([row[1].id for row in found]), HonourStep.word == ANNULLED))}
    return [Granted(row[0], row[1], row[2], annulled.get(row[1].id)) for row in found]
