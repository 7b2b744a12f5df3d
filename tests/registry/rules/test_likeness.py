"""Nearly the same text: found by bands, said only after the texts themselves were compared."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.rules import likeness
from registry.rules.likeness import Text

CELLS = ("name", "operator", "low", "high", "unit", "grade", "text", "condition_text", "method")


def written(seed: int) -> list[str]:
    """Lines as long as a standard's, of characters that hardly meet twice."""
    random = Random(seed)
    return ["".join(chr(random.randint(0x4E00, 0x9FA5)) for _ in range(random.randint(12, 30))) for _ in range(random.randint(12, 20))]


LINES = st.integers(0, 10**6).map(written)


def document(lines: list[str], title: str = "织物芯输送带") -> dict[str, Any]:
    rows = [dict.fromkeys(CELLS, "") | {"name": line, "operator": "at_least", "low": "15", "unit": "MPa", "method": "GB/T 528-2009"} for line in lines]
    return {"title": title, "indicators": rows, "references": [{"number": "GB/T 528-2009"}], "parties": []}


def text(lines: list[str], public_id: str, key: str = "", credit_code: str = "", **also: Any) -> Text:
    found = likeness.text(public_id, f"Q/{public_id} 001-2026", key or f"enterprise:Q{public_id}001:2026", public_id, credit_code or public_id, "", document(lines))
    return replace(found, **also)


@given(LINES, st.randoms())
def test_the_order_of_lines_does_not_matter(lines: list[str], random: Any) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert likeness.pieces(document(lines)) == likeness.pieces(document(shuffled))


@given(LINES)
def test_the_same_text_shares_every_band_and_is_told_with_the_other_disclosure(lines: list[str]) -> None:
    one, other = text(lines, "ONE"), text(lines, "OTHER")
    assert likeness.bands(one.pieces) == likeness.bands(other.pieces)
    [remark] = likeness.remarks(one, [other])
    assert (remark.code, remark.facts["other"], remark.facts["share"]) == ("alike", "OTHER", "100")


@given(LINES, LINES)
def test_likeness_is_mutual_and_rests_on_the_texts(one: list[str], other: list[str]) -> None:
    first, second = text(one, "ONE"), text(other, "OTHER")
    there, back = list(likeness.remarks(first, [second])), list(likeness.remarks(second, [first]))
    assert bool(there) == bool(back) == (likeness.share(first.pieces, second.pieces) >= likeness.NEARLY)


def test_joint_authors_and_the_very_same_standard_are_no_copies() -> None:
    lines = [f"指标第{place}项之名称与要求" for place in range(20)]
    mine = text(lines, "ONE")
    assert not list(likeness.remarks(mine, [text(lines, "OTHER", key=mine.key)]))
    assert not list(likeness.remarks(replace(mine, parties=frozenset({"OTHER"})), [text(lines, "OTHER")]))


def test_a_short_text_is_like_nothing() -> None:
    short = ["拉伸强度"]
    assert likeness.bands(likeness.pieces(document(short))) == {}
    assert not list(likeness.remarks(text(short, "ONE"), [text(short, "OTHER")]))


def test_the_same_file_is_told_however_little_is_in_the_grid() -> None:
    sha256 = "ab" * 32
    assert likeness.bands(frozenset(), sha256).keys() == {likeness.TEXT_BAND}
    [remark] = likeness.remarks(text([], "ONE", text_sha256=sha256), [text([], "OTHER", text_sha256=sha256)])
    assert remark.code == "same_text"


@given(LINES)
def test_one_changed_line_in_many_still_shares_a_band(lines: list[str]) -> None:
    """Not certain for any one pair, but so likely at this share that no example shows otherwise."""
    long = [f"{line}{place}" for place in range(6) for line in lines]
    changed = [*long[:-1], f"{long[-1]}变"]
    one, other = (likeness.bands(likeness.pieces(document(each))) for each in (long, changed))
    assert any(one[place] == other[place] for place in one)


@given(LINES)
def test_bands_fit_both_databases(lines: list[str]) -> None:
    assert all(0 <= band < 2**63 for band in likeness.bands(likeness.pieces(document(lines)), "ff" * 32).values())
