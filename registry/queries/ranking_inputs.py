"""What a scheme looks at: the version in force of every disclosure of its category and below, in portions by key.

Plain statements and values, no objects of the session: a category may hold a hundred thousand disclosures. What is read
depends on the legal day: versions in force, standings, the state of standards that are referred to.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import ConceptSynonym, IndicatorConcept, ProductCategory
from registry.plain import Look
from registry.queries import ranking_statements as statements
from registry.queries.disclosure_world import cited
from registry.queries.found_statements import OF_ENTERPRISES
from registry.queries.schemes import named
from registry.rules.catalogue import Word as CatalogueWord
from registry.rules.content import Line
from registry.rules.judged import Followed, Inputs
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Cited, Concept
from registry.rules.standard_number import parse
from registry.rules.status import StandingFact, Status, VersionDates, Word, derive

MOST_REMEMBERED = 50_000
PORTION = 500
"""Disclosures that are read at once."""
GATES = {"voided": "standard_voided", "number_revoked": "number_revoked", "deregistered": "deregistered", "publicly_noted": "publicly_noted", "dishonesty_listed": "dishonesty_listed"}
"""Words and notices of a status to what keeps a disclosure off a list."""
_SIMPLY_IN_FORCE = Status(Word.current, date.min, 1)
OVER = (Word.withdrawn, Word.superseded)
"""What its enterprise ended takes no part and is not listed as left out either."""
CITED = ("normative", "packaging")
"""Relations in which a standard that is no longer in force makes a text badly written (GB/T 1.1-2020 asks for references in force)."""
_Listed = Mapping[int, Sequence[Any]]
WEAKER = ("computed_lower", "computed_fewer", "stated_lower", "stated_fewer")


class Entrant(NamedTuple):
    """One disclosure that takes part, with all that is looked at. `disclosed_on`: the legal day of its first version, YYYY-MM-DD."""

    disclosure_id: int
    version_id: int
    enterprise_id: int
    public_id: str
    number: str
    title: str
    enterprise: str
    credit_code: str
    division_code: str
    disclosed_on: str
    sequence: int
    content_hash: str
    inputs: Inputs


class _Named(NamedTuple):
    """A standard that a version refers to."""

    relation: str
    compact_key: str
    comparison: str | None


def concepts(session: Session, scheme: Scheme) -> dict[str, Concept]:
    """The concepts that a scheme names, by code; codes that nobody keeps are left out."""
    rows = session.scalars(select(IndicatorConcept).where(IndicatorConcept.code.in_(named(scheme))))
    return {row.code: Concept(row.code, row.name, row.quantity, row.direction, tuple(row.grades), tuple(row.conditions)) for row in rows}


def categories(session: Session, category_id: int) -> list[str]:
    """Codes of a category and of all that lies below it."""
    path = session.get_one(ProductCategory, category_id).path
    return list(session.scalars(select(ProductCategory.code).where(ProductCategory.path.startswith(path, autoescape=True)).order_by(ProductCategory.path)))


def ids(session: Session, codes: Collection[str]) -> Iterator[list[int]]:
    """Ids of the disclosures of these categories, in portions."""
    look = Look.of(session)
    for code in codes:
        after = 0
        while portion := [row[0] for row in statements.IDS.raw(look, {"code": code, "after": after, "most": PORTION})]:
            yield portion
            after = portion[-1]


class Entrants:
    """Reads the entrants of one scheme on one day; keeps what many of them share: concepts, and standards they refer to."""

    def __init__(self, session: Session, scheme: Scheme, *, scheme_id: int, division_code: str | None, on: date) -> None:
        """`scheme_id`: whose claims count. `division_code`: only enterprises there and below."""
        self._session, self._look, self._on, self._scheme_id = session, Look.of(session), on, scheme_id
        self._division = (division_code or "").rstrip("0")
        self._division += "0" * (len(self._division) % 2)  # 330000 is a province, 331000 a city: two digits each
        codes = named(scheme)
        self._floored = {each.concept for each in scheme.cores} if scheme.from_standard else set()
        self._codes = {row.id: row.code for row in session.execute(select(IndicatorConcept.id, IndicatorConcept.code).where(IndicatorConcept.code.in_(codes)))}
        spelt = select(ConceptSynonym.key, ConceptSynonym.concept_id).where(ConceptSynonym.concept_id.in_(self._codes))
        self._spelt = {key: self._codes[concept_id] for key, concept_id in session.execute(spelt)}
        self._asked, self._ended = set[str](), set[str]()
        self._known: dict[str, Line] = {}
        self._binding: dict[str, Followed] = {}

    def of(self, disclosure_ids: Sequence[int]) -> list[Entrant]:
        """Those of the disclosures that take part, in the order of their ids."""
        heads = sorted((row for row in statements.HEADS.all(self._look, disclosure_ids) if row.division_code.startswith(self._division)), key=attrgetter("id"))
        others = [row for row in heads if not self._simply_in_force(row)]
        known = self._versions(others)
        statuses = self._statuses(others, known)
        stands = [(row, row, _SIMPLY_IN_FORCE) if (status := statuses.get(row.id)) is None else (row, _shown(known[row.id], status), status) for row in heads]
        stands = [each for each in stands if each[2].word not in OVER]
        versions = [version.version_id for _, version, _ in stands]
        lines, references, claims = self._lines(versions), self._references(versions), self._claims([row.id for row, _, _ in stands])
        implemented = self._implemented([row for row, _, _ in stands])
        return [self._entrant(row, version, status, lines, references, implemented, claims) for row, version, status in stands]

    def _entrant(self, row: Any, version: Any, status: Status, lines: _Listed, references: _Listed, implemented: Mapping[int, set[str]], claims: Mapping[int, dict[str, str]]) -> Entrant:
        named = references.get(version.version_id, ())
        gates = self._gates(status, named) if named or status is not _SIMPLY_IN_FORCE else ()
        followed = self._followed(row, named, implemented.get(row.enterprise_id, ())) if self._binding else ()
        return Entrant(
            row.id, version.version_id, row.enterprise_id, row.public_id, row.number, version.title, row.enterprise, row.credit_code, row.division_code,
            legal_day(row.disclosed_at).isoformat(), version.sequence, version.content_hash, Inputs(tuple(lines.get(version.version_id, ())), gates, claims.get(row.id, {}), followed),
        )  # fmt: skip

    def _versions(self, heads: Sequence[Any]) -> dict[int, list[Any]]:
        found: defaultdict[int, list[Any]] = defaultdict(list)
        for row in statements.VERSIONS.all(self._look, [row.id for row in heads]):
            found[row.disclosure_id].append(row)
        return found

    def _statuses(self, heads: Sequence[Any], known: Mapping[int, Sequence[Any]]) -> dict[int, Status]:
        facts: defaultdict[int, list[tuple[int | None, StandingFact]]] = defaultdict(list)
        for row in OF_ENTERPRISES.all(self._look, list({row.enterprise_id for row in heads if row.watched})):
            facts[row.enterprise_id].append((row.disclosure_id, StandingFact.of(row)))
        return {
            row.id: derive(
                self._on,
                [VersionDates(each.sequence, each.in_force_from, each.valid_until, False, legal_day(each.changed_at)) for each in known[row.id]],
                withdrawn_on=row.withdrawn_on,
                superseded_on=row.superseded_on,
                standings=[fact for about, fact in facts.get(row.enterprise_id, ()) if about in (None, row.id)],
            )
            for row in heads
        }

    def _simply_in_force(self, row: Any) -> bool:
        """One version whose day has come and has not passed, no ending, nothing recorded: `derive` would say that it is current, and nothing else."""
        begun = row.sequence == 1 and row.in_force_from <= self._on and (row.valid_until is None or self._on <= row.valid_until)
        return begun and not row.watched and row.withdrawn_on is None and row.superseded_on is None

    def _lines(self, versions: Sequence[int]) -> defaultdict[int, list[Line]]:
        """Declared rows of the scheme's concepts alone; a free name counts as what a bureau has since said that it means."""
        found: defaultdict[int, list[Line]] = defaultdict(list)
        known = self._known
        for version_id, cells in statements.INDICATORS[self._look.sqlite].raw(self._look, versions):
            line = known.get(cells) or self._line(cells)
            if line.concept:
                found[version_id].append(line)
        return found

    def _line(self, cells: str) -> Line:
        """One object for all rows that say the same; without a concept where the scheme names none that is meant."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        concept_id, key, name, operator, *others = json.loads(cells)
        code = self._codes.get(concept_id, "") if concept_id is not None else self._spelt.get(key, "")
        low, high, unit, grade, text, condition, words = (each or "" for each in others)
        line = self._known[cells] = Line(name, code, "", operator, low, high, unit, grade, text, condition, words)
        return line

    def _references(self, versions: Sequence[int]) -> defaultdict[int, list[_Named]]:
        """Those to standards that have ended, or that may bind."""
        found: defaultdict[int, list[_Named]] = defaultdict(list)
        rows = statements.REFERENCES.raw(self._look, versions)
        self._learn({key: number for _, _, number, key, _ in rows})
        for version_id, relation, _, key, comparison in rows:
            if key in self._ended or key in self._binding:
                found[version_id].append(_Named(relation, key, comparison))
        return found

    def _learn(self, named: Mapping[str, str]) -> None:
        """Look up the standards that nobody has referred to so far."""
        missing = {key: parse(number) for key, number in named.items() if key not in self._asked}
        if missing:
            found = cited(self._session, missing, self._on)
            self._asked |= missing.keys()
            self._ended |= {key for key, standard in found.items() if _gone(standard)}
            self._binding |= {key: followed for key, standard in found.items() if (followed := self._binds(standard))}

    def _binds(self, standard: Cited) -> Followed | None:
        """What a recommended standard in force asks of the scheme's core indicators, None where that is nothing."""
        floors = () if standard.mandatory or _gone(standard) else tuple(floor for floor in standard.floors if floor.concept in self._floored)
        return Followed(standard.number, floors) if floors else None

    def _implemented(self, heads: Sequence[Any]) -> dict[int, set[str]]:
        """By enterprise the keys of the standards that it declares to follow as they are."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        if self._floored:
            self._learn({row.compact_key: row.number for row in heads if row.basis == "implemented"})
            for row in statements.IMPLEMENTED.all(self._look, list({row.enterprise_id for row in heads}), {"today": self._day()}):
                found[row.enterprise_id].add(row.compact_key)
        return found

    def _claims(self, disclosure_ids: Sequence[int]) -> dict[int, dict[str, str]]:
        found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for row in sorted(statements.CLAIMS.all(self._look, disclosure_ids, {"scheme_id": self._scheme_id}), key=lambda row: row.id):
            found[row.disclosure_id][row.requirement] = row.decision or "asserted"
        return found

    def _day(self) -> object:
        return self._on.isoformat() if self._look.sqlite else self._on

    def _gates(self, status: Status, references: Sequence[Any]) -> tuple[str, ...]:
        told = {str(status.word), *(notice.kind for notice in status.notices)}
        failed = [gate for word, gate in GATES.items() if word in told]
        if any(notice.kind == "checked" and notice.result == "nonconforming" for notice in status.notices):
            failed.append("failed_check")
        if not status.in_force:
            failed.append("not_in_force")
        if any(each.relation in CITED and each.compact_key in self._ended for each in references):
            failed.append("reference_withdrawn")
        return tuple(sorted(failed))

    def _followed(self, row: Any, references: Sequence[Any], implemented: Collection[str]) -> tuple[Followed, ...]:
        """Recommended standards whose floors bind: the disclosure's own, one it says to equal, and one that it names and its enterprise discloses too."""
        keys = [row.compact_key] if row.basis == "implemented" else []
        keys += [each.compact_key for each in references if each.compact_key in implemented or (each.relation == "corresponding_recommended" and each.comparison not in WEAKER)]
        return tuple(self._binding[key] for key in dict.fromkeys(keys) if key in self._binding)


def _shown(versions: Sequence[Any], status: Status) -> Any:
    """The version that is in force or comes first."""
    return next(each for each in versions if each.sequence == status.sequence)


def _gone(standard: Cited | None) -> bool:
    """Whether a standard has certainly ended; what the catalogue does not know counts against nobody."""
    return standard is not None and standard.certain and standard.word in (CatalogueWord.WITHDRAWN, CatalogueWord.REPLACED)
