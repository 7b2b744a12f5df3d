"""People and how they prove who they are."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.db import Base
from registry.models.columns import AccountRef, Instant, Key, Long, Name, Sha256, Short


class Account(Base):
    """A person. Signs in with a confirmed e-mail address or telephone number."""

    __tablename__ = "account"
    id: Mapped[Key]
    name: Mapped[Name]
    email: Mapped[Name | None] = mapped_column(unique=True)
    """Lower case."""
    phone: Mapped[Short | None] = mapped_column(unique=True)
    """Digits with country prefix: +8613800000000."""
    email_confirmed_at: Mapped[Instant | None]
    phone_confirmed_at: Mapped[Instant | None]
    password_hash: Mapped[Long]
    language: Mapped[Short] = mapped_column(default="zh")
    totp_secret: Mapped[Short | None]
    totp_confirmed_at: Mapped[Instant | None]
    totp_last_step: Mapped[int | None]
    """The last time step accepted, so that one code opens one door once (RFC 6238, 5.2)."""
    created_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class RecoveryCode(Base):
    """A one-time replacement for the second factor; only its hash is kept."""

    __tablename__ = "recovery_code"
    id: Mapped[Key]
    account_id: Mapped[AccountRef]
    code_hash: Mapped[Sha256]
    used_at: Mapped[Instant | None]


class Confirmation(Base):
    """A link or SMS code that proves a hold on an address: purpose is confirm, reset or change."""

    __tablename__ = "confirmation"
    id: Mapped[Key]
    account_id: Mapped[AccountRef]
    purpose: Mapped[Short]
    channel: Mapped[Short]
    address: Mapped[Name]
    secret_hash: Mapped[Sha256] = mapped_column(index=True)
    """Of the link's secret; for a text message, of what the asking browser keeps."""
    code_hash: Mapped[Sha256 | None]
    """Of the six digits of a text message together with what the browser keeps; empty for a link."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class SignIn(Base):
    """A session of one browser; ends by time, by signing out, or from another one."""

    __tablename__ = "sign_in"
    id: Mapped[Key]
    account_id: Mapped[AccountRef]
    token_hash: Mapped[Sha256] = mapped_column(unique=True)
    device: Mapped[Name]
    created_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    second_factor_at: Mapped[Instant | None]


class Attempt(Base):
    """Failed tries by key (an address, or an account seen from an address), so that guessing slows down.

    Keys hold hashes: the table tells nobody who tried.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("key"),)
    id: Mapped[Key]
    key: Mapped[Sha256]
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[Instant]
    free_at: Mapped[Instant]
