"""Signed-in browsers: opening and ending them."""

from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.models import SignIn
from lms.accounts.queries import token_hash
from lms.core.db import db
from lms.core.ids import new_token

SIGN_IN_LASTS = timedelta(days=14)


def begin_sign_in(person_id: int, *, now: datetime) -> str:
    """Opens a signed-in session and returns the token for the cookie; only its hash is stored."""
    token = new_token()
    db.session.add(
        SignIn(token_hash=token_hash(token), person_id=person_id, created_at=now, expires_at=now + SIGN_IN_LASTS)
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
