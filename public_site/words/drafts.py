"""Words of drafts and of what an enterprise does with its disclosures: codes of errors, names of parts, bases and relations."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    "already_disclosed": _l("这份草稿已经公开"),
    "disclosure_ended": _l("这份公开已废止或已被代替，不能再修改"),
    "correction_over": _l("更正的期限已过，请用“修改”公开新版本"),
    "withdrawn_already": _l("已经废止过"),
    "superseded_already": _l("已经被代替过"),
    "successor_unknown": _l("请选择本企业的另一份公开"),
    "successor_is_itself": _l("不能由它自己代替"),
    "successor_ended": _l("所选的那一份已废止或已被代替"),
    "successor_in_circle": _l("所选的那一份正是由这一份代替的"),
    "date_past": _l("不能早于今天"),
    "pick_from_list": _l("目录里没有完全相同的编号，请在下面选择，或再按一次继续，照您填的公开"),
    "category_pick": _l("请在下面选择产品类别，或留空"),
    "field.number": _l("标准编号"),
    "field.title": _l("标准名称"),
    "field.category": _l("产品类别"),
    "field.in_force_from": _l("实施日期"),
    "field.valid_until": _l("有效期至"),
    "field.change_reason": _l("修改理由"),
    "field.platform_url": _l("国家平台上的网址"),
    "field.platform_on": _l("在国家平台标明的日期"),
    "field.lower_statement": _l("明示内容"),
    "field.commitment": _l("自我声明承诺"),
    "field.text": _l("标准文本"),
    "field.authorisation": _l("授权文件"),
    "field.grid": _l("指标"),
    "field.block": _l("粘贴的指标"),
}

PARTS = {
    "standard": _l("标准"), "indicators": _l("指标"), "references": _l("对应和引用的标准"), "text": _l("标准文本"), "products": _l("产品和服务"), "check": _l("自查和公开"),
}  # fmt: skip
PURPOSES = {"disclose": _l("新公开"), "amend": _l("修改"), "correct": _l("更正")}
BASES = {
    "own": (_l("本企业自己的标准"), _l("以 Q/ 开头的企业标准，由本企业制定")),
    "joint": (_l("与其他企业联合制定的标准"), _l("各方以企业标准形式各自编号、各自公开")),
    "entrusted": (_l("委托加工：执行受托方的标准"), _l("由委托方公开，需要受托方的授权")),
    "implemented": (_l("别人制定的标准"), _l("国家标准、行业标准、地方标准、团体标准、国际标准")),
}
SUBJECTS = {"product": _l("产品"), "service": _l("服务")}
KINDS = {"functional": _l("功能"), "performance": _l("性能")}
COLUMNS = {"name": _l("指标名称"), "requirement": _l("指标要求"), "unit": _l("单位"), "method": _l("试验、检验或评价方法"), "kind": _l("类型"), "condition": _l("条件")}
RELATIONS = {
    "corresponding_mandatory": _l("对应的强制性标准"), "corresponding_recommended": _l("对应的推荐性标准"), "normative": _l("规范性引用"), "packaging": _l("包装标准"),
}  # fmt: skip
ANSWERS = {"higher": _l("更高"), "equal": _l("相同"), "lower": _l("有低于"), "fewer": _l("有缺少"), "not_comparable": _l("不可比")}
CATALOGUE = {"upcoming": _l("即将实施"), "in_force": _l("现行"), "replaced": _l("已被代替"), "withdrawn": _l("已废止")}
FILERS = {"entrusting": _l("委托方（由本企业公开）"), "entrusted": _l("受托方（不必公开）")}
CHANGES = {"first": _l("首次公开"), "amendment": _l("修改"), "correction": _l("更正")}

COMMITMENTS: dict[str, tuple[LazyString, ...]] = {
    "commitment-2026": (
        _l("本企业对所公开的标准信息和指标的真实性、准确性、合法性负责；"),
        _l("本企业提供的产品、服务符合所公开标准的要求；"),
        _l("执行的标准发生变化时，及时更新公开内容；"),
        _l("本企业知悉：公开是企业的自我声明，不是政府部门的审批或认可。"),
    ),
}
"""The wording under each name never changes; a new wording gets a new name (registry.rules.document)."""
