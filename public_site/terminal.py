"""What every command needs: settings, a database that is up to date, and errors as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from public_site import i18n, words
from registry import schema
from registry.db import Database
from registry.errors import DomainError, Invalid
from registry.rules.permission import Actor
from registry.settings import Settings, SettingsError

ACTOR = Actor(system=True, origin="terminal")
"""Whoever may start this command on this machine may do everything; the audit says it came from a terminal."""


class Refused(click.ClickException):
    """The command cannot start; exit code 2."""

    exit_code = 2


def settings() -> Settings:
    """From the environment; a wrong one ends the command with its sentence."""
    try:
        return Settings.from_env()
    except SettingsError as wrong:
        raise Refused(str(wrong)) from None


@contextmanager
def database(of: Settings | None = None) -> Iterator[Database]:
    """The registry's database, for the length of a command. What goes wrong in the block is told in a sentence."""
    opened = Database((of or settings()).database_url)
    try:
        require_schema(opened)
        yield opened
    except DomainError as error:
        raise click.ClickException(said(error)) from None
    finally:
        opened.close()


def require_schema(opened: Database) -> None:
    """Pass when the database has the tables that this code needs."""
    try:
        found = schema.found(opened)
    except SQLAlchemyError as error:
        raise Refused(f"The database does not answer ({type(error).__name__}). Check DATABASE_URL.") from None
    if found != schema.needed():
        raise Refused("The database is not up to date. Run `registry upgrade` first.")


def said(error: DomainError) -> str:
    """The error in English words, every wrong field with its own."""
    speaker = Flask("public_site")
    i18n.init_app(speaker)
    with speaker.app_context(), force_locale("en"):
        if isinstance(error, Invalid):
            return "; ".join(f"{name}: {words.of(code, **error.facts)}" for name, code in error.fields.items())
        return words.of(error.code, **error.facts)
