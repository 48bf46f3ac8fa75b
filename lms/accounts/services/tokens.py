"""Permissions by mail: giving, using and voiding them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from lms.accounts.models import AccountToken
from lms.accounts.queries import TokenFacts
from lms.accounts.tokens import LIFETIMES, name_of
from lms.core.db import db, rows_changed
from lms.core.errors import Refused


def give_token(person_id: int, purpose: str, *, email: str, now: datetime) -> str:
    """A new permission for the address it will be sent to; returns the name that the letter's link signs."""
    token = AccountToken(
        person_id=person_id, purpose=purpose, email=email, created_at=now, expires_at=now + LIFETIMES[purpose]
    )
    db.session.add(token)
    db.session.flush()
    return name_of(token.id, now)


def use_token(token: TokenFacts, *, now: datetime) -> None:
    """Consumes a permission. Raises `Refused` when another tab was faster."""
    used = rows_changed(
        update(AccountToken)
        .where(AccountToken.id == token.id, AccountToken.used_at.is_(None), AccountToken.expires_at > now)
        .values(used_at=now)
    )
    if not used:
        raise Refused("This link has been used already or is too old. Please ask for a new one.")


def void_tokens(person_id: int, *, now: datetime) -> None:
    """Makes all open links of the person worthless."""
    db.session.execute(
        update(AccountToken)
        .where(AccountToken.person_id == person_id, AccountToken.used_at.is_(None))
        .values(used_at=now)
    )


def forget_old_tokens(now: datetime) -> None:
    """Removes what expired more than 30 days ago."""
    db.session.execute(delete(AccountToken).where(AccountToken.expires_at < now - timedelta(days=30)))
