"""Words of the list of what must be done by when."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from public_site.words import enterprises, rectifications, reports

KINDS: dict[str, LazyString] = {
    "case": _l("举报和投诉"),
    "rectification": _l("责令改正"),
    "order": _l("记录的责令改正"),
    "note": _l("公示待审批"),
    "province": _l("请省级部门决定"),
    "finding": _l("检查结果待公布"),
    "reply": _l("等待企业回复检查结果"),
    "inspection": _l("检查"),
    "recheck": _l("企业申请复查"),
    "matter": _l("筛查要求企业处理"),
    "draw": _l("名单已冻结，等待抽取"),
    "honour": _l("荣誉待确认"),
    "verification": _l("企业核验"),
    "dispute": _l("争议"),
}
WHOSE: dict[str, LazyString] = {"mine": _l("我的（包括我代理的）"), "office": _l("还没有交给谁的")}
DEEDS: dict[str, LazyString] = {
    "close": _l("办结"),
    "deliver": _l("送达通知书"),
    "rectify": _l("等待企业改正"),
    "answer_extension": _l("答复延期申请"),
    "draft_note": _l("逾期：起草公示"),
    "settle_order": _l("逾期：记录已改正，或由审批人员公示"),
    "look": _l("核对是否改正"),
    "recheck": _l("等待复查结果"),
    "publish_note": _l("审批公示"),
    "checking": _l("检查"),
    "confirming": _l("确认检查内容"),
    "replying": _l("等待企业回复"),
    "publishing": _l("公布检查结果"),
    "recheck_asked": _l("决定是否复查"),
    "matter": _l("等待企业处理"),
    "draw": _l("抽取"),
    "honour": _l("确认或不予确认"),
    **rectifications.WISHES,
    **enterprises.REQUESTS,
    **{f"dispute.{kind}": said for kind, said in enterprises.DISPUTES.items()},
    **reports.CLOCKS,
}


def deed(kind: str, what: str) -> LazyString:
    """What must be done in a row."""
    return DEEDS.get(f"{kind}.{what}") or DEEDS[what]
