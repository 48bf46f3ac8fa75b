"""New passwords: forgotten, and changed."""

from datetime import datetime

from sqlalchemy import select, update

from lms.accounts.models import Person
from lms.accounts.passwords import hash_password
from lms.accounts.queries import TokenFacts
from lms.accounts.rules import email_key
from lms.accounts.services.sign_in import end_all_sign_ins, require_password
from lms.accounts.services.tokens import give_token, use_token, void_tokens
from lms.audit.services import record
from lms.core.db import db, reading
from lms.jobs.services import enqueue
from lms.mail.services import send_later


def request_password_reset(email: str, *, language: str, now: datetime) -> None:
    """Asks for the letter; whether there is an account shows only in the mailbox (E02)."""
    enqueue("accounts.forgot_password", {"email": email.strip(), "language": language}, now=now)


def send_reset_letter(email: str, language: str, *, now: datetime) -> None:
    """Writes to the stored address of the account, or tells the typed one that there is none."""
    person = db.session.scalar(select(Person).where(Person.email_key == email_key(email)))
    if person is None:
        send_later("no-account", to=email, language=language, context={}, now=now)
        return
    token = give_token(person.id, "reset_password", email=person.email, now=now)
    send_later("reset-password", to=person.email, language=language, context={"token": token}, now=now)


def reset_password(token: TokenFacts, new_password: str, *, now: datetime) -> None:
    """Sets a password by a letter's link, which also proves the address. Raises `Refused` for a used link.

    Every signed-in browser and every other open link of the person ends.
    """
    with reading():
        pass  # ends what the view has read, so nobody waits for the database while the hash is computed
    new_hash = hash_password(new_password)
    use_token(token, now=now)
    _set_password(token.person_id, new_hash, now=now)
    db.session.execute(
        update(Person)
        .where(Person.id == token.person_id, Person.email_confirmed_at.is_(None))
        .values(email_confirmed_at=now)
    )


def change_password(person_id: int, current: str, new_password: str, *, now: datetime) -> None:
    """Sets a new password for a signed-in person. Every signed-in browser ends, this one too (E04).

    Raises `Refused` when `current` is wrong.
    """
    require_password(person_id, current)
    _set_password(person_id, hash_password(new_password), now=now)


def _set_password(person_id: int, new_hash: str, *, now: datetime) -> None:
    person = db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(password_hash=new_hash, password_changed_at=now)
        .returning(Person.email, Person.language)
    ).one()
    end_all_sign_ins(person_id, now=now)
    void_tokens(person_id, now=now)
    record("person.password_changed", f"person:{person_id}", by=person_id, now=now)
    send_later("password-changed", to=person.email, language=person.language, context={}, now=now)
