"""People for tests. Each has the password `PASSWORD` unless told otherwise."""

from datetime import datetime
from itertools import count
from typing import Any

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person
from lms.accounts.passwords import hash_password
from lms.accounts.services import create_person, grant_role
from lms.core.clock import utc_now

PASSWORD = "ships-cross-the-sea-7"
_numbers = count(1)


def a_person(**changes: Any) -> Person:
    """A confirmed trainee of Kazakhstan: `password`, the profile and what `create_person` takes can be changed."""
    number = next(_numbers)
    now: datetime = changes.pop("now", None) or utc_now()
    password_hash = changes.pop("password_hash", None) or hash_password(changes.pop("password", PASSWORD))
    email = changes.pop("email", f"person{number}@example.org")
    others = {name: changes.pop(name) for name in ("is_demo", "confirmed") if name in changes}
    values: dict[str, Any] = {
        "printed_name": f"Aizhan Bekova {number}",
        "latin_name": f"Aizhan Bekova {number}",
        "country_code": "KZ",
        "language": "en",
        "time_zone": "Asia/Almaty",
        "organisation": "Silk Road Parcels",
        "participant_kind": "company",
    }
    profile = ProfileDraft(**{**values, **changes})
    return create_person(email, profile, password_hash=password_hash, now=now, **{"confirmed": True, **others})


def an_administrator(**changes: Any) -> Person:
    person = a_person(**changes)
    grant_role(person.id, "administrator", by=None, now=utc_now())
    return person


def an_observer(**changes: Any) -> Person:
    person = a_person(**changes)
    grant_role(person.id, "observer", by=None, now=utc_now())
    return person


def an_instructor(course: Any, role: str = "instructor", **changes: Any) -> Person:
    """Staff of `course`, which is a row of `course` or its id; `role` is owner, instructor or assistant."""
    person = a_person(**changes)
    grant_role(person.id, role, course_id=getattr(course, "id", course), by=None, now=utc_now())
    return person


def a_coordinator(country: str = "KZ", **changes: Any) -> Person:
    """The coordinator of a country's delegation, by its ISO 3166-1 code."""
    person = a_person(**{"country_code": country, **changes})
    grant_role(person.id, "coordinator", country_code=country, by=None, now=utc_now())
    return person
