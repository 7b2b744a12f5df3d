"""Addresses that reach a person: e-mail (RFC 5321, RFC 5322) and telephone (ITU-T E.164).

One spelling per address, since it decides whose account somebody may open.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.rules.standard_number_text import clean

TYPED_AT_MOST: Final = 300
_LOCAL: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_BETWEEN_DIGITS: Final = re.compile(r"[ ().\-\u2010-\u2015\u2212]")
_CHINESE_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_ABROAD: Final = re.compile(r"\+[1-9][0-9]{7,14}")


class Channel(StrEnum):
    """How a message reaches an address."""

    email = "email"
    sms = "sms"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address in the one spelling that accounts are kept under."""

    channel: Channel
    address: str

    @property
    def masked(self) -> str:
        """Enough for its holder to recognise it: w***@example.com, +86138****8000."""
        if self.channel is Channel.email:
            local, _, domain = self.address.partition("@")
            return f"{local[0]}***@{domain}"
        return f"{self.address[:-8]}****{self.address[-4:]}"


def parse(raw: str) -> Contact:
    """The address that was typed. Raises ValueError with contact_required, email_unreadable, phone_unreadable or contact_unreadable.

    Width, case and spaces do not matter; a telephone number without a country is a Chinese mobile one.
    """
    if len(raw) > TYPED_AT_MOST:
        raise ValueError("contact_unreadable")
    text = clean(raw).lower().replace("。", ".")
    if not text:
        raise ValueError("contact_required")
    if "@" in text:
        return Contact(Channel.email, _email(text))
    if any(letter.isalpha() for letter in text):
        raise ValueError("contact_unreadable")
    return Contact(Channel.sms, _phone(text))


def _email(text: str) -> str:
    address = text.replace(" ", "")
    local, _, domain = address.rpartition("@")
    if len(address) > 254 or len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError("email_unreadable")
    return address


def _phone(text: str) -> str:
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _CHINESE_MOBILE.fullmatch(digits.removeprefix("86")):
        digits = "+86" + digits.removeprefix("86")
    readable = _CHINESE_MOBILE.fullmatch(digits[3:]) if digits.startswith("+86") else _ABROAD.fullmatch(digits)
    if not readable:
        raise ValueError("phone_unreadable")
    return digits
