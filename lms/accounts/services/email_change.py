"""Moving an account to another address: the new one confirms, the old one is told (E10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person
from lms.accounts.queries import TokenFacts, person_id_by_email
from lms.accounts.rules import email_key
from lms.accounts.services.people import search_text
from lms.accounts.services.registration import say_known
from lms.accounts.services.sign_in import end_all_sign_ins, require_password
from lms.accounts.services.tokens import give_token, use_token, void_tokens
from lms.audit.services import record
from lms.core.db import db
from lms.core.errors import Refused
from lms.jobs.services import enqueue
from lms.mail.services import send_later


def request_email_change(person_id: int, password: str, new_email: str, *, now: datetime) -> None:
    """Asks for a move after the password was given again. Raises `Refused` when it is wrong."""
    require_password(person_id, password)
    enqueue("accounts.change_email", {"person_id": person_id, "email": new_email.strip()}, now=now)


def send_email_change_letters(person_id: int, new_email: str, *, now: datetime) -> None:
    """One letter to each address; a new address that has an account of its own is told so and nothing moves."""
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    owner = person_id_by_email(new_email)
    send_later(
        "email-change-asked", to=person.email, language=person.language, context={"new_email": new_email}, now=now
    )
    if owner is not None and owner != person_id:
        say_known(owner, new_email, person.language, now=now)
        return
    token = give_token(person_id, "change_email", email=new_email, now=now)
    send_later("change-email", to=new_email, language=person.language, context={"token": token}, now=now)


def change_email(token: TokenFacts, *, now: datetime, but: str | None = None) -> None:
    """The owner of the new address has pressed the button. Ends other browsers and all other open links.

    `but` is the token of the browser that asks. Raises `Refused` for a used link or an address taken meanwhile.
    """
    use_token(token, now=now)
    void_tokens(token.person_id, now=now)
    person = db.session.scalars(select(Person).where(Person.id == token.person_id)).one()
    old_email = person.email
    person.email, person.email_key, person.email_confirmed_at = token.email, email_key(token.email), now
    person.search_text = search_text(ProfileDraft.of(person), token.email)
    try:
        db.session.flush()
    except IntegrityError:
        raise Refused("This address cannot be used. Please choose another.") from None
    end_all_sign_ins(person.id, now=now, but=but)
    record("person.email_changed", f"person:{person.id}", by=person.id, now=now)
    send_later("email-changed", to=old_email, language=person.language, context={"new_email": token.email}, now=now)
