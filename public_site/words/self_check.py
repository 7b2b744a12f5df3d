"""The self-check in words: what each remark says, which rule stands behind it, and how its groups are called.

Codes of credit codes are worded with enterprises. A sentence may hold the remark's facts.
"""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS = {
    # who discloses, what, from when
    "enterprise_unverified": _l("企业还没有通过核验：可以先准备草稿，核验通过后才能公开"),
    "enterprise_deregistered": _l("企业已注销登记，不能再公开标准"),
    "basis_unknown": _l("请选择这是谁的标准"),
    "basis_changed": _l("修改时不能改变标准的来源；来源不同请新建一份公开"),
    "subject_unknown": _l("请选择产品或服务"),
    "number_missing": _l("请填写标准编号"),
    "number_unreadable": _l("读不懂这个编号：%(number)s。可以照样公开，但不能与其他企业公开的同一标准自动归在一起"),
    "number_not_own": _l("%(number)s 不是企业标准编号。企业自己的标准以 Q/ 开头；如果执行的是别人的标准，请另选“别人制定的标准”"),
    "number_without_year": _l("编号 %(number)s 没有年份号。企业标准编号由企业标准代号、企业代号、顺序号和年份号组成。确实没有吗？"),
    "number_of_another": _l("另一家企业已用编号 %(number)s 公开自己的标准。确实是本企业的编号吗？"),
    "number_may_be_own": _l("%(number)s 是企业标准编号，但没有企业把它公开为自己的标准。如果是本企业的标准，请选“企业自己的标准”并公开指标"),
    "number_disclosed_already": _l("本企业已公开过 %(number)s。内容有变化请在那一份上修改"),
    "number_changed": _l("修改时不能换编号（现在填的是 %(number)s）。换了编号请新建一份公开，再用它代替旧的"),
    "title_missing": _l("请填写标准名称"),
    "text_long": _l("太长，请缩短"),
    "date_unreadable": _l("请填写日期，例如 2026-11-22"),
    "amendment_backdated": _l("修改后的内容不能早于今天实施"),
    "in_force_before_disclosed": _l("实施日期早于公开日期：公开应当在提供产品、服务之前"),
    "end_before_start": _l("有效期在实施日期之前就结束了"),
    "ended_already": _l("有效期已经过了"),
    "category_unknown": _l("没有找到这个产品类别，请从列表中选择或留空"),
    "reason_missing": _l("请写明理由，它会一起公开"),
    # other enterprises
    "party_missing": _l("请写明另一家企业：联合制定的各方，或委托加工的受托方"),
    "party_name_missing": _l("请填写企业名称"),
    "party_is_oneself": _l("这是本企业自己的统一社会信用代码，请填另一方的"),
    "party_twice": _l("这家企业已经写过"),
    "party_number_missing": _l("联合制定的标准由各方各自编号，请填写该企业的编号"),
    "party_number_same": _l("与本企业的编号相同：联合制定的标准由各方各自编号"),
    "credit_code_missing": _l("请填写统一社会信用代码"),
    "filer_missing": _l("请说明本企业是委托方还是受托方"),
    "filer_is_entrusted": _l("委托加工的，由委托方公开；受托方不必公开，请由委托方的账号公开"),
    "authorisation_missing": _l("请上传受托方的授权文件"),
    # products, text, national platform
    "product_unknown": _l("所选产品里有已停产或不属于本企业的，请重新选择"),
    "products_none": _l("还没有选择产品或服务。公开之后也可以再关联"),
    "text_missing": _l("本地要求上传企业标准文本 (PDF)"),
    "platform_not_indicated": _l("还没有在国家平台标明本次公开。通过其他渠道公开的，应当在国家统一的企业标准信息公共服务平台上标明"),
    "platform_incomplete": _l("网址和日期要一起填写，或都留空"),
    "platform_url_wrong": _l("请填写完整的网址，以 http:// 或 https:// 开头"),
    "date_ahead": _l("日期不能晚于今天"),
    # indicators
    "functional_missing": _l("还没有功能指标。执行企业标准的，应当公开产品、服务的功能指标"),
    "performance_missing": _l("还没有性能指标。执行企业标准的产品，应当公开性能指标"),
    "name_missing": _l("请填写指标名称"),
    "name_long": _l("指标名称太长"),
    "name_free": _l("“%(name)s”不在指标名目里，公开后显示为不可比；市场监管部门以后可以归入名目"),
    "indicator_twice": _l("“%(name)s”与第 %(line)s 行重复；条件不同请写明条件"),
    "kind_missing": _l("请选择功能指标或性能指标"),
    "concept_unknown": _l("指标名目里没有这一项，请重新输入名称"),
    "condition_unknown": _l("这项指标没有这个条件，请重新选择"),
    "operator_missing": _l("请填写指标要求，例如 ≥15、10～20、4级 或文字"),
    "value_missing": _l("请填写指标要求，例如 ≥15、10～20、4级 或文字"),
    "number_unreadable_value": _l("读不懂这个数值"),
    "one_number_only": _l("这里只能有一个数值；上下限请写成 10～20"),
    "range_reversed": _l("下限大于上限"),
    "grade_unknown": _l("没有这个等级。可用的等级：%(grades)s"),
    "unit_missing": _l("请填写单位"),
    "unit_unknown": _l("没有见过单位“%(unit)s”。应当使用法定计量单位；确实要用吗？"),
    "unit_of_another_quantity": _l("单位“%(unit)s”不能用来表示这项指标。可用：%(units)s"),
    "unit_slip": _l("%(name)s：%(number)s 要求 %(asked)s，这里写的是 %(declared)s，数字相同而单位不同。换算后应为 %(asked_in_unit)s。小数点移错了吗？"),
    "method_missing": _l("“%(name)s”没有试验方法、检验方法或者评价方法"),
    "method_cites_none": _l("“%(name)s”的方法没有引用标准。有相应国家标准、行业标准、国际标准的，应当引用"),
    # standards that are named
    "relation_unknown": _l("请选择与本标准的关系"),
    "reference_unreadable": _l("读不懂编号 %(number)s，无法核对是否有效"),
    "reference_unknown": _l("目录里没有 %(number)s，无法核对是否有效，请自行核对"),
    "reference_withdrawn": _l("%(number)s %(title)s 已废止%(since)s，不能再执行或引用"),
    "reference_replaced": _l("%(number)s %(title)s 已被 %(successor)s 代替%(since)s，请改用新版"),
    "reference_withdrawn_question": _l("有一个来源称 %(number)s %(title)s 已废止%(since)s。请核对：仍然有效吗？"),
    "reference_replaced_question": _l("有一个来源称 %(number)s %(title)s 已被 %(successor)s 代替%(since)s。请核对：仍然有效吗？"),
    "reference_upcoming": _l("%(number)s %(title)s 还没有实施%(since)s"),
    "reference_ends": _l("%(number)s %(title)s 将在 %(day)s 废止或被代替"),
    "mandatory_unsaid": _l("请写明对应的强制性标准，或说明没有对应的强制性标准"),
    "recommended_unsaid": _l("请写明对应的推荐性标准，或说明没有对应的推荐性标准"),
    "mandatory_named_and_denied": _l("已写明对应的强制性标准，又说没有：请去掉其中之一"),
    "recommended_named_and_denied": _l("已写明对应的推荐性标准，又说没有：请去掉其中之一"),
    # comparison
    "below_mandatory": _l("%(name)s：声明 %(declared)s，低于强制性标准 %(number)s 的 %(asked)s。企业标准不得低于强制性标准"),
    "below_mandatory_answered": _l("您说明少于或低于强制性标准 %(number)s。企业标准不得低于强制性标准"),
    "mandatory_indicator_missing": _l("%(number)s（强制性标准）要求 %(name)s %(asked)s，这里没有这项指标。不适用于本产品吗？"),
    "lower_than_recommended": _l("%(name)s：声明 %(declared)s，低于推荐性标准 %(number)s 的 %(asked)s，须在公开时明示"),
    "fewer_than_recommended": _l("%(number)s（推荐性标准）要求 %(name)s %(asked)s，这里没有这项指标，须在公开时明示"),
    "weaker_than_recommended_answered": _l("您说明少于或低于推荐性标准 %(number)s，须在公开时明示"),
    "comparison_unanswered": _l("系统里没有 %(number)s 的指标，无法计算。请您说明：本标准与它相比如何？说明会公开"),
    "lower_statement_missing": _l("请写明哪些指标少于或者低于推荐性标准"),
    "lower_will_be_shown": _l("公开页会明示：少于或者低于推荐性标准"),
    "lower_stated_needlessly": _l("没有发现少于或者低于推荐性标准的指标，仍会照您的说明明示"),
    # disclosing
    "commitment_missing": _l("请勾选自我声明承诺"),
}

ARTICLES = {
    "law.21": _l("《标准化法》第二十一条：推荐性国家标准、行业标准、地方标准、团体标准、企业标准的技术要求不得低于强制性国家标准的相关技术要求"),
    "law.24": _l("《标准化法》第二十四条：标准应当按照编号规则进行编号"),
    "law.27": _l("《标准化法》第二十七条：公开标准的编号和名称；执行自行制定的企业标准的，还应当公开产品、服务的功能指标和产品的性能指标"),
    "order83.12": _l("《企业标准化促进办法》第十二条：试验方法、检验方法或者评价方法，应当引用相应的国家标准、行业标准或者国际标准"),
    "order83.13": _l("《企业标准化促进办法》第十三条：编号规则；联合制定的标准由各企业各自编号、发布"),
    "order83.14": _l("《企业标准化促进办法》第十四条：指标少于或者低于推荐性标准的，应当在公开时明示"),
    "order83.15": _l("《企业标准化促进办法》第十五条：公开的时间、主体和及时更新"),
    "order83.16": _l("《企业标准化促进办法》第十六条：通过其他渠道公开的，应当在国家统一的平台标明"),
    "gb3100": _l("GB 3100—1993：使用法定计量单位"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group of remarks: its name, what it means, and its tone."""

    name: LazyString
    meaning: LazyString
    tone: str


GROUPS = {
    "must_mend": Group(_l("必须改正"), _l("改正之前不能公开。"), "bad"),
    "must_state": Group(_l("必须明示"), _l("允许少于或者低于推荐性标准，但要在公开时明示。"), "warn"),
    "question": Group(_l("请您回答"), _l("系统无法判断，请核对后回答。回答留存备查，不公开。"), "coming"),
    "worth_knowing": Group(_l("供参考"), _l("不影响公开。"), "past"),
}
VERDICTS = {
    "higher": _l("更优"), "equal": _l("相同"), "lower": _l("不及"), "fewer": _l("没有这项"),
    "not_comparable": _l("不可比"), "unknown": _l("需要人来判断"),
}  # fmt: skip
COMPARISONS = {
    "computed_higher": _l("计算结果：不低于，且有更高"), "computed_equal": _l("计算结果：相同"), "computed_lower": _l("计算结果：有低于"), "computed_fewer": _l("计算结果：有缺少"),
    "stated_higher": _l("企业说明：更高"), "stated_equal": _l("企业说明：相同"), "stated_lower": _l("企业说明：低于"), "stated_fewer": _l("企业说明：少于"),
    "not_comparable": _l("不可比，或还没有说明"),
}  # fmt: skip
