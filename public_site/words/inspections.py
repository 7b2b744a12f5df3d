"""Words of inspections and findings: codes of verdicts, answers, severities and steps, and why something is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "inspector_only": _l("只有这次检查的两位检查人员可以填写和确认；不能到场的，由审批人员换人"),
    "inspection_concluded": _l("两位检查人员已经确认，检查结果不再改动；有错误的，请作更正"),
    "inspection_not_evaluated": _l("企业已注销登记，或者已废止、代替了这项标准：不再评价"),
    "still_to_be_checked": _l("企业存续，标准也没有废止或被代替，应当检查"),
    "answers_changed": _l("您打开本页之后，内容有了变化。请核对现在的内容再确认"),
    "recheck_open": _l("复查已经安排，还没有结束"),
    "finding_without_item": _l("至少要有一个检查项目；更正要写明改动了哪个项目"),
    "checklist_item_unknown": _l("检查表里没有这个项目"),
    "unanswered": _l("还没有填写"),
    "note_missing": _l("不符合的，请写明问题"),
    "personal_number": _l("这里会公开，请不要写身份证号码和手机号码"),
    "device_key_wrong": _l("这一条没有编号，请刷新本页后再填"),
    "inspection_photos_many": _l("照片太多，一次检查最多 %(most)s 张"),
    "published_already": _l("这个结果已经公布"),
    "replied_already": _l("企业已经回复，回复只有一次"),
    "reply_term_over": _l("回复的期限已过"),
    "nothing_to_reply_to": _l("这次没有评价，不需要回复"),
    "finding_corrected": _l("这个结果已有更正，请看更正后的结果"),
    "not_evaluated_stays": _l("没有评价的，不作更正"),
    "reply_awaited": _l("企业还没有回复。请等到 %(due)s 期满的次日，或企业回复以后再公布"),
    "reply_day_provisional": _l("回复的截止日期是暂定的：还没有导入那一年的放假安排。导入后再公布"),
    "published_result_stays": _l("抽查结果已经公布，不能撤回；有错误的，在检查页面作更正"),
    "not_published_yet": _l("结果还没有公布"),
    "recheck_is_final": _l("复查的结果不再复查"),
    "recheck_asked_already": _l("已经申请过复查"),
    "recheck_term_over": _l("申请复查的期限已过"),
    "recheck_not_asked": _l("没有等待决定的复查申请，可能别人刚刚作了决定"),
    "nobody_eligible": _l("没有其他可以参加这次检查的人员：证件、专业和回避都要符合"),
    "not_of_the_pair": _l("请选择两位检查人员中的一位"),
    "field.photo": _l("照片"),
}
VERDICTS = {"conforming": _l("符合"), "minor_defect": _l("符合但有瑕疵"), "nonconforming": _l("不符合"), "not_evaluated": _l("不再评价")}
TONES = {"conforming": "good", "minor_defect": "warn", "nonconforming": "bad", "not_evaluated": "past"}
NOT_EVALUATED = {"withdrawn": _l("抽取之后、检查之前，企业废止或代替了这项标准"), "deregistered": _l("企业已注销登记")}
ANSWERS = {"met": _l("符合"), "not_met": _l("不符合"), "not_applicable": _l("不适用")}
SEVERITIES = {"escalate": _l("责令改正，逾期报省级"), "rectify": _l("责令改正"), "guidance": _l("指导")}
FOLLOWS = {
    "escalate": _l("有项目低于强制性标准：责令限期改正，逾期不改的报省级标准化行政主管部门"),
    "rectify": _l("有合法性或完整性项目不符合：责令限期改正"),
    "guidance": _l("只有规范性问题：给予指导，不责令改正"),
    "": _l("没有不符合的项目"),
}
BASIS = {
    "law.21": _l("《标准化法》第二十一条"), "law.24": _l("《标准化法》第二十四条"), "law.27": _l("《标准化法》第二十七条"), "law.42": _l("《标准化法》第四十二条"),
    "order83.12": _l("《企业标准化促进办法》第十二条"), "order83.13": _l("《企业标准化促进办法》第十三条"), "order83.14": _l("《企业标准化促进办法》第十四条"), "order83.15": _l("《企业标准化促进办法》第十五条"),
    "gbt1.1": _l("GB/T 1.1—2020"), "gb3100": _l("GB 3100—1993"), "bulletins": _l("各地抽查通报的规范性项目"),
}
KINDS = {"drawn": _l("随机抽取"), "recheck": _l("复查")}
PHASES = {
    "checking": _l("待检查"), "confirming": _l("待另一人确认"), "replying": _l("等企业回复"), "publishing": _l("待公布"), "deciding": _l("待决定是否复查"), "published": _l("已公布"),
}
STEPS = {
    "drawn": _l("抽中"), "ordered": _l("安排复查"), "replaced": _l("更换检查人员"), "confirmed": _l("一位检查人员确认"), "concluded": _l("两人确认，检查结束"), "not_evaluated": _l("不再评价"),
    "replied": _l("企业回复"), "published": _l("公布结果"), "alarmed": _l("逾期未公布，已报警"), "corrected": _l("作出更正"), "recheck_asked": _l("企业申请复查"), "recheck_granted": _l("同意复查"),
    "recheck_refused": _l("不同意复查"),
}
CLOCKS = {"reply": _l("企业回复"), "publication": _l("公布结果")}
WHO = {"enterprise": _l("企业"), "approver": _l("审批人员"), "inspectors": _l("检查人员")}
WHOSE = {"mine": _l("我检查的"), "office": _l("本部门全部")}
