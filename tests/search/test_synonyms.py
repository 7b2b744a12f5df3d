"""What people say and what standards say are one."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from registry.models import ConceptSynonym, IndicatorConcept
from registry.rules import names
from search import synonyms
from tests.factories.categories import categories


@pytest.fixture(autouse=True)
def _fresh() -> None:
    synonyms.forget()


@pytest.fixture
def concept(session: Session, now: datetime) -> IndicatorConcept:
    concept = IndicatorConcept(code="tensile-strength", name="拉伸强度", name_en="Tensile strength", kind="performance", quantity="pressure", default_unit="MPa", direction="higher", grades=[], conditions={}, created_at=now)
    concept.synonyms = [ConceptSynonym(text=each, key=names.key(each)) for each in ("拉伸强度", "抗拉强度")]
    session.add(concept)
    session.flush()
    return concept


def test_the_shipped_words_mean_each_other_or_one_way(session: Session) -> None:
    known = synonyms.of(session).synonyms
    assert "电热水壶" in known["电水壶"]
    assert "电水壶" in known["电热水壶"]
    assert "酱油" in known["生抽"]
    assert "生抽" not in known.get("酱油", ())
    assert known["pvc"] == ("聚氯乙烯",)


def test_no_shipped_word_stands_in_two_groups_that_contradict_each_other() -> None:
    known = synonyms.assembled({}, synonyms.lines(Path(synonyms.__file__).with_name("data").joinpath("synonyms.txt").read_text("utf-8"))).synonyms
    both_ways = {word: {other for other in others if word in known.get(other, ())} for word, others in known.items()}
    for word, others in both_ways.items():
        assert all(both_ways[other] - {word} == others - {other} for other in others), (word, others)


def test_the_bureaus_vocabularies_join_in(session: Session, concept: IndicatorConcept) -> None:
    categories(session)
    vocabulary = synonyms.of(session)
    assert vocabulary.concepts[names.key("抗拉强度")] == synonyms.Concept(concept.code, "拉伸强度", "pressure", "MPa")
    assert vocabulary.synonyms["抗拉强度"] == ("拉伸强度",)
    assert "橡胶制品" in vocabulary.synonyms["橡塑制品"]
    assert vocabulary.longest == max(map(len, vocabulary.synonyms))


def test_the_operators_own_file_is_used_beside_the_shipped_one(session: Session, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("# ours\n電熱水壺 | 茶壶王\n小海鲜 > 水产品|干海产品\n只有一个\n> 空\n|\n字|词\n", "utf-8-sig")
    known = synonyms.of(session, str(own)).synonyms
    assert {"茶壶王", "电水壶"} <= set(known["电热水壶"])
    assert known["小海鲜"] == ("水产品", "干海产品")
    assert "水产品" not in known
    assert "只有一个" not in known


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_does_not_stop_the_search(session: Session, tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "own.txt"
    if content is not None:
        own.write_bytes(content)
    assert "电水壶" in synonyms.of(session, str(own)).synonyms


def test_a_new_synonym_is_used_once_the_vocabularies_are_read_anew(session: Session, concept: IndicatorConcept) -> None:
    assert names.key("扯断强度") not in synonyms.of(session).concepts
    session.add(ConceptSynonym(concept_id=concept.id, text="扯断强度", key=names.key("扯断强度")))
    session.flush()
    assert names.key("扯断强度") not in synonyms.of(session).concepts
    synonyms.forget()
    assert names.key("扯断强度") in synonyms.of(session).concepts


@pytest.mark.parametrize(("typed", "meant"), [("电水胡", "电水壶"), ("家用电水胡底座", "家用电水壶底座"), ("水壶电", None), ("电壶水", "电水壶"), ("电水壶", None), ("电水", "电水壶"), ("pvc", None), ("", None)])
def test_a_word_with_one_wrong_character_is_put_right(typed: str, meant: str | None) -> None:
    vocabulary = synonyms.assembled({}, synonyms.lines("电水壶 | 电热水壶"))
    assert synonyms.corrected(typed, vocabulary) == meant
