"""Words of the page behind a code: why there is none, and what stands where a fact is missing."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "code_malformed": _l("这个短码读不懂"),
    "code_unknown": _l("这个二维码没有登记"),
    "serial_unknown": _l("这一件产品的编号没有登记"),
    "day_to_come": _l("这一天还没有到，请核对产品上的生产日期"),
}
ADVICE = {
    "code_malformed": _l("短码不完整或者有错字。请重新扫描，或者按二维码下面的 10 位短码核对。"),
    "code_unknown": _l("本平台没有发出过这个码，不能说明产品执行什么标准。请核对网址；如果是从产品上扫到的，产品可能贴错了码，也可能是仿冒。"),
    "serial_unknown": _l("企业没有在本平台登记过这个编号。这一件可能是仿冒，也可能编号印错了，请不要凭这个二维码判断真假。"),
}
"""What a reader should do, by the code of a page that cannot be shown."""
