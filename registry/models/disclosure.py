"""What was disclosed. Rows of `GUARDED` tables are never updated, deleted, replaced or truncated: triggers refuse it."""

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, Day, DisclosurePart, DisclosureRef, EnterpriseRef, Instant, Key, Long, Name, Sha256, Short, VersionPart

GUARDED = (
    "disclosure_version", "indicator", "version_reference", "disclosure_succession", "disclosure_withdrawal", "standing", "ledger_entry", "audit_entry", "case_step",
    "scheme_version", "front_runner", "front_runner_step", "check_plan_version", "draw_object", "checklist", "inspection_step", "inspection_answer", "finding",
    "finding_reply", "finding_publication", "rectification_step", "honour", "honour_step", "policy_version", "bulletin", "credit_class",
)  # fmt: skip


class Disclosure(Base):
    """One enterprise x one standard that it follows; `public_id` is its address for ever.

    Only `latest_version_id` and `category_code` ever change: they repeat which version is the newest and in which category
    it puts the disclosure, and save every page a search.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        UniqueConstraint("enterprise_id", "compact_key", "round"),
        Index("ix_disclosure_compact_key", "compact_key"),
        Index("ix_disclosure_undated_key", "undated_key"),
        Index("ix_disclosure_bare_key", "bare_key"),
        Index("ix_disclosure_klass_disclosed_at", "klass", "disclosed_at"),
        Index("ix_disclosure_category", "category_code", "id", sqlite_where=text("category_code IS NOT NULL"), postgresql_where=text("category_code IS NOT NULL")),
    )
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    enterprise_id: Mapped[EnterpriseRef]
    number: Mapped[Name]
    """Canonical, or as typed when unreadable."""
    klass: Mapped[Short]
    compact_key: Mapped[Name]
    undated_key: Mapped[Name]
    bare_key: Mapped[Short]
    round: Mapped[int] = mapped_column(default=1)
    """Rises when an enterprise discloses a number again that it had withdrawn."""
    basis: Mapped[Short]
    """own, joint, entrusted or implemented."""
    catalogue_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("catalogue_standard.id"), index=True)
    latest_version_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """No foreign key: the two tables would point at each other, which SQLite cannot add afterwards."""
    disclosed_at: Mapped[Instant] = mapped_column(index=True)
    category_code: Mapped[Short | None]
    """Of the newest version; what a ranking of a category reads."""
    versions: Mapped[list["DisclosureVersion"]] = relationship(back_populates="disclosure", order_by="DisclosureVersion.sequence")


class DisclosureVersion(Base):
    """What was disclosed at a moment, whole: `content` is canonical JSON (RFC 8785), `content_hash` its SHA-256.

    The other columns repeat what lists and filters need.
    """

    __tablename__ = "disclosure_version"
    __table_args__ = (
        UniqueConstraint("disclosure_id", "sequence"),
        UniqueConstraint("draft_id"),
        Index("ix_disclosure_version_newest", "disclosed_at", "title", "disclosure_id"),
        Index("ix_disclosure_version_in_force_from", "in_force_from", "disclosure_id"),
        Index("ix_disclosure_version_valid_until", "valid_until", "disclosure_id", sqlite_where=text("valid_until IS NOT NULL"), postgresql_where=text("valid_until IS NOT NULL")),
    )
    id: Mapped[Key]
    disclosure_id: Mapped[DisclosureRef]
    sequence: Mapped[int]
    change: Mapped[Short]
    """first, amendment or correction."""
    change_reason: Mapped[Long | None]
    title: Mapped[Name] = mapped_column(index=True)
    subject: Mapped[Short]
    """product or service."""
    content_hash: Mapped[Sha256]
    in_force_from: Mapped[Day]
    valid_until: Mapped[Day | None]
    lower_stated: Mapped[bool]
    """少于或者低于推荐性标准: expressly indicated (SAMR Order 83 Art. 14)."""
    text_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"))
    text_public: Mapped[bool]
    draft_id: Mapped[int] = mapped_column(BIG, ForeignKey("draft.id"))
    disclosed_by_id: Mapped[AccountRef]
    disclosed_at: Mapped[Instant]
    content: Mapped[Long]
    """Last, since SQLite reads a row from its front: lists never touch the pages on which a long document lies."""
    disclosure: Mapped[Disclosure] = relationship(back_populates="versions")
    indicators: Mapped[list["Indicator"]] = relationship(order_by="Indicator.position")
    references: Mapped[list["VersionReference"]] = relationship(order_by="VersionReference.position")


class Indicator(Base):
    """One functional or performance indicator of a version. Decimals are text: exact, and as typed."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("version_id", "position"), Index("ix_indicator_free", "name_key", sqlite_where=text("concept_id IS NULL"), postgresql_where=text("concept_id IS NULL")))
    id: Mapped[Key]
    version_id: Mapped[VersionPart]
    position: Mapped[int]
    concept_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("indicator_concept.id"), index=True)
    name: Mapped[Name]
    name_key: Mapped[Name]
    kind: Mapped[Short]
    operator: Mapped[Short]
    low: Mapped[Short | None]
    high: Mapped[Short | None]
    unit: Mapped[Short | None]
    grade: Mapped[Short | None]
    text: Mapped[Long | None]
    base_low: Mapped[float | None] = mapped_column(Float)
    """In the quantity's base unit, for search by value; exact comparison uses `low` and `unit`."""
    base_high: Mapped[float | None] = mapped_column(Float)
    condition_code: Mapped[Short | None]
    condition_text: Mapped[Name | None]
    method: Mapped[Name]
    method_key: Mapped[Name | None]


class VersionReference(Base):
    """A standard that the version names: normative, corresponding_mandatory, corresponding_recommended, packaging or joint."""

    __tablename__ = "version_reference"
    __table_args__ = (UniqueConstraint("version_id", "position"),)
    id: Mapped[Key]
    version_id: Mapped[VersionPart]
    position: Mapped[int]
    relation: Mapped[Short]
    number: Mapped[Name]
    compact_key: Mapped[Name] = mapped_column(index=True)
    catalogue_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("catalogue_standard.id"), index=True)
    comparison: Mapped[Short | None]
    """computed_higher, computed_equal, computed_lower, computed_fewer, stated_higher, stated_equal, stated_lower, stated_fewer, not_comparable."""
    statement: Mapped[Long | None]


class DisclosureSuccession(Base):
    """Another disclosure of the same enterprise takes over."""

    __tablename__ = "disclosure_succession"
    __table_args__ = (UniqueConstraint("disclosure_id"),)
    id: Mapped[Key]
    disclosure_id: Mapped[DisclosurePart]
    successor_id: Mapped[DisclosureRef]
    effective_on: Mapped[Day]
    reason: Mapped[Long]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]


class DisclosureWithdrawal(Base):
    """The enterprise withdraws its disclosure; the page and its codes keep answering."""

    __tablename__ = "disclosure_withdrawal"
    __table_args__ = (UniqueConstraint("disclosure_id"),)
    id: Mapped[Key]
    disclosure_id: Mapped[DisclosurePart]
    effective_on: Mapped[Day]
    reason: Mapped[Long]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]


class PlatformIndication(Base):
    """Where and since when the disclosure is indicated on the national platform (SAMR Order 83 Art. 16); the newest counts."""

    __tablename__ = "platform_indication"
    id: Mapped[Key]
    disclosure_id: Mapped[DisclosureRef]
    url: Mapped[Name]
    indicated_on: Mapped[Day]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]
