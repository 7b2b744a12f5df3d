"""Links are composed and read as GS1 Digital Link says, which independent programs (biip, python-stdnum) confirm."""

import string
from urllib.parse import quote

import pytest
from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from qr import links
from qr.links import GtinLink, Malformed, ShortLink
from registry.rules import gtin as gtin_rules
from registry.rules import scan_code
from registry.rules.application_identifiers import CHARACTERS

HOST = "https://bz.cn"
GTIN = "06901234567892"
GTINS = st.integers(0, 10**13 - 1).map(lambda number: f"{number:013d}").map(lambda digits: digits + gtin_rules.check_digit(digits))
VALUES = st.text(st.sampled_from(sorted(CHARACTERS)), min_size=1, max_size=20)
OPTIONAL = st.just("") | VALUES
SHORT_CODES = st.integers(0, 2**scan_code.BITS - 1).map(scan_code.encode)
KEYS = st.sampled_from(["22", "10", "21", "235", "17", "99", "x", ""])


def by_biip(path: str) -> dict[str, str] | None:
    """Identifier to value as the other parser reads them, None when it refuses or the check digit is wrong, which it does not see in every GTIN."""
    try:
        read = {each.ai.ai: each.value for each in GS1DigitalLinkURI.parse(HOST + path).element_strings}
    except ParseError:
        return None
    return read if ean.is_valid(read["01"]) else None


def named(link: GtinLink) -> dict[str, str]:
    return {"01": link.gtin} | dict(link.qualifiers)


@given(GTINS, OPTIONAL, OPTIONAL, OPTIONAL)
def test_what_is_printed_is_read_alike_here_and_by_an_independent_parser(gtin: str, variant: str, lot: str, serial: str) -> None:
    printed = links.gtin_link(HOST, gtin, variant, lot, serial)
    assert printed.startswith("HTTPS://BZ.CN/01/")
    path = printed.removeprefix("HTTPS://BZ.CN")
    link = links.parse(path)
    assert link == GtinLink(gtin, variant, lot, serial)
    assert by_biip(path) == named(link)
    assert link.path == path


@given(GTINS, st.lists(st.tuples(KEYS, VALUES), max_size=4), st.booleans())
def test_links_put_together_at_random_are_judged_as_the_independent_parser_judges_them(gtin: str, pairs: list[tuple[str, str]], right: bool) -> None:
    digits = gtin if right else gtin[:-1] + str((int(gtin[-1]) + 1) % 10)
    path = f"/01/{digits}" + "".join(f"/{key}/{quote(value, safe='')}" for key, value in pairs)
    ours, theirs = links.parse(path), by_biip(path)
    keys = [key for key, _ in pairs]
    if theirs is not None and "235" in keys and len(keys) > 1:
        assert ours is Malformed.QUALIFIER_ORDER  # GS1's syntax dictionary has 235 alone; that parser takes it after others
    else:
        assert (named(ours) if isinstance(ours, GtinLink) else None) == theirs


@given(SHORT_CODES)
def test_a_short_code_is_read_in_either_case_and_width(code: str) -> None:
    printed = links.short_link(HOST + "/", code)
    assert printed == f"HTTPS://BZ.CN/D/{code}"
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for path in (f"/D/{code}", f"/d/{code.lower()}", f"/D/{code}/", f"/d/{quote(full_width)}"):
        assert links.parse(path) == ShortLink(code)


@given(SHORT_CODES, st.integers(0, 9), st.sampled_from(scan_code.ALPHABET))
def test_a_short_code_with_one_wrong_symbol_is_malformed(code: str, place: int, other: str) -> None:
    typed = code[:place] + other + code[place + 1 :]
    assert links.parse(f"/D/{typed}") == (ShortLink(code) if typed == code else Malformed.SHORT_CODE)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/01", Malformed.GTIN_LENGTH),
        ("/01/", Malformed.GTIN_LENGTH),
        ("/01/6901234567892", Malformed.GTIN_LENGTH),
        ("/01/006901234567892", Malformed.GTIN_LENGTH),
        ("/01/06901234567893", Malformed.GTIN_CHECK_DIGIT),
        ("/01/0690123456789X", Malformed.GTIN_DIGITS),
        ("/01/" + quote("０６９０１２３４５６７８９２"), Malformed.GTIN_DIGITS),
        (f"/01/{GTIN}/21/S/10/L", Malformed.QUALIFIER_ORDER),
        (f"/01/{GTIN}/10/L/10/L", Malformed.QUALIFIER_ORDER),
        (f"/01/{GTIN}/22/V/235/T", Malformed.QUALIFIER_ORDER),
        (f"/01/{GTIN}/17/271231", Malformed.QUALIFIER_UNKNOWN),
        (f"/01/{GTIN}/lot/L", Malformed.QUALIFIER_UNKNOWN),
        (f"/01/{GTIN}//", Malformed.QUALIFIER_UNKNOWN),
        (f"/01/{GTIN}/10", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10//21/S", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10/{'L' * 21}", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10/%20", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10/{quote('批')}", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10/%C0%AF", Malformed.QUALIFIER_VALUE),
        (f"/01/{GTIN}/10/100%", Malformed.ESCAPE),
        (f"/01/{GTIN}/10/%zz", Malformed.ESCAPE),
        ("/D/", Malformed.SHORT_CODE),
        ("/D/0/0", Malformed.SHORT_CODE),
        ("/gtin/" + GTIN, Malformed.NO_LINK),
        ("/", Malformed.NO_LINK),
        ("", Malformed.NO_LINK),
    ],
)
def test_a_malformed_link_says_why(path: str, reason: Malformed) -> None:
    assert links.parse(path) is reason


def test_lots_are_kept_exactly_after_one_decoding() -> None:
    assert links.parse(f"/01/{GTIN}/10/%2541%2FaB/") == GtinLink(GTIN, lot="%41/aB")
    assert links.parse(f"/01/{GTIN}/10/ab") != links.parse(f"/01/{GTIN}/10/AB")
    assert links.parse(f"/01/{GTIN}/235/T%2B1") == GtinLink(GTIN, third_party="T+1")


def test_levels_lead_from_the_trade_item_to_what_was_asked_for() -> None:
    link = GtinLink(GTIN, lot="L/1", serial="S")
    assert [each.path for each in link.levels] == [f"/01/{GTIN}", f"/01/{GTIN}/10/L%2F1", f"/01/{GTIN}/10/L%2F1/21/S"]


@given(GTINS, OPTIONAL, OPTIONAL, OPTIONAL)
def test_a_path_that_the_server_decoded_still_has_the_printed_link_among_its_readings(gtin: str, variant: str, lot: str, serial: str) -> None:
    link, decoded = GtinLink(gtin, variant, lot, serial), "".join(f"/{key}/{value}" for key, value in (("22", variant), ("10", lot), ("21", serial)) if value)
    read = list(links.readings(f"/01/{gtin}{decoded}"))
    assert len(read) <= links.READINGS_AT_MOST
    if not any("/" in value for value in (variant, lot, serial)):
        assert read[0] == link
    elif decoded.count("/") <= 5 and not decoded.endswith("/"):
        assert link in read


def test_a_date_as_a_lot_is_read_again_although_the_server_decoded_its_slashes() -> None:
    assert list(links.readings(f"/01/{GTIN}/10/2026/10/21")) == [Malformed.QUALIFIER_ORDER, GtinLink(GTIN, lot="2026/10/21")]
    assert list(links.readings(f"/01/{GTIN}/10/2026/21/5")) == [GtinLink(GTIN, lot="2026", serial="5"), GtinLink(GTIN, lot="2026/21/5")]
    assert list(links.readings(f"/01/{GTIN}/10/L")) == [GtinLink(GTIN, lot="L")]
    assert list(links.readings(f"/01/{GTIN}/10/A/B")) == [GtinLink(GTIN, lot="A/B")]
    assert list(links.readings(f"/01/{GTIN}/10/L/lot/{'L' * 20}")) == [Malformed.QUALIFIER_UNKNOWN]


@given(st.text() | st.text(string.printable) | st.binary().map(lambda octets: octets.decode("latin-1")), st.sampled_from(["", "/01/", f"/01/{GTIN}/", f"/01/{GTIN}/10/", "/D/"]))
def test_any_text_at_all_is_a_link_or_malformed(text: str, start: str) -> None:
    assert isinstance(links.parse(start + text), (GtinLink, ShortLink, Malformed))
    for each in links.readings(start + text):
        assert isinstance(each, (GtinLink, ShortLink, Malformed))
