"""Words for compiling, publishing and throwing away rankings."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "scheme_unpublished": _l("该评估方案还没有发布，不能编制排行榜。"),
    "admission_ended": _l("该评估机构的资格已终止，不能再编制或发布排行榜；已发布的保留。"),
    "government_boards_off": _l("本平台没有开启由行政机关自行发布排行榜，排行榜由评估机构发布。"),
    "ranking_published_already": _l("该排行榜已发布，不能更改或丢弃。"),
    "ranking_incomplete": _l("排行榜还在编制，完成后才能发布。"),
    "ranking_empty": _l("没有一项标准列入等级，不能发布排行榜。"),
    "scheme_changed": _l("编制后评估方案发布了新版本，请按新版本重新编制。"),
}

LEVELS: dict[int, LazyString] = {1: _l("一级"), 2: _l("二级"), 3: _l("三级")}
REASONS: dict[str, LazyString] = {
    "not_in_force": _l("不在有效期内"),
    "reference_withdrawn": _l("引用了已废止或被代替的标准"),
    "deregistered": _l("企业已注销"),
    "dishonesty_listed": _l("企业在失信名单上"),
    "failed_check": _l("监督检查不合格"),
    "number_revoked": _l("标准编号已被撤销"),
    "standard_voided": _l("标准已被废止"),
    "publicly_noted": _l("被公示"),
    "requirement_missing": _l("没有声明基本要求"),
    "requirement_unconfirmed": _l("基本要求还没有确认"),
    "requirement_refused": _l("基本要求未获确认"),
    "basic_failed": _l("基础指标不符合"),
    "basic_missing": _l("缺少基础指标"),
    "basic_unreadable": _l("基础指标无法判读"),
    "core_missing": _l("缺少核心指标"),
    "core_unreadable": _l("核心指标无法判读"),
    "below_base": _l("核心指标低于基准"),
    "points_too_few": _l("分数不足"),
    "other_category": _l("已不在该类别"),
}
"""Why a disclosure is not graded, in a few words."""
LISTS: dict[str, LazyString] = {"all_equal": _l("各标准的数值相同，不发布单项榜"), "fewer_than_two": _l("不足两项标准，不发布单项榜")}
