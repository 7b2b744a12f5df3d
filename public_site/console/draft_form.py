"""Between the pages of a draft and `registry.rules.content.Content`, both ways. Tolerant: whatever is typed is kept.

Each part of the form knows its own fields only, so that two people may fill different parts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace

from werkzeug.datastructures import MultiDict

from public_site import params
from registry.rules.content import ANSWERS, MOST_REFERENCES, Content, Party, Reference
from registry.rules.self_check import Remark
from registry.rules.self_check_world import enterprise_standard

PARTS = ("standard", "indicators", "references", "text", "products", "check")
SHORT_PARTS = ("standard", "products", "check")
"""For somebody else's standard: nothing of its text is the enterprise's to disclose."""
MOST_PARTIES = 20
_DAYS = ("in_force_from", "valid_until", "platform_on")
_REQUIREMENT = ("operator", "low", "high", "grade", "text")
_REFERENCE_FIELDS = ("no_mandatory", "no_recommended", "lower_stated", "lower_statement", "references")
_ABSENT = ("_missing", "_unsaid", "_unanswered")


def parts_of(content: Content) -> tuple[str, ...]:
    """The pages that this draft needs."""
    return PARTS if enterprise_standard(content.basis, content.number) else SHORT_PARTS


def read(part: str, typed: MultiDict[str, str], content: Content) -> Content:
    """`content` with what was typed on one page in its place."""
    return _READERS[part](typed, content)


def shown(content: Content) -> dict[str, object]:
    """The values of all fields by the names that they have on the pages; rows are named `references.0.number`."""
    values: dict[str, object] = {each.name: getattr(content, each.name) for each in fields(Content) if each.name not in ("lines", "references", "parties", "answers")}
    for name in ("no_mandatory", "no_recommended", "lower_stated"):
        values[name] = "yes" if values[name] else ""
    values["text_public"] = "yes" if content.text_public else "no"
    values["products"] = [str(each) for each in content.products]
    for name, rows in (("references", content.references), ("parties", content.parties)):
        for place, row in enumerate(rows):
            values |= {f"{name}.{place}.{each.name}": getattr(row, each.name) for each in fields(row)}
    return values


def page_of(remark: Remark) -> tuple[str, str]:
    """The page on which a remark is mended, and the field's name there."""
    head, _, tail = remark.field.partition(".")
    match head:
        case "lines" if tail:
            place, _, cell = tail.partition(".")
            return "indicators", f"lines.{place}.{_column(cell)}"
        case "lines":
            return "indicators", "grid"
        case "enterprise":
            return "enterprise", ""
        case "text" | "products":
            return head, head
        case "platform_url" | "platform_on" | "commitment":
            return "disclosure", head
        case _ if head in _REFERENCE_FIELDS:
            return "references", remark.field
        case "basis" | "subject":
            return "start", head
        case _:
            return "standard", remark.field


def beside(remarks: Sequence[Remark], part: str, *, absent: bool) -> dict[str, Remark]:
    """The blocking remarks of one page by field. `absent` adds what is not filled in yet."""
    found: dict[str, Remark] = {}
    for remark in remarks:
        page, name = page_of(remark)
        if page == part and remark.blocks and (absent or not remark.word.endswith(_ABSENT)):
            found.setdefault(name, remark)
    return found


def _column(cell: str) -> str:
    if cell in _REQUIREMENT:
        return "requirement"
    return {"concept": "name", "condition_text": "condition"}.get(cell, cell)


def _line(typed: Mapping[str, str], name: str) -> str:
    return typed.get(name, "").strip()


def _day(typed: Mapping[str, str], name: str) -> str:
    """YYYY-MM-DD when it is a day as people write it, else as typed."""
    value = _line(typed, name)
    try:
        return params.day(value).isoformat()
    except ValueError:
        return value


def _start(typed: MultiDict[str, str], content: Content) -> Content:
    return replace(content, basis=_line(typed, "basis") or content.basis, subject=_line(typed, "subject") or content.subject)


def _standard(typed: MultiDict[str, str], content: Content) -> Content:
    """Fields that the page did not show keep what they hold."""
    plain = {name: _line(typed, name) for name in ("number", "title", "category", "filer", "change_reason") if name in typed}
    days = {name: _day(typed, name) for name in _DAYS if name in typed}
    return replace(content, **plain, **days, parties=_parties(typed) if "parties.0.name" in typed else content.parties)


def _parties(typed: Mapping[str, str]) -> tuple[Party, ...]:
    rows = (Party(*(_line(typed, f"parties.{place}.{name}") for name in ("name", "credit_code", "number"))) for place in range(MOST_PARTIES))
    return tuple(row for row in rows if any((row.name, row.credit_code, row.number)))


def _references(typed: MultiDict[str, str], content: Content) -> Content:
    present = [int(place) for name in typed if (place := name.removeprefix("references.").removesuffix(".number")).isdecimal() and len(place) < 4]
    rows = [_reference(typed, place) for place in sorted(set(present))[:MOST_REFERENCES]]
    said = {name: name in typed for name in ("no_mandatory", "no_recommended", "lower_stated")}
    return replace(content, references=tuple(row for row in rows if row.number or row.statement), lower_statement=_line(typed, "lower_statement"), **said)


def _reference(typed: Mapping[str, str], place: int) -> Reference:
    at = f"references.{place}"
    answer = _line(typed, f"{at}.answer")
    return Reference(_line(typed, f"{at}.relation") or "normative", _line(typed, f"{at}.number"), answer if answer in ANSWERS else "", _line(typed, f"{at}.statement"))


def _text(typed: MultiDict[str, str], content: Content) -> Content:
    kept = replace(content, text_public=_line(typed, "text_public") != "no")
    return replace(kept, text_sha256="", text_name="") if "text_removed" in typed else kept


def _products(typed: MultiDict[str, str], content: Content) -> Content:
    return replace(content, products=tuple(dict.fromkeys(int(each) for each in typed.getlist("products") if each.isdecimal() and len(each) < 16)))


def _check(typed: MultiDict[str, str], content: Content) -> Content:
    """Answers to questions, comparisons and the express indication, all typed on the self-check's own page."""
    said = {typed[name]: _line(typed, name.replace("key.", "answer.", 1)) for name in typed if name.startswith("key.")}
    answers = {key: value for key, value in {**content.answers, **said}.items() if value}
    references = tuple(_compared(typed, place, row) for place, row in enumerate(content.references))
    stated = {"lower_stated": "lower_stated" in typed, "lower_statement": _line(typed, "lower_statement")} if "lower_statement" in typed else {}
    return replace(content, answers=answers, references=references, **stated)


def _compared(typed: Mapping[str, str], place: int, row: Reference) -> Reference:
    answer, statement = typed.get(f"references.{place}.answer"), typed.get(f"references.{place}.statement")
    answered = row if answer is None or answer not in ANSWERS else replace(row, answer=answer)
    return answered if statement is None else replace(answered, statement=statement.strip())


def _disclosure(typed: MultiDict[str, str], content: Content) -> Content:
    return replace(content, platform_url=_line(typed, "platform_url"), platform_on=_day(typed, "platform_on"))


_READERS: Mapping[str, Callable[[MultiDict[str, str], Content], Content]] = {
    "start": _start, "standard": _standard, "references": _references, "text": _text, "products": _products, "check": _check, "disclosure": _disclosure,
}  # fmt: skip
