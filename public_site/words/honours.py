"""Words of honours, the policies that pay for them, rounds of subsidies and standards profiles."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from public_site.presenters import count

WORDS = {
    "honour_number_unreadable": _l("请写标准编号，例如 GB/T 7984-2013"),
    "honour_number_undated": _l("请写上年份：不带年份的编号可能指几个版本"),
    "honour_grade_other": _l("与标准编号不符，请核对编号或级别"),
    "honour_place_unasked": _l("这一种荣誉没有起草位次，请留空"),
    "honour_place_wrong": _l("位次是 1 至 99 的整数"),
    "honour_claimed_already": _l("这一项已经申报过，正在等待核对或已经确认"),
    "honour_place_taken": _l("另一家企业的同一位次已经确认。请先核实位次属于谁；原来的确认有误，先撤销那一件。"),
    "honour_not_confirmed": _l("只有已确认的荣誉可以撤销确认"),
    "honour_paid": _l("已公示的资金清单里有这一项，不能自行撤回；有误请联系市场监督管理部门。"),
    "policy_yuan_wrong": _l("请写整数，单位是元，例如 50000"),
    "policy_places_wrong": _l("位次是 1 至 99 的整数，“到”不小于“从”"),
    "policy_places_unasked": _l("只有起草标准才分位次，请留空"),
    "policy_places_overlap": _l("位次与前面一行重叠：同一位次不能有两个金额"),
    "policy_row_twice": _l("前面已有同种类、同级别的一行"),
    "policy_shares_wrong": _l("请写 0 至 100 的百分比，用逗号隔开，例如 100,70,50"),
    "policy_shares_count": _l("百分比的个数要与位次的个数相同"),
    "policy_nothing_to_settle": _l("这一行没有存疑，不必填写"),
    "policy_rows_none": _l("至少要有一行"),
    "policy_rows_many": _l("最多 120 行"),
    "policy_unpublished": _l("办法还没有发布，不能按它核算"),
    "round_over": _l("这一批已公示或已停止，不能再改"),
    "round_changed": _l("您打开本页之后，这一批有了变化。请重新打开，看过以后再决定。"),
    "round_not_computed": _l("请先核算"),
    "round_within_budget": _l("没有超出预算，不必调低"),
    "round_over_budget": _l("合计 %(total)s 元，超出预算 %(budget)s 元，不能公示。可以按比例调低到预算之内，或改预算后重新核算。"),
    "round_outdated": _l("核算之后，荣誉、称号或已支付的情况有了变化。请重新核算。"),
    "paid_already": _l("另一批刚刚公示了同一项，不能重复支付。请重新核算。"),
    "profile_end_wrong": _l("截止日期要在今天以后，最长一年"),
    "profile_unknown": _l("这个链接打不开：可能不完整、已到期或已停用。请向企业索取新的链接。"),
    "profile_over": _l("这个链接已经停用或到期"),
    "profiles_many": _l("有效的链接最多 20 个，请先停用不再需要的"),
}

KINDS: dict[str, LazyString] = {
    "drafted_standard": _l("参与起草标准"), "secretariat": _l("承担标准化技术组织秘书处"), "pilot": _l("标准化试点示范"), "award": _l("标准创新贡献奖等奖项"),
    "front_runner": _l("企业标准“领跑者”"), "chief_standards_officer": _l("设立首席标准官"), "patent_in_standard": _l("专利纳入标准"), "research": _l("标准化研究课题"),
}
_LEVELS: dict[str, LazyString] = {
    "international": _l("国际标准"), "national": _l("国家标准"), "industry": _l("行业标准"), "local": _l("地方标准"), "association": _l("团体标准"), "enterprise": _l("企业标准"),
}
GRADES: dict[str, LazyString] = {
    "technical_committee": _l("技术委员会（TC）"), "subcommittee": _l("分技术委员会（SC）"), "working_group": _l("工作组（WG）"),
    "national_first": _l("国家级一等奖"), "national_second": _l("国家级二等奖"), "national_third": _l("国家级三等奖"),
    "provincial_first": _l("省级一等奖"), "provincial_second": _l("省级二等奖"), "provincial_third": _l("省级三等奖"), "provincial": _l("省级"), "": _l("不分级别"),
}
SUBJECTS: dict[str, LazyString] = {
    "drafted_standard": _l("标准编号"), "secretariat": _l("技术组织名称"), "pilot": _l("试点示范项目"), "award": _l("获奖项目"), "front_runner": _l("标准编号"),
    "chief_standards_officer": _l("任命文件号"), "patent_in_standard": _l("标准编号"), "research": _l("课题名称"),
}
STATES: dict[str, LazyString] = {"waiting": _l("等待核对"), "confirmed": _l("已确认"), "refused": _l("不予确认"), "withdrawn": _l("企业已撤回"), "annulled": _l("已撤销确认")}
TONES = {"waiting": "coming", "confirmed": "good", "refused": "bad", "withdrawn": "past", "annulled": "bad"}
WRITTEN: dict[str, LazyString] = {"": _l("制定和修订"), "new": _l("制定"), "revised": _l("修订")}
_STEPS: dict[str, LazyString] = {
    "no_row": _l("办法里没有为这一项付款的行：0 元"),
    "row": _l("办法的行“%(said)s”：%(amount)s 元"),
    "share": _l("第 %(place)s 位取 %(share)s%%：%(amount)s × %(share)s%% = %(result)s 元"),
    "doubt": _l("这一行存疑，尚未核定，不支付：%(doubt)s"),
    "paid_before": _l("以前的一批已经为它支付过：0 元"),
    "contested": _l("另一家企业也有同一位次，核定属于谁之前都不支付：0 元"),
    "same_thing": _l("同一企业的同一项只按最高的一项支付：0 元"),
    "deregistered": _l("企业已注销：0 元"),
    "title_suspended": _l("称号已暂停或已结束：0 元"),
    "row_limit": _l("本行每家企业最多 %(limit)s 元，之前已有 %(before)s 元：%(result)s 元"),
    "enterprise_limit": _l("每家企业每批最多 %(limit)s 元，之前已有 %(before)s 元：%(result)s 元"),
    "lowered": _l("合计 %(total)s 元超出预算 %(budget)s 元，全部按比例调低：%(result)s 元"),
}
_MONEY = ("amount", "result", "limit", "before", "total", "budget")


def grade(kind: str, code: str) -> str:
    """What a grade is called: levels of standards, or levels of titles."""
    if kind in ("drafted_standard", "patent_in_standard"):
        return str(_LEVELS[code])
    return _("国家级") if code == "national" else str(GRADES[code])


def row(kind: str, code: str, written: str = "", first: int = 0, last: int = 0) -> str:
    """A row of a policy in words."""
    parts = [str(KINDS[kind])]
    if code:
        parts.append(grade(kind, code))
    if written:
        parts.append(str(WRITTEN[written]))
    if first:
        parts.append(_("第 %(first)s 位", first=first) if first == last else _("第 %(first)s 至 %(last)s 位", first=first, last=last))
    return " · ".join(parts)


def step(told: Mapping[str, str | int]) -> str:
    """One step of a sum, as a sentence."""
    facts: dict[str, object] = {name: count(int(value)) if name in _MONEY else value for name, value in told.items()}
    if told["code"] == "row":
        facts["said"] = row(str(told["kind"]), str(told["grade"]), str(told["written"]), int(told["first"]), int(told["last"]))
    return str(_STEPS[str(told["code"])]) % facts
