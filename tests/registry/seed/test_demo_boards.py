"""The demonstration's boards: eight invented schemes, what enterprises assert, and what is published."""

import json
from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.models import AssessmentBody, Disclosure, EvaluationScheme, FrontRunner, ProductCategory, Ranking, RankingEntry, RequirementClaim, SchemeVersion
from registry.queries import front_runners, schemes
from registry.rules import credit_code
from registry.rules.scheme import Scheme
from registry.seed import demo

CATEGORIES = {"outsole", "athletic-shoe", "conveyor-belt", "v-belt", "outdoor-jacket", "brass-valve", "pumps", "moulds"}


def _boards(session: Session) -> dict[str, Ranking]:
    """Published rankings by category."""
    rows = session.execute(select(ProductCategory.code, Ranking).join(Ranking, Ranking.category_id == ProductCategory.id).where(Ranking.published_at.is_not(None)))
    return dict(iter(rows))


def _schemes(session: Session) -> dict[str, Scheme]:
    return {each.category: each for each in map(schemes.read, session.scalars(select(SchemeVersion)))}


def _places(session: Session, board: Ranking) -> list[int]:
    return list(session.scalars(select(RankingEntry.place).where(RankingEntry.ranking_id == board.id, RankingEntry.place.is_not(None)).order_by(RankingEntry.order_no)))


def _judged(session: Session, board: Ranking) -> list[dict]:
    return [json.loads(each) for each in session.scalars(select(RankingEntry.judged).where(RankingEntry.ranking_id == board.id).order_by(RankingEntry.order_no))]


def test_the_assessment_body_is_invented_and_admitted_by_the_bureau(told: Session) -> None:
    body = told.scalars(select(AssessmentBody)).one()
    code = credit_code.parse(body.credit_code)
    assert body.name.endswith("（示例）")
    assert (code.notices, code.organisation_code[:4], body.ended_at) == ((), "DEM0", None)


def test_eight_schemes_say_in_both_languages_that_they_are_a_demonstration(told: Session) -> None:
    found = _schemes(told)
    assert set(found) == CATEGORIES
    for scheme in found.values():
        assert "演示用" in scheme.title
        assert "demonstration" in scheme.title_en
        assert ("演示用" in scheme.source, "Demonstration" in scheme.source) == (True, True)
        assert ("演示用" in scheme.note, "demonstration" in scheme.note) == (True, True)


def test_schemes_differ_in_method_conditions_and_kind_of_value(told: Session) -> None:
    found = _schemes(told)
    assert Counter(scheme.method for scheme in found.values()) == {"least_level": 7, "weighted_points": 1}
    assert {case.condition for core in found["outsole"].cores for case in core.cases} == {"", "intact", "torn"}
    grades = {step.grade for scheme in found.values() for core in scheme.cores for case in core.cases for step in case.steps if step.grade}
    assert {"3-4", "AA", "IP65"} <= grades
    assert {scheme.requirements_by for scheme in found.values()} == {"asserted", "confirmed"}


def test_every_scheme_has_a_published_board_on_which_every_core_indicator_is_declared_several_times(told: Session) -> None:
    boards, made = _boards(told), _schemes(told)
    assert set(boards) == CATEGORIES
    for category, board in boards.items():
        assert len(made[category].cores) >= 3
        assert board.graded >= 4
        assert min(each["declared"] for each in board.lists) >= 3


def test_places_are_shared_and_the_next_one_is_left_out(told: Session) -> None:
    places = {category: _places(told, board) for category, board in _boards(told).items()}
    assert places["outsole"] == [1, 1, 3, 3, 5, 5]
    assert [category for category, found in places.items() if len(set(found)) == len(found)] == []


def test_a_list_whose_values_are_all_equal_is_not_published_and_a_board_with_one_band_is(told: Session) -> None:
    boards = _boards(told)
    assert [(category, each["concept"]) for category, board in boards.items() for each in board.lists if each["reason"] == "all_equal"] == [("v-belt", "flame-time")]
    assert [category for category, board in boards.items() if len(board.levels) == 1] == ["moulds"]


def test_who_is_left_out_is_told_why(told: Session) -> None:
    reasons = set(told.scalars(select(RankingEntry.reason).where(RankingEntry.place.is_(None))))
    assert reasons >= {"not_in_force", "below_base", "core_missing", "publicly_noted", "dishonesty_listed", "requirement_missing", "requirement_unconfirmed", "requirement_refused"}


def test_a_value_comes_from_the_standard_and_one_in_another_unit_is_converted(told: Session) -> None:
    boards = _boards(told)
    readings = [reading for category in ("athletic-shoe", "outdoor-jacket") for judged in _judged(told, boards[category]) for reading in judged["readings"] if judged["level"]]
    assert {reading["from_standard"] for reading in readings if reading.get("from_standard")} == {"QB/T 990008-2023"}
    assert "mmH2O" in {line["unit"] for each in told.scalars(select(RankingEntry.inputs)) for line in json.loads(each)["lines"] if line.get("unit")}


def test_requirements_are_asserted_confirmed_and_refused_with_reasons(told: Session) -> None:
    decided = Counter(told.scalars(select(RequirementClaim.decision)))
    assert min(decided[None], decided["confirmed"], decided["refused"]) >= 3
    assert told.scalar(select(func.count()).select_from(RequirementClaim).where(RequirementClaim.decision == "refused", RequirementClaim.reason.is_(None))) == 0
    assert told.scalar(select(func.count()).select_from(RequirementClaim).where(RequirementClaim.evidence_sha256.is_not(None))) >= 10


def test_one_scheme_belongs_to_the_body_for_each_board(told: Session) -> None:
    body = told.scalars(select(AssessmentBody)).one()
    assert set(told.scalars(select(EvaluationScheme.body_id))) == {body.id}


def test_front_runners_stand_are_suspended_and_were_restored(told: Session) -> None:
    found = [front_runners.get(told, each, demo.TODAY) for each in told.scalars(select(FrontRunner.id).order_by(FrontRunner.id))]
    standing = {(each.row.kind, each.disclosure.number): (each.standing.state, each.standing.reasons) for each in found}
    assert standing["candidate", "Q/QXXC 101-2026"] == ("suspended", ("amended",))
    assert standing["candidate", "Q/ZAGF 101-2026"] == standing["national", "Q/ZAGF 101-2026"] == ("suspended", ("failed_check",))
    assert standing["provincial", "Q/TLXY 101-2026"] == standing["candidate", "Q/TLXY 101-2026"] == ("current", ())
    assert [step.step for each in found if each.disclosure.number == "Q/TLXY 101-2026" for step in each.steps] == ["suspended", "restored"] * 2
    assert standing["provincial", "Q/HLXJ 003-2024"] == ("current", ())


def test_titles_name_invented_authorities_only(told: Session) -> None:
    titles = told.scalars(select(FrontRunner).where(FrontRunner.kind != "candidate")).all()
    assert [each for each in titles if not (each.issuer or "").endswith("（示例）") or "example.com" not in (each.source_url or "")] == []
    assert told.scalar(select(func.count()).select_from(Disclosure).join(FrontRunner, FrontRunner.disclosure_id == Disclosure.id).where(FrontRunner.models == "")) == 0
