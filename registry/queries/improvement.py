"""What must change: how each scheme judges an enterprise's standards now, and what would lift them. For its own people alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, Draft, Enterprise, EvaluationScheme, ProductCategory, SchemeVersion
from registry.queries import assessment, drafts, live_rankings, ranking_inputs, schemes
from registry.queries.live_rankings import Playing
from registry.queries.ranking_inputs import Entrant, Entrants
from registry.reference import divisions
from registry.rules import betterment, permission, scoring
from registry.rules.betterment import Plan
from registry.rules.content import Content
from registry.rules.judged import Inputs, Judged
from registry.rules.permission import Actor, Scope
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept
from registry.rules.thresholds import Ready

MOST = 200
"""Disclosures, and drafts, of one enterprise that are looked at."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A disclosure as the scheme judges it today."""

    disclosure_id: int
    public_id: str
    number: str
    title: str
    inputs: Inputs
    judged: Judged
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A scheme in play for the enterprise. english, conditions: what concepts and their conditions are called. drafts: not yet disclosed, of its category."""

    public_id: str
    title: str
    issuer: str
    scheme: Scheme
    ready: Ready
    concepts: Mapping[str, Concept]
    english: Mapping[str, str]
    conditions: Mapping[tuple[str, str], str]
    stands: tuple[Stand, ...]
    drafts: tuple[Draft, ...]

    def stand(self, public_id: str) -> Stand:
        """That of one disclosure; NotFound."""
        found = next((each for each in self.stands if each.public_id == public_id), None)
        if found is None:
            raise NotFound("not_found")
        return found

    def of_draft(self, draft_id: int) -> tuple[Draft, Inputs]:
        """A draft and what would be judged of it: its lines, with what stands of the disclosure that it changes. NotFound."""
        draft = next((each for each in self.drafts if each.id == draft_id), None)
        if draft is None:
            raise NotFound("not_found")
        before = next((each.inputs for each in self.stands if each.disclosure_id == draft.disclosure_id), Inputs(()))
        return draft, replace(before, lines=tuple(line for line in Content.from_json(draft.content).lines if line.concept in self.ready.concepts))


def aims(session: Session, *, actor: Actor, enterprise: Enterprise, today: date, only: str = "") -> list[Aim]:
    """Every scheme that is valid today and whose category holds disclosures or drafts of the enterprise; `only` that of a public id.

    Asks "improvement.see": nobody else may know what is tried before it is disclosed.
    """
    permission.require(actor, "improvement.see", Scope(enterprise.id))
    held = session.execute(
        select(Disclosure.id, ProductCategory.path).join(ProductCategory, ProductCategory.code == Disclosure.category_code)
        .where(Disclosure.enterprise_id == enterprise.id, Disclosure.latest_version_id.is_not(None)).order_by(Disclosure.id).limit(MOST)
    ).all()  # fmt: skip
    waiting = _drafts(session, enterprise.id)
    found = []
    for playing in live_rankings.playing(session, today):
        ids, own = [each for each, path in held if path.startswith(playing.path)], tuple(draft for draft, path in waiting if path.startswith(playing.path))
        scheme = session.get_one(EvaluationScheme, playing.scheme_id)
        here = scheme.division_code is None or divisions.covers(scheme.division_code, enterprise.division_code)
        if (ids or own) and here and only in ("", scheme.public_id):
            found.append(_aim(session, playing, scheme, ids, own, today))
    return sorted(found, key=lambda each: (each.scheme.year, each.public_id), reverse=True)


def aim(session: Session, *, actor: Actor, enterprise: Enterprise, public_id: str, today: date) -> Aim:
    """The one of a scheme; NotFound."""
    found = aims(session, actor=actor, enterprise=enterprise, today=today, only=public_id)
    if not found:
        raise NotFound("not_found")
    return found[0]


def _drafts(session: Session, enterprise_id: int) -> list[tuple[Draft, str]]:
    """Each with the path of its category; without a known one it is left out."""
    several = drafts.of_enterprise(session, enterprise_id, limit=MOST)
    codes = {draft.id: Content.from_json(draft.content).category for draft in several}
    paths = dict(session.execute(select(ProductCategory.code, ProductCategory.path).where(ProductCategory.code.in_(set(codes.values())))).all())
    return [(draft, paths[codes[draft.id]]) for draft in several if codes[draft.id] in paths]


def _aim(session: Session, playing: Playing, of: EvaluationScheme, ids: Sequence[int], waiting: tuple[Draft, ...], today: date) -> Aim:
    version = session.get_one(SchemeVersion, playing.version_id)
    scheme = schemes.read(version)
    concepts = ranking_inputs.concepts(session, scheme)
    ready = scoring.prepare(scheme, concepts)
    entrants = Entrants(session, scheme, scheme_id=of.id, division_code=of.division_code, on=today).of(ids) if ids else []
    rows = schemes.concepts(session, schemes.named(scheme)).values()
    return Aim(
        of.public_id, version.title, assessment.issuer(session, of).name, scheme, ready, concepts, {row.code: row.name_en for row in rows if row.name_en},
        {(row.code, code): name for row in rows for code, name in row.conditions.items()}, tuple(_stand(ready, each) for each in entrants), waiting,
    )  # fmt: skip


def _stand(ready: Ready, entrant: Entrant) -> Stand:
    judged = scoring.judge(ready, entrant.inputs)
    return Stand(entrant.disclosure_id, entrant.public_id, entrant.number, entrant.title, entrant.inputs, judged, betterment.plans(ready, entrant.inputs))
