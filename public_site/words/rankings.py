"""Words for compiling, publishing and throwing away rankings."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[str, LazyString] = {
    "scheme_unpublished": _l("该评估方案还没有发布，不能编制排行榜。"),
    "admission_ended": _l("该评估机构的资格已终止，不能再编制或发布排行榜；已发布的保留。"),
    "government_boards_off": _l("本平台没有开启由行政机关自行发布排行榜，排行榜由评估机构发布。"),
    "ranking_published_already": _l("该排行榜已发布，不能更改或丢弃。"),
    "ranking_incomplete": _l("排行榜还在编制，完成后才能发布。"),
    "ranking_empty": _l("没有一项标准列入等级，不能发布排行榜。"),
    "scheme_changed": _l("编制后评估方案发布了新版本，请按新版本重新编制。"),
}
