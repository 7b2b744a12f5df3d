"""A year's plan of spot checks, and the draws that are made by it (双随机、一公开).

What gives classes away never leaves: plan versions, objects with class, salt and leaf hash are read by the office's desk
and its auditor only. Public are hashes, commitment, seed, and what was drawn (`registry.rules.draw`).
"""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, BureauRef, DisclosureRef, EnterpriseRef, Instant, Key, Long, Name, Sha256, Short


class CheckPlan(Base):
    """A bureau's plan for a year. What counts stands in its versions."""

    __tablename__ = "check_plan"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    bureau_id: Mapped[BureauRef]
    year: Mapped[int]
    draft: Mapped[dict[str, Any]]
    """registry.rules.check_plan.Plan as typed, half-filled or complete."""
    revision: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[AccountRef]
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]

    __mapper_args__ = {"version_id_col": revision}


class CheckPlanVersion(Base):
    """A plan that was put into force, whole and for ever. `content`: canonical JSON with strata and fractions (not public);
    `public_content`: the part that everybody may read; `content_hash`: SHA-256 of `content`, public."""

    __tablename__ = "check_plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "sequence"),)
    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BIG, ForeignKey("check_plan.id"))
    sequence: Mapped[int]
    title: Mapped[Name]
    content: Mapped[Long]
    content_hash: Mapped[Sha256]
    public_content: Mapped[Long]
    published_by_id: Mapped[AccountRef]
    published_at: Mapped[Instant]


class Draw(Base):
    """One draw of a plan's item: frozen with a commitment, then drawn and its seed told. Two moments, never more; see `registry.rules.draw`."""

    __tablename__ = "draw"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    bureau_id: Mapped[BureauRef]
    plan_version_id: Mapped[int] = mapped_column(BIG, ForeignKey("check_plan_version.id"), index=True)
    item: Mapped[Short]
    """Code of the plan's item that is drawn."""
    title: Mapped[Name]
    objects: Mapped[int]
    """Size of the population after exclusions; `excluded` were left out with a reason."""
    excluded: Mapped[int]
    population_hash: Mapped[Sha256]
    """Root over the objects' leaf hashes."""
    plan_hash: Mapped[Sha256]
    commitment: Mapped[Sha256]
    """SHA-256 over seed and population hash."""
    seed: Mapped[Sha256]
    """32 random bytes in hex. Nobody reads it before `drawn_at`."""
    frozen_by_id: Mapped[AccountRef]
    frozen_at: Mapped[Instant]
    witness_words: Mapped[Name | None]
    """What witnesses called out at the draw; it is mixed into the key, so that nobody could have chosen the seed to suit."""
    witnesses: Mapped[Name | None]
    drawn_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    drawn_at: Mapped[Instant | None] = mapped_column(index=True)
    drawn: Mapped[int | None]
    result_hash: Mapped[Sha256 | None]
    inspectors: Mapped[list[Any]]
    """The frozen list of inspectors with what excludes them; not public."""


class DrawObject(Base):
    """One object of a frozen population. Never public."""

    __tablename__ = "draw_object"
    __table_args__ = (UniqueConstraint("draw_id", "disclosure_id"), Index("ix_draw_object_disclosure_id", "disclosure_id"), Index("ix_draw_object_enterprise_id", "enterprise_id", "draw_id"))
    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(BIG, ForeignKey("draw.id"))
    disclosure_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure.id"))
    enterprise_id: Mapped[int] = mapped_column(BIG, ForeignKey("enterprise.id"))
    version_id: Mapped[int] = mapped_column(BIG)
    public_id: Mapped[Short]
    credit_code: Mapped[Short]
    klass: Mapped[Short]
    industry: Mapped[Short]
    town: Mapped[Name]
    salt: Mapped[Short]
    leaf_hash: Mapped[Sha256]
    excluded: Mapped[Short | None]
    """Why it was left out: drawn_recently, open_rectification. Empty: it takes part."""


class Inspection(Base):
    """One disclosure that two inspectors look at. Its state is derived from its steps (`registry.rules.inspection`).

    kind: drawn, or recheck (of an earlier inspection, asked for by the enterprise or after a rectification).
    """

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("draw_id", "disclosure_id"), Index("ix_inspection_open", "bureau_id", "ended_at"))
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    kind: Mapped[Short]
    draw_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("draw.id"))
    earlier_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("inspection.id"), index=True)
    bureau_id: Mapped[int] = mapped_column(BIG, ForeignKey("bureau.id"))
    disclosure_id: Mapped[DisclosureRef]
    enterprise_id: Mapped[EnterpriseRef]
    version_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure_version.id"))
    """The version in force when it was drawn."""
    order_no: Mapped[int]
    """Its place in the draw."""
    first_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspector.id"), index=True)
    second_id: Mapped[int] = mapped_column(BIG, ForeignKey("inspector.id"), index=True)
    checklist_id: Mapped[int] = mapped_column(BIG, ForeignKey("checklist.id"))
    made_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    """When nothing is left to do: published, or not evaluated."""
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
