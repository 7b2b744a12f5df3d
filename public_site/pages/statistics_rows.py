"""The tables of places and of industries, written without a template where they are per cell: they are most of the page."""

from functools import lru_cache

from flask_babel import gettext as _
from markupsafe import Markup, escape

from public_site.i18n import language
from public_site.pages.statistics_shown import Row, Shown, Wanted, trade
from public_site.words.pages import CLASSES
from registry.reference import divisions
from registry.rules.statistic import rate


def lines(rows: list[Row]) -> Markup:
    """Table rows: a link, and a figure with a bar as long as its share of the largest, then figures."""
    most = max((row.numbers[0] for row in rows), default=0) or 1
    return Markup("".join([_line(row.words, row.address, row.numbers, most, language()) for row in rows]))  # noqa: S704 - pieces that `_line` escapes


@lru_cache(maxsize=32768)
def _line(name: str, address: str, numbers: tuple[int, ...], most: int, spoken: str) -> str:
    disclosed, current, firms, checks, conforming = numbers
    said = f'<span lang="zh-CN">{escape(name)}</span>' if spoken == "en" else escape(name)
    figures = "".join([f'<td class="figure">{number:,}</td>' for number in (current, firms)])
    return f'<tr><th scope="row"><a href="{escape(address)}">{said}</a></th><td>{share(disclosed, most)}</td>{figures}<td class="figure">{_passed(checks, conforming, spoken)}</td></tr>\n'


def share(number: int, most: int) -> Markup:
    """A figure with a bar."""
    drawn = f'<svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 10"><rect width="{100 * number / (most or 1):.1f}" height="10"/></svg>'
    return Markup(f'<span class="share"><span class="figure">{number:,}</span>{drawn}</span>')  # noqa: S704 - numbers only


@lru_cache(maxsize=8192)
def _passed(checks: int, conforming: int, _spoken: str) -> str:
    return str(escape(_("%(conforming)s / %(checks)s", conforming=f"{conforming:,}", checks=f"{checks:,}"))) if checks else "—"


def per_cent(value: float | None) -> str:
    """63.2%; a dash for none."""
    return "—" if value is None else f"{value:.1f}%"


def trail(wanted: Wanted) -> list[tuple[str, str]]:
    """The way down to the place and the trade that are shown."""
    way = [(str(_("全部地区")), "", "")] if wanted.division or wanted.industry else []
    way += [(each.name, each.code, "") for each in divisions.path(wanted.division)[:-1]]
    if wanted.industry and wanted.division:
        way.append((wanted.place, wanted.division, ""))
    return [(said, wanted.address(division=code, industry="")) for said, code, _none in way]


def lead(wanted: Wanted) -> str:
    """What is narrowed down to, in words."""
    parts = [f"{wanted.year}{_('年')}" if wanted.year else "", trade(wanted.industry) if wanted.industry else ""]
    return " · ".join(filter(None, parts))


def years(shown: Shown) -> Markup:
    """Links to each year that has something, and to all of them."""
    if not shown.years:
        return Markup("")
    options = [("", str(_("全部年份"))), *((year, year) for year in reversed(shown.years))]
    items = "".join([f'<li><a href="{escape(shown.wanted.address(year=year))}"{_current(year == shown.wanted.year)}>{escape(said)}</a></li>' for year, said in options])
    return Markup(f'<nav class="years" aria-label="{escape(_("年份"))}"><ul class="chips">{items}</ul></nav>')  # noqa: S704 - pieces escaped above


def figures(shown: Shown) -> Markup:
    """The numbers that a reader came for."""
    held = shown.totals.get
    found = [
        (_("公开的标准"), held("disclosures", 0), _("现行有效 %(number)s", number=f"{held('current', 0):,}")),
        (_("公开了标准的企业"), held("enterprises.disclosing", 0), _("核验过 %(number)s 家", number=f"{held('enterprises', 0):,}")),
        (_("产品和服务"), held("products", 0), _("在产在供 %(number)s", number=f"{held('products.current', 0):,}")),
        (_("公开的指标"), held("indicators", 0), ""),
        (_("抽查的标准"), held("checks", 0), _("符合率 %(rate)s", rate=per_cent(rate(held("checks.conforming", 0), shown.evaluated)))),
        (_("责令限期改正"), held("rectifications", 0), _("按期改正率 %(rate)s", rate=per_cent(shown.in_time))),
    ]
    items = "".join([f"<div><dt>{escape(said)}</dt><dd>{number:,}</dd>{_second(second)}</div>" for said, number, second in found])
    return Markup(f'<dl class="figures">{items}</dl>')  # noqa: S704 - pieces escaped above


def course(periods: list[tuple[str, str, int]]) -> Markup:
    """A row for each period."""
    return Markup("".join([f'<tr><th scope="row">{_linked(said, address)}</th><td class="figure">{number:,}</td></tr>' for said, address, number in periods]))  # noqa: S704 - escaped by _linked


def klasses(shown: Shown) -> Markup:
    """A row for each class of standards."""
    most = max((number for _klass, number in shown.klasses), default=1)
    found = [(CLASSES[klass], share(number, most), shown.totals.get(f"current.{klass}", 0)) for klass, number in shown.klasses]
    return Markup("".join([f'<tr><th scope="row">{escape(said)}</th><td>{drawn}</td><td class="figure">{current:,}</td></tr>' for said, drawn, current in found]))  # noqa: S704 - pieces escaped above


def checks(shown: Shown) -> str:
    """The title of the checks: what was found."""
    done, passed = shown.totals.get("checks", 0), shown.totals.get("checks.conforming", 0)
    return str(_("抽查 %(checks)s 项，%(passed)s 项符合（%(rate)s）", checks=f"{done:,}", passed=f"{passed:,}", rate=per_cent(rate(passed, shown.evaluated))))


def _second(said: str) -> str:
    return f'<dd class="second">{escape(said)}</dd>' if said else ""


def _current(is_so: bool) -> str:
    return ' aria-current="true"' if is_so else ""


def _linked(said: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(said)}</a>' if address else str(escape(said))
