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

from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.plain import Statement
from registry.queries.public import PublicStanding, VersionLine, recorded, version_line
from registry.queries.public_floors import PublicFloor, Term, floors, terms
from registry.rules.application_identifiers import valid_lot, valid_serial
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
class Piece:
    """What the registry itself knows of a lot or a serial number; None and "" where nothing was asked or nothing is registered.

    lot_unknown: a lot was asked that is not registered. mismatched: the serial number was registered with another lot.
    """

    lot: str = ""
    serial: str = ""
    produced_on: date | None = None
    lot_unknown: bool = False
    mismatched: bool = False


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
    piece: Piece
    made_on: date | None
    held: tuple[Held, ...]

    @property
    def main(self) -> Followed | None:
        return self.standards[0] if self.standards else None


# One version with what ended its disclosure: of one standard that a product follows.
_COLUMNS = """
d.id AS disclosure_id, d.public_id, d.number, d.klass, d.basis, l.id AS link_id, l.main, l.ended_at, w.effective_on AS withdrawn_on, s.effective_on AS superseded_on,
n.public_id AS successor_id, n.number AS successor_number, v.id, v.sequence, v.change, v.change_reason, v.title, v.disclosed_at, v.in_force_from, v.valid_until, v.content_hash, v.lower_stated
"""
_ENDINGS = """
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id LEFT JOIN disclosure n ON n.id = s.successor_id
"""
_DAYS = ("withdrawn_on", "superseded_on", "in_force_from", "valid_until")
_INSTANTS = ("disclosed_at", "ended_at")
_FLAGS = ("main", "lower_stated")

# The product with the newest version of its main standard: all there is of a product that follows one, disclosed once.
_HEAD = Statement(
    f"""
SELECT c.code, c.revoked_at, o.id AS own_id, o.name AS own_name, p.id AS product_id, p.name, p.kind, p.models, p.gtin, p.ended_at AS product_ended_at,
       p.enterprise_id, e.name AS enterprise, e.credit_code, e.division_code,
       CASE WHEN o.merged_into_id IS NULL THEN c.code ELSE
            (SELECT y.code FROM scan_code y WHERE y.product_id = p.id ORDER BY CASE WHEN y.revoked_at IS NULL THEN 0 ELSE 1 END, y.id DESC LIMIT 1) END AS page_code,
       EXISTS (SELECT 1 FROM dispute x WHERE x.product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL)
         OR EXISTS (SELECT 1 FROM dispute x WHERE x.holder_product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL) AS disputed,
       EXISTS (SELECT 1 FROM typed_link t WHERE t.product_id = p.id AND t.ended_at IS NULL) AS linked,
       EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = p.enterprise_id) AS watched,
       EXISTS (SELECT 1 FROM product_disclosure y WHERE y.product_id = p.id AND y.ended_at IS NULL AND y.id <> l.id) AS several,
       {_COLUMNS}, v.content AS document
FROM scan_code c JOIN product o ON o.id = c.product_id JOIN product p ON p.id = coalesce(o.merged_into_id, o.id) JOIN enterprise e ON e.id = p.enterprise_id
LEFT JOIN product_disclosure l ON l.id = (SELECT y.id FROM product_disclosure y WHERE y.product_id = p.id AND y.ended_at IS NULL ORDER BY y.main DESC, y.id LIMIT 1)
LEFT JOIN disclosure d ON d.id = l.disclosure_id LEFT JOIN disclosure_version v ON v.id = d.latest_version_id {_ENDINGS}
WHERE c.code = :code AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=(*_INSTANTS, "revoked_at", "product_ended_at"),
    flags=(*_FLAGS, "disputed", "linked", "watched", "several"),
    documents=("document",),
)

_NOW = Statement(
    f"""
SELECT {_COLUMNS} FROM product_disclosure l JOIN disclosure d ON d.id = l.disclosure_id JOIN disclosure_version v ON v.disclosure_id = d.id {_ENDINGS}
WHERE l.product_id = :product_id AND l.ended_at IS NULL ORDER BY v.sequence DESC
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=_INSTANTS,
    flags=_FLAGS,
)

# With what the product followed once, and what these standards took the place of.
_LINE = """WITH RECURSIVE line(id) AS (
    SELECT y.disclosure_id FROM product_disclosure y WHERE y.product_id = :product_id UNION SELECT y.disclosure_id FROM disclosure_succession y JOIN line ON y.successor_id = line.id
)"""
_EVER = Statement(
    f"""
{_LINE} SELECT {_COLUMNS} FROM line JOIN disclosure d ON d.id = line.id JOIN disclosure_version v ON v.disclosure_id = d.id
LEFT JOIN product_disclosure l ON l.product_id = :product_id AND l.disclosure_id = d.id {_ENDINGS} ORDER BY v.sequence DESC
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=_INSTANTS,
    flags=_FLAGS,
)

_STANDINGS = Statement(
    f"""
{_LINE} SELECT s.id, s.disclosure_id, s.kind, s.effective_on, s.until, s.result, s.document, s.source, s.source_url, s.annulled, s.corrects_id, b.name AS bureau
FROM standing s JOIN bureau b ON b.id = s.bureau_id
WHERE s.enterprise_id = :enterprise_id AND (s.disclosure_id IS NULL OR s.disclosure_id IN (SELECT line.id FROM line)) ORDER BY s.effective_on DESC, s.id DESC
""",  # noqa: S608 - constants of this file
    days=("effective_on", "until"),
    flags=("annulled",),
)

_CONTENT = Statement("SELECT content AS document FROM disclosure_version WHERE id = :version_id", documents=("document",))
_LINKS = Statement("SELECT link_type, title, href, language FROM typed_link WHERE product_id = :product_id AND ended_at IS NULL ORDER BY id LIMIT :most")
_LOT = Statement(
    "SELECT lot, produced_on FROM lot WHERE product_id IN (:own_id, :product_id) AND lot = :lot ORDER BY CASE WHEN product_id = :own_id THEN 0 ELSE 1 END LIMIT 1", days=("produced_on",)
)
_SERIAL = Statement(
    """
SELECT s.serial, l.lot, l.produced_on FROM serial s LEFT JOIN lot l ON l.id = s.lot_id
WHERE s.product_id IN (:own_id, :product_id) AND s.serial = :serial ORDER BY CASE WHEN s.product_id = :own_id THEN 0 ELSE 1 END LIMIT 1
""",
    days=("produced_on",),
)


def answer(session: Session, code: str, *, today: date, on: date | None = None, lot: str = "", serial: str = "") -> Answer:
    """The page behind a short code, a revoked one too.

    `on`: the day a reader found on the pack; without it the day of the lot counts. `lot` and `serial` are looked up, never
    repeated. Raises NotFound("code_unknown"), which a code of an unverified enterprise is too, and
    NotFound("serial_unknown"): a serial number that nobody registered never leads to the genuine product.
    """
    head = _HEAD.one(session, {"code": code})
    if head is None:
        raise NotFound("code_unknown")
    piece = _piece(session, head, lot, serial)
    made_on = on or piece.produced_on
    standings = _STANDINGS.all(session, {"product_id": head.product_id, "enterprise_id": head.enterprise_id}) if head.watched else []
    grouped = _grouped(_versions(session, head, made_on))
    standards = tuple(_followed(versions, standings, today) for versions in grouped if versions[0].link_id and versions[0].ended_at is None)
    shown, document = _shown(session, head, grouped[0], standards[0].status) if standards else (None, {})
    return Answer(
        code=head.code, revoked_at=head.revoked_at, page_code=head.page_code, merged_name=head.own_name if head.own_id != head.product_id else "",
        name=head.name, kind=head.kind, models=head.models, gtin=head.gtin, ended_at=head.product_ended_at, enterprise=head.enterprise, credit_code=head.credit_code, division_code=head.division_code,
        disputed=head.disputed, deregistered_on=_deregistered(standings, today), standards=standards, shown=version_line(shown) if shown else None, document=document,
        terms=terms(session, document, shown.id) if shown else {}, floors=floors(session, document, shown.id) if shown else (),
        standings=recorded([row for row in standings if _concerns(row, standards)], today),
        links=tuple(OutsideLink(*row) for row in _LINKS.all(session, {"product_id": head.product_id, "most": MOST_LINKS})) if head.linked else (),
        piece=piece, made_on=made_on, held=tuple(_held(grouped, standings, made_on)) if made_on else (),
    )  # fmt: skip


def _versions(session: Session, head: Any, made_on: date | None) -> Sequence[Any]:
    """Every version of what the product follows; for a day of manufacture also of what it followed before."""
    if made_on:
        return _EVER.all(session, {"product_id": head.product_id})
    if head.sequence == 1 and not head.several:
        return [head]
    return _NOW.all(session, {"product_id": head.product_id}) if head.link_id else []


def _piece(session: Session, head: Any, lot: str, serial: str) -> Piece:
    """What is registered of what the query says; what GS1 does not allow is not looked up."""
    ids = {"own_id": head.own_id, "product_id": head.product_id}
    one = _SERIAL.one(session, ids | {"serial": serial}) if valid_serial(serial) else None
    if serial and one is None:
        raise NotFound("serial_unknown")
    if one and one.lot:
        return Piece(one.lot, one.serial, one.produced_on, mismatched=bool(lot) and lot != one.lot)
    made = _LOT.one(session, ids | {"lot": lot}) if valid_lot(lot) else None
    return Piece(made.lot if made else "", one.serial if one else "", made.produced_on if made else None, lot_unknown=bool(lot) and made is None)


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
        standings=[_fact(row) for row in standings if row.disclosure_id in (None, first.disclosure_id)],
    )


def _fact(row: Any) -> StandingFact:
    return StandingFact(row.id, row.kind, row.effective_on, row.until, row.result, row.corrects_id, row.annulled, row.disclosure_id is None)


def _followed(versions: Sequence[Any], standings: Sequence[Any], today: date) -> Followed:
    first, status = versions[0], _status(versions, standings, today)
    title = next(row.title for row in versions if row.sequence == status.sequence)
    checks = recorded([row for row in standings if row.disclosure_id in (None, first.disclosure_id)], today) if standings else ()
    return Followed(
        first.disclosure_id, first.public_id, first.number, first.klass, first.basis, title, status, tuple(map(version_line, versions)), first.withdrawn_on, first.superseded_on,
        first.successor_id, first.successor_number, tuple(each for each in checks if each.kind == "checked"),
    )  # fmt: skip


def _shown(session: Session, head: Any, versions: Sequence[Any], status: Status) -> tuple[Any, Mapping[str, Any]]:
    """The version in force of the main disclosure, with its document."""
    row = next(each for each in versions if each.sequence == status.sequence)
    return row, head.document if row.id == head.id else _CONTENT.all(session, {"version_id": row.id})[0].document


def _concerns(row: Any, standards: Sequence[Followed]) -> bool:
    return row.disclosure_id is None or any(row.disclosure_id == each.disclosure_id for each in standards)


def _deregistered(standings: Sequence[Any], today: date) -> date | None:
    """An enterprise may end before its product followed anything."""
    facts = standing_facts(map(_fact, standings), today) if standings else ()
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
