"""Rankings (排行榜): what a scheme made of the disclosures of its category on a day, and what it would make of them now.

Once a ranking is published, triggers refuse every change of it and of its rows (`registry/migrations/guards.py`). Names and
places stand here a second time: a page is one look at consecutive rows, and a frozen list does not change with a new name.
"""

from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, CategoryRef, Day, Instant, Key, Long, Name, Number, Sha256, Short


class Ranking(Base):
    """One compilation of a scheme version. A draft until it is published; drafts may be thrown away."""

    __tablename__ = "ranking"
    __table_args__ = (
        Index("ix_ranking_published", "published_at", "id", sqlite_where=text("published_at IS NOT NULL"), postgresql_where=text("published_at IS NOT NULL")),
        Index("ix_ranking_scheme_version_id", "scheme_version_id", "published_at"),
    )
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    scheme_version_id: Mapped[int] = mapped_column(BIG, ForeignKey("scheme_version.id"))
    category_id: Mapped[CategoryRef]
    year: Mapped[int]
    division_code: Mapped[Short | None]
    as_of: Mapped[Day]
    """The legal day on which disclosures and standings were looked at."""
    graded: Mapped[int]
    excluded: Mapped[int]
    levels: Mapped[dict[str, Any]]
    """Level to the number of its entries."""
    lists: Mapped[list[Any]]
    """For each core indicator in the scheme's order: {"concept", "condition", "published", "reason", "bands": {level: count}, "declared"}."""
    medals: Mapped[list[Any]]
    """For each county with entries: {"division_code", "levels": {level: count}, "candidates"}, candidates being those at the scheme's candidate level."""
    concepts: Mapped[dict[str, Any]]
    """The scheme's indicator concepts as they were: vocabularies go on, a ranking does not (registry.rules.bundle.concepts_document)."""
    inputs_hash: Mapped[Sha256]
    """SHA-256 over the entries' own hashes in the order of their public ids (registry.rules.bundle); empty while rows are still written."""
    result_hash: Mapped[Sha256]
    compiled_by_id: Mapped[AccountRef]
    compiled_at: Mapped[Instant]
    published_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    published_at: Mapped[Instant | None]


class RankingEntry(Base):
    """One disclosure as it was judged. `order_no` counts from 1: graded ones first, in the order of the board; then those that were not graded.

    `judged`: canonical JSON of values as read and as converted, levels and reasons (registry.rules.judged.Judged).
    `inputs`: canonical JSON of all that was looked at (registry.rules.bundle); `inputs_hash` is its SHA-256.
    """

    __tablename__ = "ranking_entry"
    __table_args__ = (
        Index("ix_ranking_entry_province", "ranking_id", "province_code", "order_no"),
        Index("ix_ranking_entry_city", "ranking_id", "city_code", "order_no"),
        Index("ix_ranking_entry_county", "ranking_id", "division_code", "order_no"),
        Index("ix_ranking_entry_disclosure", "disclosure_id", "ranking_id"),
        {"sqlite_with_rowid": False},
    )
    ranking_id: Mapped[int] = mapped_column(BIG, ForeignKey("ranking.id"), primary_key=True)
    order_no: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[Number]
    version_id: Mapped[Number]
    enterprise_id: Mapped[Number]
    public_id: Mapped[Short]
    """Of the disclosure."""
    number: Mapped[Name]
    title: Mapped[Name]
    enterprise: Mapped[Name]
    credit_code: Mapped[Short]
    province_code: Mapped[Short]
    city_code: Mapped[Short]
    division_code: Mapped[Short]
    place: Mapped[int | None]
    """Competition ranking 1, 1, 3; empty for what was not graded."""
    level: Mapped[int | None]
    stars: Mapped[int | None]
    points: Mapped[Short | None]
    reason: Mapped[Short | None]
    """The first reason why it was not graded."""
    inputs_hash: Mapped[Sha256]
    judged: Mapped[Long]
    inputs: Mapped[Long]
    """The long ones last: a page of the board never touches them."""


class RankingListPage(Base):
    """A page of a single-indicator list: `entries` holds [order_no, level] of the indicator's bands in order."""

    __tablename__ = "ranking_list_page"
    __table_args__ = ({"sqlite_with_rowid": False},)
    ranking_id: Mapped[int] = mapped_column(BIG, ForeignKey("ranking.id"), primary_key=True)
    indicator: Mapped[int] = mapped_column(primary_key=True)
    """Place of the core indicator in the scheme, from 0."""
    page: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[list[Any]]


class LiveEntry(Base):
    """What the newest version of a scheme makes of a disclosure now; rewritten for one disclosure when that one changes."""

    __tablename__ = "live_entry"
    __table_args__ = (
        Index("ix_live_entry_changed", "scheme_version_id", "change", "disclosure_id", sqlite_where=text("change IS NOT NULL"), postgresql_where=text("change IS NOT NULL")),
        Index("ix_live_entry_rank", "scheme_version_id", "level", "points", "disclosure_id"),
        Index("ix_live_entry_disclosure_id", "disclosure_id"),
        {"sqlite_with_rowid": False},
    )
    scheme_version_id: Mapped[int] = mapped_column(BIG, ForeignKey("scheme_version.id"), primary_key=True)
    disclosure_id: Mapped[Number] = mapped_column(primary_key=True)
    version_id: Mapped[Number]
    level: Mapped[int | None]
    stars: Mapped[int | None]
    points: Mapped[Short | None]
    reason: Mapped[Short | None]
    judged: Mapped[Long]
    inputs_hash: Mapped[Sha256]
    change: Mapped[Short | None]
    """Against the newest published ranking of the scheme: up, down, new, gone, version (judged from another version); empty: as published."""
    looked_at: Mapped[Instant]


class RankingTask(Base):
    """Look again at this disclosure's live entries; written with the change as the search index's tasks are (registry.outbox)."""

    __tablename__ = "ranking_task"
    __table_args__ = (Index("ix_ranking_task_due", "not_before", "id"),)
    id: Mapped[Key]
    kind: Mapped[Short]
    """disclosure; or one that stands for many: holder (an enterprise's), standard (those that refer to it), scheme (its category's)."""
    subject_id: Mapped[Number]
    not_before: Mapped[Instant]
