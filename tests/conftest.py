"""Fixtures that every test may ask for; they live in tests/fixtures, one file per subject."""

import os

from hypothesis import HealthCheck, settings

from tests.fixtures import memory

pytest_plugins = [
    "tests.fixtures.honesty",
    "tests.fixtures.order",
    "tests.fixtures.quickening",
    "tests.fixtures.databases",
    "tests.fixtures.site",
    "tests.fixtures.browsing",
    "tests.fixtures.demo",
    "tests.fixtures.searching",
    "tests.fixtures.elasticsearch",
]

# A function-scoped fixture is fine under @given here: rules are pure, and databases are asked for by their own tests.
settings.register_profile("registry", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("registry")

if found := memory.folder():  # every commit of SQLite and of an index waits for the disk, and nobody reads these files afterwards
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(found))
