"""By the least level: who gets which level, and why (质量分级及“领跑者”评价要求; 国市监标准〔2018〕84号)."""

from dataclasses import replace

import pytest

from registry.rules.judged import Followed, Inputs, Judged
from registry.rules.scheme import Basic, Scheme
from registry.rules.scoring import Ready, judge, prepare
from tests.factories.scheme_values import BELT, CONCEPTS, belt, case, core, floor, line

READY = prepare(BELT, CONCEPTS)


def levels(judged: Judged) -> list[int | None]:
    return [reading.level for reading in judged.readings]


def only(*cores: object, **changed: object) -> Ready:
    """A scheme of these core indicators alone."""
    return prepare(replace(Scheme(cores=cores), **changed), CONCEPTS)  # type: ignore[arg-type]


def level_of(ready: Ready, *typed: str, condition: str = "") -> int | None:
    """Of a declaration of the scheme's only concept."""
    return judge(ready, Inputs(tuple(line(ready.cores[0].concept, cell, condition) for cell in typed))).readings[0].level


def reason_of(ready: Ready, typed: str, condition: str = "") -> str:
    judged = judge(ready, Inputs((line(ready.cores[0].concept, typed, condition),)))
    assert judged.level is None
    return judged.readings[0].reason


@pytest.mark.parametrize(
    ("inputs", "each", "level", "stars", "decisive"),
    [
        (belt(), [1, 1, 1, 1], 1, 5, "every_core_advanced"),
        (belt("≥28 MPa", "≥500%", "≤121 mm³", "≥6.0 N/mm"), [1, 1, 2, 1], 2, 4, "core_holds_level"),
        (belt("≥18 MPa", "≥400%", "≤150 mm³", "≥4.0 N/mm"), [2, 2, 2, 2], 2, 4, "core_holds_level"),
        (belt("≥15 MPa", "≥350%", "≤200 mm³", "≥3.2 N/mm"), [3, 3, 3, 3], 3, 3, "core_holds_level"),
        (belt("≥26 MPa", "≥470%", "≤110 mm³", ""), [1, 1, 1, None], None, None, "core_missing"),
        (belt("≥26 MPa", "≥470%", "≤110 mm³", "≥5.5 N/mm", ph="3~9"), [1, 1, 1, 1], None, None, "basic_failed"),
        (belt("≥14.9 MPa", "≥500%", "≤90 mm³", "≥6 N/mm"), [0, 1, 1, 1], None, None, "below_base"),
    ],
)
def test_conveyor_belt_covers_are_graded_by_their_worst_indicator(inputs: Inputs, each: list[int | None], level: int | None, stars: int | None, decisive: str) -> None:
    """Base thresholds are those of GB/T 7984."""
    judged = judge(READY, inputs)
    assert (levels(judged), judged.level, judged.stars, judged.reasons[0].code) == (each, level, stars, decisive)


def test_one_indicator_at_level_two_keeps_the_whole_there_and_is_named_with_what_it_lacks() -> None:
    judged = judge(READY, belt("≥28 MPa", "≥500%", "≤121 mm³", "≥6.0 N/mm"))
    (reason,) = judged.reasons
    assert reason.facts == {"place": "2", "concept": "abrasion-volume", "condition": "", "line": "2", "level": "2", "unit": "mm³", "short_high": "1"}


def test_a_value_below_the_floor_of_the_standard_also_alerts_the_desk() -> None:
    """SAMR Order 83 Art. 14: lower than a recommended standard must be expressly indicated."""
    judged = judge(READY, belt("≥14.9 MPa", "≥500%", "≤90 mm³", "≥6 N/mm"))
    assert [(alert.code, alert.facts["concept"], alert.facts["short_low"]) for alert in judged.alerts] == [("below_base", "tensile-strength", "0.1")]
    assert judge(READY, belt()).alerts == ()


SHOE = only(
    core("flexes", "at_least", "次", "60000", "50000", "40000"),
    core("abrasion-mark", "at_most", "mm", "7", "8.5", "10"),
    core("peel-strength", "at_least", "N/cm", "60", "45", "20", more=(case("at_least", "50", "35", "15", condition="sole-torn"),)),
    core("rub-fastness", "grade", "", "4", "3", "2-3"),
    core("hexavalent-chromium", "at_most", "mg/kg", "3", "5", "10"),
)


def shoe(*, flexes: str = "≥5万次", mark: str = "≤8.5 mm", peel: str = "≥4.5 N/mm", torn: str = "", rub: str = "3级", chromium: str = "≤5 mg/kg") -> Judged:
    lines = [line("flexes", flexes), line("abrasion-mark", mark), line("peel-strength", peel), line("rub-fastness", rub), line("hexavalent-chromium", chromium)]
    return judge(SHOE, Inputs((*lines, *([line("peel-strength", torn, "sole-torn")] if torn else []))))


def test_athletic_shoes_that_keep_the_association_standard_are_better_than_the_national_one() -> None:
    """50 000 flexes instead of 40 000 and lining rub fastness of grade 3 instead of 2-3; base thresholds as GB/T 15107 had them."""
    association, national = shoe(), shoe(flexes="≥40000次", mark="≤10 mm", peel="≥20 N/cm", rub="2-3级", chromium="≤10 mg/kg")
    assert (association.level, national.level) == (2, 3)
    assert levels(shoe(rub="3-4级", chromium="≤0.0003%"))[3:] == [2, 1]


def test_where_the_sole_tears_the_thresholds_of_that_condition_hold() -> None:
    assert levels(shoe(peel="≥45 N/cm", torn="≥35 N/cm"))[2] == 2
    assert levels(shoe(peel="≥60 N/cm", torn="≥50 N/cm"))[2] == 1
    worse = shoe(peel="≥60 N/cm", torn="≥15 N/cm").readings[2]
    assert (worse.level, worse.condition, worse.line) == (3, "sole-torn", 5)


JACKET = only(
    core("hydrostatic-pressure", "at_least", "kPa", "60", "35", "13", condition="washed"),
    core("moisture-permeability", "at_least", "g/(m²·24h)", "8000", "6000", "4000"),
    core("surface-wetting", "grade", "", "4-5", "4", "3-4"),
)


@pytest.mark.parametrize(("typed", "level"), [("≥13 kPa", 3), ("≥13000 mmH2O", 1), ("≥1325.6 mmH2O", 0), ("≥1325.7 mmH2O", 3), ("≥6118.2 mmH2O", 2), ("≥6118.3 mmH2O", 1)])
def test_a_jacket_is_judged_in_kilopascals_whatever_column_of_water_it_declares(typed: str, level: int) -> None:
    """13 kPa is a little more than 1325.6 mmH2O, 60 kPa a little less than 6118.3 (GB/T 32614-2023, GB/T 21295-2014)."""
    lines = (line("hydrostatic-pressure", typed, "washed"), line("moisture-permeability", "≥250 g/(m²·h)"), line("surface-wetting", "4级"))
    assert levels(judge(JACKET, Inputs(lines))) == [level, 2, 2]


def test_a_value_before_washing_does_not_answer_for_the_value_after_it() -> None:
    assert reason_of(JACKET, "≥60 kPa") == "other_condition"


def test_what_is_read_is_kept_as_declared_and_exactly_in_the_unit_of_the_scheme() -> None:
    lines = (line("hydrostatic-pressure", "≥13000 mmH2O", "washed"), line("moisture-permeability", "≥250.10 g/(m²·h)"), line("surface-wetting", "≥4"))
    water, vapour, wetting = judge(JACKET, Inputs(lines)).readings
    assert (water.operator, water.low, water.unit, water.in_unit_low) == ("at_least", "13000", "mmH2O", "127.48645")
    assert (vapour.low, vapour.in_unit_low, vapour.in_unit_high) == ("250.10", "6002.4", "")
    assert (wetting.grade, wetting.in_unit_low) == ("4", "")
    assert judge(only(core("flexes", "at_least", "万次", "5", "4", "3")), Inputs((line("flexes", "≥1 次"),))).readings[0].in_unit_low == "0.0001"
    assert judge(only(core("moisture-permeability", "at_least", "g/(m²·h)", "5", "4", "3")), Inputs((line("moisture-permeability", "≥100 g/(m²·24h)"),))).readings[0].in_unit_low == "25/6"


@pytest.mark.parametrize(
    ("operator", "typed", "level"),
    [
        ("at_most", "≤200 mm³", 3), ("at_most", "<200 mm³", 3), ("at_most", "≤200.01 mm³", 0), ("at_most", "200 mm³", 3),
        ("below", "≤200 mm³", 0), ("below", "<200 mm³", 3), ("below", "≤199.99 mm³", 3), ("below", "200 mm³", 0),
        ("below", "<0.15 cm³", 2), ("below", "≤0.12 cm³", 2), ("at_most", "≤0.12 cm³", 1),
    ],
)  # fmt: skip
def test_at_a_threshold_the_operator_of_the_scheme_says_whether_the_number_itself_is_enough(operator: str, typed: str, level: int) -> None:
    """GB/T 7984 asks for less than 200 mm³, other standards for 200 mm³ at most."""
    assert level_of(only(core("abrasion-volume", operator, "mm³", "120", "150", "200")), typed) == level


@pytest.mark.parametrize(("typed", "level"), [(">15 MPa", 3), ("≥15 MPa", 0), ("≥15.01 MPa", 3), (">18 MPa", 2), ("24 MPa", 2), (">24000 kPa", 1)])
def test_above_asks_for_more_than_the_number(typed: str, level: int) -> None:
    assert level_of(only(core("tensile-strength", "above", "MPa", "24", "18", "15")), typed) == level


@pytest.mark.parametrize(("typed", "level"), [("5.5~7.0", 1), ("6", 1), ("5.0~7.5", 2), ("4.0~9.0", 3), ("4.0~9.1", 0), ("≥5", 0)])
def test_a_range_is_met_by_what_lies_inside(typed: str, level: int) -> None:
    assert level_of(only(core("ph", "range", "", "5.5~7.0", "4.5~8.0", "4.0~9.0")), typed) == level


@pytest.mark.parametrize(("typed", "level"), [("5级", 1), ("4级", 1), ("3-4级", 2), ("≥3～4级", 2), ("3级", 3), ("2-3级", 0)])
def test_half_grades_count(typed: str, level: int) -> None:
    assert level_of(only(core("rub-fastness", "grade", "", "4", "3-4", "3")), typed) == level


def test_of_grades_the_concept_says_which_way_is_better() -> None:
    ready = only(core("odour", "grade", "", "1", "2", "3"))
    assert [level_of(ready, f"{grade}级") for grade in (1, 2, 3, 4)] == [1, 2, 3, 0]


@pytest.mark.parametrize(
    ("ready", "typed", "reason"),
    [
        (READY, "符合要求", "words"),
        (READY, "16~20 MPa", "range_for_bound"),
        (READY, "≤20 MPa", "other_side"),
        (READY, "≥20 N", "other_unit"),
        (READY, "≥20", "other_unit"),
        (READY, "4级", "grade_for_number"),
        (only(core("rub-fastness", "grade", "", "4", "3-4", "3")), "合格", "grade_unknown"),
        (only(core("rub-fastness", "grade", "", "4", "3-4", "3")), "7级", "grade_unknown"),
        (only(core("rub-fastness", "grade", "", "4", "3-4", "3")), "≥4 MPa", "grade_unknown"),
    ],
)
def test_what_cannot_be_held_against_a_threshold_is_not_graded_and_says_why(ready: Ready, typed: str, reason: str) -> None:
    assert reason_of(ready, typed) == reason


def test_a_line_without_its_number_is_not_guessed() -> None:
    judged = judge(READY, Inputs((replace(line("tensile-strength", "≥15 MPa"), low=""),)))
    assert (judged.readings[0].reason, judged.reasons[-4].code) == ("unreadable", "core_unreadable")


def test_of_several_lines_that_answer_the_worst_counts() -> None:
    ready = only(core("tensile-strength", "at_least", "MPa", "24", "18", "15", more=(case("at_least", "20", "16", "12", condition="aged"),)))
    lines = (line("tensile-strength", "≥25 MPa"), line("tensile-strength", "≥16500 kPa"), line("tensile-strength", "≥16 MPa"), line("tensile-strength", "≥12 MPa", "unaged"))
    assert judge(ready, Inputs(lines)).readings[0].line == 2
    assert judge(ready, Inputs((*lines, line("tensile-strength", "符合要求", "aged")))).readings[0].reason == "words"


@pytest.mark.parametrize(
    ("concept", "lines", "worse"),
    [
        ("tensile-strength", (">16 MPa", "≥16 MPa"), 1), ("tensile-strength", ("≥16 MPa", ">16000 kPa", "≥17 MPa"), 0),
        ("abrasion-volume", ("<160 mm³", "≤0.16 cm³"), 1), ("abrasion-volume", ("≤160 mm³", "≤161 mm³"), 1),
    ],
)  # fmt: skip
def test_of_two_values_of_one_level_the_weaker_promise_is_kept(concept: str, lines: tuple[str, ...], worse: int) -> None:
    (ask,) = (each for each in READY.cores if each.concept == concept)
    assert judge(READY, Inputs(tuple(line(concept, each) for each in lines))).readings[ask.place].line == worse


FOLLOWS = (Followed("GB/T 7984-2013", (floor("ply-adhesion", "≥3.2 N/mm"), floor("ph", "5~8"))),)


def test_a_missing_core_indicator_is_not_graded() -> None:
    judged = judge(READY, replace(belt(adhesion=""), followed=(Followed("GB/T 7984-2013", (floor("tensile-strength", "≥15 MPa"),)),)))
    assert (judged.level, judged.readings[3].reason) == (None, "missing")
    assert judged.reasons[0].facts == {"place": "3", "concept": "ply-adhesion", "condition": "", "why": "missing"}


def test_a_recommended_standard_that_is_declared_too_answers_with_its_floor_and_is_marked() -> None:
    judged = judge(READY, replace(belt(adhesion="", ph=""), followed=FOLLOWS))
    taken = judged.readings[3]
    assert (judged.level, taken.level, taken.line, taken.from_standard, taken.low) == (3, 3, -1, "GB/T 7984-2013", "3.2")
    assert judged.basics == ("met",)
    assert judged.reasons[0].facts["standard"] == "GB/T 7984-2013"


def test_a_declared_value_counts_before_the_floor_of_a_standard() -> None:
    assert judge(READY, replace(belt(), followed=FOLLOWS)).level == 1


def test_who_follows_two_standards_keeps_the_stricter_one() -> None:
    stricter = Followed("GB/T 20021-2017", (floor("ply-adhesion", "≥4.5 N/mm"),))
    for followed in ((*FOLLOWS, stricter), (stricter, *FOLLOWS)):
        assert judge(READY, replace(belt(adhesion=""), followed=followed)).readings[3].from_standard == "GB/T 20021-2017"


def test_a_scheme_may_leave_the_floors_of_standards_out() -> None:
    ready = prepare(replace(BELT, from_standard=False), CONCEPTS)
    assert judge(ready, replace(belt(adhesion=""), followed=FOLLOWS)).level is None


@pytest.mark.parametrize(
    ("ph", "state", "reason"), [("4~9", "met", ""), ("3.9~9", "failed", "basic_failed"), ("", "missing", "basic_missing"), ("中性", "unreadable", "basic_unreadable")]
)
def test_every_basic_indicator_must_be_met(ph: str, state: str, reason: str) -> None:
    judged = judge(READY, belt(ph=ph))
    assert judged.basics == (state,)
    assert (judged.level, judged.reasons[0].code) == ((1, "every_core_advanced") if state == "met" else (None, reason))


@pytest.mark.parametrize(
    ("basic", "typed", "state"),
    [
        (Basic("smell", "text", text="无异味"), "无异味", "met"),
        (Basic("smell", "text", text="无异味"), "略有气味", "unreadable"),
        (Basic("smell", "text", text="无异味"), "≤3 级", "unreadable"),
        (Basic("rub-fastness", "grade", grade="3"), "3-4级", "met"),
        (Basic("diameter", "equal", low="15", unit="mm"), "15 mm", "met"),
        (Basic("diameter", "equal", low="15", unit="mm"), "16 mm", "failed"),
        (Basic("diameter", "at_least", low="15", unit="mm"), "≥1.5 cm", "met"),
    ],
)
def test_a_basic_indicator_may_be_words_a_grade_or_one_number(basic: Basic, typed: str, state: str) -> None:
    ready = prepare(Scheme(basics=(basic,), cores=BELT.cores), CONCEPTS)
    assert judge(ready, Inputs((*belt().lines, line(basic.concept, typed)))).basics == (state,)


@pytest.mark.parametrize(
    ("by", "claim", "reason"),
    [
        ("asserted", "asserted", ""), ("asserted", "confirmed", ""), ("asserted", "refused", "requirement_refused"), ("asserted", "", "requirement_missing"),
        ("confirmed", "asserted", "requirement_unconfirmed"), ("confirmed", "confirmed", ""), ("confirmed", "refused", "requirement_refused"),
    ],
)  # fmt: skip
def test_basic_requirements_are_asserted_or_confirmed_as_the_scheme_asks(by: str, claim: str, reason: str) -> None:
    judged = judge(prepare(replace(BELT, requirements_by=by), CONCEPTS), replace(belt(), claims={"no-accident": claim} if claim else {}))
    assert (judged.level, judged.reasons[0].code) == ((None, reason) if reason else (1, "every_core_advanced"))
    assert judged.requirements == {"no-accident": claim or "missing"}


def test_gates_of_the_scheme_exclude_and_what_is_not_in_force_always_is() -> None:
    ready = prepare(replace(BELT, gates=("failed_check",)), CONCEPTS)
    judged = judge(ready, replace(belt("≥14 MPa"), gates=("publicly_noted", "failed_check", "not_in_force")))
    assert [reason.code for reason in judged.reasons] == ["not_in_force", "failed_check", "below_base"]
    assert judge(ready, replace(belt(), gates=("publicly_noted",))).level == 1


def test_everything_that_excludes_is_told() -> None:
    judged = judge(READY, replace(belt("≥14 MPa", "优", "≤120 mm³", "", "3~9"), claims={}, gates=("reference_withdrawn",)))
    assert [reason.code for reason in judged.reasons] == ["reference_withdrawn", "requirement_missing", "basic_failed", "below_base", "core_unreadable", "core_missing"]


def test_innovative_indicators_are_shown_and_never_block() -> None:
    two_levels = core("peel-strength", "at_least", "N/cm", "60", "45", "")
    ready = prepare(replace(BELT, innovations=(two_levels,)), CONCEPTS)
    for typed, level in (("≥60 N/cm", 1), ("≥50 N/cm", 2), ("≥44 N/cm", 0), ("", None)):
        judged = judge(ready, replace(belt(), lines=(*belt().lines, *([line("peel-strength", typed)] if typed else []))))
        assert (judged.level, judged.innovations[0].level) == (1, level)


def test_stars_are_what_the_scheme_says() -> None:
    assert judge(prepare(replace(BELT, stars=("3", "2", "1")), CONCEPTS), belt()).stars == 3


def test_a_judgement_survives_its_json() -> None:
    for inputs in (belt(), belt("≥14 MPa", "优", "≤120 mm³", "", "3~9")):
        judged = judge(READY, inputs)
        assert Judged.from_json(judged.to_json()) == judged


@pytest.mark.parametrize(
    "scheme",
    [
        replace(BELT, method="lottery"), replace(BELT, stars=("5", "4")), replace(BELT, cores=(core("unheard-of", "at_least", "MPa", "3", "2", "1"),)),
        replace(BELT, cores=(core("tensile-strength", "at_least", "MPa", "3", "2", "much"),)), replace(BELT, cores=(core("tensile-strength", "at_least", "MPa", "3", "2", ""),)),
        replace(BELT, basics=(Basic("ph", "range", "4", "much"),)), replace(BELT, method="weighted_points", cores=(core("tensile-strength", "at_least", "MPa", "3", "2", "1", weight="much"),)),
    ],
)  # fmt: skip
def test_a_scheme_that_was_never_checked_is_not_judged_by(scheme: Scheme) -> None:
    with pytest.raises(ValueError):
        prepare(scheme, CONCEPTS)


def test_what_was_read_before_does_not_change_what_is_read_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.rules.reading.MOST_REMEMBERED", 3)
    several = [belt(f"≥{figure} MPa") for figure in (14, 16, 20, 26)]
    fresh = [judge(prepare(BELT, CONCEPTS), each) for each in several]
    assert [judge(READY, each) for each in [*several, *several]] == [*fresh, *fresh]
