"""What an enterprise is called: short names, whole names as terms, and names with one wrong character."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from registry.reference import divisions
from registry.rules import names as rules
from search import pinyin
from search.text import fold

NEAR_AT_LEAST: Final = 2
NEAR_AT_MOST: Final = 12
"""Characters of a name of which one may be wrong."""

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LEGAL_FORM: Final = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|股份合作公司|总公司|分公司|公司)$|(?:合伙企业|个人独资企业|专业合作社(?:联合社)?|合作社|工作室|经营部|门市部|商行|商店|加工厂|制造厂|总厂|分厂|工厂|厂|集团)$"
)
_ENDS_OF_FORMS: Final = ("公司", "合伙企业", "个人独资企业", "合作社", "专业合作社联合社", "工作室", "经营部", "门市部", "商行", "商店", "厂", "集团")
"""With one of these ends whatever `_LEGAL_FORM` finds: most texts that are named are titles and need not be searched."""
# What a firm does, as it stands between its own name and its legal form.
_TRADE: Final = re.compile(
    "(?:"
    "高新|新材料|新能源|智能|精密|环保|生物|数码|网络|信息|国际|进出口|"
    "橡胶|橡塑|塑胶|塑料|化工|化学|胶带|输送带|传动带|密封件|轮胎|管业|阀门|水暖|洁具|卫浴|五金|工具|刀具|锁业|钢铁|金属|铝业|铜业|铸造|锻造|轴承|紧固件|弹簧|"
    "机械|机电|电机|电气|电器|电子|电工|电力|电缆|光电|照明|灯饰|仪表|仪器|设备|装备|自动化|汽车|车业|车辆|摩托车|汽配|配件|零部件|模具|传动|液压|气动|泵业|"
    "服饰|服装|制衣|针织|纺织|织造|印染|家纺|毛纺|鞋业|鞋服|皮革|皮具|箱包|帽业|户外|体育|文体|文具|玩具|工艺品|礼品|饰品|"
    "食品|饮料|酒业|茶业|乳业|粮油|调味品|水产|海产|农业|农产品|牧业|饲料|种业|肥业|药业|制药|医药|医疗|器械|日化|化妆品|洗涤|"
    "建材|建筑|装饰|陶瓷|玻璃|水泥|涂料|木业|门业|家具|家居|家电|厨具|包装|纸业|印刷|印务|"
    "输送|密封|胶管|管道|塑模|压铸|家庭|家政|保洁|养老|旅游|餐饮|酒店|教育|健康|文化|传媒|直播|快递|园林|生态|养殖|种植|茶叶|水果|蔬菜|皮鞋|布鞋|运动|"
    "科技|技术|工程|实业|工业|工贸|商贸|贸易|经贸|物流|服务|管理|咨询|投资|控股|发展|开发|产业|企业|制造|制品|用品|产品|材料|加工|销售|生产|研究院|研究所"
    ")$"
)
_KIND_OF_DIVISION: Final = re.compile(r"(?:特别行政区|[^省市县区]{1,4}族自治[州县]|自治[区州县]|地区|省|市|县|区|旗)$")


def short(name: str) -> str:
    """The part of an enterprise's name that people say (三门县佳音橡胶有限公司: 佳音橡胶), "" when nothing distinctive is left."""
    kept = _without_place(_without_form(_without_brackets(name)))
    return kept if len(kept) >= NEAR_AT_LEAST and _brand(kept) else ""


def called(name: str) -> list[str]:
    """What an enterprise may be called, itself first: its name, without place and legal form, and without its trade too (佳音)."""
    said = short(name)
    brand = _brand(said)
    return list(dict.fromkeys(each for each in (name, said, "" if brand in _places() else brand) if each))


def keys(names: Iterable[str]) -> list[str]:
    """For the field `names`: each name under registry.rules.names.key, and what it is typed as by its sound (jiayinxiangjiao, jyxj).

    A firm's name stands for all that it is `called`. Who types one of these means the name, whatever else holds the letters.
    """
    said = [each for name in names for each in (called(name) if _without_brackets(name).endswith(_ENDS_OF_FORMS) else [name])]
    return list(dict.fromkeys(term for key in _plain(said) for term in (key, *_sounds(key))))


def near(names: Iterable[str]) -> list[str]:
    """For the field `near`, and for asking it: names of 2 to 12 characters (folded) and each with one character left out.

    Two names that differ in one character, one more or one less, or two neighbours swapped share a term.
    """
    return list(dict.fromkeys(term for key in _plain(names) if NEAR_AT_LEAST <= len(key) <= NEAR_AT_MOST for term in (key, *_one_less(key))))


def meant(typed: str, candidates: Iterable[str]) -> str | None:
    """The candidate (as given) that differs from what was typed by one character replaced, added, left out or swapped with its neighbour; None for none."""
    wanted = rules.key(fold(typed))
    return next((each for each in candidates if _one_wrong(wanted, rules.key(fold(each)))), None)


def _plain(names: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(map(_key, names)) if key]


@lru_cache(maxsize=16384)
def _key(name: str) -> str:
    return rules.key(fold(name))


def _sounds(key: str) -> tuple[str, ...]:
    syllables = pinyin.syllables(key) if len(key) <= NEAR_AT_MOST else []
    initials = "".join(each[0] for each in syllables)
    return ("".join(syllables), *([initials] if len(initials) >= pinyin.INITIALS_SIDE_BY_SIDE else [])) if len(syllables) == len(key) else ()


def _one_less(key: str) -> Iterator[str]:
    return (key[:place] + key[place + 1 :] for place in range(len(key)) if len(key) > NEAR_AT_LEAST)


def _one_wrong(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, character in enumerate(one) if character != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]


def _without_brackets(name: str) -> str:
    folded = fold(name)
    return (_BRACKETS.sub("", folded) if "(" in folded else folded).strip()


def _without_form(name: str) -> str:
    while name.endswith(_ENDS_OF_FORMS):
        name = _LEGAL_FORM.sub("", name)
    return name


def _without_place(name: str) -> str:
    """Without the divisions at the beginning, as long as a name of its own remains: 东方电气 is no 电气 of 东方."""
    for _ in range(3):
        length = next((length for length in range(min(len(name), _longest()), 1, -1) if name[:length] in _places()), 0)
        rest = name[length:]
        if not length or len(rest) < NEAR_AT_LEAST or not _brand(rest):
            return name
        name = rest
    return name


def _brand(name: str) -> str:
    """Without what a firm does; "" when nothing else is said."""
    while (kept := _TRADE.sub("", name)) != name:
        name = kept
    return name if len(name) >= NEAR_AT_LEAST else ""


@cache
def _places() -> frozenset[str]:
    """The divisions of today by their names, and by their names alone (三门 for 三门县)."""
    full = [each.name for each in _below(None)]
    alone = (_KIND_OF_DIVISION.sub("", name) for name in full)
    return frozenset(fold(name) for name in (*full, *alone) if len(name) > 1)


@cache
def _longest() -> int:
    return max(map(len, _places()))


def _below(code: str | None) -> Iterator[divisions.Division]:
    for division in divisions.children(code):
        yield division
        yield from _below(division.code)
