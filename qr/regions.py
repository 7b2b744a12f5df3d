"""Where in the country an address lies, by a table that the operator supplies; the registry ships none and asks nobody.

The file is CSV, one network a line: network (CIDR, IPv4 or IPv6), division code (GB/T 2260). Networks may overlap: the
longest prefix wins. An IPv4 address that comes mapped into IPv6 (RFC 4291, 2.5.5.2) is looked up as IPv4.
"""

import csv
import ipaddress
import socket
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from registry.reference import divisions
from registry.settings import SettingsError

UNKNOWN: Final = "unknown"
HEAD: Final = ("network", "division")
"""The words of a first line that names the columns; it may be left out."""
_MAPPED: Final = bytes(10) + b"\xff\xff"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Regions:
    """The table as intervals without overlap, one list for each length of address; asked with one bisection."""

    def __init__(self, networks: Iterable[tuple[Network, str]] = ()) -> None:
        by_octets: dict[int, list[tuple[int, int, str]]] = {4: [], 16: []}
        for network, code in networks:
            by_octets[network.max_prefixlen // 8].append((int(network.network_address), network.prefixlen, code))
        self._tables = {octets: _intervals(sorted(given), octets) for octets, given in by_octets.items()}

    def of(self, address: str) -> str:
        """The division code of an address, `unknown` for one that no network holds and for what is no address."""
        try:
            packed = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
        except (OSError, ValueError):  # ValueError: characters that no address has
            return UNKNOWN
        if packed.startswith(_MAPPED):
            packed = packed[12:]
        starts, codes = self._tables[len(packed)]
        return codes[bisect_right(starts, packed) - 1]


def read(path: str) -> Regions:
    """The table in the file that REGIONS_FILE names; without one every region is unknown.

    Raises SettingsError with one sentence that names the first line that makes no sense.
    """
    return Regions(_networks(path)) if path else Regions()


def _networks(path: str) -> Iterable[tuple[Network, str]]:
    seen: dict[Network, tuple[str, int]] = {}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                row = [each.strip() for each in cells]
                if any(row) and not (reader.line_num == 1 and tuple(row) == HEAD):
                    network, code = _row(row, reader.line_num)
                    earlier = seen.setdefault(network, (code, reader.line_num))
                    if earlier[0] != code:
                        raise _nonsense(reader.line_num, f"{network} already belongs to {earlier[0]} in line {earlier[1]}")
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        reason = broken.strerror if isinstance(broken, OSError) else "it is no CSV text in UTF-8"
        raise SettingsError(f"REGIONS_FILE cannot be read: {reason}.") from None
    return ((network, code) for network, (code, _line) in seen.items())


def _row(row: list[str], line: int) -> tuple[Network, str]:
    if len(row) != 2:
        raise _nonsense(line, "a line holds a network and a division code")
    try:
        network = ipaddress.ip_network(row[0])
    except ValueError:
        raise _nonsense(line, f"{row[0]!r} is no network such as 192.0.2.0/24 or 2001:db8::/32") from None
    if divisions.find(row[1]) is None:
        raise _nonsense(line, f"{row[1]!r} is no division code such as 331022")
    return network, row[1]


def _nonsense(line: int, reason: str) -> SettingsError:
    return SettingsError(f"REGIONS_FILE, line {line}: {reason}.")


def _intervals(networks: list[tuple[int, int, str]], octets: int) -> tuple[list[bytes], list[str]]:
    """Where each interval starts, and its code, from (first address, length of the prefix, code) in order.

    Networks either nest or lie apart, so a stack of those still open is enough.
    """
    starts, codes = [bytes(octets)], [UNKNOWN]
    bits = 8 * octets
    still_open = [(1 << bits, UNKNOWN)]

    def begin(at: int, code: str) -> None:
        if at >> bits or codes[-1] == code:
            return
        packed = at.to_bytes(octets, "big")
        if starts[-1] == packed:
            codes[-1] = code
        else:
            starts.append(packed)
            codes.append(code)

    for first, prefix, code in networks:
        while still_open[-1][0] <= first:
            ended, _code = still_open.pop()
            begin(ended, still_open[-1][1])
        still_open.append((first + (1 << bits - prefix), code))
        begin(first, code)
    while len(still_open) > 1:
        ended, _code = still_open.pop()
        begin(ended, still_open[-1][1])
    return starts, codes
