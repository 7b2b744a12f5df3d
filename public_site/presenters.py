"""Values as people write them, in the reader's language. Values in, text out; nothing here asks the database."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from babel.dates import format_date
from flask import Flask, current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from public_site import words
from public_site.i18n import constant, language
from registry.legal_time import SHANGHAI
from registry.reference import divisions
from registry.rules import number as figures

THIN_SPACE = "\u202f"  # the narrow one that does not break
MINUS = "\u2212"
ONE_EM_DASH = "—"
NATIONAL_PLATFORM_12315 = "https://www.12315.cn"
_YEAR_AT_END = re.compile(r"-(?=(?:19|20)\d{2}(?:$|\s|/XG))")
_FOREIGN = re.compile(r"(ISO|IEC|ITU|ASTM|EN|DIN|BS|JIS|ANSI|IEEE)\b")
_TIGHT_UNITS = frozenset({"%", "‰", "°", "′", "″"})


@dataclass(frozen=True)
class Status:
    """`word` is what a reader sees first, `tone` the family of colour and shape, `sentence` what it means for them."""

    word: LazyString | str
    tone: str
    sentence: LazyString | str


STATUSES = {
    "current": Status(_l("现行有效"), "good", _l("企业现在按这项标准生产或服务。")),
    "upcoming": Status(_l("即将实施"), "coming", _l("企业已经公开，到实施日期才开始执行。")),
    "expired": Status(_l("有效期已过"), "past", _l("企业自己设定的有效期已过，没有继续声明执行。")),
    "superseded": Status(_l("已被代替"), "past", _l("企业已用新的标准代替它；代替之前生产的产品仍适用本标准。")),
    "withdrawn": Status(_l("企业已废止"), "past", _l("企业已停止执行这项标准。")),
    "voided": Status(_l("已被省级部门废止"), "bad", _l("省级以上标准化行政主管部门依法废止了这项标准。")),
    "number_revoked": Status(_l("标准编号已撤销"), "bad", _l("省级以上标准化行政主管部门依法撤销了这项标准的编号。")),
    "publicly_noted": Status(_l("已公示"), "warn", _l("市场监管部门责令限期改正，企业逾期未改，因此在此公示。")),
    "deregistered": Status(_l("企业已注销"), "past", _l("企业已注销登记，它的声明不再有人负责执行。")),
    "disputed": Status(_l("有争议"), "warn", _l("有两方对同一事项各有主张，市场监管部门正在核实。")),
    "code_revoked": Status(_l("二维码已停用"), "bad", _l("这个二维码已停用，请核对产品上的标准编号。")),
    "not_yet_disclosed": Status(_l("尚未公开"), "none", _l("企业还没有公开这件产品执行的标准。")),
    "under_rectification": Status(_l("责令限期改正中"), "warn", _l("市场监管部门已责令企业限期改正。")),
}

VOICES = {
    "declared": _l("企业声明"),
    "checked": _l("监管核查"),
    "computed": _l("系统计算"),
    "assessed": _l("发榜方评定"),
    "granted": _l("有关机构授予"),
}
VOICE_MEANINGS = {
    "declared": _l("由企业自己声明，并对真实性负责"),
    "checked": _l("由市场监管部门检查或记录"),
    "computed": _l("由本系统按公开的规则算出"),
    "assessed": _l("由发布排行榜的评估机构或部门按公开的评估方案算出"),
    "granted": _l("由授予机构决定，本平台按文件记录"),
}


def day(value: date | datetime | None) -> str:
    """2026年11月22日, 22 November 2026; an instant is taken to its legal day. "" for None."""
    if value is None:
        return ""
    when = legal(value) if isinstance(value, datetime) else value
    if language() == "en":
        return format_date(when, "d MMMM y", locale="en")
    return f"{when.year}年{when.month}月{when.day}日"


def day_of(text: str) -> str:
    """The same of a day as documents keep it (2026-11-22)."""
    return day(date.fromisoformat(text))


def month(value: date) -> str:
    """2026年9月, September 2026."""
    return format_date(value, "MMMM y", locale="en") if language() == "en" else f"{value.year}年{value.month}月"


def moment(value: datetime | None) -> str:
    """A day and the time of day in the legal zone: 2026年11月22日 14:02. "" for None."""
    return "" if value is None else f"{day(value)} {clock(value)}"


def clock(value: datetime) -> str:
    """14:02 in the legal zone."""
    return f"{legal(value):%H:%M}"


def legal(value: datetime) -> datetime:
    """The instant in the zone where legal days are counted; a naive one is read as UTC."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def iso(value: date | datetime) -> str:
    """For <time datetime>: 2026-11-22 or 2026-11-22T06:02:00Z."""
    if isinstance(value, datetime):
        return f"{legal(value).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat()


def count(value: int) -> str:
    """A count with grouped thousands: 64,171."""
    return f"{value:,}"  # as babel writes it in English, at a hundredth of its time


def number(value: Decimal | int | str) -> str:
    """A value with the precision it was declared with, and a real minus."""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def signed(value: Decimal | int) -> str:
    """A difference: +3.5, −2, 0; of powers of ten −1×10⁸, as the values beside it are shown."""
    text = number(figures.show(value)) if isinstance(value, Decimal) and value else number(value)
    return f"+{text}" if value > 0 else text


def quantity(value: Decimal | int | str, unit: str = "") -> str:
    """Number and unit with a thin space between, except before signs such as % that stand close."""
    if not unit:
        return number(value)
    return f"{number(value)}{'' if unit in _TIGHT_UNITS else THIN_SPACE}{unit}"


def size(octets: int) -> str:
    """A file's size: 820 kB, 3.4 MB."""
    if octets < 1_000_000:
        return quantity(max(1, round(octets / 1000)), "kB")
    return quantity(f"{octets / 1_000_000:.1f}", "MB")


def standard_number(canonical: str) -> str:
    """As printed: a one-em dash before the year of Chinese numbers (GB/T 1.1-2020, 8.2). Stored and copied with "-"."""
    if canonical.count("-") == 1 and canonical[1:2] == "/" and canonical[-5:-2] in ("-19", "-20") and canonical[-2:].isdecimal():
        return f"{canonical[:-5]}{ONE_EM_DASH}{canonical[-4:]}"  # as below, for most of a long list
    return canonical if _FOREIGN.match(canonical) else _YEAR_AT_END.sub(ONE_EM_DASH, canonical)


def title_marks(title: str) -> str:
    """A standard's title in 《》, once."""
    return title if title.startswith("《") else f"《{title}》"


def division(code: str) -> str:
    """浙江省台州市三门县 for 331022; the code itself for an unknown one."""
    return divisions.full_name(code) or code


def status(code: str) -> Status:
    """Word, tone and sentence of a status in the language that is spoken; raises KeyError for one that is none."""
    return _status(code, language())


@cache
def _status(code: str, _spoken: str) -> Status:
    found = STATUSES[code]
    return Status(str(found.word), found.tone, str(found.sentence))


def voice(who: str) -> tuple[LazyString, LazyString]:
    """Name and meaning of who says a fact: declared, checked, computed, assessed or granted."""
    return VOICES[who], VOICE_MEANINGS[who]


@constant
def voice_mark(who: str) -> Markup:
    """The `voice` of the templates: the mark beside a fact that says who says it."""
    name, meaning = voice(who)
    return Markup('<span class="voice {}" title="{}">{}</span>').format(who, meaning, name)


def typed(text: str | None) -> str | Markup:
    """A text as an enterprise typed it: Chinese on an English page says so to whoever reads it aloud."""
    return Markup('<span lang="zh-CN">{}</span>').format(text) if text and language() == "en" else text or ""


@constant
def operator_name() -> str:
    """Who runs this registry, in the reader's language."""
    settings = current_app.extensions["settings"]
    name: str = settings.operator_name_en if language() == "en" else settings.operator_name
    return name


def working_days_left(days: int) -> str:
    """还剩 3 个工作日, or how many it is late."""
    if days < 0:
        return _("已超期 %(days)s 个工作日", days=-days)
    return _("今天到期") if days == 0 else _("还剩 %(days)s 个工作日", days=days)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, day_of=day_of, month=month, moment=moment, clock=clock, iso=iso, count_words=count, number=number, signed=signed, quantity=quantity,
        file_size=size, standard_number=standard_number, title_marks=title_marks, division=division, working_days_left=working_days_left, typed=typed,
    )
    app.jinja_env.globals.update(
        status_of=status, voice=voice_mark, words_of=words.of, field_words=words.field, operator_name=operator_name, settings=app.extensions["settings"],
        NATIONAL_PLATFORM_12315=NATIONAL_PLATFORM_12315, quantity=quantity,
    )
