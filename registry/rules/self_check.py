"""The self-check before disclosing: what an inspector would remark on, said while it can still be mended.

The items are those that published inspection bulletins examine (legality L1 to L8, form N1 to N6); each remark names
the article behind it. A pure function of the draft, of what the registry knows, and of the day.
"""

from dataclasses import replace
from datetime import date

from registry.rules import line_value, self_check_floors, self_check_form, self_check_lines, self_check_references
from registry.rules.content import Content
from registry.rules.self_check_remark import Remark, Severity, blocking, by_field
from registry.rules.self_check_world import World

__all__ = ["Remark", "Severity", "World", "blocking", "by_field", "check", "comparisons", "prepared"]

comparisons = self_check_floors.comparisons


def check(content: Content, world: World, today: date) -> tuple[Remark, ...]:
    """All remarks on the draft on `today` (a legal day of Asia/Shanghai), the gravest first, else in the form's order.

    Places in `Remark.field` count the rows of `content` as given, so that a page finds the row it shows.
    """
    found = [
        *self_check_form.check(content, world, today),
        *self_check_lines.check(content, world, today),
        *self_check_references.check(content, world),
        *self_check_floors.check(content, world),
    ]
    order = tuple(Severity)
    return tuple(sorted((_answered(remark, content) for remark in found), key=lambda remark: order.index(remark.severity)))


def prepared(content: Content) -> Content:
    """The draft as it would be disclosed: without empty rows and without what its basis does not ask for."""
    full = content.filled()
    lines = tuple(line_value.in_place(line) for line in full.lines)
    parties = full.parties if full.basis in ("joint", "entrusted") else ()
    if full.basis == "entrusted":
        return replace(full, lines=lines, parties=parties)
    return replace(full, lines=lines, parties=parties, filer="", authorisation_sha256="", authorisation_name="")


def _answered(remark: Remark, content: Content) -> Remark:
    if remark.severity is not Severity.question:
        return remark
    return replace(remark, answer=content.answers.get(remark.key, "").strip())
