"""Words of the public pages: what codes of the domain are called there. No error has its code here."""

from flask_babel import lazy_gettext as _l

CLASSES = {
    "enterprise": _l("企业标准"),
    "national": _l("国家标准"),
    "national_occupational_health": _l("国家职业卫生标准"),
    "industry": _l("行业标准"),
    "local": _l("地方标准"),
    "association": _l("团体标准"),
    "international": _l("国际或国外标准"),
    "unreadable": _l("其他编号"),
}
BASES = {
    "own": _l("企业自己制定"),
    "joint": _l("与其他企业联合制定，各自编号、各自公开"),
    "entrusted": _l("执行受托方的标准，由委托方公开"),
    "implemented": _l("直接执行这项标准"),
}
SUBJECTS = {"product": _l("产品"), "service": _l("服务")}
CHANGES = {"first": _l("首次公开"), "amendment": _l("修改"), "correction": _l("更正")}
KINDS = {"functional": _l("功能指标"), "performance": _l("性能指标")}
RELATIONS = {
    "normative": _l("规范性引用"),
    "corresponding_mandatory": _l("对应的强制性标准"),
    "corresponding_recommended": _l("对应的推荐性标准"),
    "packaging": _l("包装标准"),
}
COMPARISONS = {
    "higher": _l("高于"),
    "equal": _l("相同"),
    "lower": _l("低于"),
    "fewer": _l("少于"),
    "not_comparable": _l("不可比"),
}
VERDICTS = {
    "higher": _l("更优"),
    "equal": _l("相同"),
    "lower": _l("不及"),
    "fewer": _l("没有这项"),
    "not_comparable": _l("不可比"),
    "unknown": _l("无法自动比较"),
}
STANDINGS = {
    "deregistered": _l("企业注销登记"),
    "publicly_noted": _l("逾期未改，公示"),
    "number_revoked": _l("标准编号被撤销"),
    "standard_voided": _l("标准被废止"),
    "dishonesty_listed": _l("列入失信名单"),
    "checked": _l("监督检查"),
}
RESULTS = {"conforming": _l("符合"), "minor_defect": _l("符合但有瑕疵"), "nonconforming": _l("不符合")}
FACTS = {"adopted_international": _l("采用国际标准"), "zhejiang_standard": _l("浙江标准"), "innovative_enterprise": _l("标准创新型企业")}
NOTICES = {
    "expired": _l("企业自己设定的有效期到 %(day)s 的前一天为止。"),
    "superseded": _l("自 %(day)s 起，企业用另一项标准代替它。"),
    "withdrawn": _l("自 %(day)s 起，企业废止了它。"),
    "voided": _l("自 %(day)s 起，省级以上标准化行政主管部门废止了这项标准。"),
    "number_revoked": _l("自 %(day)s 起，省级以上标准化行政主管部门撤销了它的编号。"),
    "deregistered": _l("企业自 %(day)s 起已注销登记。"),
    "publicly_noted": _l("市场监管部门自 %(day)s 起公示：责令限期改正，企业逾期未改。"),
    "dishonesty_listed": _l("企业自 %(day)s 起被列入失信名单。"),
    "version_ahead": _l("下一个版本自 %(day)s 起实施。"),
    "withdrawal_ahead": _l("企业已说明：自 %(day)s 起废止。"),
    "succession_ahead": _l("企业已说明：自 %(day)s 起由另一项标准代替。"),
}
SINCE = {
    "current": _l("自 %(day)s 起实施"),
    "upcoming": _l("将自 %(day)s 起实施"),
}
"""Other headlines tell their day in their notice."""
DIFFERENCES = {
    "enterprise": _l("企业名称"),
    "public_id": _l("公开编号"),
    "number": _l("标准编号"),
    "class": _l("标准类别"),
    "category": _l("产品类别"),
    "in_force_from": _l("实施日期"),
    "valid_until": _l("有效期至"),
    "title": _l("标准名称"),
    "basis": _l("公开方式"),
    "subject": _l("产品或服务"),
    "authorisation_sha256": _l("授权文件"),
    "no_mandatory": _l("没有对应的强制性标准"),
    "no_recommended": _l("没有对应的推荐性标准"),
    "lower": _l("少于或者低于推荐性标准的明示"),
    "text": _l("标准文本"),
}
ROWS = {"indicator": _l("指标"), "reference": _l("引用的标准"), "party": _l("其他企业")}
CHANGED = {"added": _l("新增"), "removed": _l("删除"), "changed": _l("改动")}
CATALOGUE = {"upcoming": _l("即将实施"), "in_force": _l("现行"), "replaced": _l("已被代替"), "withdrawn": _l("已废止")}
YES, NO = _l("是"), _l("否")
