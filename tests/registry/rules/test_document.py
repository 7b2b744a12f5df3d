"""What a version says, and what changed between two of them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from registry import canonical
from registry.rules import document
from registry.rules.content import Content, Party, Reference
from registry.rules.document import Change, Disclosing
from registry.rules.standard_number import parse
from tests.factories.contents import content, line

MADE = Disclosing("7K3M9Q2XWA", "某某公司（示例）", "91331022MA2K10012U", parse("Q/SMXJ 001-2026"), 1, "first", datetime(2026, 11, 20, 9, 0, tzinfo=UTC), date(2026, 11, 20), None, document.COMMITMENT, {0: "stated_equal"})


def written(draft: Content | None = None) -> dict[str, object]:
    return document.build(draft or content(), MADE)


def changes(**overrides: object) -> list[tuple[str, str, str]]:
    after = written(replace(content(), **overrides))  # type: ignore[arg-type]
    return [(each.kind, each.section, each.label) for each in document.difference(written(), after)]


def test_a_document_has_one_canonical_text_with_numbers_as_they_were_typed() -> None:
    text = canonical.text(written(content(lines=(line(low="15.00"),))))
    assert '"low":"15.00"' in text
    assert '"disclosed_at":"2026-11-20T09:00:00Z"' in text
    assert text == canonical.text(dict(reversed(written(content(lines=(line(low="15.00"),))).items())))


def test_a_document_holds_no_file_name_and_no_answer_of_an_editor() -> None:
    private = content(text_sha256="0" * 64, text_name="张三的稿子.pdf", authorisation_name="李四.pdf", answers={"x": "王五说"}, products=(77,))
    text = canonical.text(written(private))
    assert [word for word in ("张三", "李四", "王五", "77") if word in text] == []
    assert '"text":{"public":true,"sha256":"' + "0" * 64 in text


def test_a_comparison_stands_beside_the_standard_it_is_about() -> None:
    assert written()["references"] == [{"relation": "normative", "number": "GB/T 528-2009", "comparison": "stated_equal", "statement": ""}]


def test_the_same_content_shows_no_difference() -> None:
    again = document.build(content(), replace(MADE, sequence=2, change="amendment", disclosed_at=datetime(2027, 1, 1, tzinfo=UTC)))
    assert document.difference(written(), again) == []


def test_indicators_meet_by_what_they_are_about_wherever_they_stand() -> None:
    first, second = content().lines
    assert changes(lines=(second, first)) == []
    assert changes(lines=(first, replace(second, low="16"))) == [("changed", "indicator", "拉伸强度")]
    assert changes(lines=(first,)) == [("removed", "indicator", "拉伸强度")]
    assert changes(lines=(first, second, line(name="邵尔硬度"))) == [("added", "indicator", "邵尔硬度")]
    assert changes(lines=(first, second, second)) == [("added", "indicator", "拉伸强度")]


def test_a_renamed_indicator_of_one_concept_is_changed_and_not_replaced() -> None:
    before, after = (written(content(lines=(line(concept="tensile-strength", name=name),))) for name in ("拉伸强度", "扯断强度"))
    assert [each.kind for each in document.difference(before, after)] == ["changed"]


def test_facts_references_and_parties_are_compared_too() -> None:
    assert changes(title="新名称") == [("changed", "fact", "title")]
    assert changes(references=(Reference("normative", "GB/T 3690-2017"),)) == [("removed", "reference", "GB/T 528-2009"), ("added", "reference", "GB/T 3690-2017")]
    assert changes(parties=(Party("乙", "91331022MA00000150"),)) == [("added", "party", "乙")]
    assert Change("fact", "valid_until", None, "2027-01-01").kind == "added"
