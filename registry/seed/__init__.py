"""What a new registry starts with: vocabularies, a real extract of the catalogue, and the demonstration.

The CSV files beside this module are read by the actions that import vocabularies and catalogues, the same ones that a
bureau uses for its own files. Their columns are explained in `vocabulary/README.md` and `catalogue/README.md`.
"""

import csv
import io
from collections.abc import Iterator
from importlib import resources


def rows(file_name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file that ships, named from this folder ("vocabulary/concepts.csv"); empty cells are ""."""
    text = resources.files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


def words(cell: str) -> list[str]:
    """The words of a cell that holds several, separated by |."""
    return [word for word in cell.split("|") if word]
