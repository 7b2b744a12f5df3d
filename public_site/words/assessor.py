"""Words of those who judge: assessment bodies, evaluation schemes, what enterprises assert."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "body_admitted_already": _l("这个评估机构现在就在名单上"),
    "body_ended": _l("这个评估机构的资格已经终止"),
    "board_is_published": _l("已经发布过的方案不能再改类别、年度和地区；请新建一个方案"),
    "nothing_changed": _l("草稿和已发布的内容相同，没有可以发布的改动"),
    "claim_replaced": _l("企业已重新说明，请处理新的一份"),
}

ROLES = {"assessor": _l("评估人员")}

SECTIONS = {
    "facts": _l("基本信息"), "requirements": _l("基本要求"), "basics": _l("基础指标"), "cores": _l("核心指标"), "innovations": _l("创新性指标"),
    "method": _l("判定方法"), "levels": _l("水平、星级和候选"),
}  # fmt: skip
LEADS = {
    "facts": _l("评什么、评哪一年、依据什么。"),
    "requirements": _l("企业自己说明是否达到，例如近三年无重大质量事故、产品已量产；评估人员可以核对。"),
    "basics": _l("达到或达不到，不分等级；有一项达不到就不进榜。"),
    "cores": _l("分先进、平均、基准三档。声明值和每一档比较：不小于 5 就是 5 也算达到，大于 5 则 5 不算。"),
    "innovations": _l("只展示，不影响等级。"),
    "method": _l("由核心指标得出总的等级。"),
    "levels": _l("这里每一项都由评估方案决定；先给出通行的写法，可以改。"),
}
METHODS = {
    "least_level": (_l("最低一项决定"), _l("总的等级等于核心指标中最低的一档。")),
    "weighted_points": (_l("加权得分"), _l("每项核心指标按档次得分，乘以权重相加，按总分定等级。")),
}
BY = {
    "asserted": (_l("企业说明即可"), _l("评估人员不认可的除外。")),
    "confirmed": (_l("须经评估人员确认"), _l("没有确认的，不进榜。")),
}
GATES = {
    "not_in_force": _l("标准没有生效或已失效（这一条始终适用）"), "reference_withdrawn": _l("引用了已废止的标准"), "deregistered": _l("企业已经注销"),
    "dishonesty_listed": _l("企业在严重违法失信名单上"), "failed_check": _l("监督检查中不合格"), "number_revoked": _l("标准编号被撤销"),
    "standard_voided": _l("标准被依法废止"), "publicly_noted": _l("责令改正而逾期未改，被公示"),
}  # fmt: skip
LEVELS = (_l("先进水平"), _l("平均水平"), _l("基准水平"))
STEPS = {"advanced": LEVELS[0], "average": LEVELS[1], "base": LEVELS[2]}
ROWS = {"requirements": _l("基本要求"), "basics": _l("基础指标"), "cores": _l("核心指标"), "innovations": _l("创新性指标")}
FIELDS = {
    "title": _l("方案名称"), "title_en": _l("英文名称"), "category": _l("产品类别"), "year": _l("年度"), "division": _l("地区"), "source": _l("依据"), "note": _l("说明"),
    "valid_from": _l("生效日期"), "valid_until": _l("有效期至"), "requirements_by": _l("基本要求怎样才算达到"), "least_cores": _l("至少几项核心指标"), "method": _l("判定方法"),
    "stars": _l("星级"), "points": _l("得分"), "worth": _l("每档得分"), "least": _l("等级的最低总分"), "all_at_base": _l("每项都须达到基准水平"), "candidate_level": _l("几级成为候选"),
    "candidate_months": _l("候选有效月数"), "from_standard": _l("用标准的要求补缺"), "gates": _l("不进榜的情形"), "reason": _l("修改的理由"),
    "code": _l("编号"), "text": _l("内容"), "text_en": _l("英文内容"), "evidence": _l("需要证明材料"), "models": _l("需要填写量产型号"), "concept": _l("指标名目"),
    "operator": _l("怎样要求"), "unit": _l("单位"), "weight": _l("权重"), "floor": _l("基准水平的来源"), "condition": _l("条件"), "value": _l("要求"), "cases": _l("各档要求"),
} | STEPS | ROWS  # fmt: skip
PROBLEMS = {
    "category_unknown": _l("没有找到这个产品类别，请从建议中选择"),
    "category_without_standards": _l("这个类别还没有公开的标准，没有可以评估的对象"),
    "category_pick": _l("请在下面选择产品类别"),
    "division_pick": _l("请在下面选择地区"),
    "year_wrong": _l("请填写 2018 至 2099 之间的年份"),
    "end_before_start": _l("有效期在生效日期之前就结束了"),
    "too_few_cores": _l("核心指标不够：至少 3 项，并且不少于本方案要求的项数（质量分级及“领跑者”评价要求）"),
    "too_many_cores": _l("最多 12 项"),
    "too_many": _l("最多 20 项基本要求"),
    "taken": _l("这个编号前面已经用过"),
    "months_wrong": _l("请填写 1 至 60 个月"),
    "weight_nought": _l("权重要大于 0"),
    "weights_not_100": _l("各项权重相加应为 100"),
    "levels_out_of_order": _l("应当比前一级小"),
    "asked_twice": _l("同一指标、同一条件已经在别处要求过"),
    "words_are_not_graded": _l("这个名目是文字，不能分档"),
    "operator_of_other_quantity": _l("等级类的名目请选“等级”，数值类的名目不能选“等级”"),
    "operator_against_direction": _l("和这个名目的好坏方向相反：越大越好的用“不小于”“大于”，越小越好的用“不大于”“小于”"),
    "thresholds_out_of_order": _l("三档顺序不对：先进水平应最严，基准水平应最宽"),
    "thresholds_equal": _l("三档相同，分不出等级"),
    "range_upside_down": _l("范围的上限小于下限"),
}
"""Codes of `rules.scheme_check` that mean something else, or nothing, on other pages."""
ABSENT = ("required", "choose_one", "too_few_cores", "floor_unit_missing")
"""Codes of what is not there yet: told once somebody asks for a check."""
STATES = {"": _l("待核对"), "confirmed": _l("已确认"), "refused": _l("未获认可"), "missing": _l("尚未说明")}
STATE_TONES = {"": "coming", "confirmed": "good", "refused": "bad", "missing": "past"}
DECISIONS = {"confirmed": (_l("确认"), _l("材料能够说明企业达到了这项要求")), "refused": (_l("不认可"), _l("企业会读到理由，可以补充后重新说明"))}
