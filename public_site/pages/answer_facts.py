"""What the page behind a code shows, put into words in Python: its template only sets it in place.

Why not in the template as elsewhere: this page is the one that is read most, and a filter costs more than a name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypedDict

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from public_site import presenters, screening_said
from public_site.i18n import address_in, language
from public_site.pages import badge_lines, indicator_rows
from public_site.pages.badge_lines import BadgesShown
from public_site.pages.headlines import Notice, headline, notices, of_product
from public_site.pages.machine import address, status_facts
from public_site.pages.spoken import tables
from public_site.templating import rendered
from registry.legal_time import legal_day
from registry.queries.answer_pieces import NO_PIECE, Piece
from registry.queries.answers import Answer, Followed, Held
from registry.queries.public import VersionLine
from registry.queries.public_floors import Term
from registry.rules.status import Word

MOST_COMPARED = 2
"""Standards that the first screen compares with; the table below holds all."""
CLIPPED = 160
"""Characters of a text that may be long; the disclosure's own page has it whole."""


class Shown(TypedDict):
    """The names that templates/answers/page.html uses."""

    found: Answer
    here: str
    full: str
    """Address of the main standard's own page; "" without one."""
    operator: str
    switch: str
    """Address of this page in the other language."""
    asked_piece: Piece | None
    word: str
    tone: str
    sentence: str
    main: tuple[str, str, str] | None
    """Status of the main standard where the first line is not its own."""
    since: str
    notices: list[Notice]
    number: str | Markup
    title: str
    rows: Sequence[str]
    compared: Sequence[indicator_rows.Compared]
    stated: Sequence[tuple[str, str]]
    lower: str
    check: tuple[str, str, str] | None
    badges: BadgesShown | None
    others: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    made: list[dict[str, Any]]
    made_on: str
    produced_on: str
    disclosed: str
    models: str
    division: str
    named: Any


def shown(found: Answer) -> Shown:
    """Everything the template needs, in the language of this answer."""
    spoken, named = language(), tables()
    code = state(found)
    word, tone, sentence = status_words(spoken)[code]
    main, document = found.main, found.document
    rows, compared = _table(found, spoken) if main else ([], [])
    return Shown(
        found=found, here=f"/p/{found.page_code}", full=f"/disclosures/{main.public_id}" if main else "", operator=presenters.operator_name(), switch=other_address(spoken),
        asked_piece=found.piece if found.piece is not NO_PIECE else None, word=word, tone=tone, sentence=sentence, main=status_words(spoken)[headline(main.status)] if main and headline(main.status) != code else None, since=_since(main, code, spoken, named), notices=list(_notices(found, code)),
        number=number(main.number) if main else "", title=presenters.title_marks(main.title) if main else "", rows=rows, compared=compared,
        stated=[(each["number"], named.COMPARISONS[each["comparison"][7:]]) for each in document["references"] if (each["comparison"] or "").startswith("stated_")] if main else [],
        lower=_clipped(document["lower"]["statement"]) if main and document["lower"]["stated"] else "",
        check=_check(main, named), badges=badge_lines.shown(found.badges) if found.badges else None, others=[_other(each, spoken) for each in found.standards[1:]], versions=[_version(main, each, spoken, named) for each in main.versions] if main else [],
        made=[_made(each, spoken) for each in found.held], made_on=day(found.made_on, spoken) if found.made_on else "", produced_on=day(found.piece.produced_on, spoken) if found.piece.produced_on else "",
        disclosed=day(legal_day(found.shown.disclosed_at), spoken) if found.shown else "", models=_models(found.models or ""), division=_division(found.division_code), named=named,
    )  # fmt: skip


def state(found: Answer) -> str:
    """The code of the first line."""
    return of_product((each.status for each in found.standards), code_revoked=found.revoked_at is not None, disputed=found.disputed, deregistered=found.deregistered_on is not None)


@cache
def status_words(_spoken: str) -> Mapping[str, tuple[str, str, str]]:
    """Word, tone and sentence of every status; called while `_spoken` is spoken."""
    return {code: (str(each.word), each.tone, str(each.sentence)) for code, each in presenters.STATUSES.items()}


@lru_cache(maxsize=8192)  # most days are many products' days
def day(value: date, _spoken: str) -> str:
    """A day in words; called while `_spoken` is spoken."""
    return presenters.day(value)


_division = lru_cache(maxsize=4096)(presenters.division)


def _table(found: Answer, spoken: str) -> tuple[list[str], Sequence[indicator_rows.Compared]]:
    """The rows of the table, and the comparison with each standard whose floors are known."""
    if found.floors:
        rows, compared = indicator_rows.rows(found)
        return [_row(row, spoken, beside=True) for row in rows], compared
    return [_alone(_CELLS(line), term.name_en if (term := found.terms.get(line["concept"])) else "", indicator_rows.condition(line, term), spoken) for line in found.document["indicators"]], ()


_NAMES = ("name", "concept", "kind", "operator", "low", "high", "unit", "grade", "text", "method")
_CELLS = itemgetter(*_NAMES)


@lru_cache(maxsize=16384)  # most promises are made by many
def _alone(cells: tuple[str, ...], name_en: str, condition: str, spoken: str) -> str:
    """A row without anything beside it."""
    term = Term("", name_en, {}) if name_en else None
    return _row(indicator_rows.row(dict(zip(_NAMES, cells, strict=True)) | {"condition_text": condition, "condition": ""}, term, (), spoken), spoken, beside=False)


@lru_cache(maxsize=16384)
def _row(row: indicator_rows.Row, _spoken: str, *, beside: bool) -> str:
    """A row of the table as its template writes it, escaped; called while `_spoken` is spoken."""
    return rendered("answers/row.html", row=row, compared=beside, verdicts=tables().VERDICTS)


def other_address(spoken: str) -> str:
    """This page in the other language; a scan has no query, and then the shortest address does."""
    other = "zh" if spoken == "en" else "en"
    return address_in(other) if request.query_string else f"?lang={other}"


def number(canonical: str) -> str | Markup:
    """The number as printed, with a long dash before the year, but "-" in what is selected and copied: the sheet draws the dash."""
    printed = presenters.standard_number(canonical)
    if printed == canonical:
        return canonical
    place = next(place for place, (one, other) in enumerate(zip(printed, canonical, strict=True)) if one != other)
    return escape(canonical[:place]) + _DASH + escape(canonical[place + 1 :])


_DASH = Markup('<span class="dash">-</span>')


def _since(main: Followed | None, code: str, spoken: str, named: Any) -> str:
    if main is None or code not in named.SINCE or headline(main.status) != code:
        return ""
    return str(named.SINCE[code]) % {"day": day(main.status.since, spoken)}


def _notices(found: Answer, code: str) -> list[Notice]:
    """What must be known beside the first line, and which standard brought it about where it is not the main one."""
    known = [*notices(found.main.status), *screening_said.notices(found.overdue[:1])] if found.main else []
    known += [Notice(presenters.STATUSES[worse].tone, _("还执行的 %(number)s：%(word)s", number=presenters.standard_number(each.number), word=presenters.STATUSES[worse].word)) for each, worse in _worse(found)]
    if found.revoked_at:
        known.append(Notice("bad", _("这个二维码自 %(day)s 起停用。理由：%(reason)s", day=presenters.day(found.revoked_at), reason=_clipped(found.revoked_reason or ""))))
    if found.main is None and code == Word.deregistered:
        known.append(Notice("past", _("企业自 %(day)s 起已注销登记。", day=presenters.day(found.deregistered_on))))
    if found.ended_at:
        known.append(Notice("past", _("企业自 %(day)s 起停产或停止服务。", day=presenters.day(found.ended_at))))
    if found.merged_name:
        known.append(Notice("coming", _("这个二维码原来印在“%(name)s”上，企业后来把它并入了下面的产品。", name=found.merged_name)))
    return known


def _worse(found: Answer) -> list[tuple[Followed, str]]:
    told = {Word.current, Word.upcoming, *(headline(each.status) for each in found.standards[:1])}
    return [(each, code) for each in found.standards[1:] if (code := headline(each.status)) not in told]


def _check(main: Followed | None, named: Any) -> tuple[str, str, str] | None:
    """When the main standard or its enterprise was last checked, with what result, and where that of a spot check is published."""
    if main is None or not main.checks:
        return None
    newest = main.checks[0]
    path = f"/spot-checks/results/{newest.document}"
    return presenters.month(newest.effective_on), named.RESULTS.get(newest.result, ""), path if (newest.source_url or "").endswith(path) else ""


def _other(each: Followed, spoken: str) -> dict[str, Any]:
    word, tone, _sentence = status_words(spoken)[headline(each.status)]
    return {"public_id": each.public_id, "number": number(each.number), "title": presenters.title_marks(each.title), "word": word, "tone": tone}


def _version(main: Followed, line: VersionLine, spoken: str, named: Any) -> dict[str, Any]:
    disclosed = legal_day(line.disclosed_at)
    return {
        "sequence": line.sequence, "change": named.CHANGES[line.change], "day": day(disclosed, spoken), "iso": disclosed.isoformat(), "from": day(line.in_force_from, spoken),
        "until": day(line.valid_until, spoken) if line.valid_until else "", "now": main.status.in_force and line.sequence == main.status.sequence,
    }  # fmt: skip


def _made(each: Held, spoken: str) -> dict[str, Any]:
    """A version that held then may have been replaced since, so it is not called current."""
    status = headline(each.status)
    word, tone, _sentence = status_words(spoken)[status]
    return {"public_id": each.public_id, "number": number(each.number), "sequence": each.version.sequence, "word": _("当天有效") if status == "current" else word, "tone": tone}


def _models(text: str) -> str:
    return _clipped(_("、").join(text.splitlines()))


def _clipped(text: str) -> str:
    return text if len(text) <= CLIPPED else f"{text[:CLIPPED]}…"


def machine(found: Answer) -> dict[str, Any]:
    """The same for programs."""
    piece = found.piece
    return {
        "code": found.code, "status": state(found), "code_revoked_at": found.revoked_at, "code_revoked_reason": found.revoked_reason, "disputed": found.disputed, "merged_from": found.merged_name or None,
        "product": {"name": found.name, "kind": found.kind, "models": (found.models or "").splitlines(), "gtin": found.gtin, "ended_at": found.ended_at, "url": address(f"/products/{found.page_code}.json")},
        "enterprise": {"name": found.enterprise, "credit_code": found.credit_code, "division_code": found.division_code, "url": address(f"/enterprises/{found.credit_code}.json")},
        "standards": [_standard(each) for each in found.standards], "indicators": found.document.get("indicators", []),
        "checks": [{"on": each.effective_on, "result": each.result, "bureau": each.bureau} for each in found.main.checks] if found.main else [],
        "lot": {"lot": piece.lot, "produced_on": piece.produced_on} if piece.lot else None, "lot_unknown": piece.lot_unknown, "serial": piece.serial or None,
        "variant": piece.variant or None, "variant_unknown": piece.variant_unknown,
        **badge_lines.facts(found.badges), "asked_and_overdue": screening_said.facts(found.overdue),
        "made_on": found.made_on, "in_force_then": [{"number": each.number, "version": each.version.sequence, "status": headline(each.status), "url": address(f"/disclosures/{each.public_id}.json")} for each in found.held],
        "links": [{"type": each.link_type, "title": each.title, "href": each.href, "language": each.language} for each in found.links],
        "url": address(f"/p/{found.page_code}"),
    }  # fmt: skip


def _standard(each: Followed) -> dict[str, Any]:
    return {"number": each.number, "title": each.title, "class": each.klass, "status": status_facts(each.status), "public_id": each.public_id, "url": address(f"/disclosures/{each.public_id}.json")}
