"""Rows for what a search found, as the registry says them now: four kinds, each with its status.

Read like public.py and answers.py, with plain statements, since every search asks for twenty. An id that is no longer
public gives no row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import badges
from registry.queries import found_statements as statements
from registry.queries.badges import Badges
from registry.rules import catalogue
from registry.rules.status import StandingFact, Status, VersionDates, derive, standing_facts


@dataclass(frozen=True, slots=True)
class FoundDisclosure:
    """One enterprise's standard; title and dates of its newest version. `disclosed_at` is of the first. `badges`: what boards and authorities say of it."""

    id: int
    public_id: str
    number: str
    klass: str
    basis: str
    title: str
    subject: str
    lower_stated: bool
    enterprise: str
    credit_code: str
    division_code: str
    industry_code: str | None
    disclosed_at: datetime
    changed_at: datetime
    status: Status
    badges: Badges
    kind: str = "disclosure"


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """`followed`: the standards that it follows now, the main one first. `category`: codes from the root, each with / behind it."""

    id: int
    code: str
    name: str
    subject: str
    brand: str | None
    models: str | None
    gtin: str | None
    category: str
    enterprise: str
    credit_code: str
    division_code: str
    industry_code: str | None
    created_at: datetime
    ended: bool
    code_revoked: bool
    disputed: bool
    deregistered: bool
    followed: tuple[FoundDisclosure, ...]
    kind: str = "product"

    @property
    def badges(self) -> Badges:
        """Those of all that it follows, together."""
        return sum((each.badges for each in self.followed if each.badges), badges.NONE)


@dataclass(frozen=True, slots=True)
class FoundEnterprise:
    """A verified enterprise."""

    id: int
    name: str
    credit_code: str
    division_code: str
    industry_code: str | None
    verified_at: datetime
    deregistered: bool
    kind: str = "enterprise"


@dataclass(frozen=True, slots=True)
class FoundStandard:
    """A standard of the reference catalogue, and what it is today."""

    id: int
    number: str
    klass: str
    title: str
    mandatory: bool
    issued_on: date | None
    in_force_on: date | None
    replaced_by: str | None
    issuer: str | None
    ics: str | None
    ccs: str | None
    state: catalogue.State
    kind: str = "standard"


Found = FoundDisclosure | FoundProduct | FoundEnterprise | FoundStandard


def by_ids(look: Look, wanted: Iterable[tuple[str, int]], today: date) -> list[Found]:
    """Rows of (kind, id) in their order, without those that are not public or not there."""
    asked = list(dict.fromkeys(wanted))
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for kind, subject_id in asked:
        ids[kind].append(subject_id)
    products = statements.PRODUCTS.all(look, ids["product"])
    followed: defaultdict[int, list[int]] = defaultdict(list)
    for link in statements.FOLLOWED.all(look, [row.id for row in products]):
        followed[link.product_id].append(link.disclosure_id)
    disclosures = statements.DISCLOSURES.all(look, list({*ids["disclosure"], *(each for links in followed.values() for each in links)}))
    firms = statements.ENTERPRISES.all(look, ids["enterprise"])
    facts = _facts(look, {row.enterprise_id for row in (*disclosures, *products) if row.watched} | {row.id for row in firms if row.watched})
    told = _disclosures(look, disclosures, facts, today)
    found: dict[tuple[str, int], Found] = {("disclosure", each): told[each] for each in ids["disclosure"] if each in told}
    found |= {("product", row.id): _product(row, [told[each] for each in followed[row.id] if each in told], facts, today) for row in products}
    found |= {("enterprise", row.id): _enterprise(row, facts, today) for row in firms}
    found |= {("standard", each.id): each for each in _standards(look, ids["standard"], today)}
    return [found[each] for each in asked if each in found]


def _facts(look: Look, enterprises: Iterable[int]) -> Mapping[int, list[tuple[int | None, StandingFact]]]:
    """What authorities recorded, by enterprise: the disclosure that it is about, and the fact."""
    found: defaultdict[int, list[tuple[int | None, StandingFact]]] = defaultdict(list)
    for row in statements.OF_ENTERPRISES.all(look, list(enterprises)):
        found[row.enterprise_id].append((row.disclosure_id, StandingFact.of(row)))
    return found


def _disclosures(look: Look, rows: Sequence[Any], facts: Mapping[int, list[tuple[int | None, StandingFact]]], today: date) -> dict[int, FoundDisclosure]:
    amended = [row.id for row in rows if row.sequence > 1]
    versions: defaultdict[int, list[VersionDates]] = defaultdict(list)
    for row in statements.VERSIONS.all(look, amended):
        versions[row.disclosure_id].append(VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.disclosed_at)))
    known = {row.id: _status(row, versions.get(row.id) or [VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.changed_at))], facts, today) for row in rows}
    worn = badges.of_many(look, {row.id: known[row.id] for row in rows if row.ranked}, today)
    return {row.id: _disclosure(row, known[row.id], worn.get(row.id, badges.NONE)) for row in rows}


def _status(row: Any, versions: Sequence[VersionDates], facts: Mapping[int, list[tuple[int | None, StandingFact]]], today: date) -> Status:
    recorded = [fact for about, fact in facts.get(row.enterprise_id, ()) if about in (None, row.id)]
    return derive(today, versions, withdrawn_on=row.withdrawn_on, superseded_on=row.superseded_on, standings=recorded)


def _disclosure(row: Any, status: Status, worn: Badges) -> FoundDisclosure:
    return FoundDisclosure(
        row.id, row.public_id, row.number, row.klass, row.basis, row.title, row.subject, row.lower_stated, row.enterprise, row.credit_code, row.division_code, row.industry_code,
        row.disclosed_at, row.changed_at, status, worn,
    )  # fmt: skip


def _product(row: Any, followed: Sequence[FoundDisclosure], facts: Mapping[int, list[tuple[int | None, StandingFact]]], today: date) -> FoundProduct:
    return FoundProduct(
        row.id, row.code, row.name, row.subject, row.brand, row.models, row.gtin, row.category or "", row.enterprise, row.credit_code, row.division_code, row.industry_code, row.created_at,
        row.ended_at is not None, row.revoked_at is not None, row.disputed, _ended(facts.get(row.enterprise_id, ()), today), tuple(followed),
    )  # fmt: skip


def _enterprise(row: Any, facts: Mapping[int, list[tuple[int | None, StandingFact]]], today: date) -> FoundEnterprise:
    return FoundEnterprise(row.id, row.enterprise, row.credit_code, row.division_code, row.industry_code, row.verified_at, _ended(facts.get(row.id, ()), today))


def _ended(facts: Iterable[tuple[int | None, StandingFact]], today: date) -> bool:
    """Whether an enterprise is deregistered."""
    return any(fact.kind == "deregistered" for fact in standing_facts((fact for about, fact in facts if about is None), today))


def _standards(look: Look, ids: Sequence[int], today: date) -> list[FoundStandard]:
    """With the days on which their successors take over, looked up together."""
    rows = statements.STANDARDS.all(look, ids)
    keys = {key for row in rows if row.replaced_by for key in catalogue.successors(row.replaced_by)}
    days = {row.compact_key: row.in_force_on for row in statements.IN_FORCE_ON.all(look, sorted(keys))}
    return [_standard(row, days, today) for row in rows]


_FACTS = attrgetter(*catalogue.Facts.__dataclass_fields__)


def _standard(row: Any, days: Mapping[str, date | None], today: date) -> FoundStandard:
    said = None if row.confirmed is None else catalogue.Confirmation(row.confirmed, row.confirmed_on)
    state = catalogue.state(catalogue.Facts(*_FACTS(row)), said, today, catalogue.succeeded_on(row.replaced_by, days) if row.replaced_by else None)
    return FoundStandard(row.id, row.number, row.klass, row.title, row.mandatory, row.issued_on, row.in_force_on, row.replaced_by, row.issuer, row.ics, row.ccs, state)
