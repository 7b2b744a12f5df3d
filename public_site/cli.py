"""The command `registry`: everything that is done from a terminal."""

import dataclasses
import re
import secrets
import sys
from importlib import import_module

import click
from alembic.util import CommandError

from public_site import run as processes
from public_site import terminal
from qr import regions
from registry import db, schema, seed
from registry.settings import Settings, SettingsError

ELSEWHERE = {"jobs": "jobs", "kit": "kits", "bureau": "bureaus", "calendar": "calendar", "catalogue": "catalogue", "vocabulary": "vocabulary", "codes": "codes", "search": "search", "rankings": "rankings", "screening": "screening", "draws": "draws", "seed": "seed", "statistics": "statistics"}
"""Groups of commands and their modules, imported when they are asked for."""
SECRET = ("secret_key", "sms_token", "search_api_key", "metrics_token")
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*@")


class Commands(click.Group):
    """A group that also offers what ELSEWHERE names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"public_site.commands.{ELSEWHERE[cmd_name]}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The enterprise standard registry. Settings come from the environment; `registry settings` lists them."""


@main.command()
def run() -> None:
    """Start web and worker together, and stop both together."""
    settings = _ready()
    sys.exit(processes.both(settings, lambda: _announce(settings)))


@main.command()
def web() -> None:
    """Start the web server alone."""
    settings = _ready()
    try:
        regions.read(settings.regions_file)
    except SettingsError as wrong:  # here, since the server's own process would only say that it could not start
        raise terminal.Refused(str(wrong)) from None
    processes.web(settings)


@main.command()
def worker() -> None:
    """Start the worker alone: mail, text messages and whatever else waits in the queue."""
    processes.work(_ready())


@main.command()
def upgrade() -> None:
    """Bring the database's tables to what this version needs."""
    settings = terminal.settings()
    opened = db.Database(settings.database_url)
    try:
        before = schema.found(opened)
        if before == schema.needed():
            click.echo(f"The database is up to date (revision {before}).")
            return
        _upgrade(settings.database_url)
        click.echo(f"The database went from revision {before or 'none'} to {schema.found(opened)}.")
    finally:
        opened.close()


@main.command(name="settings")
def show_settings() -> None:
    """Print every setting: its value, and what it means. Secrets are masked."""
    settings = terminal.settings()
    for each in dataclasses.fields(Settings):
        value = getattr(settings, each.name)
        click.echo(f"{each.name.upper()}={_shown(each.name, value)}{'' if value == each.default else '   (set)'}")
        click.echo(f"    {each.metadata['meaning']}")


@main.command()
def secret() -> None:
    """Print a new random value for SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))


def _upgrade(url: str) -> None:
    try:
        db.upgrade(url)
    except CommandError:
        raise terminal.Refused("The database was made by a newer version of the registry. Install that version.") from None


def _ready() -> Settings:
    """Settings of a database that is up to date."""
    settings = terminal.settings()
    with terminal.database(settings):
        return settings


def _announce(settings: Settings) -> None:
    click.echo(f"\nThe registry answers at {settings.public_url} (listening on {settings.bind}).\nStop with Ctrl-C.")
    if settings.demonstration:
        click.echo("\nEverything in it is invented. Sign in with one of these:")
        for row in seed.rows("demo/sign_ins.csv"):
            click.echo(f"  {row['address']:36} {row['password']:20} {row['role']} ({row['role_en']})")


def _shown(name: str, value: object) -> str:
    if name in SECRET:
        return "***" if value else ""
    return _PASSWORD.sub(r"\1:***@", str(value))


if __name__ == "__main__":
    main()
