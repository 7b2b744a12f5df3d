"""Products and services that the invented enterprises offer."""

from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from registry.actions import products
from registry.rules import gtin
from registry.rules.product import ProductForm
from registry.seed.demo.stage import Firm, Stage, table

EACH = 4
"""Products of an enterprise in a category."""


@cache
def articles() -> dict[str, dict[str, str]]:
    """Rows of articles.csv by category."""
    return {row["category"]: row for row in table("articles.csv")}


def names(category: str) -> list[str]:
    """What enterprises of a category make or offer."""
    return articles()[category]["names"].split("|")


def is_service(category: str) -> bool:
    """Services are offered without models, and without an article number."""
    return not articles()[category]["models"]


def register(session: Session, now: datetime, stage: Stage, firm: Firm, category: str) -> None:
    """The enterprise's products in one category."""
    place = firm.categories.index(category)
    for turn in range(EACH):
        form = _form(firm, category, place * EACH + turn, turn)
        made = products.register(session, actor=stage.owner(session, firm), enterprise_id=firm.id, form=form, now=now, randbits=stage.random.getrandbits)
        firm.products.setdefault(category, []).append(made.id)


def article_number(firm: int, item: int) -> str:
    """A GTIN-13 with the prefix 952, which GS1 keeps for demonstrations."""
    digits = f"952{firm:04d}{item:05d}"
    return digits + gtin.check_digit(digits)


def models(firm: Firm, category: str, turn: int) -> str:
    """Models of an enterprise's product of that place among those of the category, one a line."""
    series = str(firm.number % 8 + 1 + turn // len(names(category)))
    return "\n".join(each.replace("{n}", series) for each in articles()[category]["models"].split("|") if each)


def _form(firm: Firm, category: str, item: int, turn: int) -> ProductForm:
    article, made = articles()[category], names(category)
    name = f"{firm.short_name}{made[turn % len(made)]}"
    series = f" {turn // len(made) + 1}型" if turn >= len(made) else ""
    numbered = not is_service(category) and firm.random.random() < 0.85
    return ProductForm(
        name=name + series, kind="service" if is_service(category) else "product", generic_name=made[turn % len(made)], brand=f"{firm.short_name}（示例）", models=models(firm, category, turn),
        specification=article["specification"].replace("{n}", str(firm.number % 4 + 2)), category=category, gtin=article_number(firm.number, item + 1) if numbered else "",
    )  # fmt: skip
