"""What is wrong with a scheme and what changed in it, in words, with the name of each field."""

from collections.abc import Mapping

from flask_babel import gettext as _

from public_site import words
from public_site.assessor import scheme_form
from public_site.assessor.scheme_form import Vocabulary
from public_site.words import assessor as said
from registry.rules import scheme_alignment
from registry.rules.scheme import Scheme
from registry.rules.scheme_check import LONGEST


def problem(code: str) -> str:
    """The sentence for a code of rules.scheme_check or of the actions."""
    return str(said.PROBLEMS[code]) if code in said.PROBLEMS else words.of(code, longest=LONGEST)


def sentences(problems: Mapping[str, str], section: str = "", *, absent: bool = True) -> dict[str, str]:
    """Field of the form to sentence, of one section or all; without `absent` only what is there and wrong."""
    found: dict[str, str] = {}
    for path, code in problems.items():
        if (not section or scheme_form.section_of(path) == section) and (absent or code not in said.ABSENT):
            found.setdefault(scheme_form.shown(path), problem(code))
    return found


def field(path: str, scheme: Scheme, vocabulary: Vocabulary) -> str:
    """What a field is called: 核心指标 3 拉伸强度 · 条件 2 · 平均水平."""
    first, *rest = scheme_form.shown(path).split(".")
    parts = [_of(first)]
    if rest and rest[0].isdecimal() and first in said.ROWS:
        row, rest = int(rest[0]), rest[1:]
        parts = [_("%(rows)s %(place)s%(name)s", rows=_of(first), place=row + 1, name=_name(first, row, scheme, vocabulary))]
    if len(rest) > 1 and rest[0] == "cases":
        parts += [_("条件 %(place)s", place=int(rest[1]) + 1)] if int(rest[1]) else []
        rest = rest[2:]
    parts += [_("第 %(place)s 级", place=int(each) + 1) if each.isdecimal() else _of(each) for each in rest]
    return " · ".join(parts)


def differences(older: Scheme, newer: Scheme, vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    """Field, what stood there and what stands there now; "" where there was or is nothing. A row is held against the same one, wherever it stands."""
    aligned = scheme_alignment.aligned(older, newer)
    before, after = _texts(aligned, vocabulary), _texts(newer, vocabulary)
    places = [path for path in (*after, *(path for path in before if path not in after)) if before.get(path, "") != after.get(path, "")]
    changed = [(_called(path, older, aligned, newer, after, vocabulary), before.get(path, ""), after.get(path, "")) for path in places]
    return [*changed, *(_order(rows, older, newer, vocabulary) for rows in scheme_alignment.ROWS if scheme_alignment.moved(older, newer, rows))]


def _called(path: str, older: Scheme, aligned: Scheme, newer: Scheme, after: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """The field by its place in the newer version; one that is gone by that in the older one."""
    first, *rest = path.split(".")
    if first in scheme_alignment.ROWS and (behind := int(rest[0]) - len(getattr(newer, first))) >= 0:
        return field(".".join([first, str(scheme_alignment.gone(older, newer, first)[behind]), *rest[1:]]), older, vocabulary)
    return field(path, newer if path in after else aligned, vocabulary)


def _order(rows: str, older: Scheme, newer: Scheme, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """That the rows stand in another order, with what they are called."""
    listed = ("、".join(_name(rows, row, each, vocabulary).strip() or str(getattr(each, rows)[row].code) for row in range(len(getattr(each, rows)))) for each in (older, newer))
    before, after = listed
    return _("%(rows)s的次序", rows=_of(rows)), before, after


def _texts(scheme: Scheme, vocabulary: Vocabulary) -> dict[str, str]:
    """What each field says, in the reader's words."""
    found = scheme_form.values(scheme, vocabulary) | {f"gates.{gate}": str(said.GATES.get(gate, gate)) for gate in scheme.gates}
    return {path: _word(path.rpartition(".")[2], text) for path, text in found.items()}


def _word(name: str, text: str) -> str:
    known = {"method": said.METHODS, "requirements_by": said.BY}.get(name, {})
    if text in known:
        return str(known[text][0])
    return _("是") if name in ("evidence", "models", "from_standard", "all_at_base") and text == "yes" else text


def _name(rows: str, row: int, scheme: Scheme, vocabulary: Vocabulary) -> str:
    held = getattr(scheme, rows)
    if rows == "requirements" or row >= len(held):
        return ""
    concept = vocabulary.meant(held[row].concept)
    called = concept.name if concept else held[row].concept
    return f" {called}" if called else ""


def _of(name: str) -> str:
    return str(said.FIELDS.get(name, said.GATES.get(name, name)))
