"""What is known of people."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, func, select

from lms.accounts.duties import Duty, roles_with
from lms.accounts.models import Person, RoleGrant
from lms.accounts.rules import email_key, search_words
from lms.core.actor import Grant
from lms.core.db import db

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What other rooms show of a person."""

    id: int
    public_id: str
    printed_name: str
    latin_name: str
    country_code: str
    language: str
    email: str
    organisation: str


def person_names(ids: list[int]) -> dict[int, PersonFacts]:
    """The people with these ids, by one statement; by none when there are no ids."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(
            Person.id, Person.public_id, Person.printed_name, Person.latin_name, Person.country_code,
            Person.language, Person.email, Person.organisation,
        ).where(Person.id.in_(ids))
    )  # fmt: skip
    return {row.id: PersonFacts(*row) for row in rows}


def person_id_by_email(email: str) -> int | None:
    """The account of this mailbox, whatever its spelling."""
    return db.session.scalar(select(Person.id).where(Person.email_key == email_key(email)))


def count_demo_people() -> int:
    """How many people have the password that stands in the README."""
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(True))) or 0


@dataclass(frozen=True, slots=True)
class Profile:
    """One person as they and administrators see them."""

    id: int
    public_id: str
    email: str
    printed_name: str
    latin_name: str
    country_code: str
    language: str
    time_zone: str
    organisation: str
    participant_kind: str
    created_at: datetime
    email_confirmed_at: datetime | None
    password_changed_at: datetime
    suspended_at: datetime | None
    erased_at: datetime | None
    is_demo: bool

    @property
    def state(self) -> str:
        """active | unconfirmed | suspended | erased"""
        if self.erased_at:
            return "erased"
        if self.suspended_at:
            return "suspended"
        return "active" if self.email_confirmed_at else "unconfirmed"


def _profiles() -> Select[Any]:
    chosen = select(
        Person.id, Person.public_id, Person.email, Person.printed_name, Person.latin_name, Person.country_code,
        Person.language, Person.time_zone, Person.organisation, Person.participant_kind, Person.created_at,
        Person.email_confirmed_at, Person.password_changed_at, Person.suspended_at, Person.erased_at, Person.is_demo,
    )  # fmt: skip
    return cast("Select[Any]", chosen)  # more columns than the stubs count


def profile(person_id: int) -> Profile | None:
    """One person by id."""
    row = db.session.execute(_profiles().where(Person.id == person_id)).first()
    return Profile(*row) if row else None


def profile_by_public_id(public_id: str) -> Profile | None:
    """None too for a text that is no public id at all: it never reaches the database."""
    if not _PUBLIC_ID.fullmatch(public_id):
        return None
    row = db.session.execute(_profiles().where(Person.public_id == public_id)).first()
    return Profile(*row) if row else None


@dataclass(frozen=True, slots=True)
class RoleFacts:
    id: int
    role: str
    country_code: str | None
    course_id: int | None
    granted_at: datetime


def roles_of(person_id: int) -> list[RoleFacts]:
    """What a person may do beyond learning, oldest first."""
    rows = db.session.execute(
        select(RoleGrant.id, RoleGrant.role, RoleGrant.country_code, RoleGrant.course_id, RoleGrant.granted_at)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.id)
    )
    return [RoleFacts(*row) for row in rows]


def names_of_staff(course_id: int, roles: Collection[str]) -> list[str]:
    """The printed names of those who hold one of these roles in a course, longest in it first. One statement.

    Whoever is suspended or erased is left out.
    """
    rows = db.session.execute(
        select(Person.printed_name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.course_id == course_id, RoleGrant.role.in_(roles))
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .group_by(Person.id, Person.printed_name)
        .order_by(func.min(RoleGrant.id))
    )
    return [row.printed_name for row in rows]


def who_answers_for(course_id: int) -> list[PersonFacts]:
    """Who decides about places in a course, or the administrators where nobody of its staff does; nobody who is
    suspended. Two statements.
    """
    decides = (RoleGrant.course_id == course_id) & RoleGrant.role.in_(roles_with(Duty.ADMIT))
    rows = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.role)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(decides | (RoleGrant.role == "administrator"))
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
    ).all()
    staff = {row.person_id for row in rows if row.role != "administrator"}
    return list(person_names(sorted(staff or {row.person_id for row in rows})).values())


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What an administrator looks for; empty fields ask for nothing."""

    words: str = ""
    country: str = ""
    kind: str = ""
    role: str = ""
    state: str = ""
    sort: str = "newest"  # newest | name

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was chosen."""
        return self != PeopleFilter(words=self.words)


def people(wanted: PeopleFilter, *, page: int, size: int) -> tuple[list[Profile], int, dict[int, list[Grant]]]:
    """One page of people, how many there are in all, and the roles of those shown: three statements."""
    total = db.session.scalar(_narrowed(select(func.count(Person.id)), wanted)) or 0
    order = (Person.search_text, Person.id) if wanted.sort == "name" else (Person.created_at.desc(), Person.id.desc())
    chosen = _narrowed(_profiles(), wanted).order_by(*order).limit(size).offset((page - 1) * size)
    found = [Profile(*row) for row in db.session.execute(chosen)]
    grants: dict[int, list[Grant]] = {}
    rows = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.country_code, RoleGrant.course_id)
        .where(RoleGrant.person_id.in_([person.id for person in found]))
        .order_by(RoleGrant.id)
    )
    for row in rows:
        grants.setdefault(row.person_id, []).append(Grant(row.role, row.country_code, row.course_id))
    return found, total, grants


def _narrowed(chosen: Select[Any], wanted: PeopleFilter) -> Select[Any]:
    for word in search_words(wanted.words).split()[:8]:
        chosen = chosen.where(Person.search_text.contains(word, autoescape=True))
    if wanted.country:
        chosen = chosen.where(Person.country_code == wanted.country)
    if wanted.kind:
        chosen = chosen.where(Person.participant_kind == wanted.kind)
    if wanted.role:
        chosen = chosen.where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == wanted.role)))
    chosen = chosen.where(Person.erased_at.is_not(None) if wanted.state == "erased" else Person.erased_at.is_(None))
    if wanted.state == "suspended":
        chosen = chosen.where(Person.suspended_at.is_not(None))
    elif wanted.state == "unconfirmed":
        chosen = chosen.where(Person.email_confirmed_at.is_(None), Person.suspended_at.is_(None))
    elif wanted.state == "active":
        chosen = chosen.where(Person.email_confirmed_at.is_not(None), Person.suspended_at.is_(None))
    return chosen


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """Figures of the administrator's first page."""

    everyone: int
    this_week: int
    unconfirmed: int
    suspended: int
    countries: int


def count_people(since: datetime) -> PeopleCounts:
    """Counts people by one statement; `since` is when the week began. Erased people are not counted."""
    row = db.session.execute(
        select(
            func.count(Person.id),
            func.count(Person.id).filter(Person.created_at >= since),
            func.count(Person.id).filter(Person.email_confirmed_at.is_(None), Person.suspended_at.is_(None)),
            func.count(Person.id).filter(Person.suspended_at.is_not(None)),
            func.count(func.distinct(Person.country_code)),
        ).where(Person.erased_at.is_(None))
    ).one()
    return PeopleCounts(*row)
