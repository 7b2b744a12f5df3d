import secrets
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.second_factor import RECOVERY_CODES, accepted_step, plain, recovery_codes, recovery_digest
from registry.rules.secret import code_digest, digest, same

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B (SHA-1), the last six digits."""
    assert accepted_step(SECRET, code, last_step=None, now=datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("seconds", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(seconds: int, accepted: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))
    assert (accepted_step(SECRET, code, last_step=None, now=NOW) is not None) is accepted


def test_a_code_opens_the_door_once() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)
    step = accepted_step(SECRET, code, last_step=None, now=NOW)
    assert step is not None
    assert accepted_step(SECRET, code, last_step=step, now=NOW) is None


def test_codes_may_be_typed_with_spaces_and_in_full_width() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)
    wide = code.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert accepted_step(SECRET, f" {wide[:3]} {wide[3:]}", last_step=None, now=NOW)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_code(typed: str) -> None:
    assert " " not in plain(typed)
    assert accepted_step(SECRET, typed, last_step=10**12, now=NOW) is None


def test_recovery_codes_are_many_and_different_and_forgiving() -> None:
    codes = recovery_codes(secrets.randbits)
    assert len(set(codes)) == RECOVERY_CODES
    assert recovery_digest(1, codes[0].lower().replace("-", " ")) == recovery_digest(1, codes[0])
    assert recovery_digest(1, codes[0]) != recovery_digest(2, codes[0])


def test_a_short_code_is_stored_bound_to_what_the_browser_keeps() -> None:
    assert code_digest("token a", "123456") != code_digest("token b", "123456")
    assert same(digest("x"), digest("x"))
    assert not same(digest("x"), digest("y"))
