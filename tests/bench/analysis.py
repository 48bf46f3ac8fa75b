"""`python -m tests.bench.analysis`: item analysis of a quiz with 20,000 answers to each question, in one process.

--engine E    only sqlite or only postgresql
--people N    how many people took the quiz (20,000)
"""

import sys
from datetime import timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert

from lms.accounts.models import Country, Person
from lms.assessment.models import Attempt, Response
from lms.assessment.queries import quiz_content
from lms.core.clock import utc_now
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.bench.__main__ import Engine
from tests.bench.alone import a_person, measure, on_each_engine, signed_in
from tests.conftest import make_app
from tests.factories import accounts
from tests.factories.assessment import AQuiz, a_question, a_quiz

QUESTIONS = 20
CHUNK = 1000


def add_attempts(quiz: AQuiz, people: int, first: int) -> None:
    """Each person's first attempt at all the questions; who knows more gets more right."""
    now, random = utc_now() - timedelta(days=1), Random(people)
    questions = list(quiz_content(quiz.item.version_id).questions.values())
    slots = [
        {"question_version_id": q.id, "kind": q.kind, "points": 1, "options": q.body["options"]} for q in questions
    ]
    for start in range(0, people, CHUNK):
        ids = range(start + 1, min(start + CHUNK, people) + 1)
        db.session.execute(insert(Person), [a_person(first + n, n, now) for n in ids])
        db.session.execute(
            insert(Enrolment),
            [
                {"id": n, "person_id": first + n, "course_id": quiz.course.id, "status": "active", "requested_at": now}
                for n in ids
            ],
        )
        attempts: list[dict[str, Any]] = []
        responses: list[dict[str, Any]] = []
        for n in ids:
            knows = random.random()
            right = [random.random() < knows for _ in questions]
            attempts.append(
                {"id": n, "public_id": f"attempt-{n}", "enrolment_id": n, "person_id": first + n,
                 "item_id": quiz.item.id, "item_version_id": quiz.item.version_id, "number": 1, "seed": n,
                 "slots": slots, "state": "graded", "started_at": now, "submitted_at": now, "points": sum(right),
                 "max_points": len(slots), "percent": 100 * sum(right) / len(slots), "passed": True}
            )  # fmt: skip
            responses += [
                {"attempt_id": n, "slot": slot, "answer": {"choice": "cottonKEY" if is_right else "wool"}, "seq": 1,
                 "saved_at": now, "points": float(is_right)}
                for slot, is_right in enumerate(right, 1)
            ]  # fmt: skip
        db.session.execute(insert(Attempt), attempts)
        db.session.execute(insert(Response), responses)
        db.session.commit()


def fill(app: Flask, people: int) -> Any:
    with app.app_context():
        db.create_all()
        db.session.execute(insert(Country), [{"code": code, "status": "member"} for code in ("KZ", "UZ")])
        quiz = a_quiz(*(a_question("single", key=f"question-{n}") for n in range(1, QUESTIONS + 1)))
        staff = accounts.an_instructor(quiz.course)
        db.session.commit()
        add_attempts(quiz, people, staff.id)
        return signed_in(app, staff.id), quiz.course.slug


def bench(engine: Engine, people: int) -> bool:
    app = make_app(engine.folder, engine.url)
    client, slug = fill(app, people)
    print(f"{engine.name}: {people} answers to each of {QUESTIONS} questions", flush=True)
    slowest = max(
        measure("every question", lambda: client.get(f"/studio/{slug}/analysis")),
        measure("one question", lambda: client.get(f"/studio/{slug}/analysis/quiz/question-7")),
    )
    with app.app_context():
        db.engine.dispose()
    return slowest < 1


if __name__ == "__main__":
    sys.exit(on_each_engine(__doc__, bench, people=20_000))
