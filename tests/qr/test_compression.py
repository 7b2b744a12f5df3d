"""Compressed links come apart as others put them together."""

import pytest
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as KNOWN
from hypothesis import given
from hypothesis import strategies as st

from qr import application_formats, compression
from qr.bits import BASE64, Bits, Truncated

G = "09520000000011"


@pytest.mark.parametrize(
    ("segment", "address"),
    [
        # made by the Python port of GS1's own toolkit (gs1-compression 0.1.3)
        ("ARFRGG_AFg", f"/01/{G}"),
        ("ARFRGG_AFiAQTUpAg", f"/01/{G}/10/20261122"),
        ("ARFRGG_AFiDEXqQsSWpEhFQ", f"/01/{G}/22/2A/10/L1/21/S1"),
        ("ARFRGG_AFiEJhX4ko", f"/01/{G}/10/a%2Fb%25"),
        ("ARFRGG_AFkLS024GIL9_q", f"/01/{G}/21/abcDEF-_1"),
        ("ARFRGG_AFiCRvVt93i6Eb-QlG9W33e", f"/01/{G}/10/DEADBEEF/21/deadbeef?17=271231"),
        ("ARFRGG_AFkIGA_iJYp5E8qXmDpip", f"/01/{G}/21/007?linkType=pip"),
        ("ARFRGG_AFmIGABhg", f"/01/{G}?3103=000195"),
        ("ARFRGG_AFiDIWcn2Ln-N5yRIBjuAGTdIJaA", f"/01/{G}/10/LOT7?17=261231&3922=0199&7003=2611221200"),
        ("ARHKVAdpQg", "/01/09780345418913"),
        # made by epcpy 0.1.8
        ("eh3036451fd40c0e4000001267", "/01/09521141123454/21/4711"),
        ("eh3023769e7cc0043fffffffff", f"/01/{G}/21/274877906943"),
        ("eh303ba1b01ab3f04000000000", "/01/79520000000010/21/0"),
        ("eh3636451fd40c0e70e2c6be2458c956b9000000000000000000", "/01/09521141123454/21/abc%2FDEF%25-9"),
    ],
)
def test_a_compressed_link_is_what_it_was_made_from(segment: str, address: str) -> None:
    assert compression.expand(segment) == address


def packed(*fields: tuple[int, int]) -> str:
    """Numbers with their widths in bits, as base 64."""
    bits = "".join(f"{number:0{width}b}" for number, width in fields)
    bits += "0" * (-len(bits) % 6)
    return "".join(BASE64[int(bits[place : place + 6], 2)] for place in range(0, len(bits), 6))


def test_one_byte_may_stand_for_several_identifiers() -> None:
    assert compression.expand(packed((0x0B, 8), (int(G), 47), (2, 3), (3, 5), (0xABC, 12))) == f"/01/{G}/10/ABC"
    assert compression.expand(packed((0x0C, 8), (int(G), 47), (0, 3), (4, 5), (42, 14))) == f"/01/{G}/21/0042"


def test_all_but_the_gtin_may_be_compressed() -> None:
    assert compression.expand_after(G, packed((0x10, 8), (4, 3), (2, 5), (ord("a"), 7), (ord("/"), 7))) == f"/01/{G}/10/a%2F"
    assert compression.expand_after(G, "A") is None
    assert compression.expand_after(G, "10") is None


DIGITS = [(int(digit), 4) for digit in G]


def test_the_newer_tags_hold_digits_serial_and_a_date() -> None:
    plus = ((0xF7, 8), (0, 4), *DIGITS)
    assert compression.expand("ex" + packed(*plus, (0, 3), (4, 5), (42, 14))) == f"/01/{G}/21/0042"
    assert compression.expand("ex" + packed(*plus, (1, 3), (2, 5), (0xAB, 8))) == f"/01/{G}/21/AB"
    assert compression.expand("ex" + packed(*plus, (2, 3), (2, 5), (0xAB, 8))) == f"/01/{G}/21/ab"
    assert compression.expand("ex" + packed(*plus, (3, 3), (2, 5), (0, 6), (63, 6))) == f"/01/{G}/21/A_"
    assert compression.expand("ex" + packed(*plus, (4, 3), (1, 5), (ord("%"), 7))) == f"/01/{G}/21/%25"
    assert compression.expand("ex" + packed(*plus, (5, 3), (3, 5), (1 * 1600 + 2 * 40 + 3 + 1, 16))) == f"/01/{G}/21/ABC"
    dated = ((0xFB, 8), (0, 4), (4, 4), (27, 7), (12, 4), (31, 5), *DIGITS)
    assert compression.expand("ex" + packed(*dated, (0, 3), (1, 5), (7, 4))) == f"/01/{G}/21/7?17=271231"


@pytest.mark.parametrize("segment", ["", "robots-txt", "wp-login_php", "AAAAAAAAAAAA", "eh30", "ex0000000000", "ehf7", "eh3f36451fd40c0e4000001267", "eh" + "f" * 40, "_" * 40, "A" * 1001, "批批批批批批批批批批"])
def test_what_is_no_compressed_trade_item_is_none(segment: str) -> None:
    assert compression.expand(segment) is None


@given(st.text(st.sampled_from(BASE64), min_size=1, max_size=80), st.sampled_from(["", "AR", "AQ", "DB", "8", "eh", "ex", "ex9"]))
def test_any_segment_at_all_comes_apart_or_not(segment: str, start: str) -> None:
    for address in (compression.expand(start + segment), compression.expand_after(G, segment)):
        assert address is None or address.startswith("/01/")


def test_the_formats_agree_with_an_independent_table_of_application_identifiers() -> None:
    newer = {name for name in KNOWN if not application_formats.parts(name)}
    wrong = {}
    for name, known in KNOWN.items():
        ours = application_formats.parts(name)
        if name not in newer and sum(part.most for part in ours) != _longest(known.format):
            wrong[name] = (known.format, ours)
        if name not in newer:
            assert application_formats.length(name[:2]) == len(name)
    assert wrong == {}
    assert {"01", "10", "17", "21", "22", "235", "3103", "7003"}.isdisjoint(newer)
    assert all(len(name) == 4 or name == "03" for name in newer)


def _longest(written: str) -> int:
    """The most characters that a format such as N2+N13[+X..17] allows behind the identifier."""
    return sum(int(part.strip("[]+").lstrip("NXYZ").removeprefix("..")) for part in written.split("+")[1:])


def test_bits_do_not_reach_beyond_their_end() -> None:
    bits = Bits.of_base64("_")
    assert bits.number(6) == 63
    with pytest.raises(Truncated):
        bits.number(1)
