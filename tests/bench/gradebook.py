"""`python -m tests.bench.gradebook`: a gradebook of 2,000 people and 60 scores, in one process, by CPU and by clock.

--engine E    only sqlite or only postgresql
--people N    how many people (2,000)
--items N     how many scored items (60)
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert

from lms.accounts.models import Country, Person
from lms.accounts.services import begin_sign_in
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.drafts import CategoryDraft, GradingDraft
from lms.courses.queries import CourseFacts, outline
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.progress.models import GradeOverride, ItemProgress
from tests.bench.__main__ import ENGINES, Engine
from tests.conftest import make_app
from tests.factories import accounts, courses

ROUNDS = 5
_NAMES = ("Айжан Бекова", "王伟", "Мария Соколова", "सीता देवी", "محمد رضایی", "Aziz Karimov", "李娜", "=1+1")


def a_large_course(items: int) -> CourseFacts:
    """Scored items in three categories with drops, which is the dearest kind of total."""
    keys = ("quizzes", "work", "final")
    steps = [courses.a_quiz_item(f"quiz-{n}", category=keys[n % 3]) for n in range(items)]
    weights = zip(keys, (40, 30, 30), strict=True)
    grading = GradingDraft("skip", tuple(CategoryDraft(key, w, 2, {"en": key.title()}) for key, w in weights))
    return courses.a_course(courses.a_module("all", *steps), slug="large", grading=grading)


def add_people(course: CourseFacts, people: int, by: int) -> None:
    """Nine of ten scores are there, and one score in a hundred was set by staff."""
    now = utc_now()
    first = by + 1
    db.session.execute(insert(Person), [a_person(first + n, n, now) for n in range(people)])
    places = [
        {"id": 1 + n, "person_id": first + n, "course_id": course.id, "status": "active", "requested_at": now,
         "activated_at": now} for n in range(people)
    ]  # fmt: skip
    db.session.execute(insert(Enrolment), places)
    steps = outline(course.revision_id).items
    for n in range(people):
        scores = [
            {"enrolment_id": 1 + n, "item_id": item.id, "status": "completed", "opened_at": now,
             "percent": (n * 7919 + place * 104729) % 10001 / 100}
            for place, item in enumerate(steps) if (n + place) % 10
        ]  # fmt: skip
        db.session.execute(insert(ItemProgress), scores)
    set_by_staff = [
        {"enrolment_id": 1 + n, "item_id": steps[n % len(steps)].id, "percent": 50.0, "reason": "x", "set_by": by,
         "set_at": now} for n in range(0, people, 2)
    ]  # fmt: skip
    db.session.execute(insert(GradeOverride), set_by_staff)
    db.session.execute(delete(Job))
    db.session.commit()


def a_person(number: int, place: int, now: Any) -> dict[str, Any]:
    """A row of `person`; nobody can sign in with it."""
    name = f"{_NAMES[place % len(_NAMES)]} {place}"
    return {
        "id": number, "public_id": f"person-{place:015d}", "email": f"p{place}@example.org",
        "email_key": f"p{place}@example.org", "password_hash": "-", "password_changed_at": now, "printed_name": name,
        "latin_name": name, "country_code": "KZ" if place % 3 else "UZ", "language": "en", "time_zone": "UTC",
        "organisation": "", "participant_kind": "company", "is_demo": False, "created_at": now,
        "email_confirmed_at": now, "search_text": name.casefold(),
    }  # fmt: skip


def measure(name: str, ask: Callable[[], Any]) -> float:
    """Prints the first answer and the median of the next ones; returns the slowest by the clock, in seconds."""
    walls, cpus, size = [], [], 0
    for _ in range(1 + ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = ask()
        size = len(answer.get_data())
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        assert answer.status_code == 200, answer.status
    median = ROUNDS // 2
    print(
        f"  {name:34} first {walls[0] * 1000:6.0f} ms, then {sorted(walls[1:])[median] * 1000:6.0f} ms, "
        f"CPU {sorted(cpus[1:])[median] * 1000:6.0f} ms, {size / 1024:7.0f} KB",
        flush=True,
    )
    return max(walls)


def fill(app: Flask, people: int, items: int) -> Any:
    """A course with its people; the browser of its instructor."""
    with app.app_context():
        db.create_all()
        db.session.execute(insert(Country), [{"code": code, "status": "member"} for code in ("KZ", "UZ")])
        course = a_large_course(items)
        staff = accounts.an_instructor(course)
        db.session.commit()
        add_people(course, people, staff.id)
        return signed_in(app, staff.id)


def signed_in(app: Flask, person_id: int) -> Any:
    """A browser that looks at no page, so that only the product's own work is measured."""
    token = begin_sign_in(person_id, now=utc_now())
    db.session.commit()
    db.session.remove()
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def bench(engine: Engine, people: int, items: int) -> bool:
    app = make_app(engine.folder, engine.url)
    client = fill(app, people, items)
    print(f"{engine.name}: {people} people, {items} scores each", flush=True)
    base = "/studio/large/gradebook"
    slowest = max(
        measure("by name", lambda: client.get(base)),
        measure("page 20", lambda: client.get(f"{base}?page=20")),
        measure("by total", lambda: client.get(f"{base}?sort=-total")),
        measure("by one score", lambda: client.get(f"{base}?sort=quiz-7")),
        measure("searched, one country", lambda: client.get(f"{base}?q=1&country=UZ&sort=total")),
        measure("one person", lambda: client.get(f"{base}/person-{5:015d}/")),
        measure("one score", lambda: client.get(f"{base}/person-{5:015d}/quiz-7/")),
    )
    measure("CSV, everyone", lambda: client.post(f"{base}/export", data={"kind": "csv"}))
    measure("XLSX, everyone", lambda: client.post(f"{base}/export", data={"kind": "xlsx"}))
    with app.app_context():
        db.engine.dispose()
    return slowest < 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--items", type=int, default=60)
    asked = parser.parse_args()
    fast = []
    for name in [asked.engine] if asked.engine else list(ENGINES):
        folder = Path(tempfile.mkdtemp(prefix="lms-gradebook-"))
        try:
            with ENGINES[name](folder) as engine:
                fast.append(bench(engine, asked.people, asked.items))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(fast) else 1


if __name__ == "__main__":
    sys.exit(main())
