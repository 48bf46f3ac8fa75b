"""Who may open what of a course (A05)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from lms.core.db import db
from lms.courses.models import Course
from lms.courses.queries import CourseFacts
from lms.enrolment import queries as places
from tests.client import Browser
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.assessment import a_quiz
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment
from tests.factories.progress import a_learner
from tests.progress.browsing import get, main_of, state_of

ITEM_ADDRESSES = [("GET", ""), ("POST", "complete"), ("POST", "watch"), ("POST", "attempts")]


def ask(client: Browser, method: str, url: str) -> int:
    return int(client.open(url, method=method).status_code)


def addresses_of(course: CourseFacts, key: str) -> list[tuple[str, str]]:
    return [(method, f"/learn/{course.slug}/{key}/{rest}") for method, rest in ITEM_ADDRESSES]


def test_a05_a_locked_step_is_closed_at_every_address_and_says_why(client: Browser, figure_course: CourseFacts) -> None:
    person, course = a_person(), figure_course
    enrolment = an_enrolment(person, course)
    client.sign_in(person)
    for method, url in addresses_of(course, "locked"):
        assert ask(client, method, url) == 403, url
    assert client.get(f"/learn/{course.slug}/locked/media/figure.svg").status_code == 404
    page = main_of(get(client, course.slug, "locked", status=403))
    assert "This step is still locked" in page and "“Open”" in page
    assert "#lock" in page and "403" not in page, "the number says nothing to a trainee"
    assert f'href="/learn/{course.slug}/first/"' in page
    assert state_of(enrolment, course, "locked") is None


def test_a05_an_unpublished_course_does_not_exist_at_any_address(client: Browser, figure_course: CourseFacts) -> None:
    person, course = a_person(), figure_course
    an_enrolment(person, course)
    db.session.execute(update(Course).where(Course.id == course.id).values(state="draft"))
    client.sign_in(person)
    urls = addresses_of(course, "first") + [
        ("GET", f"/learn/{course.slug}/first/media/figure.svg"),
        ("GET", f"/learn/{course.slug}/"),
        ("GET", f"/learn/{course.slug}/grades"),
        ("GET", f"/learn/{course.slug}/resume"),
        ("POST", f"/learn/{course.slug}/language"),
        ("GET", f"/courses/{course.slug}/"),
        ("POST", f"/courses/{course.slug}/enrol"),
        ("POST", f"/courses/{course.slug}/withdraw"),
        ("GET", f"/studio/{course.slug}/people"),
    ]
    for method, url in urls:
        assert ask(client, method, url) == 404, url


@pytest.mark.parametrize("status", [None, "pending", "waitlisted", "withdrawn", "refused", "expired"])
def test_who_takes_no_part_reads_why_and_opens_nothing(
    client: Browser, figure_course: CourseFacts, status: str | None
) -> None:
    person, course = a_person(), figure_course
    if status:
        an_enrolment(person, course, status=status)
    client.sign_in(person)
    for method, url in addresses_of(course, "first"):
        assert ask(client, method, url) == 403, url
    for url in (f"/learn/{course.slug}/", f"/learn/{course.slug}/grades", f"/learn/{course.slug}/resume"):
        assert ask(client, "GET", url) == 403, url
    assert client.get(f"/learn/{course.slug}/first/media/figure.svg").status_code == 404
    page = get(client, course.slug, status=403)
    assert f'href="/courses/{course.slug}/"' in main_of(page)


def test_a_visitor_is_asked_to_sign_in_and_changes_nothing(client: Browser, figure_course: CourseFacts) -> None:
    for path in ("/learn/", f"/learn/{figure_course.slug}/", f"/learn/{figure_course.slug}/first/"):
        answer = client.get(path)
        assert answer.status_code == 302 and "/auth/login" in answer.location
    for method, url in addresses_of(figure_course, "first")[1:]:
        assert ask(client, method, url) == 403


def test_staff_and_administrators_look_in_and_leave_no_trace(client: Browser, figure_course: CourseFacts) -> None:
    course = figure_course
    for person in (an_instructor(course), an_administrator()):
        client.sign_in(person)
        assert "You are looking in as staff." in get(client, course.slug).text
        page = get(client, course.slug, "locked")
        assert "You are looking in as staff." in page.text and "Mark complete and continue" not in page.text
        assert client.get(f"/learn/{course.slug}/locked/media/figure.svg").status_code == 200
        assert client.post(f"/learn/{course.slug}/locked/complete").status_code == 302
        assert places.enrolment_of(person.id, course.id) is None
    client.sign_in(an_instructor(a_course()))
    get(client, course.slug, "locked", status=403)


def test_staff_see_the_rules_of_a_quiz_and_start_no_attempt(client: Browser) -> None:
    quiz = a_quiz()
    client.sign_in(an_instructor(quiz.course))
    assert "there is no attempt to start" in get(client, quiz.course.slug, "quiz").text
    answer = client.post(f"/learn/{quiz.course.slug}/quiz/attempts")
    assert answer.location == f"/learn/{quiz.course.slug}/quiz/"


def test_every_page_of_learning_stays_out_of_shared_caches(client: Browser) -> None:
    person, course = a_person(), a_course()
    an_enrolment(person, course)
    client.sign_in(person)
    for page in (get(client), get(client, course.slug), get(client, course.slug, "welcome")):
        assert page.headers["Cache-Control"] == "private, no-store"


def test_another_person_sees_nothing_of_my_learning(new_client: Callable[[], Browser], app: Flask) -> None:
    mine, course = a_person(), a_course(title="Customs")
    a_learner(mine, course, "welcome")
    other = new_client()
    other.sign_in(a_person())
    assert "Customs" not in get(other).text
    get(other, course.slug, status=403)
