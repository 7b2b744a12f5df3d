"""What was typed, in the engine's terms: numbers in any spelling, codes, conditions on indicators, words, synonyms, pinyin."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from registry.rules import credit_code, gtin, names, number, scan_code
from registry.rules.credit_code import CreditCodeProblem
from registry.rules.gtin import GtinProblem
from registry.rules.standard_number import StandardClass, StandardNumber, parse
from search import conditions, text, units
from search.conditions import Condition
from search.engine import LAST_RESULT, Ask, Unit
from search.fields import FACETS
from search.query import SearchQuery
from search.synonyms import Vocabulary
from search.units import Words

BEGINNING: Final = 3
"""Characters of a serial up to which a number without a year is read as the beginning of others too."""

# What stands before a code on a package, in a scanner's output or in a form.
_LABEL: Final = re.compile(r"^(?:\(01\)|(?:商品|产品)?(?:条形?码|条码)|gtin|ean|(?:统一)?(?:社会)?信用代码)[号为是]?[ :：]*", re.IGNORECASE)
_PAIRS = tuple[tuple[str, str], ...]
Recognisable = Literal["number", "credit_code", "barcode", "code", "condition", "synonym", "pinyin", "cut"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """One thing that the text was taken for.

    text: as typed. shown: a number's canonical form, a credit code, a barcode's 14 digits, a short code, a condition
    in words (透湿率 ≥8000 g/(m²·24h)), the other words of a synonym (joined by 、), the syllables of pinyin; of `cut`
    the words that were too many. valid: False for a credit code or barcode whose check character is wrong.
    """

    kind: Recognisable
    text: str
    shown: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """The question and why it was read so. `words`: the tokens that are marked in results (search.highlights)."""

    ask: Ask
    recognised: tuple[Recognised, ...] = ()
    words: frozenset[str] = frozenset()

    def found(self, kind: Recognisable) -> Recognised | None:
        """The first thing of this kind that was recognised."""
        return next((each for each in self.recognised if each.kind == kind), None)


@dataclass(frozen=True, slots=True)
class _Exact:
    """What is looked up as it is: terms, beginnings of terms, and what they were taken for.

    units: instead of the words of the text. editions: undated numbers, which mean the edition in force.
    """

    terms: _PAIRS = ()
    beginnings: _PAIRS = ()
    recognised: tuple[Recognised, ...] = ()
    units: tuple[Unit, ...] = ()
    editions: tuple[str, ...] = ()


def read(query: SearchQuery, vocabulary: Vocabulary) -> Reading:
    """The question of a query, with its filters, facets, order and place. Never raises, whatever was typed."""
    whole = _whole(query.text)
    found = [] if whole.terms or whole.beginnings else conditions.find(number.fold(query.text), vocabulary)
    rest = _without(number.fold(query.text), found) if found else query.text
    exact = whole if whole.recognised or whole.terms else _mentioned(rest)
    words = Words(exact.units, (), ()) if exact.units else units.of_text(text.fold(rest), vocabulary)
    ask = Ask(
        exact=exact.terms,
        prefixes=exact.beginnings,
        phrase=() if _initials(words.units) else tuple(text.phrase(rest)),
        names=tuple(each for each in (names.key(text.fold(rest)), *exact.editions) if each),
        units=words.units or _unheard(exact, found, query.text),
        least=max(1, -(-len(words.units) // 2)),
        ranges=tuple(each.ranges for each in found),
    )
    return Reading(_placed(ask, query), exact.recognised + _told(words, found, query.text), _marks(words.units))


def begun(typed: str, vocabulary: Vocabulary) -> tuple[tuple[Unit, ...], str]:
    """For suggestions: the units of what is typed so far, and the word that has only begun ("" when the last is whole)."""
    folded = text.fold(typed)
    runs = text.runs(folded)
    if not runs or folded[-1:].isspace() or (len(runs[-1].side) > 1 and runs[-1].paired):
        return units.of_text(folded, vocabulary).units, ""
    last = runs[-1].side[-1]
    before = folded[: folded.rindex(last)]
    if also := tuple(units.sounds(last, alone=not before.strip())):
        going_on = Unit(((last,),), prefix=last, also=also)
        return (*units.of_text(before, vocabulary).units, going_on), ""
    return units.of_text(before, vocabulary).units, last


def _initials(asked: tuple[Unit, ...]) -> bool:
    """Whether all that was typed may be initials: hlxj is as much a firm as a part of its numbers."""
    return len(asked) == 1 and any(each.field == "initials" for each in asked[0].also)


def _unheard(exact: _Exact, found: list[Condition], typed: str) -> tuple[Unit, ...]:
    """Signs alone are no question for everything: a word that no document has."""
    return (Unit((("".join(typed.split()),),)),) if typed and not (exact.terms or exact.beginnings or found) else ()


def _placed(ask: Ask, query: SearchQuery) -> Ask:
    """With filters and facets, from the page's first result or behind the cursor."""
    offset = 0 if query.after else min(query.offset, LAST_RESULT)
    limit = query.per_page if query.after else max(1, min(query.per_page, LAST_RESULT - offset))
    return replace(ask, filters=query.filters(), facets=FACETS, sort=query.sort, offset=offset, limit=limit, after=query.after)


def _whole(typed: str) -> _Exact:
    """The text as one code, whatever it is labelled, or as one number."""
    bare = _LABEL.sub("", number.fold(typed))
    for reader, read_text in ((_credit_code, bare), (_barcode, bare), (_number, typed), (_short_code, bare)):
        if found := reader(read_text):
            return found
    return _Exact()


def _credit_code(typed: str) -> _Exact | None:
    problem = credit_code.problem(typed)
    if problem not in (None, CreditCodeProblem.CHECK_DIGIT):
        return None
    code = "".join(each for each in text.fold(typed).upper() if each.isalnum())
    disclosed = Unit(((code,),), field="enterprise")
    return _Exact((("codes", code),), (), (Recognised("credit_code", typed, code, problem is None),), (disclosed,))


def _barcode(typed: str) -> _Exact | None:
    """Eight digits with a wrong check digit are more likely a number or a day."""
    problem = gtin.problem(typed)
    digits = "".join(each for each in text.fold(typed) if each.isdecimal())
    if problem is None:
        bare = (("numbers", digits),) if len(digits) == len("69012341") else ()
        return _Exact((("codes", gtin.parse(typed)), *bare), (), (Recognised("barcode", typed, gtin.parse(typed)),))
    if problem is GtinProblem.CHECK_DIGIT and len(digits) > len("69012341"):
        return _Exact((("codes", digits.zfill(14)),), (), (Recognised("barcode", typed, digits.zfill(14), valid=False),))
    return None


def _number(typed: str) -> _Exact | None:
    parsed = parse(typed)
    if parsed.klass is not StandardClass.UNREADABLE:
        editions = () if parsed.year else (parsed.compact_undated,)
        return _Exact(_keys([parsed]), _beginning(parsed), (Recognised("number", typed, parsed.canonical),), editions=editions)
    return _Exact((("numbers", parsed.bare),), (), ()) if parsed.bare else None


def _short_code(typed: str) -> _Exact | None:
    """The code of a product or the public id of a disclosure, which has no check: ten characters with a figure among them."""
    shown = "".join(each for each in text.fold(typed).upper() if each not in " -")
    if len(shown) != scan_code.LENGTH or not shown.isascii() or not shown.isalnum() or not any(map(str.isdigit, shown)):
        return None
    code = scan_code.parse(typed)
    return _Exact(tuple(("codes", each) for each in dict.fromkeys((shown, code or shown))), (), (Recognised("code", typed, code),) if code else ())


def _mentioned(rest: str) -> _Exact:
    """Standard numbers among other words."""
    found = [mention.number for mention in text.mentions(text.fold(rest))]
    return _Exact(_keys(found), (), tuple(Recognised("number", each.raw, each.canonical) for each in found))


def _keys(numbers: Iterable[StandardNumber]) -> _PAIRS:
    return tuple(("numbers", each.compact) for each in numbers)


def _beginning(parsed: StandardNumber) -> _PAIRS:
    """GB/T 79 and Q/SMXJ begin other numbers."""
    return (("numbers", parsed.compact_undated),) if not parsed.year and len(parsed.serial) <= BEGINNING else ()


def _without(folded: str, found: Iterable[Condition]) -> str:
    kept, end = [], 0
    for each in found:
        kept.append(folded[end : each.start])
        end = each.end
    return " ".join((*kept, folded[end:])).strip()


def _told(words: Words, found: Iterable[Condition], typed: str) -> tuple[Recognised, ...]:
    told = [Recognised("condition", number.fold(typed)[each.start : each.end], each.shown) for each in found]
    told += [Recognised(each.kind, each.typed, each.shown) for each in words.told]
    return (*told, *((Recognised("cut", typed, " ".join(words.cut)),) if words.cut else ()))


def _marks(asked: Iterable[Unit]) -> frozenset[str]:
    """Tokens of words; a single letter, as of GB/T, is marked only within a longer token."""
    tokens = {token for unit in asked for phrase in unit.phrases for token in phrase}
    return frozenset(token for token in tokens if len(token) > 1 or not token.isascii())
