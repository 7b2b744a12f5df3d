"""Words of spot checks: inspectors, recusals, substitutions, credit-risk classes, plans and draws."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FIELDS: dict[str, LazyString] = {
    "standards": _l("标准化"),
    "quality": _l("产品质量"),
    "metrology": _l("计量"),
    "certification": _l("认证认可"),
    "food": _l("食品"),
    "equipment": _l("特种设备"),
    "services": _l("服务"),
}
GROUNDS: dict[str, LazyString] = {
    "relative": _l("近亲属在这家企业"),
    "former_employment": _l("曾在这家企业任职"),
    "shareholding": _l("持有这家企业的股份"),
    "other": _l("其他可能影响公正的关系"),
}
EXCLUDED: dict[str, LazyString] = {"drawn_recently": _l("近期已被抽取"), "open_rectification": _l("正在责令限期改正")}
KINDS: dict[str, LazyString] = {
    "enterprise": _l("企业标准"),
    "association": _l("团体标准"),
    "local": _l("地方标准"),
    "industry": _l("行业标准"),
    "national": _l("国家标准"),
    "international": _l("国际标准"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    "frozen": (_l("名单已冻结，待抽取"), "coming"),
    "drawn": (_l("已抽取"), "good"),
    "replaced": (_l("已由新的名单代替，不再抽取"), "past"),
}
WORDS: dict[str, LazyString] = {
    "inspector_name_long": _l("姓名最多 50 个字"),
    "certificate_long": _l("执法证号最多 40 个字"),
    "certificate_taken": _l("名录库里已有这个执法证号"),
    "account_inspects_already": _l("这位同事已在名录库里"),
    "inspector_ended": _l("这位检查人员已移出名录库"),
    "recusal_ended": _l("这条回避已经结束"),
    "ends_before_it_begins": _l("结束日期早于开始日期"),
    "enterprise_unknown": _l("没有这个统一社会信用代码的企业"),
    "day_has_passed": _l("这一天已经过去"),
    "absence_too_long": _l("一次最多一年"),
    "not_a_colleague": _l("请选择本部门现在的同事"),
    "substitute_is_the_same": _l("请选择另一位同事"),
    "substitute_of_oneself": _l("不能由自己指定自己代理别人，请由本人或另一位审批人员指定"),
    "substituted_already": _l("这些日子里已有人代理，请先结束原来的代理"),
    "substitution_ended": _l("这次代理已经结束"),
    "class_unknown": _l("类别只能是 A、B、C、D"),
    "class_day_unreadable": _l("分类日期不是日期"),
    "class_day_to_come": _l("分类日期还没有到"),
    "items_missing": _l("计划里至少要有一个抽查事项"),
    "item_code_wrong": _l("事项代码用 1 至 20 个字母、数字或连字符"),
    "item_code_twice": _l("两个事项用了同一个代码"),
    "industry_code_wrong": _l("请填写行业代码，例如 C、C29 或 C2912，用逗号分开"),
    "fraction_wrong": _l("请填写百分比：0 到 100 的数，小数点后最多三位"),
    "fraction_exempts": _l("比例不能为 0：信用分类不免除抽查"),
    "minimum_wrong": _l("每层最少个数是 1 到 1000 的整数"),
    "item_unknown": _l("生效的计划里没有这个事项"),
    "plan_not_in_force": _l("计划还没有生效，请先由审批人员发布"),
    "year_not_planned": _l("这是 %(year)s 年的计划"),
    "month_not_planned": _l("计划里这个事项的月份是 %(months)s 月；要改期，请先发布新的计划版本"),
    "population_empty": _l("辖区内没有符合条件的现行标准，名单是空的，不能抽取"),
    "population_all_excluded": _l("符合条件的都已排除（近期已被抽取，或正在责令改正），名单是空的，不能抽取"),
    "inspectors_missing": _l("可以匹配的检查人员不足两人：要在名录库里、有帐号、执法证有效并包含这个事项的领域"),
    "too_few_inspectors": _l("%(disclosure)s（%(credit_code)s）可以匹配的检查人员不足两人：其他人都要回避。请补充检查人员后重新冻结名单"),
    "drawn_already": _l("已经抽取过，结果不会再变"),
    "frozen_anew": _l("这个事项已冻结了新的名单，这一份不再抽取"),
    "population_changed": _l("冻结的名单和公布的摘要对不上，不能抽取。请立即报告审计人员"),
    "not_drawn_yet": _l("还没有抽取：抽取之前谁也不能看种子"),
    "link_too_long": _l("链接最多 30 天有效"),
    "field.witness_words": _l("见证人说的话"),
    "field.witnesses": _l("见证人"),
    "field.certificate": _l("执法证号"),
    "field.first_on": _l("第一天"),
    "field.last_on": _l("最后一天"),
}
