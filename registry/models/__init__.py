"""Every table. Importing this package is enough for `Base.metadata` to be complete."""

from registry.models.account import Account, Attempt, Confirmation, RecoveryCode, SignIn
from registry.models.assessment import AssessmentBody, AssessmentMember, EvaluationScheme, RequirementClaim, SchemeVersion
from registry.models.audit import AuditEntry
from registry.models.bureau import Bureau, BureauMember, Dispute
from registry.models.calendar import CalendarYear, SpecialDay
from registry.models.catalogue import CatalogueConfirmation, CatalogueSource, CatalogueStandard, Floor
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
from registry.models.enterprise import Enterprise, EnterpriseFact, EnterpriseMember, EnterpriseName, Invitation, VerificationRequest
from registry.models.file import StoredFile
from registry.models.front_runner import FrontRunner, FrontRunnerStep
from registry.models.job import Job, Worker
from registry.models.ledger import LedgerEntry
from registry.models.message import Message
from registry.models.outbox import IndexLease, IndexTask
from registry.models.product import Product, ProductDisclosure
from registry.models.ranking import LiveEntry, Ranking, RankingEntry, RankingListPage, RankingTask
from registry.models.report import CasePhoto, CaseStep, ReportCase, Reporter
from registry.models.scan_code import EnterpriseScanCount, GtinHolding, LabelKit, Lot, ScanCode, ScanCount, Serial, SerialRun, TypedLink, Variant
from registry.models.standing import Standing
from registry.models.vocabulary import CategoryConcept, ConceptSynonym, IndicatorConcept, ProductCategory

__all__ = [
    "GUARDED", "Account", "AssessmentBody", "AssessmentMember", "Attempt", "AuditEntry", "Bureau", "BureauMember",
    "CalendarYear", "CasePhoto", "CaseStep", "CatalogueConfirmation", "CatalogueSource", "CatalogueStandard",
    "CategoryConcept", "ConceptSynonym", "Confirmation", "Disclosure", "DisclosureSuccession", "DisclosureVersion",
    "DisclosureWithdrawal", "Dispute", "Draft", "Enterprise", "EnterpriseFact", "EnterpriseMember", "EnterpriseName",
    "EnterpriseScanCount", "EvaluationScheme", "Floor", "FrontRunner", "FrontRunnerStep", "GtinHolding", "IndexLease",
    "IndexTask", "Indicator", "IndicatorConcept", "Invitation", "Job", "LabelKit", "LedgerEntry", "LiveEntry", "Lot",
    "Message", "PlatformIndication", "Product", "ProductCategory", "ProductDisclosure", "Ranking", "RankingEntry",
    "RankingListPage", "RankingTask", "RecoveryCode", "ReportCase", "Reporter", "RequirementClaim", "ScanCode",
    "ScanCount", "SchemeVersion", "Serial", "SerialRun", "SignIn", "SpecialDay", "Standing", "StoredFile", "TypedLink",
    "Variant", "VerificationRequest", "VersionReference", "Worker",
]
