"""The codes that are printed on products, what they lead to, and how often they were scanned."""

from typing import Any

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.db import Base
from registry.models.columns import BIG, AccountRef, Day, EnterpriseRef, Instant, Key, Long, Name, Number, ProductPart, ProductRef, Sha256, Short
from registry.models.product import Product

_OPEN = text("ended_at IS NULL")
_ONE_TREE = {"sqlite_with_rowid": False}  # key and sums lie together: half the size, and a chart reads one place


class ScanCode(Base):
    """A product's short code: issued with the product, never reused, never deleted. A revoked one keeps answering."""

    __tablename__ = "scan_code"
    id: Mapped[Key]
    product_id: Mapped[ProductRef]
    code: Mapped[Short] = mapped_column(unique=True)
    issued_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    revoked_reason: Mapped[Long | None]
    product: Mapped[Product] = relationship(back_populates="codes")


class GtinHolding(Base):
    """Where the printed links of a GTIN lead, and since when.

    At most one is open, and it is the product's own GTIN. One that ended keeps answering until another product holds the GTIN.
    """

    __tablename__ = "gtin_holding"
    __table_args__ = (Index("uq_gtin_holding_open", "gtin", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN), Index("ix_gtin_holding_gtin", "gtin"))
    id: Mapped[Key]
    gtin: Mapped[Short]
    """14 digits."""
    product_id: Mapped[ProductRef]
    since: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Variant(Base):
    """A consumer product variant (GS1 application identifier 22), such as one size of a boot."""

    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("product_id", "variant"),)
    id: Mapped[Key]
    product_id: Mapped[ProductPart]
    variant: Mapped[Short]
    name: Mapped[Name]
    registered_at: Mapped[Instant]


class Lot(Base):
    """What was made together (GS1 application identifier 10), with the day it was made."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("product_id", "lot"),)
    id: Mapped[Key]
    product_id: Mapped[ProductPart]
    lot: Mapped[Short]
    produced_on: Mapped[Day]
    registered_at: Mapped[Instant]


class SerialRun(Base):
    """Serials that were registered together: a pasted list, or a count of random ones, which a job makes when there are many."""

    __tablename__ = "serial_run"
    id: Mapped[Key]
    product_id: Mapped[ProductRef]
    lot_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("lot.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("job.id"))
    registered_at: Mapped[Instant]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    """How many exist; counted in the transaction that writes them, so a job that is taken up again doubles none."""
    ended_at: Mapped[Instant | None]


class Serial(Base):
    """One single piece (GS1 application identifier 21). There may be very many: no key of its own."""

    __tablename__ = "serial"
    __table_args__ = (PrimaryKeyConstraint("product_id", "serial"),)
    product_id: Mapped[ProductPart]
    serial: Mapped[Short]
    run_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("serial_run.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("lot.id"), index=True)
    registered_at: Mapped[Instant]


class TypedLink(Base):
    """Where else a product's link may lead a machine or a reader: a manual, safety information, the maker's own page."""

    __tablename__ = "typed_link"
    id: Mapped[Key]
    product_id: Mapped[ProductRef]
    link_type: Mapped[Short]
    """A link type of the GS1 Web Vocabulary, such as gs1:pip."""
    title: Mapped[Name]
    href: Mapped[Long]
    language: Mapped[Short | None]
    """zh, en, or empty for any."""
    added_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class ScanCount(Base):
    """Scans of one code on one legal day from one region. No address and no device."""

    __tablename__ = "scan_count"
    __table_args__ = (PrimaryKeyConstraint("code_id", "day", "region"), _ONE_TREE)
    code_id: Mapped[int] = mapped_column(BIG, ForeignKey("scan_code.id"))
    day: Mapped[Day]
    region: Mapped[Short]
    """A division code of the operator's table of addresses, else unknown."""
    scans: Mapped[Number]


class EnterpriseScanCount(Base):
    """The same scans for all products of an enterprise together, written in the same statement block.

    Kept because adding ten thousand products up for a chart of a year takes seconds.
    """

    __tablename__ = "enterprise_scan_count"
    __table_args__ = (PrimaryKeyConstraint("enterprise_id", "day", "region"), _ONE_TREE)
    enterprise_id: Mapped[int] = mapped_column(BIG, ForeignKey("enterprise.id"))
    day: Mapped[Day]
    region: Mapped[Short]
    scans: Mapped[Number]


class LabelKit(Base):
    """An order of printed codes: sheets, a door plate, or a ZIP of drawings, made by a job."""

    __tablename__ = "label_kit"
    id: Mapped[Key]
    enterprise_id: Mapped[EnterpriseRef]
    ordered_by_id: Mapped[AccountRef]
    ordered_at: Mapped[Instant]
    options: Mapped[dict[str, Any]]
    """What is drawn and how, as `qr` reads it."""
    job_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("job.id"))
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[Instant | None]
    """When the worker at hand took it up, and with how many it began: what the time left is reckoned from."""
    begun_with: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[Instant | None]
    file_sha256: Mapped[Sha256 | None] = mapped_column(ForeignKey("stored_file.sha256"))
    problem: Mapped[Short | None]
    """Why it could not be made."""
