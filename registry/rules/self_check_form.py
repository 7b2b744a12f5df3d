"""The self-check of everything that is neither an indicator nor a reference: who discloses, under which number and name, from when.

Sources: Standardization Law Art. 24, 27; SAMR Order 83 Art. 13 (each author numbers its own), 15 (the entrusting party
discloses; a deregistered enterprise discloses nothing) and 16 (indicate it on the national platform).
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from registry.rules import credit_code
from registry.rules.content import BASES, SUBJECTS, Content, Party
from registry.rules.self_check_remark import Remark, ask, know, mend
from registry.rules.self_check_world import World, enterprise_standard
from registry.rules.standard_number import StandardClass, StandardNumber, parse

LONGEST_TITLE = 300
LONGEST_STATEMENT = 2000
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check(content: Content, world: World, today: date) -> Iterator[Remark]:
    """Remarks about the form itself."""
    yield from _enterprise(world)
    yield from _number(content, world)
    yield from _title(content)
    yield from _dates(content, world, today)
    yield from _parties(content, world)
    yield from _platform(content, today)
    yield from _beside(content, world)


def day(text: str) -> date | None:
    """A day typed as YYYY-MM-DD between 1950 and 2150, or None."""
    try:
        read = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return read if read and EARLIEST <= read <= LATEST else None


def _enterprise(world: World) -> Iterator[Remark]:
    if not world.verified:
        yield mend("L8", "enterprise", "enterprise_unverified")
    if world.deregistered:
        yield mend("L8", "enterprise", "enterprise_deregistered", "order83.15")


def _number(content: Content, world: World) -> Iterator[Remark]:
    if content.basis not in BASES:
        yield mend("L1", "basis", "basis_unknown")
        return
    if not content.number.strip():
        yield mend("L4", "number", "number_missing", "law.27")
        return
    number = parse(content.number)
    if len(number.compact) > LONGEST_TITLE:
        yield mend("L4", "number", "text_long")
    yield from _number_and_basis(content, number, world)
    if world.disclosed_as:
        yield mend("L4", "number", "number_disclosed_already", "law.24", number=number.canonical, public_id=world.disclosed_as)
    if world.changed_number not in ("", number.compact):
        yield mend("L4", "number", "number_changed", "law.24", number=number.canonical)
    if world.changed_basis not in ("", content.basis):
        yield mend("L4", "basis", "basis_changed")


def _number_and_basis(content: Content, number: StandardNumber, world: World) -> Iterator[Remark]:
    """An own number is an enterprise's (Order 83 Art. 13); somebody else's is implemented. What cannot be read is flagged, never refused."""
    own, facts = content.basis in ("own", "joint"), {"number": number.canonical}
    match number.klass:
        case StandardClass.UNREADABLE:
            yield know("L4", "number", "number_unreadable", "law.24", **facts)
        case StandardClass.ENTERPRISE if own and not number.year:
            yield ask("L4", "number", "number_without_year", "order83.13", number.compact, **facts)
        case StandardClass.ENTERPRISE if own and world.held_by_another:
            yield ask("L4", "number", "number_of_another", "law.24", number.compact, **facts)
        case StandardClass.ENTERPRISE if content.basis == "implemented" and not world.held_by_another:
            yield ask("L4", "number", "number_may_be_own", "law.27", number.compact, **facts)
        case StandardClass.ENTERPRISE:
            return
        case _ if own:
            yield mend("L4", "number", "number_not_own", "order83.13", **facts)


def _title(content: Content) -> Iterator[Remark]:
    if not content.title.strip():
        yield mend("L4", "title", "title_missing", "law.27")
    elif len(content.title) > LONGEST_TITLE:
        yield mend("L4", "title", "text_long")
    if content.subject not in SUBJECTS:
        yield mend("L1", "subject", "subject_unknown", "law.27")


def _dates(content: Content, world: World, today: date) -> Iterator[Remark]:
    start, end = day(content.in_force_from), day(content.valid_until)
    for name, typed, read in (("in_force_from", content.in_force_from, start), ("valid_until", content.valid_until, end)):
        if typed and read is None:
            yield mend("L4", name, "date_unreadable")
    if start and start < today and world.purpose == "amend":
        yield mend("L1", "in_force_from", "amendment_backdated", "order83.15")
    elif start and start < today:
        yield know("L1", "in_force_from", "in_force_before_disclosed", "order83.15")
    if end and end < (start or today):
        yield mend("L4", "valid_until", "end_before_start")
    elif end and end < today:
        yield mend("L4", "valid_until", "ended_already")


def _parties(content: Content, world: World) -> Iterator[Remark]:
    if content.basis not in ("joint", "entrusted"):
        return
    article = "order83.13" if content.basis == "joint" else "order83.15"
    typed = [(place, party) for place, party in enumerate(content.parties) if any((party.name.strip(), party.credit_code.strip(), party.number.strip()))]
    if not typed:
        yield mend("L8", "parties", "party_missing", article)
    for place, party in typed:
        yield from _party(content, party, f"parties.{place}", world, article)
        if party.credit_code and party.credit_code in {each.credit_code for each in content.parties[:place]}:
            yield mend("L8", f"parties.{place}.credit_code", "party_twice", article)
    if content.basis == "entrusted":
        yield from _entrusted(content)


def _party(content: Content, party: Party, at: str, world: World, article: str) -> Iterator[Remark]:
    if not party.name.strip() or len(party.name) > LONGEST_TITLE:
        yield mend("L8", f"{at}.name", "text_long" if party.name.strip() else "party_name_missing", article)
    if not party.credit_code.strip():
        yield mend("L8", f"{at}.credit_code", "credit_code_missing", article)
    elif wrong := credit_code.problem(party.credit_code):
        yield mend("L8", f"{at}.credit_code", f"credit_code_{wrong}", article)
    elif credit_code.parse(party.credit_code).code == world.credit_code:
        yield mend("L8", f"{at}.credit_code", "party_is_oneself", article)
    if content.basis == "joint":
        if not party.number.strip():
            yield mend("L4", f"{at}.number", "party_number_missing", article)
        elif content.number.strip() and parse(party.number).compact == parse(content.number).compact:
            yield mend("L4", f"{at}.number", "party_number_same", article)


def _entrusted(content: Content) -> Iterator[Remark]:
    """The entrusting party discloses; it may disclose the entrusted party's standard when that party authorises it."""
    if content.filer == "entrusted":
        yield mend("L8", "filer", "filer_is_entrusted", "order83.15")
    elif content.filer != "entrusting":
        yield mend("L8", "filer", "filer_missing", "order83.15")
    if not content.authorisation_sha256:
        yield mend("L8", "authorisation", "authorisation_missing", "order83.15")


def _platform(content: Content, today: date) -> Iterator[Remark]:
    typed = (content.platform_url, content.platform_on)
    if not any(typed):
        yield know("L1", "platform_url", "platform_not_indicated", "order83.16")
        return
    yield from (mend("L1", field, word, "order83.16") for field, word in platform_problems(*typed, today).items())


def platform_problems(url: str, on: str, today: date) -> dict[str, str]:
    """Field to word of what is wrong with an indication on the national platform: an http(s) address and a day that has come, both."""
    wrong, read = {}, day(on)
    if not url or not on:
        wrong["platform_url" if not url else "platform_on"] = "platform_incomplete"
    if url and not _web_address(url):
        wrong["platform_url"] = "platform_url_wrong"
    if on and read is None:
        wrong["platform_on"] = "date_unreadable"
    if read and read > today:
        wrong["platform_on"] = "date_ahead"
    return wrong


def _web_address(text: str) -> bool:
    try:
        read = urlsplit(text)
    except ValueError:
        return False
    return read.scheme in ("http", "https") and bool(read.hostname) and len(text) <= 300 and not any(c.isspace() or c in "\"'<>" for c in text)


def _beside(content: Content, world: World) -> Iterator[Remark]:
    for name in ("change_reason", "lower_statement"):
        if len(getattr(content, name)) > LONGEST_STATEMENT:
            yield mend("L4", name, "text_long")
    if world.purpose != "disclose" and not content.change_reason.strip():
        yield mend("L4", "change_reason", "reason_missing", "order83.15")
    if world.text_required and enterprise_standard(content.basis, content.number) and not content.text_sha256:
        yield mend("L5", "text", "text_missing")
    for name in world.unknown_files:
        yield mend("L5", name, f"{name}_missing")
    if content.category and not world.category_known:
        yield mend("L4", "category", "category_unknown")
    if world.foreign_products:
        yield mend("L1", "products", "product_unknown")
    elif not content.products:
        yield know("L1", "products", "products_none", "law.27")
