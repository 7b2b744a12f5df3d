"""The statements behind queries/indexing.py: plain, since they read every row of the registry when an index is built anew.

Each is by an index, for the ids of one portion of subjects. Rows come in no order but where one is said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries.of_many import OfMany
from registry.rules.status import StandingFact, Status, VersionDates, derive

_HOLDER = "e.id AS enterprise_id, e.name AS enterprise, e.credit_code, e.division_code, e.industry_code, e.town, e.verified_at"
DISCLOSURES = OfMany(
    f"""
SELECT d.id, d.public_id, d.number, d.klass, d.compact_key, d.undated_key, d.bare_key, d.disclosed_at, v.id AS version_id, v.title, v.subject, v.lower_stated, v.disclosed_at AS changed_at, v.content,
       c.ics, c.ccs, w.recorded_at AS withdrawn_at, w.effective_on AS withdrawn_on, s.recorded_at AS superseded_at, s.effective_on AS superseded_on, {_HOLDER}
FROM disclosure d JOIN disclosure_version v ON v.id = d.latest_version_id JOIN enterprise e ON e.id = d.enterprise_id LEFT JOIN catalogue_standard c ON c.id = d.catalogue_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE d.id IN ({{ids}}) AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    flags=("lower_stated",),
    days=("withdrawn_on", "superseded_on"),
    instants=("disclosed_at", "changed_at", "withdrawn_at", "superseded_at", "verified_at"),
)
PRODUCTS = OfMany(
    f"""
SELECT p.id, p.kind, p.name, p.generic_name, p.brand, p.models, p.gtin, p.category_id, p.created_at, {_HOLDER}
FROM product p JOIN enterprise e ON e.id = p.enterprise_id WHERE p.id IN ({{ids}}) AND p.merged_into_id IS NULL AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    instants=("created_at", "verified_at"),
)
INDICATORS = OfMany("""
SELECT version_id, concept_id, name, name_key, unit, base_low, base_high, method, condition_text, grade, text FROM indicator WHERE version_id IN ({ids}) ORDER BY version_id, position
""")
PRODUCTS_OF = OfMany("""
SELECT l.disclosure_id, p.name, p.category_id FROM product_disclosure l JOIN product p ON p.id = l.product_id
WHERE l.disclosure_id IN ({ids}) AND l.ended_at IS NULL AND p.merged_into_id IS NULL ORDER BY l.main DESC, l.id
""")
CODES = OfMany("SELECT product_id, code FROM scan_code WHERE product_id IN ({ids}) AND revoked_at IS NULL ORDER BY id")
FOLLOWED = OfMany(
    """
SELECT l.product_id, l.linked_at, d.id, d.enterprise_id, d.number, d.klass, w.effective_on AS withdrawn_on, s.effective_on AS superseded_on
FROM product_disclosure l JOIN disclosure d ON d.id = l.disclosure_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE l.product_id IN ({ids}) AND l.ended_at IS NULL ORDER BY l.main DESC, l.id
""",
    days=("withdrawn_on", "superseded_on"),
    instants=("linked_at",),
)
_VERSIONS = OfMany(
    "SELECT disclosure_id, sequence, in_force_from, valid_until, lower_stated, disclosed_at FROM disclosure_version WHERE disclosure_id IN ({ids})",
    days=("in_force_from", "valid_until"), flags=("lower_stated",), instants=("disclosed_at",),
)  # fmt: skip
_FACT = "id, enterprise_id, disclosure_id, kind, effective_on, until, result, corrects_id, annulled"
_ABOUT_ENTERPRISES, _ABOUT_DISCLOSURES = (
    OfMany(f"SELECT {_FACT} FROM standing WHERE {condition}", days=("effective_on", "until"), flags=("annulled",))  # noqa: S608 - constants of this file
    for condition in ("disclosure_id IS NULL AND enterprise_id IN ({ids})", "disclosure_id IN ({ids})")
)


class Ends(NamedTuple):
    """Whose a disclosure is, and the days on which its enterprise ended it."""

    enterprise_id: int
    withdrawn_on: date | None
    superseded_on: date | None


def statuses(look: Look, disclosures: Mapping[int, Ends], today: date) -> dict[int, Status]:
    """By disclosure id, its status on `today`; those without a version are left out."""
    dates, facts = _dates(look, list(disclosures)), _facts(look, disclosures)
    return {
        each: derive(today, dates[each], withdrawn_on=own.withdrawn_on, superseded_on=own.superseded_on, standings=(*facts[None, own.enterprise_id], *facts[each, own.enterprise_id]))
        for each, own in disclosures.items()
        if each in dates
    }


def _dates(look: Look, ids: Sequence[int]) -> dict[int, list[VersionDates]]:
    found: dict[int, list[VersionDates]] = {}
    for row in _VERSIONS.all(look, ids):
        found.setdefault(row.disclosure_id, []).append(VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.disclosed_at)))
    return found


def _facts(look: Look, disclosures: Mapping[int, Ends]) -> defaultdict[tuple[int | None, int], list[StandingFact]]:
    found: defaultdict[tuple[int | None, int], list[StandingFact]] = defaultdict(list)
    holders = list({own.enterprise_id for own in disclosures.values()})
    for row in (*_ABOUT_ENTERPRISES.all(look, holders), *_ABOUT_DISCLOSURES.all(look, list(disclosures))):
        found[row.disclosure_id, row.enterprise_id].append(StandingFact.of(row))
    return found
