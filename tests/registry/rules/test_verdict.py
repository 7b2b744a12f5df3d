"""A verdict follows from the answers alone; numbers that tell of a person are seen before they are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.actions.checklists import shipped
from registry.errors import Invalid
from registry.rules import personal_number, verdict
from registry.rules.checklist import from_json
from registry.rules.verdict import Answer

ASKED = shipped()
CODES = [each.code for each in ASKED.items]
WHOLE = st.fixed_dictionaries({code: st.sampled_from(verdict.ANSWERS).map(lambda answer: Answer(answer, "说明")) for code in CODES})


@given(answers=WHOLE, order=st.permutations(CODES))
def test_the_gravest_item_that_is_not_met_decides_in_whatever_order_they_were_answered(answers: dict[str, Answer], order: list[str]) -> None:
    if all(each.answer == "not_applicable" for each in answers.values()):
        with pytest.raises(Invalid):
            verdict.judge(ASKED, answers)
        return
    found = verdict.judge(ASKED, {code: answers[code] for code in order})
    unmet = [each for each in ASKED.items if answers[each.code].answer == "not_met"]
    assert found.reasons == tuple(each.code for each in unmet)
    severities = {each.severity for each in unmet}
    assert found.word == ("nonconforming" if severities & {"rectify", "escalate"} else "minor_defect" if severities else "conforming")
    assert found.follows == next((each for each in ("escalate", "rectify", "guidance") if each in severities), "")


@given(answers=WHOLE, missing=st.sampled_from(CODES))
def test_no_verdict_while_an_item_is_open(answers: dict[str, Answer], missing: str) -> None:
    assert verdict.problems(ASKED, {code: each for code, each in answers.items() if code != missing})[missing] == "unanswered"


def test_the_first_checklist_is_the_published_one() -> None:
    assert [*(f"L{n}" for n in range(1, 9)), *(f"N{n}" for n in range(1, 7))] == CODES
    assert [each.code for each in ASKED.items if each.severity == "escalate"] == ["L2"]
    assert {each.severity for each in ASKED.items if each.code.startswith("N")} == {"guidance"}
    assert from_json(ASKED.to_json()) == ASKED


@pytest.mark.parametrize("text", ["11010519491231002X", "联系 13812345678", "138 1234 5678", "证件11010519491231002x。"])
def test_numbers_of_persons_are_seen(text: str) -> None:
    assert personal_number.found(text)


@pytest.mark.parametrize("text", ["91331022MA2K10012U", "110105194912310021", "Q/SMXJ 001-2026", "2026-11-22 13 kPa", "统一社会信用代码 91331022782912345T", "0576-83300000"])
def test_other_numbers_are_not_taken_for_them(text: str) -> None:
    assert not personal_number.found(text)
