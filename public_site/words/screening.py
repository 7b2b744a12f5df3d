"""What looking again says, in words: to the bureau and the enterprise with what it rests on, and neutrally to all after the day."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    "screening.implemented_withdrawn": _l("声明执行的 %(number)s %(title)s 已废止%(since)s。依据：%(basis)s。声明执行已废止的标准，按没有执行标准看待（市场监管总局 2024 年 5 月 29 日答复）"),
    "screening.implemented_replaced": _l("声明执行的 %(number)s %(title)s 已被 %(successor)s 代替%(since)s。依据：%(basis)s。声明执行已失效的标准，按没有执行标准看待（市场监管总局 2024 年 5 月 29 日答复）"),
    "screening.implemented_ends": _l("声明执行的 %(number)s %(title)s 将在 %(day)s 废止或被代替。依据：%(basis)s。到那一天之前状态不变"),
    "screening.implemented_withdrawn_said": _l("有一个来源称声明执行的 %(number)s %(title)s 已废止%(since)s，还没有核实。请核对"),
    "screening.implemented_replaced_said": _l("有一个来源称声明执行的 %(number)s %(title)s 已被 %(successor)s 代替%(since)s，还没有核实。请核对"),
    "screening.implemented_ends_said": _l("有一个来源称声明执行的 %(number)s %(title)s 将在 %(day)s 废止或被代替，还没有核实"),
    "screening.implemented_upcoming": _l("声明执行的 %(number)s %(title)s 还没有实施%(since)s"),
    "screening.cited_withdrawn": _l("引用的 %(number)s %(title)s 已废止%(since)s。依据：%(basis)s"),
    "screening.cited_replaced": _l("引用的 %(number)s %(title)s 已被 %(successor)s 代替%(since)s。依据：%(basis)s"),
    "screening.cited_ends": _l("引用的 %(number)s %(title)s 将在 %(day)s 废止或被代替。依据：%(basis)s。到那一天之前状态不变"),
    "screening.cited_withdrawn_said": _l("有一个来源称引用的 %(number)s %(title)s 已废止%(since)s，还没有核实。请核对"),
    "screening.cited_replaced_said": _l("有一个来源称引用的 %(number)s %(title)s 已被 %(successor)s 代替%(since)s，还没有核实。请核对"),
    "screening.cited_ends_said": _l("有一个来源称引用的 %(number)s %(title)s 将在 %(day)s 废止或被代替，还没有核实"),
    "screening.cited_upcoming": _l("引用的 %(number)s %(title)s 还没有实施%(since)s"),
    "screening.enterprise_deregistered": _l("企业已注销登记，它公开的标准应当废止"),
    "screening.enterprise_unverified": _l("企业没有通过核验"),
    "screening.renamed": _l("企业已从“%(then)s”更名为“%(now)s”，公开的内容还是原来的名称"),
    "screening.no_product": _l("%(day)s 以来，一年多没有产品或服务执行它"),
    "screening.alike": _l("与 %(enterprise)s 公开的 %(number)s 几乎相同（逐字比较，相同的占百分之 %(share)s）"),
    "screening.same_text": _l("与 %(enterprise)s 公开的 %(number)s 上传的是同一份文本"),
    "screening.jumped": _l("与上一版相比，“%(name)s”从 %(before)s 变为 %(after)s，是原来的 %(times)s 倍。是进步，还是小数点移错了？"),
    "matter_settled": _l("这一项已经处理完毕"),
    "field.words": _l("说明"),
}
BASIS: dict[str, LazyString] = {"confirmed": _l("市场监管部门已核实"), "sources": _l("%(count)s 个来源一致")}
SINCE = _l("（%(day)s起）")
NOTICES: dict[str, LazyString] = {
    "implemented_withdrawn": _l("标准目录显示，企业声明执行的 %(number)s 已废止。企业在 %(due)s 之前还没有更新。"),
    "implemented_replaced": _l("标准目录显示，企业声明执行的 %(number)s 已被 %(successor)s 代替。企业在 %(due)s 之前还没有更新。"),
    "cited_withdrawn": _l("标准目录显示，这项标准引用的 %(number)s 已废止。企业在 %(due)s 之前还没有更新。"),
    "cited_replaced": _l("标准目录显示，这项标准引用的 %(number)s 已被 %(successor)s 代替。企业在 %(due)s 之前还没有更新。"),
    "": _l("系统复查时有一项提示（%(item)s），企业在 %(due)s 之前还没有处理。"),
}
"""What the public page says after the day; "": of a remark of the self-check."""
RISKS: dict[str, LazyString] = {"3": _l("最要紧"), "2": _l("要紧"), "1": _l("需核对"), "0": _l("仅供参考")}
TONES: Mapping[int, str] = {3: "bad", 2: "warn", 1: "coming", 0: "past"}
SETTLED: dict[str, LazyString] = {"amended": _l("企业修改后不再提示"), "gone": _l("情况变化后不再提示"), "ended": _l("这项公开已结束"), "excused": _l("市场监管部门已撤回")}
ASKED: dict[str, LazyString] = {"open": _l("已要求企业处理，还没到期"), "overdue": _l("已过期，还没有处理"), "none": _l("没有要求")}
KINDS: dict[str, LazyString] = {
    "implemented": _l("执行的标准废止、代替"), "cited": _l("引用的标准废止、代替"), "ends": _l("将要废止、代替"), "enterprise": _l("企业注销、更名"), "no_product": _l("一年没有产品"),
    "alike": _l("文本几乎相同"), "jumped": _l("指标大幅变化"), "self_check": _l("自查提示"),
}  # fmt: skip
"""Filters of the bureau's list."""
