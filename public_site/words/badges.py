"""Words of what boards say of a disclosure, wherever it stands; those of candidates and titles are in front_runners."""

from flask_babel import lazy_gettext as _l

LEVELS = {1: _l("先进水平"), 2: _l("平均水平"), 3: _l("基准水平")}
CHANGED = _l("评的是以前的版本，现在的版本还没有评")
OVER = _l("标准现在不是有效状态")
