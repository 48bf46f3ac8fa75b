"""argon2id hashes, bounded so that many sign-ins at once cannot exhaust the machine."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# OWASP's minimum: 19 MiB, 2 passes, 1 lane; about 31 ms of CPU.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(4)


def use_cheap_hashes_for_tests() -> None:
    """The cheapest that argon2 makes: a test suite signs in thousands of times."""
    global _hasher, _nobody
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _nobody = _hasher.hash("nobody's password")


def _normal(password: str) -> str:
    """The same letters typed on two keyboards are the same password (NFC)."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """What the database keeps; waits when four hashes are being computed already."""
    with _at_once:
        return _hasher.hash(_normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; takes as long when there is none (an unknown address, E02)."""
    with _at_once:
        try:
            return _hasher.verify(password_hash or _nobody, _normal(password)) and bool(password_hash)
        except (VerifyMismatchError, InvalidHashError):
            return False


_nobody = _hasher.hash("nobody's password")
