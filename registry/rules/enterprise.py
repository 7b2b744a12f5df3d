"""What an enterprise tells of itself: which fields there are, who may read them, and when one is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from registry.reference import divisions, industries

PUBLIC_FIELDS: Final[Mapping[str, bool]] = MappingProxyType({
    "credit_code": True,
    "name": True,
    "division_code": True,
    "town": True,
    "industry_code": True,
    "address": True,
    "website": True,
    "chief_standards_officer": True,
    "verified_at": True,
    "contact_name": False,
    "contact_phone": False,
    "contact_email": False,
    "licence": False,
    "members": False,
    "id": False,
    "created_at": False,
    "revision": False,
})
"""Which fields of an enterprise anybody may read. What stands nowhere in this table is not public either."""

REQUEST_KINDS: Final = ("first", "rename", "move")
DECISIONS: Final = ("approved", "refused", "asked_back")
DISPUTE_KINDS: Final = ("credit_code", "owner", "gtin")
DISPUTE_DECISIONS: Final = ("upheld", "rejected")
FACT_KINDS: Final = ("adopted_international", "zhejiang_standard", "innovative_enterprise")

LONGEST_NAME: Final = 120
LONGEST_LINE: Final = 200
LONGEST_REASON: Final = 2000
_PHONE = re.compile(r"\+?[0-9][0-9 \-()]{4,24}")
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\".]+(?:\.[^\s@<>\".]+)+")


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields that an enterprise keeps itself; "" where nothing is said."""

    name: str
    division_code: str
    contact_name: str
    contact_phone: str
    town: str = ""
    industry_code: str = ""
    address: str = ""
    website: str = ""
    contact_email: str = ""
    chief_standards_officer: str = ""


def wrong_fields(profile: Profile) -> dict[str, str]:
    """Field -> code for every field that cannot stand."""
    wrong = name_and_place(profile.name, profile.division_code, profile.town)
    checks = {
        "contact_name": "" if profile.contact_name.strip() else "required",
        "contact_phone": _phone(profile.contact_phone),
        "contact_email": "" if not profile.contact_email or _EMAIL.fullmatch(profile.contact_email) else "email_shape",
        "website": "" if not profile.website or is_web_address(profile.website) else "not_an_address",
        "industry_code": "" if not profile.industry_code or industries.find(profile.industry_code) else "industry_unknown",
    }
    wrong |= {name: code for name, code in checks.items() if code}
    lines = ("address", "contact_name", "contact_email", "chief_standards_officer", "website")
    return wrong | {name: "line_too_long" for name in lines if len(getattr(profile, name)) > LONGEST_LINE}


def name_and_place(name: str, division_code: str, town: str) -> dict[str, str]:
    """Field -> code for the three fields that a licence proves."""
    wrong = {}
    if not name.strip():
        wrong["name"] = "required"
    elif not 2 <= len(name.strip()) <= LONGEST_NAME:
        wrong["name"] = "enterprise_name_length"
    if not is_seat(division_code):
        wrong["division_code"] = "division_not_a_county" if division_code else "required"
    if len(town) > LONGEST_LINE:
        wrong["town"] = "line_too_long"
    return wrong


def is_seat(division_code: str) -> bool:
    """Whether an enterprise can lie in it: a division of today with nothing below (a county, or a city without counties)."""
    found = divisions.find(division_code)
    return found is not None and not found.historic and found.level != "province" and not divisions.children(division_code)


def public_part(enterprise: object) -> dict[str, object]:
    """The fields of an enterprise row that anybody may read."""
    return {name: getattr(enterprise, name) for name, public in PUBLIC_FIELDS.items() if public}


def is_web_address(address: str) -> bool:
    """Whether it is http(s) with a host and without spaces."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\]", address)


def next_step(*, verified: bool, waiting: bool, last_decision: str | None, drafts: int, disclosures: int, orders: int = 0, findings: int = 0, matters: int = 0) -> str:
    """The one thing to do next: ask, wait, answer, ask_again, rectify, read_finding, mend, continue_draft, first_disclosure or all_done.

    waiting: a request lies with the bureau; last_decision: of the newest decided request; orders, findings, matters: what a bureau waits for.
    """
    if waiting and not verified:
        return "wait"
    if last_decision == "asked_back":
        return "answer"
    if not verified:
        return "ask_again" if last_decision == "refused" else "ask"
    if asked := next((word for word, count in (("rectify", orders), ("read_finding", findings), ("mend", matters)) if count), ""):
        return asked
    if drafts:
        return "continue_draft"
    return "all_done" if disclosures else "first_disclosure"


def _phone(phone: str) -> str:
    if not phone.strip():
        return "required"
    return "" if _PHONE.fullmatch(phone.strip()) else "phone_shape"
