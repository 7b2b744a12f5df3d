"""The words that disclosures are compared by: indicator concepts and product categories. The bureau keeps them."""

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, CategoryRef, ConceptRef, Instant, Key, Name, Short


class IndicatorConcept(Base):
    """What an indicator measures. Comparison, floors and rankings join on it, never on a typed name."""

    __tablename__ = "indicator_concept"
    id: Mapped[Key]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    kind: Mapped[Short]
    """functional or performance: what the name usually is; an editor may say otherwise."""
    quantity: Mapped[Short]
    default_unit: Mapped[Short | None]
    direction: Mapped[Short]
    """higher, lower, target or none: which way is better."""
    grades: Mapped[list[Any]]
    """Ordered from worst to best; empty when the concept is no grade."""
    conditions: Mapped[dict[str, Any]]
    """Code to name: {"washed": "洗后"}."""
    method: Mapped[Name | None]
    created_at: Mapped[Instant]
    synonyms: Mapped[list["ConceptSynonym"]] = relationship(back_populates="concept")


class ConceptSynonym(Base):
    """A name under which people type a concept, the concept's own name included. One name means one concept.

    A free name that a bureau maps later becomes a row here; disclosed rows are found by `key`, not rewritten.
    """

    __tablename__ = "concept_synonym"
    id: Mapped[Key]
    concept_id: Mapped[ConceptRef]
    text: Mapped[Name]
    key: Mapped[Name] = mapped_column(unique=True)
    mapped_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    concept: Mapped[IndicatorConcept] = relationship(back_populates="synonyms")


class ProductCategory(Base):
    """A node of the category tree."""

    __tablename__ = "product_category"
    id: Mapped[Key]
    code: Mapped[Short] = mapped_column(unique=True)
    parent_code: Mapped[Short | None] = mapped_column(index=True)
    path: Mapped[Name] = mapped_column(index=True)
    """Codes from the root, separated and ended by /: a category's descendants share its prefix."""
    name: Mapped[Name]
    name_en: Mapped[Name]
    kind: Mapped[Short]
    """product or service."""
    industry_code: Mapped[Short | None]
    synonyms: Mapped[list[Any]]


class CategoryConcept(Base):
    """Which concepts usually matter for a category: what the indicator grid suggests first."""

    __tablename__ = "category_concept"
    __table_args__ = (UniqueConstraint("category_id", "concept_id"),)
    id: Mapped[Key]
    category_id: Mapped[CategoryRef]
    concept_id: Mapped[ConceptRef]
