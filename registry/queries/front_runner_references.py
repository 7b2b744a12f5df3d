"""Candidates whose standard refers to one that has ended, where the scheme of their board excludes for it (GB/T 1.1-2020 asks for references in force).

A title was given elsewhere, by conditions that the registry does not know: references say nothing against it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, literal, or_, select
from sqlalchemy.orm import Session

from registry.legal_time import first_instant
from registry.models import CatalogueSource, CatalogueStandard, DeskTask, Disclosure, FrontRunner, Ranking, SchemeVersion, VersionReference
from registry.queries import catalogue, schemes, screening
from registry.queries.desk_tasks import REFERRING
from registry.queries.disclosure_world import catalogue_rows
from registry.queries.front_runners import is_open
from registry.queries.ranking_inputs import CITED
from registry.rules.catalogue import WITHDRAWN, State, Word
from registry.rules.standard_number import parse

REASON = "reference_withdrawn"
_OVER = (Word.WITHDRAWN, Word.REPLACED)


def doubtful(session: Session, disclosure_ids: Collection[int], today: date) -> list[FrontRunner]:
    """Open candidates of these disclosures whose references have ended."""
    query = select(FrontRunner).where(FrontRunner.disclosure_id.in_(disclosure_ids), FrontRunner.ranking_id.is_not(None), *is_open(today))
    rows = session.scalars(query.order_by(FrontRunner.id)).all()
    found = ended(session, rows, today) if rows else {}
    return [row for row in rows if row.id in found]


def ended(session: Session, rows: Sequence[FrontRunner], today: date) -> dict[int, datetime | None]:
    """By candidate whose disclosure's newest version refers to a standard that has certainly ended, when the registry knew of the last one; None where no source says when it did."""
    asked = _asked(session, rows)
    named = _named(session, {row.disclosure_id for row in asked}) if asked else {}
    over = _over(session, {key: number for references in named.values() for key, number in references.items()}, today) if named else {}
    known = {disclosure_id: [over[key] for key in references if key in over] for disclosure_id, references in named.items()}
    return {row.id: max((each for each in days if each is not None), default=None) for row in asked if (days := known.get(row.disclosure_id))}


def as_tasks(ranking_id: int, now: datetime, today: date) -> Select[tuple[str, int, datetime]]:
    """The candidates of a ranking that refer to a standard of which there is something to say, as rows of the desks' queue."""
    meant = or_(CatalogueStandard.compact_key == VersionReference.compact_key, CatalogueStandard.undated_key == VersionReference.compact_key)
    notable = select(FrontRunner.disclosure_id).join(VersionReference, VersionReference.version_id == FrontRunner.version_id).join(CatalogueStandard, meant)
    ids = notable.where(FrontRunner.ranking_id == ranking_id, VersionReference.relation.in_(CITED), screening.notable(today)).distinct().subquery()
    return select(literal(REFERRING), ids.c[0], literal(now, DeskTask.__table__.c.not_before.type))


def _asked(session: Session, rows: Iterable[FrontRunner]) -> list[FrontRunner]:
    """Those whose board's scheme excludes for it."""
    candidates = [row for row in rows if row.ranking_id is not None]
    query = select(Ranking.id, SchemeVersion).join(SchemeVersion, SchemeVersion.id == Ranking.scheme_version_id)
    boards = session.execute(query.where(Ranking.id.in_({row.ranking_id for row in candidates}))).all() if candidates else []
    asking = {ranking_id for ranking_id, version in boards if REASON in schemes.read(version).gates}
    return [row for row in candidates if row.ranking_id in asking]


def _named(session: Session, disclosure_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """By disclosure the standards that its newest version refers to: key to number as it names them."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    query = select(Disclosure.id, VersionReference.compact_key, VersionReference.number).join(VersionReference, VersionReference.version_id == Disclosure.latest_version_id)
    for disclosure_id, key, number in session.execute(query.where(Disclosure.id.in_(disclosure_ids), VersionReference.relation.in_(CITED))):
        found[disclosure_id][key] = number
    return dict(found)


def _over(session: Session, numbers: dict[str, str], today: date) -> dict[str, datetime | None]:
    """By key the standards that have certainly ended, and when the registry knew."""
    rows = catalogue_rows(session, {key: parse(number) for key, number in numbers.items()})
    standards = {row.id: row for row in rows.values()}
    states = {standard_id: state for standard_id, state in catalogue.states(session, standards.values(), today).items() if state.certain and state.word in _OVER}
    known = _known_at(session, states)
    return {key: known[row.id] for key, row in rows.items() if row.id in states}


def _known_at(session: Session, states: dict[int, State]) -> dict[int, datetime | None]:
    """When the word came that decides, a bureau's or that of the last source; but not before the day that it names."""
    confirmed = catalogue.newest_confirmations(session, list(states))
    query = select(CatalogueSource.standard_id, func.max(CatalogueSource.imported_at)).where(CatalogueSource.standard_id.in_(states), CatalogueSource.status == WITHDRAWN)
    said = dict(session.execute(query.group_by(CatalogueSource.standard_id)).all())
    found: dict[int, datetime | None] = {}
    for standard_id, state in states.items():
        word = confirmed[standard_id].recorded_at if state.confirmed else said.get(standard_id)
        found[standard_id] = max((at for at in (word, first_instant(state.since) if state.since else None) if at is not None), default=None)
    return found
