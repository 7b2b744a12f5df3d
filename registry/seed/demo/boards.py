"""How the invented boards come about: a bureau admits an assessment body, the body publishes schemes, enterprises assert what these ask for, boards are published.

Moments and chance are this module's own, so that codes and numbers of the rest stay what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import assessment_bodies, files, invitations, rankings, requirement_claims
from registry.actions import schemes as actions
from registry.actions.schemes import Board
from registry.models import Disclosure
from registry.queries import enterprises
from registry.queries import requirement_claims as queries
from registry.queries.assessment import Issuer
from registry.queries.requirement_claims import Asked
from registry.rules.assessment_body import Admission
from registry.rules.permission import SYSTEM
from registry.rules.scheme import Requirement
from registry.seed.demo import products, rivals
from registry.seed.demo.schemes import YEAR, schemes
from registry.seed.demo.stage import Firm, Stage, invented_code, table

ASSESSOR = "assessor"
NAME = "海岳标准评估中心（示例）"
BODY = Admission(NAME, invented_code("52", "331022", 9001), "示例评估〔2026〕1号", "https://haiyue.example.com")
ADMITTED, ACCEPTED, PUBLISHED, ASSERTED, DECIDED = date(2026, 8, 18), date(2026, 8, 19), date(2026, 9, 1), date(2026, 10, 13), date(2026, 10, 20)
EVIDENCE = "检验报告（示例）.pdf"
STATEMENTS = {
    "mass-production": "产品已批量生产，型号见下。（示例）",
    "no-accident": "2023年以来没有发生较大及以上的质量、安全、环境事故。（示例）",
    "test-report": "检验报告见附件，覆盖全部核心指标。（示例）",
}


@dataclass(slots=True)
class Made:
    """What the acts leave for later ones: the body's id, and by category ids of schemes and rankings."""

    body_id: int = 0
    schemes: dict[str, int] = field(default_factory=dict)
    rankings: dict[str, int] = field(default_factory=dict)


def plan(stage: Stage) -> Made:
    """Put all of it on the agenda."""
    made, chance, at = Made(), Random("demonstration boards"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose, no secret
    at(ADMITTED, 9, partial(_admit, stage=stage, made=made, chance=chance))
    at(ACCEPTED, 9, partial(_accept, stage=stage, token=f"{chance.getrandbits(256):064x}", made=made))
    for category in schemes():
        at(PUBLISHED, 10, partial(_publish_scheme, stage=stage, made=made, category=category, chance=chance))
    for firm in stage.firms.values():
        at(ASSERTED, 10, partial(_assert, stage=stage, firm=firm))
    at(DECIDED, 10, partial(_decide, stage=stage, made=made))
    for row in table("schemes.csv"):
        day = date.fromisoformat(row["compiled"])
        at(day, 10, partial(_compile, stage=stage, made=made, category=row["category"], chance=chance))
        at(day, 15, partial(_publish, stage=stage, made=made, category=row["category"]))
    return made


def _admit(session: Session, now: datetime, stage: Stage, made: Made, chance: Random) -> None:
    registrar = stage.actor(session, "registrar")
    made.body_id = assessment_bodies.admit(session, actor=registrar, bureau_id=stage.bureaus["331022"], admission=BODY, random=chance.getrandbits, now=now).id


def _accept(session: Session, now: datetime, stage: Stage, token: str, made: Made) -> None:
    """The bureau invites, the assessor takes it up."""
    registrar = stage.actor(session, "registrar")
    invitations.invite_assessor(session, actor=registrar, body_id=made.body_id, address=f"{ASSESSOR}@example.com", token=token, language="zh", now=now)
    session.flush()
    invitations.accept(session, actor=stage.actor(session, ASSESSOR), token=token, now=now)
    del stage.known[ASSESSOR]


def _publish_scheme(session: Session, now: datetime, stage: Stage, made: Made, category: str, chance: Random) -> None:
    actor, scheme = stage.actor(session, ASSESSOR), schemes()[category]
    issuer = Issuer("body", made.body_id, NAME)
    begun = actions.begin(session, actor=actor, issuer=issuer, board=Board(category, YEAR), random=chance.getrandbits, now=now)
    session.flush()
    saved = actions.save(session, actor=actor, scheme_id=begun.id, scheme=scheme, revision=begun.revision, now=now)
    actions.publish(session, actor=actor, scheme_id=begun.id, revision=saved.revision, now=now)
    made.schemes[category] = begun.id


@cache
def _exceptions() -> dict[tuple[str, str, str], dict[str, str]]:
    """Rows of claims.csv by scheme, number and requirement."""
    return {(row["scheme"], row["number"], row["requirement"]): row for row in table("claims.csv")}


def _becomes(category: str, number: str, code: str) -> tuple[str, str]:
    """What becomes of an assertion (silent: there is none; waiting, confirmed, refused), and why. Where asserting is enough, most wait."""
    row = _exceptions().get((category, number, code)) or _exceptions().get((category, number, "*"))
    return (row["becomes"], row["reason"]) if row else ("confirmed" if schemes()[category].requirements_by == "confirmed" else "waiting", "")


def _assert(session: Session, now: datetime, stage: Stage, firm: Firm) -> None:
    """The enterprise asserts what schemes ask of the standards that are its own."""
    if firm.unverified:
        return
    for asked in queries.asked_of(session, enterprises.get(session, firm.id), now.date()):
        for disclosure, requirement in _open(asked):
            kept = files.keep(session, stage.files, actor=stage.owner(session, firm), content=stage.licence, kind="licence", name=EVIDENCE, now=now) if requirement.evidence else None
            requirement_claims.claim(
                session, actor=stage.owner(session, firm), scheme_id=asked.scheme.id, disclosure_id=disclosure.id, requirement=requirement.code, statement=STATEMENTS[requirement.code],
                models=_models(firm, disclosure) if requirement.models else "", evidence_sha256=kept.sha256 if kept else None, evidence_name=kept.name if kept else "", now=now,
            )  # fmt: skip


def _open(asked: Asked) -> Iterator[tuple[Disclosure, Requirement]]:
    for disclosure, _version in asked.disclosures:
        if disclosure.basis != "implemented":
            for requirement in asked.content.requirements:
                if _becomes(asked.content.category, disclosure.number, requirement.code)[0] != "silent":
                    yield disclosure, requirement


def _models(firm: Firm, disclosure: Disclosure) -> str:
    """Models that follow the standard, as the enterprise's products name them."""
    return rivals.models().get(disclosure.number) or products.models(firm, disclosure.category_code or firm.categories[0], 0)


def _decide(session: Session, now: datetime, stage: Stage, made: Made) -> None:
    """The assessor goes through what waits, and leaves some of it."""
    actor, categories = stage.actor(session, ASSESSOR), {scheme_id: category for category, scheme_id in made.schemes.items()}
    for waiting in queries.of_actor(session, actor, waiting=True, limit=1_000):
        becomes, reason = _becomes(categories[waiting.scheme.id], waiting.disclosure.number, waiting.claim.requirement)
        if becomes != "waiting":
            requirement_claims.decide(session, actor=actor, claim_id=waiting.claim.id, decision=becomes, reason=reason, now=now)


def _compile(session: Session, now: datetime, stage: Stage, made: Made, category: str, chance: Random) -> None:
    actor = stage.actor(session, ASSESSOR)
    made.rankings[category] = rankings.compile_ranking(session, actor=actor, scheme_id=made.schemes[category], now=now, random=chance.getrandbits).id


def _publish(session: Session, now: datetime, stage: Stage, made: Made, category: str) -> None:
    """In the afternoon, when somebody has looked; enterprises on the board are told at once."""
    rankings.publish(session, actor=stage.actor(session, ASSESSOR), ranking_id=made.rankings[category], government_boards=False, now=now)
    session.flush()
    after: int | None = 0
    while after is not None:
        after = rankings.tell(session, actor=SYSTEM, ranking_id=made.rankings[category], after=after, now=now)
