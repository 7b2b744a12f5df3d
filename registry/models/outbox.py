"""What the search index has to look at again, and who may touch the index."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import Instant, Key, Number, Short


class IndexTask(Base):
    """Look again at this subject. Says nothing of what changed, so order, doubles and deletions need no special case.

    kind: disclosure, product, enterprise or standard; or one that stands for many: holder (an enterprise and all its
    disclosures and products), concept and category (every disclosure and product that names it), ranking (every disclosure
    on it and on the one before it, and their products). `alone:` before a kind: this document and nothing that repeats it,
    which is what the drainer makes of those that stand for many.
    """

    __tablename__ = "index_task"
    __table_args__ = (Index("ix_index_task_due", "not_before", "id", sqlite_where=text("applied_at IS NULL"), postgresql_where=text("applied_at IS NULL")),)
    id: Mapped[Key]
    kind: Mapped[Short]
    subject_id: Mapped[Number]
    not_before: Mapped[Instant]
    """When the change counts: at once, or with the legal day on which a date is reached."""
    applied_at: Mapped[Instant | None]
    """Kept while an index is built aside, so that it can catch up; otherwise an applied task is deleted."""


class IndexLease(Base):
    """Who alone drains the queue (`drainer`) or builds an index aside (`rebuild`).

    `token` rises with each holder: an engine refuses what an earlier one still sends.
    """

    __tablename__ = "index_lease"
    name: Mapped[Short] = mapped_column(primary_key=True)
    holder: Mapped[Short | None]
    until: Mapped[Instant | None]
    token: Mapped[Number] = mapped_column(default=0)
    note: Mapped[Short | None]
    """Of a rebuild: the generation that is being built."""
