"""The live rankings: what the newest version of each scheme makes of the disclosures as they are now.

One changed disclosure rewrites its own rows and reads no other; what concerns many is first made into a task for each.
A task says "look again", so doing one twice changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from registry.actions.ranking_judging import look_at
from registry.legal_time import legal_day
from registry.models import EvaluationScheme, LiveEntry, RankingTask, SchemeVersion
from registry.queries import live_rankings as queries
from registry.queries import ranking_inputs, rankings, schemes
from registry.queries.live_rankings import Playing
from registry.queries.ranking_inputs import Entrants
from registry.rules import bundle, live, permission, scoring
from registry.rules.judged import Judged, Reason
from registry.rules.live import Stand
from registry.rules.permission import Actor

ROUND = 200
"""Tasks of one transaction."""
ELSEWHERE = "other_category"
"""Why a disclosure that stands on the published ranking has no level now: it left the category, or ended."""


def follow(session: Session, *, actor: Actor, now: datetime) -> int:
    """Do the oldest due tasks; how many there were. One follower at a time: another waits for this transaction."""
    permission.require(actor, "live_ranking.follow")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE live_entry IN SHARE ROW EXCLUSIVE MODE"))
    tasks = queries.due(session, ROUND, now=now)
    wanted = {subject_id for _, kind, subject_id in tasks if kind == "disclosure"}
    for kind, subject_id in dict.fromkeys((kind, subject_id) for _, kind, subject_id in tasks if kind != "disclosure"):
        _spread(session, kind, subject_id, now)
    if wanted:
        _look_again(session, wanted | queries.siblings(session, wanted), now)
    if tasks:
        session.execute(delete(RankingTask).where(RankingTask.id.in_([task_id for task_id, _, _ in tasks])).execution_options(synchronize_session=False))
    return len(tasks)


def _spread(session: Session, kind: str, subject_id: int, now: datetime) -> None:
    """A task for each disclosure that is meant, without carrying them here."""
    if kind == "scheme" and (gone := queries.outdated(session, subject_id, legal_day(now))):
        session.execute(delete(LiveEntry).where(LiveEntry.scheme_version_id.in_(gone)).execution_options(synchronize_session=False))
    session.execute(insert(RankingTask).from_select(["kind", "subject_id", "not_before"], queries.as_tasks(queries.reached(session, kind, subject_id), now)))


def _look_again(session: Session, disclosure_ids: Collection[int], now: datetime) -> None:
    today, paths = legal_day(now), queries.paths(session, disclosure_ids)
    for each in queries.playing(session, today):
        _Rewriting(session, each, today, now).rewrite({one for one in disclosure_ids if paths.get(one, "").startswith(each.path)}, disclosure_ids)


@dataclass(frozen=True)
class _Rewriting:
    """Writes the rows of one scheme anew."""

    session: Session
    playing: Playing
    today: date
    now: datetime

    def rewrite(self, here: Collection[int], looked_at: Collection[int]) -> None:
        """`here`: those that lie in the category. The others leave, with a row that says so where the published ranking has them."""
        standing = rankings.newest_published(self.session, self.playing.scheme_id)
        before = queries.stands(self.session, standing.id, looked_at) if standing else {}
        rows = self._judged(sorted(here), before, published=standing is not None) if here else {}
        rows |= {one: self._gone(one, was) for one, was in before.items() if one not in rows and was.level is not None}
        mine = (LiveEntry.scheme_version_id == self.playing.version_id, LiveEntry.disclosure_id.in_(looked_at))
        self.session.execute(delete(LiveEntry).where(*mine).execution_options(synchronize_session=False))
        if rows:
            self.session.execute(insert(LiveEntry), [rows[one] for one in sorted(rows)])

    def _judged(self, here: list[int], before: dict[int, Stand], *, published: bool) -> dict[int, dict[str, Any]]:
        scheme = self.session.get_one(EvaluationScheme, self.playing.scheme_id)
        content = schemes.read(self.session.get_one(SchemeVersion, self.playing.version_id))
        ready = scoring.prepare(content, ranking_inputs.concepts(self.session, content))
        entrants = Entrants(self.session, content, scheme_id=scheme.id, division_code=scheme.division_code, on=self.today)
        found = {}
        for entrant in entrants.of(here):
            judged, written, _, inputs_hash = look_at(ready, bundle.Pen(), entrant)
            stand = Stand(entrant.version_id, judged.level, judged.points)
            change = live.change(before.get(entrant.disclosure_id), stand) if published else None
            found[entrant.disclosure_id] = self._row(entrant.disclosure_id, entrant.version_id, judged, written, inputs_hash, change)
        return found

    def _gone(self, disclosure_id: int, was: Stand) -> dict[str, Any]:
        judged = Judged(None, None, "", (Reason(ELSEWHERE),), ())
        return self._row(disclosure_id, was.version_id, judged, bundle.Pen().judged(judged), "", "gone")

    def _row(self, disclosure_id: int, version_id: int, judged: Judged, written: str, inputs_hash: str, change: str | None) -> dict[str, Any]:
        return {
            "scheme_version_id": self.playing.version_id, "disclosure_id": disclosure_id, "version_id": version_id, "level": judged.level, "stars": judged.stars, "points": judged.points or None,
            "reason": judged.reasons[0].code if judged.level is None and judged.reasons else None, "judged": written, "inputs_hash": inputs_hash, "change": change, "looked_at": self.now,
        }  # fmt: skip
