"""The demonstration looks like a registry in use, is the same each time, and cannot be taken for something real."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from public_site.cli import main
from registry.actions.front_runners import LOOK
from registry.db import Database
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import (
    Account,
    AssessmentBody,
    AuditEntry,
    Bureau,
    CaseStep,
    Disclosure,
    DisclosureVersion,
    Dispute,
    Draft,
    Enterprise,
    EnterpriseFact,
    EnterpriseMember,
    EnterpriseName,
    FrontRunner,
    FrontRunnerStep,
    Indicator,
    Invitation,
    Job,
    LedgerEntry,
    Lot,
    Product,
    Ranking,
    ReportCase,
    RequirementClaim,
    ScanCode,
    ScanCount,
    SchemeVersion,
    Serial,
    Standing,
    StoredFile,
    VerificationRequest,
    VersionReference,
)
from registry.passwords import UNUSABLE, Passwords, Proof
from registry.queries import accounts, disclosures
from registry.rules import contact, credit_code, self_check, standing
from registry.rules.content import BASES, Content
from registry.rules.self_check import Remark
from registry.rules.status import Word
from registry.seed import demo


def _count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table))


def _words(session: Session, column: object) -> Counter[object]:
    return Counter(session.scalars(select(column)))


def test_there_is_enough_to_look_at(told: Session) -> None:
    verified = told.scalars(select(Enterprise.division_code).where(Enterprise.verified_at.is_not(None))).all()
    assert len(verified) >= 60
    assert min(Counter(verified)["331022"], Counter(verified)["350302"]) >= 25
    assert _count(told, Disclosure) >= 300
    assert told.scalar(select(func.count()).select_from(Indicator).join(Disclosure, Disclosure.latest_version_id == Indicator.version_id)) >= 3000
    assert _count(told, Product) >= 500


def test_every_class_basis_change_and_status_is_there(told: Session) -> None:
    rows = told.scalars(select(Disclosure)).all()
    assert {row.klass for row in rows} == {"enterprise", "national", "industry", "local", "association", "international"}
    assert {row.basis for row in rows} == set(BASES)
    assert set(_words(told, DisclosureVersion.change)) == {"first", "amendment", "correction"}
    assert {status.word for status in disclosures.statuses(told, rows, demo.TODAY).values()} == set(Word)


def test_every_kind_of_standing_is_there_and_some_are_corrected_or_taken_back(told: Session) -> None:
    assert set(_words(told, Standing.kind)) == set(standing.KINDS)
    assert {result for result in _words(told, Standing.result) if result} == set(standing.RESULTS)
    due = {row.until for row in told.scalars(select(Standing).where(Standing.kind == "rectification_ordered"))}
    assert min(due) < demo.TODAY < max(due)
    corrections = told.scalars(select(Standing).where(Standing.corrects_id.is_not(None))).all()
    assert {row.annulled for row in corrections} == {False, True}
    levels = dict(told.execute(select(Standing.kind, Bureau.level).join(Bureau, Bureau.id == Standing.bureau_id)).all())
    assert (levels["number_revoked"], levels["standard_voided"]) == ("province", "province")


def test_nothing_in_it_can_be_taken_for_real(told: Session) -> None:
    named = [*told.scalars(select(Enterprise.name)), *told.scalars(select(EnterpriseName.name)), *told.scalars(select(Bureau.name))]
    assert [name for name in named if not name.endswith("（示例）")] == []
    assert [title for title in told.scalars(select(DisclosureVersion.title)) if "示例" not in title] == []
    assert [email for email in told.scalars(select(Account.email)) if not email.endswith("@example.com")] == []
    gtins = [gtin for gtin in told.scalars(select(Product.gtin)) if gtin]
    assert len(gtins) > 300
    assert [gtin for gtin in gtins if not gtin.startswith("0952")] == []
    assert [phone for phone in told.scalars(select(Enterprise.contact_phone)) if not re.fullmatch(r"05(76|94)-0000[0-9]{4}", phone)] == []


def test_credit_codes_pass_both_checks_and_name_no_organisation(told: Session) -> None:
    read = [credit_code.parse(code) for code in told.scalars(select(Enterprise.credit_code))]
    assert {code.notices for code in read} == {()}
    assert {code.organisation_code[:4] for code in read} == {"DEM0"}


def test_nobody_promises_less_than_a_mandatory_standard_and_who_promises_less_than_another_says_so(told: Session) -> None:
    rows = told.execute(select(VersionReference.relation, VersionReference.comparison, DisclosureVersion.lower_stated).join(DisclosureVersion, DisclosureVersion.id == VersionReference.version_id)).all()
    weaker = [row for row in rows if row.comparison in ("computed_lower", "computed_fewer")]
    assert {row.comparison for row in weaker} == {"computed_lower", "computed_fewer"}
    assert {(row.relation, row.lower_stated) for row in weaker} == {("corresponding_recommended", True)}
    assert sum(row.comparison in ("computed_higher", "computed_equal") for row in rows) > 150


def test_indicators_are_of_all_kinds(told: Session) -> None:
    assert set(_words(told, Indicator.operator)) >= {"at_least", "at_most", "range", "grade", "text", "equal"}
    assert "3-4" in _words(told, Indicator.grade)
    assert {"washed", "intact", "same_city"} <= set(_words(told, Indicator.condition_code))
    assert _words(told, Indicator.concept_id)[None] > 200


def test_bureaus_find_work_on_their_desks(told: Session) -> None:
    asked = _words(told, VerificationRequest.decision)
    assert (asked[None], asked["refused"], asked["asked_back"]) == (3, 1, 1)
    waiting = {row.kind for row in told.scalars(select(Dispute).where(Dispute.decided_at.is_(None)))}
    assert waiting == {"credit_code", "owner", "gtin"}
    assert {row.confirmed_at is None for row in told.scalars(select(EnterpriseFact))} == {True, False}
    assert set(_words(told, EnterpriseFact.kind)) == {"adopted_international", "zhejiang_standard", "innovative_enterprise"}
    open_offers = told.scalars(select(Invitation).where(Invitation.accepted_at.is_(None))).all()
    assert {legal_day(offer.expires_at) for offer in open_offers} == {demo.TODAY + timedelta(days=7)}


def test_enterprises_were_renamed_and_moved_and_tell_it(told: Session) -> None:
    histories: dict[int, list[EnterpriseName]] = {}
    for row in told.scalars(select(EnterpriseName).order_by(EnterpriseName.id)):
        histories.setdefault(row.enterprise_id, []).append(row)
    changed = [history for history in histories.values() if len(history) > 1]
    assert sum(history[0].name != history[-1].name for history in changed) == 2
    assert {(history[0].division_code, history[-1].division_code) for history in changed if history[0].division_code != history[-1].division_code} == {("331082", "331022"), ("350304", "350302")}


def test_drafts_lie_half_finished_with_something_to_mend(told: Session) -> None:
    drafts = told.scalars(select(Draft).where(Draft.disclosed_version_id.is_(None), Draft.discarded_at.is_(None))).all()
    assert len(drafts) == 5
    remarks = {remark.word for draft in drafts for remark in _remarks(told, draft)}
    assert remarks >= {"below_mandatory", "reference_withdrawn", "method_missing", "unit_of_another_quantity", "lower_than_recommended", "enterprise_unverified"}


def _remarks(session: Session, draft: Draft) -> tuple[Remark, ...]:
    content = Content.from_json(draft.content)
    return self_check.check(content, disclosures.world(session, draft.enterprise_id, content, demo.TODAY, draft=draft), demo.TODAY)


def test_everybody_named_can_sign_in_and_nobody_else(told: Session) -> None:
    passwords, seen = Passwords("cheap"), {}
    for _, role, address, password in demo.SIGN_INS:
        account = accounts.by_contact(told, contact.parse(address))
        assert passwords.prove(Proof(account.id, account.password_hash), password).holds
        actor = accounts.actor(told, account.id, second_factor=False, origin="test")
        seen[role] = sorted(actor.enterprises.values()) or [(office.division_code, *office.roles) for office in actor.offices] or [body.name for body in told.scalars(select(AssessmentBody).where(AssessmentBody.id.in_(actor.bodies)))]
    assert seen == {
        "Owner of an enterprise": ["owner"], "Editor for two enterprises": ["editor", "editor"], "Viewer of an enterprise": ["viewer", "viewer"],
        "Registrar of Sanmen": [("331022", "registrar")], "Handler of Sanmen": [("331022", "handler")], "Approver of Sanmen": [("331022", "approver")],
        "Auditor of Sanmen": [("331022", "auditor")], "Registrar of Chengxiang": [("350302", "registrar")], "Handler of Chengxiang": [("350302", "handler")], "Approver of Zhejiang Province": [("330000", "approver")],
        "Assessor of an assessment body": ["海岳标准评估中心（示例）"], "Approver of Chengxiang": [("350302", "approver")], "Inspector of Sanmen": [("331022", "inspector")],
        "Approver of Fujian Province": [("350000", "approver")], "Owner of an enterprise that was checked and has rectified": ["owner"], "Owner of an enterprise that is overdue": ["owner"],
    }  # fmt: skip
    assert told.scalar(select(func.count()).select_from(Account).where(Account.password_hash != UNUSABLE)) == len(demo.SIGN_INS)
    owners = set(told.scalars(select(EnterpriseMember.enterprise_id).where(EnterpriseMember.role == "owner")))
    assert owners == set(told.scalars(select(Enterprise.id)))


def test_what_happened_is_told_in_the_order_in_which_it_happened(told: Session) -> None:
    for table in (LedgerEntry, AuditEntry):
        moments = told.scalars(select(table.at).order_by(table.id)).all()
        assert moments == sorted(moments)
        assert (legal_day(moments[0]).year, legal_day(moments[-1])) == (2024, demo.TODAY)
    assert legal_day(told.scalar(select(func.min(AuditEntry.at)))) == date(2024, 1, 2)


def test_texts_and_licences_are_real_files(told: Session, demo_made: Path) -> None:
    files = Files(str(demo_made / "files"))
    stored = told.scalars(select(StoredFile)).all()
    assert Counter(row.media_type for row in stored) == {"application/pdf": 7, "image/png": 1}
    assert {files.read(row.sha256)[:4] for row in stored} == {b"%PDF", b"\x89PNG"}
    assert _words(told, DisclosureVersion.text_public)[False] >= 1


def test_no_message_leaves_for_people_who_do_not_exist(told: Session) -> None:
    assert told.scalars(select(Job.kind).where(Job.ended_at.is_(None))).all() == [LOOK]  # the registry's own look at front-runners
    assert {str(job) for job in told.scalars(select(Job.payload))} == {"{}"}


def test_it_is_the_same_each_time_and_on_either_database(told: Session, demo_on_postgresql: Database) -> None:
    with demo_on_postgresql.reading() as other:
        assert _print(told) == _print(other)


def _print(session: Session) -> dict[str, list[object]]:
    """What a reader could note down of the whole registry."""
    rows = {
        "disclosures": select(Disclosure.public_id, DisclosureVersion.sequence, DisclosureVersion.content_hash).join(Disclosure.versions).order_by(DisclosureVersion.id),
        "products": select(ScanCode.code, Product.name, Product.gtin).join(ScanCode.product).order_by(ScanCode.id),
        "ledger": select(LedgerEntry.content_hash).order_by(LedgerEntry.id),
        "enterprises": select(Enterprise.credit_code, Enterprise.name, Enterprise.verified_at).order_by(Enterprise.id),
        "accounts": select(Account.name, Account.email, Account.created_at).order_by(Account.id),
        "codes": select(ScanCode.code, ScanCode.revoked_at, Product.merged_into_id).join(ScanCode.product).order_by(ScanCode.id),
        "lots": select(Lot.product_id, Lot.lot, Lot.produced_on).order_by(Lot.id),
        "serials": select(Serial.product_id, Serial.serial, Serial.lot_id).order_by(Serial.product_id, Serial.serial),
        "scans": select(ScanCount.code_id, ScanCount.day, ScanCount.region, ScanCount.scans).order_by(ScanCount.code_id, ScanCount.day, ScanCount.region),
        "cases": select(ReportCase.number, ReportCase.secret_hash, CaseStep.word, CaseStep.at).join(CaseStep, CaseStep.case_id == ReportCase.id).order_by(CaseStep.id),
        "schemes": select(SchemeVersion.content_hash).order_by(SchemeVersion.id),
        "claims": select(RequirementClaim.requirement, RequirementClaim.statement, RequirementClaim.models, RequirementClaim.decision).order_by(RequirementClaim.id),
        "rankings": select(Ranking.public_id, Ranking.inputs_hash, Ranking.result_hash, Ranking.published_at).order_by(Ranking.id),
        "front-runners": select(FrontRunner.public_id, FrontRunner.kind, FrontRunner.models, FrontRunnerStep.step).outerjoin(FrontRunnerStep, FrontRunnerStep.front_runner_id == FrontRunner.id).order_by(FrontRunner.id, FrontRunnerStep.id),
        "audit": select(AuditEntry.at, AuditEntry.action, AuditEntry.account_id, AuditEntry.subject_id).order_by(AuditEntry.id),
    }
    return {name: [tuple(row) for row in session.execute(query)] for name, query in rows.items()}


def test_a_registry_in_use_is_left_alone(demo_url: str, demo_database: Database, tmp_path: Path) -> None:
    with demo_database.reading() as session:
        before = _print(session)
    own = {"DATABASE_URL": demo_url, "FILES_URL": str(tmp_path / "files"), "PASSWORD_COST": "cheap"}
    again = CliRunner().invoke(main, ["seed", "demo", "--if-empty"], env=own)
    assert (again.exit_code, again.output) == (0, "The registry is in use already; nothing was added.\n")
    refused = CliRunner().invoke(main, ["seed", "demo"], env=own)
    assert refused.exit_code == 1
    assert "nothing invented may stand beside real facts" in refused.output
    with demo_database.reading() as session:
        assert _print(session) == before
