"""People: making them and changing what is known of them."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person
from lms.accounts.rules import email_key, search_words
from lms.audit.services import record
from lms.core.db import db
from lms.core.ids import new_public_id


def create_person(
    email: str,
    profile: ProfileDraft,
    *,
    password_hash: str,
    is_demo: bool = False,
    confirmed: bool = False,
    now: datetime,
) -> Person:
    """Adds a person. Raises `IntegrityError` for an address that is known."""
    person = Person(
        public_id=new_public_id(),
        email=email.strip(),
        email_key=email_key(email),
        email_confirmed_at=now if confirmed else None,
        password_hash=password_hash,
        password_changed_at=now,
        is_demo=is_demo,
        created_at=now,
        suspended_at=None,
        search_text=search_text(profile, email),
        **asdict(profile),
    )
    db.session.add(person)
    db.session.flush()
    return person


def update_profile(person_id: int, profile: ProfileDraft, *, now: datetime) -> None:
    """Replaces the person's own description. The log keeps which fields changed, not what they said."""
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    changed = [name for name, value in asdict(profile).items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, getattr(profile, name))
    person.search_text = search_text(profile, person.email)
    if changed:
        record("person.changed", f"person:{person_id}", by=person_id, now=now, fields=changed)
    db.session.flush()


def search_text(profile: ProfileDraft, email: str) -> str:
    """What a person is found by."""
    return search_words(profile.printed_name, profile.latin_name, email, profile.organisation)
