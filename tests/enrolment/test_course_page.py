"""What a course is, who teaches it, and what must come first."""

import re

import pytest
from sqlalchemy import update

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.client import Browser
from tests.enrolment.browsing import page_of, primary_labels, status_of
from tests.factories.accounts import a_person, an_instructor
from tests.factories.courses import a_course, a_module, a_quiz_item, a_reading
from tests.factories.enrolment import a_completed_enrolment, an_enrolment, an_offering
from tests.statements import Statements


def test_a_visitor_reads_the_course_and_is_asked_to_sign_in(client: Browser) -> None:
    course = a_course(
        a_module("borders", a_reading("parcel", minutes=8), a_reading("customs", minutes=7)),
        a_module("final", a_quiz_item("exam", percent=75)),
        title="Landed cost",
        hours=9,
        final_quiz="exam",
        certificate_issue="approval",
    )
    an_offering(course, capacity=30)
    page = page_of(client, course)
    for words in (
        "Landed cost", "What Landed cost is about.", "Sell a thing.", "About Landed cost.", "Borders", "15 min",
        "Whoever sells across a border.", "9 hours", "English · Русский", "0 of 30 taken",
        "Complete all 3 required steps.", "Reach at least 75% in the final quiz.",
        "an administrator approves your certificate", "A source",
    ):  # fmt: skip
        assert words in page.text, words
    assert primary_labels(page) == ["Sign in to enrol"]
    assert f"next=/courses/{course.slug}/" in page.text.replace("%2F", "/")


def test_hours_languages_and_seats_come_once_and_before_the_long_text_on_a_phone(client: Browser) -> None:
    course = a_course(title="Landed cost")
    an_offering(course, capacity=30)
    text = page_of(client, course).text
    assert text.count('id="facts"') == 1 and text.count("0 of 30 taken") == 1
    assert text.index("Sign in to enrol") < text.index('id="facts"') < text.index('id="outcomes"')


def test_a_course_names_who_teaches_it_and_not_who_assists_or_is_suspended(client: Browser) -> None:
    course = a_course()
    an_instructor(course, role="owner", printed_name="Гульнара Сапарова")
    an_instructor(course, printed_name="Lin Wei")
    an_instructor(course, role="assistant", printed_name="Quiet Helper")
    an_instructor(course, printed_name="Gone Away").suspended_at = utc_now()
    an_instructor(a_course(), printed_name="Another Teacher")
    taught_by = page_of(client, course).text.split('id="teachers"')[1].split("</ul>")[0]
    assert re.findall(r"<li><bdi>(.*?)</bdi>", taught_by) == ["Гульнара Сапарова", "Lin Wei"]
    assert 'id="teachers"' not in page_of(client, a_course()).text


def test_the_course_is_shown_in_the_language_of_the_reader(client: Browser) -> None:
    course = a_course(title="Landed cost")
    an_offering(course)
    client.sign_in(a_person(language="ru"))
    page = page_of(client, course)
    assert "Курс Landed cost" in page.text and "Basics (ru)" in page.text


def test_a_course_that_is_not_there_is_not_found(client: Browser) -> None:
    assert client.get("/courses/no-such-course/").status_code == 404
    client.sign_in(a_person())
    assert client.post("/courses/no-such-course/enrol").status_code == 404


def test_whoever_has_completed_may_review(client: Browser) -> None:
    course, person = a_course(), a_person()
    a_completed_enrolment(person, course)
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == ["Review"]
    assert "You have completed this course" in page.text and "Leave this course" not in page.text


def test_courses_that_come_first_are_listed_with_their_state_and_enforced(client: Browser) -> None:
    first, second = a_course(title="Foundations"), a_course(title="Payments")
    course, person = a_course(prerequisites=(first.slug, second.slug)), a_person()
    an_offering(course)
    a_completed_enrolment(person, first)
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == ["Open the course that comes first"]
    before_second, after_second = page.text.split("Payments", 1)
    assert "completed" in before_second.split("Foundations")[1] and "Not completed yet" in after_second
    refused = client.post(f"/courses/{course.slug}/enrol")
    assert refused.status_code == 422 and "Complete the courses that come first" in refused.text
    assert status_of(person, course) is None
    a_completed_enrolment(person, second)
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 302


def test_a_course_to_complete_first_that_does_not_exist_keeps_the_door_shut(client: Browser) -> None:
    course, person = a_course(prerequisites=("still-being-written",)), a_person()
    an_offering(course)
    client.sign_in(person)
    page = page_of(client, course)
    assert "A course that is not published yet" in page.text and primary_labels(page) == []
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 422


def test_an_archived_course_that_comes_first_is_no_link_and_counts_for_who_completed_it(client: Browser) -> None:
    first, person = a_course(title="Foundations"), a_person()
    course = a_course(prerequisites=(first.slug,))
    an_offering(course)
    a_completed_enrolment(person, first)
    db.session.execute(update(Course).where(Course.id == first.id).values(state="archived"))
    client.sign_in(person)
    page = page_of(client, course)
    assert f'href="/courses/{first.slug}/"' not in page.text and primary_labels(page) == ["Enrol"]


def test_a_course_that_takes_nobody_in_says_so(client: Browser) -> None:
    course = a_course()
    client.sign_in(a_person())
    page = page_of(client, course)
    assert "Enrolment in this course is not open yet" in page.text and primary_labels(page) == []
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 422


@pytest.mark.parametrize("state", ["visitor", "stranger", "learner", "waiting", "with_prerequisites"])
def test_the_course_page_costs_at_most_8_statements(client: Browser, statements: Statements, state: str) -> None:
    first = a_course()
    needs = (first.slug,) if state == "with_prerequisites" else ()
    course, person = a_course(prerequisites=needs), a_person()
    an_offering(course, capacity=None if state != "waiting" else 1)
    if state == "waiting":
        an_enrolment(a_person(), course)
    if state in ("learner", "waiting"):
        an_enrolment(person, course)
    if state != "visitor":
        client.sign_in(person)
    page_of(client, course)  # the content of a revision is remembered from now on
    with statements as seen:
        page_of(client, course)
    assert seen.count <= 8, seen.texts
