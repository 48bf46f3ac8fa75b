"""`python -m tests.bench.gradebook`: a gradebook of 2,000 people and 60 scores, in one process, by CPU and by clock.

--engine E    only sqlite or only postgresql
--people N    how many people (2,000)
--items N     how many scored items (60)
"""

import sys
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert

from lms.accounts.models import Country, Person
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.drafts import CategoryDraft, GradingDraft
from lms.courses.queries import CourseFacts, outline
from lms.enrolment.models import Enrolment
from lms.jobs.models import Job
from lms.progress.models import GradeOverride, ItemProgress
from tests.bench.__main__ import Engine
from tests.bench.alone import a_person, measure, on_each_engine, signed_in
from tests.conftest import make_app
from tests.factories import accounts, courses


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


if __name__ == "__main__":
    sys.exit(on_each_engine(__doc__, bench, people=2000, items=60))
