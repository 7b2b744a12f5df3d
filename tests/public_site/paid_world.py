"""An honour, a policy in force, a round that was published and a link to a profile, for whoever visits every address."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry.actions import profiles, subsidies
from registry.legal_time import legal_day
from registry.models import Bureau, Enterprise
from registry.rules.permission import Actor
from tests.factories import honours, people

SECRET = "p" * 43


def paid(session: Session, now: datetime, owner: Actor, officer: Actor, firm: Enterprise, licence: str) -> dict[str, str]:
    """Values of the parameters; `paid_round` is the public id."""
    county = session.query(Bureau).filter_by(level="county").one()
    row = honours.confirmed(session, now, owner, firm, officer, file=licence)
    policy = honours.in_force(session, now, officer, county)
    computed = honours.computed(session, now, people.officer(session, now, county), policy)
    subsidies.publish(session, actor=officer, round_id=computed.id, revision=computed.revision, now=now)
    held = profiles.make(session, actor=owner, enterprise_id=firm.id, reader="某某银行（示例）", ends_on=legal_day(now) + timedelta(days=30), secret=SECRET, now=now)
    session.flush()
    return {"honour_id": str(row.id), "policy_id": str(policy.id), "round_id": str(computed.id), "profile_id": str(held.id), "profile_secret": SECRET, "paid_round": computed.public_id}
