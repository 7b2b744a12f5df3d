"""What public pages show of one disclosure, read in few plain statements.

Why not the ORM: this is the page that strangers, and later every scan, read; loading objects costs several times what
rows cost. What it costs: column names stand here a second time. When not to use it: for desks and actions, which need
objects they can change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.plain import Look, Statement
from registry.queries import badges, public_findings, public_screening
from registry.queries.badge_statements import OF_DISCLOSURE
from registry.queries.badges import Badges
from registry.queries.public_findings import Beside
from registry.queries.public_floors import PublicFloor, Term, floors, terms
from registry.queries.public_screening import OVERDUE, Overdue
from registry.rules.status import StandingFact, Status, VersionDates, derive

MOST_PRODUCTS = 50


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a disclosure's history."""

    sequence: int
    change: str
    change_reason: str | None
    disclosed_at: datetime
    in_force_from: date
    valid_until: date | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class PublicProduct:
    """A product that follows a disclosure."""

    name: str
    kind: str
    models: str | None
    gtin: str | None
    code: str
    ended: bool


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """A fact recorded by an authority, as the public may read it."""

    kind: str
    effective_on: date
    until: date | None
    result: str | None
    document: str | None
    source: str
    source_url: str | None
    bureau: str
    about_enterprise: bool


@dataclass(frozen=True, slots=True)
class PublicDisclosure:
    """Everything on a disclosure's page. `document` is the shown version's canonical JSON, read."""

    public_id: str
    number: str
    klass: str
    basis: str
    compact_key: str
    credit_code: str
    enterprise: str
    """The enterprise's name today; the document holds the name of its day."""
    division_code: str
    status: Status
    shown: VersionLine
    versions: tuple[VersionLine, ...]
    """Newest first."""
    document: Mapping[str, Any]
    terms: Mapping[str, Term]
    """What the vocabulary says of the concepts in the document, by code."""
    floors: tuple[PublicFloor, ...]
    standings: tuple[PublicStanding, ...]
    products: tuple[PublicProduct, ...]
    withdrawn_on: date | None
    withdrawn_reason: str | None
    superseded_on: date | None
    superseded_reason: str | None
    successor_id: str | None
    successor_number: str | None
    platform_url: str | None
    platform_on: date | None
    badges: Badges
    """What boards and authorities say of it today."""
    findings: tuple[Beside, ...]
    """Published results of spot checks, the newest first."""
    overdue: Sequence[Overdue]
    """What looking again asked to mend by a day that has passed."""

    @property
    def latest(self) -> VersionLine:
        return self.versions[0]


_HEAD = Statement(
    f"""
SELECT d.id AS disclosure_id, d.public_id, d.number, d.klass, d.basis, d.compact_key, d.enterprise_id, e.credit_code, e.name AS enterprise, e.division_code,
       w.effective_on AS withdrawn_on, w.reason AS withdrawn_reason, s.effective_on AS superseded_on, s.reason AS superseded_reason,
       n.public_id AS successor_id, n.number AS successor_number, p.url AS platform_url, p.indicated_on AS platform_on,
       EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = d.enterprise_id) AS watched, {OF_DISCLOSURE}, {OVERDUE},
       v.id, v.sequence, v.change, v.change_reason, v.disclosed_at, v.in_force_from, v.valid_until, v.content_hash, v.lower_stated, v.content AS document
FROM disclosure d JOIN enterprise e ON e.id = d.enterprise_id
JOIN disclosure_version v ON v.id = d.latest_version_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id
LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
LEFT JOIN disclosure n ON n.id = s.successor_id
LEFT JOIN platform_indication p ON p.id = (SELECT max(i.id) FROM platform_indication i WHERE i.disclosure_id = d.id)
WHERE d.public_id = :public_id
""",  # noqa: S608 - constants of this module
    days=("withdrawn_on", "superseded_on", "platform_on", "in_force_from", "valid_until"),
    instants=("disclosed_at",),
    flags=("watched", "ranked", "asked", "lower_stated"),
    documents=("document",),
)
"""The disclosure with its latest version, which mostly is its only one."""

_PASSED_ON = (
    "public_id", "number", "klass", "basis", "compact_key", "credit_code", "enterprise", "division_code", "withdrawn_on", "withdrawn_reason", "superseded_on", "superseded_reason",
    "successor_id", "successor_number", "platform_url", "platform_on",
)  # fmt: skip

_VERSIONS = Statement(
    """
SELECT id, sequence, change, change_reason, disclosed_at, in_force_from, valid_until, content_hash, lower_stated
FROM disclosure_version WHERE disclosure_id = :disclosure_id ORDER BY sequence DESC
""",
    days=("in_force_from", "valid_until"),
    instants=("disclosed_at",),
    flags=("lower_stated",),
)

_CONTENT = Statement("SELECT content AS document FROM disclosure_version WHERE id = :version_id", documents=("document",))

_STANDINGS = Statement(
    """
SELECT s.id, s.disclosure_id, s.kind, s.effective_on, s.until, s.result, s.document, s.source, s.source_url, s.annulled, s.corrects_id, b.name AS bureau
FROM standing s JOIN bureau b ON b.id = s.bureau_id
WHERE s.enterprise_id = :enterprise_id AND (s.disclosure_id IS NULL OR s.disclosure_id = :disclosure_id) ORDER BY s.effective_on DESC, s.id DESC
""",
    days=("effective_on", "until"),
    flags=("annulled",),
)

_PRODUCTS = Statement(
    """
SELECT p.name, p.kind, p.models, p.gtin, c.code, p.ended_at
FROM product_disclosure l JOIN product p ON p.id = l.product_id
JOIN scan_code c ON c.id = (SELECT max(x.id) FROM scan_code x WHERE x.product_id = p.id AND x.revoked_at IS NULL)
WHERE l.disclosure_id = :disclosure_id AND l.ended_at IS NULL ORDER BY l.main DESC, l.id LIMIT :most
"""
)


def disclosure(look: Look | Session, public_id: str, *, today: date, on: date | None = None, sequence: int | None = None) -> PublicDisclosure:
    """The page of a disclosure: the version in force, or the one of a sequence number, or the one in force `on` a day.

    Raises NotFound for an unknown address, version, or a day before anything was in force.
    """
    asked = Look.of(look)
    head = _HEAD.one(asked, {"public_id": public_id, "today": public_screening.day(asked, today)})
    if head is None:
        raise NotFound("not_found")
    rows = [head] if head.sequence == 1 else _VERSIONS.all(look, {"disclosure_id": head.disclosure_id})
    standings = _STANDINGS.all(look, {"enterprise_id": head.enterprise_id, "disclosure_id": head.disclosure_id}) if head.watched else []
    status = _status(head, rows, standings, today if on is None else on)
    shown = _shown(rows, status, on, sequence)
    products = _PRODUCTS.all(look, {"disclosure_id": head.disclosure_id, "most": MOST_PRODUCTS})
    present = status if on is None else _status(head, rows, standings, today)
    lines = tuple(version_line(row) for row in rows)
    document = head.document if shown.id == head.id else _CONTENT.all(look, {"version_id": shown.id})[0].document
    return PublicDisclosure(
        **{name: getattr(head, name) for name in _PASSED_ON},
        status=present,
        shown=version_line(shown),
        versions=lines,
        document=document,
        terms=terms(look, document, shown.id),
        floors=floors(look, document, shown.id),
        standings=recorded(standings, today),
        products=tuple(PublicProduct(row.name, row.kind, row.models, row.gtin, row.code, row.ended_at is not None) for row in products),
        badges=badges.of_product(look, {head.disclosure_id: present}, today) if head.ranked else badges.NONE,
        findings=public_findings.beside(look, head.disclosure_id) if any(row.kind == "checked" for row in standings) else (),
        overdue=public_screening.overdue(asked, head.disclosure_id, today) if head.asked else (),
    )


def _status(head: Any, versions: Sequence[Any], standings: Sequence[Any], today: date) -> Status:
    return derive(
        today,
        [VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.disclosed_at)) for row in versions],
        withdrawn_on=head.withdrawn_on,
        superseded_on=head.superseded_on,
        standings=[StandingFact.of(row) for row in standings],
    )


def _shown(rows: Sequence[Any], status: Status, on: date | None, sequence: int | None) -> Any:
    wanted = status.sequence if sequence is None else sequence
    found = next((row for row in rows if row.sequence == wanted), None)
    if found is None or (on is not None and (found.in_force_from > on or legal_day(found.disclosed_at) > on)):
        raise NotFound("not_found")
    return found


def version_line(row: Any) -> VersionLine:
    """A row of disclosure_version, without its document."""
    return VersionLine(row.sequence, row.change, row.change_reason, row.disclosed_at, row.in_force_from, row.valid_until, row.content_hash)


def recorded(standings: Sequence[Any], today: date) -> tuple[PublicStanding, ...]:
    """Facts that stand, corrections followed; orders to rectify stay on the desks (Standardization Law Art. 38)."""
    corrected = {row.corrects_id for row in standings}
    return tuple(
        PublicStanding(row.kind, row.effective_on, row.until, row.result, row.document, row.source, row.source_url, row.bureau, row.disclosure_id is None)
        for row in standings
        if row.id not in corrected and not row.annulled and row.effective_on <= today and not row.kind.startswith("rectification_")
    )


def canonical_text(look: Look | Session, public_id: str, sequence: int) -> tuple[str, str]:
    """A version's canonical JSON, whose UTF-8 bytes have the SHA-256 that follows it. Raises NotFound."""
    found = _CANONICAL.one(look, {"public_id": public_id, "sequence": sequence})
    if found is None:
        raise NotFound("not_found")
    return found.content, found.content_hash


_CANONICAL = Statement(
    "SELECT v.content, v.content_hash FROM disclosure d JOIN disclosure_version v ON v.disclosure_id = d.id WHERE d.public_id = :public_id AND v.sequence = :sequence"
)
