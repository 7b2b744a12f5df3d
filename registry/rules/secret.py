"""One-time secrets: what is sent to a person, what is kept of it, and how the two are compared."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

LINK_LIVES = timedelta(hours=24)
CODE_LIVES = timedelta(minutes=10)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Secret:
    """`token` is the link's end or, for a text message, what the asking browser keeps; `code` is the six digits of the message.

    Made at the edge from a secure source: 256 bits and a uniform number.
    """

    token: str
    code: str


def digest(secret: str) -> str:
    """What is stored of a secret: SHA-256, 64 hexadecimal digits. Enough for 256 random bits, never for a password."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def code_digest(token: str, code: str) -> str:
    """What is stored of a short code: it is bound to the token, which the database does not hold, so a copy of the table reveals no code."""
    return digest(f"{token}:{code}")


def same(left: str, right: str) -> bool:
    """Whether two digests are equal, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(left, right)
