"""How often one may try, by account and by network address (E01, G16).

A browser that has signed in to an account before is known to it and has a count of its own: whoever guesses from
elsewhere uses up the strangers' count and can't lock the owner out.
"""

from dataclasses import dataclass
from time import time

from flask import request, session
from limits import RateLimitItem, parse

from lms.accounts.rules import email_key
from lms.core.ids import new_public_id
from lms.web.limits import limiter

GUESSES = parse("20/hour")  # of one account's password, by strangers' browsers together
GUESSES_KNOWN = parse("20/hour")  # by one browser that the account knows
FAILURES = parse("60/hour")  # wrong passwords from one network address
LETTERS = parse("3/hour")  # of one kind to one mail address
FORMS = parse("60/hour")  # registrations and requests for letters from one network address
_KNOWN = "known"
_MOST_KNOWN = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many; try again in so many minutes, rounded up."""

    seconds: int

    @property
    def minutes(self) -> int:
        return max(1, -(-self.seconds // 60))


def _address() -> str:
    return request.remote_addr or "nowhere"


def _take(item: RateLimitItem, *names: str) -> Wait | None:
    if limiter.limiter.hit(item, *names):
        return None
    return _wait(item, *names)


def _wait(item: RateLimitItem, *names: str) -> Wait:
    reset_at = limiter.limiter.get_window_stats(item, *names).reset_time
    return Wait(max(1, int(reset_at - time()) + 1))


def take_guess(email: str) -> Wait | None:
    """Counts one guess at an account's password; a Wait when there were too many. Known and unknown addresses alike."""
    key = email_key(email)
    if nonce := _nonce(key):
        return _take(GUESSES_KNOWN, "guess-known", key, nonce)
    if not limiter.limiter.test(FAILURES, "failure", _address()):
        return _wait(FAILURES, "failure", _address())
    return _take(GUESSES, "guess", key)


def note_failure(email: str) -> None:
    """Counts a wrong password against the network address, unless the browser is known to the account."""
    if not _nonce(email_key(email)):
        limiter.limiter.hit(FAILURES, "failure", _address())


def take_letter(kind: str, email: str) -> Wait | None:
    """Counts one letter of a kind to an address, and one form from this network address."""
    return _take(FORMS, "form", _address()) or _take(LETTERS, "letter", kind, email_key(email))


def remember_browser(email: str) -> None:
    """Makes this browser known to the account; called after a right password or a used link."""
    key = email_key(email)
    known = [pair for pair in session.get(_KNOWN, []) if pair[0] != key]
    session[_KNOWN] = [*known, [key, _nonce(key) or new_public_id()]][-_MOST_KNOWN:]


def _nonce(key: str) -> str | None:
    return next((nonce for name, nonce in session.get(_KNOWN, []) if name == key), None)
