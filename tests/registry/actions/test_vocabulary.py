"""Vocabularies and floors: loaded once, kept by the bureau, never rewriting what was disclosed."""

import dataclasses
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry import seed
from registry.actions import catalogue, floors, vocabulary
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import (
    AuditEntry,
    CategoryConcept,
    ConceptSynonym,
    Floor,
    Indicator,
    IndicatorConcept,
    ProductCategory,
)
from registry.queries import catalogue as standards
from registry.queries import vocabulary as queries
from registry.rules import names
from registry.rules import vocabulary as rules
from registry.rules.floor import FloorForm, tidy
from registry.rules.permission import SYSTEM, Actor
from registry.rules.vocabulary import ConceptForm
from tests.factories import disclosures, people
from tests.factories.contents import line

FORM = ConceptForm(name="皂洗损失", name_en="Soap loss!", quantity="ratio", default_unit="%", direction="lower", synonyms="皂洗质量损失，皂洗失重", conditions="hot=热洗")
FLOOR = FloorForm(concept="tensile-strength", operator="at_least", low="１５.0", unit="mpa", condition="aged", source="GB/T 990002-2024 第5章")


@pytest.fixture
def registrar(session: Session, now: datetime) -> Actor:
    vocabulary.load(session, actor=SYSTEM, now=now)
    return people.officer(session, now, people.bureau(session, now), "registrar")


def disclosed(session: Session, now: datetime, *free_names: str) -> None:
    """A disclosure of one more enterprise, whose indicators have free names."""
    firm = people.enterprise(session, now)
    lines = (*(line(name=name) for name in free_names), line(concept="tensile-strength", kind="functional"))
    disclosures.disclosed(session, now, people.member(session, now, firm), firm, lines=lines)


def test_the_shipped_vocabularies_come_in_whole_and_a_second_time_changes_nothing(session: Session, now: datetime) -> None:
    first = vocabulary.load(session, actor=SYSTEM, now=now)
    assert first["concepts"] == session.query(IndicatorConcept).count() >= 150
    assert first["categories"] == session.query(ProductCategory).count() >= 60
    assert first["suggestions"] == session.query(CategoryConcept).count() > 0
    spelled = {names.key(text) for row in seed.rows("vocabulary/concepts.csv") for text in (row["name"], *seed.words(row["synonyms"]))}
    assert first["synonyms"] == session.query(ConceptSynonym).count() == len(spelled)
    assert set(vocabulary.load(session, actor=SYSTEM, now=now).values()) == {0}


def test_spellings_of_one_name_mean_one_concept_and_a_free_name_means_none(session: Session, registrar: Actor) -> None:
    for typed in ("拉伸强度", "抗拉强度", " 扯断 强度 ", "ＤＩＮ磨耗", "din磨耗"):
        concept = queries.match(session, typed)
        assert concept, typed
        assert concept.code in ("tensile-strength", "abrasion-volume")
    assert queries.match(session, "拉伸强度好不好") is None
    assert set(queries.by_keys(session, [names.key("拉伸强度"), names.key("没有")])) == {"拉伸强度"}


def test_a_category_offers_its_own_concepts_first_and_nothing_typed_offers_only_them(session: Session, registrar: Actor) -> None:
    offered = [each.concept.code for each in queries.suggest(session, "", "fabric-conveyor-belt", limit=50)]
    assert set(offered) == set(queries.own_codes(session, "fabric-conveyor-belt"))
    assert "tensile-strength" in offered
    assert queries.suggest(session, "") == queries.suggest(session, "没有这个指标") == []
    shoes = queries.suggest(session, "耐磨", "outsole")
    assert shoes[0].concept.code in queries.own_codes(session, "outsole")
    assert queries.suggest(session, "扯断强度")[0].spelling == "扯断强度"


def test_a_mapped_name_makes_disclosed_indicators_comparable_without_rewriting_them(session: Session, now: datetime, registrar: Actor) -> None:
    disclosed(session, now, "皂洗后失重", "手感")
    disclosed(session, now, "皂洗后 失重")
    waiting = queries.free_names(session)
    assert [(each.key, each.indicators, each.disclosures) for each in waiting] == [("皂洗后失重", 2, 2), ("手感", 1, 1)]
    assert [each.key for each in queries.free_names(session, "失重")] == ["皂洗后失重"]
    before = session.execute(select(Indicator.id, Indicator.name, Indicator.concept_id).order_by(Indicator.id)).all()
    strength = queries.concept(session, "tensile-strength").id
    spelling = vocabulary.map_name(session, actor=registrar, name="皂洗后失重", concept_code="abrasion-volume", now=now)
    session.flush()
    assert session.execute(select(Indicator.id, Indicator.name, Indicator.concept_id).order_by(Indicator.id)).all() == before
    assert session.scalars(select(queries.meant_concept()).order_by(Indicator.id)).all() == [spelling.concept_id, None, strength, spelling.concept_id, strength]
    assert [each.key for each in queries.free_names(session)] == ["手感"]
    vocabulary.unmap_name(session, actor=registrar, synonym_id=spelling.id, now=now)
    assert len(queries.free_names(session)) == 2
    actions = {"vocabulary.load", "vocabulary.map_name", "vocabulary.unmap_name"}
    assert set(session.scalars(select(AuditEntry.action))) >= actions


def test_a_name_means_one_concept_only(session: Session, now: datetime, registrar: Actor) -> None:
    for name, code, wrong in (
        ("抗拉强度", "abrasion-volume", {"name": "name_mapped_already"}),
        ("手感", "nothing", {"concept": "concept_not_listed"}),
        (" ", "", {"name": "required", "concept": "required"}),
    ):
        with pytest.raises(Invalid) as refused:
            vocabulary.map_name(session, actor=registrar, name=name, concept_code=code, now=now)
        assert refused.value.fields == wrong
    shipped = queries.synonyms(session, queries.concept(session, "tensile-strength").id)[1]
    with pytest.raises(NotAllowed):
        vocabulary.unmap_name(session, actor=registrar, synonym_id=shipped.id, now=now)


def test_a_new_concept_gets_a_lasting_code_and_its_spellings(session: Session, now: datetime, registrar: Actor) -> None:
    concept = vocabulary.create_concept(session, actor=registrar, form=FORM, now=now)
    assert (concept.code, concept.conditions) == ("soap-loss", {"hot": "热洗"})
    assert queries.match(session, "皂洗失重") is concept
    again = vocabulary.create_concept(session, actor=registrar, form=dataclasses.replace(FORM, name="另一种", synonyms=""), now=now)
    assert again.code == "soap-loss-2"
    with pytest.raises(NotAllowed):
        vocabulary.unmap_name(session, actor=registrar, synonym_id=queries.synonyms(session, concept.id)[0].id, now=now)


def test_every_wrong_field_of_a_concept_is_named_at_once(session: Session, now: datetime, registrar: Actor) -> None:
    form = ConceptForm(name="拉伸强度", name_en="强度", kind="nice", quantity="grade", default_unit="MPa", direction="up", synonyms="抗拉强度", grades="1", conditions="热洗")
    with pytest.raises(Invalid) as refused:
        vocabulary.create_concept(session, actor=registrar, form=form, now=now)
    assert refused.value.fields == {
        "name": "name_taken", "synonyms": "name_taken", "name_en": "english_name_needed", "kind": "choose_one", "direction": "choose_one",
        "default_unit": "unit_of_other_quantity", "grades": "grades_missing", "conditions": "conditions_unreadable",
    }  # fmt: skip
    assert refused.value.facts["words"] == "拉伸强度、抗拉强度"


def test_a_category_is_found_under_its_new_names_and_takes_no_other_categorys(session: Session, now: datetime, registrar: Actor) -> None:
    assert queries.suggest_categories(session, "传送带")[0].code == "conveyor-belt"
    vocabulary.name_category(session, actor=registrar, code="conveyor-belt", synonyms="皮带机带，运输带\n运输带", now=now)
    session.flush()
    assert queries.category(session, "conveyor-belt").synonyms == ["皮带机带", "运输带"]
    assert queries.suggest_categories(session, "皮带机")[0].code == "conveyor-belt"
    assert queries.suggest_categories(session, "") == []
    assert [each.code for each in queries.category_trail(session, queries.category(session, "fabric-conveyor-belt"))] == ["rubber-products", "conveyor-belt", "fabric-conveyor-belt"]
    with pytest.raises(Invalid) as refused:
        vocabulary.name_category(session, actor=registrar, code="conveyor-belt", synonyms="橡塑制品", now=now)
    assert refused.value.fields == {"synonyms": "name_taken"}
    with pytest.raises(Invalid):
        vocabulary.name_category(session, actor=registrar, code="conveyor-belt", synonyms="字" * 101, now=now)


def test_only_a_registrar_keeps_the_vocabulary_and_the_floors(session: Session, now: datetime, registrar: Actor) -> None:
    auditor = people.officer(session, now, people.bureau(session, now), "auditor", "inspector", "handler", "approver")
    for refused in (
        lambda: vocabulary.load(session, actor=auditor, now=now),
        lambda: vocabulary.map_name(session, actor=auditor, name="手感", concept_code="tensile-strength", now=now),
        lambda: vocabulary.create_concept(session, actor=auditor, form=FORM, now=now),
        lambda: vocabulary.name_category(session, actor=auditor, code="conveyor-belt", synonyms="", now=now),
        lambda: floors.enter(session, actor=auditor, standard_id=1, form=FLOOR, now=now),
        lambda: floors.end(session, actor=auditor, floor_id=1, now=now),
    ):
        with pytest.raises(NotAllowed):
            refused()


@pytest.fixture
def standard_id(session: Session, now: datetime, registrar: Actor) -> int:
    catalogue.load_demonstration(session, actor=SYSTEM, now=now)
    standard = standards.by_number(session, "GB/T 990012-2022")
    assert standard
    return standard.id


def test_the_demonstration_floors_come_in_whole_once(session: Session, now: datetime, standard_id: int) -> None:
    assert floors.load_demonstration(session, actor=SYSTEM, now=now) == sum(1 for _ in seed.rows("catalogue/floors.csv"))
    assert floors.load_demonstration(session, actor=SYSTEM, now=now) == 0


def test_a_floor_is_kept_exactly_replaced_and_ended_but_never_changed(session: Session, now: datetime, registrar: Actor, standard_id: int) -> None:
    first = floors.enter(session, actor=registrar, standard_id=standard_id, form=dataclasses.replace(FLOOR, unit="MPa", high="99"), now=now)
    assert (first.low, first.high, first.unit, first.condition_code) == ("15.0", None, "MPa", "aged")
    with pytest.raises(Invalid) as refused:
        floors.enter(session, actor=registrar, standard_id=standard_id, form=dataclasses.replace(FLOOR, unit="kPa"), now=now)
    assert refused.value.fields == {"concept": "floor_twice"}
    second = floors.replace(session, actor=registrar, floor_id=first.id, form=dataclasses.replace(FLOOR, low="16", unit="MPa"), now=now)
    assert (first.low, first.ended_at, second.low, second.ended_at) == ("15.0", now, "16", None)
    with pytest.raises(Conflict):
        floors.end(session, actor=registrar, floor_id=first.id, now=now)
    floors.end(session, actor=registrar, floor_id=second.id, now=now)
    session.flush()
    assert standards.floors(session, [standard_id]) == []
    assert [floor for floor, _ in standards.floors(session, [standard_id], ended=True)] == [first, second]
    assert session.scalar(select(func.count()).select_from(Floor)) == 2


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"unit": "mpa"}, {"unit": "floor_unit_unknown"}),
        ({"unit": "N"}, {"unit": "unit_of_other_quantity"}),
        ({"unit": ""}, {"unit": "floor_unit_missing"}),
        ({"low": "十五"}, {"low": "not_a_number"}),
        ({"low": "", "source": ""}, {"low": "required", "source": "required"}),
        ({"operator": "range", "low": "3", "high": "2"}, {"high": "range_upside_down"}),
        ({"operator": "grade", "grade": "9"}, {"grade": "floor_grade_unknown"}),
        ({"operator": "text"}, {"text": "required"}),
        ({"operator": "nearly"}, {"operator": "choose_one"}),
        ({"condition": "boiled"}, {"condition": "floor_condition_unknown"}),
        ({"method": "方" * 301}, {"method": "too_long"}),
        ({"concept": "luck"}, {"concept": "concept_not_listed"}),
    ],
)
def test_every_wrong_field_of_a_floor_is_named(session: Session, now: datetime, registrar: Actor, standard_id: int, change: dict[str, str], wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        floors.enter(session, actor=registrar, standard_id=standard_id, form=dataclasses.replace(FLOOR, **{"unit": "MPa", **change}), now=now)
    assert refused.value.fields == wrong


@given(st.builds(FloorForm, *[st.text(max_size=20)] * 10))
def test_a_tidy_floor_stays_as_it_is(form: FloorForm) -> None:
    assert tidy(tidy(form)) == tidy(form)


@given(st.text(min_size=1, max_size=20), st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=8))), st.lists(st.sampled_from("abc"), unique=True))
def test_the_same_name_comes_before_every_other(typed: str, spellings: list[tuple[str, str]], own: list[str]) -> None:
    found = rules.ranked(typed, [*spellings, ("same", typed)], own)
    assert not names.key(typed) or "same" in found
    exact = [names.key(spelling) == names.key(typed) for spelling in found.values()]
    assert exact == sorted(exact, reverse=True)
