"""Settings: from the environment only, explained on one page, nonsense refused with a sentence."""

import dataclasses
import re
import stat
from pathlib import Path

import pytest

from registry.settings import Settings, SettingsError
from tests.architecture.sources import ROOT

FIELDS = dataclasses.fields(Settings)
NONSENSE = {
    "DATABASE_URL": "mysql://localhost/registry",
    "FILES_URL": "ftp://files.example",
    "SECRET_KEY": "too short",
    "PUBLIC_URL": "registry.example",
    "BIND": "8000",
    "THREADS": "16",
    "TRUSTED_PROXIES": "-1",
    "DEMONSTRATION": "perhaps",
    "OPERATOR_DIVISION": "三门县",
    "MAILER_URL": "sendmail:",
    "MAIL_FROM": "the registry",
    "RATE_LIMIT_URL": "somewhere",
    "SMS_URL": "ftp://gateway.example",
    "PASSWORD_COST": "none",
    "SESSION_DAYS": "a fortnight",
    "SESSION_IDLE_HOURS": "0",
    "BUREAU_SECOND_FACTOR": "2",
    "RATE_LIMITS": "many",
    "TEXT_REQUIRED": "law",
    "CORRECTION_DAYS": "31",
    "SEARCH_URL": "ftp://search.example",
    "SEARCH_INDEX": "Registry",
    "SEARCH_SHARDS": "0",
    "SEARCH_REPLICAS": "11",
    "SEARCH_SECONDS": "0",
    "LOG_LEVEL": "loud",
    "WORKER_SECONDS": "nan",
}


def _documented() -> dict[str, tuple[str, str]]:
    """Variable to default and meaning, as docs/settings.md says."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    assert len(rows) == len({name for name, _, _ in rows})
    return {name: (default, meaning) for name, default, meaning in rows}


def _said(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return "(empty)" if default == "" else f"`{default}`"


def test_the_page_explains_every_setting_with_its_default() -> None:
    assert _documented() == {each.name.upper(): (_said(each.default), each.metadata["meaning"]) for each in FIELDS}


def test_an_empty_environment_means_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env({each.name.upper(): " " for each in FIELDS}) == Settings()


def test_every_kind_of_value_is_read_from_the_environment() -> None:
    read = Settings.from_env({"THREADS": "8", "WORKER_SECONDS": "0.5", "DEMONSTRATION": "Yes", "RATE_LIMITS": "off", "OPERATOR_DIVISION": "331022", "PUBLIC_URL": "https://registry.example"})
    assert (read.threads, read.worker_seconds, read.demonstration, read.rate_limits, read.operator_division, read.https) == (8, 0.5, True, False, "331022", True)


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_with_a_sentence_that_names_the_variable(name: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({name: NONSENSE[name]})
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")


@pytest.mark.parametrize("url", ["smtp://", "smtp://mail.example:many", "file:", "file:///", "mail.example", "print"])
def test_a_mailer_is_printed_filed_or_a_server_with_a_readable_port(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^MAILER_URL must be print:, file:FOLDER, smtp://host or smtps://host\.$"):
        Settings.from_env({"MAILER_URL": url})


@pytest.mark.parametrize("url", ["https://registry.example/path", "https://registry.example?x=1", "javascript:alert(1)", "https://"])
def test_the_public_address_is_a_host_without_a_path(url: str) -> None:
    with pytest.raises(SettingsError):
        Settings.from_env({"PUBLIC_URL": url})


def test_a_signing_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(secret_file=str(tmp_path / "data" / "secret_key"))
    key = settings.signing_key()
    assert len(key) >= 32
    assert settings.signing_key() == key
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert Settings(secret_key="k" * 32).signing_key() == "k" * 32
