"""What speaks against front-runners today: what their enterprise ended, what authorities recorded, what an assessor refused, references that ended."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from registry.models import (
    Disclosure,
    DisclosureSuccession,
    DisclosureVersion,
    DisclosureWithdrawal,
    FrontRunner,
    FrontRunnerStep,
    Ranking,
    RequirementClaim,
    SchemeVersion,
    Standing,
)
from registry.queries import front_runner_references, requirement_claims
from registry.queries.front_runners import is_open, is_suspended
from registry.queries.public_status import statuses
from registry.rules.front_runner import RESTORED, Cause
from registry.rules.status import Status, Word

_REASONS: dict[str, str] = {
    Word.withdrawn: "withdrawn", Word.superseded: "superseded", Word.expired: "not_in_force", Word.upcoming: "not_in_force", Word.voided: "standard_voided",
    Word.number_revoked: "number_revoked", Word.deregistered: "deregistered", "publicly_noted": "publicly_noted", "dishonesty_listed": "dishonesty_listed",
}  # fmt: skip
"""Words and notices of a disclosure's status to reasons."""
_RECORDED = {"publicly_noted": "publicly_noted", "dishonesty_listed": "dishonesty_listed", "failed_check": "checked"}
"""Reasons that a decision may look past, to the kind of fact that brought them."""
_GRAVE = ("deregistered", "number_revoked", "standard_voided", "publicly_noted", "dishonesty_listed")


def against(session: Session, rows: Sequence[FrontRunner], today: date) -> dict[int, tuple[Cause, ...]]:
    """By front-runner what speaks against it on `today`."""
    known = statuses(session, {row.disclosure_id: row.enterprise_id for row in rows}, today)
    recorded, ended = _recorded(session, rows), front_runner_references.ended(session, rows, today)
    cited = {front_runner_id: (Cause(front_runner_references.REASON, known_at),) for front_runner_id, known_at in ended.items()}
    return {row.id: (*_of(known[row.disclosure_id], recorded, row), *_refused(session, row), *cited.get(row.id, ())) for row in rows}


def latest(session: Session, rows: Sequence[FrontRunner]) -> dict[int, int]:
    """By disclosure the id of its newest version."""
    found = session.execute(select(Disclosure.id, Disclosure.latest_version_id).where(Disclosure.id.in_([row.disclosure_id for row in rows])))
    return {disclosure_id: version_id or 0 for disclosure_id, version_id in found}


def brought_by_time(session: Session, today: date, after: int, limit: int) -> Sequence[FrontRunner]:
    """Open ones behind an id that nothing suspends so far, though the day has come on which their standard ended; or something else speaks against them."""
    looked_at = select(FrontRunnerStep.version_id).where(FrontRunnerStep.front_runner_id == FrontRunner.id, FrontRunnerStep.step == RESTORED).order_by(FrontRunnerStep.id.desc()).limit(1)
    amended = Disclosure.latest_version_id != func.coalesce(looked_at.scalar_subquery(), FrontRunner.version_id)
    speaks = or_(_over(today), amended, _recorded_against())
    query = select(FrontRunner).join(Disclosure, Disclosure.id == FrontRunner.disclosure_id).where(FrontRunner.id > after, *is_open(today), ~is_suspended(), speaks)
    return session.scalars(query.order_by(FrontRunner.id).limit(limit)).all()


def doubtful(session: Session, ranking_id: int, today: date, after: int, limit: int) -> Sequence[FrontRunner]:
    """Candidates of a ranking behind an id of which something may have happened since it was compiled, or which its scheme does not ask about."""
    scheme = select(SchemeVersion.scheme_id).join(Ranking, Ranking.scheme_version_id == SchemeVersion.id).where(Ranking.id == ranking_id).scalar_subquery()
    refused = exists().where(RequirementClaim.disclosure_id == FrontRunner.disclosure_id, RequirementClaim.scheme_id == scheme, RequirementClaim.decision == "refused")
    touched = or_(Disclosure.latest_version_id != FrontRunner.version_id, _over(today), _recorded_against(), refused)
    query = select(FrontRunner).join(Disclosure, Disclosure.id == FrontRunner.disclosure_id).where(FrontRunner.ranking_id == ranking_id, FrontRunner.id > after, touched)
    return session.scalars(query.order_by(FrontRunner.id).limit(limit)).all()


def _recorded_against() -> ColumnElement[bool]:
    grave = or_(Standing.kind.in_(_GRAVE), and_(Standing.kind == "checked", Standing.result == "nonconforming"))
    return exists().where(Standing.enterprise_id == FrontRunner.enterprise_id, grave)


def _over(today: date) -> ColumnElement[bool]:
    return or_(
        exists().where(DisclosureWithdrawal.disclosure_id == Disclosure.id, DisclosureWithdrawal.effective_on <= today),
        exists().where(DisclosureSuccession.disclosure_id == Disclosure.id, DisclosureSuccession.effective_on <= today),
        exists().where(DisclosureVersion.id == Disclosure.latest_version_id, DisclosureVersion.valid_until < today),
    )


def _of(status: Status, recorded: dict[tuple[int, int | None, str], datetime], row: FrontRunner) -> list[Cause]:
    told = {_REASONS[each] for each in (str(status.word), *(notice.kind for notice in status.notices)) if each in _REASONS}
    if any(notice.kind == "checked" and notice.result == "nonconforming" for notice in status.notices):
        told.add("failed_check")
    return [Cause(reason, _known_at(reason, recorded, row)) for reason in sorted(told)]


def _known_at(reason: str, recorded: dict[tuple[int, int | None, str], datetime], row: FrontRunner) -> datetime | None:
    kind = _RECORDED.get(reason, "")
    found = (recorded.get((row.enterprise_id, about, kind)) for about in (None, row.disclosure_id))
    return max((at for at in found if at is not None), default=None)


def _recorded(session: Session, rows: Sequence[FrontRunner]) -> dict[tuple[int, int | None, str], datetime]:
    """By enterprise, disclosure (None: all of it) and kind, when the newest fact that speaks against it was recorded."""
    query = select(Standing.enterprise_id, Standing.disclosure_id, Standing.kind, Standing.recorded_at).where(Standing.enterprise_id.in_({row.enterprise_id for row in rows}))
    query = query.where(Standing.annulled.is_(False), or_(Standing.kind != "checked", Standing.result == "nonconforming"))
    found: defaultdict[tuple[int, int | None, str], list[datetime]] = defaultdict(list)
    for enterprise_id, disclosure_id, kind, at in session.execute(query):
        found[enterprise_id, disclosure_id, kind].append(at)
    return {key: max(several) for key, several in found.items()}


def _refused(session: Session, row: FrontRunner) -> list[Cause]:
    """Of a candidate: requirements of its scheme that the assessor does not believe."""
    if row.ranking_id is None:
        return []
    scheme_id = session.scalar(select(SchemeVersion.scheme_id).join(Ranking, Ranking.scheme_version_id == SchemeVersion.id).where(Ranking.id == row.ranking_id)) or 0
    claims = requirement_claims.newest(session, scheme_id, [row.disclosure_id]).values()
    return [Cause("claim_refused", each.decided_at) for each in claims if each.decision == "refused"]
