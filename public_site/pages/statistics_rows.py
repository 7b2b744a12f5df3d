"""The page of statistics, written without a template: it is made of numbers, and a template's call for each costs more than reading them."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from flask_babel import gettext as _
from markupsafe import Markup
from markupsafe import _escape_inner as escape  # type: ignore[attr-defined]  # text that is not wrapped in a Markup

from public_site.charts import CEILING, FLOOR, GAP
from public_site.i18n import language
from public_site.pages.statistics_shown import ROOT, Row, Shown, Wanted, place_part, trade, where
from public_site.presenters import voice_mark
from public_site.words import statistics as words
from public_site.words.pages import CLASSES
from registry.reference import divisions
from registry.rules.statistic import NOT_EVALUATED, rate

Said = dict[str, str]
"""Sentences in the reader's language, escaped, with places for what changes."""


def body(shown: Shown, drawn: Markup) -> Markup:
    """Everything between header and footer; `drawn`: the targets."""
    said = _said(language())
    parts = [_head(shown, said)]
    parts += [_figures(shown, said), _course(shown, said), drawn, _checks(shown, said), _klasses(shown, said), _places(shown, said), _trades(shown, said)] if shown.totals else [said["empty"]]
    parts.append(said["basis"].format(json=escape(shown.wanted.address(".json")), csv=escape(shown.wanted.address(".csv"))))
    return Markup("".join(parts))  # noqa: S704 - pieces that are escaped where they are made


def title(wanted: Wanted) -> str:
    """What the page is called in a list of tabs."""
    said = _said(language())
    return " · ".join(filter(None, (said["of"] % {"place": wanted.place} if wanted.place else said["statistics"], trade(wanted.industry) if wanted.industry else "", wanted.year)))


def per_cent(value: float | None) -> str:
    """63.2%; a dash for none."""
    return "—" if value is None else f"{value:.1f}%"


def _head(shown: Shown, said: Said) -> str:
    wanted = shown.wanted
    heading = said["of"] % {"place": _typed(wanted.place)} if wanted.place else said["heading"]
    lead = " · ".join(filter(None, (said["year"] % {"year": wanted.year} if wanted.year else "", _typed(trade(wanted.industry)) if wanted.industry else "")))
    below = f'<p class="lead">{lead}</p>' if lead else ""
    return f"{_trail(wanted, said)}<h1>{heading}</h1>{below}{_years(shown, said)}"


def _trail(wanted: Wanted, said: Said) -> str:
    if not wanted.division and not wanted.industry:
        return ""
    above = divisions.path(wanted.division)[:-1] if wanted.division else ()
    way = [(said["all_places"], ""), *((_typed(each.name), each.code) for each in above)]
    if wanted.industry and wanted.division:
        way.append((_typed(wanted.place), wanted.division))
    return said["trail"] + "".join([f'<li><a href="{escape(where(code, "", wanted.year))}">{name}</a></li>' for name, code in way]) + "</ol></nav>"


def _years(shown: Shown, said: Said) -> str:
    """Links to each year that has something, and to all of them."""
    wanted = shown.wanted
    options = [("", said["all_years"]), *((year, year) for year in reversed(shown.years))]
    items = [f'<li><a href="{escape(where(wanted.division, wanted.industry, year))}"{_current(year == wanted.year)}>{name}</a></li>' for year, name in options]
    return f'{said["years"]}{"".join(items)}</ul></nav>' if shown.years else ""


def _figures(shown: Shown, said: Said) -> str:
    """The numbers that a reader came for."""
    held = shown.totals
    found = (
        ("disclosures", held["disclosures"], f"{held['current']:,}"), ("first_firms" if shown.wanted.year else "firms", held["enterprises.disclosing"], f"{held['enterprises']:,}"), ("products", held["products"], f"{held['products.current']:,}"),
        ("indicators", held["indicators"], ""), ("checks", held["checks"], per_cent(rate(held["checks.conforming"], shown.evaluated))), ("rectifications", held["rectifications"], per_cent(shown.in_time)),
    )  # fmt: skip
    items = [f"<div><dt>{said[name]}</dt><dd>{number:,}</dd>{said[f'{name}.second'] % {'number': second} if second else ''}</div>" for name, number, second in found]
    return f'<dl class="figures">{"".join(items)}</dl>'


def _course(shown: Shown, said: Said) -> str:
    """Bars of the periods; the title says when the most."""
    numbers = [number for _period, number in shown.course]
    if not any(numbers):
        return ""
    most, total = max(numbers), sum(numbers)
    place = len(numbers) - 1 - numbers[::-1].index(most)
    named = shown.course[place][0]
    facts = {"year": shown.wanted.year, "first": shown.course[0][0], "total": f"{total:,}", "period": named, "number": f"{most:,}"}
    heading = (said["finding_year"] if shown.wanted.year else said["finding_one"] if len(shown.course) == 1 else said["finding_years"]) % facts
    last = f'<text x="100%" y="98%" text-anchor="end">{shown.course[-1][0]}</text>' if len(shown.course) > 1 else ""
    lines = "".join([f'<tr><th scope="row">{period}</th><td class="figure">{number:,}</td></tr>' for period, number in shown.course])
    return (
        f'<figure class="chart"><figcaption>{heading}</figcaption><svg role="img" aria-label="{heading}"><line x1="0" x2="100%" y1="88%" y2="88%"/>{_bars(shown.course, most, place)}'
        f'<text x="0" y="98%">{shown.course[0][0]}</text>{last}</svg><details><summary>{said["numbers"]}</summary>{said["course"]}{lines}{_END}</details></figure>'
    )


def _bars(course: Sequence[tuple[str, int]], most: int, highest: int) -> str:
    room, written = 100 / len(course), []
    width = room * (1 - GAP)
    for place, (period, number) in enumerate(course):
        height = (FLOOR - CEILING) * number / most
        x = room * (place + GAP / 2)
        if number:
            written.append(f'<rect x="{x:.2f}%" y="{FLOOR - height:.2f}%" width="{width:.2f}%" height="{height:.2f}%"{_MOST if place == highest else ""}><title>{period} {number:,}</title></rect>')
        if place == highest:
            middle = x + width / 2
            anchor = "start" if middle < 10 else "end" if middle > 90 else "middle"
            written.append(f'<text class="most" x="{middle:.1f}%" y="9%" text-anchor="{anchor}">{period} · {number:,}</text>')
    return "".join(written)


def _checks(shown: Shown, said: Said) -> str:
    held = shown.totals
    done = held["checks"]
    if not done:
        return ""
    verdicts = [(f"checks.{verdict}", number, per_cent(part)) for verdict, number, part in shown.verdicts]
    verdicts += [(f"checks.{NOT_EVALUATED}", held[f"checks.{NOT_EVALUATED}"], "—")] if held[f"checks.{NOT_EVALUATED}"] else []
    faults = [(f"faults.{fault}", number, per_cent(part)) for fault, number, part in shown.faults]
    heading = said["checked"] % {"checks": f"{done:,}", "passed": f"{held['checks.conforming']:,}", "rate": per_cent(rate(held["checks.conforming"], shown.evaluated))}
    written = ["".join([f'<tr><th scope="row">{said[name]}</th><td>{share(number, done)}</td><td class="figure">{part}</td></tr>' for name, number, part in rows]) for rows in (verdicts, faults)]
    return f"<h2>{heading}</h2>{said['verdicts']}{written[0]}{_END}{said['faults']}{written[1]}{_END}{said['checks_note']}"


def _klasses(shown: Shown, said: Said) -> str:
    found = shown.klasses
    if not found:
        return ""
    lines = [f'<tr><th scope="row">{said[klass]}</th><td>{share(number, found[0][1])}</td><td class="figure">{shown.totals[f"current.{klass}"]:,}</td></tr>' for klass, number in found]
    return f"{said['klasses']}{''.join(lines)}{_END}"


def _places(shown: Shown, said: Said) -> str:
    """The table of what lies right below."""
    if not shown.places:
        return ""
    wanted, spoken, most = shown.wanted, language(), max([row[1] for row in shown.places])
    after = escape(where("", wanted.industry, wanted.year).removeprefix(f"{ROOT}?")) if wanted.industry or wanted.year else ""
    begin, end = f"{ROOT}?division=", f"&amp;{after}" if after else ""
    return f"{said['places']}{''.join([_line(f'{begin}{row[0]}{end}', _spoken(place_part(row[0]), spoken), row, most) for row in shown.places])}{_END}"


def _trades(shown: Shown, said: Said) -> str:
    """The table of sections of the economy."""
    if not shown.industries:
        return ""
    wanted, spoken, most = shown.wanted, language(), max([row[1] for row in shown.industries])
    begin, end = (f"{ROOT}?division={wanted.division}&amp;industry=" if wanted.division else f"{ROOT}?industry="), f"&amp;year={wanted.year}" if wanted.year else ""
    return f"{said['industries']}{''.join([_line(f'{begin}{row[0]}{end}', _spoken(trade(row[0]), spoken), row, most) for row in shown.industries])}{_END}"


def _line(address: str, name: str, row: Row, most: int) -> str:
    """A link, a figure with a bar as long as its share of the largest, then figures."""
    _code, disclosed, current, firms, checks, conforming = row
    passed = f"{conforming:,} / {checks:,}" if checks else "—"
    return (
        f'<tr><th scope="row"><a href="{address}">{name}</a></th><td><span class="share"><span class="figure">{disclosed:,}</span><svg aria-hidden="true"><rect width="{100 * disclosed / (most or 1):.1f}%" height="100%"/></svg></span></td>'
        f'<td class="figure">{current:,}</td><td class="figure">{firms:,}</td><td class="figure">{passed}</td></tr>'
    )


def share(number: int, most: int) -> str:
    """A figure with a bar."""
    return f'<span class="share"><span class="figure">{number:,}</span><svg aria-hidden="true"><rect width="{100 * number / (most or 1):.1f}%" height="100%"/></svg></span>'


def _current(is_so: bool) -> str:
    return ' aria-current="true"' if is_so else ""


def _typed(name: str) -> str:
    return _spoken(name, language())


@lru_cache(maxsize=8192)
def _spoken(name: str, spoken: str) -> str:
    return f'<span lang="zh-CN">{escape(name)}</span>' if spoken == "en" else str(escape(name))


_END = "</tbody></table></div>"
_MOST = ' class="most"'


def _table(caption: str, head: Sequence[str], *, seen: bool = False) -> str:
    """The beginning of a table; the first column names, the second one holds bars, the others figures."""
    cells = "".join([f'<th scope="col"{_FIGURE if place > 1 else ""}>{escape(each)}</th>' for place, each in enumerate(head)])
    return f'<div class="frame" role="region" aria-label="{escape(caption)}" tabindex="0"><table><caption{"" if seen else _UNSEEN}>{escape(caption)}</caption><thead><tr>{cells}</tr></thead><tbody>'


_FIGURE, _UNSEEN = ' class="figure"', ' class="unseen"'


@cache
def _said(_spoken: str) -> Said:
    """Every sentence of the page; called while `_spoken` is spoken."""
    numbers = [_("公开的标准"), _("现行有效"), _("公开了标准的企业"), _("抽查符合 / 抽查")]
    plain = {
        "statistics": _("统计"), "heading": _("标准公开和监督检查的统计"), "of": _("%(place)s的统计"), "year": _("%(year)s 年"), "all_places": _("全部地区"), "all_years": _("全部年份"),
        "disclosures": _("公开的标准"), "firms": _("公开了标准的企业"), "first_firms": _("首次公开标准的企业"), "products": _("产品和服务"), "indicators": _("公开的指标"), "checks": _("抽查的标准"), "rectifications": _("责令改正"), "numbers": _("逐期数字"),
        "finding_year": _("%(year)s 年公开 %(total)s 项标准，%(period)s最多，%(number)s 项"), "finding_years": _("%(first)s 年以来公开 %(total)s 项标准，%(period)s 年最多，%(number)s 项"),
        "finding_one": _("%(first)s 年公开 %(total)s 项标准"), "checked": _("抽查 %(checks)s 项，%(passed)s 项符合（%(rate)s）"),
    }  # fmt: skip
    second = {"disclosures": _("现行有效 %(number)s"), "firms": _("核验过 %(number)s 家"), "first_firms": _("核验过 %(number)s 家"), "products": _("在产在供 %(number)s"), "checks": _("符合率 %(number)s"), "rectifications": _("按期改正率 %(number)s")}
    tables = {
        "course": _table(_("各期公开的标准"), [_("时期"), _("公开的标准")]), "verdicts": _table(_("抽查的结果"), [_("评价结果"), _("项数"), _("占已评价")]),
        "faults": _table(_("发现的问题"), [_("问题"), _("标准项数"), _("占已评价")], seen=True), "klasses": _heading(_("公开了哪几类标准")) + _table(_("各类标准"), [_("类别"), _("公开的标准"), _("现行有效")]),
        "places": _heading(_("各地区")) + _table(_("各地区的数字"), [_("地区"), *numbers]), "industries": _heading(_("各行业")) + _table(_("各行业的数字"), [_("行业门类（GB/T 4754）"), *numbers]),
    }  # fmt: skip
    named = {**{klass: CLASSES[klass] for klass in CLASSES}, **{f"checks.{each}": word for each, word in words.VERDICTS.items()}, **{f"faults.{each}": word for each, word in words.FAULTS.items()}}
    where, years, overlap, each = _("所在位置"), _("年份"), _("一项标准可以有几类问题，所以各类相加可以多于检查的项数。"), _("逐项的检查结果")
    whole = {
        "trail": f'<nav class="trail" aria-label="{escape(where)}"><ol>', "years": f'<nav class="years" aria-label="{escape(years)}"><ul class="chips">', "empty": _empty(), "basis": _basis(),
        "checks_note": f'<p class="small quiet">{voice_mark("checked")} {escape(overlap)} <a href="/spot-checks/results">{escape(each)}</a></p>',
    }  # fmt: skip
    return _escaped(plain) | {f"{name}.second": f'<dd class="second">{escape(sentence)}</dd>' for name, sentence in second.items()} | tables | _escaped({name: str(word) for name, word in named.items()}) | whole


def _escaped(said: Said) -> Said:
    written: Callable[[str], str] = escape
    return {name: str(written(sentence)) for name, sentence in said.items()}


def _heading(said: str) -> str:
    return f"<h2>{escape(said)}</h2>"


def _empty() -> str:
    nothing, advice, whole = _("这里还没有可以统计的内容"), _("换一个地区、行业或年份看看。"), _("看全部地区")
    return f'<div class="empty"><p><strong>{escape(nothing)}</strong></p><p>{escape(advice)}</p><p><a class="button" href="{ROOT}">{escape(whole)}</a></p></div>'


def _basis() -> str:
    """How things are counted, and where the same is for programs ({json} and {csv})."""
    counted = _(
        "只数核验过的企业。标准、产品按公开或登记的月份，检查按结束的月份，责令改正按作出的月份，荣誉按取得的月份；现行有效、按期改正等按今天的情况。企业迁址或改行业后，全部计入现在的地区和行业。一项荣誉在每家企业各计一次。每天夜里全部重数一遍，与这里的数字核对。"
    )
    how, bulletins = _("怎么数的"), _("年度通报")
    return (
        f'<div class="basis-of"><h2>{escape(how)}</h2><p>{voice_mark("computed")} {escape(counted)}</p>'
        f'<p><a href="{{json}}">JSON</a> · <a href="{{csv}}">CSV</a> · <a href="/bulletins">{escape(bulletins)}</a></p></div>'
    )
