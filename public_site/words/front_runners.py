"""Words of front-runners: candidates that a board makes, titles that an authority gave, and what becomes of them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "front_runner_over": _l("已经结束或到期，不能再作决定。"),
    "front_runner_changed": _l("您打开本页之后，情况有了变化。请重新打开，看过以后再决定。"),
    "front_runner_version": _l("企业又公开了新的版本。请重新打开，看过新版本以后再决定。"),
    "front_runner_lasting": _l("标准现在没有效力，不能恢复。"),
    "title_recorded_already": _l("同一称号、同一年度、同一类别已经记录过。"),
    "title_year_wrong": _l("请填写 2018 至 2099 之间的年份"),
    "title_ends_before": _l("有效期在开始之前就结束了"),
}

KINDS: dict[str, LazyString] = {"candidate": _l("领跑候选"), "national": _l("领跑者（国家）"), "provincial": _l("领跑者（省级）")}
STATES: dict[str, LazyString] = {"upcoming": _l("尚未开始"), "current": _l("有效"), "suspended": _l("已暂停"), "expired": _l("已到期"), "ended": _l("已结束")}
TONES = {"upcoming": "coming", "current": "good", "suspended": "warn", "expired": "past", "ended": "past"}
FILTERS: dict[str, LazyString] = {"suspended": _l("已暂停"), "current": _l("有效"), "over": _l("已结束或到期")}
REASONS: dict[str, LazyString] = {
    "amended": _l("标准公开了新版本，需要重新评估"), "withdrawn": _l("企业已废止该标准"), "superseded": _l("该标准已被代替"), "not_in_force": _l("该标准不在有效期内"),
    "deregistered": _l("企业已注销"), "number_revoked": _l("标准编号已被撤销"), "standard_voided": _l("标准已被废止"), "dishonesty_listed": _l("企业被列入严重违法失信名单"),
    "failed_check": _l("监督检查不合格"), "publicly_noted": _l("责令改正逾期未改，被公示"), "claim_refused": _l("基本要求未获认可"), "reference_withdrawn": _l("引用了已废止的标准"),
    "new_board": _l("同一方案发布了新的排行榜"), "decision": _l("人工决定"),
}  # fmt: skip
STEPS: dict[str, LazyString] = {"suspended": _l("已暂停"), "restored": _l("已恢复"), "ended": _l("已结束")}
DECISIONS: dict[str, tuple[LazyString, LazyString]] = {
    "suspended": (_l("暂停"), _l("立即生效，公开页写明已暂停；以后可以恢复")),
    "restored": (_l("恢复"), _l("只对您看过的这一版标准有效；再有新版本会再次暂停")),
    "ended": (_l("结束"), _l("不能再恢复；历史保留")),
}
