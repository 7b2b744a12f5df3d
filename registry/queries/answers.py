"""What a scanned code answers: the product, the standards it follows, and what held on the day it was made.

The page that every scan opens, so it is read like public.py: plain statements, few and indexed. The head is one row;
the rest is asked only where the head says that there is something.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import answer_statements as statements
from registry.queries import badges, public_screening
from registry.queries.answer_pieces import NO_PIECE, Piece, registered
from registry.queries.badges import Badges
from registry.queries.public import PublicStanding, VersionLine, recorded, version_line
from registry.queries.public_floors import PublicFloor, Term, floors, terms
from registry.queries.public_screening import Overdue
from registry.rules.status import StandingFact, Status, VersionDates, derive, standing_facts

MOST_LINKS = 12


@dataclass(frozen=True, slots=True)
class Followed:
    """One standard that the product follows, or did. `checks`: what inspections of it or of the whole enterprise found, newest first."""

    disclosure_id: int
    public_id: str
    number: str
    klass: str
    basis: str
    title: str
    status: Status
    versions: tuple[VersionLine, ...]
    """Newest first."""
    withdrawn_on: date | None
    superseded_on: date | None
    successor_id: str | None
    successor_number: str | None
    checks: tuple[PublicStanding, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What stood on the day a piece was made: the version, and the status of its disclosure on that day."""

    public_id: str
    number: str
    version: VersionLine
    status: Status


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """Where the enterprise leads readers outside the registry."""

    link_type: str
    title: str
    href: str
    language: str | None

    @property
    def host(self) -> str:
        """Whose site it is."""
        return urlsplit(self.href).hostname or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything on the page behind a code. `document`, `terms` and `floors` are of the main standard's version in force."""

    code: str
    revoked_at: datetime | None
    revoked_reason: str | None
    page_code: str
    """The code under which the page stands: another one where the product was merged into the one that is shown."""
    merged_name: str
    """The name of the product whose code this was before it was merged; "" where it was not."""
    name: str
    kind: str
    models: str | None
    gtin: str | None
    ended_at: datetime | None
    enterprise: str
    credit_code: str
    division_code: str
    disputed: bool
    deregistered_on: date | None
    standards: tuple[Followed, ...]
    """The main one first; none before anything was disclosed."""
    shown: VersionLine | None
    document: Mapping[str, Any]
    terms: Mapping[str, Term]
    floors: tuple[PublicFloor, ...]
    standings: tuple[PublicStanding, ...]
    links: tuple[OutsideLink, ...]
    badges: Badges
    """What boards and authorities say of the standards that it follows."""
    overdue: Sequence[Overdue]
    """What looking again asked of the main standard by a day that has passed."""
    piece: Piece
    made_on: date | None
    held: tuple[Held, ...]

    @property
    def main(self) -> Followed | None:
        return self.standards[0] if self.standards else None


def answer(look: Look, code: str, *, today: date, on: date | None = None, lot: str = "", serial: str = "", variant: str = "") -> Answer:
    """The page behind a short code, a revoked one too.

    `on`: the day a reader found on the pack; without it the day of the lot counts. What is asked of a piece is looked up,
    never repeated. Raises NotFound("code_unknown"), which a code of an unverified enterprise is too, and
    NotFound("serial_unknown"): a serial number that nobody registered never leads to the genuine product.
    """
    head = statements.HEAD.one(look, {"code": code, "today": public_screening.day(look, today)})
    if head is None:
        raise NotFound("code_unknown")
    piece = registered(look, head, lot, serial, variant) if lot or serial or variant else NO_PIECE
    made_on = on or piece.produced_on
    standings = statements.STANDINGS.all(look, {"product_id": head.product_id, "enterprise_id": head.enterprise_id}) if head.watched else []
    grouped = _grouped(_versions(look, head, made_on))
    standards = tuple(_followed(versions, standings, today) for versions in grouped if versions[0].link_id and versions[0].ended_at is None)
    shown, document = _shown(look, head, grouped[0], standards[0].status) if standards else (None, {})
    return Answer(
        code=head.code, revoked_at=head.revoked_at, revoked_reason=head.revoked_reason, page_code=head.page_code, merged_name=head.own_name if head.own_id != head.product_id else "",
        name=head.name, kind=head.kind, models=head.models, gtin=head.gtin, ended_at=head.product_ended_at, enterprise=head.enterprise, credit_code=head.credit_code, division_code=head.division_code,
        disputed=head.disputed, deregistered_on=_deregistered(standings, today), standards=standards, shown=version_line(shown) if shown else None, document=document,
        terms=terms(look, document, shown.id) if shown else {}, floors=floors(look, document, shown.id) if shown else (),
        standings=recorded([row for row in standings if _concerns(row, standards)], today),
        links=tuple(OutsideLink(*row) for row in statements.LINKS.all(look, {"product_id": head.product_id, "most": MOST_LINKS})) if head.linked else (),
        badges=badges.of_product(look, {each.disclosure_id: each.status for each in standards}, today) if head.ranked and standards else badges.NONE,
        overdue=public_screening.overdue(look, standards[0].disclosure_id, today) if head.asked and standards else (),
        piece=piece, made_on=made_on, held=tuple(_held(grouped, standings, made_on)) if made_on else (),
    )  # fmt: skip


def _versions(look: Look, head: Any, made_on: date | None) -> Sequence[Any]:
    """Every version of what the product follows; for a day of manufacture also of what it followed before."""
    if made_on:
        return statements.EVER.all(look, {"product_id": head.product_id})
    if head.sequence == 1 and not head.several:
        return [head]
    return statements.NOW.all(look, {"product_id": head.product_id}) if head.link_id else []


def _grouped(rows: Sequence[Any]) -> list[list[Any]]:
    """The versions of each disclosure, newest first; the main disclosure first, then in the order in which they were linked."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.disclosure_id].append(row)
    if len(found) < 2:
        return list(found.values())
    return sorted(found.values(), key=lambda versions: (versions[0].ended_at is not None, not versions[0].main, versions[0].link_id or versions[0].disclosure_id + 2**62))


def _status(versions: Sequence[Any], standings: Sequence[Any], day: date) -> Status:
    first = versions[0]
    return derive(
        day,
        [VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.disclosed_at)) for row in versions],
        withdrawn_on=first.withdrawn_on,
        superseded_on=first.superseded_on,
        standings=[StandingFact.of(row) for row in standings if row.disclosure_id in (None, first.disclosure_id)],
    )


def _followed(versions: Sequence[Any], standings: Sequence[Any], today: date) -> Followed:
    first, status = versions[0], _status(versions, standings, today)
    title = next(row.title for row in versions if row.sequence == status.sequence)
    checks = recorded([row for row in standings if row.disclosure_id in (None, first.disclosure_id)], today) if standings else ()
    return Followed(
        first.disclosure_id, first.public_id, first.number, first.klass, first.basis, title, status, tuple(map(version_line, versions)), first.withdrawn_on, first.superseded_on,
        first.successor_id, first.successor_number, tuple(each for each in checks if each.kind == "checked"),
    )  # fmt: skip


def _shown(look: Look, head: Any, versions: Sequence[Any], status: Status) -> tuple[Any, Mapping[str, Any]]:
    """The version in force of the main disclosure, with its document."""
    row = next(each for each in versions if each.sequence == status.sequence)
    return row, head.document if row.id == head.id else statements.CONTENT.all(look, {"version_id": row.id})[0].document


def _concerns(row: Any, standards: Sequence[Followed]) -> bool:
    return row.disclosure_id is None or any(row.disclosure_id == each.disclosure_id for each in standards)


def _deregistered(standings: Sequence[Any], today: date) -> date | None:
    """An enterprise may end before its product followed anything."""
    facts = standing_facts(map(StandingFact.of, standings), today) if standings else ()
    return min((fact.effective_on for fact in facts if fact.kind == "deregistered" and fact.about_enterprise), default=None)


def _held(grouped: Sequence[Sequence[Any]], standings: Sequence[Any], day: date) -> list[Held]:
    """What was public and had begun on that day.

    A standard that the product follows is told with whatever its status was then; one that it no longer follows, or that
    another took the place of, only where it was in force.
    """
    found = []
    for versions in grouped:
        first, status = versions[0], _status(versions, standings, day)
        version = next(row for row in versions if row.sequence == status.sequence)
        public = version.in_force_from <= day and legal_day(version.disclosed_at) <= day
        follows = first.link_id is not None and first.ended_at is None
        left = first.ended_at is not None and legal_day(first.ended_at) <= day
        if public and (follows or (status.in_force and not left)):
            found.append(Held(first.public_id, first.number, version_line(version), status))
    return found
