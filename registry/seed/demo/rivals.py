"""Standards that invented enterprises disclose to be ranked: of categories in which the others are too few for a board.

Moments and chance are this module's own, so that codes and numbers of the rest stay what they are.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import disclosures as actions
from registry.actions import drafts, products
from registry.rules.content import Content, Line
from registry.rules.document import COMMITMENT
from registry.rules.product import ProductForm
from registry.seed.demo import disclosures, lines
from registry.seed.demo.plans import corresponding, mandatory
from registry.seed.demo.products import article_number
from registry.seed.demo.stage import Firm, Stage, table

AMBITION = 0.7
ITEM = 200
"""Items of article numbers from here on belong to these products."""


def plan(stage: Stage) -> None:
    """Put each of them on the agenda, with a product that follows it."""
    chance = Random("demonstration rivals")  # noqa: S311 - the same each time on purpose, no secret
    for place, row in enumerate(table("rivals.csv")):
        stage.agenda.on_the_hour(date.fromisoformat(row["day"]), 10, partial(_disclose, stage=stage, row=row, item=ITEM + place, chance=chance))


def models() -> dict[str, str]:
    """The model that follows each of the standards, by number."""
    return {row["number"]: row["model"] for row in table("rivals.csv")}


def amend(session: Session, stage: Stage, number: str, promised: str, chance: Random, now: datetime) -> None:
    """The standard promises something else of an indicator from now on."""
    firm = next(each for each in stage.firms.values() if number in each.disclosures)
    actor = stage.owner(session, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, purpose="amend", disclosure_id=firm.disclosures[number], now=now)
    session.flush()
    content = Content.from_json(draft.content)
    changed = replace(content, lines=_with_promises(content.lines, promised, number), change_reason="根据检验结果调整指标。（示例）")
    drafts.save(session, actor=actor, draft_id=draft.id, content=changed, revision=draft.revision, now=now)
    actions.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=chance.getrandbits)


def _disclose(session: Session, now: datetime, stage: Stage, row: dict[str, str], item: int, chance: Random) -> None:
    firm = stage.firms[row["letters"]]
    form = ProductForm(
        name=row["name"], generic_name=row["name"].removeprefix(firm.short_name), brand=f"{firm.short_name}（示例）", models=row["model"], category=row["category"],
        gtin=article_number(firm.number, item),
    )  # fmt: skip
    made = products.register(session, actor=stage.owner(session, firm), enterprise_id=firm.id, form=form, now=now, randbits=chance.getrandbits)
    session.flush()
    firm.disclosures[row["number"]] = disclosures.make(session, stage, firm, _content(firm, row, made.id, chance, now.date()), now, chance)


def _content(firm: Firm, row: dict[str, str], product_id: int, chance: Random, day: date) -> Content:
    number, standards = row["number"], corresponding(firm, row["category"], day)
    grid = _with_promises(lines.grid(row["category"], standards, AMBITION, chance, day, number), row["promised"], number)
    return Content(
        category=row["category"], number=number, title=f"{row['name']}（示例）", lines=grid, references=disclosures.references(grid, standards), products=(product_id,),
        no_mandatory=not any(mandatory(each) for each in standards), no_recommended=all(mandatory(each) for each in standards),
        platform_url=f"https://platform.example.com/standards/{firm.credit_code}/{chance.getrandbits(32)}", platform_on=day.isoformat(),
    )  # fmt: skip


def _with_promises(grid: tuple[Line, ...], promised: str, number: str) -> tuple[Line, ...]:
    """The grid with these levels in place of its own; `promised`: concept/condition=level, separated by |."""
    wanted = {}
    for each in promised.split("|"):
        key, _, level = each.partition("=")
        concept, _, condition = key.partition("/")
        wanted[concept, condition] = level
    methods = {(line.concept, line.condition): line.method for line in grid}
    lined = [lines.promise(*key, level, methods.get(key) or f"{number} 附录A") for key, level in wanted.items()]
    return (*(line for line in grid if (line.concept, line.condition) not in wanted), *lined)
