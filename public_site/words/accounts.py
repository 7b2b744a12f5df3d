"""Words for what is wrong at the door and on the account's own pages."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "contact_required": _l("请填写邮箱或手机号"),
    "contact_unreadable": _l("请填写邮箱（例如 wang@example.com）或手机号（例如 13800138000）"),
    "email_unreadable": _l("邮箱写法不对，例如 wang@example.com"),
    "phone_unreadable": _l("手机号写法不对，例如 13800138000；境外号码请以 + 和国家代码开头"),
    "password_short": _l("密码至少 10 个字"),
    "password_long": _l("密码最多 200 个字"),
    "password_own": _l("密码不能与姓名、邮箱或手机号相同"),
    "password_common": _l("这个密码太常见，容易被猜到，请换一个"),
    "password_wrong": _l("当前密码不对"),
    "sign_in_wrong": _l("邮箱、手机号或密码不对"),
    "code_wrong": _l("验证码不对，或已经失效"),
    "wait_before_next_try": _l("尝试太频繁，请在 %(retry_after)s 秒后再试"),
    "confirm_first": _l("请先确认您的邮箱或手机号"),
    "address_taken": _l("这个邮箱或手机号已属于另一个账号"),
    "link_spent": _l("这个链接已经用过或已失效"),
    "second_factor_on": _l("两步验证已经开启"),
    "second_factor_off": _l("两步验证没有开启"),
    "second_factor_not_begun": _l("请先开始设置两步验证"),
    "second_factor_needed": _l("请先用两步验证登录"),
    "field.current_password": _l("当前密码"),
    "field.password": _l("密码"),
    "field.code": _l("验证码"),
}
