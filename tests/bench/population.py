"""A large programme: real courses with their real texts, and people at every stage of them.

The courses are published by the product itself from one of its packages. What people did is written as plain rows,
the same that the services write, because a million services would take a day. The same size gives the same rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import delete, insert, text

from lms.accounts.models import Person, SignIn
from lms.accounts.passwords import hash_password
from lms.accounts.queries import token_hash
from lms.accounts.rules import email_key, search_words
from lms.accounts.services import load_countries
from lms.assessment import queries as quizzes
from lms.assessment.drafts import Section
from lms.assessment.models import Attempt
from lms.assessment.rules.drawing import draw_slots
from lms.assessment.services import store_questions, store_quiz
from lms.certificates.models import Award, Certificate
from lms.core.db import db
from lms.core.ids import CROCKFORD
from lms.core.paths import content_folder
from lms.core.runtime import current
from lms.courses.queries import CourseFacts, Outline, outline, published_course
from lms.courses.services import publish_revision
from lms.enrolment.models import Enrolment
from lms.enrolment.services import open_offering
from lms.jobs.models import Job
from lms.packages.building import build_questions, build_revision
from lms.packages.checking import check_package
from lms.packages.reading import read_package
from lms.progress.models import CourseProgress, ItemProgress
from lms.progress.rules import CourseRule, add_up

PACKAGE = "digital-trade-foundations"
PASSWORD = "harbour-lights-at-seven"
CHUNK = 10_000
_LANGUAGES = ("en", "ru", "en", "zh", "en", "ru", "en", "fa", "en", "ru")
_COUNTRIES = ("KZ", "UZ", "CN", "RU", "IN", "PK", "IR", "KG", "TJ", "BY")
_NAMES = ("Айжан Бекова", "王伟", "Мария Соколова", "सीता देवी", "محمد رضایی", "Aziz Karimov", "李娜", "Иван Ковалёв")
_LEVELS = ("basic", "intermediate", "advanced")


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    courses: int
    people: int
    enrolments: int
    item_progress: int
    certificates: int


FULL = Size(courses=200, people=20_000, enrolments=100_000, item_progress=1_000_000, certificates=10_000)
SMALL = Size(courses=20, people=500, enrolments=2_500, item_progress=25_000, certificates=250)


def token_of(person_id: int) -> str:
    """The token that this person's browser carries since they signed in."""
    return f"the-bench-signed-in-{person_id:06d}"


def email_of(person_id: int) -> str:
    return f"person{person_id}@example.org"


def populate(size: Size, now: datetime) -> None:
    """Fills an empty, migrated database and commits. Needs an application context."""
    load_countries()
    courses = publish_courses(size.courses, now)
    add_people(size.people, now)
    Learning(size, courses, now).write()
    db.session.execute(delete(Job))  # a recount for each publication: nothing has changed since
    db.session.commit()
    _settle()


def publish_courses(count: int, now: datetime) -> list[CourseFacts]:
    """Publishes the package `count` times, each time under another name and number."""
    package = read_package(content_folder() / PACKAGE)
    for file in package.files.values():
        current().storage.put(file.read())
    checked = check_package(package)
    draft, questions = build_revision(checked), build_questions(checked)
    slugs = [f"{PACKAGE}-{number:03d}" for number in range(1, count + 1)]
    for number, slug in enumerate(slugs, 1):
        words = {tag: replace(w, title=f"{w.title} {number}") for tag, w in draft.texts.items()}
        copy = replace(draft, slug=slug, position=number, texts=words, level=_LEVELS[number % 3], digest=_digest(slug))
        made = publish_revision(copy, now=now - timedelta(days=200))
        versions = store_questions(made.course_id, questions)
        for key, quiz in checked.quizzes.items():
            sections = [Section(draw, tuple(versions[question] for question in asked)) for draw, asked in quiz.sections]
            store_quiz(made.item_versions[key], quiz.settings, sections)
        open_offering(made.course_id, mode="open", capacity=None)
        db.session.commit()
    return [facts for slug in slugs if (facts := published_course(slug))]


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def add_people(count: int, now: datetime) -> None:
    """People, all with the same password, each signed in to one browser."""
    shared = hash_password(PASSWORD)
    joined = now - timedelta(days=180)

    def person(number: int) -> dict[str, Any]:
        name = f"{_NAMES[number % len(_NAMES)]} {number}"
        email = email_of(number)
        return {
            "id": number, "public_id": f"person-{number:015d}", "email": email, "email_key": email_key(email),
            "email_confirmed_at": joined, "password_hash": shared, "password_changed_at": joined,
            "printed_name": name, "latin_name": f"Person {number}", "country_code": _COUNTRIES[number // 7 % 10],
            "language": _LANGUAGES[number % 10], "time_zone": "Asia/Almaty", "organisation": "Silk Road Parcels",
            "participant_kind": "company", "is_demo": False, "created_at": joined,
            "search_text": search_words(name, f"Person {number}", email, "Silk Road Parcels"),
        }  # fmt: skip

    def sign_in(number: int) -> dict[str, Any]:
        return {
            "token_hash": token_hash(token_of(number)), "person_id": number, "browser": "Firefox, Android",
            "created_at": now - timedelta(days=1), "expires_at": now + timedelta(days=13),
        }  # fmt: skip

    _write(Person, map(person, range(1, count + 1)))
    _write(SignIn, map(sign_in, range(1, count + 1)))


class Learning:
    """Enrolments and how far each is: every tenth completed with a certificate, the others at 0 to 17 steps."""

    def __init__(self, size: Size, courses: list[CourseFacts], now: datetime) -> None:
        self.size = size
        self.courses = courses
        self.now = now
        self.outlines: list[Outline] = [outline(course.revision_id) for course in courses]
        self.steps = list(self._share_out())

    def _share_out(self) -> Iterator[int]:
        """How many steps each enrolment has opened, so that the sum is what was asked for; -1: all, completed."""
        whole = len(self.outlines[0].items)
        left = self.size.item_progress - whole * self.size.certificates
        chance = Random(self.size.enrolments)
        for number in range(self.size.enrolments):
            if self._is_completed(number):
                yield -1
                continue
            taken = min(chance.randrange(18), left)
            left -= taken
            yield taken

    def _is_completed(self, number: int) -> bool:
        return number % 10 == 3 and number // 10 < self.size.certificates

    def _person(self, number: int) -> int:
        return 1 + number // (self.size.enrolments // self.size.people)

    def _course(self, number: int) -> int:
        """The place of the course in the list: five different ones for each person."""
        return (self._person(number) * 7 + number % (self.size.enrolments // self.size.people) * 37) % len(self.courses)

    def write(self) -> None:
        numbers = range(self.size.enrolments)
        _write(Enrolment, map(self._enrolment, numbers))
        _write(CourseProgress, map(self._sum, numbers))
        _write(ItemProgress, (row for n in numbers for row in self._items(n)))
        completed = [n for n in numbers if self.steps[n] < 0]
        _write(Attempt, (self._final_attempt(n) for n in completed))
        _write(Award, (self._award(n) for n in completed))
        _write(Certificate, (self._certificate(n) for n in completed))

    def _began(self, number: int) -> datetime:
        return self.now - timedelta(days=150 - number % 90, minutes=number % 1000)

    def _ended(self, number: int) -> datetime:
        return self._began(number) + timedelta(days=30)

    def _enrolment(self, number: int) -> dict[str, Any]:
        is_over = self.steps[number] < 0
        return {
            "id": number + 1, "person_id": self._person(number), "course_id": self.courses[self._course(number)].id,
            "status": "completed" if is_over else "active", "language": None, "requested_at": self._began(number),
            "activated_at": self._began(number), "completed_at": self._ended(number) if is_over else None,
        }  # fmt: skip

    def _opened(self, number: int) -> list[Any]:
        items = self.outlines[self._course(number)].items
        return list(items if self.steps[number] < 0 else items[: self.steps[number]])

    def _sum(self, number: int) -> dict[str, Any]:
        course, opened = self.courses[self._course(number)], self._opened(number)
        done = opened if self.steps[number] < 0 else opened[:-1]
        rule = CourseRule(course.required_items, course.final_quiz)
        total = add_up(self.outlines[self._course(number)].items, [item.id for item in done], rule)
        is_over = self.steps[number] < 0
        return {
            "enrolment_id": number + 1, "revision_id": course.revision_id, "completed_items": total.done,
            "required_items": total.needed, "percent": total.percent, "last_item_id": opened[-1].id if opened else None,
            "last_seen_at": self._ended(number) if opened else None,
            "completed_at": self._ended(number) if is_over else None,
        }  # fmt: skip

    def _items(self, number: int) -> Iterator[dict[str, Any]]:
        """All that was opened is complete, but for the last step of whoever is still on the way."""
        opened = self._opened(number)
        for place, item in enumerate(opened, 1):
            at = self._began(number) + timedelta(hours=place)
            done = self.steps[number] < 0 or place < len(opened)
            yield {
                "enrolment_id": number + 1, "item_id": item.id, "status": "completed" if done else "in_progress",
                "opened_at": at, "completed_at": at + timedelta(minutes=15) if done else None,
                "percent": 83.33 if done and item.kind == "quiz" else None,
            }  # fmt: skip

    def _final_attempt(self, number: int) -> dict[str, Any]:
        course, steps = self.courses[self._course(number)], self.outlines[self._course(number)]
        item = steps.item(course.final_quiz or "")
        assert item is not None
        quiz = quizzes.quiz_content(item.version_id)
        slots = draw_slots(quiz.sections, shuffle_questions=True, shuffle_options=True, seed=number)
        most = sum(slot.points for slot in slots)
        return {
            "public_id": f"attempt-{number:014d}", "enrolment_id": number + 1, "person_id": self._person(number),
            "item_id": item.id, "item_version_id": item.version_id, "number": 1, "seed": number,
            "slots": [slot.as_json() for slot in slots], "state": "graded", "started_at": self._ended(number),
            "submitted_at": self._ended(number), "points": most * 5 / 6, "max_points": most, "percent": 83.33,
            "passed": True,
        }  # fmt: skip

    def _award(self, number: int) -> dict[str, Any]:
        return {
            "enrolment_id": number + 1, "person_id": self._person(number),
            "course_id": self.courses[self._course(number)].id, "name_key": f"person {self._person(number)}",
            "state": "granted", "result_percent": 83.33, "completed_at": self._ended(number),
            "decided_at": self._ended(number),
        }  # fmt: skip

    def _certificate(self, number: int) -> dict[str, Any]:
        course, who = self.courses[self._course(number)], self._person(number)
        chance = Random(number)
        return {
            "code": "".join(chance.choices(CROCKFORD, k=26)), "short_code": "".join(chance.choices(CROCKFORD, k=12)),
            "enrolment_id": number + 1, "edition": 1, "person_id": who, "course_id": course.id,
            "revision_id": course.revision_id, "printed_name": f"{_NAMES[who % len(_NAMES)]} {who}",
            "latin_name": f"Person {who}", "name_key": f"person {who}",
            "course_title": f"Digital trade foundations {course.position}", "hours": course.hours,
            "result_percent": 83.33, "language": "en", "issuer": current().settings.issuer,
            "issued_on": self._ended(number).date(), "issued_at": self._ended(number), "status": "valid",
        }  # fmt: skip


def _write(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Inserts by thousands and commits each: neither memory nor the write-ahead log grows without bound."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        db.session.execute(insert(model.__table__), chunk)
        db.session.commit()


def _settle() -> None:
    """On PostgreSQL what autovacuum does within minutes, and sequences that go on after the ids we gave."""
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("person", "enrolment"):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            )
        connection.execute(text("VACUUM ANALYZE"))
