"""Grades as their owner reads them, on the page and in the export of one's own data."""

import json

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.queries import CourseFacts
from lms.progress.services import override_grade
from tests.client import Browser
from tests.factories import accounts
from tests.factories.progress import the_item
from tests.progress.gradebooks import a_graded_course, a_graded_learner, words_of


def test_a_course_without_categories_weighs_all_scores_the_same_and_says_what_is_printed(client: Browser) -> None:
    course = a_graded_course(grading=None)
    person = a_graded_learner(course, first=80, final=90)
    client.sign_in(person.person)
    page = words_of(client.get(f"/learn/{course.slug}/grades"))
    assert "Every score weighs the same: 80%, 90% → mean 85%" in page
    assert "Your certificate prints the score of the final quiz." in page


def test_what_staff_set_and_why_is_part_of_ones_own_data(client: Browser, course: CourseFacts) -> None:
    learner, teacher = a_graded_learner(course, "Ann Ade", first=40), accounts.an_instructor(course)
    item, now = the_item(course, "first"), utc_now()
    for percent, reason in ((70.0, "The power was cut."), (75.5, "Counted again.")):
        override_grade(
            enrolment_id=learner.enrolment_id, item=item, percent=percent, reason=reason, by=teacher.id, now=now
        )
    override_grade(
        enrolment_id=learner.enrolment_id, item=None, percent=80, reason="By the board.", by=teacher.id, now=now
    )
    db.session.commit()
    client.sign_in(learner.person)
    answer = client.get("/account/data.json")
    (mine,) = json.loads(answer.text)["learning"]
    told = [(one["item_id"], one["percent"], one["reason"], one["ended_at"] is None) for one in mine["set_by_staff"]]
    assert told == [
        (item.id, 70, "The power was cut.", False),
        (item.id, 75.5, "Counted again.", True),
        (None, 80, "By the board.", True),
    ]
    assert teacher.printed_name not in answer.text
