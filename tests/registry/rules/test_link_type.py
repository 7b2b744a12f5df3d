"""A typed link is shown to everybody, so whatever is accepted must be a plain web address to every reader of it."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import link_type

PIECES = st.sampled_from([
    "https:", "http:", "javascript:", "data:", "vbscript:", "JaVaScRiPt:", "//", "/", "\\", "@", ":", "?", "#", "%", "%0d%0a", "\t", "\n", "\r\n", " ", "\x00", "\u202e", "\u200b",
    "example.com", "user:pass", "例子.中国", "[::1]", "127.0.0.1", "localhost", "alert(1)", "<script>", '"', "'", "\ud800", "．", "。", "℀", "xn--", "80", "99999", "%2F",
])  # fmt: skip
TYPED = st.lists(PIECES | st.text(max_size=3), max_size=8).map("".join) | st.text()
AS_A_BROWSER_READS = re.compile(r"(https?)://([a-z0-9.-]+)(:[0-9]{1,5})?(/[^?#]*)(\?[^#]*)?(#.*)?")


@given(TYPED | TYPED.map(lambda text: f"https://example.com/{text}") | TYPED.map(lambda text: f"https://{text}"))
def test_a_link_that_is_accepted_can_be_nothing_but_a_web_address(typed: str) -> None:
    if wrong := link_type.problems("gs1:pip", "说明书", typed, "").get("href"):
        assert wrong.startswith("href_")
        return
    written = link_type.address(typed)
    assert written.isascii()
    assert len(written) <= link_type.LONGEST_HREF
    assert not re.search(r"[\x00-\x20\x7f\\<>\"^`{|}]", written)
    seen = AS_A_BROWSER_READS.fullmatch(written)
    assert seen
    assert "." in seen[2]
    assert "@" not in urlsplit(written).netloc


@given(TYPED)
def test_cleaning_a_link_twice_changes_nothing(typed: str) -> None:
    if not link_type.problems("gs1:pip", "说明书", f"https://example.com/{typed}", ""):
        written = link_type.address(f"https://example.com/{typed}")
        assert link_type.address(written) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.com", "https://example.com/"),
        (" HTTPS://Example.COM/A?b=c#d ", "https://example.com/A?b=c#d"),
        ("https://example.com:8443/说明书.pdf", "https://example.com:8443/%E8%AF%B4%E6%98%8E%E4%B9%A6.pdf"),
        ("https://例子.中国/", "https://xn--fsqu00a.xn--fiqs8s/"),
        ("http://8.8.8.8/manual", "http://8.8.8.8/manual"),
    ],
)
def test_an_address_is_written_as_it_travels(typed: str, written: str) -> None:
    assert link_type.address(typed) == written
    assert unquote(written)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "href_missing"),
        ("https://example.com/" + "a" * 1000, "href_too_long"),
        ("https://example.com/" + "说" * 500, "href_too_long"),
        ("javascript:alert(1)", "href_scheme"),
        ("java\tscript:alert(1)", "href_characters"),
        ("data:text/html,x", "href_scheme"),
        ("//example.com", "href_scheme"),
        ("https:example.com", "href_scheme"),
        ("ftp://example.com", "href_scheme"),
        ("https://bank.example@evil.example/", "href_credentials"),
        ("https://user:secret@example.com/", "href_credentials"),
        ("https:///path", "href_host"),
        ("https://localhost/", "href_host"),
        ("https://127.0.0.1/", "href_host"),
        ("https://[::1]/", "href_host"),
        ("https://example.com:99999/", "href_host"),
        ("https://exam\u200bple.com/", "href_characters"),
        ("https://example.com\\@evil.example", "href_characters"),
        ("https://-a.com/", "href_host"),
    ],
)
def test_what_is_wrong_with_an_address_is_named(typed: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        link_type.address(typed)


def test_every_wrong_field_is_named_at_once() -> None:
    assert link_type.problems("gs1:registryEntry", " ", "ftp://x", "fr") == {"link_type": "link_type_unknown", "title": "required", "language": "choose_one", "href": "href_scheme"}
    assert link_type.problems("gs1:pip", "说" * 101, "https://example.com/", "") == {"title": "link_title_too_long"}


def test_what_the_registry_says_itself_is_no_enterprises_to_say() -> None:
    assert link_type.RESERVED.isdisjoint(link_type.LINK_TYPES)
    assert {"gs1:registryEntry", "gs1:verificationService", "gs1:defaultLink"} <= link_type.RESERVED
