"""`registry codes` at a terminal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from public_site.cli import main
from registry.actions import lots, scan_codes
from registry.db import Database
from registry.legal_time import legal_day
from registry.models import Lot, Serial
from registry.queries import products
from tests.factories import people
from tests.factories.products import BITS, gtin, registered

Registry = Callable[..., Result]
NUMBER = gtin()


@pytest.fixture
def registry(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Type `registry ...` in a terminal."""
    for name, value in {"DATABASE_URL": database_url, "FILES_URL": str(tmp_path / "files"), "SECRET_KEY": "tests-only-" + "k" * 32}.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def printed(database: Database, now: datetime) -> tuple[str, str]:
    """The revoked code and the standing code of a product with a GTIN and a lot."""
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        editor = people.member(session, now, firm)
        product = registered(session, now, editor, firm, gtin=NUMBER)
        lots.register(session, actor=editor, product_id=product.id, lot="L1", produced_on=legal_day(now), now=now)
        old = scan_codes.revoke(session, actor=editor, code=products.code_of(session, product.id), reason="印错", now=now).code
        return old, scan_codes.issue(session, actor=editor, product_id=product.id, now=now, randbits=BITS).code


def test_a_code_or_gtin_is_shown_with_every_code_of_its_product(registry: Registry, printed: tuple[str, str]) -> None:
    for typed in (*printed, NUMBER):
        said = registry("codes", "show", typed)
        assert said.exit_code == 0, said.output
        assert "夹织物芯输送带" in said.output
        assert f"{printed[0]:12} issued 2026-11-20, revoked 2026-11-20: 印错" in said.output
        assert f"{printed[1]:12} issued 2026-11-20\n" in said.output


def test_an_unknown_code_is_a_sentence(registry: Registry, printed: tuple[str, str]) -> None:
    said = registry("codes", "show", "U000000000")
    assert (said.exit_code, said.output) == (1, "Error: U000000000 is not registered.\n")


def test_serials_are_printed_or_made_by_a_job(registry: Registry, database: Database, printed: tuple[str, str]) -> None:
    said = registry("codes", "serials", NUMBER, "5", "--lot", "L1")
    assert said.exit_code == 0, said.output
    with database.reading() as session:
        assert sorted(said.output.split()) == sorted(each.serial for each in session.query(Serial).filter_by(lot_id=session.query(Lot).one().id))
    assert "makes them" in registry("codes", "serials", NUMBER, "1001").output
    assert registry("codes", "serials", NUMBER, "5", "--lot", "l1").output == "Error: The product has no lot l1.\n"
    assert registry("codes", "serials", NUMBER, "0").exit_code == 2
