"""Products and services, and the standards they follow."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, DisclosurePart, EnterpriseRef, Instant, Key, Long, Name, ProductPart, Short

if TYPE_CHECKING:
    from registry.models.scan_code import ScanCode


class Product(Base):
    """A product or service with the national platform's fields. GTIN: 14 digits, one holder."""

    __tablename__ = "product"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    kind: Mapped[Short]
    """product or service."""
    name: Mapped[Name] = mapped_column(index=True)
    generic_name: Mapped[Name | None]
    brand: Mapped[Name | None]
    models: Mapped[Long | None]
    """One model a line."""
    specification: Mapped[Long | None]
    category_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product_category.id"), index=True)
    gtin: Mapped[Short | None] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    """No longer made or offered; the code keeps answering."""
    merged_into_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product.id"), index=True)
    """The product of the same enterprise that took its place; never one that was merged itself."""
    revision: Mapped[int] = mapped_column(default=1)
    codes: Mapped[list["ScanCode"]] = relationship(back_populates="product")

    __mapper_args__ = {"version_id_col": revision}


class ProductDisclosure(Base):
    """A product follows a disclosed standard; one of them is the main one."""

    __tablename__ = "product_disclosure"
    __table_args__ = (UniqueConstraint("product_id", "disclosure_id"), Index("ix_product_disclosure_disclosure_id", "disclosure_id"))
    id: Mapped[Key]
    product_id: Mapped[ProductPart]
    disclosure_id: Mapped[DisclosurePart]
    main: Mapped[bool]
    linked_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    """Since when the product no longer follows it; linking again empties it."""
