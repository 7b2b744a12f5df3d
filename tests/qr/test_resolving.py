"""What is answered to a link, for people and for programs, and what the linkset holds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from qr import linkset, resolving
from qr.links import GtinLink, Link, Malformed, ShortLink
from qr.resolving import Answer, Asked, Body
from registry.queries.resolving import NamedProduct, TypedLinkRow
from tests.qr.test_links import GTIN, GTINS, OPTIONAL, SHORT_CODES

ROOT = "https://bz.cn"
LINKSET = Draft7Validator(json.loads((Path(__file__).parent / "gs1_linkset_schema.json").read_text()))
ITEM = GtinLink(GTIN)
LOT = GtinLink(GTIN, lot="L/1")
PIECE = GtinLink(GTIN, lot="L/1", serial="S1")
PRODUCT = NamedProduct(
    "夹织物芯输送带",
    (
        TypedLinkRow("gs1:pip", "产品介绍", "https://maker.example/belt", "zh"),
        TypedLinkRow("gs1:pip", "About the belt", "https://maker.example/en/belt?from=code#top", "en"),
        TypedLinkRow("gs1:instructions", "使用说明", "https://maker.example/manual.pdf", ""),
        TypedLinkRow("gs1:safetyInfo", "安全一", "https://maker.example/1", ""),
        TypedLinkRow("gs1:safetyInfo", "安全二", "https://maker.example/2", ""),
        TypedLinkRow("gs1:support", "脚本", "javascript:alert(1)", ""),
    ),
)


@dataclass(frozen=True)
class Known:
    variant: bool = True
    lot: bool = True
    serial: bool = True
    code_id: int = 7
    code: str = "7ZK4M0QX5C"
    product_id: int = 3


def answer(link: Link | Malformed = ITEM, found: Known | None = Known(), **asked: str) -> Answer:
    return resolving.decide(ROOT + "/", Asked(**asked), link, found, lambda: PRODUCT)


def to(given: Answer) -> str:
    assert given.status == 307
    return dict(given.headers)["Location"]


def test_a_plain_scan_leads_to_the_answer_page_uncached_and_tells_where_the_linkset_is() -> None:
    given = answer(PIECE, accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", languages="zh-CN,zh;q=0.9")
    assert to(given) == "/p/7ZK4M0QX5C?lot=L%2F1&serial=S1"
    headers = dict(given.headers)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Link"] == f'<https://bz.cn/01/{GTIN}/10/L%2F1/21/S1?linkType=linkset>; rel="linkset"; type="application/linkset+json"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert given.scan
    assert given.body is Body.NONE
    assert to(answer(ShortLink("7ZK4M0QX5C"))) == "/p/7ZK4M0QX5C"


def test_the_query_string_is_passed_on_as_it_was_sent_and_cannot_leave_its_header() -> None:
    assert to(answer(query="17=271231;3103=000195&x")) == "/p/7ZK4M0QX5C?17=271231;3103=000195&x"
    assert to(answer(LOT, query="a=%0D%0AX&b=\r\nSet-Cookie:x\x00é")) == "/p/7ZK4M0QX5C?lot=L%2F1&a=%0D%0AX&b=%0D%0ASet-Cookie:x%00%E9"
    assert to(answer(query="linkType=gs1:pip&x=1", languages="en")) == "https://maker.example/en/belt?from=code&linkType=gs1:pip&x=1#top"


def test_an_unknown_lot_or_variant_walks_up_with_a_notice() -> None:
    assert to(answer(LOT, Known(lot=False))) == "/p/7ZK4M0QX5C?lot=L%2F1&notice=unknown_lot"
    assert to(answer(GtinLink(GTIN, variant="2A"), Known(variant=False))) == "/p/7ZK4M0QX5C?variant=2A&notice=unknown_variant"


@pytest.mark.parametrize(("link", "found"), [(PIECE, Known(serial=False)), (GtinLink(GTIN, third_party="T"), Known()), (ITEM, None), (ShortLink("7ZK4M0QX5C"), None)])
@pytest.mark.parametrize("asked", [{}, {"query": "linkType=linkset"}, {"query": "linkType=gs1:pip"}, {"accept": "application/linkset+json"}])
def test_what_is_not_registered_is_never_vouched_for(link: Link, found: Known | None, asked: dict[str, str]) -> None:
    given = answer(link, found, **asked)
    assert (given.status, given.body, given.scan) == (404, Body.UNKNOWN, False)


def test_a_malformed_link_is_a_bad_request() -> None:
    given = answer(Malformed.GTIN_CHECK_DIGIT, None)
    assert (given.status, given.body) == (400, Body.MALFORMED)


@pytest.mark.parametrize("asked", [{"query": "linkType=linkset"}, {"query": "x=1&linkType=all"}, {"accept": "application/linkset+json"}, {"accept": "Application/Linkset+JSON, */*;q=0.5"}])
def test_the_linkset_is_given_to_who_asks_for_it(asked: dict[str, str]) -> None:
    given = answer(**asked)
    assert (given.status, given.body, given.scan) == (200, Body.LINKSET, False)
    assert ("Link", '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"') in given.headers


@pytest.mark.parametrize(
    ("wanted", "languages", "href"),
    [
        ("gs1:pip", "zh-CN,zh;q=0.9,en;q=0.5", "https://maker.example/belt"),
        ("gs1:pip", "en-GB,zh;q=0.5", "https://maker.example/en/belt?from=code"),
        ("https://gs1.org/voc/pip", "de, en;q=0.2", "https://maker.example/en/belt?from=code"),
        ("https://ref.gs1.org/voc/instructions", "de", "https://maker.example/manual.pdf"),
    ],
)
def test_one_type_of_link_is_redirected_to_in_the_reader_s_language(wanted: str, languages: str, href: str) -> None:
    assert to(answer(LOT, query=f"linkType={wanted}", languages=languages)).startswith(href)


def test_a_type_that_is_not_there_is_not_found_and_several_equal_ones_are_choices() -> None:
    for absent in ("gs1:recallStatus", "gs1:support", "nonsense", "gs1:pip%00", "%ff"):
        assert (answer(query=f"linkType={absent}").status, answer(query=f"linkType={absent}").body) == (404, Body.NO_SUCH_TYPE)
    given = answer(query="linkType=gs1:safetyInfo", languages="zh")
    assert (given.status, given.body, [each.title for each in given.targets]) == (300, Body.CHOICES, ["安全一", "安全二"])
    assert answer(query="linkType=gs1:pip").status == 300
    LINKSET.validate(linkset.choices(ROOT, ITEM, given.targets))


def test_the_registry_s_own_page_is_one_link_among_the_types_as_page_and_as_json() -> None:
    assert to(answer(LOT, query="linkType=gs1:registryEntry")) == "/p/7ZK4M0QX5C?lot=L%2F1&linkType=gs1:registryEntry"
    assert to(answer(query="linkType=gs1:registryEntry", accept="application/json")) == "/p/7ZK4M0QX5C.json?linkType=gs1:registryEntry"
    assert to(answer(accept="application/json")) == "/p/7ZK4M0QX5C.json"
    assert to(answer(accept="application/json, text/plain, */*")) == "/p/7ZK4M0QX5C"
    assert to(answer(query="linkType=gs1:defaultLink")) == "/p/7ZK4M0QX5C?linkType=gs1:defaultLink"


@given(SHORT_CODES.map(ShortLink) | st.builds(GtinLink, GTINS, OPTIONAL, OPTIONAL, OPTIONAL))
def test_every_linkset_is_valid_with_each_level_and_exactly_one_default_that_has_a_type_too(link: Link) -> None:
    body = linkset.linkset(ROOT, "7ZK4M0QX5C", link, PRODUCT)
    LINKSET.validate(body)
    assert set(body) == {"linkset"}
    anchors = [each["anchor"] for each in body["linkset"]]
    assert anchors[0] == ROOT + link.path
    assert len(anchors) == (len(link.qualifiers) + 1 if isinstance(link, GtinLink) else 1)
    defaults = [target for each in body["linkset"] for target in each.get(linkset.VOCABULARY + "defaultLink", [])]
    described = [target for name, targets in body["linkset"][0].items() if name.startswith(linkset.VOCABULARY) and "defaultLink" not in name for target in targets]
    assert len(defaults) == 1
    assert defaults[0]["href"] in {target["href"] for target in described}
    assert all(target["title"] and target["href"] and target["type"] for target in described)


def test_the_trade_item_has_the_enterprise_s_links_http_only_each_with_format_and_language() -> None:
    item = linkset.linkset(ROOT, "7ZK4M0QX5C", PIECE, PRODUCT)["linkset"][-1]
    assert item["anchor"] == f"{ROOT}/01/{GTIN}"
    assert item[linkset.VOCABULARY + "pip"][0] == {"href": "https://maker.example/belt", "title": "产品介绍", "type": "text/html", "hreflang": ["zh"]}
    assert item[linkset.VOCABULARY + "instructions"] == [{"href": "https://maker.example/manual.pdf", "title": "使用说明", "type": "application/pdf"}]
    assert linkset.VOCABULARY + "support" not in item


def test_json_ld_has_its_context_inside_and_plain_json_has_nothing_beside_the_linkset() -> None:
    body: dict[str, Any] = {"linkset": []}
    assert json.loads(linkset.written(body, "application/ld+json")) == {"@context": linkset.CONTEXT, "linkset": []}
    assert linkset.written(body, linkset.MEDIA_TYPE) == b'{"linkset":[]}'
    assert [resolving.media_type(accept) for accept in ("", "*/*", "application/json", "application/ld+json;q=0.9")] == [linkset.MEDIA_TYPE, linkset.MEDIA_TYPE, "application/json", "application/ld+json"]


def test_people_read_pages_and_programs_json() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert [resolving.for_people(accept, otherwise=True) for accept in (browser, "", "*/*", "application/json", "application/problem+json, text/html;q=0.5")] == [True, True, True, False, False]
    assert not resolving.for_people("*/*", otherwise=False)


@given(st.text(), st.text(), st.text())
def test_any_headers_and_query_are_answered(query: str, accept: str, languages: str) -> None:
    for link in (ITEM, LOT, ShortLink("7ZK4M0QX5C")):
        given = answer(link, query=query, accept=accept, languages=languages)
        assert given.status in (200, 300, 307, 404)
        assert all(value.isascii() and value.isprintable() for _name, value in given.headers)


def test_of_several_readings_the_one_that_is_registered_counts() -> None:
    def look(link: Link) -> Known | None:
        return Known(lot=link == LOT)

    other = GtinLink(GTIN, lot="L")
    assert resolving.known([other, LOT], look) == (LOT, Known())
    assert resolving.known([Malformed.QUALIFIER_ORDER, LOT], look) == (LOT, Known())
    assert resolving.known([other, GtinLink(GTIN, lot="M")], look) == (other, Known(lot=False))
    assert resolving.known([Malformed.QUALIFIER_ORDER, other], look) == (Malformed.QUALIFIER_ORDER, None)
