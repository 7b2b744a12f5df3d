"""Words of reports and complaints: for readers who report and follow, and for the desk that deals with them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    "report_kind_needed": _l("请选择您要做什么：举报、投诉，或者两样都要"),
    "report_problem_needed": _l("请选择是什么问题"),
    "statement_short": _l("请写明是什么问题，至少 5 个字"),
    "report_field_long": _l("太长，请缩短：说明最多 5000 字，请求最多 1000 字，地址最多 200 字，姓名最多 60 字，电话最多 40 字"),
    "report_phone_unreadable": _l("请填写电话号码，例如 13800138000 或 0576-83300000"),
    "complaint_request_needed": _l("投诉要写明您的请求，例如退货、更换、赔偿多少"),
    "complaint_name_needed": _l("投诉要有您的姓名"),
    "complaint_phone_needed": _l("投诉要有您的电话"),
    "complaint_address_needed": _l("投诉要有您的通讯地址"),
    "not_a_photo": _l("请选择 JPEG、PNG 或 WebP 格式的照片"),
    "photo_refused": _l("没有收下：%(photos)s。照片要是 JPEG、PNG 或 WebP 格式，每张不超过 10 MB，没有损坏。其他内容和照片都还在"),
    "photos_many": _l("最多 5 张照片，多出的没有收下"),
    "photos_lost": _l("照片放得太久，已经不在了，请重新选择"),
    "leave_empty": _l("请把“网址”一栏清空，这一栏是用来识别自动程序的"),
    "sent_too_fast": _l("表单提交得太快，像是自动程序。请核对内容，过几秒再提交一次"),
    "no_bureau_here": _l("本平台没有负责这家企业所在地的市场监管部门"),
    "same_report_again": _l("您反映的同样内容已经收到，正在办理，没有重复登记。如有新的情况，请写明不同之处，或凭原来的编号和查询码补充说明"),
    "case_closed": _l("这件事已经办结，不能再补充。如有新的情况，请重新反映"),
    "case_not_opened": _l("没有找到：编号或查询码不对。请对照提交后显示的内容核对"),
    "case_token_expired": _l("页面打开太久，请重新输入编号和查询码，再补充说明"),
    "field.statement": _l("问题说明"),
    "field.request": _l("您的请求"),
    "field.problem": _l("问题种类"),
    "field.supplement": _l("补充说明"),
}
KINDS: dict[str, LazyString] = {"report": _l("举报"), "complaint": _l("投诉"), "both": _l("举报并投诉")}
KINDS_EXPLAINED: dict[str, LazyString] = {
    "report": _l("告诉市场监管部门企业可能违法。可以匿名；匿名举报不承诺答复。"),
    "complaint": _l("您是消费者，和企业有纠纷，想要退货、赔偿等。要留下姓名、电话和地址，由市场监管部门调解。"),
    "both": _l("两件事分开办理，各有一个编号。"),
}
PROBLEMS: dict[str, LazyString] = {
    "label_differs": _l("包装或标签上的内容和公开的标准不一致"),
    "not_disclosed": _l("没有公开执行的标准"),
    "below_declared": _l("质量达不到公开的指标"),
    "untrue_information": _l("公开的信息不真实"),
    "standard_ended": _l("仍在使用已经废止或被代替的标准"),
    "code_mismatch": _l("二维码和产品对不上，怀疑是仿冒"),
    "unsafe": _l("有安全问题"),
    "other": _l("其他问题"),
}
STEPS: dict[str, LazyString] = {
    "received": _l("已收到"),
    "taken": _l("已有人经办"),
    "handed_over": _l("移交其他部门"),
    "supplemented": _l("反映人补充说明"),
    "notice": _l("告知"),
    "closed": _l("办结"),
    "accepted": _l("决定受理投诉"),
    "not_accepted": _l("决定不予受理投诉"),
    "testing": _l("送检测、检验或鉴定"),
    "tested": _l("检测、检验或鉴定结束"),
    "settled": _l("达成调解协议"),
    "mediation_ended": _l("终止调解"),
    "extended": _l("延长核查期限"),
    "filed": _l("决定立案"),
    "not_filed": _l("决定不予立案"),
}
PHASES: dict[str, LazyString] = {
    "received": _l("等待经办"),
    "taken": _l("正在核实"),
    "extended": _l("正在核实（已延长期限）"),
    "filed": _l("已立案"),
    "not_filed": _l("不予立案"),
    "accepted": _l("正在调解"),
    "testing": _l("正在检测、检验或鉴定"),
    "not_accepted": _l("不予受理"),
    "settled": _l("已达成协议"),
    "mediation_ended": _l("调解已终止"),
    "closed": _l("已办结"),
}
REASONS: dict[str, LazyString] = {
    "not_competent": _l("不属于市场监管部门职责，或者本机关没有处理权限"),
    "dealt_with_elsewhere": _l("法院、仲裁机构、其他行政机关或调解组织已经受理或者处理过"),
    "no_consumer_dispute": _l("不是为生活消费购买或使用，或者不能证明存在消费者权益争议"),
    "over_three_years": _l("从知道或者应当知道权益受到侵害起已超过三年"),
    "papers_missing": _l("没有提供规定的材料"),
    "taken_back": _l("投诉人撤回投诉，或者双方自行和解"),
    "no_laboratory_agreed": _l("双方对检测机构或者费用谈不拢"),
    "absent_or_refused": _l("一方无正当理由不参加调解，或者企业拒绝调解"),
    "no_agreement": _l("一方明确表示无法达成协议"),
    "time_over": _l("期限已满，没有达成协议"),
    "not_acceptable": _l("受理后发现属于不予受理的情形"),
    "no_breach": _l("没有发现违法行为"),
    "slight_and_mended": _l("违法行为轻微并及时改正，没有造成危害后果"),
    "first_and_mended": _l("初次违法，危害后果轻微并及时改正"),
    "no_fault": _l("当事人有证据证明没有主观过错"),
    "other_law": _l("法律、法规、规章规定的其他情形"),
}
CLOCKS: dict[str, LazyString] = {
    "decision": _l("决定是否受理"),
    "mediation": _l("调解"),
    "end_notice": _l("告知终止调解"),
    "check": _l("核查并决定是否立案"),
    "notice": _l("告知是否立案"),
}
WHO: dict[str, LazyString] = {"bureau": _l("市场监管部门派人经办"), "handler": _l("经办人员"), "laboratory": _l("检测机构（期间不计入期限）")}
