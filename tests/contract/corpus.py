"""Sixty small documents in the terms of search.fields, and questions drawn from what stands in them."""

import random
from typing import Any

from hypothesis import strategies as st

from registry.outbox import KINDS
from search.engine import Ask, Change, Range, Unit
from search.fields import FACETS, SORTS
from tests.contract.model import change

WORDS = ("防水", "水卷", "卷材", "材", "钢筋", "筋", "混凝", "凝土", "土", "pvc", "hrb400e", "1.5mm", "gb", "23441", "水泥")
SYLLABLES = ("fang", "shui", "juan", "cai", "gang", "jin")
NAMES = ("甲公司", "乙公司", "远景建材", "远景")
NUMBERS = ("gb23441-2009", "gb23441", "q/abc001-2026", "q/abc001", "q/abc002-2026")
CODES = ("91110000000000001x", "09520000000013", "k7w2")
BOUNDS = tuple(f"c{concept}:{value:03}" for concept in (1, 2) for value in range(0, 100, 7))
NEAR = ("远景建", "远景材", "远建材", "景建材", "甲公", "公司")
VALUES: dict[str, tuple[str, ...]] = {
    "class": ("enterprise", "national", "group"), "status": ("valid", "withdrawn", "noted"), "subject": ("product", "service"),
    "category": ("c1", "c1.1", "c1.2", "c2"), "ics": ("91", "91.100", "91.120"), "ccs": ("Q", "Q17"), "year": ("2024", "2025", "2026"),
    "lower": ("yes",), "checked": ("yes", "passed", "failed"), "enterprise": CODES[:1], "stars": ("3", "4", "5"), "level": ("1", "2", "3"), "front_runner": ("candidate", "provincial", "national"),
}
TREES = {"region": (["11"], ["11", "1101"], ["11", "1101", "110105"], ["13", "1301"]), "industry": (["C"], ["C", "30"], ["C", "30", "303"])}
SCHEMATA = {"names": NAMES, "numbers": NUMBERS, "codes": CODES, "near": NEAR}


def corpus() -> list[Change]:
    """Always the same. The last three of each kind say the same as each other: only their seats differ."""
    chance = random.Random(20261122)
    made = [change(KINDS[place % 4], place // 4 + 1, _document(chance)) for place in range(48)]
    twins = {kind: _document(chance) for kind in KINDS}
    return made + [change(kind, 100 + place, twins[kind]) for place in range(3) for kind in KINDS]


def _document(chance: random.Random) -> dict[str, Any]:
    title = chance.choices(WORDS, k=chance.randint(1, 4))
    document: dict[str, Any] = {
        "title": title, "text": [*title, *chance.choices(WORDS, k=chance.randint(0, 9))], "pinyin": chance.choices(SYLLABLES, k=3), "initials": ["fsj"],
        "lows": chance.sample(BOUNDS, 2), "highs": chance.sample(BOUNDS, 1),
    }
    document |= {field: sorted(chance.sample(values, chance.randint(1, min(2, len(values))))) for field, values in (SCHEMATA | VALUES).items() if chance.random() < 0.6}
    document |= {field: chance.choice(ways) for field, ways in TREES.items() if chance.random() < 0.8}
    orders = {"date": 1_700_000_000 + chance.randrange(6), "number_order": chance.choice(["gb 23441", "q/abc 001", "Q", "国"]), "name_order": chance.choice(["beijing", "anhui", "é", "甲"]), "stars_order": chance.randint(1, 5)}
    return document | {field: value for field, value in orders.items() if chance.random() < 0.8}


def some(values: tuple[str, ...], least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True).map(tuple)


phrases = st.lists(st.sampled_from((*WORDS, "nowhere")), min_size=1, max_size=3).map(tuple)
spoken = st.builds(Unit, st.lists(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=2).map(tuple), min_size=1, max_size=1).map(tuple), field=st.just("pinyin"))
words = st.builds(Unit, st.lists(phrases, min_size=1, max_size=3).map(tuple), prefix=st.sampled_from(["", "", "防", "水", "2"]), also=st.lists(spoken, max_size=1).map(tuple))
units = st.lists(st.one_of(words, words, spoken), max_size=4).map(tuple)
pairs = st.sampled_from([(field, value) for field in ("numbers", "codes") for value in SCHEMATA[field]])
filters = st.fixed_dictionaries({}, optional={field: some((*values, "never"), 1) for field, values in VALUES.items()} | {
    "region": some(("11", "1101", "110105", "13"), 1), "industry": some(("C", "30", "303"), 1), "kind": some(KINDS, 1)})
bounds = st.tuples(st.sampled_from(["lows", "highs"]), st.sampled_from(BOUNDS), st.sampled_from(BOUNDS)).map(lambda made: Range(made[0], min(made[1:]), max(made[1:])))


@st.composite
def asks(draw: st.DrawFn, sorts: tuple[str, ...] = SORTS) -> Ask:
    """Any question: most ask little, so that most find something."""
    asked = draw(units)
    return Ask(
        exact=draw(st.lists(pairs, max_size=2).map(tuple)), prefixes=draw(st.sampled_from([(), (), (("numbers", "gb"),), (("codes", "0952"), ("numbers", "q/abc00"))])),
        phrase=draw(st.one_of(st.just(()), phrases)), names=draw(some(NAMES)), units=asked, least=draw(st.integers(1, max(1, len(asked)))),
        filters=dict(list(draw(filters).items())[:draw(st.integers(0, 3))]), ranges=tuple(draw(st.lists(st.lists(bounds, min_size=1, max_size=2).map(tuple), max_size=2))),
        facets=draw(some(FACETS, most=5)), sort=draw(st.sampled_from(sorts)), limit=100,
    )
