"""Words of enterprises, their people, verification and disputes: codes of errors, and what kinds and roles are called."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    "credit_code_length": _l("统一社会信用代码是 18 位，请对照营业执照核对"),
    "credit_code_alphabet": _l("统一社会信用代码只含数字和大写字母，不用 I、O、S、V、Z；第 3 至 8 位是数字"),
    "credit_code_check_digit": _l("校验码不符：有一位可能输错了，请对照营业执照逐位核对"),
    "credit_code_registering_body": _l("第一位不是已知的登记管理部门代码"),
    "credit_code_taken": _l("这个统一社会信用代码已有人登记"),
    "enterprise_name_length": _l("名称为 2 至 120 个字"),
    "line_too_long": _l("太长：最多 200 个字"),
    "reason_too_long": _l("太长：最多 2000 个字"),
    "reason_required": _l("请写明理由，对方会原样读到"),
    "division_unknown": _l("没有找到这个行政区划"),
    "division_not_a_county": _l("请选到县、市、区一级"),
    "division_of_another_level": _l("行政区划的级别与部门级别不一致"),
    "division_choose": _l("请在下面选择所在的县、市、区"),
    "industry_unknown": _l("没有找到这个行业，可以换一个词或留空"),
    "industry_choose": _l("请在下面选择行业"),
    "phone_shape": _l("请填写电话号码，例如 0576-83300000 或 13800000000"),
    "email_shape": _l("请填写邮箱地址，例如 name@example.com"),
    "change_by_request": _l("这一项经执照核验，变更要提交新执照"),
    "locked_while_waiting": _l("核验期间不能改，可先撤回核验申请"),
    "changed_meanwhile": _l("您打开这张表单之后，别人已保存过"),
    "already_decided": _l("这件事已经处理过了"),
    "already_verified": _l("企业已通过核验"),
    "already_owner": _l("您已经是这家企业的负责人"),
    "verify_first": _l("请先完成首次核验"),
    "request_open": _l("同类申请正在等待处理"),
    "dispute_open": _l("您已提出过主张，正在等待处理"),
    "own_matter": _l("您是当事人，请由同事处理"),
    "gtin_moved": _l("这个商品条码现在由第三方产品使用，请先核实"),
    "last_owner": _l("企业至少要有一位负责人；请先指定另一位负责人"),
    "last_registrar": _l("部门至少要有一位登记人员；请先指定另一位"),
    "bureau_exists": _l("已有同名部门"),
    "name_unchanged": _l("新名称与现在的名称相同"),
    "place_unchanged": _l("新地址与现在的地址相同"),
    "day_in_the_future": _l("日期不能晚于今天"),
    "invitation_unknown": _l("没有这份邀请，请检查网址是否完整"),
    "invitation_used": _l("这份邀请已经用过或已被收回"),
    "invitation_expired": _l("这份邀请已过期，请对方重新发出"),
    "invitation_for_another": _l("这份邀请发给了另一个邮箱或手机号；请用那个账号登录后再打开"),
}

ROLES = {"owner": _l("负责人"), "editor": _l("编辑"), "viewer": _l("只读")}
ROLE_MEANINGS = {
    "owner": _l("管理成员、申请核验，也能做编辑能做的事"),
    "editor": _l("填写资料、准备和公开标准"),
    "viewer": _l("只看，不改"),
}
OFFICER_ROLES = {"registrar": _l("登记"), "handler": _l("经办"), "approver": _l("审批"), "inspector": _l("检查"), "auditor": _l("审计")}
OFFICER_MEANINGS = {
    "registrar": _l("核验企业、处理争议、管理本部门人员"),
    "handler": _l("查看公开的标准、记录监管事实"),
    "approver": _l("审批公示等决定、处理争议"),
    "inspector": _l("实施抽查和检查"),
    "auditor": _l("查看操作记录"),
}
LEVELS = {"county": _l("县级"), "city": _l("市级"), "province": _l("省级")}
REQUESTS = {"first": _l("首次核验"), "rename": _l("名称变更"), "move": _l("住所变更")}
DECISIONS = {"approved": _l("通过"), "refused": _l("不予通过"), "asked_back": _l("请补充材料"), "retracted": _l("已撤回")}
DISPUTES = {"credit_code": _l("代码被他人登记"), "owner": _l("更换负责人"), "gtin": _l("商品条码")}
DISPUTE_DECISIONS = {"upheld": _l("主张成立"), "rejected": _l("主张不成立")}
FACTS = {"adopted_international": _l("采用国际标准"), "zhejiang_standard": _l("浙江标准"), "innovative_enterprise": _l("标准创新型企业")}


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: a sentence and a link to where it is done (after /console/CODE)."""

    sentence: LazyString
    act: LazyString
    path: str
    tone: str = "coming"


STEPS = {
    "ask": Step(_l("上传营业执照，请市场监管部门核验；通过后才能公开标准。"), _l("申请核验"), "/verification", "warn"),
    "wait": Step(_l("核验申请已提交，正在等待市场监管部门处理；可以先准备标准草稿。"), _l("查看申请"), "/verification"),
    "answer": Step(_l("市场监管部门请您补充材料。"), _l("查看并补充"), "/verification", "warn"),
    "ask_again": Step(_l("核验没有通过。请看理由，改正后重新提交。"), _l("查看理由"), "/verification", "bad"),
    "rectify": Step(_l("有责令改正没有办结，请看期限和进展。"), _l("查看责令改正"), "/rectifications", "bad"),
    "read_finding": Step(_l("有抽查结果先给您看，公布之前可以回复。"), _l("查看抽查结果"), "/findings", "warn"),
    "mend": Step(_l("公开的标准里有要处理的事，请看截止日期。"), _l("查看要处理的事"), "/matters", "warn"),
    "continue_draft": Step(_l("还有没公开的草稿。"), _l("继续填写"), "/drafts"),
    "first_disclosure": Step(_l("企业已核验，可以公开第一项标准。"), _l("公开标准"), "/drafts", "good"),
    "all_done": Step(_l("没有待办事项。执行的标准有变化时，请及时更新公开内容。"), _l("查看已公开的标准"), "/disclosures", "good"),
}
