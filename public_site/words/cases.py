"""Words of the bureau's desk for reports and complaints; what readers see as well is in words/reports.py."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    "case_taken_already": _l("同事已经在办这件"),
    "case_of_another_bureau": _l("这件由负责的部门自己经办；要接过来，请对方移交"),
    "case_step_not_now": _l("这一步现在不能办，请看办理经过后重新选择"),
    "case_reason_needed": _l("请选择理由"),
    "case_must_tell": _l("这一步要告知反映人，请写明告知的内容"),
    "case_must_note": _l("请写明原因：延长期限要写特殊情况和批准人，移交要写对方需要知道的情况"),
    "case_same_bureau": _l("就是现在办理的部门，请选择别的部门"),
    "case_place_choose": _l("有几个地方符合，请在下面选择一个"),
    "case_no_bureau_there": _l("本平台没有负责那里的市场监管部门"),
    "case_closed_here": _l("这件事已经办结"),
    "field.why": _l("原因"),
    "field.told": _l("告知反映人"),
    "field.noted": _l("内部记录"),
    "field.word": _l("要办哪一步"),
    "field.place": _l("实际经营地"),
    "field.to": _l("移交给"),
}
DECISIONS: dict[str, tuple[LazyString, LazyString]] = {
    "accepted": (_l("受理投诉"), _l("接着组织调解，调解期限从今天起算。要告知投诉人。")),
    "not_accepted": (_l("不予受理"), _l("要选择理由，并告知投诉人。")),
    "testing": (_l("送检测、检验或鉴定"), _l("期间不计入调解期限。")),
    "tested": (_l("检测、检验或鉴定结束"), _l("调解期限继续计算。")),
    "settled": (_l("达成调解协议"), _l("写明协议的要点，告知投诉人。")),
    "mediation_ended": (_l("终止调解"), _l("要选择理由；没有同时告知的，另有告知期限。")),
    "extended": (_l("延长核查期限"), _l("有特殊情况并经负责人批准的，内部记录里写明。")),
    "filed": (_l("立案"), _l("实名举报要在期限内告知；可以现在写明，也可以以后再告知。")),
    "not_filed": (_l("不予立案"), _l("要选择理由；实名举报要在期限内告知。")),
    "notice": (_l("只告知，不作决定"), _l("例如告知进展、告知前面的决定，或者请对方补充材料。")),
    "handed_over": (_l("移交其他部门"), _l("移交后您不能再查看这件事和举报人信息，已经过去的期限接着计算。")),
    "closed": (_l("办结"), _l("此后不能再补充和办理。")),
}
"""Each step that a handler may choose: what it is called there, and what follows from it."""
WHOSE: dict[str, LazyString] = {"mine": _l("我经办的"), "nobody": _l("还没有人经办的")}
ARTICLES: dict[str, LazyString] = {
    "decision": _l("《市场监督管理投诉举报处理暂行办法》第十四条"),
    "mediation": _l("《市场监督管理投诉举报处理暂行办法》第二十一条"),
    "end_notice": _l("《市场监督管理投诉举报处理暂行办法》第二十一条"),
    "check": _l("《市场监督管理行政处罚程序规定》第十八条"),
    "notice": _l("《市场监督管理投诉举报处理暂行办法》第三十一条"),
}
"""Where each clock comes from. Its length is a setting, since these rules may have been replaced."""
