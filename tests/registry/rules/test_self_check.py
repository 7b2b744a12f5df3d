"""What the self-check says before a disclosure, as an inspector would say it after."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import self_check
from registry.rules.catalogue import Word
from registry.rules.content import Content, Line, Party, Reference
from registry.rules.self_check import Remark, Severity
from registry.rules.self_check_world import Cited, Concept, Floor, World
from registry.rules.standard_number import parse
from tests.factories.contents import content, line

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
STRENGTH = Concept("tensile-strength", "拉伸强度", "pressure", "higher", conditions=("aged", "unaged"))
PRESSURE = Concept("hydrostatic-pressure", "静水压", "pressure", "higher")
FASTNESS = Concept("colour-fastness", "色牢度", "grade", "higher", grades=("3", "3-4", "4", "4-5", "5"))
CONCEPTS = {concept.code: concept for concept in (STRENGTH, PRESSURE, FASTNESS)}
STRONG = line(concept="tensile-strength")


def world(*cited: Cited, **facts: Any) -> World:
    return World(concepts=CONCEPTS, standards={parse(each.number).compact: each for each in cited}, credit_code="91331022MA2K10012U", **facts)


def said(draft: Content, around: World | None = None, today: date = TODAY) -> dict[tuple[str, str], Remark]:
    """Remarks by word and field."""
    return {(remark.word, remark.field): remark for remark in self_check.check(draft, around or world(), today)}


def severity(draft: Content, word: str, around: World | None = None, today: date = TODAY) -> str:
    return next((str(remark.severity) for remark in self_check.check(draft, around or world(), today) if remark.word == word), "silent")


def blocks(draft: Content, around: World | None = None, today: date = TODAY) -> list[str]:
    return sorted({remark.word for remark in self_check.blocking(self_check.check(draft, around or world(), today))})


def with_floor(number: str, *, relation: str = "corresponding_recommended", answer: str = "", **overrides: Any) -> Content:
    other = {"no_mandatory": False} if relation == "corresponding_mandatory" else {"no_recommended": False}
    return content(**({"references": (Reference(relation, number, answer),), "lines": (content().lines[0], STRONG)} | other | overrides))


def floor(number: str, low: str = "15", unit: str = "MPa", *, mandatory: bool = False, concept: str = "tensile-strength", **overrides: str) -> Cited:
    return Cited(number, mandatory=mandatory, floors=(Floor(concept, "at_least", low, unit=unit, **overrides),))


RECOMMENDED, MANDATORY = "GB/T 990002-2024", "GB 990001-2024"


def test_a_complete_draft_may_be_disclosed() -> None:
    assert blocks(content()) == []


@pytest.mark.parametrize("basis", ["own", "joint", "entrusted"])
def test_a_product_with_an_enterprise_standard_needs_functional_and_performance_indicators(basis: str) -> None:
    """Standardization Law Art. 27."""
    functional = content(basis=basis, lines=content().lines[:1])
    assert "performance_missing" in blocks(functional)
    assert "functional_missing" in blocks(content(basis=basis, lines=content().lines[1:]))


def test_a_service_needs_functional_indicators_only() -> None:
    assert blocks(content(subject="service", lines=content().lines[:1])) == []
    assert blocks(content(subject="service", lines=content().lines[1:])) == ["functional_missing"]


def test_an_implemented_standard_needs_its_number_and_name_only() -> None:
    assert blocks(Content(basis="implemented", number="GB/T 32614-2023", title="户外运动服装 冲锋衣")) == []
    assert blocks(Content(basis="implemented")) == ["number_missing", "title_missing"]


def test_an_entrusted_party_s_national_standard_needs_its_number_and_name_only() -> None:
    draft = Content(basis="entrusted", number="GB/T 32614-2023", title="冲锋衣", filer="entrusting", authorisation_sha256="0" * 64, parties=(Party("乙公司", "91331022MA00000150"),))
    assert blocks(draft) == []


@pytest.mark.parametrize(("today", "expected"), [(date(2024, 1, 1), "must_mend"), (date(2023, 12, 31), "worth_knowing")])
def test_each_indicator_needs_a_method_since_2024(today: date, expected: str) -> None:
    """SAMR Order 83 Art. 12 and 14, in force 2024-01-01."""
    draft = content(lines=(content().lines[0], line(method="")))
    assert severity(draft, "method_missing", today=today) == expected
    assert ("method_missing", "lines.1.method") in said(draft, today=today)


def test_a_method_of_one_s_own_is_remarked_on_and_allowed() -> None:
    draft = content(lines=(content().lines[0], line(method="按附录A的方法")))
    assert severity(draft, "method_cites_none") == "worth_knowing"


def test_a_value_below_a_recommended_standard_blocks_until_it_is_expressly_indicated() -> None:
    """SAMR Order 83 Art. 14."""
    around, draft = world(floor(RECOMMENDED, "16")), with_floor(RECOMMENDED)
    remark = said(draft, around)["lower_than_recommended", "lines.1.low"]
    assert (remark.severity, remark.article, remark.facts["declared"], remark.facts["asked"]) == (Severity.must_state, "order83.14", "≥15\u2009MPa", "≥16\u2009MPa")
    stated = replace(draft, lower_stated=True, lower_statement="本产品用于轻载场合")
    assert blocks(stated, around) == []
    assert severity(stated, "lower_will_be_shown", around) == "worth_knowing"
    assert blocks(replace(draft, lower_stated=True), around) == ["lower_statement_missing", "lower_than_recommended"]
    assert self_check.comparisons(stated, around) == {0: "computed_lower"}


def test_fewer_indicators_than_a_recommended_standard_block_until_it_is_expressly_indicated() -> None:
    around, draft = world(floor(RECOMMENDED, concept="hydrostatic-pressure")), with_floor(RECOMMENDED)
    assert said(draft, around)["fewer_than_recommended", "lines"].severity is Severity.must_state
    assert blocks(replace(draft, lower_stated=True, lower_statement="不适用"), around) == []
    assert self_check.comparisons(draft, around) == {0: "computed_fewer"}


@pytest.mark.parametrize("relation", ["corresponding_mandatory", "corresponding_recommended"])
def test_nothing_allows_a_value_below_a_mandatory_standard(relation: str) -> None:
    """Standardization Law Art. 21; also for who names it among the recommended ones."""
    draft = with_floor(MANDATORY, relation=relation, no_mandatory=False, no_recommended=True, lower_stated=True, lower_statement="已明示")
    assert blocks(draft, world(floor(MANDATORY, "16", mandatory=True))) == ["below_mandatory"]
    assert blocks(draft, world(floor(MANDATORY, "15", mandatory=True))) == []


def test_an_indicator_that_a_mandatory_standard_has_and_the_draft_lacks_is_asked_about() -> None:
    around = world(floor(MANDATORY, mandatory=True, concept="hydrostatic-pressure"))
    draft = with_floor(MANDATORY, relation="corresponding_mandatory")
    remark = said(draft, around)["mandatory_indicator_missing", "lines"]
    assert blocks(draft, around) == ["mandatory_indicator_missing"]
    assert blocks(replace(draft, answers={remark.key: "不适用于本产品"}), around) == []


@pytest.mark.parametrize(("low", "unit", "verdict"), [("15", "MPa", "equal"), ("15000", "kPa", "equal"), ("15.1", "MPa", "higher"), ("14999", "kPa", "lower")])
def test_values_compare_across_units(low: str, unit: str, verdict: str) -> None:
    draft = with_floor(RECOMMENDED, lines=(content().lines[0], replace(STRONG, low=low, unit=unit)))
    assert self_check.comparisons(draft, world(floor(RECOMMENDED))) == {0: f"computed_{verdict}"}


def test_a_moved_decimal_point_instead_of_a_conversion_is_asked_about() -> None:
    """13 kPa are 1325.6 mmH2O; web shops write 13000."""
    waterproof = line(name="静水压", concept="hydrostatic-pressure", low="13000", unit="mmH2O")
    draft = with_floor(RECOMMENDED, lines=(content().lines[0], waterproof))
    around = world(floor(RECOMMENDED, "13", "kPa", concept="hydrostatic-pressure"))
    remark = said(draft, around)["unit_slip", "lines.1.low"]
    assert remark.facts["asked_in_unit"] == "1325.6 mmH2O"
    assert "unit_slip" not in blocks(replace(draft, lines=(content().lines[0], replace(waterproof, low="1326"))), around)


def test_half_grades_compare_in_the_order_of_the_concept() -> None:
    around = world(Cited(RECOMMENDED, floors=(Floor("colour-fastness", "grade", grade="4"),)))
    for grade, verdict in (("3-4", "lower"), ("4", "equal"), ("4-5", "higher")):
        rows = (content().lines[0], line(name="色牢度", concept="colour-fastness", operator="grade", low="", unit="", grade=grade))
        assert self_check.comparisons(with_floor(RECOMMENDED, lines=rows), around) == {0: f"computed_{verdict}"}


def test_a_floor_under_a_condition_meets_the_line_under_that_condition() -> None:
    around = world(floor(RECOMMENDED, "12", condition="aged"))
    aged, unaged = replace(STRONG, condition="aged", low="11"), replace(STRONG, condition="unaged", low="20")
    assert self_check.comparisons(with_floor(RECOMMENDED, lines=(aged, unaged)), around) == {0: "computed_lower"}
    assert self_check.comparisons(with_floor(RECOMMENDED, lines=(unaged,)), around) == {0: "computed_fewer"}
    assert "comparison_unanswered" in blocks(with_floor(RECOMMENDED, lines=(content().lines[0], STRONG)), around)


def test_where_no_floor_is_known_the_editor_answers_and_the_answer_is_published() -> None:
    draft = with_floor(RECOMMENDED)
    assert blocks(draft) == ["comparison_unanswered"]
    assert ("comparison_unanswered", "references.0.answer") in said(draft)
    assert blocks(with_floor(RECOMMENDED, answer="higher")) == []
    assert self_check.comparisons(with_floor(RECOMMENDED, answer="higher"), world()) == {0: "stated_higher"}
    assert self_check.comparisons(with_floor(RECOMMENDED, answer="not_comparable"), world()) == {0: "not_comparable"}


@pytest.mark.parametrize("answer", ["lower", "fewer"])
def test_who_answers_lower_states_it_or_is_stopped_by_a_mandatory_standard(answer: str) -> None:
    draft = with_floor(RECOMMENDED, answer=answer)
    assert blocks(draft) == ["weaker_than_recommended_answered"]
    assert blocks(replace(draft, lower_stated=True, lower_statement="见说明")) == []
    binding = with_floor(MANDATORY, relation="corresponding_mandatory", answer=answer, lower_stated=True, lower_statement="见说明")
    assert blocks(binding) == ["below_mandatory_answered"]


def test_the_corresponding_standards_are_named_or_denied() -> None:
    assert blocks(content(no_mandatory=False, no_recommended=False)) == ["mandatory_unsaid", "recommended_unsaid"]
    assert blocks(with_floor(RECOMMENDED, answer="equal", no_recommended=True)) == ["recommended_named_and_denied"]


def gone(*, certain: bool = False) -> World:
    return world(Cited("GB/T 528-2009", "硫化橡胶", word=Word.WITHDRAWN, since=TODAY, certain=certain))


def test_a_withdrawn_reference_blocks_where_it_is_certain_and_is_asked_about_else() -> None:
    """Certain: a bureau confirmed it or two sources agree."""
    assert severity(content(), "reference_withdrawn", gone(certain=True)) == "must_mend"
    assert severity(content(), "reference_withdrawn", gone()) == "question"


def test_a_question_is_answered_under_its_key() -> None:
    remark = said(content(), gone())["reference_withdrawn", "references.0.number"]
    assert blocks(content(answers={remark.key: "仍有效"}), gone()) == []
    assert blocks(content(answers={remark.key: " "}), gone()) == ["reference_withdrawn"]


def test_no_answer_lifts_what_must_be_mended() -> None:
    remark = said(content(), gone(certain=True))["reference_withdrawn", "references.0.number"]
    assert blocks(content(answers={remark.key: "仍有效"}), gone(certain=True)) == ["reference_withdrawn"]


def test_a_standard_that_ends_tomorrow_is_announced_and_still_counts() -> None:
    around = world(Cited("GB/T 528-2009", ends_on=TODAY + DAY))
    assert said(content(), around)["reference_ends", "references.0.number"].facts["day"] == "2026-11-21"
    assert blocks(content(), around) == []


def test_a_withdrawn_implemented_standard_is_found_at_its_number_and_a_method_s_at_its_line() -> None:
    implemented = Content(basis="implemented", number="GB/T 528-2009", title="硫化橡胶")
    assert said(implemented, gone(certain=True))["reference_withdrawn", "number"].article == "order83.15"
    assert ("reference_withdrawn", "lines.1.method") in said(content(references=()), gone())


def test_an_upcoming_a_replaced_and_an_unknown_standard_are_told_apart() -> None:
    assert severity(content(), "reference_upcoming", world(Cited("GB/T 528-2009", word=Word.UPCOMING))) == "worth_knowing"
    assert severity(content(), "reference_replaced", world(Cited("GB/T 528-2009", word=Word.REPLACED, replaced_by="GB/T 528-2026"))) == "question"
    assert severity(content(), "reference_unknown") == "worth_knowing"


def test_an_unreadable_number_is_flagged_and_never_refused() -> None:
    draft = content(number="三门橡胶一号标准", references=(Reference("normative", "某某规范"),))
    assert blocks(draft) == []
    assert severity(draft, "number_unreadable") == severity(draft, "reference_unreadable") == "worth_knowing"


def test_the_entrusting_party_discloses_with_the_entrusted_party_s_authorisation() -> None:
    """SAMR Order 83 Art. 15."""
    party = Party("乙公司（示例）", "91331022MA00000150")
    draft = content(basis="entrusted", filer="entrusting", authorisation_sha256="0" * 64, parties=(party,))
    assert blocks(draft) == []
    assert blocks(replace(draft, filer="entrusted")) == ["filer_is_entrusted"]
    assert blocks(replace(draft, filer="", authorisation_sha256="", parties=())) == ["authorisation_missing", "filer_missing", "party_missing"]


def test_joint_authors_number_and_disclose_each_their_own() -> None:
    """SAMR Order 83 Art. 13."""
    party = Party("乙公司（示例）", "91331022MA00000150", "Q/YGS 001-2026")
    draft = content(basis="joint", parties=(party,))
    assert blocks(draft) == []
    assert blocks(replace(draft, parties=(replace(party, number="Q/SMXJ001－2026"),))) == ["party_number_same"]
    assert blocks(replace(draft, parties=())) == ["party_missing"]
    assert blocks(replace(draft, parties=(Party("", "91331022MA2K10012U"),))) == ["party_is_oneself", "party_name_missing", "party_number_missing"]
    assert blocks(replace(draft, parties=(party, replace(party, credit_code="123")))) == ["credit_code_length"]


@pytest.mark.parametrize(
    ("overrides", "word"),
    [
        ({"name": ""}, "name_missing"),
        ({"kind": ""}, "kind_missing"),
        ({"operator": ""}, "operator_missing"),
        ({"operator": "matches"}, "operator_missing"),
        ({"low": ""}, "value_missing"),
        ({"low": "十五"}, "number_unreadable_value"),
        ({"low": "15", "high": "16"}, "one_number_only"),
        ({"operator": "range", "low": "16", "high": "15"}, "range_reversed"),
        ({"operator": "range"}, "value_missing"),
        ({"operator": "grade"}, "value_missing"),
        ({"operator": "text"}, "value_missing"),
        ({"unit": "帕帕"}, "unit_unknown"),
        ({"concept": "tensile-strength", "unit": "kg"}, "unit_of_another_quantity"),
        ({"concept": "tensile-strength", "unit": ""}, "unit_missing"),
        ({"concept": "tensile-strength", "condition": "washed"}, "condition_unknown"),
        ({"concept": "nonsense"}, "concept_unknown"),
        ({"low": "0" * 29 + "1" * 40}, "text_long"),
        ({"method": "GB/T 528-2009 " * 30}, "text_long"),
        ({"concept": "colour-fastness", "operator": "grade", "grade": "6"}, "grade_unknown"),
    ],
)
def test_a_wrong_cell_is_named_beside_the_cell(overrides: dict[str, str], word: str) -> None:
    draft = content(lines=(*content().lines, line(**({"name": "耐磨"} | overrides))))
    found = [remark for remark in self_check.blocking(self_check.check(draft, world(), TODAY)) if remark.word == word]
    assert {remark.field.rpartition(".")[0] for remark in found} == {"lines.2"}


def test_one_indicator_stands_once_unless_its_condition_differs() -> None:
    assert blocks(content(lines=(*content().lines, line(name="拉伸 强度")))) == ["indicator_twice"]
    assert blocks(content(lines=(*content().lines, line(condition_text="老化后")))) == []


def test_empty_rows_are_passed_over_and_do_not_shift_the_others() -> None:
    draft = content(lines=(Line(), *content().lines, Line(), line(name="耐磨", method="")), references=(Reference(), Reference("normative", "GB/T 528-2009")))
    assert self_check.by_field(self_check.check(draft, world(), TODAY)) == {"lines.4.method": "method_missing"}


@pytest.mark.parametrize(
    ("overrides", "field", "word"),
    [
        ({"number": " "}, "number", "number_missing"),
        ({"number": "GB/T 32614-2023"}, "number", "number_not_own"),
        ({"number": "Q/SMXJ 001"}, "number", "number_without_year"),
        ({"basis": "implemented"}, "number", "number_may_be_own"),
        ({"basis": "borrowed"}, "basis", "basis_unknown"),
        ({"subject": ""}, "subject", "subject_unknown"),
        ({"title": ""}, "title", "title_missing"),
        ({"title": "长" * 301}, "title", "text_long"),
        ({"in_force_from": "2026/11/20"}, "in_force_from", "date_unreadable"),
        ({"in_force_from": "9999-12-31"}, "in_force_from", "date_unreadable"),
        ({"valid_until": "2026-02-30"}, "valid_until", "date_unreadable"),
        ({"in_force_from": "2026-12-01", "valid_until": "2026-11-30"}, "valid_until", "end_before_start"),
        ({"in_force_from": "2025-12-01", "valid_until": "2026-11-19"}, "valid_until", "ended_already"),
        ({"platform_url": "https://www.qybz.org.cn/x"}, "platform_on", "platform_incomplete"),
        ({"platform_on": "2026-11-20"}, "platform_url", "platform_incomplete"),
        ({"platform_url": "javascript:alert(1)", "platform_on": "2026-11-20"}, "platform_url", "platform_url_wrong"),
        ({"platform_url": "http://[x", "platform_on": "2026-11-20"}, "platform_url", "platform_url_wrong"),
        ({"platform_url": "https://www.qybz.org.cn/x", "platform_on": "2026-11-21"}, "platform_on", "date_ahead"),
    ],
)
def test_a_wrong_field_is_named_beside_the_field(overrides: dict[str, str], field: str, word: str) -> None:
    assert self_check.by_field(self_check.check(content(**overrides), world(), TODAY))[field] == word


@pytest.mark.parametrize(
    ("facts", "field", "word"),
    [
        ({"verified": False}, "enterprise", "enterprise_unverified"),
        ({"deregistered": True}, "enterprise", "enterprise_deregistered"),
        ({"disclosed_as": "7K3M9Q2XWA"}, "number", "number_disclosed_already"),
        ({"held_by_another": True}, "number", "number_of_another"),
        ({"changed_number": "enterprise:X"}, "number", "number_changed"),
        ({"changed_basis": "joint"}, "basis", "basis_changed"),
        ({"purpose": "amend"}, "change_reason", "reason_missing"),
        ({"text_required": True}, "text", "text_missing"),
        ({"foreign_products": (1,)}, "products", "product_unknown"),
    ],
)
def test_what_the_registry_knows_of_the_enterprise_counts_too(facts: dict[str, Any], field: str, word: str) -> None:
    assert self_check.by_field(self_check.check(content(), world(**facts), TODAY)) == {field: word}


def test_a_disclosure_elsewhere_is_asked_for_and_not_demanded() -> None:
    assert severity(content(), "platform_not_indicated") == "worth_knowing"
    assert severity(content(platform_url="https://www.qybz.org.cn/x", platform_on="2026-11-20"), "platform_not_indicated") == "silent"


def test_an_amendment_takes_effect_today_at_the_earliest() -> None:
    """What was promised on a day stays what it was."""
    draft = content(change_reason="检验方法更新", in_force_from="2026-11-19")
    assert blocks(draft, world(purpose="amend")) == ["amendment_backdated"]
    assert blocks(draft, world(purpose="correct")) == []


def test_preparing_drops_what_the_basis_does_not_ask_for_and_puts_numbers_in_their_place() -> None:
    draft = content(parties=(Party("乙", "1"),), filer="entrusting", authorisation_sha256="0" * 64, lines=(Line(), line(operator="at_most", low="15")))
    ready = self_check.prepared(draft)
    assert (ready.parties, ready.filer, ready.authorisation_sha256) == ((), "", "")
    assert [(each.low, each.high) for each in ready.lines] == [("", "15")]


texts = st.text(max_size=12) | st.sampled_from(["15", "-1e400", "MPa", "GB/T 528-2009", "at_least", "grade", "lower", "own", "joint", "entrusted", "2026-11-20"])
rows = st.builds(Line, name=texts, concept=texts | st.just("tensile-strength"), operator=texts, low=texts, high=texts, unit=texts, grade=texts, text=texts, method=texts)


@given(st.builds(Content, basis=texts, subject=texts, number=texts, title=texts, in_force_from=texts, valid_until=texts, platform_url=texts, platform_on=texts, lines=st.lists(rows, max_size=3).map(tuple), references=st.lists(st.builds(Reference, relation=texts | st.just("corresponding_mandatory"), number=texts, answer=texts), max_size=3).map(tuple), parties=st.lists(st.builds(Party, texts, texts, texts), max_size=2).map(tuple)))
def test_whatever_is_typed_the_check_answers(draft: Content) -> None:
    around = world(floor("GB/T 528-2009", "13", "kPa"))
    assert all(remark.word and remark.field for remark in self_check.check(draft, around, TODAY))
    self_check.comparisons(self_check.prepared(draft), around)


figures = st.decimals(min_value=0, max_value=10_000, places=2).map(str)


@given(figures, figures)
def test_a_value_is_lower_exactly_when_its_number_is(declared: str, asked: str) -> None:
    draft = with_floor(RECOMMENDED, lines=(content().lines[0], replace(STRONG, low=declared)))
    verdict = self_check.comparisons(draft, world(floor(RECOMMENDED, asked)))[0]
    difference = float(declared) - float(asked)
    assert verdict == ("computed_higher" if difference > 0 else "computed_lower" if difference < 0 else "computed_equal")
