"""The entries of a page of a board as the driver gives them, and which of them something happened to since.

What a published ranking says never changes, and to most of its disclosures nothing happens afterwards: a page asks only
whether, and reads days and steps for those few alone (`public_rankings.numbered` and `candidates`).
"""

from datetime import date

from registry.plain import Look, Statement
from registry.queries.public_rankings import COLUMNS, INDEXED, digits

PER_PAGE = 20
"""Entries of a page: some four telephone screens, and what a hall's screen shows in letters that can be read from its far end."""
Row = tuple[int, int, int, int, int, str | None, str, str, str, str, str, int, str | date | None, str | date | None, int]
"""order_no, disclosure_id, place, stars, level, points, public_id, number, title, enterprise, judged, whether its disclosure has another version now or was ended, be it for a day to come;
then of its candidacy of this board, if it has one, the first and last day as the driver gives them, and whether anything is recorded of it since."""

_ROW = """
SELECT e.order_no, e.disclosure_id, e.place, e.stars, e.level, e.points, e.public_id, e.number, e.title, e.enterprise, e.judged,
  d.latest_version_id <> e.version_id OR EXISTS (SELECT 1 FROM disclosure_withdrawal w WHERE w.disclosure_id = e.disclosure_id) OR EXISTS (SELECT 1 FROM disclosure_succession t WHERE t.disclosure_id = e.disclosure_id),
  f.valid_from, f.valid_until, EXISTS (SELECT 1 FROM front_runner_step x WHERE x.front_runner_id = f.id)
FROM ranking_entry e{indexed} JOIN disclosure d ON d.id = e.disclosure_id
LEFT JOIN front_runner f INDEXED BY ix_front_runner_disclosure_id ON f.disclosure_id = e.disclosure_id AND f.ranking_id = e.ranking_id AND f.kind = 'candidate'
WHERE e.ranking_id = :ranking_id AND e.order_no BETWEEN :first AND :last"""
_PAGE = Statement(_ROW.format(indexed="") + " ORDER BY e.order_no")
_WITHIN = {size: Statement(f"{_ROW.format(indexed=INDEXED[size])} AND e.{column} = :code ORDER BY e.order_no LIMIT :most") for size, column in COLUMNS.items()}


def page(look: Look, ranking_id: int, first: int, last: int) -> list[Row]:
    """Graded entries from one order number to another, in the order of the board."""
    return _PAGE.raw(look, {"ranking_id": ranking_id, "first": first, "last": last})


def within(look: Look, ranking_id: int, code: str, span: tuple[int, int], most: int) -> list[Row]:
    """The first graded entries of a division between two order numbers."""
    values = {"ranking_id": ranking_id, "code": code, "first": span[0], "last": span[1], "most": most}
    return _WITHIN[len(digits(code))].raw(look, values)
