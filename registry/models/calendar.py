"""Which days people work on, as the State Council's yearly notices say; legal clocks count by it."""

from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import Day, Instant, Name


class CalendarYear(Base):
    """A year whose notice was imported; without it every date counted through that year is provisional."""

    __tablename__ = "calendar_year"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[Name]
    imported_at: Mapped[Instant]


class SpecialDay(Base):
    """A weekday off, or a weekend's day on which people work to make up for one."""

    __tablename__ = "special_day"
    day: Mapped[Day] = mapped_column(primary_key=True)
    works: Mapped[bool]
