"""Look-ups that need no search engine: whole numbers and codes, and beginnings of names, each by an index and bounded.

What a search answers while the engine is away. It knows no words inside a title, no synonyms and no order but the newest
first; who can wait for the engine should.
"""

from collections.abc import Callable, Collection, Iterator

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from registry.models import CatalogueStandard, Disclosure, DisclosureVersion, Enterprise, Product, ScanCode
from registry.queries.prefixes import begins
from registry.rules import credit_code, gtin, scan_code, standard_number
from registry.rules.standard_number import StandardClass
from registry.rules.standard_number_text import clean, strokes
from registry.time_limit import TooLong, within

MOST = 100
"""Of each kind."""
_LONGEST_TEXT = 100

Asking = Callable[[str], Iterator[Select[int]]]


def look_up(session: Session, typed: str, kinds: Collection[str], seconds: float, *, holder: str = "") -> tuple[list[tuple[str, int]], bool]:
    """Kind and id of what `typed` names, at most MOST of each of `kinds`, and whether there was time for all of it.

    `holder`: the credit code of the enterprise whose things alone are wanted. Without a text the newest are found.
    """
    text, found = clean(typed[:_LONGEST_TEXT]), dict[tuple[str, int], None]()
    try:
        with within(session, seconds):
            for kind in kinds:
                for way in _held(kind, holder) if holder and not text else _WAYS[kind](text) if text else _newest(kind):
                    taken = sum(known == kind for known, _id in found)
                    found |= dict.fromkeys((kind, each) for each in session.scalars(way.limit(MOST - taken))) if taken < MOST else {}
    except TooLong:
        return list(found), False
    return list(found), True


def _newest(kind: str) -> Iterator[Select[int]]:
    match kind:
        case "disclosure":
            yield select(Disclosure.id).where(Disclosure.latest_version_id.is_not(None)).order_by(Disclosure.disclosed_at.desc(), Disclosure.id.desc())
        case "product":
            yield select(Product.id).order_by(Product.id.desc())
        case "enterprise":
            yield select(Enterprise.id).where(Enterprise.verified_at.is_not(None)).order_by(Enterprise.verified_at.desc(), Enterprise.id.desc())
        case _:
            yield select(CatalogueStandard.id).order_by(CatalogueStandard.id.desc())


def _held(kind: str, holder: str) -> Iterator[Select[int]]:
    firm = select(Enterprise.id).where(Enterprise.credit_code == holder).scalar_subquery()
    match kind:
        case "disclosure":
            yield select(Disclosure.id).where(Disclosure.enterprise_id == firm).order_by(Disclosure.id.desc())
        case "product":
            yield select(Product.id).where(Product.enterprise_id == firm).order_by(Product.id.desc())
        case "enterprise":
            yield select(Enterprise.id).where(Enterprise.credit_code == holder)


def _disclosures(text: str) -> Iterator[Select[int]]:
    ids, number = select(Disclosure.id), standard_number.parse(text)
    yield ids.where(Disclosure.public_id == text)
    for clause in (Disclosure.compact_key == number.compact, Disclosure.undated_key == number.compact_undated, *([Disclosure.bare_key == number.bare] if number.bare else [])):
        yield ids.where(clause).order_by(Disclosure.id.desc())
    if part := _part(text):
        yield ids.where(or_(*(begins(Disclosure.compact_key, f"{klass}:{part}") for klass in StandardClass)))
    if not credit_code.problem(text):
        yield from _held("disclosure", credit_code.parse(text).code)
    if number.klass is StandardClass.UNREADABLE:
        yield select(DisclosureVersion.disclosure_id).where(begins(DisclosureVersion.title, text))
        firms = select(Enterprise.id).where(begins(Enterprise.name, text)).limit(MOST).subquery()
        yield ids.where(Disclosure.enterprise_id.in_(select(firms)))


def _products(text: str) -> Iterator[Select[int]]:
    ids = select(Product.id)
    if not gtin.problem(text):
        yield ids.where(Product.gtin == gtin.parse(text))
    if code := scan_code.parse(text):
        yield select(ScanCode.product_id).where(ScanCode.code == code)
    if not credit_code.problem(text):
        yield from _held("product", credit_code.parse(text).code)
    yield ids.where(begins(Product.name, text))


def _enterprises(text: str) -> Iterator[Select[int]]:
    if not credit_code.problem(text):
        yield select(Enterprise.id).where(Enterprise.credit_code == credit_code.parse(text).code)
    yield select(Enterprise.id).where(begins(Enterprise.name, text))


def _standards(text: str) -> Iterator[Select[int]]:
    ids, number = select(CatalogueStandard.id), standard_number.parse(text)
    for clause in (CatalogueStandard.compact_key == number.compact, CatalogueStandard.undated_key == number.compact_undated, *([CatalogueStandard.bare_key == number.bare] if number.bare else [])):
        yield ids.where(clause).order_by(CatalogueStandard.id.desc())
    if part := _part(text):
        yield ids.where(or_(*(begins(CatalogueStandard.compact_key, f"{klass}:{part}") for klass in StandardClass)))
    if number.klass is StandardClass.UNREADABLE:
        yield ids.where(begins(CatalogueStandard.title, text))


def _part(text: str) -> str:
    """What is typed as the beginning of a number's key, where it may be one."""
    part = strokes(text).replace(" ", "").replace("/", "").upper()
    return part if part[:1].isascii() and part[:1].isalpha() else ""


_WAYS: dict[str, Asking] = {"disclosure": _disclosures, "product": _products, "enterprise": _enterprises, "standard": _standards}
