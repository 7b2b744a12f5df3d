"""Password hashing with Argon2id (RFC 9106). It takes a tenth of a second on purpose, so it is done outside of transactions."""

from dataclasses import dataclass, replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.rules.password import LONGEST, prepared

UNUSABLE = "!"
"""The hash of an account that nobody can sign in to with a password."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody gave the password of an account, or did not.

    Carries the hash it was checked against: an action refuses a proof for a password that has been changed meanwhile.
    """

    account_id: int | None
    password_hash: str
    holds: bool = False
    fresh_hash: str | None = None
    """The password hashed anew, when the hash in use was made with other parameters."""


class Passwords:
    """Hashes and checks with one cost: normal (64 MiB, RFC 9106's second choice) or cheap, for tests."""

    def __init__(self, cost: str) -> None:
        self._hasher = PasswordHasher(1, 8, 1) if cost == "cheap" else PasswordHasher()
        self.dummy = self._hasher.hash("nobody's password")
        """Checked for accounts that do not exist, so that the time of an answer does not tell."""

    def hash(self, typed: str) -> str:
        """The hash to keep, with its salt and parameters."""
        return self._hasher.hash(prepared(typed))

    def prove(self, proof: Proof, typed: str) -> Proof:
        """The proof with its outcome. A hash that is none and one that nobody has are checked as long as any other."""
        usable = proof.account_id is not None and proof.password_hash != UNUSABLE
        stored = proof.password_hash if usable else self.dummy
        holds = self._matches(stored, typed) and usable
        outdated = holds and self._hasher.check_needs_rehash(stored)
        return replace(proof, holds=holds, fresh_hash=self.hash(typed) if outdated else None)

    def _matches(self, stored: str, typed: str) -> bool:
        try:
            return self._hasher.verify(stored, prepared(typed)[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
