"""Suspending, restoring and forgetting people."""

from datetime import datetime

from sqlalchemy import delete, select, update

from lms.accounts.models import AccountToken, Person, RoleGrant, SignIn, StaffInvitation
from lms.accounts.rules import email_key
from lms.accounts.services.sign_in import end_all_sign_ins, require_password
from lms.accounts.signals import person_erased
from lms.audit.services import record
from lms.core.db import db, rows_changed
from lms.core.errors import Refused
from lms.core.ids import new_public_id
from lms.mail.services import forget_letters


def suspend(person_id: int, reason: str, *, by: int | None, now: datetime) -> None:
    """Shuts a person out from their next request on. Raises `Refused` when they are already."""
    suspended = rows_changed(
        update(Person)
        .where(Person.id == person_id, Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .values(suspended_at=now)
    )
    if not suspended:
        raise Refused("This person is suspended already.")
    end_all_sign_ins(person_id, now=now)
    record("person.suspended", f"person:{person_id}", by=by, now=now, reason=reason)


def restore(person_id: int, reason: str, *, by: int | None, now: datetime) -> None:
    """Lets a suspended person in again. Raises `Refused` when there is nothing to restore."""
    restored = rows_changed(
        update(Person)
        .where(Person.id == person_id, Person.suspended_at.is_not(None), Person.erased_at.is_(None))
        .values(suspended_at=None)
    )
    if not restored:
        raise Refused("This person is not suspended.")
    record("person.restored", f"person:{person_id}", by=by, now=now, reason=reason)


def erase_person(person_id: int, password: str, *, now: datetime) -> None:
    """Forgets who a person was: name, address and organisation go; country and kind stay for the figures.

    Certificates are frozen records and stay. Raises `Refused` when the password is wrong or the person is an
    administrator, whose duties somebody must take over first.
    """
    require_password(person_id, password)
    duty = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == "administrator")
    if db.session.scalar(duty) is not None:
        raise Refused("An administrator cannot be erased. Let another administrator take your role away first.")
    email = db.session.scalars(select(Person.email).where(Person.id == person_id)).one()
    db.session.execute(delete(StaffInvitation).where(StaffInvitation.email_key == email_key(email)))
    nowhere = f"erased-{new_public_id().lower()}@invalid"
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            public_id=new_public_id(), email=nowhere, email_key=nowhere, email_confirmed_at=None, password_hash="",
            printed_name="—", latin_name="—", organisation="", time_zone="UTC", search_text="",
            suspended_at=now, erased_at=now,
        )
    )  # fmt: skip
    for table in (SignIn, AccountToken, RoleGrant):
        db.session.execute(delete(table).where(table.person_id == person_id))
    forget_letters(email)
    record("person.erased", f"person:{person_id}", by=person_id, now=now)
    person_erased.send(person_id=person_id, now=now)
