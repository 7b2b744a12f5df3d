"""Which standards the invented enterprises disclose, when, and what becomes of each: decided before the first act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count

from registry import seed
from registry.seed.demo import products
from registry.seed.demo.agenda import TODAY, working_day
from registry.seed.demo.stage import Firm

CORRESPONDING = {
    "conveyor-belt": ("GB 990001-2024", "GB/T 990002-2024"), "fabric-conveyor-belt": ("GB 990001-2024", "GB/T 990002-2024"), "steel-cord-belt": ("GB 990001-2024",),
    "v-belt": ("ISO 990001:2024",), "ribbed-belt": ("ISO 990001:2024",), "outdoor-jacket": ("GB 990004-2022", "GB/T 990003-2023"), "softshell-jacket": ("GB 990004-2022",),
    "skin-coat": ("GB 990004-2022",), "down-jacket": ("GB 990004-2022",), "sportswear": ("GB 990004-2022",), "outdoor-trousers": ("GB 990004-2022",),
    "brass-valve": ("GB/T 990005-2021",), "ball-valve": ("GB/T 990005-2021",), "centrifugal-pump": ("GB/T 990006-2023",), "injection-mould": ("QB/T 990007-2022",),
    "athletic-shoe": ("QB/T 990008-2023",), "children-shoe": ("GB 990009-2023", "QB/T 990008-2023"), "wood-carving": ("QB/T 990010-2021",),
    "dried-seafood": ("GB 990011-2024",), "frozen-seafood": ("GB 990011-2024",), "surimi": ("GB 990011-2024",), "noodles": ("GB/T 990012-2022",),
    "charger": ("GB 990013-2025",), "power-adapter": ("GB 990013-2025",), "led-lamp": ("GB/T 990014-2026",),
    "housekeeping": ("DB33/T 990016-2022",), "home-elderly-care": ("DB35/T 990017-2023",), "elderly-home": ("DB35/T 990017-2023",),
    "city-delivery": ("T/DEMO 001-2024",), "express": ("T/DEMO 001-2024",), "online-retail": ("T/DEMO 002-2024",), "live-commerce": ("T/DEMO 002-2024",),
}  # fmt: skip
"""Category to the invented standards about it, mandatory ones first."""
JOINT = (("HLXJ", "CYJD"), ("LJHW", "SYFS"), ("TLXY", "MXTY"), ("JCBY", "JLSB"), ("PYSP", "HHSC"))
"""Pairs that make a standard together; each numbers and discloses its own (SAMR Order 83 Art. 13)."""
ENTRUSTED = (("KMFZ", "LJHW"), ("ZLXY", "TLXY"), ("YYBF", "JCBY"), ("XYXN", "XLDZ"), ("TBYD", "QXXC"), ("PXSP", "HHSC"))
"""Who has goods made, and by whom: the entrusting party discloses (Art. 15)."""
FOLLOWERS = (("FLCF", "LJHW"), ("BYXX", "TLXY"))
"""Enterprises that follow another one's standard."""
_DAYS_AWAY = 12


@dataclass(slots=True)
class Plan:
    """One disclosure to come. `end` says what becomes of it."""

    firm: Firm
    category: str
    turn: int
    basis: str
    day: date
    number: str = ""
    title: str = ""
    standards: tuple[str, ...] = ()
    """Corresponding standards that have been issued by then."""
    partner: Firm | None = None
    partner_number: str = ""
    end: str = ""
    lower: str = ""
    """below: one value under the recommended standard; fewer: one indicator of it is missing. Both expressly indicated."""
    text: int | None = None
    """Which of the invented texts goes with it."""
    lent: bool = False
    """An entrusting party discloses it too, so the registry asks whose number it is."""


@cache
def standards() -> dict[str, dict[str, str]]:
    """The invented catalogue standards by number."""
    return {row["std_no"]: row for row in seed.rows("catalogue/demonstration.csv")}


def mandatory(number: str) -> bool:
    """Of the invented standards those of class GB without T."""
    return number.startswith("GB ")


def corresponding(firm: Firm, category: str, day: date) -> tuple[str, ...]:
    """The invented standards about a category that exist on a day; a province's own only there."""
    known = (number for number in CORRESPONDING.get(category, ()) if not number.startswith("DB") or number[2:4] == firm.division[:2])
    return tuple(number for number in known if date.fromisoformat(standards()[number]["issue_date"]) <= day)


def make(firms: dict[str, Firm]) -> list[Plan]:
    """Every plan, in the order of its day, numbered."""
    own = [plan for firm in firms.values() if not firm.unverified for plan in _own(firm)]
    joint = [plan for pair in JOINT for plan in _joint(*(firms[letters] for letters in pair))]
    plans = sorted([*own, *joint], key=lambda plan: (plan.day, plan.firm.number))
    _number(plans)
    for plan in joint:
        plan.partner_number = next(each.number for each in joint if plan.partner is each.firm and each.partner is plan.firm)
    _destine(own)
    implemented = [plan for firm in firms.values() if not firm.unverified for plan in _implemented(firm)]
    return [*plans, *implemented, *(_borrowed(plans, firms, pair, "entrusted") for pair in ENTRUSTED), *(_borrowed(plans, firms, pair, "implemented") for pair in FOLLOWERS)]


def _days(firm: Firm) -> Iterator[date]:
    """Days on which a firm might disclose something, from its verification on."""
    first, last = firm.since + timedelta(days=_DAYS_AWAY), TODAY - timedelta(days=_DAYS_AWAY)
    while True:
        yield working_day(first + timedelta(days=int(firm.random.random() * max(1, (last - first).days))))


def _own(firm: Firm) -> Iterator[Plan]:
    days = _days(firm)
    for category in firm.categories:
        for turn in range(firm.random.choice((1, 2, 2, 2))):
            day = next(days)
            title = products.names(category)[turn % len(products.names(category))]
            yield Plan(firm, category, turn, "own", day, title=f"{title}（示例）", standards=corresponding(firm, category, day))


def _joint(one: Firm, other: Firm) -> Iterator[Plan]:
    day = working_day(max(one.since, other.since) + timedelta(days=one.random.randint(60, 500)))
    for firm, partner in ((one, other), (other, one)):
        category = firm.categories[0]
        yield Plan(firm, category, 9, "joint", day, title=f"{products.names(category)[0]} 联合标准（示例）", standards=corresponding(firm, category, day), partner=partner)


def _number(plans: list[Plan]) -> None:
    serials: dict[str, Iterator[int]] = {}
    for plan in plans:
        serial = next(serials.setdefault(plan.firm.letters, count(1)))
        plan.number = f"Q/{plan.firm.letters} {serial:03d}-{plan.day.year}"


def _destine(own: list[Plan]) -> None:
    """Spread what can become of a disclosure evenly over the own ones; the first that fits the day takes it."""
    for turn, plan in enumerate(own):
        early, late = plan.day < date(2025, 10, 1), plan.day > date(2026, 6, 1)
        recommended = any(not mandatory(number) for number in plan.standards)
        plan.end = next((word for word, every, fits in (
            ("upcoming", 5, late), ("expired", 11, early), ("superseded", 9, early), ("withdrawn", 13, early), ("withdrawal_ahead", 12, late), ("version_ahead", 7, late),
        ) if fits and turn % every == 1), "")  # fmt: skip
        plan.lower = "" if not recommended else "below" if turn % 7 == 3 else "fewer" if turn % 17 == 5 else ""
    by_category = {plan.category: plan for plan in reversed(own)}
    for text, category in enumerate(("fabric-conveyor-belt", "outdoor-jacket", "ball-valve", "athletic-shoe", "injection-mould", "home-elderly-care")):
        by_category[category].text = text


def _implemented(firm: Firm) -> Iterator[Plan]:
    """What a firm follows of the catalogue, from the day on which it is in force at the earliest."""
    candidates = dict.fromkeys(number for category in firm.categories for number in corresponding(firm, category, TODAY))
    for number in candidates:
        in_force = date.fromisoformat(standards()[number]["impl_date"])
        category = next(each for each in firm.categories if number in CORRESPONDING.get(each, ()))
        first = max(in_force, firm.since + timedelta(days=_DAYS_AWAY))
        day = working_day(first + timedelta(days=firm.random.randint(0, 420)))
        if day < TODAY and in_force < TODAY:
            yield Plan(firm, category, 0, "implemented", day, number, standards()[number]["title_zh"])


def _borrowed(plans: list[Plan], firms: dict[str, Firm], pair: tuple[str, str], basis: str) -> Plan:
    """Another enterprise's standard: of the entrusted party, or simply followed."""
    firm, maker = firms[pair[0]], firms[pair[1]]
    lent = min((plan for plan in plans if plan.firm is maker and plan.basis == "own" and not plan.end), key=lambda plan: plan.day)
    lent.lent = lent.lent or basis == "entrusted"
    day = working_day(max(lent.day, firm.since) + timedelta(days=firm.random.randint(20, 90)))
    title = lent.title if basis == "implemented" else lent.title.replace("（示例）", " 委托生产（示例）")
    known = () if basis == "implemented" else corresponding(firm, lent.category, day)
    return Plan(firm, lent.category, 0, basis, day, lent.number, title, standards=known, partner=maker)
