"""Words of scanned links: what is wrong with one, and where it leads besides its page."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "link_malformed": _l("这个网址读不懂"),
    "no_such_link": _l("没有这一类链接"),
}
MALFORMED = {
    "no_link": _l("它不是印在产品上的网址。请重新扫描，或者按二维码下面的文字核对。"),
    "escape": _l("网址里有写错的 % 符号。请重新扫描。"),
    "gtin_length": _l("网址里的商品条码必须写满 14 位数字。请重新扫描，或者对照包装逐位核对。"),
    "gtin_digits": _l("网址里的商品条码只能是数字。请重新扫描，或者对照包装逐位核对。"),
    "gtin_check_digit": _l("商品条码的校验位不符：有一位可能错了。请重新扫描，或者对照包装逐位核对。"),
    "qualifier_unknown": _l("网址里有不认识的部分：条码后面只能是规格（22）、批号（10）和序列号（21）。"),
    "qualifier_order": _l("网址各部分的次序不对：先规格（22），再批号（10），再序列号（21），每种最多一次。"),
    "qualifier_value": _l("规格、批号和序列号须为 1 到 20 个字母、数字或常用符号。"),
    "short_code": _l("短码不完整或者有错字。请重新扫描，或者按二维码下面的 10 位短码核对。"),
}
"""What a reader should do about a link that cannot be read, by its reason."""
