"""The overview of a course, and the way to the next step."""

from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.progress import a_learner, complete_reading
from tests.progress.browsing import get, main_of


def test_the_course_shows_ticks_locks_with_reasons_and_the_way_on(client: Browser) -> None:
    person, course = a_person(), a_course(title="Customs")
    enrolment = a_learner(person, course, "welcome")
    client.sign_in(person)
    page = get(client, course.slug)
    main = main_of(page)
    assert "tick done" in main and "1 of 3 steps complete" in main and "33%" in main
    assert "Opens when you have completed the module “Basics”." in main
    assert f'href="/learn/{course.slug}/second-sale/"' not in main
    assert f'class="button primary" href="/learn/{course.slug}/first-sale/"' in main and "Resume" in main
    assert "Complete all 3 required steps." in main
    complete_reading(enrolment, course, "first-sale")
    assert f'class="button primary" href="/learn/{course.slug}/second-sale/"' in main_of(get(client, course.slug))


def test_resume_leads_to_the_exact_step(client: Browser) -> None:
    person, course = a_person(), a_course()
    enrolment = a_learner(person, course, "welcome")
    client.sign_in(person)
    assert client.get(f"/learn/{course.slug}/resume").location == f"/learn/{course.slug}/first-sale/"
    complete_reading(enrolment, course, "first-sale")
    assert client.get(f"/learn/{course.slug}/resume").location == f"/learn/{course.slug}/second-sale/"


def test_a_completed_course_congratulates_and_leads_to_the_certificate(client: Browser) -> None:
    person, course = a_person(), a_course()
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    main = main_of(get(client, course.slug))
    assert "Well done: you have completed this course" in main and "100%" in main
    assert 'href="/certificates/"' in main


def test_a_course_without_certificates_promises_none(client: Browser) -> None:
    person, course = a_person(), a_course(certificate_issue="none")
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    main = main_of(get(client, course.slug))
    assert "Well done" in main and "This course gives no certificate." in main
    assert 'href="/certificates/"' not in main
