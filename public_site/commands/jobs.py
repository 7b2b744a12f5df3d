"""`registry jobs`: what waits, what failed, and another chance."""

import sys
from collections.abc import Callable
from datetime import timedelta

import click

from public_site import terminal
from public_site.worker import LONG
from registry import audit
from registry import jobs as queue
from registry.db import utc_now
from registry.models.job import Job

SILENT_AFTER = timedelta(minutes=2)
OVERDUE_AFTER = timedelta(minutes=15)


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(ctx: click.Context) -> None:
    """Work for the worker: list what is open, show one, retry or cancel it."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_jobs)


@jobs.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Ended jobs too.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def list_jobs(everything: bool = False, limit: int = 50) -> None:
    """The newest jobs; what they carry is not shown."""
    with terminal.database() as database, database.reading() as session:
        found = queue.listed(session, open_only=not everything, limit=limit)
        if not found:
            click.echo("No open jobs." if not everything else "No jobs.")
        for job in found:
            click.echo(_line(job))


@jobs.command()
@click.argument("job_id", type=int)
def show(job_id: int) -> None:
    """One job with all its facts but what it carries, which may be a secret."""
    with terminal.database() as database, database.reading() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise click.ClickException(f"There is no job {job_id}.")
        for name in ("id", "kind", "outcome", "attempts", "done", "total", "created_at", "not_before", "leased_by", "lease_until", "ended_at", "last_error"):
            click.echo(f"{name:12} {getattr(job, name) if getattr(job, name) is not None else '-'}")


@jobs.command()
@click.argument("job_id", type=int)
def retry(job_id: int) -> None:
    """Give an open job another chance at once."""
    _change(job_id, queue.retry, "job.retried")
    click.echo(f"Job {job_id} is due now.")


@jobs.command()
@click.argument("job_id", type=int)
def cancel(job_id: int) -> None:
    """Take an open job off the queue."""
    _change(job_id, queue.cancel, "job.cancelled")
    click.echo(f"Job {job_id} is cancelled.")


@jobs.command()
def check() -> None:
    """Exit 0 when a worker lives and no job is long overdue, else 1; for health checks.

    Labels and serials may queue for longer than that: they are overdue only when none of them moves any more.
    """
    now = utc_now()
    with terminal.database() as database, database.reading() as session:
        seen, oldest = queue.last_beat(session), queue.overdue_since(session, now=now, patience=OVERDUE_AFTER, slow=LONG)
    if seen is None or now - seen > SILENT_AFTER:
        click.echo("No worker: last seen " + (f"{seen:%Y-%m-%d %H:%M:%SZ}." if seen else "never."))
        sys.exit(1)
    if oldest is not None:
        click.echo(f"A job waits since {oldest:%Y-%m-%d %H:%M:%SZ}.")
        sys.exit(1)
    click.echo("The worker lives and the queue moves.")


def _change(job_id: int, verb: Callable[..., Job | None], event: str) -> None:
    now = utc_now()
    with terminal.database() as database, database.transaction() as session:
        job = verb(session, job_id, now=now)
        if job is None:
            raise click.ClickException(f"There is no open job {job_id}.")
        audit.record(session, terminal.ACTOR, event, job, at=now)


def _line(job: Job) -> str:
    progress = f"{job.done}/{job.total}" if job.total else str(job.done or "")
    state = job.outcome or ("running" if job.lease_until else "waiting")
    return f"{job.id:>8}  {job.kind:20} {state:10} {job.attempts:>2} tries  due {job.not_before:%Y-%m-%d %H:%M:%SZ}  {progress}  {job.last_error or ''}".rstrip()
