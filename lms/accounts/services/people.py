"""People: making them and changing what is known of them."""

from datetime import datetime

from lms.accounts.models import Person
from lms.accounts.passwords import hash_password
from lms.accounts.rules import email_key
from lms.core.db import db
from lms.core.ids import new_public_id


def create_person(
    *,
    email: str,
    password: str,
    printed_name: str,
    latin_name: str,
    country_code: str,
    language: str,
    time_zone: str = "UTC",
    organisation: str = "",
    participant_kind: str = "other",
    is_demo: bool = False,
    confirmed: bool = False,
    now: datetime,
) -> Person:
    """Adds a person; the caller has checked the values. Raises `IntegrityError` for an address that is known."""
    person = Person(
        public_id=new_public_id(),
        email=email.strip(),
        email_key=email_key(email),
        email_confirmed_at=now if confirmed else None,
        password_hash=hash_password(password),
        password_changed_at=now,
        printed_name=printed_name,
        latin_name=latin_name,
        country_code=country_code,
        language=language,
        time_zone=time_zone,
        organisation=organisation,
        participant_kind=participant_kind,
        is_demo=is_demo,
        created_at=now,
        suspended_at=None,
    )
    db.session.add(person)
    db.session.flush()
    return person
