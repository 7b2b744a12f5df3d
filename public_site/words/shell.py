"""Words for the codes that the shell itself raises: what public_site/params.py says about a typed value."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "invalid": _l("有内容需要改正"),
    "not_found": _l("没有找到"),
    "not_allowed": _l("您没有权限这样做"),
    "conflict": _l("情况已经变化"),
    "too_many": _l("操作太频繁，请稍后再试"),
    "required": _l("请填写这一项"),
    "choose_one": _l("请选择一项"),
    "too_long": _l("太长：最多 %(longest)s 个字"),
    "too_short": _l("太短：至少 %(shortest)s 个字"),
    "control_character": _l("含有看不见的控制字符，请删除后重新输入"),
    "not_a_number": _l("请填写数字，例如 12.5"),
    "not_a_whole_number": _l("请填写整数"),
    "too_small": _l("不能小于 %(least)s"),
    "too_large": _l("不能大于 %(most)s"),
    "not_a_date": _l("请填写日期，例如 2026-11-22"),
    "not_a_choice": _l("这一项不在可选范围内"),
    "not_an_address": _l("请填写完整的网址，以 http:// 或 https:// 开头"),
    "file_required": _l("请选择文件"),
}
