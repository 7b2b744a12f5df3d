"""The words of every message: kind -> subject, sentence and, where it differs, the text message.

Sentences hold %(name)s for the facts that the action gives. A reason and the link are added by `written`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from public_site.i18n import language
from public_site.words import front_runners, honours, inspections
from registry.settings import Settings


@dataclass(frozen=True, slots=True)
class Words:
    """`text` is the whole text message of a kind that carries a code instead of a link."""

    subject: LazyString
    sentence: LazyString
    text: LazyString | None = None


_CODE = _l("验证码 %(code)s，10 分钟内有效。请勿告诉任何人，工作人员不会向您索取。")

WORDS: dict[str, Words] = {
    # one's account
    "confirm": Words(_l("请确认您的邮箱"), _l("请打开下面的网址，确认这个邮箱是您的。网址 24 小时内有效。如果您没有注册，请忽略这封邮件。"), _CODE),
    "reset": Words(_l("设置新密码"), _l("请打开下面的网址，设置新密码。网址 24 小时内有效。如果不是您本人操作，请忽略这封邮件，原密码仍然有效。"), _CODE),
    "change": Words(_l("请确认新的邮箱"), _l("请打开下面的网址，确认把这个邮箱用于您的账号。网址 24 小时内有效。"), _CODE),
    "taken": Words(
        _l("您已有账号"),
        _l("有人想用这个邮箱注册或绑定，但它已属于您的账号。如果是您本人忘记了密码，请打开下面的网址设置新密码；否则不必理会。"),
        _l("有人想用这个号码注册或绑定，但它已属于您的账号。如果是您本人忘记了密码，可用验证码 %(code)s 设置新密码；否则不必理会。"),
    ),
    "password_changed": Words(_l("您的密码已更改"), _l("您的密码刚刚更改，其他设备上的登录已结束。如果不是您本人操作，请立即重设密码。")),
    "address_changed": Words(_l("您的登录地址已更改"), _l("您的账号以后用 %(address)s 登录，不再使用原来的地址。如果不是您本人操作，请立即联系我们。")),
    "second_factor_on": Words(_l("两步验证已开启"), _l("您的账号已开启两步验证。请妥善保管恢复码。")),
    "second_factor_off": Words(_l("两步验证已关闭"), _l("您的账号已关闭两步验证。如果不是您本人操作，请立即更改密码。")),
    "recovery_code_used": Words(_l("使用了一个恢复码"), _l("您的账号刚用一个恢复码登录，还剩 %(left)s 个。如果不是您本人操作，请立即更改密码。")),
    # acting for somebody
    "invitation": Words(_l("%(name)s 邀请您"), _l("%(name)s 邀请您参与管理。请打开下面的网址接受邀请，%(days)s 天内有效。如果您不认识对方，请忽略。")),
    "member.role_changed": Words(_l("您在 %(enterprise)s 的权限已更改"), _l("您在 %(enterprise)s 的权限现在是：%(role)s。")),
    "member.ended": Words(_l("您不再代表 %(enterprise)s"), _l("您管理 %(enterprise)s 的权限已结束。")),
    "bureau.appointed": Words(_l("您已加入 %(bureau)s"), _l("您在 %(bureau)s 的职责是：%(roles)s。")),
    "bureau.dismissed": Words(_l("您不再为 %(bureau)s 工作"), _l("您在 %(bureau)s 的职责已结束。")),
    "body.dismissed": Words(_l("您不再为 %(body)s 工作"), _l("您在评估机构 %(body)s 的工作权限已结束。")),
    "body.ended": Words(_l("%(body)s 的评估资格已终止"), _l("评估机构 %(body)s 的资格已终止，不能再发布评估方案和排行榜；已经发布的内容保留。")),
    "scheme.published": Words(_l("已发布：%(scheme)s"), _l("评估方案《%(scheme)s》已发布，可以据此编制排行榜。")),
    "claim.waiting": Words(_l("待核对的基本要求：%(enterprise)s"), _l("%(enterprise)s 说明自己达到《%(scheme)s》的一项基本要求，请核对。")),
    "claim.confirmed": Words(_l("基本要求已确认"), _l("%(enterprise)s 关于《%(scheme)s》基本要求 %(requirement)s 的说明已得到确认。")),
    "claim.refused": Words(_l("基本要求未获认可"), _l("%(enterprise)s 关于《%(scheme)s》基本要求 %(requirement)s 的说明未获认可。可以补充后重新说明。")),
    # an enterprise is believed
    "verification.waiting": Words(_l("待核验：%(enterprise)s"), _l("%(enterprise)s 提交了营业执照，请核验。")),
    "verification.approved": Words(_l("%(enterprise)s 已通过核验"), _l("%(enterprise)s 的申请已通过核验，登记的信息已生效。")),
    "verification.refused": Words(_l("%(enterprise)s 未通过核验"), _l("%(enterprise)s 没有通过核验。可以改正后重新提交。")),
    "verification.asked_back": Words(_l("请补充 %(enterprise)s 的核验材料"), _l("核验 %(enterprise)s 还需要补充材料，请补充后重新提交。")),
    "dispute.waiting": Words(_l("待处理争议：%(enterprise)s"), _l("有人提出主张，涉及 %(enterprise)s：%(kind)s。请处理。")),
    "dispute.upheld": Words(_l("争议已处理：主张成立"), _l("关于 %(enterprise)s 的争议（%(kind)s）已处理：主张成立。")),
    "dispute.rejected": Words(_l("争议已处理：主张不成立"), _l("关于 %(enterprise)s 的争议（%(kind)s）已处理：主张不成立。")),
    # printed codes
    "code.revoked": Words(_l("%(product)s 的产品码已被撤销"), _l("市场监督管理部门撤销了 %(product)s 的产品码 %(code)s。印出的码仍可扫描，页面会写明已撤销和理由。")),
    # what became public
    "disclosure.made": Words(_l("%(number)s 已公开"), _l("%(enterprise)s 公开了标准 %(number)s《%(title)s》。任何人都可以查到它。")),
    "disclosure.amended": Words(_l("%(number)s 已修改"), _l("%(enterprise)s 修改了已公开的标准 %(number)s《%(title)s》，新版本已公开，原版本仍可查看。")),
    "disclosure.corrected": Words(_l("%(number)s 已更正"), _l("%(enterprise)s 更正了已公开的标准 %(number)s《%(title)s》，原版本仍可查看。")),
    "disclosure.withdrawn": Words(_l("%(number)s 已废止"), _l("%(enterprise)s 废止了已公开的标准 %(number)s，自 %(effective_on)s 起不再执行。")),
    "disclosure.superseded": Words(_l("%(number)s 已被代替"), _l("%(enterprise)s 已公开的标准 %(number)s 自 %(effective_on)s 起被另一项标准代替。")),
    "ranking.published": Words(_l("排行榜《%(title)s》已发布"), _l("%(enterprise)s 有 %(count)s 项标准参加了排行榜《%(title)s》，最前的名次：%(place)s。未列入等级的，页面写明原因。")),
    "front_runner.granted": Words(_l("成为领跑候选：%(numbers)s"), _l("按照排行榜《%(title)s》，%(enterprise)s 有 %(count)s 项标准成为领跑候选：%(numbers)s。候选是本榜的评估结果，不是“领跑者”称号。")),
    "front_runner.replaced": Words(_l("不再是领跑候选：%(numbers)s"), _l("新的排行榜《%(title)s》已发布，%(enterprise)s 有 %(count)s 项标准不再是领跑候选：%(numbers)s。")),
    "front_runner.recorded": Words(_l("已记录领跑者称号：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 获得的称号已记录：%(kind)s，%(category)s，%(issuer)s，%(document)s。")),
    "front_runner.suspended": Words(_l("%(kind)s已暂停：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 的%(kind)s已暂停：%(reasons)s。")),
    "front_runner.restored": Words(_l("%(kind)s已恢复：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 的%(kind)s已恢复。标准再有新版本时会再次暂停。")),
    "front_runner.ended": Words(_l("%(kind)s已结束：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 的%(kind)s已结束，不能再恢复；历史保留。")),
    "kit.made": Words(_l("印码已做好"), _l("%(enterprise)s 订的印码已做好：%(done)s 枚，共订 %(total)s 枚。请打开下面的网址下载。")),
    "kit.given_up": Words(_l("印码没有做成"), _l("%(enterprise)s 订的印码（%(total)s 枚）没有做成。请打开下面的网址看原因，改正后再订。")),
    "standing.recorded": Words(_l("监管记录：%(enterprise)s"), _l("%(bureau)s 对 %(enterprise)s 作了一条监管记录：%(kind)s（%(effective_on)s）。")),
    "standing.corrected": Words(_l("监管记录已更正：%(enterprise)s"), _l("%(bureau)s 更正了关于 %(enterprise)s 的一条监管记录：%(kind)s（%(effective_on)s）。")),
    "honour.confirmed": Words(_l("荣誉已确认：%(subject)s"), _l("%(enterprise)s 申报的荣誉已确认：%(kind)s，%(subject)s。")),
    "honour.refused": Words(_l("荣誉不予确认：%(subject)s"), _l("%(enterprise)s 申报的荣誉不予确认：%(kind)s，%(subject)s。")),
    "honour.annulled": Words(_l("荣誉的确认已撤销：%(subject)s"), _l("%(enterprise)s 的荣誉原来的确认已撤销：%(kind)s，%(subject)s。已公示的金额不再支付。")),
    "subsidy.published": Words(_l("奖励资金清单已公示：%(title)s"), _l("%(bureau)s 公示了“%(title)s”的奖励资金清单，%(enterprise)s 合计 %(amount)s 元。")),
    # orders to rectify
    "rectification.ordered": Words(_l("责令限期改正：%(standard)s"), _l("市场监管部门对 %(enterprise)s 的标准 %(standard)s 作出责令限期改正通知书 %(number)s。期限为送达后 %(days)s 个工作日。")),
    "rectification.delivered": Words(_l("%(number)s 已送达"), _l("责令限期改正通知书 %(number)s（%(standard)s）已送达 %(enterprise)s，请在 %(due)s 之前改正。")),
    "rectification.extension_asked": Words(_l("申请延期：%(number)s"), _l("%(enterprise)s 申请延长 %(number)s（%(standard)s）的改正期限，请答复。")),
    "rectification.extension_refused": Words(_l("%(number)s 不予延期"), _l("%(enterprise)s 关于 %(number)s（%(standard)s）的延期申请未获同意，原期限不变。")),
    "rectification.extended": Words(_l("%(number)s 已延期"), _l("%(number)s（%(standard)s）的改正期限延长到 %(due)s。")),
    "rectification.recounted": Words(_l("%(number)s 的期限已重新计算"), _l("新的放假安排已导入，%(number)s（%(enterprise)s，%(standard)s）的改正期限是 %(due)s。")),
    "rectification.mended": Words(_l("%(enterprise)s 已改正：%(number)s"), _l("%(enterprise)s 公开了 %(standard)s 的新版本或者废止了它，请核对 %(number)s 是否改正。")),
    "rectification.not_mended": Words(_l("%(number)s 还没有改正"), _l("核对后认为 %(enterprise)s 的 %(standard)s 还没有按 %(number)s 改正，期限继续计算。")),
    "rectification.closed": Words(_l("%(number)s 已办结"), _l("%(enterprise)s 的 %(standard)s 已按 %(number)s 改正，办结。")),
    "rectification.cancelled": Words(_l("%(number)s 已撤回"), _l("市场监管部门撤回了对 %(enterprise)s 的责令限期改正通知书 %(number)s（%(standard)s）。")),
    "rectification.note_drafted": Words(_l("待审批的公示：%(number)s"), _l("%(enterprise)s 逾期没有按 %(number)s 改正 %(standard)s，公示已起草，请审批。")),
    "province.asked": Words(_l("请省级部门决定：%(number)s"), _l("%(enterprise)s 逾期没有按 %(number)s 改正，县（市）级部门请求：%(wish)s。")),
    "province.granted": Words(_l("省级部门已决定：%(number)s"), _l("省级标准化行政主管部门就 %(enterprise)s 的 %(standard)s（%(number)s）作出了决定，已公开。")),
    "province.refused": Words(_l("省级部门不同意：%(number)s"), _l("省级部门没有同意就 %(enterprise)s 的 %(standard)s（%(number)s）提出的请求。")),
    "province.sent_back": Words(_l("省级部门退回：%(number)s"), _l("省级部门请补充关于 %(enterprise)s 的 %(standard)s（%(number)s）的材料。")),
    # spot checks
    "draw.matched": Words(_l("您被抽为检查人员：%(draw)s"), _l("《%(draw)s》已抽取，由您检查 %(count)s 项。与企业有利害关系的，请立即说明并回避。")),
    "substitution.set": Words(_l("%(substitute)s 代理 %(away)s"), _l("%(first_on)s 至 %(last_on)s，%(away)s 的工作由 %(substitute)s 代理。")),
    "substitution.ended": Words(_l("代理结束：%(away)s"), _l("%(substitute)s 不再代理 %(away)s 的工作。")),
    # spot checks: inspection and finding
    "inspection.ordered": Words(_l("请您复查：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 要复查，由原来的两位检查人员进行。")),
    "inspection.assigned": Words(_l("请您检查：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 由您接替一位检查人员检查。")),
    "inspection.to_confirm": Words(_l("请确认检查内容：%(number)s"), _l("%(enterprise)s 的标准 %(number)s，另一位检查人员已确认。请核对后确认。")),
    "finding.concluded": Words(_l("请先看检查结果：%(number)s"), _l("%(bureau)s 检查了 %(enterprise)s 的标准 %(number)s，结果：%(verdict)s。公布之前请您先看，并可在期限内回复；回复与结果一起公布。")),
    "finding.not_evaluated": Words(_l("不再评价：%(number)s"), _l("%(bureau)s 抽中了 %(enterprise)s 的标准 %(number)s。因标准已废止、代替或企业已注销，不再评价；这一情况会公布。")),
    "finding.corrected": Words(_l("检查结果已更正：%(number)s"), _l("%(bureau)s 更正了 %(enterprise)s 的标准 %(number)s 的检查结果：%(verdict)s。公布之前请您先看，并可在期限内回复；原结果仍可查看。")),
    "finding.to_publish": Words(_l("检查结束：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 检查结束，结果：%(verdict)s。企业回复或期满以后，请按期公布。")),
    "finding.replied": Words(_l("企业已回复：%(number)s"), _l("%(enterprise)s 回复了标准 %(number)s 的检查结果，可以公布。")),
    "finding.published": Words(_l("检查结果已公布：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 的检查结果已公布，您的回复一起公布。不同意的，可以在期限内申请复查。")),
    "finding.alarmed": Words(_l("逾期未公布：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 的检查结果应当在 %(due)s 以前公布，现在仍未公布。请立即办理。")),
    "recheck.asked": Words(_l("企业申请复查：%(number)s"), _l("%(enterprise)s 对标准 %(number)s 的检查结果申请复查，请决定。")),
    "recheck.granted": Words(_l("同意复查：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 将由原来的两位检查人员复查。")),
    "recheck.refused": Words(_l("不同意复查：%(number)s"), _l("%(enterprise)s 的标准 %(number)s 不再复查。")),
    # looking again
    "screening.matters": Words(_l("请处理：公开的标准有 %(count)s 件事"), _l("%(enterprise)s 公开的标准有 %(count)s 件事需要处理，最早的截止日期是 %(due_on)s。引用或执行的标准可能已废止或将要废止，请打开下面的网址查看。")),
    "screening.excused": Words(_l("已撤回：%(number)s 的一件事"), _l("市场监管部门撤回了要求 %(enterprise)s 处理的一件事，涉及标准 %(number)s。说明：%(words)s")),
    # what readers report
    "case.received": Words(_l("新的%(kind)s：%(number)s"), _l("收到一件%(kind)s %(number)s，涉及 %(enterprise)s，请及时办理。")),
    "case.supplemented": Words(_l("%(number)s 有补充说明"), _l("%(number)s（%(kind)s，涉及 %(enterprise)s）有新的补充说明。")),
    "case.handed_over": Words(_l("移交来的%(kind)s：%(number)s"), _l("其他部门移交来一件%(kind)s %(number)s，涉及 %(enterprise)s，请及时办理。期限从最初收到时起算。")),
    "case.assigned": Words(_l("请您办理 %(number)s"), _l("%(kind)s %(number)s（涉及 %(enterprise)s）由您经办，请及时办理。")),
}

CODES: dict[str, LazyString] = {
    "owner": _l("企业负责人"), "editor": _l("编辑"), "viewer": _l("只读"),
    "registrar": _l("登记"), "handler": _l("经办"), "approver": _l("审批"), "inspector": _l("检查"), "auditor": _l("审计"),
    "deregistered": _l("企业注销"),
    "rectification_ordered": _l("责令限期改正"),
    "rectification_closed": _l("改正完成"),
    "publicly_noted": _l("逾期未改公示"),
    "number_revoked": _l("标准编号已撤销"),
    "standard_voided": _l("标准已被废止"),
    "dishonesty_listed": _l("列入严重违法失信名单"),
    "checked": _l("监督检查"),
    **{f"finding.{code}": said for code, said in inspections.VERDICTS.items()},
    "case.report": _l("举报"), "case.complaint": _l("投诉"),
    "dispute.credit_code": _l("统一社会信用代码已被他人登记"), "dispute.owner": _l("更换企业负责人"), "dispute.gtin": _l("商品条码归谁使用"),
    **{f"honour.{code}": said for code, said in honours.KINDS.items()},
    "void_standard": _l("废止企业标准"), "revoke_number": _l("撤销标准编号"),
    **{f"front_runner.{code}": said for code, said in (*front_runners.KINDS.items(), *front_runners.REASONS.items())},
}
"""Words of the facts that are codes: role, roles and reasons (separated by commas) and kind. Where two rooms use one code, the message's own comes first."""
_CODED = ("role", "roles", "kind", "reasons", "verdict", "wish")


@dataclass(frozen=True, slots=True)
class Written:
    """A message in one language: a mail's subject and body, and the text message."""

    subject: str
    body: str
    text: str


def subject(kind: str, facts: Mapping[str, object]) -> str:
    """One line, in the language of the page or letter. Raises KeyError for a kind without words."""
    return str(WORDS[kind].subject) % _filled(kind, facts)


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """What it says, without greeting and link. Raises KeyError."""
    said = str(WORDS[kind].sentence) % _filled(kind, facts)
    return said + "\n" + _("理由：%(reason)s", reason=facts["reason"]) if facts.get("reason") else said


def written(settings: Settings, kind: str, facts: Mapping[str, object], path: str | None, *, name: str = "") -> Written:
    """The whole message to `name` in the language that is spoken now; the link is absolute, from PUBLIC_URL."""
    link = settings.public_url.rstrip("/") + path if path else ""
    operator = settings.operator_name_en if language() == "en" else settings.operator_name
    line, code = subject(kind, facts), WORDS[kind].text if "code" in facts else None
    text = str(code) % _filled(kind, facts) if code is not None else f"{line} {link}".strip()
    parts = (_greeting(name), sentence(kind, facts), link, operator + "\n" + _("这封邮件由系统发出，请勿回复。"))
    return Written(line, "\n\n".join(filter(None, parts)) + "\n", f"【{operator}】{text}")


def _greeting(name: str) -> str:
    return _("%(name)s，您好：", name=name) if name else ""


def _filled(kind: str, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts, with codes as words."""
    room = kind.partition(".")[0]
    return {name: _coded(room, str(value)) if name in _CODED else value for name, value in facts.items()}


def _coded(room: str, value: str) -> str:
    words = (CODES.get(f"{room}.{each}") or CODES.get(each, each) for each in value.split(","))
    return ("、" if language() == "zh" else ", ").join(map(str, words))
