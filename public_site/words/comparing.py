"""Words of the comparison: why a value does not compare, what a row shows, and which way is better."""

from flask_babel import lazy_gettext as _l

REASONS = {
    "not_declared": _l("没有声明这项"),
    "other_condition": _l("只在别的条件下声明："),
    "free_name": _l("不能比：这是企业自己的名称，不在指标名目里"),
    "several": _l("不能比：同一条件下声明了几次，不知道以哪个为准"),
    "unreadable": _l("不能比：读不出数值"),
    "words": _l("不能比：只有文字，没有数值"),
    "other_kind": _l("不能比：声明的是等级，不是数值"),
    "unknown_grade": _l("不能比：这个等级不在这项指标的等级表里"),
    "no_unit": _l("不能比：没有写单位"),
    "unknown_unit": _l("不能比：不认识这个单位，不能换算"),
    "other_unit": _l("不能比：单位不是同一种量，不能换算"),
    "other_method": _l("不能比：试验方法不同"),
    "other_bound": _l("不能比：只限定了另一边，没有说最差会怎样"),
}
OUTCOMES = {
    "equal": _l("能比的都相同"),
    "neither": _l("这项指标不分好坏"),
    "overlapping": _l("范围互相交叉，分不出优劣"),
}
"""What stands under a row's name where nobody is best."""
DIRECTIONS = {"higher": _l("越高越好"), "lower": _l("越低越好"), "target": _l("范围越小越好")}
STRENGTHS = {True: _l("强制性标准"), False: _l("推荐性标准")}
VERDICTS = {
    "higher": _l("更优"),
    "equal": _l("相同"),
    "lower": _l("不及"),
    "fewer": _l("没有这项"),
    "not_comparable": _l("不可比"),
    "unknown": _l("无法自动比较"),
}
"""Of a declared value against a floor."""
