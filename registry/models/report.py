"""What readers report to the bureau, and what became of it.

A report (举报) may be anonymous; a complaint (投诉) is a dispute of a consumer who wants something. Who reported stands in
a table of its own, so that nothing that lists cases can show it by accident.
"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, BureauRef, EnterpriseRef, FileRef, Instant, Key, Long, Name, Sha256, Short


class ReportCase(Base):
    """One report or one complaint. What was done stands in `CaseStep`; its state and clocks are derived from the steps."""

    __tablename__ = "report_case"
    id: Mapped[Key]
    number: Mapped[Short] = mapped_column(unique=True)
    """What the reporter quotes; it cannot be guessed from a neighbour's."""
    secret_hash: Mapped[Sha256]
    """Of the secret that opens the case to its reporter."""
    kind: Mapped[Short]
    """report or complaint."""
    twin_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("report_case.id"), index=True)
    """The other half of a matter that was both and became two cases."""
    bureau_id: Mapped[BureauRef]
    """Who is responsible now."""
    enterprise_id: Mapped[EnterpriseRef]
    product_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("product.id"), index=True)
    code: Mapped[Short | None]
    """The short code from whose page it came, with lot and serial as they were on the page."""
    lot: Mapped[Short | None]
    serial: Mapped[Short | None]
    problem: Mapped[Short]
    """A code of `registry.rules.report.PROBLEMS`."""
    statement: Mapped[Long]
    request: Mapped[Long | None]
    """complaint: what the consumer asks for."""
    language: Mapped[Short]
    received_at: Mapped[Instant] = mapped_column(index=True)
    handler_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"), index=True)
    """The one person who may read who reported."""
    closed_at: Mapped[Instant | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Reporter(Base):
    """Who reported, as far as they said. No row: anonymous."""

    __tablename__ = "reporter"
    case_id: Mapped[int] = mapped_column(BIG, ForeignKey("report_case.id"), primary_key=True)
    name: Mapped[Name | None]
    phone: Mapped[Short | None]
    address: Mapped[Name | None]
    email: Mapped[Name | None]


class CasePhoto(Base):
    """A photograph that came with a case."""

    __tablename__ = "case_photo"
    __table_args__ = (UniqueConstraint("case_id", "position"),)
    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(BIG, ForeignKey("report_case.id"))
    position: Mapped[int]
    sha256: Mapped[FileRef]


class CaseStep(Base):
    """One thing that was done in a case; steps are only ever added."""

    __tablename__ = "case_step"
    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(BIG, ForeignKey("report_case.id"), index=True)
    word: Mapped[Short]
    """A step of `registry.rules.report.STEPS`."""
    at: Mapped[Instant]
    account_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    bureau_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("bureau.id"))
    """hand-over: who takes it."""
    reason: Mapped[Short | None]
    """Of `registry.rules.report.REASONS`, for the steps that need one."""
    told: Mapped[Long | None]
    """What the reporter reads."""
    noted: Mapped[Long | None]
    """What only the bureau reads."""
