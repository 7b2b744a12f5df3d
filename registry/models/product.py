"""Products and services, the standards they follow, and the code that is printed on them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, DisclosurePart, EnterpriseRef, Instant, Key, Long, Name, ProductPart, ProductRef, Short


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


class ScanCode(Base):
    """A product's short code: issued with the product, never reused, never deleted."""

    __tablename__ = "scan_code"
    id: Mapped[Key]
    product_id: Mapped[ProductRef]
    code: Mapped[Short] = mapped_column(unique=True)
    issued_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    revoked_reason: Mapped[Long | None]
    product: Mapped[Product] = relationship(back_populates="codes")
