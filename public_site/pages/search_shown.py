"""The search page as its template sets it: what was found, what was recognised, and what can be done next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext as _
from markupsafe import Markup

from public_site.pages import search_facets
from public_site.pages.search_facets import Links, Name, Narrowing, Option, address, count
from public_site.pages.search_finding import Finding
from public_site.pages.search_hits import Hits, comparable
from public_site.pages.spoken import tables
from public_site.words import search as words
from registry.rules import gtin
from search.engine import COUNTED, LAST_RESULT
from search.fields import SORTS
from search.query import SearchQuery
from search.reading import Recognised

EXAMPLES = ("GB/T 990002-2024", "990002", "输送带", "拉伸强度 >= 12 MPa", "家政服务", "shusongdai")
"""One of each kind that people type: a number, its digits, a product, a condition, a service, pinyin."""
LAG_TOLD = 5.0
"""Seconds of delay from which the page says so."""


@dataclass(frozen=True, slots=True)
class Notice:
    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """The empty state: what it is, what to do, and one link."""

    title: str
    advice: str
    words: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Twins:
    """The same search elsewhere."""

    json: str
    atom: str
    csv: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class Instead:
    """What was typed, what was searched for, and the address that searches for what was typed after all."""

    typed: str
    meant: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The names that templates/search/page.html uses."""

    typed: str
    kept: Sequence[tuple[str, str]]
    examples: Sequence[str]
    tabs: Sequence[Option]
    notices: Sequence[Notice]
    read: Sequence[str]
    instead: Instead | None
    meant: Sequence[Option]
    chips: Sequence[tuple[Name, str]]
    cleared: str
    groups: Markup
    rows: Markup
    comparable: bool
    counted: str
    sorts: Sequence[Option]
    page: int
    earlier: str
    later: str
    ends: bool
    twins: Twins
    nothing: Nothing | None
    private: bool


def page(found: Finding, whole: str = "") -> Shown:
    """Everything the template needs, in the language of this answer; `whole`: the facet of which all values are wanted."""
    query, answer = found.query, found.answer
    facets = answer.facets if answer else {}
    links, rows = Links(query), [each for each, _tier in found.rows]
    more = bool(answer and answer.total > query.offset + query.per_page) if not query.beyond else False
    ends = more and query.offset + query.per_page >= LAST_RESULT
    return Shown(
        typed=query.text, kept=[(name, value) for name in ("kind", "enterprise") for value in query.filters().get(name, ())], examples=EXAMPLES if not query.text and not query.filters() else (),
        tabs=_tabs(query, links, facets.get("kind", {})), notices=list(_notices(found)), read=[sentence for each in found.reading.recognised if (sentence := _sentence(each))],
        instead=Instead(query.text, found.corrected, address(query, exactly="yes")) if found.corrected else None,
        meant=[Option(each, address(query.with_("text", each))) for each in found.meant],
        chips=search_facets.chips(query) if links.chosen else (), cleared=address(SearchQuery(text=query.text, kind=query.kind)) if links.chosen else "", groups=Narrowing(links, facets, whole).html(),
        rows=Hits(found.reading, mixed=len(query.kind) != 1).of(rows), comparable=comparable(rows), counted=_counted(found), sorts=_sorts(query, links) if answer else (), page=query.page,
        earlier=_turned(links, query.page - 1), later=_turned(links, query.page + 1) if more and not ends else "", ends=ends or query.beyond,
        twins=_twins(links), nothing=None if rows else _nothing(found), private=bool(query.text or query.filters() or query.page > 1),
    )  # fmt: skip


def _tabs(query: SearchQuery, links: Links, counts: Mapping[str, int]) -> list[Option]:
    """All kinds together, then each."""
    base, shown = links.base("kind"), partial(_told, known=bool(counts))
    whole = Option(_("全部"), base[:-1], shown(sum(counts.values())), not query.kind)
    return [whole, *(Option(called, f"{base}kind={kind}", shown(counts.get(kind, 0)), query.kind == (kind,)) for kind, called in tables(words).KINDS.items())]


def _told(amount: int, *, known: bool) -> str:
    return (f"{count(COUNTED)}+" if amount > COUNTED else count(amount)) if known else ""


def _sorts(query: SearchQuery, links: Links) -> list[Option]:
    """Without a text nothing is more relevant than anything else."""
    offered = [each for each in SORTS if each != "relevance" or query.text]
    now, base, called = query.sort if query.sort in offered else offered[0], links.base("sort"), tables(words).SORTS
    return [Option(called[each], base[:-1] if each == offered[0] else f"{base}sort={each}", chosen=each == now) for each in offered]


def _turned(links: Links, page: int) -> str:
    base = links.base("page")
    return f"{base}page={page}" if page > 1 else base[:-1] if page else ""


def _counted(found: Finding) -> str:
    milliseconds = max(1, round(found.seconds * 1000))
    if found.answer is None:
        return _("%(count)s 项，用时 %(time)s 毫秒", count=count(len(found.rows)), time=milliseconds)
    if found.answer.total > COUNTED:
        return _("超过 %(count)s 项，用时 %(time)s 毫秒", count=count(COUNTED), time=milliseconds)
    return _("%(count)s 项，用时 %(time)s 毫秒", count=count(found.answer.total), time=milliseconds)


def _notices(found: Finding) -> list[Notice]:
    told = []
    if found.state in ("away", "partial"):
        told.append(Notice("warn", _("搜索引擎暂时不能用。下面只按编号、代码和名称的开头查找，不统计数量；引擎恢复后会自动补上。公开、扫码和其他页面不受影响。")))
    if found.state == "slow":
        told.append(Notice("warn", tables(words).WORDS["search_too_slow"]))
    elif found.state == "found" and found.lag > LAG_TOLD:
        told.append(Notice("coming", _("最近 %(seconds)s 秒内的变化可能还没有进入搜索，正在补上。", seconds=count(round(found.lag)))))
    return told


def _sentence(each: Recognised) -> str:
    """How one thing that was typed was understood."""
    said = tables(words).READ[each.kind if each.valid else f"{each.kind}_wrong"]
    shown = gtin.display(each.shown) if each.kind == "barcode" and each.valid else each.shown
    return str(said % {"text": each.text, "shown": shown})


def _twins(links: Links) -> Twins:
    """The feed has an order of its own."""
    query, feed = links.base("page").removeprefix(search_facets.ROOT)[:-1], links.base("sort").removeprefix(search_facets.ROOT)[:-1]
    return Twins(*(f"{search_facets.ROOT}{form}{asked}" for form, asked in ((".json", query), (".atom", feed), (".csv", query), (".xlsx", query))))


def _nothing(found: Finding) -> Nothing:
    query, reading = found.query, found.reading
    if query.beyond or (query.page > 1 and found.answer and found.answer.total):
        return Nothing(_("这一页没有内容"), _("页面只翻到第 10,000 项。") if query.beyond else "", _("回到第一页"), address(query.at(1)))
    if found.state == "slow":
        return Nothing(_("没有结果可以显示"), _("请减少词语或条件后再试。"))
    if found.answer and found.answer.total:
        return Nothing(_("这一页的内容刚刚变化"), _("登记的内容已经不符合这些条件，搜索正在更新。"), _("再搜索一次"), address(query))
    barcode = reading.found("barcode")
    if barcode and barcode.valid:
        return Nothing(_("这个条码下没有公开的产品或标准"), _("条码本身没有错。可以反映给市场监管部门，或按产品名称、企业名称再查一次。"))
    if barcode:
        return Nothing(_("没有按这个条码找到内容"), _("请对照包装重新输入条码下面的全部数字。"))
    return _unmet(query)


def _unmet(query: SearchQuery) -> Nothing:
    if len([each for each in query.chips() if each[0] != "kind"]) > 0:
        return Nothing(_("没有符合这些条件的内容"), _("可以去掉一个条件再看。"), _("去掉全部条件"), address(SearchQuery(text=query.text)))
    if query.kind and query.text:
        return Nothing(_("这一类里没有找到"), _("可以在全部内容里再找。"), _("在全部内容里查找"), address(SearchQuery(text=query.text)))
    if query.text:
        return Nothing(_("没有找到“%(text)s”", text=query.text), _("可以少输入几个字、换一种说法，或只输入编号中的数字。"), _("看全部内容"), search_facets.ROOT)
    return Nothing(_("还没有可以搜索的内容"), _("企业公开标准后，这里就能查到。"))
