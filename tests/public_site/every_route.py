"""A registry in which every parameter of every address means something that exists, and the people who come to each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from public_site.regulator import witness_links
from registry.actions import (
    bulletins,
    disputes,
    facts,
    inspectors,
    invitations,
    label_kits,
    lots,
    rectifications,
    requirement_claims,
    serials,
    substitutions,
    targets,
    typed_links,
    verification,
)
from registry.actions import draws as draw_actions
from registry.actions import files as file_actions
from registry.actions import schemes as scheme_actions
from registry.actions.inspectors import Interest
from registry.db import Database, utc_now
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import (
    AuditEntry,
    Bureau,
    BureauMember,
    CasePhoto,
    CaseStep,
    CheckPlan,
    ConceptSynonym,
    Disclosure,
    DrawObject,
    Enterprise,
    EvaluationScheme,
    Floor,
    FrontRunner,
    Message,
    Product,
    ProvinceCase,
    ReportCase,
    SchemeVersion,
    ScreeningMatter,
    SignIn,
    Standing,
)
from registry.queries import products
from registry.rules.label_kit import KitOrder
from registry.rules.permission import Actor
from registry.rules.powers import BUREAU_ROLES
from registry.rules.target import Aim
from registry.settings import Settings
from tests.factories import people, rankings, schemes, spot_checks, uploads
from tests.factories.contents import content
from tests.factories.disclosures import disclosed, drafted, random
from tests.factories.visits import Visit, visit
from tests.fixtures.searching import begun
from tests.public_site.inspected import inspected
from tests.public_site.paid_world import paid
from tests.public_site.shelf import GTIN, fill

ASKED = {
    "console_claims.new": "?credit_code=91331022MA2K10012U", "console_requirements.show": "?requirement=R2", "console_requirements.evidence": "?requirement=R2",
    "regulator_bulletins.draft": "?year=2026", "regulator_vocabulary.map_name": "?name=%E6%89%8B%E6%84%9F+%3Cscript%3Ealert(1)%3C/script%3E",
}  # fmt: skip
LOCAL = {"short_code", "request_id", "dispute_id", "fact_id", "bureau_id", "standing_id", "matter_id", "public_id", "case_id", "body_id", "scheme_id", "ranking_id", "claim_id", "front_runner_id", "target_id", "honour_id", "policy_id", "round_id", "inspector_id", "recusal_id", "substitution_id", "plan_id", "draw_id", "rectification_id", "province_case_id"}
"""Parameters of the bureau's desk that name something of one county; the rest (vocabulary, catalogue, floors) is everybody's."""


@dataclass
class World:
    """`values` holds an existing thing for each parameter; `exact` what an endpoint means by a name that several share."""

    app: Flask
    database: Database
    values: dict[str, str]
    exact: dict[tuple[str, str], str]
    owner: Visit
    officer: Visit
    assessor: Visit
    another_enterprise: Visit
    another_county: Visit

    def stranger(self) -> Visit:
        return Visit(self.app.test_client())

    def rules(self, method: str) -> Iterator[tuple[Rule, str]]:
        """Every route that answers `method`, with an address under which there is something."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda each: each.rule):
            if method in (rule.methods or ()):
                yield rule, self.address(rule)

    def address(self, rule: Rule) -> str:
        """Refuses a parameter that nobody gave a meaning here."""
        chosen = {}
        for name in rule.arguments:
            first = re.search(rf"<any\(\s*(\w+)[^<>]*\):{name}>", rule.rule)
            chosen[name] = first[1] if first else self.exact.get((rule.endpoint, name)) or self.values[name]
        built = rule.build(chosen, append_unknown=False)
        assert built is not None, rule
        return built[1] + ASKED.get(rule.endpoint, "")

    def written(self) -> int:
        """How many acts are on record."""
        with self.database.reading() as session:
            return session.query(AuditEntry).count()


def world(app: Flask, database: Database, settings: Settings, now: datetime) -> World:
    begun(settings).close()
    with database.transaction() as session:
        shelf = fill(session, now)
        firm = session.query(Enterprise).filter_by(credit_code=shelf.firm).one()
        owner, officer, another = people.member(session, now, firm), _officer(session, now), _elsewhere(session, now)
        licence = file_actions.keep(session, Files(settings.files_url), actor=owner, content=uploads.picture("PNG"), kind="licence", name="执照.png", now=now)
        values = {"credit_code": firm.credit_code, "public_id": shelf.ids["current"], "gtin": GTIN, "code": shelf.product, "number": "GB/T 990002-2024", "filename": "css/base.css"}
        values |= _numbers(session, now, shelf.ids["amended"]) | _matters(session, now, owner, officer, another, firm, licence.sha256)
        values |= _printed(session, now, owner)
        exact = {("problems.page", "kind"): "not_found", ("regulator_vocabulary.concept", "code"): "tensile-strength", ("regulator_vocabulary.category", "code"): "conveyor-belt"}
        exact |= {("resolving.gtin", "gtin"): f"0{GTIN}", ("resolving.compressed", "compressed"): "ARFRGG_AFg"}
        exact |= {(f"disclosures.{name}", "public_id"): shelf.ids["amended"] for name in ("version", "canonical", "difference")}
        values |= paid(session, now, owner, officer, firm, licence.sha256)
        exact |= {(f"subsidies.{name}", "public_id"): values["paid_round"] for name in ("page", "round_twin", "export")}
        body = people.body(session, now, session.query(Bureau).filter_by(level="county").one(), officer.account_id)
        assessor = people.assessor(session, now, body)
        values |= {"body_id": str(body.id)} | _judged(session, now, assessor, owner, firm, licence.sha256)
        values |= _ordered(session, now, officer, int(values["claimed_id"]), licence.sha256)
        boards = _published(session, now, assessor, owner, firm)
        values |= boards
        exact |= {("console_rankings.of_disclosure", "public_id"): boards["entry_id"], ("console_rankings.of_draft", "draft_id"): boards["tried"]}
        exact |= {(rule.endpoint, "public_id"): boards[kind] for kind in ("rankings", "schemes") for rule in app.url_map.iter_rules() if rule.rule.startswith(f"/{kind}/<public_id>")}
        exact |= {(f"console_requirements.{name}", "disclosure_id"): values["claimed_id"] for name in ("show", "claim", "evidence")}
        checked = _spot_checked(session, now, officer, owner, firm)
        values |= checked
        exact |= {(f"spot_checks.{name}", "public_id"): checked["plan"] for name in ("plan", "plan_twin")} | {(f"spot_checks.{name}", "public_id"): checked["draw"] for name in ("draw", "draw_twin", "wall", "bundle")}
        exact |= {("console_draws.proof", "public_id"): checked["drawn"]}
        with app.app_context():
            exact |= {("spot_checks.bundle", "token"): witness_links.token(checked["draw"], int(checked["witness_link"]))}
        county, belt = session.query(Bureau).filter_by(level="county").one(), disclosed(session, now, owner, firm)
        values |= (looked_at := inspected(session, now, Files(settings.files_url), owner, county, belt, licence.sha256))
        exact |= {(rule.endpoint, "public_id"): looked_at["inspection"] for rule in app.url_map.iter_rules() if rule.rule.startswith(("/inspect/", "/regulator/inspections/"))}
        exact |= {(f"spot_check_results.{name}", "public_id"): looked_at["finding_id"] for name in ("show", "twin")}
        values |= (counted := _counted(session, now, officer, county))
        exact |= {(f"bulletins.{name}", "public_id"): counted["bulletin"] for name in ("page", "twin", "pdf", "sheet")}
        elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), *BUREAU_ROLES)
    met = {name: visit(app, database, actor) for name, actor in (("owner", owner), ("officer", officer), ("assessor", assessor), ("another_enterprise", another), ("another_county", elsewhere))}
    return World(app, database, values, exact, **met)


def _counted(session: Session, now: datetime, officer: Actor, office: Bureau) -> dict[str, str]:
    """A target, and a bulletin that was published."""
    target = targets.keep(session, actor=officer, bureau_id=office.id, aim=Aim("disclosures", "示例", date(2026, 1, 1), 0, date(2027, 1, 1), 9, "示例"), now=now)
    session.flush()
    seen = bulletins.draft(session, actor=officer, bureau_id=office.id, year="2026", today=legal_day(now)).content_hash
    made = bulletins.publish(session, actor=officer, bureau_id=office.id, year="2026", preface="示例", seen=seen, random=random, now=now)
    session.flush()
    return {"target_id": str(target.id), "bulletin": made.public_id}


def _judged(session: Session, now: datetime, assessor: Actor, owner: Actor, firm: Enterprise, licence: str) -> dict[str, str]:
    """A scheme with two versions and a draft that says something else, a standard in its category, and what is asserted of it."""
    disclosure_id = disclosed(session, now, owner, firm, category="conveyor-belt").disclosure_id
    scheme_id = schemes.published(session, now, assessor).scheme_id
    held = session.get_one(EvaluationScheme, scheme_id)
    for note, publishing in (("第二版", True), ("草稿", False)):
        session.flush()
        saved = scheme_actions.save(session, actor=assessor, scheme_id=scheme_id, scheme=schemes.scheme(note=note), revision=held.revision, now=now)
        if publishing:
            scheme_actions.publish(session, actor=assessor, scheme_id=scheme_id, revision=saved.revision, reason="示例", now=now)
    claim = requirement_claims.claim(
        session, actor=owner, scheme_id=scheme_id, disclosure_id=disclosure_id, requirement="R2", statement="示例", models="EP200", evidence_sha256=licence, evidence_name="记录.png", now=now,
    )  # fmt: skip
    ranking = rankings.compiled(session, now, assessor, session.get_one(SchemeVersion, held.latest_version_id))
    session.flush()
    return {"scheme_id": str(scheme_id), "claimed_id": str(disclosure_id), "claim_id": str(claim.id), "ranking_id": str(ranking.id)}


def _ordered(session: Session, now: datetime, officer: Actor, disclosure_id: int, proof: str) -> dict[str, str]:
    """An order to rectify that was delivered, and what the province, where the officer works as well, is asked for."""
    county = session.query(Bureau).filter_by(level="county").one()
    province = people.bureau(session, now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）")
    session.add(BureauMember(bureau_id=province.id, account_id=officer.account_id, roles=list(BUREAU_ROLES), since=now))
    items = [{"item": "L2", "statement": "示例"}]
    row = rectifications.order(session, actor=officer, disclosure_id=disclosure_id, items=items, days=5, ground="screening", now=now, random=random)
    session.flush()
    rectifications.deliver(session, actor=officer, rectification_id=row.id, revision=row.revision, how="left", on=legal_day(now), file_sha256=proof, now=now)
    case = ProvinceCase(rectification_id=row.id, wish="void_standard", from_bureau_id=county.id, to_bureau_id=province.id, statement="示例", asked_by_id=officer.account_id, asked_at=now)
    session.add(case)
    session.flush()
    return {"rectification_id": str(row.id), "rectification_number": row.number, "province_case_id": str(case.id)}


def _published(session: Session, now: datetime, assessor: Actor, owner: Actor, firm: Enterprise) -> dict[str, str]:
    """Public ids of a ranking that stands, of its scheme and of a disclosure on it, which it makes a candidate; a draft of the category."""
    belt = rankings.belt(session, now, owner, firm)
    version = schemes.published(session, now, assessor, rankings.scheme())
    ranking = rankings.published(session, now, assessor, version)
    scheme, tried = session.get_one(EvaluationScheme, version.scheme_id).public_id, drafted(session, now, owner, firm, content(category="conveyor-belt"))
    session.flush()
    return {"rankings": ranking.public_id, "schemes": scheme, "scheme": scheme, "tried": str(tried.id), "entry_id": belt.disclosure.public_id, "indicator": "1", "front_runner_id": str(session.query(FrontRunner).one().id)}


def _spot_checked(session: Session, now: datetime, officer: Actor, owner: Actor, firm: Enterprise) -> dict[str, str]:
    """A plan in force and a draw by it, its inspectors, one of whom is recused and away."""
    county = session.query(Bureau).filter_by(level="county").one()
    library = [spot_checks.inspector(session, now, officer, county, name) for name in ("林检查", "黄检查", "周检查")]
    told = inspectors.recuse(session, actor=officer, inspector_id=library[0].id, interest=Interest(firm.credit_code, "relative", since=legal_day(now)), now=now)
    away = substitutions.put_in(
        session, actor=officer, bureau_id=county.id, account_id=library[0].account_id, substitute_id=library[1].account_id, first_on=legal_day(now), last_on=legal_day(now), now=now,
    )  # fmt: skip
    version = spot_checks.in_force(session, now, officer, county)
    drawn = spot_checks.drawn(session, now, officer, version)
    session.flush()
    link = draw_actions.open_to_witnesses(session, actor=officer, draw_id=drawn.id, until=legal_day(utc_now()), now=utc_now())
    own = session.query(DrawObject).filter_by(draw_id=drawn.id, enterprise_id=firm.id).first()
    return {
        "inspector_id": str(library[0].id), "recusal_id": str(told.id), "substitution_id": str(away.id), "plan_id": str(version.plan_id), "draw_id": str(drawn.id), "draw": drawn.public_id,
        "plan": session.get_one(CheckPlan, version.plan_id).public_id, "drawn": own.public_id, "witness_link": str(link),
    }  # fmt: skip


def _officer(session: Session, now: datetime) -> Actor:
    """Holds every role in the county's bureau."""
    county = session.query(Bureau).filter_by(level="county").one()
    actor = people.officer(session, now, county, *BUREAU_ROLES)
    session.query(BureauMember).filter_by(account_id=actor.account_id).one().roles = list(BUREAU_ROLES)
    return actor


def _elsewhere(session: Session, now: datetime) -> Actor:
    return people.member(session, now, people.enterprise(session, now, credit_code="91350302MA31ABCD0F", name="别家企业（示例）", division_code="350302"))


def _numbers(session: Session, now: datetime, amended: str) -> dict[str, str]:
    """Rows that stand already, and numbers of versions."""
    return {
        "sequence": "1", "newer": "2", "older": "1", "disclosure_id": str(session.query(Disclosure).filter_by(public_id=amended).one().id),
        "product_id": str(session.query(Product).order_by(Product.id).first().id), "standard_id": str(session.query(Floor).first().standard_id), "floor_id": str(session.query(Floor).first().id),
        "synonym_id": str(session.query(ConceptSynonym).first().id), "bureau_id": str(session.query(Bureau).filter_by(level="county").one().id),
        "matter_id": _asked(session, now, amended),
        "standing_id": str(session.query(Standing).filter_by(kind="checked").first().id), "token": "t" * 43,
    }  # fmt: skip


def _asked(session: Session, now: datetime, public_id: str) -> str:
    """What looking again asked of the enterprise."""
    disclosure = session.query(Disclosure).filter_by(public_id=public_id).one()
    matter = ScreeningMatter(disclosure_id=disclosure.id, enterprise_id=disclosure.enterprise_id, code="no_product", place="", facts={"since": "2025-01-01"}, told_at=now, due_on=now.date(), provisional=False)
    session.add(matter)
    session.flush()
    return str(matter.id)


def _printed(session: Session, now: datetime, owner: Actor) -> dict[str, str]:
    """A code, a lot, serials and a link of the product that `_numbers` names."""
    product = session.query(Product).order_by(Product.id).first()
    lot = lots.register(session, actor=owner, product_id=product.id, lot="L1", produced_on=legal_day(now), now=now)
    run = serials.enlist(session, actor=owner, product_id=product.id, serials=["S1"], lot_id=lot.id, now=now)
    link = typed_links.add(session, actor=owner, product_id=product.id, link_type="gs1:pip", title="示例", href="https://example.com/", now=now)
    session.flush()
    return {"short_code": products.code_of(session, product.id), "lot_id": str(lot.id), "run_id": str(run.id), "link_id": str(link.id)}


def _matters(session: Session, now: datetime, owner: Actor, officer: Actor, another: Actor, firm: Enterprise, licence: str) -> dict[str, str]:
    """What waits for somebody."""
    request = verification.request(
        session, actor=owner, enterprise_id=firm.id, kind="rename", name="新名称（示例）", division_code=firm.division_code, town="", licence_sha256=licence, licence_name="执照.png", message="", now=now,
    )  # fmt: skip
    dispute = disputes.claim(session, actor=another, kind="credit_code", credit_code=firm.credit_code, statement="这是我们的", licence_sha256=licence, now=now)
    fact = facts.claim(session, actor=owner, enterprise_id=firm.id, kind="zhejiang_standard", statement="示例", source="示例", source_url="", since=None, now=now)
    invitation = invitations.invite_member(session, actor=owner, enterprise_id=firm.id, address="guest@example.com", role="viewer", token="s" * 43, language="zh", now=now)
    message = Message(account_id=owner.account_id, kind="verification.approved", facts={"enterprise": firm.name}, path="/console", created_at=now)
    signed_in = SignIn(account_id=owner.account_id, token_hash="0" * 64, device="Test", created_at=now, seen_at=now, expires_at=now)
    session.add_all((message, signed_in))
    draft = drafted(session, now, owner, firm)
    kit = label_kits.order(session, actor=owner, enterprise_id=firm.id, wanted=KitOrder(sheet="a4-3x8-70x37"), now=now)
    kit.file_sha256 = licence
    session.flush()
    case = _reported(session, now, firm, licence)
    return {
        "case_id": str(case.id), "position": "1", "request_id": str(request.id), "dispute_id": str(dispute.id), "fact_id": str(fact.id), "invitation_id": str(invitation.id), "secret": "s" * 43, "message_id": str(message.id),
        "sign_in_id": str(signed_in.id), "draft_id": str(draft.id), "kit_id": str(kit.id), "account_id": str(owner.account_id), "kind": "rename",
    }  # fmt: skip


def _reported(session: Session, now: datetime, firm: Enterprise, photo: str) -> ReportCase:
    """A report with a photograph, which the county's bureau has."""
    case = ReportCase(
        number="JB20261120-2222222", secret_hash="0" * 64, kind="report", bureau_id=session.query(Bureau).filter_by(level="county").one().id, enterprise_id=firm.id, problem="other",
        statement="示例", language="zh", received_at=now,
    )  # fmt: skip
    session.add(case)
    session.flush()
    session.add_all((CaseStep(case_id=case.id, word="received", at=now), CasePhoto(case_id=case.id, position=1, sha256=photo)))
    return case
