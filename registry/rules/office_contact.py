"""How the public reaches an office: the telephone, mailbox or e-mail address that it publishes for reports.

An authority makes at least one of them public (Standardization Law Art. 35), which ones is its own choice. Not an account's address: landlines and
short numbers such as 12315 belong here, and nobody signs in with them.
"""

import re
from dataclasses import asdict, dataclass
from typing import Final

from registry.rules import contact, names
from registry.rules.standard_number_text import clean

LONGEST_ADDRESS: Final = 200
_DASH: Final = re.compile(r"[\u2010-\u2015\u2212]")
_PHONE: Final = re.compile(r"\+?(?=(?:[^0-9]*[0-9]){3})[0-9(][0-9 ()\-]{2,24}")


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """In the spelling that readers see; "" where the office has none."""

    phone: str = ""
    email: str = ""
    address: str = ""

    def differs(self, other: "OfficeContact") -> list[str]:
        """Names of the fields that are not the same in both."""
        mine, theirs = asdict(self), asdict(other)
        return [name for name in mine if mine[name] != theirs[name]]


def read(phone: str | None, email: str | None, address: str | None) -> tuple[OfficeContact, dict[str, str]]:
    """What was typed, in plain spelling, and every wrong field with its code. An empty field is not wrong."""
    wrong = {}
    number = _DASH.sub("-", clean(phone or ""))
    if number and not _PHONE.fullmatch(number):
        wrong["phone"] = "office_phone_unreadable"
    mail = clean(email or "")
    if mail:
        try:
            mail = _mail(mail)
        except ValueError:
            wrong["email"] = "email_unreadable"
    letters = " ".join(names.storable(address or "").split())
    if len(letters) > LONGEST_ADDRESS:
        wrong["address"] = "line_too_long"
    return OfficeContact(number, mail, letters), wrong


def _mail(text: str) -> str:
    found = contact.parse(text)
    if found.channel is not contact.Channel.email:
        raise ValueError("email_unreadable")
    return found.address
