"""People: making them and changing what is known of them."""

from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.rules import email_key, search_words
from lms.audit.services import record
from lms.core.db import db
from lms.core.ids import new_public_id


def create_person(
    *,
    email: str,
    printed_name: str,
    latin_name: str,
    country_code: str,
    language: str,
    password_hash: str,
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
        password_hash=password_hash,
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
        search_text=search_words(printed_name, latin_name, email, organisation),
    )
    db.session.add(person)
    db.session.flush()
    return person


def update_profile(
    person_id: int,
    *,
    printed_name: str,
    latin_name: str,
    country_code: str,
    language: str,
    time_zone: str,
    organisation: str,
    participant_kind: str,
    now: datetime,
) -> None:
    """Replaces the person's own description. The log keeps which fields changed, not what they said."""
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    values = {
        "printed_name": printed_name, "latin_name": latin_name, "country_code": country_code, "language": language,
        "time_zone": time_zone, "organisation": organisation, "participant_kind": participant_kind,
    }  # fmt: skip
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    person.search_text = search_words(printed_name, latin_name, person.email, organisation)
    if changed:
        record("person.changed", f"person:{person_id}", by=person_id, now=now, fields=changed)
    db.session.flush()
