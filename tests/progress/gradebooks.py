"""What the tests of grades share: a course with categories, people with scores in it, and reading the pages."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.drafts import CategoryDraft, GradingDraft
from lms.courses.queries import CourseFacts
from lms.progress.services import take_grade
from tests.factories import accounts, courses, enrolment
from tests.factories.progress import the_item
from tests.progress.browsing import main_of

GRADING = GradingDraft(
    "skip",
    (
        CategoryDraft("quizzes", 40, 0, {"en": "Quizzes", "ru": "Тесты"}),
        CategoryDraft("final", 60, 0, {"en": "The final", "ru": "Итог"}),
    ),
)


def a_graded_course(**changes: Any) -> CourseFacts:
    """Two quizzes, a practice quiz and a final, 40 to 60; the final is needed."""
    steps = courses.a_module(
        "basics",
        courses.a_reading(),
        courses.a_quiz_item("first", category="quizzes"),
        courses.a_quiz_item("second", category="quizzes"),
        courses.a_quiz_item("practice", required=False),
        courses.a_quiz_item("final", category="final"),
    )
    values: dict[str, Any] = {"grading": GRADING, "final_quiz": "final", "required_items": 1, **changes}
    return courses.a_course(steps, **values)


@dataclass(frozen=True)
class GradedLearner:
    """A person with scores; what a test needs of them stays readable after a commit."""

    id: int
    public_id: str
    enrolment_id: int
    person: Person


def a_graded_learner(course: CourseFacts, name: str = "", **scores: float) -> GradedLearner:
    """A person in the course with these scores by key of item."""
    person = accounts.a_person(**({"printed_name": name, "latin_name": name} if name else {}))
    mine = enrolment.an_enrolment(person, course)
    for key, percent in scores.items():
        take_grade(enrolment_id=mine.id, item_id=the_item(course, key).id, percent=percent, now=utc_now())
    db.session.commit()
    return GradedLearner(person.id, person.public_id, mine.id, person)


def _without_tags(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def words_of(response: TestResponse) -> str:
    """What people read in the main part of a page."""
    return _without_tags(main_of(response))


def rows_of(response: TestResponse) -> list[list[str]]:
    """The words of each cell of the page's first table."""
    body = main_of(response).split("<tbody>")[1].split("</tbody>")[0]
    return [[_without_tags(cell) for cell in re.split(r"</t[dh]>", row)[:-1]] for row in body.split("<tr>")[1:]]


def book_url(course: CourseFacts, *parts: str) -> str:
    """The address of a course's gradebook, or of a page below it."""
    return f"/studio/{course.slug}/gradebook" + "".join(f"/{part}" for part in parts)
