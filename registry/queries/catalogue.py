"""Looks at the reference catalogue: its standards, who says what about them, and what follows from it today."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models.catalogue import CatalogueConfirmation, CatalogueSource, CatalogueStandard, Floor
from registry.models.vocabulary import IndicatorConcept
from registry.rules import catalogue as rules
from registry.rules import standard_number


@dataclass(frozen=True, slots=True)
class Source:
    """One source's row, for an import that compares."""

    id: int
    source: str
    words: dict[str, str]


def get(session: Session, standard_id: int) -> CatalogueStandard:
    """The standard; NotFound."""
    found = session.get(CatalogueStandard, standard_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_number(session: Session, typed: str) -> CatalogueStandard | None:
    """The standard that any spelling of its number means; of a number without a year the newest edition."""
    number = standard_number.parse(typed)
    exact = session.scalars(select(CatalogueStandard).where(CatalogueStandard.compact_key == number.compact)).one_or_none()
    return exact or next(iter(editions(session, number.compact_undated)), None)


def editions(session: Session, undated_key: str, limit: int = 20) -> Sequence[CatalogueStandard]:
    """All editions of a number, the newest first."""
    return session.scalars(select(CatalogueStandard).where(CatalogueStandard.undated_key == undated_key).order_by(CatalogueStandard.compact_key.desc()).limit(limit)).all()


def by_keys(session: Session, compact_keys: Collection[str]) -> dict[str, CatalogueStandard]:
    """Standards by `StandardNumber.compact`; keys that the catalogue lacks are left out."""
    found = session.scalars(_BY_KEYS, {"keys": list(compact_keys)}) if compact_keys else ()
    return {standard.compact_key: standard for standard in found}


_BY_KEYS = select(CatalogueStandard).where(CatalogueStandard.compact_key.in_(bindparam("keys", expanding=True)))


def ids(session: Session, compact_keys: Collection[str]) -> dict[str, int]:
    """Ids by key, without loading the rows."""
    rows = session.execute(select(CatalogueStandard.compact_key, CatalogueStandard.id).where(CatalogueStandard.compact_key.in_(compact_keys)))
    return dict(rows.all())


def stated(session: Session, standard_ids: Collection[int]) -> dict[int, list[Source]]:
    """What the sources say about each standard, the oldest first."""
    columns = select(CatalogueSource.standard_id, CatalogueSource.id, CatalogueSource.source, CatalogueSource.stated)
    found: dict[int, list[Source]] = {}
    for standard_id, *row in session.execute(columns.where(CatalogueSource.standard_id.in_(standard_ids)).order_by(CatalogueSource.id)):
        found.setdefault(standard_id, []).append(Source(*row))
    return found


def sources(session: Session, standard_id: int) -> Sequence[CatalogueSource]:
    """Who says what about a standard, the oldest first."""
    return session.scalars(select(CatalogueSource).where(CatalogueSource.standard_id == standard_id).order_by(CatalogueSource.id)).all()


def confirmations(session: Session, standard_id: int) -> Sequence[CatalogueConfirmation]:
    """What bureaus said about a standard, the newest first."""
    return session.scalars(select(CatalogueConfirmation).where(CatalogueConfirmation.standard_id == standard_id).order_by(CatalogueConfirmation.id.desc())).all()


def newest_confirmations(session: Session, standard_ids: Collection[int]) -> dict[int, CatalogueConfirmation]:
    """The word that counts, by standard."""
    found = session.scalars(_NEWEST_WORDS, {"ids": list(standard_ids)}) if standard_ids else ()
    return {each.standard_id: each for each in found}


_NEWEST_WORDS = select(CatalogueConfirmation).where(
    CatalogueConfirmation.id.in_(
        select(func.max(CatalogueConfirmation.id)).where(CatalogueConfirmation.standard_id.in_(bindparam("ids", expanding=True))).group_by(CatalogueConfirmation.standard_id)
    )
)


def succession_days(session: Session, standards: Iterable[CatalogueStandard]) -> dict[int, date | None]:
    """By standard, the day from which its successors are in force; None where nobody takes over or no day is known."""
    named = {standard.id: standard.replaced_by for standard in standards if standard.replaced_by}
    keys = {key for replaced_by in named.values() for key in rules.successors(replaced_by)}
    in_force = dict(session.execute(select(CatalogueStandard.compact_key, CatalogueStandard.in_force_on).where(CatalogueStandard.compact_key.in_(keys))).all()) if keys else {}
    return {standard_id: rules.succeeded_on(replaced_by, in_force) for standard_id, replaced_by in named.items()}


def states(
    session: Session, standards: Collection[CatalogueStandard], today: date, said: Mapping[int, CatalogueConfirmation] | None = None
) -> dict[int, rules.State]:
    """What each standard is on `today`, by id, with three queries however many they are. said: their newest confirmations, where the caller has them."""
    if said is None:
        said = newest_confirmations(session, [standard.id for standard in standards])
    days = succession_days(session, standards)
    return {standard.id: rules.state(facts_of(standard), _confirmation(said.get(standard.id)), today, days.get(standard.id)) for standard in standards}


def facts_of(standard: CatalogueStandard) -> rules.Facts:
    """The row as the values that the rules read."""
    return rules.Facts(**{name: getattr(standard, name) for name in rules.Facts.__dataclass_fields__})


def _confirmation(row: CatalogueConfirmation | None) -> rules.Confirmation | None:
    return rules.Confirmation(row.withdrawn, row.withdrawn_on) if row else None


def floors(session: Session, standard_ids: Collection[int], *, ended: bool = False) -> list[tuple[Floor, IndicatorConcept]]:
    """What the standards ask for, in the order entered; `ended` adds what was replaced or taken back."""
    rows = session.execute(_EVERY_FLOOR if ended else _FLOORS, {"ids": list(standard_ids)}) if standard_ids else ()
    return [(floor, concept) for floor, concept in rows]


_EVERY_FLOOR = (
    select(Floor, IndicatorConcept).join(IndicatorConcept, IndicatorConcept.id == Floor.concept_id).where(Floor.standard_id.in_(bindparam("ids", expanding=True))).order_by(Floor.id)
)
_FLOORS = _EVERY_FLOOR.where(Floor.ended_at.is_(None))


def floor(session: Session, floor_id: int) -> Floor:
    """The floor; NotFound."""
    found = session.get(Floor, floor_id)
    if found is None:
        raise NotFound("not_found")
    return found


def size(session: Session) -> int:
    """How many standards the catalogue has."""
    return session.scalar(select(func.count()).select_from(CatalogueStandard)) or 0
