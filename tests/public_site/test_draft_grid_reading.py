"""Pasted blocks and requirements: what an editor copied from a spreadsheet is read by its header or by its order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public_site.console import draft_grid
from registry.rules.content import MOST_INDICATORS, Line

figures = st.decimals(min_value=-1000, max_value=1000, places=2).map(str)
promises = st.one_of(
    st.tuples(st.sampled_from(["≥", "≤", ">", "<", ""]), figures).map("".join),
    st.tuples(st.decimals(-1000, 0, places=1), st.decimals(1, 1000, places=1)).map(lambda pair: f"{pair[0]}～{pair[1]}"),
    st.sampled_from(["3-4级", "4级", "特级", "A级", "±5", "无裂纹", "约15"]),
)


def line(typed: str, unit: str = "") -> Line:
    return Line(**draft_grid._promise(typed, unit))


@given(promises, st.sampled_from(["", "MPa", "mm", "%"]))
def test_a_requirement_that_is_shown_reads_as_the_same_line(typed: str, unit: str) -> None:
    read = line(typed, unit)
    assert line(draft_grid.requirement(read), read.unit) == read


@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_line_and_is_shown_again(typed: str) -> None:
    read = line(typed)
    shown = draft_grid.requirement(read)
    assert bool(shown.strip()) == bool(read.operator)
    assert line(shown, read.unit).operator == read.operator


@given(st.text(max_size=300))
def test_no_block_breaks_the_reader(text: str) -> None:
    assert len(draft_grid.read_block(text).rows) <= MOST_INDICATORS


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [
        ("≥15 MPa", "", ("at_least", "15", "", "MPa")), ("≥15 MPa", "kPa", ("at_least", "15", "", "MPa")), ("≥15", "MPa", ("at_least", "15", "", "MPa")),
        ("10～20mm", "", ("range", "10", "20", "mm")), ("±5%", "", ("range", "-5", "5", "%")), ("１５．０", "N", ("equal", "15.0", "", "N")), ("≤3", "次", ("at_most", "", "3", "次")),
    ],
)  # fmt: skip
def test_the_unit_behind_a_number_moves_to_its_own_cell(typed: str, unit: str, told: tuple[str, ...]) -> None:
    read = line(typed, unit)
    assert (read.operator, read.low, read.high, read.unit) == told


def test_a_bare_range_with_a_grade_for_its_unit_is_a_grade() -> None:
    assert (line("3-4", "级").operator, line("3-4", "级").grade) == ("grade", "3-4")


def test_a_header_in_any_order_names_the_columns_and_unknown_ones_are_left_out() -> None:
    block = draft_grid.read_block("序号\t试验方法\t检验项目\t备注\t技术要求（出厂）\n1\tGB/T 528\t拉伸强度\t无\t≥15\n")
    assert block.rows == [{"method": "GB/T 528", "name": "拉伸强度", "requirement": "≥15"}]


def test_without_a_header_the_order_counts_from_the_cell_where_it_was_pasted() -> None:
    assert draft_grid.read_block("MPa\tGB/T 528\nN\tGB/T 1", "unit").rows == [{"unit": "MPa", "method": "GB/T 528"}, {"unit": "N", "method": "GB/T 1"}]


def test_a_leading_count_of_rows_is_no_name() -> None:
    assert [row["name"] for row in draft_grid.read_block("1\t拉伸强度\t≥15\n2\t硬度\t60±5").rows] == ["拉伸强度", "硬度"]


def test_cells_that_a_spreadsheet_quotes_are_whole_and_an_inch_sign_spoils_nothing() -> None:
    assert draft_grid.read_block('"外观\n质量"\t无裂纹\n硬度\t"60±5"').rows == [{"name": "外观质量", "requirement": "无裂纹"}, {"name": "硬度", "requirement": "60±5"}]
    assert draft_grid.read_block('管径\t2"\n壁厚\t3').rows == [{"name": "管径", "requirement": '2"'}, {"name": "壁厚", "requirement": "3"}]


def test_more_rows_than_a_draft_holds_are_counted_not_lost_in_silence() -> None:
    block = draft_grid.read_block("\n".join(f"指标{n}\t≥1" for n in range(MOST_INDICATORS + 7)))
    assert (len(block.rows), block.left_out) == (MOST_INDICATORS, 7)
