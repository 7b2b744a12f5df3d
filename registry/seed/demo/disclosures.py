"""The invented enterprises disclose, amend, correct, replace and withdraw, as their plans say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from registry.actions import disclosures, drafts, endings, files, products
from registry.legal_time import legal_day
from registry.rules.content import Content, Line, Party, Reference
from registry.rules.document import COMMITMENT
from registry.rules.standard_number import find_all, parse
from registry.seed.demo import lines
from registry.seed.demo.agenda import TODAY, working_day
from registry.seed.demo.plans import Plan, mandatory
from registry.seed.demo.products import is_service, register
from registry.seed.demo.stage import Firm, Stage

REASONS = ("提高指标要求", "检验方法标准更新", "增加型号，补充指标", "根据客户反馈调整指标")
AHEAD = date(2027, 7, 1)


def plan(stage: Stage, plans: list[Plan]) -> None:
    """Put products and disclosures on the agenda; a category's products come a day before its first disclosure."""
    first: dict[tuple[str, str], date] = {}
    for each in plans:
        category = each.category if each.category in each.firm.categories else each.firm.categories[0]
        key = (each.firm.letters, category)
        first[key] = min(first.get(key, each.day), each.day)
        stage.agenda.on(each.day, partial(_disclose, stage=stage, plan=each))
    for (letters, category), day in first.items():
        stage.agenda.on(day - timedelta(days=1), partial(register, stage=stage, firm=stage.firms[letters], category=category))


def _disclose(session: Session, now: datetime, stage: Stage, plan: Plan) -> None:
    disclosure_id = make(session, stage, plan.firm, _content(session, stage, plan, now), now, stage.random)
    firm, chance = plan.firm, plan.firm.random
    if plan.basis != "implemented" and not plan.end and chance.random() < 0.3:
        _amend_later(stage, plan, disclosure_id, now)
    if plan.basis == "own" and chance.random() < 0.05:
        stage.agenda.at(now + timedelta(hours=26), lambda later, then: _change(later, stage, plan, disclosure_id, "correct", then))
    if plan.basis == "own" and chance.random() < 0.08:
        stage.agenda.at(now + timedelta(days=20), lambda later, then: _indicate(later, stage, plan, disclosure_id, then))
    later_days = working_day(now.date() + timedelta(days=chance.randint(240, 330)))
    match plan.end:
        case "withdrawn":
            stage.agenda.on(later_days, lambda later, then: _withdraw(later, stage, plan, disclosure_id, legal_day(then), "产品已停产。（示例）", then))
        case "superseded":
            stage.agenda.on(later_days, lambda later, then: _supersede(later, stage, plan, disclosure_id, then))
        case "withdrawal_ahead":
            stage.agenda.on(TODAY, lambda later, then: _withdraw(later, stage, plan, disclosure_id, AHEAD, "产品线将调整。（示例）", then))
        case "version_ahead":
            stage.agenda.on(TODAY, lambda later, then: _change(later, stage, plan, disclosure_id, "amend", then, in_force_from=AHEAD.isoformat()))
    firm.disclosures[plan.number] = disclosure_id


def make(session: Session, stage: Stage, firm: Firm, content: Content, now: datetime, chance: Random) -> int:
    """Draft, save, disclose, as an editor would; the disclosure's id. Its public id comes from `chance`."""
    actor = stage.owner(session, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    session.flush()
    drafts.save(session, actor=actor, draft_id=draft.id, content=content, revision=draft.revision, now=now)
    return disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=chance.getrandbits).disclosure_id


def _content(session: Session, stage: Stage, plan: Plan, now: datetime) -> Content:
    today, firm = legal_day(now), plan.firm
    filled = Content(
        basis=plan.basis, subject="service" if is_service(plan.category) else "product", category=plan.category, number=plan.number, title=plan.title,
        in_force_from=AHEAD.isoformat() if plan.end == "upcoming" else "", valid_until=(today + timedelta(days=365)).isoformat() if plan.end == "expired" else "",
        products=_followers(plan), no_mandatory=not any(mandatory(number) for number in plan.standards), no_recommended=all(mandatory(number) for number in plan.standards),
    )  # fmt: skip
    if firm.random.random() < 0.85:
        filled = replace(filled, platform_url=f"https://platform.example.com/standards/{firm.credit_code}/{stage.random.getrandbits(32)}", platform_on=today.isoformat())
    if plan.basis == "implemented":
        return filled
    return _with_text(session, stage, plan, _with_parties(session, stage, plan, _with_grid(plan, filled, today), now), now)


def _followers(plan: Plan) -> tuple[int, ...]:
    """The products of the kind that the plan is about; an implemented standard and a foreign kind take all."""
    made = plan.firm.products.get(plan.category) or plan.firm.products[plan.firm.categories[0]]
    return tuple(made) if plan.basis != "own" else tuple(made[plan.turn :: 2] or made[:1])


def _with_grid(plan: Plan, filled: Content, today: date) -> Content:
    grid = lines.grid(plan.category, plan.standards, plan.firm.ambition, plan.firm.random, today, plan.number)
    grid, statement = _weakened(plan, grid)
    return replace(filled, lines=grid, references=references(grid, plan.standards), lower_stated=bool(statement), lower_statement=statement)


def references(grid: Sequence[Line], standards: Sequence[str]) -> tuple[Reference, ...]:
    """The corresponding standards, and at most five that the methods cite."""
    corresponding = [Reference("corresponding_mandatory" if mandatory(number) else "corresponding_recommended", number, "equal") for number in standards]
    methods = dict.fromkeys(line.method for line in grid if find_all(line.method) and not line.method.startswith(("Q/", "目测")))
    return (*corresponding, *(Reference("normative", number) for number in list(methods)[:5]))


def _weakened(plan: Plan, grid: tuple[Line, ...]) -> tuple[tuple[Line, ...], str]:
    """The grid with one promise under or without the recommended standard, and the sentence that says so (Order 83 Art. 14)."""
    number = next((each for each in plan.standards if not mandatory(each)), "")
    binding = {key for each in plan.standards if mandatory(each) for key in lines.floors()[each]}
    for place, line in enumerate(grid):
        key = (line.concept, line.condition)
        if key in binding or key not in lines.floors().get(number, ()):
            continue
        if plan.lower == "fewer":
            return grid[:place] + grid[place + 1 :], f"本标准未规定{line.name}，少于{number}的规定。（示例）"
        if plan.lower == "below" and (worse := lines.below(line)):
            return (*grid[:place], worse, *grid[place + 1 :]), f"本标准{line.name}低于{number}的规定。（示例）"
    return grid, ""


def _with_parties(session: Session, stage: Stage, plan: Plan, filled: Content, now: datetime) -> Content:
    if plan.partner is None:
        return filled
    party = Party(plan.partner.name, plan.partner.credit_code, plan.partner_number)
    if plan.basis == "joint":
        return replace(filled, parties=(party,))
    kept = files.keep(session, stage.files, actor=stage.owner(session, plan.firm), content=stage.licence, kind="licence", name="授权书（示例）.pdf", now=now)
    return replace(filled, parties=(party,), filer="entrusting", authorisation_sha256=kept.sha256, authorisation_name="授权书（示例）.pdf")


def _with_text(session: Session, stage: Stage, plan: Plan, filled: Content, now: datetime) -> Content:
    if plan.text is None:
        return filled
    kept = files.keep(session, stage.files, actor=stage.owner(session, plan.firm), content=stage.texts[plan.text], kind="text", name=f"{plan.title}.pdf", now=now)
    return replace(filled, text_sha256=kept.sha256, text_name=kept.name, text_public=plan.text != 2)


def _amend_later(stage: Stage, plan: Plan, disclosure_id: int, now: datetime) -> None:
    day = working_day(now.date() + timedelta(days=plan.firm.random.randint(90, 360)))
    stage.agenda.on(day, lambda later, then: _change(later, stage, plan, disclosure_id, "amend", then))


def _change(session: Session, stage: Stage, plan: Plan, disclosure_id: int, purpose: str, now: datetime, *, in_force_from: str = "") -> None:
    actor, chance = stage.owner(session, plan.firm), plan.firm.random
    draft = drafts.start(session, actor=actor, enterprise_id=plan.firm.id, purpose=purpose, disclosure_id=disclosure_id, now=now)
    session.flush()
    content = Content.from_json(draft.content)
    if purpose == "correct":
        changed = replace(content, lines=(replace(content.lines[0], method=f"{plan.number} 附录A"), *content.lines[1:]), change_reason="更正检验方法的笔误。（示例）")
    else:
        changed = replace(content, lines=tuple(_raised(line, chance.random()) for line in content.lines), change_reason=f"{chance.choice(REASONS)}。（示例）", in_force_from=in_force_from)
    answers = {f"number_of_another:{parse(plan.number).compact}": "本企业编号，委托方经授权公开。（示例）"} if plan.lent else {}
    drafts.save(session, actor=actor, draft_id=draft.id, content=replace(changed, answers=answers), revision=draft.revision, now=now)
    disclosures.disclose(session, actor=actor, draft_id=draft.id, commitment=COMMITMENT, now=now, random=stage.random.getrandbits)
    if purpose == "amend" and not in_force_from and chance.random() < 0.3:
        _amend_later(stage, plan, disclosure_id, now)


def _raised(line: Line, chance: float) -> Line:
    return (lines.better(line) if chance < 0.3 else None) or line


def _indicate(session: Session, stage: Stage, plan: Plan, disclosure_id: int, now: datetime) -> None:
    url = f"https://platform.example.com/standards/{plan.firm.credit_code}/{stage.random.getrandbits(32)}"
    disclosures.indicate(session, actor=stage.owner(session, plan.firm), disclosure_id=disclosure_id, url=url, on=legal_day(now).isoformat(), now=now)


def _withdraw(session: Session, stage: Stage, plan: Plan, disclosure_id: int, effective_on: date, reason: str, now: datetime) -> None:
    endings.withdraw(session, actor=stage.owner(session, plan.firm), disclosure_id=disclosure_id, effective_on=effective_on, reason=reason, now=now)


def _supersede(session: Session, stage: Stage, plan: Plan, disclosure_id: int, now: datetime) -> None:
    """The same serial number of the new year takes over, with every product that follows."""
    number = f"{plan.number.rpartition('-')[0]}-{legal_day(now).year}"
    if number == plan.number:
        number = plan.number.replace(" ", " 1", 1)
    successor = replace(plan, number=number, end="", lower="", text=None)
    successor_id = make(session, stage, plan.firm, _content(session, stage, successor, now), now, stage.random)
    actor = stage.owner(session, plan.firm)
    endings.supersede(
        session, actor=actor, disclosure_id=disclosure_id, successor_id=successor_id, effective_on=legal_day(now), reason="标准修订，以新编号公开。（示例）", now=now
    )
    plan.firm.disclosures[number] = successor_id
    for product_id in _followers(successor):
        products.link(session, actor=actor, product_id=product_id, disclosure_id=successor_id, main=True, now=now)
