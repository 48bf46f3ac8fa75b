"""Signed-in browsers: opening and ending them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from lms.accounts.models import SignIn
from lms.accounts.passwords import is_right
from lms.accounts.queries import Credentials, credentials_by_id, credentials_by_key, token_hash
from lms.accounts.rules import email_key
from lms.core.db import db, reading
from lms.core.errors import Refused
from lms.core.ids import new_token

SIGN_IN_LASTS = timedelta(days=14)
SHORT_SIGN_IN_LASTS = timedelta(hours=12)  # on a phone or computer that others use too


def check_password(email: str, password: str) -> Credentials | None:
    """Whoever has this address and this password. Takes as long for an unknown address as for a known one (E02).

    The transaction is ended before the hash is computed, so nobody waits for the database those 30 ms.
    """
    with reading():
        found = credentials_by_key(email_key(email))
    return found if is_right(found.password_hash if found else None, password) else None


def require_password(person_id: int, password: str) -> None:
    """Asks a signed-in person once more (E10). Raises `Refused` on the field `current_password`."""
    with reading():
        found = credentials_by_id(person_id)
    if not is_right(found.password_hash if found else None, password):
        raise Refused("This is not your current password.", field="current_password")


def begin_sign_in(person_id: int, *, now: datetime, lasts: timedelta = SIGN_IN_LASTS, browser: str = "") -> str:
    """Opens a signed-in session and returns the token for the cookie; only its hash is stored."""
    token = new_token()
    db.session.add(
        SignIn(
            token_hash=token_hash(token), person_id=person_id, browser=browser, created_at=now, expires_at=now + lasts
        )
    )
    db.session.flush()
    return token


def end_sign_in(token: str, *, now: datetime) -> None:
    """Ends one session; the cookie is worthless from now on (E04)."""
    db.session.execute(
        update(SignIn).where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None)).values(ended_at=now)
    )


def end_all_sign_ins(person_id: int, *, now: datetime, but: str | None = None) -> None:
    """Ends every session of a person, except the one with the token `but`."""
    ending = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.token_hash != token_hash(but))
    db.session.execute(ending.values(ended_at=now))


def forget_old_sign_ins(now: datetime) -> None:
    """Removes what ended or expired more than 30 days ago."""
    long_ago = now - timedelta(days=30)
    db.session.execute(delete(SignIn).where((SignIn.expires_at < long_ago) | (SignIn.ended_at < long_ago)))
