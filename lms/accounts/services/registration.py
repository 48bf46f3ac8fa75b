"""From a visitor's form to a confirmed person.

What a visitor asks for is written down and done by a job, so that known and unknown addresses get the same answer
in the same time (E02). Each request ends in one letter to the address that was typed.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import AccountToken, Person, Registration, RoleGrant, SignIn
from lms.accounts.passwords import hash_password
from lms.accounts.queries import TokenFacts
from lms.accounts.rules import email_key
from lms.accounts.services.people import create_person
from lms.accounts.services.tokens import give_token, use_token
from lms.core.db import db
from lms.jobs.services import enqueue
from lms.mail.services import send_later

UNCONFIRMED_KEPT = timedelta(days=14)


def request_registration(email: str, password: str, profile: ProfileDraft, *, now: datetime) -> None:
    """Writes a visitor's registration down for the job; says nothing about whether the address is known."""
    registration = Registration(
        email=email.strip(), password_hash=hash_password(password), created_at=now, **asdict(profile)
    )
    db.session.add(registration)
    db.session.flush()
    enqueue("accounts.take_in", {"registration_id": registration.id}, now=now)


def take_in(registration_id: int, *, now: datetime) -> None:
    """Makes a person of a registration; the owner of a known address is told by letter and nothing is changed.

    The first registration of an address stays: a stranger who registers it again cannot put in a password, and
    whoever owns the mailbox can always set their own by the link (account pre-hijacking).
    """
    typed = db.session.get(Registration, registration_id)
    if typed is None:
        return
    known = db.session.scalar(select(Person).where(Person.email_key == email_key(typed.email)))
    if known is None:
        person = create_person(typed.email, ProfileDraft.of(typed), password_hash=typed.password_hash, now=now)
        _ask_to_confirm(person, now)
    else:
        say_known(known.id, known.email, typed.language, now=now)
    db.session.delete(typed)


def say_known(person_id: int, email: str, language: str, *, now: datetime) -> None:
    """Tells the owner of an address that it has an account already, with a link to set a new password."""
    token = give_token(person_id, "reset_password", email=email, now=now)
    send_later("already-registered", to=email, language=language, context={"token": token}, now=now)


def _ask_to_confirm(person: Person, now: datetime) -> None:
    token = give_token(person.id, "confirm_email", email=person.email, now=now)
    send_later("confirm-email", to=person.email, language=person.language, context={"token": token}, now=now)


def request_confirmation_letter(email: str, *, language: str, now: datetime) -> None:
    """Asks for the letter once more, for an address that a visitor has just registered or signed in with."""
    enqueue("accounts.confirm_again", {"email": email.strip(), "language": language}, now=now)


def confirm_again(email: str, language: str, *, now: datetime) -> None:
    """Sends the confirmation once more; an address that is confirmed or unknown gets the letter that says so."""
    person = db.session.scalar(select(Person).where(Person.email_key == email_key(email)))
    if person is None:
        send_later("no-account", to=email, language=language, context={}, now=now)
    elif person.email_confirmed_at is None:
        _ask_to_confirm(person, now)
    else:
        say_known(person.id, person.email, language, now=now)


def confirm_email(token: TokenFacts, *, now: datetime) -> None:
    """The owner of the mailbox has pressed the button. Raises `Refused` for a used link."""
    use_token(token, now=now)
    db.session.execute(
        update(Person)
        .where(Person.id == token.person_id, Person.email_confirmed_at.is_(None))
        .values(email_confirmed_at=now)
    )


def forget_unconfirmed(now: datetime) -> None:
    """Removes registrations whose address nobody confirmed in `UNCONFIRMED_KEPT`: perhaps it wasn't theirs."""
    old = (
        select(Person.id)
        .where(
            Person.email_confirmed_at.is_(None),
            Person.created_at < now - UNCONFIRMED_KEPT,
            Person.is_demo.is_(False),
            Person.erased_at.is_(None),
            ~exists().where(SignIn.person_id == Person.id),
            ~exists().where(RoleGrant.person_id == Person.id),
        )
        .limit(500)
    )
    ids = list(db.session.scalars(old))
    db.session.execute(delete(AccountToken).where(AccountToken.person_id.in_(ids)))
    db.session.execute(delete(Person).where(Person.id.in_(ids)))
