"""How often the enterprise's printed codes were scanned: by day, product and region, on the page and as a file."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from babel.dates import format_date
from flask import Blueprint, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import charts
from public_site.access import access
from public_site.console.home import desk_of
from public_site.console.products import own
from public_site.database import reading
from public_site.i18n import language
from public_site.presenters import count, division
from public_site.regulator import export
from qr.regions import UNKNOWN
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.models import Product
from registry.queries import products, scan_counts
from registry.queries.scan_counts import Asked
from registry.rules import permission
from registry.rules.permission import Scope

bp = Blueprint("console_scans", __name__)
PERIODS = (30, 90, 365)
MOST_SHOWN = 50


@bp.get("/console/<credit_code>/scans")
@access("enterprise")
def shown(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(None)


@bp.get("/console/<credit_code>/products/<int:product_id>/scans")
@access("enterprise")
def of_product(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id)


@bp.get("/console/<credit_code>/scans.csv")
@access("enterprise")
def file(credit_code: str) -> ResponseReturnValue:
    return _file(None, f"scans-{credit_code}")


@bp.get("/console/<credit_code>/products/<int:product_id>/scans.csv")
@access("enterprise")
def file_of_product(credit_code: str, product_id: int) -> ResponseReturnValue:
    return _file(product_id, f"scans-{credit_code}-{product_id}")


def _page(product_id: int | None) -> str:
    with reading() as session:
        product, asked = _allowed(session, product_id)
        desk = desk_of(session, g.enterprise_id)
        by_day = scan_counts.by_day(session, asked)
        chart = charts.chart([(_short(each), by_day.get(each, 0)) for each in _days(asked)])
        regions = scan_counts.by_region(session, asked)
        ever = scan_counts.total(session, Asked(asked.enterprise_id, date.min, asked.last, product_id))
        return render_template(
            "console/scans.html", desk=desk, enterprise=desk.enterprise, product=product, asked=asked, chart=chart, finding=_finding(session, asked, chart), by_day=by_day, days=_days(asked)[::-1],
            ever=ever, periods=[(each, request.path + "?" + urlencode({"days": each})) for each in PERIODS], period=_period(), file=f"{request.path}.csv?{urlencode({'days': _period()})}",
            regions=[(_region(code), scans) for code, scans in regions[:MOST_SHOWN]], more_regions=len(regions) - MOST_SHOWN, products=_products(session, asked, chart), most_shown=MOST_SHOWN,
            regions_known=bool(current_app.extensions["settings"].regions_file),
        )  # fmt: skip


def _file(product_id: int | None, name: str) -> ResponseReturnValue:
    with reading() as session:
        _product, asked = _allowed(session, product_id)
        head = [_("日期"), _("产品或服务"), _("短码"), _("地区代码"), _("地区"), _("扫码次数")]
        return export.answer("csv", f"{name}-{asked.first}-{asked.last}", head, _lines(session, asked))


def _lines(session: Session, asked: Asked) -> Iterator[tuple[date, str, str, str, str, int]]:
    for when, product, code, region, scans in scan_counts.rows(session, asked, limit=export.MOST + 1):
        yield when, product, code, "" if region == UNKNOWN else region, _region(region), scans


def _allowed(session: Session, product_id: int | None) -> tuple[Product | None, Asked]:
    """The product, when one is asked for, and the period that the address names, the last days up to today."""
    permission.require(g.actor, "scans.see", Scope(g.enterprise_id, products.enterprise_of(session, g.enterprise_id).division_code))
    product = own(session, product_id) if product_id is not None else None
    today = legal_day(utc_now())
    return product, Asked(g.enterprise_id, today - timedelta(_period() - 1), today, product_id)


def _period() -> int:
    asked = request.args.get("days", "")
    return next((each for each in PERIODS if str(each) == asked), PERIODS[0])


def _days(asked: Asked) -> list[date]:
    return [asked.first + timedelta(each) for each in range((asked.last - asked.first).days + 1)]


def _short(when: date) -> str:
    """Month and day, for words in a drawing; the page names the year."""
    return format_date(when, "d MMM", locale="en") if language() == "en" else f"{when.month}月{when.day}日"


def _region(code: str) -> str:
    return _("未知") if code == UNKNOWN else division(code)


def _products(session: Session, asked: Asked, chart: charts.Chart) -> list[tuple[int, str, int]]:
    return scan_counts.by_product(session, asked, limit=MOST_SHOWN) if asked.product_id is None and chart.total else []


def _finding(session: Session, asked: Asked, chart: charts.Chart) -> str:
    """One sentence that says how much it was, and how it stands to the days before."""
    length = (asked.last - asked.first).days + 1
    if not chart.total:
        return str(_("最近 %(days)s 天没有人扫码", days=length))
    before = scan_counts.total(session, Asked(asked.enterprise_id, asked.first - timedelta(length), asked.first - timedelta(1), asked.product_id))
    if not before:
        return _("最近 %(days)s 天扫码 %(scans)s 次", days=length, scans=count(chart.total))
    if chart.total == before:
        return _("最近 %(days)s 天扫码 %(scans)s 次，与之前 %(days)s 天一样多", days=length, scans=count(chart.total))
    facts = {"days": length, "scans": count(chart.total), "difference": count(abs(chart.total - before))}
    return _("最近 %(days)s 天扫码 %(scans)s 次，比之前 %(days)s 天多 %(difference)s 次", **facts) if chart.total > before else _("最近 %(days)s 天扫码 %(scans)s 次，比之前 %(days)s 天少 %(difference)s 次", **facts)
