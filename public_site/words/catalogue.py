"""Words of the reference catalogue, its floors and the vocabularies: codes of errors, and what states and columns are called."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "row_number_missing": _l("缺少标准编号"),
    "row_title_missing": _l("缺少标准名称"),
    "not_utf8": _l("含有无法识别的字符，文件应为 UTF-8 编码"),
    "row_too_wide": _l("这一行的列比表头多"),
    "row_too_short": _l("这一行的列比表头少"),
    "row_twice": _l("同一来源的同一编号在前面已经出现过"),
    "row_date_unreadable": _l("日期应写成 2026-11-22"),
    "source_too_long": _l("来源名称太长：最多 64 个字"),
    "file_not_found": _l("没有这个文件"),
    "file_not_a_csv": _l("不是 CSV 文件，也不是压缩的 CSV 文件"),
    "file_breaks_off": _l("文件从这里起读不出来，前面的行已经导入"),
    "columns_missing": _l("表头缺少这些列：%(columns)s"),
    "bureau_only": _l("只有市场监管部门的登记人员可以这样做"),
    "day_without_withdrawal": _l("只有确认废止时才填写废止日期"),
    "withdrawn_before_issued": _l("废止日期早于发布日期，请核对"),
    "standard_unknown": _l("目录里没有这个标准"),
    "floor_ended": _l("这一条已经由别人结束或替换，请重新打开页面"),
    "floor_twice": _l("这项标准对同一指标、同一条件已经有一条，请替换原来的一条"),
    "range_upside_down": _l("上限小于下限"),
    "floor_grade_unknown": _l("不是这项指标的等级"),
    "floor_condition_unknown": _l("不是这项指标的条件"),
    "floor_unit_missing": _l("请填写单位"),
    "floor_unit_unknown": _l("没有这个单位，注意大小写，例如 MPa、mm、g/m²"),
    "unit_of_other_quantity": _l("这个单位量的是另一种量，请换一个单位"),
    "concept_not_listed": _l("没有这个指标名目，请从建议中选择"),
    "concept_not_found": _l("没有这个指标名目"),
    "category_not_found": _l("没有这个产品类别"),
    "name_mapped_already": _l("这个名称已经对应到一个指标名目"),
    "name_taken": _l("这些名称已经有别的含义：%(words)s"),
    "synonym_stays": _l("名目自己的名称和随系统提供的同义词不能取消"),
    "english_name_needed": _l("英文名称要有拉丁字母，编码由它产生"),
    "conditions_unreadable": _l("每个条件写成“编码=名称”，例如 washed=洗后"),
    "grades_missing": _l("请至少写出两个等级，从差到好"),
    "too_many_words": _l("最多 %(most)s 个，每个最多 %(longest)s 个字"),
}

STATES = {
    "upcoming": _l("即将实施"),
    "in_force": _l("现行"),
    "replaced": _l("被代替"),
    "withdrawn": _l("已废止"),
}
STATE_TONES = {"upcoming": "coming", "in_force": "good", "replaced": "past", "withdrawn": "past"}
CLASSES = {
    "national": _l("国家标准"),
    "national_occupational_health": _l("国家职业卫生标准"),
    "industry": _l("行业标准"),
    "local": _l("地方标准"),
    "association": _l("团体标准"),
    "enterprise": _l("企业标准"),
    "international": _l("国际和国外标准"),
    "unreadable": _l("编号读不懂"),
}
OPERATORS = {
    "at_least": _l("不小于 ≥"),
    "at_most": _l("不大于 ≤"),
    "above": _l("大于 >"),
    "below": _l("小于 <"),
    "equal": _l("等于 ="),
    "range": _l("范围（含两端）"),
    "grade": _l("等级（这一级或更好）"),
    "text": _l("文字要求"),
}
KINDS = {"functional": _l("功能指标"), "performance": _l("性能指标")}
DIRECTIONS = {"higher": _l("越大越好"), "lower": _l("越小越好"), "target": _l("接近目标值最好"), "none": _l("不比较好坏")}
COLUMNS = {
    "std_no": _l("编号"), "kind": _l("类别"), "title_zh": _l("名称"), "status_asof_20260710": _l("2026年7月10日状态"), "status": _l("状态"), "status_raw": _l("原始状态"),
    "issue_date": _l("发布日期"), "impl_date": _l("实施日期"), "withdrawn_date": _l("废止日期"), "ics": "ICS", "ccs": "CCS", "replaces": _l("代替"),
    "replaced_by": _l("被代替为"), "later_version_same_number": _l("同编号的后一版（推断）"), "issuer": _l("发布机构"),
}  # fmt: skip
