"""Serials in bulk: a pasted list, or a count of random ones, which a job makes in portions when there are many."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, jobs, ledger
from registry.actions import lots
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Serial, SerialRun
from registry.queries import lots as queries
from registry.queries import products
from registry.rules import application_identifiers as identifiers
from registry.rules import lot as rules
from registry.rules import permission
from registry.rules.permission import Actor, Scope

MAKE = "serials.make"
AT_ONCE = 1_000
"""Up to so many random serials are made while the person waits; more are a job."""
PORTION = 5_000
BITS = 5 * identifiers.SERIAL_LENGTH


def enlist(session: Session, *, actor: Actor, product_id: int, serials: Sequence[str], lot_id: int | None = None, now: datetime) -> SerialRun:
    """Register the serials of a list, all or none. Raises Invalid; its fact `serial` is the one that is wrong."""
    product, firm = lots.own(session, actor, product_id)
    _check_lot(session, product.id, lot_id)
    if wrong := rules.list_problem(serials):
        raise Invalid({"serials": wrong[0]}, serial=wrong[1], most=rules.MOST_LISTED)
    if there := queries.taken(session, product.id, serials):
        raise Invalid({"serials": "serials_taken"}, serial=there[0], count=len(there))
    run = SerialRun(product_id=product.id, lot_id=lot_id, registered_at=now, total=len(serials), done=0)
    session.add(run)
    session.flush()
    _add(session, run, serials)
    run.ended_at = now
    _tell(session, actor, run, now, firm.id)
    return run


def order(session: Session, *, actor: Actor, product_id: int, count: int, lot_id: int | None = None, now: datetime, randbits: Callable[[int], int]) -> SerialRun:
    """Register a count of random serials: at once when they are few, else by a job that `make_portion` does.

    Raises Invalid. 60 random bits each: whoever knows one knows no other.
    """
    product, firm = lots.own(session, actor, product_id)
    _check_lot(session, product.id, lot_id)
    if not 1 <= count <= rules.MOST_RANDOM:
        raise Invalid({"count": "serial_count"}, most=rules.MOST_RANDOM)
    run = SerialRun(product_id=product.id, lot_id=lot_id, registered_at=now, total=count, done=0)
    session.add(run)
    session.flush()
    if count <= AT_ONCE:
        _add(session, run, _random(count, randbits))
        run.ended_at = now
        _tell(session, actor, run, now, firm.id)
        return run
    job = jobs.enqueue(session, MAKE, {"run_id": run.id}, now=now)
    session.flush()
    run.job_id = job.id
    audit.record(session, actor, "serials.ordered", run, at=now, enterprise_id=firm.id, count=count)
    return run


def make_portion(session: Session, *, actor: Actor, run_id: int, now: datetime, randbits: Callable[[int], int]) -> SerialRun:
    """Make the next serials of a run; the last portion ends it. One transaction holds the serials and their count.

    So whoever is called again after a crash goes on where the last portion ended, and a run that ended is left alone.
    """
    permission.require(actor, "serials.make", Scope())
    run = queries.get_run(session, run_id, lock=True)
    if run.ended_at is not None:
        return run
    _add(session, run, _random(min(PORTION, run.total - run.done), randbits))
    if run.done == run.total:
        run.ended_at = now
        _tell(session, actor, run, now, products.get(session, run.product_id).enterprise_id)
    return run


def _random(count: int, randbits: Callable[[int], int]) -> list[str]:
    return [identifiers.random_serial(randbits(BITS)) for _ in range(count)]


def _add(session: Session, run: SerialRun, serials: Sequence[str]) -> None:
    """The unique key decides between two who register one serial at once."""
    rows = [{"product_id": run.product_id, "serial": each, "run_id": run.id, "lot_id": run.lot_id, "registered_at": run.registered_at} for each in serials]
    try:
        with session.begin_nested():
            for start in range(0, len(rows), PORTION):
                session.execute(insert(Serial), rows[start : start + PORTION])
    except IntegrityError:
        raise Conflict("serials_taken_meanwhile") from None
    run.done += len(serials)


def _check_lot(session: Session, product_id: int, lot_id: int | None) -> None:
    if lot_id is not None and queries.get_lot(session, lot_id).product_id != product_id:
        raise NotFound("not_found")


def _tell(session: Session, actor: Actor, run: SerialRun, now: datetime, enterprise_id: int) -> None:
    """Only how many: a list of serials in a public log would be a list for counterfeiters."""
    audit.record(session, actor, "serials.registered", run, at=now, enterprise_id=enterprise_id, count=run.total)
    lot = queries.get_lot(session, run.lot_id).lot if run.lot_id is not None else ""
    ledger.record(session, "serials.registered", "product", products.code_of(session, run.product_id), {"count": run.total, "lot": lot}, at=now)
