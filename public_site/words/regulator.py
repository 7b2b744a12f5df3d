"""Words of the bureau's desk: what an authority records, what it looks at, and why somebody may not."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "source_missing": _l("请写明来源，例如文书、公告或登记系统的名称"),
    "url_wrong": _l("请填写完整的网址，以 http:// 或 https:// 开头"),
    "due_day_missing": _l("责令限期改正要写明期限"),
    "due_before_start": _l("期限早于生效日期"),
    "result_of_checks_only": _l("只有监督检查才有结果"),
    "document_missing": _l("请填写文号：公众据此查到这份决定"),
    "about_disclosure_only": _l("这一种事实只能针对一项公开的标准"),
    "about_enterprise_only": _l("这一种事实针对整个企业"),
    "kind_changed": _l("更正时不能改变事实的种类；种类记错的，请撤回后重新记录"),
    "corrected_already": _l("这条事实已经更正过，请更正最新的那一条"),
    "provincial_only": _l("只有省级以上标准化行政主管部门可以作出，请报省级部门"),
    "approver_only": _l("由审批人员记录"),
    "second_person": _l("责令改正是您记录的，公示由另一位审批人员决定"),
    "recorded_meanwhile": _l("您打开这张表单之后，这家企业又有了新的监管记录。请返回核对后再记录"),
    "office_phone_unreadable": _l("请填写电话号码，例如 0576-83300000 或 12315"),
    "enterprise_not_here": _l("辖区内没有这个统一社会信用代码的企业"),
    "field.until": _l("期限"),
    "field.source": _l("来源"),
    "field.source_url": _l("来源网址"),
}
KINDS = {
    "deregistered": _l("企业注销登记"),
    "rectification_ordered": _l("责令企业限期改正"),
    "rectification_closed": _l("企业改正完成"),
    "publicly_noted": _l("逾期未改，公示"),
    "number_revoked": _l("撤销标准编号"),
    "standard_voided": _l("废止标准"),
    "dishonesty_listed": _l("列入严重违法失信名单"),
    "checked": _l("监督检查"),
}
KIND_ARTICLES = {
    "deregistered": _l("《企业标准化促进办法》第十五条"),
    "rectification_ordered": _l("《标准化法》第三十八条、第三十九条、第四十二条"),
    "rectification_closed": _l("《标准化法》第三十八条、第三十九条、第四十二条"),
    "publicly_noted": _l("《标准化法》第三十八条：责令限期改正，逾期不改正的，在标准信息公共服务平台上公示"),
    "number_revoked": _l("《标准化法》第四十二条：逾期不改正的，由省级以上标准化行政主管部门撤销相关标准编号"),
    "standard_voided": _l("《标准化法》第三十九条：逾期不改正的，由省级以上标准化行政主管部门废止相关标准"),
    "dishonesty_listed": _l("以列入决定为准"),
    "checked": _l("《标准化法》第三十二条"),
}
STATES = {"standing": _l("现在有效"), "order_open": _l("未办结的责令改正"), "order_overdue": _l("已逾期的责令改正"), "corrected": _l("已更正或撤回")}
NOTICES = {"rectification_ordered": _l("责令限期改正中"), "rectification_overdue": _l("责令改正，已逾期")}
REMARKED = {"open": _l("需要处理的"), "must_mend": _l("必须改正"), "must_state": _l("必须明示"), "question": _l("请您回答"), "worth_knowing": _l("供参考"), "all": _l("全部")}
CODES = {
    "L1": _l("公开的时间和义务"),
    "L2": _l("不低于强制性标准"),
    "L3": _l("少于或低于推荐性标准的明示"),
    "L4": _l("编号和名称"),
    "L5": _l("功能指标和性能指标"),
    "L6": _l("试验、检验或评价方法"),
    "L7": _l("执行和引用的标准有效"),
    "L8": _l("企业和委托、联合各方"),
    "N3": _l("法定计量单位"),
}
"""Items of the inspector's list (registry.rules.self_check_remark)."""
