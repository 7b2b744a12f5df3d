"""Time-based one-time codes (RFC 6238) and the recovery codes that stand in for them."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final

import pyotp

from registry.rules.secret import digest
from registry.rules.standard_number_text import clean

STEP_SECONDS: Final = 30
STEPS_ASIDE: Final = 1  # a clock may be half a minute off (RFC 6238, 5.2)
RECOVERY_CODES: Final = 10
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32, none of them mistaken for another


def accepted_step(secret: str, typed: str, *, last_step: int | None, now: datetime) -> int | None:
    """The time step whose code was typed, None when there is none. A step that has opened the door once opens it no more."""
    code, this_step = plain(typed), int(now.timestamp()) // STEP_SECONDS
    if len(code) != 6 or not code.isascii():
        return None
    for step in range(this_step - STEPS_ASIDE, this_step + STEPS_ASIDE + 1):
        if step > (last_step or 0) and hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None


def recovery_codes(random: Callable[[int], int]) -> list[str]:
    """Ten codes of 80 bits. `random` gives that many secure bits, as secrets.randbits does."""
    return ["-".join("".join(_LETTERS[random(5)] for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)]


def recovery_digest(account_id: int, typed: str) -> str:
    """What is stored of a recovery code; spaces, hyphens and case do not matter."""
    return digest(f"{account_id}:{plain(typed)}")


def plain(typed: str) -> str:
    """A code as it is compared."""
    return clean(typed)[:100].replace(" ", "").replace("-", "").upper()
