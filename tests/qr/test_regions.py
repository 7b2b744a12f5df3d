"""The operator's table of regions, held against Python's ipaddress asked network by network."""

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr import regions
from qr.regions import UNKNOWN, Network, Regions
from registry.settings import SettingsError

CODES = ("331022", "331000", "330000", "110101", "440303")


def networks(version: int, bits: int) -> st.SearchStrategy[Network]:
    """Networks that often overlap: few bits differ, prefixes of every length."""
    few = st.one_of(st.integers(0, 15).map(lambda each: each << bits - 4), st.integers(0, 255), st.sampled_from((0, (1 << bits) - 1)), st.integers(0, (1 << bits) - 1))
    kind = ipaddress.IPv4Network if version == 4 else ipaddress.IPv6Network
    return st.builds(lambda number, prefix: kind((number, prefix), strict=False), few, st.integers(0, bits))


NETWORKS = st.one_of(networks(4, 32), networks(6, 128)).filter(lambda each: not _mapped(each.network_address))
TABLES = st.dictionaries(NETWORKS, st.sampled_from(CODES), max_size=12)


def _mapped(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None


def asked_one_by_one(table: dict[Network, str], address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    holding = [network for network in table if network.version == address.version and address in network]
    return table[max(holding, key=lambda each: each.prefixlen)] if holding else UNKNOWN


@given(TABLES, st.data())
def test_the_longest_prefix_wins_wherever_one_looks(table: dict[Network, str], data: st.DataObject) -> None:
    found = Regions(table.items())
    borders = [each + step for network in table for each in (network.network_address, network.broadcast_address) for step in (-1, 0, 1) if 0 <= int(each) + step < 1 << network.max_prefixlen]
    anywhere = data.draw(st.lists(st.ip_addresses(), max_size=5))
    for address in (*borders, *anywhere):
        if not _mapped(address):
            assert found.of(str(address)) == asked_one_by_one(table, address), address


@given(networks(4, 32), st.integers(0, 2**32 - 1))
def test_an_address_mapped_into_ipv6_is_the_same_reader(network: ipaddress.IPv4Network, number: int) -> None:
    found, address = Regions([(network, "331022")]), ipaddress.IPv4Address(number)
    assert found.of(f"::ffff:{address}") == found.of(str(address))


@given(st.one_of(st.text(), st.from_regex(r"[0-9.:]{1,20}")))
def test_what_is_no_address_lies_nowhere(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        everywhere = Regions([(ipaddress.ip_network("0.0.0.0/0"), "331022"), (ipaddress.ip_network("::/0"), "331022")])
        assert everywhere.of(text) == UNKNOWN


def written(folder: Path, text: str) -> str:
    path = folder / "regions.csv"
    path.write_bytes(text.encode("utf-8"))
    return str(path)


@pytest.mark.parametrize("head", ["", "network,division\n", "\ufeffnetwork,division\r\n", "\n\n"])
def test_a_file_is_read_with_or_without_its_first_line(tmp_path: Path, head: str) -> None:
    found = regions.read(written(tmp_path, f'{head}60.163.0.0/16,331000\n"60.163.7.0/24", 331022 \n\n2408:8000::/20,331022\n60.163.0.0/16,331000\n'))
    assert [found.of(each) for each in ("60.163.1.1", "60.163.7.255", "2408:8fff::1", "60.164.0.0")] == ["331000", "331022", "331022", UNKNOWN]


def test_without_a_file_every_region_is_unknown() -> None:
    assert regions.read("").of("60.163.1.1") == UNKNOWN


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("60.163.0.0/33,331022", "REGIONS_FILE, line 3: '60.163.0.0/33' is no network such as 192.0.2.0/24 or 2001:db8::/32."),
        ("60.163.0.1/16,331022", "REGIONS_FILE, line 3: '60.163.0.1/16' is no network such as 192.0.2.0/24 or 2001:db8::/32."),
        ("三门县,331022", "REGIONS_FILE, line 3: '三门县' is no network such as 192.0.2.0/24 or 2001:db8::/32."),
        ("60.163.0.0/16,999999", "REGIONS_FILE, line 3: '999999' is no division code such as 331022."),
        ("60.163.0.0/16", "REGIONS_FILE, line 3: a line holds a network and a division code."),
        ("60.163.0.0/16,331022,三门县", "REGIONS_FILE, line 3: a line holds a network and a division code."),
        ("10.0.0.0/8,331000", "REGIONS_FILE, line 3: 10.0.0.0/8 already belongs to 331022 in line 2."),
    ],
)
def test_a_line_that_makes_no_sense_is_named_in_one_sentence(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        regions.read(written(tmp_path, f"network,division\n10.0.0.0/8,331022\n{line}\nnonsense,too\n"))
    assert str(refused.value) == said


def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff\xfe")
    for name in ("nowhere.csv", "picture.csv", "."):
        with pytest.raises(SettingsError, match=r"^REGIONS_FILE cannot be read: .+\.$"):
            regions.read(str(tmp_path / name))
