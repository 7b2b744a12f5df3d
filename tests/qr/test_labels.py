"""Sheets, plates and archives: every code is on them, readable, the same on any day, whether drawn at once or in parts."""

import csv
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
import zxingcpp

from qr import archive, labels, plate, sheets, symbols
from qr.advice import Look
from qr.archive import Entry
from qr.labels import Label
from registry.errors import Invalid
from tests.qr.readers import seen

HOST = "bz.example.cn"


def made(count: int) -> list[Label]:
    return [Label(f"HTTPS://{HOST.upper()}/01/09520000000011/21/{number:012d}", "Q/EXAMPLE 001-2026", "7ZK4M0QX5C", HOST) for number in range(count)]


def read(pdf: bytes, page: int = 0) -> list[str]:
    """Texts in reading order."""
    found = zxingcpp.read_barcodes(seen("pdf", pdf, 300, page))
    return [each.text for each in sorted(found, key=lambda each: (round(each.position.top_left.y / 40), each.position.top_left.x))]


@pytest.mark.parametrize("name", sheets.COMMON)
def test_every_common_sheet_fits_its_page_and_carries_readable_codes(name: str) -> None:
    sheet = sheets.COMMON[name]
    assert sheet.left >= 0
    assert sheet.top >= 0
    assert sheet.left + (sheet.columns - 1) * sheet.across + sheet.width <= sheet.page_width + 1e-6
    assert sheet.top + (sheet.rows - 1) * sheet.down + sheet.height <= sheet.page_height + 1e-6
    few = made(min(sheet.count, 9))
    drawn = labels.draw_part(few, sheet, Look(), crop_marks=True)
    assert read(drawn) == [label.text for label in few]
    assert labels.drawn_module(few[0], sheet, Look()) >= 0.33


def test_labels_go_on_to_the_next_page_and_progress_is_told() -> None:
    sheet, told = sheets.own(100, 100, 50, 50, margin=0), []
    drawn = labels.draw_part(made(5), sheet, Look(), on_page=told.append)
    assert told == [4, 5]
    assert read(drawn) + read(drawn, 1) == [label.text for label in made(5)]


def test_parts_drawn_by_several_processes_join_to_the_same_bytes_as_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "PART", 8)
    sheet, told = sheets.own(100, 100, 50, 50, margin=0), []
    assert labels.draw_sheets(iter(made(17)), sheet, Look(), tmp_path / "whole.pdf", on_page=told.append) == 17
    assert told == [4, 8, 12, 16, 17]
    with symbols.processes(2) as pool:
        for number, part in enumerate(symbols.batches(made(17), labels.part_size(sheet))):
            (tmp_path / f"{number:05d}.part").write_bytes(labels.draw_part(part, sheet, Look(), pool=pool))
    labels.join(sorted(tmp_path.glob("*.part")), tmp_path / "joined.pdf")
    assert (tmp_path / "joined.pdf").read_bytes() == (tmp_path / "whole.pdf").read_bytes()
    with pikepdf.open(tmp_path / "whole.pdf") as whole:
        assert len(whole.pages) == 5


def test_a_module_that_was_asked_for_is_drawn_or_refused_but_never_shrunk() -> None:
    sheet = sheets.own(60, 40, 60, 40, margin=0)
    assert labels.drawn_module(made(1)[0], sheet, Look(module=0.5), largest=False) == 0.5
    with pytest.raises(Invalid) as small:
        labels.draw_part(made(1), sheet, Look(module=2), largest=False)
    assert small.value.fields == {"sheet": "label_small"}
    with pytest.raises(Invalid) as narrow:
        labels.draw_part(made(1), sheets.roll(15, 60), Look())
    assert narrow.value.fields == {"sheet": "label_narrow"}


def test_a_label_may_do_without_number_and_code() -> None:
    bare = Label(made(1)[0].text, "", "", HOST)
    assert read(labels.draw_part([bare], sheets.roll(40, 30), Look())) == [bare.text]


@pytest.mark.parametrize("width", [float("nan"), -1, 0, 5, 1e9, float("inf")])
def test_a_sheet_that_makes_no_sense_is_refused_by_field(width: float) -> None:
    with pytest.raises(Invalid) as refused:
        sheets.own(210, 297, width, 30)
    assert list(refused.value.fields) == ["width"]


def test_a_name_that_three_lines_do_not_hold_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        plate.draw_plate(plate.Plate(made(1)[0], "三门县示例家政服务有限公司" * 5, "服务"))
    assert refused.value.fields == {"enterprise": "plate_name_long"}


def test_an_archive_names_every_file_in_a_table_that_no_spreadsheet_computes() -> None:
    entries = [Entry(label, "=HYPERLINK(1)", "09520000000011", lot="../A\\1", serial=f"s{number}") for number, label in enumerate(made(3))]
    out, again, told = io.BytesIO(), io.BytesIO(), []
    assert archive.draw_archive(entries, out, formats=("svg", "png"), look=Look(), on_codes=told.append) == 3
    archive.draw_archive(entries, again, formats=("svg", "png"), look=Look())
    assert (out.getvalue() == again.getvalue(), told) == (True, [3])
    with zipfile.ZipFile(out) as whole:
        table = whole.read("codes.csv")
        rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
        assert table.startswith(b"\xef\xbb\xbf")
        assert sorted(row["file"] for row in rows) == sorted(set(whole.namelist()) - {"codes.csv"})
        for row in rows:
            assert [found.text for found in zxingcpp.read_barcodes(seen(row["file"][-3:], whole.read(row["file"]), 300))] == [row["text"]]
            assert (row["product"], row["gtin"]) == ("'=HYPERLINK(1)", "09520000000011")
            assert not set(row["file"]) & set("/\\: ")


def test_an_archive_drawn_in_parts_by_several_processes_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PART", 2)
    entries = [Entry(label, "产品") for label in made(5)]
    whole, joined = io.BytesIO(), io.BytesIO()
    archive.draw_archive(entries, whole, formats=("svg", "pdf"), look=Look())
    with symbols.processes(2) as pool:
        for number, part in enumerate(symbols.batches(entries, 2)):
            with (tmp_path / f"{number}.zip").open("wb") as out:
                archive.draw_part(part, out, first=number * 2, formats=("svg", "pdf"), look=Look(), pool=pool)
    archive.join(sorted(tmp_path.glob("*.zip")), joined)
    assert joined.getvalue() == whole.getvalue()
