"""Words of the public pages of rankings: levels, reasons, changes. No error has its code here."""

from flask_babel import lazy_gettext as _l

GRADES = {1: _l("一级"), 2: _l("二级"), 3: _l("三级")}
"""Of a standard as a whole."""
LEVELS = {1: _l("先进水平"), 2: _l("平均水平"), 3: _l("基准水平"), 0: _l("低于基准水平"), None: _l("不能判定")}
"""Of one core indicator."""
STARS = {1: _l("一星"), 2: _l("二星"), 3: _l("三星"), 4: _l("四星"), 5: _l("五星")}
METHODS = {
    "least_level": (_l("最低一项决定"), _l("总的等级等于核心指标中最低的一档，一项强不能补另一项弱。")),
    "weighted_points": (_l("加权得分"), _l("每项核心指标按档次得分，乘以权重相加，按总分定等级。")),
}
BY = {"asserted": _l("企业说明即可；评估人员不认可的除外。"), "confirmed": _l("须经评估人员确认；没有确认的，不进榜。")}
OPERATORS = {
    "at_least": _l("不小于"), "above": _l("大于"), "at_most": _l("不大于"), "below": _l("小于"), "range": _l("范围"), "equal": _l("等于"), "grade": _l("等级"), "text": _l("文字"),
}  # fmt: skip
GATES = {
    "not_in_force": _l("标准没有生效或已失效"), "reference_withdrawn": _l("引用了已废止的标准"), "deregistered": _l("企业已注销"), "dishonesty_listed": _l("企业在严重违法失信名单上"),
    "failed_check": _l("监督检查不合格"), "number_revoked": _l("标准编号已被撤销"), "standard_voided": _l("标准已被废止"), "publicly_noted": _l("责令改正逾期未改，被公示"),
}  # fmt: skip
REASONS = GATES | {
    "requirement_missing": _l("基本要求 %(requirement)s：企业没有说明"),
    "requirement_unconfirmed": _l("基本要求 %(requirement)s：企业已说明，评估人员还没有确认"),
    "requirement_refused": _l("基本要求 %(requirement)s：评估人员没有认可"),
    "basic_missing": _l("基础指标 %(concept)s：没有公开"),
    "basic_unreadable": _l("基础指标 %(concept)s：不能比较（%(why)s）"),
    "basic_failed": _l("基础指标 %(concept)s：没有达到"),
    "core_missing": _l("核心指标 %(concept)s：没有公开"),
    "core_unreadable": _l("核心指标 %(concept)s：不能比较（%(why)s）"),
    "below_base": _l("核心指标 %(concept)s：低于基准水平%(short)s"),
    "every_core_advanced": _l("每一项核心指标都达到先进水平"),
    "core_holds_level": _l("核心指标 %(concept)s 是%(reached)s，决定了总的等级；到上一档%(short)s"),
    "points_reach_level": _l("总分 %(points)s，达到%(grade)s（不低于 %(least)s）"),
    "points_too_few": _l("总分 %(points)s，没有达到最低等级的 %(next)s"),
    "core_costs_points": _l("核心指标 %(concept)s 是%(reached)s，比满分少 %(points)s 分"),
}
WHY = {
    "missing": _l("没有公开"), "other_condition": _l("公开的是其他条件下的值"), "unreadable": _l("写法不能识别"), "unlike": _l("两种要求不能相比"), "words": _l("公开的是文字"),
    "not_words": _l("这里要文字"), "grade_for_number": _l("公开的是等级，这里要数值"), "grade_unknown": _l("等级不在名目之内"), "range_for_bound": _l("公开的是范围，这里要界限"),
    "other_side": _l("公开的是另一侧的界限"), "other_unit": _l("单位不能换算"),
}  # fmt: skip
STATES = {"met": _l("达到"), "failed": _l("没有达到"), "missing": _l("没有公开"), "unreadable": _l("不能比较")}
CLAIMS = {"asserted": _l("企业已说明，待核对"), "confirmed": _l("评估人员已确认"), "refused": _l("评估人员没有认可"), "missing": _l("企业没有说明")}
UNPUBLISHED = {
    "all_equal": _l("所有标准的这项指标都相同，分不出先后，因此不发布单项榜。"),
    "fewer_than_two": _l("这项指标只有不到两项标准达到基准水平，因此不发布单项榜。"),
}
CHANGES = {"up": _l("等级会上升"), "down": _l("等级会下降"), "new": _l("会新进榜"), "gone": _l("会退出榜单"), "version": _l("位置不变，但标准已有新版本")}
RUNNERS = {
    "current": (_l("领跑候选"), "good"), "upcoming": (_l("即将成为领跑候选"), "coming"), "suspended": (_l("领跑候选已暂停"), "warn"), "expired": (_l("领跑候选已到期"), "past"),
    "ended": (_l("领跑候选已结束"), "past"),
}  # fmt: skip
CAUSES = GATES | {
    "new_board": _l("同一方案有了新的排行榜"), "amended": _l("标准已修改"), "withdrawn": _l("企业已废止标准"), "superseded": _l("标准已被代替"), "claim_refused": _l("基本要求没有被认可"), "decision": _l("评估机构决定"),
}  # fmt: skip
SINCE = {"newer": _l("评定后标准有了新版本"), "withdrawn": _l("评定后企业已废止"), "superseded": _l("评定后已被代替")}
KINDS = {"province": _l("省"), "city": _l("市"), "county": _l("县（市、区）")}
