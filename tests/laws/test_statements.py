"""A page costs a fixed number of SQL statements: few, with nothing remembered, and as many with ten times the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.assessment import services as quizzes
from lms.assessment.drafts import Section
from lms.core.cache import forget_all
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts, outline
from tests.factories import accounts, certificates, courses, enrolment, progress
from tests.factories import assessment as sittings
from tests.statements import Statements

TIMES = 10


@dataclass(frozen=True)
class Place:
    """What the trainee looks at: a course in the middle, an attempt that is going on, a certificate."""

    course: CourseFacts
    attempt: str
    code: str
    seq: Iterator[int] = field(default_factory=count)


def a_real_course(number: int, **changes: Any) -> CourseFacts:
    """Two modules, a picture, a quiz, a course to complete first, in two languages."""
    figure = courses.a_media_file("figure.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    facts = courses.a_course(
        courses.a_module(
            "basics", courses.a_reading("welcome", media=(figure,)), courses.a_reading("more"), courses.a_quiz_item()
        ),
        courses.a_module("practice", courses.a_reading("last"), after="basics"),
        slug=f"course-of-law-{number}",
        **changes,
    )
    quiz = outline(facts.revision_id).item("quiz")
    assert quiz is not None
    drafts = [sittings.a_question(kind) for kind in sittings.KINDS]
    versions = quizzes.store_questions(facts.id, drafts)
    quizzes.store_quiz(
        quiz.version_id, {"shuffle_questions": False, "pass_percent": 70}, [Section(None, tuple(versions.values()))]
    )
    return facts


def add_learning(trainee: Any, first: int, how_many: int) -> None:
    """Courses that the trainee takes, some of them completed with a certificate, each with other learners."""
    for number in range(first, first + how_many):
        facts = a_real_course(number)
        mine = progress.a_learner(trainee, facts, "welcome")
        progress.a_learner(accounts.a_person(), facts, "welcome", "more")
        if number % 2:
            certificates.complete(mine)  # type: ignore[arg-type]
        else:
            _start(mine, facts)
    db.session.commit()


def _start(mine: Any, facts: CourseFacts) -> Any:
    quiz = progress.the_item(facts, "quiz")
    return quizzes.start_attempt(
        enrolment_id=mine.id, person_id=mine.person_id, item_id=quiz.id, item_version_id=quiz.version_id, now=utc_now()
    )


def a_place(trainee: Any, number: int) -> Place:
    before = a_real_course(number)
    enrolment.a_completed_enrolment(trainee, before)
    facts = a_real_course(number + 1, prerequisites=(before.slug,))
    mine = progress.a_learner(trainee, facts, "welcome", now=utc_now() - timedelta(days=1))
    attempt = _start(mine, facts)
    done = certificates.a_certificate(trainee, a_real_course(number + 2))
    db.session.commit()
    return Place(facts, f"/learn/{facts.slug}/quiz/attempts/{attempt.public_id}/", done.code)


Ask = Callable[[FlaskClient, Place], Any]


def get(path: str) -> Ask:
    return lambda client, place: client.get(
        path.format(course=place.course.slug, code=place.code, attempt=place.attempt)
    )


def save(client: FlaskClient, place: Place) -> Any:
    """Answers the first question; the answer is the newest, whatever was saved before."""
    return client.post(f"{place.attempt}answers/1", data={"slot": "1", "seq": str(next(place.seq)), "answer-1": "1"})


# What is asked, and how many statements it may cost when nothing is remembered.
COLD: dict[str, tuple[Ask, int]] = {
    "the home page": (get("/"), 8),
    "the catalogue": (get("/courses/"), 6),
    "a search in the catalogue": (get("/courses/?q=course&level=basic&language=en"), 6),
    "a course": (get("/courses/{course}/"), 8),
    "the outline of a course": (get("/learn/{course}/"), 8),
    "the dashboard": (get("/learn/"), 8),
    "a lesson": (get("/learn/{course}/welcome/"), 8),
    "the grades of a course": (get("/learn/{course}/grades"), 8),
    "the certificates": (get("/certificates/"), 8),
    "a certificate": (get("/certificates/{code}"), 8),
    "verifying": (get("/verify/{code}"), 3),
    "verifying a wrong code": (get("/verify/00000000000000000000000000"), 3),
    "saving an answer": (save, 3),
}
# The same once the process has met the course: the content of a revision never changes, so it is remembered.
MET: dict[str, tuple[Ask, int]] = {
    "a lesson": (get("/learn/{course}/welcome/"), 5),
    "a lesson opened for the first time": (get("/learn/{course}/more/"), 7),
    "a quiz before its start": (get("/learn/{course}/quiz/"), 8),
    "a picture": (get("/learn/{course}/welcome/media/figure.svg"), 5),
    "an attempt": (get("{attempt}"), 8),
}


@pytest.fixture
def trainee(app: Any) -> Any:
    return accounts.a_person()


def _cost(client: FlaskClient, place: Place, ask: Ask, statements: Statements) -> list[str]:
    with statements as seen:
        response = ask(client, place)
    assert response.status_code in (200, 404), response.get_data(as_text=True)
    return seen.texts


@pytest.mark.parametrize("page", COLD)
def test_a_page_costs_few_statements_and_no_more_with_ten_times_the_data(
    page: str, trainee: Any, client: FlaskClient, statements: Statements
) -> None:
    ask, budget = COLD[page]
    place = a_place(trainee, 900)
    add_learning(trainee, 0, 2)
    client.sign_in(trainee)  # type: ignore[attr-defined]
    forget_all()
    few = _cost(client, place, ask, statements)
    assert len(few) <= budget, "\n\n".join(few)
    add_learning(trainee, 2, 2 * TIMES)
    forget_all()
    many = _cost(client, place, ask, statements)
    assert len(many) == len(few), "\n\n".join(many)


@pytest.mark.parametrize("page", MET)
def test_a_page_of_a_course_that_was_met_costs_less(
    page: str, trainee: Any, client: FlaskClient, statements: Statements
) -> None:
    ask, budget = MET[page]
    place, another = a_place(trainee, 900), a_place(trainee, 910)
    client.sign_in(trainee)  # type: ignore[attr-defined]
    meet(client, place)
    few = _cost(client, place, ask, statements)
    assert len(few) <= budget, "\n\n".join(few)
    add_learning(trainee, 0, 2 * TIMES)
    meet(client, another)
    many = _cost(client, another, ask, statements)
    assert len(many) == len(few), "\n\n".join(many)


def meet(client: FlaskClient, place: Place) -> None:
    """What anyone does who comes to the lesson by way of the course; a change of it forgets what was remembered."""
    for path in ("quiz/", "quiz/", "welcome/"):
        client.get(f"/learn/{place.course.slug}/{path}")
