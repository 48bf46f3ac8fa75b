"""The step of a quiz before and after its attempts; the attempt itself belongs to `assessment`."""

import re

from lms.assessment.signals import attempt_graded
from lms.core.clock import utc_now
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.assessment import a_quiz
from tests.factories.courses import a_course, a_module, a_quiz_item
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import the_item
from tests.progress.browsing import get, main_of


def test_the_rules_of_a_quiz_stand_before_its_start(client: Browser) -> None:
    quiz = a_quiz(time_limit_minutes=20, attempts=3, pass_percent=75, grade="mean", feedback="after_last_attempt")
    person = a_person()
    an_enrolment(person, quiz.course)
    client.sign_in(person)
    main = main_of(get(client, quiz.course.slug, "quiz"))
    for words in (
        "20 minutes", "75%", "3 of 3 left", "The mean of your attempts counts", "After your last attempt",
        "Start the quiz", "You will have 20 minutes. Start now?",
    ):  # fmt: skip
        assert words in main, words
    assert "Your attempts" not in main


def test_starting_a_quiz_leads_into_the_attempt_and_coming_back_resumes_it(client: Browser) -> None:
    quiz, person = a_quiz(attempts=1), a_person()
    an_enrolment(person, quiz.course)
    client.sign_in(person)
    answer = client.post(f"/learn/{quiz.course.slug}/quiz/attempts")
    assert re.fullmatch(rf"/learn/{quiz.course.slug}/quiz/attempts/[\w-]+/", answer.location)
    main = main_of(get(client, quiz.course.slug, "quiz"))
    assert "Go on with your attempt" in main and answer.location in main and "In progress" in main
    assert client.post(f"/learn/{quiz.course.slug}/quiz/attempts").location == answer.location


def test_only_quizzes_are_started(client: Browser) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    assert client.post(f"/learn/{course.slug}/welcome/attempts").status_code == 404


def test_the_grades_list_every_quiz_with_its_score(client: Browser) -> None:
    person = a_person()
    course = a_course(a_module("m", a_quiz_item("one"), a_quiz_item("exam", percent=80)), final_quiz="exam")
    enrolment = an_enrolment(person, course)
    for key, score in (("one", 90.0), ("exam", 60.0)):
        item_id = the_item(course, key).id
        attempt_graded.send(
            None, enrolment_id=enrolment.id, item_id=item_id, attempt_id=1, percent=score, now=utc_now()
        )
    client.sign_in(person)
    page = main_of(client.get(f"/learn/{course.slug}/grades"))
    one, exam = page.split("Exam")[0], page.split("Exam")[1]
    assert "90%" in one and "Passed" in one
    assert "Needed to complete the course" in exam and "60%" in exam and "80%" in exam and "Not passed yet" in exam
