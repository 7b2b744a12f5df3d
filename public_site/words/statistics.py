"""Words of counters, targets and bulletins."""

from functools import cache

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from public_site.words import honours
from public_site.words.pages import CLASSES
from registry.rules.honour import GRADES, LEVELS
from registry.rules.statistic import MEASURES

WORDS: dict[str, LazyString] = {
    "field.measure": _l("统计项目"),
    "field.wanted": _l("目标数"),
    "field.start_on": _l("起始日期"),
    "field.due_on": _l("期限"),
    "target_number_wrong": _l("请写整数"),
    "target_reached_at_start": _l("目标数要大于起始数"),
    "target_due_before_start": _l("期限要在起始日期之后"),
    "target_ended": _l("这个目标已经结束"),
    "bulletin_year_wrong": _l("请写年份，例如 2026，不晚于今年"),
    "bulletin_preface_long": _l("前言最多 %(longest)s 个字"),
    "bulletin_unchanged": _l("与已发布的一期完全相同，没有什么可以更正"),
    "bulletin_moved": _l("您看过草稿之后，数字有了变化。请看过新的草稿再发布。"),
    "bulletin_reason_missing": _l("这一年的通报已经发布。更正要在前言里写明更正了什么。"),
}

_FIXED: dict[str, LazyString] = {
    "disclosures": _l("公开的标准"), "disclosures.product": _l("公开的产品标准"), "disclosures.service": _l("公开的服务标准"), "current": _l("现行有效的标准"), "versions": _l("公开的版本"),
    "indicators": _l("公开的指标"), "enterprises": _l("核验过的企业"), "enterprises.disclosing": _l("公开了标准的企业"), "products": _l("登记的产品和服务"), "products.current": _l("在产在供的产品和服务"),
    "checks": _l("抽查的标准"), "checks.conforming": _l("抽查：符合"), "checks.minor_defect": _l("抽查：符合但有瑕疵"), "checks.nonconforming": _l("抽查：不符合"), "checks.not_evaluated": _l("抽查：不再评价"),
    "checks.withdrawn": _l("检查前已由企业废止或代替"), "checks.deregistered": _l("企业已注销"), "rechecks": _l("复查的标准"), "rectifications": _l("责令限期改正"), "rectifications.on_time": _l("按期改正"),
    "rectifications.late": _l("没有按期改正"), "rectifications.overdue": _l("逾期还没有改正"), "rectifications.open": _l("还没有办结"), "honours.drafted_standard.upper": _l("主导或参与制定国际、国家、行业和地方标准"),
}  # fmt: skip
FAULTS: dict[str, LazyString] = {
    "duty": _l("没有履行公开义务"), "timeliness": _l("执行标准信息时效性"), "number": _l("编号和名称"), "legality": _l("技术要求合法性"), "indicators": _l("指标和试验方法"), "form": _l("编写格式（只作提醒）"),
}
VERDICTS: dict[str, LazyString] = {"conforming": _l("符合"), "minor_defect": _l("符合但有瑕疵"), "nonconforming": _l("不符合"), "not_evaluated": _l("不再评价")}
STATES: dict[str, tuple[LazyString, str]] = {
    "reached": (_l("已完成"), "good"), "on_course": (_l("进度正常"), "coming"), "behind": (_l("落后于进度线"), "warn"), "missed": (_l("到期没有完成"), "bad"),
}  # fmt: skip
"""State of a target in words, and its tone."""


def measure(code: str) -> str:
    """What a measure counts."""
    if code in _FIXED:
        return str(_FIXED[code])
    kind, _dot, part = code.partition(".")
    if kind in ("disclosures", "current"):
        return f"{_FIXED[kind]}{_('：')}{CLASSES[part]}"
    if kind == "faults":
        return f"{_('抽查发现')}{_('：')}{FAULTS[part]}"
    return _honour(part)


def _honour(part: str) -> str:
    kind, _dot, grade = part.partition(".")
    if kind == "led":
        return str(_("主导制定%(level)s", level=_level(grade)))
    if kind in GRADES and not grade:
        return str(honours.KINDS[kind])
    return str(_("主导或参与制定%(level)s", level=_level(grade)))


def _level(level: str) -> str:
    assert level in LEVELS
    return str(CLASSES[level])


@cache
def measures(_spoken: str) -> dict[str, str]:
    """Every measure in words; called while `_spoken` is spoken."""
    return {code: measure(code) for code in MEASURES}
