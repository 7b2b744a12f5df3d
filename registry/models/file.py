"""Uploaded files, addressed by what is in them."""

from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import Instant, Name, Number, Sha256, Short


class StoredFile(Base):
    """A file in FILES_URL under its SHA-256."""

    __tablename__ = "stored_file"
    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    media_type: Mapped[Short]
    size: Mapped[Number]
    """Bytes."""
    name: Mapped[Name]
    stored_at: Mapped[Instant]
