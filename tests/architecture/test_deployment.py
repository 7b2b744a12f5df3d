"""Image and compose file, as far as they can be judged without a Docker engine."""

import dataclasses
import re
from typing import Any

import pytest
import yaml

from registry.settings import Settings
from tests.architecture.sources import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SETTINGS = {each.name.upper() for each in dataclasses.fields(Settings)}


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_that_stays_has_a_health_check(service: str) -> None:
    check = SERVICES[service]["healthcheck"]
    ends = SERVICES[service]["restart"] == "no"
    assert check == {"disable": True} if ends else check["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("service", SERVICES)
def test_secrets_come_from_outside_and_have_no_default(service: str) -> None:
    environment = SERVICES[service].get("environment", {})
    secret = {name: value for name, value in environment.items() if re.search("PASSWORD|SECRET|KEY|TOKEN", name)}
    assert [name for name, value in secret.items() if not re.fullmatch(r"\$\{\w+:(\?.+|-)\}", value)] == []
    assert [value for value in environment.values() if re.search(r"://[^/:]*:[^/$][^/]*@", value)] == []


def test_compose_names_only_settings_that_exist() -> None:
    assert sorted(set(SERVICES["web"]["environment"]) - SETTINGS) == []
    image = set(re.findall(r"^ {4}([A-Z_]+)=", DOCKERFILE, re.MULTILINE)) - {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    assert sorted(image - SETTINGS) == []


def test_what_is_asked_for_in_env_is_described() -> None:
    asked = set(re.findall(r"\$\{(\w+):", (ROOT / "docker-compose.yml").read_text())) - {"ES_JAVA_OPTS"}
    described = (ROOT / "docs/deploy.md").read_text()
    assert sorted(name for name in asked if f"`{name}`" not in described) == []


def test_every_volume_network_and_neighbour_is_declared() -> None:
    for service in SERVICES.values():
        named = {volume.split(":")[0] for volume in service["volumes"] if not volume.startswith((".", "$"))} if "volumes" in service else set()
        assert named <= set(COMPOSE["volumes"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_the_image_installs_by_hash_and_does_not_run_as_root() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["registry"]
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, re.MULTILINE)


def test_every_file_that_the_image_copies_exists_and_is_let_through() -> None:
    copied = [part for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for part in line.split()]
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert [part for part in copied if not (ROOT / part).exists()] == []
    assert sorted(set(copied) ^ let_through) == []


def test_the_proxy_writes_down_nothing_about_readers() -> None:
    proxy = (ROOT / "docs/deploy/nginx.conf").read_text()
    written = "".join(re.findall(r"log_format[^;]+;", proxy))
    assert written
    assert not re.search(r"remote|forwarded|cookie|uri|args|request\b(?!_)|agent|referer", written)
    assert set(re.findall(r"access_log (\S+?)[ ;]", proxy)) == {"/dev/stdout", "off"}


def test_printed_links_pass_the_proxy_without_its_cache_so_that_each_scan_is_counted_and_none_waits() -> None:
    proxy = (ROOT / "docs/deploy/nginx.conf").read_text()
    uncached = {pattern: block for pattern, block in re.findall(r"location ~\* (\S+) \{(.*?)\n        \}", proxy, re.DOTALL) if "proxy_cache" not in block}
    for address in ("/01/09520001000010", "/D/013Z8HG2CR", "/d/013z8hg2cr", "/p/013Z8HG2CR/report", "/reports", "/account/sign-in", "/console", "/regulator/cases/1"):
        assert [pattern for pattern in uncached if re.search(pattern, address, re.IGNORECASE)], address
    for address in ("/p/013Z8HG2CR", "/p/013Z8HG2CR/code.svg", "/", "/static/css/answer.css", "/enterprises/9133"):
        assert not [pattern for pattern in uncached if re.search(pattern, address, re.IGNORECASE)], address
    assert "proxy_cache_convert_head off;" in proxy  # elsewhere too: a compressed link may be asked for by HEAD
