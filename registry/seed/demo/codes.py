"""What the invented enterprises do with their printed codes: lots, variants, serials, links, a code revoked, products merged, article numbers mended.

Moments and chance are this module's own, so that codes and numbers of the rest stay what they are whatever is added here.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import disclosures, drafts, lots, product_merging, products, scan_codes, serials, typed_links
from registry.queries import lots as lot_queries
from registry.queries import products as queries
from registry.queries import scan_codes as code_queries
from registry.rules.content import Content
from registry.rules.document import COMMITMENT
from registry.rules.product import ProductForm
from registry.seed.demo import lines
from registry.seed.demo.products import article_number
from registry.seed.demo.stage import Stage, Target, table

AMENDED = ("HLXJ", "Q/HLXJ 003-2024", date(2026, 3, 10))
"""Lots of the belt that follows it were made before and after this day."""
RANDOM_SERIALS = (("HLXJ", "fabric-conveyor-belt", 0, "HL260415", 200), ("TLXY", "athletic-shoe", 1, "", 300))
LISTED_SERIALS = (("HLXJ", "fabric-conveyor-belt", 0, "HL261028", "HL261028-", 24), ("JCBY", "centrifugal-pump", 0, "JC260714", "JC26", 12))
REVOKED = (("CJFM", "brass-valve", 0), "首批标签印刷错误，已全部收回。（示例）")
"""Its enterprise issues a new one the day after."""
REVOKED_BY_BUREAU = (("CYJD", "fabric-conveyor-belt", 0), "标签被贴在其他企业的产品上，已通知企业更换。（示例）")
MERGED = (("LJHW", "outdoor-trousers", 3), ("LJHW", "outdoor-trousers", 0))
"""Which product turns out to be which."""
MISTYPED = (("HLXJ", "conveyor-belt", 2), 103)
"""A product whose article number was wrong, and the item that its own one names."""
LATE_NUMBER = (("HLXJ", "conveyor-belt", 3), 4)


def plan(stage: Stage) -> None:
    """Put all of it on the agenda."""
    chance, at = Random("demonstration codes"), stage.agenda.on_the_hour  # noqa: S311 - the same each time on purpose; nobody's goods carry these
    for row in table("lots.csv"):
        at(date.fromisoformat(row["registered"]), 17, partial(_lot, stage=stage, row=row))
    at(date(2026, 11, 3), 9, partial(_describe, stage=stage))
    at(AMENDED[2], 9, partial(_amend, stage=stage, chance=chance))
    at(date(2026, 4, 22), 9, partial(_correct_lot, stage=stage))
    at(date(2026, 10, 30), 9, partial(_number, stage=stage, chance=chance))
    at(date(2025, 9, 16), 9, partial(_mend, stage=stage, target=MISTYPED[0], item=MISTYPED[1]))
    at(date(2025, 11, 18), 9, partial(_mend, stage=stage, target=LATE_NUMBER[0], item=LATE_NUMBER[1]))
    at(date(2026, 6, 16), 9, partial(_merge, stage=stage))
    at(date(2026, 9, 15), 9, partial(_revoke, stage=stage))
    at(date(2026, 9, 16), 9, partial(_issue_anew, stage=stage, chance=chance))
    at(date(2026, 10, 14), 9, partial(_revoke_as_bureau, stage=stage))


def _lot(session: Session, now: datetime, stage: Stage, row: dict[str, str]) -> None:
    target = (row["letters"], row["category"], int(row["item"]))
    actor = stage.owner(session, stage.firms[row["letters"]])
    lots.register(session, actor=actor, product_id=stage.product(target), lot=row["lot"], produced_on=date.fromisoformat(row["produced_on"]), now=now)


def _correct_lot(session: Session, now: datetime, stage: Stage) -> None:
    """The day was a slip of the pen; the public log keeps both."""
    found = lot_queries.lot(session, stage.product(("HLXJ", "fabric-conveyor-belt", 0)), "HL260415")
    assert found
    lots.correct(session, actor=stage.owner(session, stage.firms["HLXJ"]), lot_id=found.id, produced_on=date(2026, 4, 15), before=found.produced_on, now=now)


def _describe(session: Session, now: datetime, stage: Stage) -> None:
    """Variants, and links to manuals and makers' pages, all of them invented."""
    for row in table("variants.csv"):
        target, actor = (row["letters"], row["category"], int(row["item"])), stage.owner(session, stage.firms[row["letters"]])
        lots.register_variant(session, actor=actor, product_id=stage.product(target), variant=row["variant"], name=row["name"], now=now)
    for row in table("links.csv"):
        target, actor = (row["letters"], row["category"], int(row["item"])), stage.owner(session, stage.firms[row["letters"]])
        typed_links.add(session, actor=actor, product_id=stage.product(target), link_type=row["link_type"], title=row["title"], href=row["href"], language=row["language"], now=now)


def _amend(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    """Every promise that has a better one is raised to it, so that the day of manufacture matters."""
    letters, number, _ = AMENDED
    firm = stage.firms[letters]
    actor = stage.owner(session, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, purpose="amend", disclosure_id=firm.disclosures[number], now=now)
    session.flush()
    content = Content.from_json(draft.content)
    raised = replace(content, lines=tuple(lines.better(line) or line for line in content.lines), change_reason="提高指标要求。（示例）")
    drafts.save(session, actor=actor, draft_id=draft.id, content=raised, revision=draft.revision, now=now)
    disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=chance.getrandbits)


def _number(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    """Serials: few enough to be made at once, so that no job is left behind."""
    for letters, category, item, lot, count in RANDOM_SERIALS:
        product_id, actor = stage.product((letters, category, item)), stage.owner(session, stage.firms[letters])
        serials.order(session, actor=actor, product_id=product_id, count=count, lot_id=_lot_id(session, product_id, lot), now=now, randbits=chance.getrandbits)
    for letters, category, item, lot, start, count in LISTED_SERIALS:
        product_id, actor = stage.product((letters, category, item)), stage.owner(session, stage.firms[letters])
        listed = [f"{start}{number:04d}" for number in range(1, count + 1)]
        serials.enlist(session, actor=actor, product_id=product_id, serials=listed, lot_id=_lot_id(session, product_id, lot), now=now)


def _lot_id(session: Session, product_id: int, name: str) -> int | None:
    found = lot_queries.lot(session, product_id, name) if name else None
    return found.id if found else None


def _mend(session: Session, now: datetime, stage: Stage, target: Target, item: int) -> None:
    """The product's own article number, where none or a wrong one stood; links with the wrong one go on answering."""
    firm, product = stage.firms[target[0]], queries.get(session, stage.product(target))
    form = ProductForm(
        name=product.name, kind=product.kind, generic_name=product.generic_name or "", brand=product.brand or "", models=product.models or "",
        specification=product.specification or "", category=target[1], gtin=article_number(firm.number, item),
    )  # fmt: skip
    products.edit(session, actor=stage.owner(session, firm), product_id=product.id, form=form, revision=product.revision, now=now)


def _merge(session: Session, now: datetime, stage: Stage) -> None:
    merged, survivor = (stage.product(target) for target in MERGED)
    product_merging.merge(session, actor=stage.owner(session, stage.firms[MERGED[0][0]]), product_id=merged, into_id=survivor, now=now)


def _revoke(session: Session, now: datetime, stage: Stage) -> None:
    target, reason = REVOKED
    scan_codes.revoke(session, actor=stage.owner(session, stage.firms[target[0]]), code=_live(session, stage, target), reason=reason, now=now)


def _issue_anew(session: Session, now: datetime, stage: Stage, chance: Random) -> None:
    target, _ = REVOKED
    scan_codes.issue(session, actor=stage.owner(session, stage.firms[target[0]]), product_id=stage.product(target), now=now, randbits=chance.getrandbits)


def _revoke_as_bureau(session: Session, now: datetime, stage: Stage) -> None:
    target, reason = REVOKED_BY_BUREAU
    scan_codes.revoke(session, actor=stage.actor(session, "handler"), code=_live(session, stage, target), reason=reason, now=now)


def _live(session: Session, stage: Stage, target: Target) -> str:
    found = code_queries.live(session, stage.product(target))
    assert found
    return found.code
