"""Links sent by mail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from lms.accounts.models import AccountToken, Person
from lms.accounts.tokens import read_signed
from lms.core.db import db


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A permission that still holds, and whose it is."""

    id: int
    person_id: int
    purpose: str
    email: str
    printed_name: str


def open_token(text: str, purposes: tuple[str, ...], now: datetime) -> TokenFacts | None:
    """The permission in a link; None when it was used, is too old, or the person's address has changed since."""
    named = read_signed(text)
    if named is None:
        return None
    token_id, created_at = named
    row = db.session.execute(
        select(AccountToken.id, AccountToken.person_id, AccountToken.purpose, AccountToken.email, Person.printed_name)
        .join(Person, Person.id == AccountToken.person_id)
        .where(
            AccountToken.id == token_id,
            AccountToken.created_at == created_at,
            AccountToken.purpose.in_(purposes),
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > now,
            or_(AccountToken.purpose == "change_email", AccountToken.email == Person.email),
        )
    ).first()
    return TokenFacts(*row) if row else None
