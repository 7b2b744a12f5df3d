"""Front-runners: candidates that a board makes, and titles that an authority gave."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import BIG, AccountRef, Day, DisclosureRef, EnterpriseRef, Instant, Key, Long, Name, Short


class FrontRunner(Base):
    """kind candidate (领跑候选): the first level of a published board made it. kind national or provincial (领跑者): a title
    that was given elsewhere and is recorded here with its source; never computed.

    Rows stay as they are; what becomes of one is told by its steps.
    """

    __tablename__ = "front_runner"
    id: Mapped[Key]
    public_id: Mapped[Short] = mapped_column(unique=True)
    kind: Mapped[Short] = mapped_column(index=True)
    disclosure_id: Mapped[DisclosureRef]
    version_id: Mapped[int] = mapped_column(BIG, ForeignKey("disclosure_version.id"), index=True)
    enterprise_id: Mapped[EnterpriseRef]
    ranking_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("ranking.id"), index=True)
    """Of a candidate."""
    category: Mapped[Name]
    year: Mapped[int]
    models: Mapped[Long]
    """Product models in mass production, one a line."""
    issuer: Mapped[Name | None]
    document: Mapped[Name | None]
    source_url: Mapped[Name | None]
    bureau_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("bureau.id"), index=True)
    """Of a title: who recorded it."""
    valid_from: Mapped[Day]
    valid_until: Mapped[Day | None]
    recorded_by_id: Mapped[AccountRef]
    recorded_at: Mapped[Instant]


class FrontRunnerStep(Base):
    """What became of a front-runner; only added to.

    step: suspended, restored or ended. reason: amended, superseded, withdrawn, not_in_force, deregistered, dishonesty_listed,
    failed_check, number_revoked, standard_voided, publicly_noted, claim_refused, reference_withdrawn; new_board for a candidate that ended since a
    newer board of its scheme was published; or decision, with words in `statement`.
    """

    __tablename__ = "front_runner_step"
    id: Mapped[Key]
    front_runner_id: Mapped[int] = mapped_column(BIG, ForeignKey("front_runner.id"), index=True)
    step: Mapped[Short]
    reason: Mapped[Short]
    statement: Mapped[Long | None]
    version_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("disclosure_version.id"), index=True)
    """restored: the version that the decision looked at."""
    recorded_by_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("account.id"))
    """Empty: the registry itself, since a rule says so."""
    recorded_at: Mapped[Instant]
