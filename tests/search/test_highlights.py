"""Readers see in a result what they asked for."""

from hypothesis import given
from hypothesis import strategies as st

from search.highlights import marked
from search.query import SearchQuery
from search.reading import Reading, read
from search.synonyms import assembled, lines

VOCABULARY = assembled({}, lines("电水壶 | 电热水壶"))


def _reading(typed: str) -> Reading:
    return read(SearchQuery(text=typed), VOCABULARY)


def _marked(shown: str, typed: str) -> str:
    return "".join(f"[{piece}]" if hit else piece for piece, hit in marked(shown, _reading(typed)))


def test_words_are_marked_in_the_original_text_whatever_its_width_case_and_script() -> None:
    assert _marked("橡膠輸送帶（ＳＰＢ－2240）的要求", "输送带 spb2240") == "橡膠[輸送帶]（[ＳＰＢ－2240]）的要求"


def test_a_standard_number_is_marked_as_a_whole() -> None:
    assert _marked("按 GB／T 7984—2013 生产，t为厚度", "gbt7984") == "按 [GB／T 7984—2013] 生产，t为厚度"


def test_a_synonym_is_marked_as_well() -> None:
    assert _marked("家用电热水壶", "电水壶") == "家用[电热水壶]"


def test_a_character_alone_is_marked_where_words_begin_with_it() -> None:
    assert _marked("带式输送机", "带") == "[带]式输送机"


def test_without_a_question_nothing_is_marked() -> None:
    assert marked("阀门", _reading("")) == [("阀门", False)]
    assert marked("", _reading("阀门")) == []


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_pieces_are_the_text(shown: str, typed: str) -> None:
    pieces = marked(shown, _reading(typed))
    assert "".join(piece for piece, _ in pieces) == shown
    assert all(piece for piece, _ in pieces)
