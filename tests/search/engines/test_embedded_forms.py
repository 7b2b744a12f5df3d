"""What is loaded goes to tantivy as JSON, what is applied as values; nobody can tell from the index which it was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tantivy import IndexWriter

from search.engine import Change
from search.engines.embedded_fields import document, formed, seat
from search.engines.embedded_generation import create
from search.engines.embedded_reader import opened
from search.fields import FIELDS

COMPARED = (".term", ".idx", ".pos", ".fast", ".fieldnorm")
SAID = (
    {},
    {"title": ["口罩", "罩"], "text": ["口罩", "\x00", "😀", "x" * 300], "digest": "0123456789abcdef", "names": ['"', "\\", "a\nb"]},
    {"lows": ["tensile-strength|c034000000000000", "l" * 9_000], "highs": ["of-mass|x"], "date": 1_700_000_000, "stars_order": 5, "name_order": "kou zhao" * 100},
    {"codes": ["\ud800", "名" * 30_000], "number_order": "GB/T 00000528", "digest": "\udfff", "region": ("330000", "331000")},
    {field.name: {"number": 7, "name": "名", "kept": "k"}.get(field.kind, ["一", "二"]) for field in FIELDS},
)


def _written(folder: Path, put: Callable[[IndexWriter, Change], object]) -> dict[str, list[bytes]]:
    """The files of an index that one thread wrote, by what they hold."""
    folder.mkdir()
    create(folder)
    pen = opened(folder).writer(15_000_000, 1)
    for number, said in enumerate(SAID, 1):
        put(pen, Change("product", number, said))
    pen.commit()
    return {suffix: [file.read_bytes() for file in folder.glob(f"*{suffix}")] for suffix in COMPARED}


def test_an_index_that_was_loaded_is_octet_for_octet_one_that_was_applied(tmp_path: Path) -> None:
    loaded = _written(tmp_path / "loaded", lambda pen, change: pen.add_json(formed(change).form.decode()))
    assert loaded == _written(tmp_path / "applied", lambda pen, change: pen.add_document(document(change, seat(change.kind, change.subject_id), 0)))
    assert all(len(files) == 1 and files[0] for files in loaded.values())


@pytest.mark.parametrize("said", [{"date": "yesterday"}, {"nonsense": ["x"]}, {"names": [1]}, {"digest": 5}, {"text": None, "stars_order": True}])
def test_what_is_not_of_its_field_s_kind_is_refused_with_a_reason(said: dict[str, object]) -> None:
    refused = formed(Change("product", 1, said))
    assert (refused.form, len(refused.refused) > 10) == (b"", True)


def test_a_document_that_is_gone_has_no_form_and_no_reason() -> None:
    assert formed(Change("product", 1, None))[2:] == ("", b"", "")
