"""Words of the owner's desk for rankings: what must change, and what is tried on."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "unit_other": _l("不认识这个单位，不能换算"),
}
STEPS = {1: _l("先进"), 2: _l("平均"), 3: _l("基准")}
KINDS = {"cores": _l("核心指标"), "basics": _l("基础指标"), "innovations": _l("创新性指标")}
NO_CONDITION = _l("不写条件")
NOT_GRADED = _l("不列入等级")
