"""The self-check of the standards that a draft names: are they in force, and are the corresponding ones named at all?

Sources: Standardization Law Art. 21 and 27; SAMR Order 83 Art. 14 and 15. SAMR's public answer of 2024-05-29: whoever
declares a withdrawn standard is treated as not producing to a standard.
"""

from collections.abc import Iterator
from datetime import date

from registry.rules.catalogue import Word
from registry.rules.content import RELATIONS, Content
from registry.rules.self_check_remark import Remark, ask, know, mend
from registry.rules.self_check_world import Cited, World, enterprise_standard
from registry.rules.standard_number import StandardClass, StandardNumber, find_all, parse

LONGEST = {"number": 300, "statement": 2000}


def check(content: Content, world: World) -> Iterator[Remark]:
    """Remarks about everything cited, each number once, and about what must be said of corresponding standards."""
    for number, at in named(content).values():
        yield from _number(number, at, world)
    for place, reference in enumerate(content.references):
        if reference.number.strip() and reference.relation not in RELATIONS:
            yield mend("L7", f"references.{place}.relation", "relation_unknown")
        for name in ("number", "statement"):
            if len(getattr(reference, name)) > LONGEST[name]:
                yield mend("L7", f"references.{place}.{name}", "text_long")
    if enterprise_standard(content.basis, content.number):
        yield from _corresponding(content, world)


def named(content: Content) -> dict[str, tuple[StandardNumber, str]]:
    """Every number that the draft cites, by its compact key, with the first place: the implemented standard, references, methods."""
    found: dict[str, tuple[StandardNumber, str]] = {}
    if content.number.strip() and not enterprise_standard(content.basis, content.number):
        number = parse(content.number)
        found[number.compact] = (number, "number")
    for place, reference in enumerate(content.references):
        if reference.number.strip():
            number = parse(reference.number)
            found.setdefault(number.compact, (number, f"references.{place}.number"))
    for place, line in enumerate(content.lines):
        for number in find_all(line.method):
            found.setdefault(number.compact, (number, f"lines.{place}.method"))
    return found


def mandatory(number: StandardNumber, cited: Cited | None, relation: str) -> bool:
    """Whether a corresponding standard binds: what the catalogue says, else its number, else the editor."""
    if cited:
        return cited.mandatory
    return number.mandatory if number.mandatory is not None else relation == "corresponding_mandatory"


def _number(number: StandardNumber, at: str, world: World) -> Iterator[Remark]:
    facts = {"number": number.canonical}
    if number.klass is StandardClass.UNREADABLE:
        if at != "number":
            yield know("L7", at, "reference_unreadable", "order83.15", number.compact, **facts)
        return
    cited = world.standards.get(number.compact)
    if cited:
        yield from _state(cited, number, at)
    elif number.klass is not StandardClass.ENTERPRISE:
        yield know("L7", at, "reference_unknown", "order83.15", number.compact, **facts)


def _state(cited: Cited, number: StandardNumber, at: str) -> Iterator[Remark]:
    """An end that is certain is mended, any other is asked about; one that is still to come is announced."""
    facts = {"number": number.canonical, "title": cited.title, "successor": cited.replaced_by, "day": _day(cited.since)}
    match cited.word:
        case Word.WITHDRAWN | Word.REPLACED:
            say = mend if cited.certain else ask
            yield say("L7", at, f"reference_{cited.word}", "order83.15", number.compact, **facts)
        case Word.UPCOMING:
            yield know("L7", at, "reference_upcoming", "order83.15", number.compact, **facts)
        case Word.IN_FORCE if cited.ends_on:
            yield know("L7", at, "reference_ends", "order83.15", number.compact, **(facts | {"day": _day(cited.ends_on)}))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _corresponding(content: Content, world: World) -> Iterator[Remark]:
    """The editor names the mandatory and the recommended standards that correspond, or says that there are none."""
    corresponding = [(parse(each.number), each.relation) for each in content.references if each.number.strip() and each.relation.startswith("corresponding_")]
    kinds = [mandatory(number, world.standards.get(number.compact), relation) for number, relation in corresponding]
    for word, field, present, denied, article in (
        ("mandatory", "no_mandatory", any(kinds), content.no_mandatory, "law.21"),
        ("recommended", "no_recommended", not all(kinds), content.no_recommended, "order83.14"),
    ):
        code = "L2" if word == "mandatory" else "L3"
        if present and denied:
            yield mend(code, field, f"{word}_named_and_denied", article)
        elif not present and not denied:
            yield mend(code, field, f"{word}_unsaid", article)
