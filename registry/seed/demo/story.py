"""What else goes on in a registry: people join, claims meet, marks are confirmed, drafts lie half finished."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from registry.actions import accounts, disputes, drafts, facts, files, invitations, products
from registry.queries import products as product_queries
from registry.rules.content import Content, Line, Reference
from registry.rules.product import ProductForm
from registry.seed.demo import lines, people
from registry.seed.demo.agenda import TODAY
from registry.seed.demo.enterprises import REGISTRARS
from registry.seed.demo.plans import corresponding
from registry.seed.demo.stage import Firm, Stage

JOINED = (("HLXJ", "editor", "editor"), ("LJHW", "editor", "editor"), ("HLXJ", "viewer", "viewer"), ("TLXY", "viewer", "viewer"))
"""Enterprise, who joins, and as what."""
MARKS = (
    ("HLXJ", "adopted_international", "采用ISO 990001:2024（示例）", True), ("WYCD", "adopted_international", "采用ISO 990001:2024（示例）", True),
    ("LJHW", "zhejiang_standard", "T/ZZB 9901-2025 冲锋衣（示例）", True), ("JCBY", "zhejiang_standard", "T/ZZB 9902-2025 单级离心泵（示例）", True),
    ("CJFM", "zhejiang_standard", "T/ZZB 9903-2026 铜制球阀（示例）", False), ("TLXY", "innovative_enterprise", "2025年标准创新型企业（示例）", True),
    ("XLDZ", "innovative_enterprise", "2026年标准创新型企业（示例）", False),
)  # fmt: skip


def plan(stage: Stage) -> None:
    """Put the rest of the story on the agenda."""
    on = stage.agenda.on
    for letters, who, role in JOINED:
        on(date(2024, 3, 26), partial(_join, stage=stage, firm=stage.firms[letters], who=who, role=role))
    for letters, kind, statement, confirmed in MARKS:
        on(date(2026, 3, 17), partial(_mark, stage=stage, firm=stage.firms[letters], kind=kind, statement=statement, confirmed=confirmed))
    on(TODAY - timedelta(days=4), lambda session, now: _read(session, stage, now))
    on(TODAY - timedelta(days=3), lambda session, now: _claims(session, stage, now))
    on(TODAY - timedelta(days=2), lambda session, now: _contested_article_number(session, stage, now))
    on(TODAY - timedelta(days=1), lambda session, now: _drafts(session, stage, now))
    on(TODAY, lambda session, now: _invite(session, stage, now))
    on(date(2026, 5, 12), lambda session, now: _end_product(session, stage, stage.firms["TLXY"], now))


def _join(session: Session, now: datetime, stage: Stage, firm: Firm, who: str, role: str) -> None:
    token = f"{stage.random.getrandbits(256):064x}"
    invitations.invite_member(session, actor=stage.owner(session, firm), enterprise_id=firm.id, address=f"{who}@example.com", role=role, token=token, language="zh", now=now)
    session.flush()
    invitations.accept(session, actor=stage.actor(session, who), token=token, now=now)
    del stage.known[who]


def _mark(session: Session, now: datetime, stage: Stage, firm: Firm, kind: str, statement: str, *, confirmed: bool) -> None:
    fact = facts.claim(
        session, actor=stage.owner(session, firm), enterprise_id=firm.id, kind=kind, statement=statement, source="公告（示例）", source_url="https://notices.example.com/2026",
        since=date(2026, 1, 15), now=now,
    )  # fmt: skip
    session.flush()
    if confirmed:
        facts.confirm(session, actor=stage.actor(session, REGISTRARS[firm.division]), fact_id=fact.id, now=now)


def _read(session: Session, stage: Stage, now: datetime) -> None:
    """People have read what they were told; only the last days' news waits."""
    for who in [people.local(row["address"]) for row in people.sign_ins()] + [firm.owner for firm in stage.firms.values() if firm.owner in stage.people and firm.owner != "owner"]:
        accounts.read_messages(session, actor=stage.actor(session, who), now=now)


def _claims(session: Session, stage: Stage, now: datetime) -> None:
    """Two claims wait for a bureau, a third one was rejected."""
    _claim(session, stage, "claimant", "ZLXY", "credit_code", "本企业的统一社会信用代码被他人登记。（示例）", now)
    _claim(session, stage, "heir", "QLBY", "owner", "原负责人已离职，无法联系，请变更负责人。（示例）", now)
    rejected = _claim(session, stage, "newcomer", "YJSS", "credit_code", "这是我的企业。（示例）", now)
    disputes.decide(session, actor=stage.actor(session, "registrar"), dispute_id=rejected, decision="rejected", reason="所附执照与登记不一致。（示例）", now=now)


def _claim(session: Session, stage: Stage, who: str, letters: str, kind: str, statement: str, now: datetime) -> int:
    actor = stage.actor(session, who)
    kept = files.keep(session, stage.files, actor=actor, content=stage.licence, kind="licence", name="营业执照（示例）.pdf", now=now)
    made = disputes.claim(session, actor=actor, kind=kind, credit_code=stage.firms[letters].credit_code, statement=statement, licence_sha256=kept.sha256, now=now)
    session.flush()
    return made.id


def _contested_article_number(session: Session, stage: Stage, now: datetime) -> None:
    """Two enterprises print one article number: the second one's product starts without it, and the bureau decides."""
    holder, claimant = stage.firms["TLXY"], stage.firms["LTFB"]
    ids = [product_id for made in holder.products.values() for product_id in made]
    held = next(product.gtin for product in (product_queries.get(session, product_id) for product_id in ids) if product.gtin)
    form = ProductForm(name="荔汀联名帆布鞋（示例）", brand="荔汀（示例）", models="LM-01", category="canvas-shoe", gtin=held)
    products.register(
        session, actor=stage.owner(session, claimant), enterprise_id=claimant.id, form=form, claim="该商品条码由本企业申请并印制。（示例）", now=now, randbits=stage.random.getrandbits
    )


def _end_product(session: Session, stage: Stage, firm: Firm, now: datetime) -> None:
    products.end(session, actor=stage.owner(session, firm), product_id=firm.products[firm.categories[0]][-1], now=now)


def _invite(session: Session, stage: Stage, now: datetime) -> None:
    """Offers that nobody has taken up yet."""
    firm = stage.firms["HLXJ"]
    for turn, (address, role) in enumerate((("colleague@example.com", "editor"), ("lab@example.com", "viewer"))):
        token = f"{stage.random.getrandbits(256):064x}"
        invitations.invite_member(session, actor=stage.owner(session, firm), enterprise_id=firm.id, address=address, role=role, token=token, language=("zh", "en")[turn], now=now)
    token = f"{stage.random.getrandbits(256):064x}"
    bureau = stage.bureaus["331022"]
    invitations.invite_officer(session, actor=stage.actor(session, "registrar"), bureau_id=bureau, address="inspector@example.com", roles=["inspector"], token=token, language="zh", now=now)


def _drafts(session: Session, stage: Stage, now: datetime) -> None:
    """What editors left lying: barely begun, wrong in several places, weaker than a standard without saying so, not yet allowed."""
    rubber, outdoor, shoes, waiting = (stage.firms[letters] for letters in ("HLXJ", "LJHW", "XLTX", "QTHW"))
    _draft(session, stage, "editor", rubber, Content(title="耐寒橡胶输送带（示例）", number="Q/HLXJ 0"), now)
    _draft(session, stage, "editor", rubber, _full_of_slips(), now)
    _draft(session, stage, "editor", outdoor, _weak(outdoor, now.date()), now)
    _draft(session, stage, shoes.owner, shoes, Content(category="children-shoe", number="Q/XLTX 020-2026", title="儿童雨鞋（示例）", lines=(Line("外观质量", kind="functional"),)), now)
    _draft(session, stage, waiting.owner, waiting, _weak(waiting, now.date()), now)
    dropped = _draft(session, stage, "editor", rubber, Content(title="试填（示例）"), now)
    drafts.discard(session, actor=stage.actor(session, "editor"), draft_id=dropped, now=now)


def _draft(session: Session, stage: Stage, who: str, firm: Firm, content: Content, now: datetime) -> int:
    actor = stage.actor(session, who)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    session.flush()
    return drafts.save(session, actor=actor, draft_id=draft.id, content=content, revision=draft.revision, now=now).id


def _full_of_slips() -> Content:
    """Below a mandatory standard, a withdrawn reference, a method missing, a unit of another quantity."""
    return Content(
        category="fabric-conveyor-belt", number="Q/HLXJ 030-2026", title="轻型输送带（示例）",
        lines=(
            Line("火焰持续时间", "flame-time", "performance", "at_most", high="15", unit="s", method="GB 990001-2024"),
            Line("拉伸强度", "tensile-strength", "performance", "at_least", low="14", unit="MPa", condition="unaged"),
            Line("布层间粘合强度", "ply-adhesion", "performance", "at_least", low="3.5", unit="MPa", method="GB/T 990002-2024"),
        ),
        references=(Reference("corresponding_mandatory", "GB 990001-2024"), Reference("normative", "HG/T 990015-2009")),
    )  # fmt: skip


def _weak(firm: Firm, day: date) -> Content:
    """Complete, but one value lies under the recommended standard and nothing says so."""
    standards = corresponding(firm, "outdoor-jacket", day)
    grid = tuple(lines.below(line) or line for line in lines.grid("outdoor-jacket", standards, 0, firm.random, day, f"Q/{firm.letters} 040-2026"))
    references = (Reference("corresponding_mandatory", standards[0]), Reference("corresponding_recommended", standards[1], "lower"))
    return Content(category="outdoor-jacket", number=f"Q/{firm.letters} 040-2026", title="儿童冲锋衣（示例）", lines=grid, references=references)
