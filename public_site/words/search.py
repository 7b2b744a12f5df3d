"""Words of the search page: kinds, facets, orders, and what was recognised in a query."""

from flask_babel import lazy_gettext as _l

from public_site.words import badges

WORDS = {
    "search_too_slow": _l("这次搜索用的时间太长，已经停下。请减少词语或条件后再试。"),
    "search_combinations": _l("一分钟内换了太多种筛选条件。请稍后再试；需要全部数据时，请按 .json 页的 next 地址逐页读取。"),
}
KINDS = {
    "disclosure": _l("已公开的标准"),
    "product": _l("产品和服务"),
    "enterprise": _l("经核验的企业"),
    "standard": _l("标准目录"),
}
FACETS = {
    "status": _l("状态"),
    "class": _l("标准类别"),
    "subject": _l("产品或服务"),
    "stars": _l("排行榜星级"),
    "level": _l("排行榜等级"),
    "front_runner": _l("领跑候选和领跑者"),
    "region": _l("所在地"),
    "industry": _l("行业"),
    "category": _l("产品类别"),
    "ics": _l("国际标准分类（ICS）"),
    "ccs": _l("中国标准文献分类（CCS）"),
    "year": _l("年份"),
    "lower": _l("明示"),
    "checked": _l("监督检查"),
}
STATUS = {
    "current": _l("现行有效"),
    "in_force": _l("现行"),
    "upcoming": _l("即将实施"),
    "expired": _l("有效期已过"),
    "superseded": _l("已被代替"),
    "replaced": _l("被代替"),
    "withdrawn": _l("已废止"),
    "voided": _l("已被省级部门废止"),
    "number_revoked": _l("标准编号已撤销"),
    "deregistered": _l("企业已注销"),
}
"""In the order in which they are offered. One word stands for both sorts of subject where a disclosure's and a catalogue's state are called alike."""
CHECKED = {"yes": _l("检查过"), "conforming": _l("最近一次检查：符合"), "minor_defect": _l("最近一次检查：符合但有瑕疵"), "nonconforming": _l("最近一次检查：不符合")}
STARS = {"5": _l("五星"), "4": _l("四星"), "3": _l("三星"), "2": _l("二星"), "1": _l("一星")}
LEVELS = {str(level): word for level, word in badges.LEVELS.items()}
LOWER = {"yes": _l("低于或少于推荐性标准")}
SORTS = {
    "relevance": _l("最相关"),
    "newest": _l("最新"),
    "oldest": _l("最早"),
    "number": _l("按编号"),
    "name": _l("按名称"),
    "stars": _l("按星级"),
}
READ = {
    "number": _l("按标准编号查找：%(shown)s"),
    "credit_code": _l("按统一社会信用代码查找：%(shown)s"),
    "credit_code_wrong": _l("这像统一社会信用代码，但校验位不对，请核对：%(text)s"),
    "barcode": _l("按商品条码查找：%(shown)s"),
    "barcode_wrong": _l("这像商品条码，但最后一位校验码不对，请核对：%(text)s"),
    "code": _l("按二维码编号查找：%(shown)s"),
    "condition": _l("按指标查找：%(shown)s"),
    "synonym": _l("“%(text)s”也查找：%(shown)s"),
    "pinyin": _l("也按拼音查找：%(shown)s"),
    "cut": _l("词语太多，这些没有用到：%(shown)s"),
}
"""How something that was typed was understood (search.reading.Recognisable); a check character that is wrong is said."""
ROWS = {
    "checked": _l("检查：%(result)s"),
    "compare": _l("对比"),
    "lower": _l("已明示低于或少于推荐性标准"),
    "ended": _l("已停产或停止服务"),
    "doubtful": _l("与现在的标准不同"),
    "follows": _l("执行标准"),
    "more": _l("等 %(count)s 项"),
    "mandatory": _l("强制性"),
    "disclosed": _l("%(day)s 公开"),
    "in_force": _l("%(day)s 实施"),
}
