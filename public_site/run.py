"""Processes: the web server, the worker, and both together with `registry run`."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from http.client import HTTPException
from urllib.request import urlopen

import click
from flask import Flask

from public_site import logs, worker
from registry.settings import Settings

PATIENCE = 20  # seconds that a child gets to end by itself; the web server kills requests after 10
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
EVERY_ADDRESS = ("0.0.0.0", "[::]")  # noqa: S104 - compared with BIND, not bound to


def application() -> Flask:
    """The web application of a server process; granian calls it by name."""
    from public_site.app import create_app  # the worker has no need of every page

    settings = Settings.from_env()
    logs.configure(settings.log_level)
    return create_app(settings)


def web(settings: Settings) -> None:
    """Answer requests until told to stop; requests under way get 10 seconds to finish.

    There is no access log: it would hold readers' addresses. TRUSTED_PROXIES is read by the application itself.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    host, _, port = settings.bind.rpartition(":")
    Granian(
        "public_site.run:application", factory=True, interface=Interfaces.WSGI, address=host.strip("[]"), port=int(port),
        workers=1, blocking_threads=settings.threads, workers_kill_timeout=10, log_access=False, log_level=LogLevels(settings.log_level), websockets=False,
    ).serve()


def work(settings: Settings) -> None:
    """Do jobs until told to stop; the job at hand is finished first."""
    logs.configure(settings.log_level)
    stop = stopped_by_signals()
    bench = worker.bench(settings)
    try:
        worker.run(bench, stop)
    finally:
        bench.database.close()


def both(settings: Settings, announce: Callable[[], None]) -> int:
    """Start web and worker, `announce` when the web answers, stop both together.

    Returns 0 when told to stop, 1 when either ended by itself.
    """
    stop = stopped_by_signals()
    # Sessions of their own, so that Ctrl-C reaches this process alone and both are stopped in good order.
    children = {name: subprocess.Popen([sys.executable, "-m", "public_site.cli", name], start_new_session=True) for name in ("web", "worker")}
    announced = False
    try:
        while not stop.is_set() and all(child.poll() is None for child in children.values()):
            if not announced and _answers(settings):
                announced = True
                announce()
            stop.wait(0.1)
        ended = [name for name, child in children.items() if child.poll() is not None]
    finally:
        _end(children.values())
    if stop.is_set():
        return 0
    click.echo(f"Stopped, since the {' and the '.join(ended)} process ended by itself.", err=True)
    return 1


def stopped_by_signals() -> threading.Event:
    """An event that Ctrl-C, SIGTERM and a closed terminal set."""
    stop = threading.Event()
    for each in STOPS:
        signal.signal(each, lambda *_: stop.set())
    return stop


def _answers(settings: Settings) -> bool:
    host, _, port = settings.bind.rpartition(":")
    try:
        with urlopen(f"http://{'127.0.0.1' if host in EVERY_ADDRESS else host}:{port}/health/ready", timeout=1):
            return True
    except (OSError, HTTPException):
        return False


def _end(children: Iterable[subprocess.Popen[bytes]]) -> None:
    waiting = list(children)
    for child in waiting:
        child.terminate()
    for child in waiting:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
