"""What enterprises have achieved and what follows: honours claimed and decided, a policy and its round, targets, a bulletin, a profile for a bank.

Moments and chance are this module's own, so that codes and numbers of the rest stay what they are.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import bulletins, desk_tasks, files, honours, policies, profiles, screening, statistics, subsidies, targets
from registry.actions.subsidies import Opening
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import desk_tasks as task_queries
from registry.queries import policies as policy_queries
from registry.queries import subsidies as queries
from registry.rules.honour import Claim
from registry.rules.permission import SYSTEM
from registry.rules.statistic import SUBJECTS
from registry.seed import policies as shipped
from registry.seed.demo.agenda import TODAY
from registry.seed.demo.checks import CHENGXIANG, SANMEN
from registry.seed.demo.enterprises import REGISTRARS
from registry.seed.demo.stage import Stage, table
from registry.seed.demo.standings import APPROVERS
from registry.settings import Settings

CLAIMED, DECIDED = date(2026, 7, 6), date(2026, 7, 14)
POLICY, OPENED, COMPUTED, PUBLISHED = date(2026, 7, 20), date(2026, 7, 22), date(2026, 7, 23), date(2026, 7, 28)
BULLETIN = 2026
BUDGET = 1_000_000
EVIDENCE = "证明材料（示例）.pdf"
SECRET = "demonstration-profile-1f0c7a94b26d"  # noqa: S105 - shown on a page of the demonstration, of an invented enterprise
READER = "示例银行三门支行（示例）"
PREFACE = "本年度抽查按计划完成，结果如下。（示例）"


@dataclass(slots=True)
class Round:
    """Ids that later acts need."""

    policy_id: int = 0
    round_id: int = 0


def plan(stage: Stage) -> None:
    """Put all of it on the agenda."""
    made, chance, at = Round(), Random("demonstration rewards"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose, no secret
    for division, name in ((CHENGXIANG, "chengxiang"), (SANMEN, "sanmen")):
        at(date(2026, 1, 12), 9, partial(_target, stage=stage, division=division, name=name))
    for row in table("honours.csv"):
        at(CLAIMED, 10, partial(_claim, stage=stage, row=row, chance=chance))
    at(POLICY, 10, partial(_begin_policy, stage=stage, made=made, chance=chance))
    at(POLICY, 15, partial(_publish_policy, stage=stage, made=made))
    at(OPENED, 10, partial(_open, stage=stage, made=made, chance=chance))
    at(COMPUTED, 10, partial(_compute, stage=stage, made=made, chance=chance))
    at(PUBLISHED, 10, partial(_publish, stage=stage, made=made))
    at(date(2026, 10, 12), 10, partial(_profile, stage=stage))
    at(date(2026, 11, 9), 14, _read_profile)


def follow(session: Session, now: datetime) -> None:
    """Let screening and the counters look at everything once. The worker would look again for each thing that the story did; what it queued is done by this."""
    _, done = desk_tasks.take(session, now=max(now, utc_now()))
    while done:
        desk_tasks.done(session, done)
        _, done = desk_tasks.take(session, now=max(now, utc_now()))
    everything = [("disclosure", each) for each in task_queries.everything(session, 0, 100_000)]
    screening.follow(session, everything, now=now, days=Settings().screening_days)
    for kind in SUBJECTS:
        after: int | None = 0
        while after is not None:
            after = statistics.recount(session, actor=SYSTEM, kind=kind, after=after, now=now).last


def bulletin(session: Session, stage: Stage, now: datetime) -> None:
    """The year so far, as the bureau tells it; made when the counters have followed."""
    actor, bureau_id = stage.actor(session, APPROVERS[CHENGXIANG]), stage.bureaus[CHENGXIANG]
    draft = bulletins.draft(session, actor=actor, bureau_id=bureau_id, year=str(BULLETIN), today=legal_day(now))
    chance = Random("demonstration bulletin")  # noqa: S311 - the same each time on purpose, no secret
    bulletins.publish(session, actor=actor, bureau_id=bureau_id, year=str(BULLETIN), preface=PREFACE, seen=draft.content_hash, random=chance.getrandbits, now=now)


def _target(session: Session, now: datetime, stage: Stage, division: str, name: str) -> None:
    targets.load_demonstration(session, actor=stage.actor(session, REGISTRARS[division]), bureau_id=stage.bureaus[division], plan=name, now=now)


def _claim(session: Session, now: datetime, stage: Stage, row: dict[str, str], chance: Random) -> None:
    firm = stage.firms[row["letters"]]
    kept = files.keep(session, stage.files, actor=stage.owner(session, firm), content=stage.licence, kind="licence", name=EVIDENCE, now=now)
    claimed = Claim(
        row["kind"], row["grade"], row["subject"], row["title"], int(row["place"]) if row["place"] else None, bool(row["revised"]), date.fromisoformat(row["achieved_on"]), "公告（示例）",
        "https://notices.example.com/2026",
    )  # fmt: skip
    made = honours.claim(session, actor=stage.owner(session, firm), enterprise_id=firm.id, claimed=claimed, evidence_sha256=kept.sha256, random=chance.getrandbits, now=now)
    session.flush()
    if row["becomes"] != "waiting":
        stage.agenda.on_the_hour(DECIDED, 10, partial(_decide, stage=stage, who=REGISTRARS[firm.division], honour_id=made.id, decision=row["becomes"], reason=row["reason"]))


def _decide(session: Session, now: datetime, stage: Stage, who: str, honour_id: int, decision: str, reason: str) -> None:
    honours.decide(session, actor=stage.actor(session, who), honour_id=honour_id, decision=decision, reason=reason, now=now)


def _begin_policy(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    begun = policies.begin(session, actor=stage.actor(session, REGISTRARS[CHENGXIANG]), bureau_id=stage.bureaus[CHENGXIANG], wanted=shipped.chengxiang(), random=chance.getrandbits, now=now)
    session.flush()
    made.policy_id = begun.id


def _publish_policy(session: Session, now: datetime, stage: Stage, made: Round) -> None:
    """With its doubt: the first amount for pilots is not paid until the bureau has settled what was meant."""
    revision = policy_queries.get(session, made.policy_id).revision
    policies.publish(session, actor=stage.actor(session, APPROVERS[CHENGXIANG]), policy_id=made.policy_id, revision=revision, now=now)


def _open(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    opening = Opening("2026年上半年标准化奖补（示例）", date(2026, 1, 1), date(2026, 6, 30), BUDGET)
    opened = subsidies.begin(session, actor=stage.actor(session, REGISTRARS[CHENGXIANG]), policy_id=made.policy_id, opening=opening, random=chance.getrandbits, now=now)
    session.flush()
    made.round_id = opened.id


def _compute(session: Session, now: datetime, stage: Stage, made: Round, chance: Random) -> None:
    actor, revision = stage.actor(session, REGISTRARS[CHENGXIANG]), queries.get(session, made.round_id).revision
    subsidies.compute(session, actor=actor, round_id=made.round_id, revision=revision, budget=BUDGET, random=chance.getrandbits, now=now)


def _publish(session: Session, now: datetime, stage: Stage, made: Round) -> None:
    actor, revision = stage.actor(session, APPROVERS[CHENGXIANG]), queries.get(session, made.round_id).revision
    subsidies.publish(session, actor=actor, round_id=made.round_id, revision=revision, now=now)


def _profile(session: Session, now: datetime, stage: Stage) -> None:
    firm = stage.firms["HLXJ"]
    profiles.make(session, actor=stage.owner(session, firm), enterprise_id=firm.id, reader=READER, ends_on=TODAY + timedelta(days=180), secret=SECRET, now=now)


def _read_profile(session: Session, now: datetime) -> None:
    profiles.read(session, secret=SECRET, form="page", now=now)
