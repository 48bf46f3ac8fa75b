"""`python -m tests.bench.grading`: the grading queue of a course with 20,000 pieces of work, in one process.

--engine E    only sqlite or only postgresql
--works N     how many people handed in (20,000); half of their work is returned
"""

import sys
import time
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert

from lms.accounts.models import Country, Person
from lms.assessment.models import PeerReview, Submission
from lms.assessment.services import allot_reviews
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.bench.__main__ import Engine
from tests.bench.alone import a_person, measure, on_each_engine, signed_in
from tests.conftest import make_app
from tests.factories import accounts
from tests.factories.assignments import BEST, PEERS, AnAssignment, an_assignment

CHUNK = 1000
PAGE_SIZE = 50
NEWCOMERS = 3  # the last ones: nobody was asked to review them yet


def add_works(assignment: AnAssignment, works: int, first: int) -> None:
    """One piece of each person, a minute apart; every second is returned, every tenth was late."""
    now = utc_now()
    for start in range(0, works, CHUNK):
        ids = range(start + 1, min(start + CHUNK, works) + 1)
        db.session.execute(insert(Person), [a_person(first + n, n, now) for n in ids])
        db.session.execute(
            insert(Enrolment),
            [
                {"id": n, "person_id": first + n, "course_id": assignment.course.id, "status": "active",
                 "requested_at": now, "activated_at": now} for n in ids
            ],
        )  # fmt: skip
        db.session.execute(insert(Submission), [a_work(assignment, n, first, now) for n in ids])
        db.session.commit()


def a_work(assignment: AnAssignment, n: int, first: int, now: Any) -> dict[str, Any]:
    is_returned = n % 2 == 0
    return {
        "id": n, "public_id": f"work-{n:017d}", "enrolment_id": n, "person_id": first + n,
        "course_id": assignment.course.id, "item_id": assignment.item.id,
        "item_version_id": assignment.item.version_id, "number": 1, "state": "returned" if is_returned else "submitted",
        "text": "A letter to the carrier.\n\n" * 40, "seq": 1, "started_at": now,
        "submitted_at": now - timedelta(minutes=60_000 - n), "late_days": int(n % 10 == 1),
        "percent": 80.0 if is_returned else None, "returned_at": now if is_returned else None,
    }  # fmt: skip


def add_reviews(assignment: AnAssignment, works: int, first: int) -> None:
    """Each of the first works was reviewed by the authors of the next two."""
    now = utc_now()
    for step in (1, 2):
        reviewers = [(n, (n + step - 1) % works + 1) for n in range(1, works + 1)]
        db.session.execute(
            insert(PeerReview),
            [
                {"public_id": f"review-{n:013d}-{step}", "submission_id": n, "item_id": assignment.item.id,
                 "enrolment_id": by, "person_id": first + by, "allotted_at": now, "due_at": now + timedelta(days=7),
                 "marks": BEST, "comment": "", "seq": 1, "given_at": now} for n, by in reviewers
            ],
        )  # fmt: skip
    db.session.commit()


def fill(app: Flask, works: int) -> tuple[Any, AnAssignment]:
    """The browser of the course's instructor, and the assignment."""
    with app.app_context():
        db.create_all()
        db.session.execute(insert(Country), [{"code": code, "status": "member"} for code in ("KZ", "UZ")])
        assignment = an_assignment(peer_review={**PEERS, "grade": "none"}, due={"days": 30})
        staff = accounts.an_instructor(assignment.course)
        db.session.commit()
        add_works(assignment, works, staff.id)
        add_reviews(assignment, works - NEWCOMERS, staff.id)
        return signed_in(app, staff.id), assignment


def allot(app: Flask, assignment: AnAssignment) -> float:
    """The job that runs after each piece of work; in seconds."""
    with app.app_context():
        started = time.perf_counter()
        asked = allot_reviews(assignment.course.id, assignment.item.id, now=utc_now())
        db.session.commit()
        seconds = time.perf_counter() - started
        db.session.remove()
    print(f"  {'asking for reviews':34} {seconds * 1000:6.0f} ms, {asked} asked for", flush=True)
    return seconds


def bench(engine: Engine, works: int) -> bool:
    app = make_app(engine.folder, engine.url)
    client, assignment = fill(app, works)
    print(f"{engine.name}: {works} pieces of work", flush=True)
    queue = f"/studio/{assignment.course.slug}/grading"
    slowest = max(
        measure("the oldest", lambda: client.get(queue)),
        measure("the newest", lambda: client.get(f"{queue}?page={works // 2 // PAGE_SIZE}")),
        measure("late only", lambda: client.get(f"{queue}?late=1&item=claim")),
        measure("returned", lambda: client.get(f"{queue}?state=returned")),
        measure("one in the middle", lambda: client.get(f"{queue}/work-{works // 2 + 1:017d}/")),
        measure("the studio's list of courses", lambda: client.get("/studio/")),
    )
    allotted = allot(app, assignment)
    with app.app_context():
        db.engine.dispose()
    return slowest < 1 and allotted < 5


if __name__ == "__main__":
    sys.exit(on_each_engine(__doc__, bench, works=20_000))
