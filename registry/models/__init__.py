"""Every table. Importing this package is enough for `Base.metadata` to be complete."""

from registry.models.account import Account, Attempt, Confirmation, RecoveryCode, SignIn
from registry.models.assessment import AssessmentBody, AssessmentMember, EvaluationScheme, RequirementClaim, SchemeVersion
from registry.models.audit import AuditEntry
from registry.models.bureau import Bureau, BureauMember, Dispute
from registry.models.calendar import CalendarYear, SpecialDay
from registry.models.catalogue import CatalogueConfirmation, CatalogueSource, CatalogueStandard, Floor
from registry.models.credit_class import CreditClass
from registry.models.disclosure import (
    GUARDED,
    Disclosure,
    DisclosureSuccession,
    DisclosureVersion,
    DisclosureWithdrawal,
    Indicator,
    PlatformIndication,
    VersionReference,
)
from registry.models.draft import Draft
from registry.models.draw import CheckPlan, CheckPlanVersion, Draw, DrawObject, Inspection
from registry.models.enterprise import Enterprise, EnterpriseFact, EnterpriseMember, EnterpriseName, Invitation, VerificationRequest
from registry.models.file import StoredFile
from registry.models.front_runner import FrontRunner, FrontRunnerStep
from registry.models.honour import Entitlement, Honour, HonourStep, PolicyVersion, ProfileReading, StandardsProfile, SubsidyPolicy, SubsidyRound
from registry.models.inspection import Checklist, Finding, FindingPublication, FindingReply, InspectionAnswer, InspectionPhoto, InspectionStep
from registry.models.inspector import Inspector, Recusal, Substitution
from registry.models.job import Job, Worker
from registry.models.ledger import LedgerEntry
from registry.models.message import Message
from registry.models.outbox import IndexLease, IndexTask
from registry.models.product import Product, ProductDisclosure
from registry.models.ranking import LiveEntry, Ranking, RankingEntry, RankingListPage, RankingTask
from registry.models.rectification import ProvinceCase, Rectification, RectificationStep
from registry.models.report import CasePhoto, CaseStep, ReportCase, Reporter
from registry.models.scan_code import EnterpriseScanCount, GtinHolding, LabelKit, Lot, ScanCode, ScanCount, Serial, SerialRun, TypedLink, Variant
from registry.models.screening import DeskTask, Likeness, Screening, ScreeningMatter
from registry.models.standing import Standing
from registry.models.statistic import Bulletin, Statistic, StatisticShare, Target
from registry.models.vocabulary import CategoryConcept, ConceptSynonym, IndicatorConcept, ProductCategory

__all__ = [
    "GUARDED", "Account", "AssessmentBody", "AssessmentMember", "Attempt", "AuditEntry", "Bulletin", "Bureau",
    "BureauMember", "CalendarYear", "CasePhoto", "CaseStep", "CatalogueConfirmation", "CatalogueSource",
    "CatalogueStandard", "CategoryConcept", "CheckPlan", "CheckPlanVersion", "Checklist", "ConceptSynonym",
    "Confirmation", "CreditClass", "DeskTask", "Disclosure", "DisclosureSuccession", "DisclosureVersion",
    "DisclosureWithdrawal", "Dispute", "Draft", "Draw", "DrawObject", "Enterprise", "EnterpriseFact",
    "EnterpriseMember", "EnterpriseName", "EnterpriseScanCount", "Entitlement", "EvaluationScheme", "Finding",
    "FindingPublication", "FindingReply", "Floor", "FrontRunner", "FrontRunnerStep", "GtinHolding", "Honour",
    "HonourStep", "IndexLease", "IndexTask", "Indicator", "IndicatorConcept", "Inspection", "InspectionAnswer",
    "InspectionPhoto", "InspectionStep", "Inspector", "Invitation", "Job", "LabelKit", "LedgerEntry", "Likeness",
    "LiveEntry", "Lot", "Message", "PlatformIndication", "PolicyVersion", "Product", "ProductCategory",
    "ProductDisclosure", "ProfileReading", "ProvinceCase", "Ranking", "RankingEntry", "RankingListPage", "RankingTask",
    "RecoveryCode", "Rectification", "RectificationStep", "Recusal", "ReportCase", "Reporter", "RequirementClaim",
    "ScanCode", "ScanCount", "SchemeVersion", "Screening", "ScreeningMatter", "Serial", "SerialRun", "SignIn",
    "SpecialDay", "StandardsProfile", "Standing", "Statistic", "StatisticShare", "StoredFile", "SubsidyPolicy",
    "SubsidyRound", "Substitution", "Target", "TypedLink", "Variant", "VerificationRequest", "VersionReference",
    "Worker",
]
