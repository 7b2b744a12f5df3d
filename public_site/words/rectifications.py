"""Words of orders to rectify and of the province's desk, for offices and enterprises."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from public_site.words import self_check

WORDS = {
    "rectification_items_missing": _l("请选择要改正的项目，至少一项"),
    "rectification_statement_missing": _l("请写明这一项要改正什么"),
    "rectification_days": _l("请填写 1 至 %(most)s 个工作日"),
    "rectification_finding_corrected": _l("这份检查结果已经更正，请依据更正后的结果"),
    "rectification_finding_asks_none": _l("只有“不符合”的检查结果才责令改正；格式上的瑕疵只作指导"),
    "rectification_open_already": _l("这项标准已有一份没有办结的责令改正通知书：%(number)s"),
    "rectification_over": _l("这份责令改正已经办结"),
    "rectification_step_not_now": _l("这一步现在不能办，请看办理经过"),
    "rectification_extended_already": _l("期限只能延长一次，已经答复过了"),
    "rectification_not_overdue": _l("还没有逾期，不能公示，也不能报请省级部门处理"),
    "rectification_provisional": _l("截止日期是暂定的：它落在放假安排还没有导入的年份。导入之后才能公示或者报请省级部门处理"),
    "rectification_without_check": _l("这份责令改正不是依据检查结果作出的，没有原来的检查人员可以复查；请核对后直接办结"),
    "delivery_before_order": _l("送达日期早于作出责令改正的日期"),
    "another_person": _l("请由另一位同事决定：这是您起草或经手的"),
    "province_wish_not_here": _l("这份责令改正的项目不能报请这一处理，或者省级部门已有结论"),
    "province_decided_already": _l("省级部门已经作出决定"),
    "no_province_here": _l("本平台没有负责这里的省级标准化行政主管部门"),
    "field.items": _l("要改正的项目"),
    "field.days": _l("工作日"),
    "field.how": _l("送达方式"),
    "field.on": _l("送达日期"),
    "field.proof": _l("送达凭证"),
    "field.wish": _l("请求"),
    "field.document": _l("文号"),
    "field.note": _l("公示内容"),
}
PHASES: dict[str, LazyString] = {
    "issued": _l("已作出，等待送达"),
    "running": _l("责令限期改正中"),
    "overdue": _l("逾期未改正"),
    "mended": _l("企业已改正，等待核对"),
    "rechecking": _l("复查中"),
    "closed": _l("已改正，办结"),
    "cancelled": _l("已撤回"),
    "ended_by_province": _l("省级部门已作出决定"),
}
TONES = {
    "issued": "coming", "running": "warn", "overdue": "bad", "mended": "coming", "rechecking": "coming", "closed": "good", "cancelled": "past", "ended_by_province": "past",
}  # fmt: skip
STEPS: dict[str, LazyString] = {
    "ordered": _l("责令限期改正"),
    "delivered": _l("送达企业"),
    "extension_asked": _l("企业申请延期"),
    "extension_refused": _l("不同意延期"),
    "extended": _l("延长期限"),
    "corrected": _l("企业公开了新版本"),
    "withdrawn": _l("企业废止或代替了这项标准"),
    "recheck": _l("请原检查人员复查"),
    "not_mended": _l("核对后认为没有改正"),
    "note_drafted": _l("起草公示"),
    "note_dropped": _l("不采用公示草稿"),
    "noted": _l("公示"),
    "escalated": _l("报请省级部门"),
    "province_granted": _l("省级部门同意"),
    "province_refused": _l("省级部门不同意"),
    "province_sent_back": _l("省级部门退回补充"),
    "closed": _l("已改正，办结"),
    "cancelled": _l("撤回责令改正"),
}
TO_THE_OFFICE = frozenset({"note_drafted", "note_dropped", "escalated", "province_refused", "province_sent_back"})
"""Steps that the enterprise does not read."""
ITEMS: dict[str, LazyString] = {
    "L1": _l("销售或提供之前公开执行的标准"),
    "L2": _l("技术要求不低于强制性国家标准"),
    "L3": _l("少于或低于推荐性标准的，明示"),
    "L4": _l("编号和名称合规、唯一，与文本一致"),
    "L5": _l("公开功能指标，产品还要公开性能指标"),
    "L6": _l("每项指标有方法，引用的方法标准存在"),
    "L7": _l("执行和引用的标准现行有效"),
    "L8": _l("企业名称和信用代码现行；委托加工由委托方公开"),
}
ARTICLES: dict[str, LazyString] = self_check.ARTICLES | {"law.42": _l("《标准化法》第四十二条：未按规定对标准编号的，责令限期改正")}
"""Basis of an item, a code, in words."""
DELIVERIES: dict[str, LazyString] = {
    "in_person": _l("直接送达"),
    "left": _l("留置送达"),
    "by_post": _l("邮寄送达"),
    "electronic": _l("电子送达（企业同意的）"),
    "public": _l("公告送达"),
}
WISHES: dict[str, LazyString] = {
    "void_standard": _l("废止这项企业标准（《标准化法》第三十九条）"),
    "revoke_number": _l("撤销标准编号（《标准化法》第四十二条）"),
}
DECISIONS: dict[str, tuple[LazyString, LazyString]] = {
    "granted": (_l("同意"), _l("立即记录为省级部门的决定，公众可见，要填写文号；不能撤回，只能更正。")),
    "refused": (_l("不同意"), _l("同一请求不再受理；责令改正由县级部门继续办理。")),
    "sent_back": (_l("退回补充"), _l("请求的部门补充后可以再报。")),
}
DECIDED = {"granted": _l("已同意"), "refused": _l("未同意"), "sent_back": _l("已退回补充")}
GROUNDS = {"finding": _l("监督检查结果"), "screening": _l("平台筛查"), "case": _l("举报或投诉")}
ACTS: dict[str, tuple[LazyString, LazyString]] = {
    "extended": (_l("延长期限"), _l("只能延长一次。写明延长几个工作日和理由，企业会读到。")),
    "extension_refused": (_l("不同意延期"), _l("写明理由，企业会读到。")),
    "recheck": (_l("请原检查人员复查"), _l("由作出检查结果的两位检查人员再看一次。")),
    "not_mended": (_l("没有改正"), _l("期限继续计算；写明还差什么，企业会读到。")),
    "note_dropped": (_l("不采用公示草稿"), _l("写明理由，只有本部门读到；可以重新起草。")),
    "closed": (_l("已改正，办结"), _l("写明凭什么认定已改正，企业会读到。已有的公示从今天起结束。")),
    "cancelled": (_l("撤回"), _l("责令改正不该作出时撤回；写明理由，企业会读到，记录保留。")),
}
"""Steps that the office takes with words alone: what each is called, and what follows from it."""
NOTES: dict[str, tuple[LazyString, LazyString]] = {
    "note_drafted": (_l("起草公示"), _l("另一位审批人员同意之后才公开。")),
    "noted": (_l("公开这份公示"), _l("立即公开，写在这项标准的公开页上，不能撤回，只能更正；改正办结后不再显示。")),
    "escalated": (_l("报请省级部门"), _l("废止企业标准、撤销标准编号只有省级以上标准化行政主管部门可以作出。")),
}
"""Steps that weigh on the enterprise's name, or that another office decides."""
