"""Standards that others refer to: national, industry, local, association, international. Facts with their sources."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, CatalogueRef, ConceptRef, Day, Instant, Key, Long, Name, Short


class CatalogueStandard(Base):
    """One edition of a standard. In force and upcoming follow from the dates, never from a word."""

    __tablename__ = "catalogue_standard"
    id: Mapped[Key]
    number: Mapped[Name]
    """Canonical."""
    klass: Mapped[Short] = mapped_column(index=True)
    compact_key: Mapped[Name] = mapped_column(unique=True)
    undated_key: Mapped[Name] = mapped_column(index=True)
    bare_key: Mapped[Short] = mapped_column(index=True)
    title: Mapped[Name] = mapped_column(index=True)
    mandatory: Mapped[bool]
    issued_on: Mapped[Day | None]
    in_force_on: Mapped[Day | None]
    withdrawn_on: Mapped[Day | None]
    withdrawn_sources: Mapped[int] = mapped_column(default=0)
    """How many sources say that it is withdrawn; two that agree block a new disclosure."""
    replaced_by: Mapped[Name | None]
    """Number of the successor as the source states it."""
    ics: Mapped[Short | None] = mapped_column(index=True)
    ccs: Mapped[Short | None] = mapped_column(index=True)
    issuer: Mapped[Name | None]
    sources: Mapped[list["CatalogueSource"]] = relationship(back_populates="standard")


class CatalogueSource(Base):
    """What one source says about a standard, as it says it."""

    __tablename__ = "catalogue_source"
    __table_args__ = (UniqueConstraint("standard_id", "source"),)
    id: Mapped[Key]
    standard_id: Mapped[CatalogueRef]
    source: Mapped[Short]
    status: Mapped[Short | None]
    """The source's word: 现行, 废止, 即将实施 and others met in the wild."""
    stated: Mapped[dict[str, Any]]
    """The row's other words, so that nothing of a source is lost."""
    imported_at: Mapped[Instant]
    standard: Mapped[CatalogueStandard] = relationship(back_populates="sources")


class CatalogueConfirmation(Base):
    """A bureau confirms or denies that a standard is withdrawn; the newest one counts before any source."""

    __tablename__ = "catalogue_confirmation"
    id: Mapped[Key]
    standard_id: Mapped[CatalogueRef]
    withdrawn: Mapped[bool]
    withdrawn_on: Mapped[Day | None]
    source: Mapped[Name]
    bureau_id: Mapped[BureauRef]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]


class Floor(Base):
    """A reference indicator: what a standard asks for, by concept. Entered by a bureau with its source."""

    __tablename__ = "floor"
    id: Mapped[Key]
    standard_id: Mapped[CatalogueRef]
    concept_id: Mapped[ConceptRef]
    operator: Mapped[Short]
    low: Mapped[Short | None]
    """Decimals as text: exact, and as typed."""
    high: Mapped[Short | None]
    unit: Mapped[Short | None]
    grade: Mapped[Short | None]
    text: Mapped[Long | None]
    condition_code: Mapped[Short | None]
    method: Mapped[Name | None]
    source: Mapped[Name]
    recorded_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    recorded_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
