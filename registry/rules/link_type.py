"""Typed links that an enterprise adds to its product: which kinds there are, and which addresses may stand in one.

Kinds are link types of the GS1 Web Vocabulary (RFC 9264 linksets name them). `registryEntry`, `verificationService` and
`defaultLink` are the registry's own: what it says about a product must never be something an enterprise wrote.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

LINK_TYPES: Final = (
    "gs1:pip",
    "gs1:instructions",
    "gs1:quickStartGuide",
    "gs1:tutorial",
    "gs1:safetyInfo",
    "gs1:recallStatus",
    "gs1:support",
    "gs1:serviceInfo",
    "gs1:faqs",
    "gs1:certificationInfo",
    "gs1:productSustainabilityInfo",
    "gs1:consumerHandlingStorageInfo",
    "gs1:ingredientsInfo",
    "gs1:traceability",
    "gs1:registerProduct",
    "gs1:purchaseSuppliesOrAccessories",
)
"""In the order in which forms offer them."""
RESERVED: Final = frozenset({"gs1:registryEntry", "gs1:verificationService", "gs1:defaultLink", "gs1:defaultLinkMulti"})
LANGUAGES: Final = ("zh", "en")
LONGEST_HREF: Final = 1000
LONGEST_TITLE: Final = 100

_NAME: Final = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\<>\"^`{|}]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_KEPT: Final = "%/:=&?~#+!$,;'()*[]@-._"


def address(typed: str) -> str:
    """The address in ASCII, as it travels in a header: http or https, a host that others can reach by name, no credentials.

    What is not ASCII is escaped (RFC 3987, 3.1), its host by IDNA. ValueError with a code: href_missing, href_too_long,
    href_characters, href_scheme, href_credentials, href_host.
    """
    text = typed.strip()
    if not text:
        raise ValueError("href_missing")
    if len(text) > LONGEST_HREF:
        raise ValueError("href_too_long")
    if _UNSAFE.search(text):
        raise ValueError("href_characters")
    parts = _split(text)
    written = f"{parts.scheme}://{_authority(parts)}{quote(parts.path, safe=_KEPT) or '/'}"
    written += (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "") + (f"#{quote(parts.fragment, safe=_KEPT)}" if parts.fragment else "")
    if len(written) > LONGEST_HREF:
        raise ValueError("href_too_long")
    return written


def problems(link_type: str, title: str, href: str, language: str) -> dict[str, str]:
    """Field to code of everything that is wrong with a link by itself."""
    wrong = {}
    if link_type not in LINK_TYPES:
        wrong["link_type"] = "link_type_unknown"
    if not title.strip():
        wrong["title"] = "required"
    elif len(title) > LONGEST_TITLE:
        wrong["title"] = "link_title_too_long"
    if language and language not in LANGUAGES:
        wrong["language"] = "choose_one"
    try:
        address(href)
    except ValueError as refused:
        wrong["href"] = str(refused)
    return wrong


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise ValueError("href_host") from None
    if parts.scheme not in ("http", "https") or not text[len(parts.scheme) :].startswith("://"):
        raise ValueError("href_scheme")
    if "@" in parts.netloc:
        raise ValueError("href_credentials")
    return parts


def _authority(parts: SplitResult) -> str:
    host = _ascii(parts.hostname or "")
    return host if parts.port is None else f"{host}:{parts.port}"


def _ascii(host: str) -> str:
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        raise ValueError("href_host") from None
    if not _NAME.fullmatch(name) and not _is_public(name):
        raise ValueError("href_host")
    return name


def _is_public(name: str) -> bool:
    try:
        return ipaddress.IPv4Address(name).is_global
    except ValueError:
        return False
