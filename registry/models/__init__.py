"""Every table. Importing this package is enough for `Base.metadata` to be complete."""

from registry.models.account import Account, Attempt, Confirmation, RecoveryCode, SignIn
from registry.models.audit import AuditEntry
from registry.models.bureau import Bureau, BureauMember, Dispute
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
from registry.models.job import Job, Worker
from registry.models.ledger import LedgerEntry
from registry.models.message import Message
from registry.models.product import Product, ProductDisclosure, ScanCode
from registry.models.standing import Standing
from registry.models.vocabulary import CategoryConcept, ConceptSynonym, IndicatorConcept, ProductCategory

__all__ = [
    "GUARDED", "Account", "Attempt", "AuditEntry", "Bureau", "BureauMember", "CatalogueConfirmation", "CatalogueSource", "CatalogueStandard",
    "CategoryConcept", "ConceptSynonym", "Confirmation", "Disclosure", "DisclosureSuccession", "DisclosureVersion", "DisclosureWithdrawal",
    "Dispute", "Draft", "Enterprise", "EnterpriseFact", "EnterpriseMember", "EnterpriseName", "Floor", "Indicator", "IndicatorConcept",
    "Invitation", "Job", "LedgerEntry", "Message", "PlatformIndication", "Product", "ProductCategory", "ProductDisclosure", "RecoveryCode",
    "ScanCode", "SignIn", "Standing", "StoredFile", "VerificationRequest", "VersionReference", "Worker",
]
