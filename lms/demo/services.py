"""Loads the programme, and invites the demo people into an empty database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import func, select

from lms.accounts.drafts import ProfileDraft
from lms.accounts.models import Person
from lms.accounts.passwords import hash_password
from lms.accounts.queries import person_id_by_email
from lms.accounts.services import create_person, grant_role, load_countries
from lms.certificates.queries import certificates_of, undecided_of
from lms.certificates.services import approve, correct, revoke
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.paths import content_folder
from lms.courses.queries import CourseFacts, published_course
from lms.demo import people
from lms.demo.learning import Learner
from lms.demo.works import hand_in_works
from lms.enrolment.queries import offering
from lms.enrolment.services import change_offering, enrol
from lms.packages.services import import_courses, import_programme

COURSES = ("digital-trade-foundations", "customs-vat-landed-cost")
SIGN_INS = {
    "trainee": people.TRAINEE,
    "finished": people.FINISHED,
    "instructor": people.INSTRUCTOR,
    "coordinator": people.COORDINATOR,
    "admin": people.ADMINISTRATOR,
}
ASKING = ("asel.nurgaliyeva@example.org", "anita.sharma@example.org", "mohammad.rezaei@example.org")
LEFT_WAITING = 3


def load_demo() -> Iterator[str]:
    """Brings programme and courses up to date, then adds the demo people where there is nobody yet.

    Yields what a person at the terminal wants to read. A database with real people gets no demo people.
    """
    load_countries()
    yield from load_programme()
    total, demo = db.session.execute(
        select(func.count(), func.count().filter(Person.is_demo)).select_from(Person)
    ).one()
    if total == 0:  # in the transaction that has counted: on SQLite no other process invites them meanwhile
        count = _populate(utc_now())
        yield f"Invited {count} demo people of {len({p.country_code for p in _everybody()})} countries."
    db.session.rollback()
    if total and demo == 0:
        yield "This database holds real people: no demo people were added."
        return
    yield ""
    yield f"Sign in with the password {people.PASSWORD} as"
    for name in SIGN_INS:
        yield f"  {name}@example.org"
    yield ""


def load_programme() -> Iterator[str]:
    """Imports what has changed of the programme and its courses, all of it or nothing."""
    folder = content_folder()
    now = utc_now()
    import_programme(folder / "programme", now=now)
    for done in import_courses([folder / slug for slug in COURSES], now=now):
        if done.is_new:
            yield f"Published {done.slug}, revision {done.number}."
    db.session.commit()


def _everybody() -> list[ProfileDraft]:
    return [*SIGN_INS.values(), *people.everybody()]


def _populate(now: datetime) -> int:
    """All of them or nobody: whoever interrupts it finds an empty database again."""
    shared_hash = hash_password(people.PASSWORD)  # one for all: hashing is meant to be slow
    courses = [facts for slug in COURSES if (facts := published_course(slug))]
    named = {
        name: _invite(f"{name}@example.org", who, shared_hash, now - timedelta(days=70))
        for name, who in SIGN_INS.items()
    }
    grant_role(named["admin"], "administrator", by=None, now=now)
    grant_role(named["coordinator"], "coordinator", country_code="KZ", by=None, now=now)
    for course in courses:
        grant_role(named["instructor"], "owner", course_id=course.id, by=None, now=now)
    chance = Random(2026)  # noqa: S311 - the same demo each time
    _study(named["trainee"], courses, ("finished", "midway"), now, chance)
    _study(named["finished"], courses, ("finished", "finished"), now, chance)
    others = []
    for number, who in enumerate(people.everybody()):
        address = f"{who.latin_name.lower().replace(' ', '.').replace('-', '')}@example.org"
        person_id = _invite(address, who, shared_hash, now - timedelta(days=60 - number % 30))
        others.append(person_id)
        _study(person_id, courses, _STAGES[number % len(_STAGES)], now, chance)
    hand_in_works(courses[0], named["instructor"], now)
    _approve_certificates([named["finished"], *others], named["admin"], now)
    _change_certificates(others, named["admin"], now)
    _ask_for_places(courses[1], named["admin"], now)
    db.session.commit()
    return len(named) + len(others)


# What the population does, in turn: in the first course and in the second.
_STAGES: list[tuple[str, ...]] = [
    ("finished", "finished"),
    ("midway", ""),
    ("finished", "begun"),
    ("enrolled", "enrolled"),
    ("failing", ""),
    ("finished", "midway"),
    ("", ""),
    ("begun", "withdrawn"),
    ("finished", ""),
]


def _invite(email: str, who: ProfileDraft, password_hash: str, at: datetime) -> int:
    return create_person(email, who, password_hash=password_hash, is_demo=True, confirmed=True, now=at).id


def _study(person_id: int, courses: list[CourseFacts], stages: tuple[str, ...], now: datetime, chance: Random) -> None:
    for course, stage, days in zip(courses, stages, (50, 20), strict=False):
        if stage:
            began = now - timedelta(days=days - chance.randrange(8), hours=chance.randrange(10))
            Learner(person_id, course, began, chance).reach(stage)


def _approve_certificates(person_ids: list[int], administrator: int, now: datetime) -> None:
    """The second course's certificates wait for approval: most have it, the last three are left to whoever looks."""
    waiting = [award.enrolment_id for person_id in person_ids for award, _course in undecided_of(person_id, ["en"])]
    approve(waiting[:-LEFT_WAITING], by=administrator, now=now - timedelta(days=3))


def _ask_for_places(course: CourseFacts, administrator: int, now: datetime) -> None:
    """A few asked for a place while the staff approved each request; the course is open again, they still wait."""
    when, was = now - timedelta(days=2), offering(course.id)
    assert was is not None
    change = partial(
        change_offering,
        course.id,
        capacity=was.capacity,
        access_code=None,
        opens_on=was.opens_on,
        closes_on=was.closes_on,
        by=administrator,
    )
    change(mode="approval", now=when)
    for number, address in enumerate(ASKING):
        person_id = person_id_by_email(address)
        assert person_id is not None
        asked_at = when + timedelta(hours=5 * number + 1)
        enrol(person_id=person_id, course_id=course.id, prerequisites_met=True, now=asked_at)
    change(mode=was.mode, now=now)


def _change_certificates(person_ids: list[int], administrator: int, now: datetime) -> None:
    """One is revoked and one corrected, so that every status can be seen."""
    held = [mine[0] for person_id in person_ids if (mine := certificates_of(person_id))]
    when = now - timedelta(days=2)
    revoke(held[0].id, reason="issued_in_error", explanation="Issued for a test sitting.", by=administrator, now=when)
    correct(
        held[1].id,
        printed_name=held[1].printed_name,
        latin_name=held[1].latin_name.upper(),
        explanation="As in the passport: the Latin name in capitals.",
        by=administrator,
        now=when,
    )
