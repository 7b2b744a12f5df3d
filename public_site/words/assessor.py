"""Words of those who judge: assessment bodies, evaluation schemes, what enterprises assert."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "body_admitted_already": _l("这个评估机构现在就在名单上"),
    "body_ended": _l("这个评估机构的资格已经终止"),
}

ROLES = {"assessor": _l("评估人员")}
