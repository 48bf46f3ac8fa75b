"""The trainee's first page."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from lms.enrolment import services as place_services
from lms.progress import dashboard
from tests.client import Browser
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering
from tests.factories.progress import a_learner, open_item
from tests.progress.browsing import get, main_of
from tests.statements import Statements


def test_the_first_visit_leads_to_the_catalogue(client: Browser) -> None:
    client.sign_in(a_person(printed_name="Айгерим Касымова"))
    page = get(client)
    assert "Choose your first course" in page.text and 'href="/courses/"' in main_of(page)
    assert "<bdi>Айгерим Касымова</bdi>" in main_of(page)


def test_staff_who_take_no_course_are_led_to_their_work(client: Browser) -> None:
    course = a_course(title="Customs in a day")
    client.sign_in(an_instructor(course))
    page = main_of(get(client))
    assert f'href="/studio/{course.slug}/"' in page and "Customs in a day" in page
    assert 'href="/admin/"' not in page and "Choose your first course" not in page
    client.sign_in(an_administrator())
    page = main_of(get(client))
    assert 'href="/admin/"' in page and 'href="/studio/"' in page
    assert "Customs in a day" not in page, "an administrator finds the courses of others in the studio"
    assert "Choose your first course" not in page and 'href="/courses/"' in page


def test_staff_who_learn_too_see_their_own_course_first(client: Browser) -> None:
    taken, looked_after = a_course(title="Payments"), a_course(title="Customs")
    person = an_instructor(looked_after)
    a_learner(person, taken, "welcome")
    client.sign_in(person)
    page = main_of(get(client))
    assert 0 < page.index('id="courses"') < page.index('id="studio"')
    assert f'href="/studio/{looked_after.slug}/"' in page


def test_the_dashboard_goes_on_where_one_left_off(client: Browser) -> None:
    person, older, newer = a_person(), a_course(title="Foundations"), a_course(title="Customs")
    now = utc_now()
    a_learner(person, older, "welcome", now=now - timedelta(days=2))
    enrolment = a_learner(person, newer, "welcome", now=now - timedelta(days=1))
    open_item(enrolment, newer, "first-sale", now)
    client.sign_in(person)
    card = main_of(get(client)).split('id="continue"')[1].split("</section>")[0]
    assert "Continue where you left off" in card and "First sale" in card and "Customs" in card
    assert "Module 1 of 2" in card and "33%" in card
    assert f'href="/learn/{newer.slug}/first-sale/"' in card


def test_the_dashboard_lists_courses_requests_and_certificates(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = a_person()
    going, done, asked = a_course(title="Customs"), a_course(title="Foundations"), a_course(title="Payments")
    a_learner(person, going, "welcome")
    a_learner(person, done, "welcome", "first-sale", "second-sale")
    an_offering(asked, mode="approval")
    an_enrolment(person, asked)
    client.sign_in(person)
    page = main_of(get(client))
    courses, waiting = page.split('id="courses"')[1].split('id="asked"')
    assert "1 of 3 steps" in courses and "Completed on" in courses
    assert courses.index("Customs") < courses.index("Foundations")
    assert "Payments" in waiting and "Requested on" in waiting


def test_a_course_that_was_left_is_not_on_the_dashboard(client: Browser) -> None:
    person, course = a_person(), a_course(title="Customs")
    a_learner(person, course, "welcome")
    place_services.withdraw(person_id=person.id, course_id=course.id, now=utc_now())
    client.sign_in(person)
    assert "Customs" not in get(client).text


def test_an_archived_course_stays_on_the_dashboard_and_goes_on(client: Browser) -> None:
    person = a_person()
    taken, done, asked = a_course(title="Customs"), a_course(title="Foundations"), a_course(title="Payments")
    a_learner(person, taken, "welcome")
    a_learner(person, done, "welcome", "first-sale", "second-sale")
    an_offering(asked, mode="approval")
    an_enrolment(person, asked)
    db.session.execute(update(Course).values(state="archived"))
    client.sign_in(person)
    page = main_of(get(client))
    assert "Foundations" in page and "Payments" in page
    resumed = page.split('id="continue"')[1]
    assert "Customs" in resumed and client.get(f"/learn/{taken.slug}/").status_code == 200


def test_certificates_come_through_the_hook(client: Browser) -> None:
    person = a_person()
    course = a_course(title="Customs", certificate_issue="automatic")
    a_learner(person, course, "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    facts = dashboard.certificate_facts(person.id)
    page = main_of(get(client))
    assert [f.course_title for f in facts] == ["Customs"]
    assert f"/certificates/{facts[0].code}" in page.split('id="certificates"')[1]


@pytest.mark.parametrize("courses", [0, 1, 5])
def test_the_dashboard_costs_at_most_8_statements_however_many_courses(
    client: Browser, statements: Statements, courses: int
) -> None:
    person = a_person()
    for _ in range(courses):
        a_learner(person, a_course(), "welcome")
    a_learner(person, a_course(), "welcome", "first-sale", "second-sale")
    client.sign_in(person)
    with statements as cold:
        get(client)
    with statements as seen:
        get(client)
    assert seen.count <= 8 and cold.count <= 8, cold.texts
