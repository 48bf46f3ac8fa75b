"""The people of a course, for its staff."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.core.clock import utc_now
from lms.courses.queries import CourseFacts
from lms.enrolment import queries, services
from tests.client import Browser
from tests.enrolment.browsing import status_of
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering


def act(client: Browser, course: CourseFacts, what: str, enrolment_id: int) -> TestResponse:
    answer: TestResponse = client.post(f"/studio/{course.slug}/people/{what}", data={"enrolment": enrolment_id})
    return answer


def test_staff_see_who_asks_waits_and_learns(client: Browser) -> None:
    course = a_course()
    an_offering(course, mode="approval", capacity=1)
    learner, waiter, asker = (a_person(printed_name=name) for name in ("Aigerim", "Бахтияр", "李华"))
    boss = an_administrator()
    for person in (learner, waiter, asker):
        enrolment = an_enrolment(person, course)
        if person is not asker:
            services.approve(enrolment.id, by=boss.id, now=utc_now())
    client.sign_in(an_instructor(course))
    page = client.get(f"/studio/{course.slug}/people").text
    requests, waiting, learners = (page.split(f'id="{part}"')[1] for part in ("requests", "waiting", "learners"))
    assert "李华" in requests.split('id="waiting"')[0]
    assert "Бахтияр" in waiting.split('id="learners"')[0]
    assert "Aigerim" in learners and "Kazakhstan" in learners


def test_staff_answer_requests_and_remove_people(client: Browser) -> None:
    course, first, second = a_course(), a_person(), a_person()
    an_offering(course, mode="approval")
    asked, refused = an_enrolment(first, course), an_enrolment(second, course)
    client.sign_in(an_instructor(course))
    assert act(client, course, "approve", asked.id).status_code == 302
    assert act(client, course, "refuse", refused.id).status_code == 302
    assert (status_of(first, course), status_of(second, course)) == ("active", "refused")
    act(client, course, "remove", asked.id)
    assert status_of(first, course) == "withdrawn"
    again = client.post(f"/studio/{course.slug}/people/approve", data={"enrolment": refused.id}, follow_redirects=True)
    assert "This request has been answered already." in again.text


def test_staff_set_how_people_join(client: Browser) -> None:
    course = a_course()
    an_offering(course, capacity=5)
    an_enrolment(a_person(), course)
    an_enrolment(a_person(), course)
    client.sign_in(an_instructor(course))
    url = f"/studio/{course.slug}/people/settings"
    low = client.post(url, data={"mode": "open", "capacity": "1", "access_code": ""})
    assert low.status_code == 422 and "2 people have a seat already." in low.text
    assert client.post(url, data={"mode": "sideways", "capacity": "9"}).status_code == 422
    assert client.post(url, data={"mode": "open", "capacity": "minus"}).status_code == 422
    saved = client.post(url, data={"mode": "code", "capacity": "", "access_code": "silk"})
    assert saved.status_code == 302
    offered = queries.offering(course.id)
    assert offered is not None and (offered.mode, offered.capacity, offered.access_code) == ("code", None, "silk")


def test_a08_an_assistant_reads_the_people_and_how_they_join_and_decides_nothing(client: Browser) -> None:
    course, learner = a_course(), a_person(printed_name="Aigerim")
    an_offering(course, capacity=9, closes_on=date(2027, 1, 31))
    place = an_enrolment(learner, course)
    asked = an_enrolment(a_person(printed_name="李华"), course, status="pending")
    client.sign_in(an_instructor(course, "assistant"))
    page = client.get(f"/studio/{course.slug}/people").text.split("<main", 1)[1]
    for words in ("Aigerim", "李华", "Anyone may enrol", "2 of 9 taken", "31 Jan 2027"):
        assert words in page, words
    assert "/people/" not in page and "Access code" not in page
    for what, enrolment_id in (("approve", asked.id), ("refuse", asked.id), ("remove", place.id)):
        assert act(client, course, what, enrolment_id).status_code == 404
    assert client.post(f"/studio/{course.slug}/people/settings", data={"mode": "open"}).status_code == 404
    assert (status_of(learner, course), queries.counts(course.id).requests) == ("active", 1)
    offered = queries.offering(course.id)
    assert offered is not None and offered.capacity == 9


@pytest.mark.parametrize("what", ["approve", "refuse", "remove", "settings"])
def test_a04_people_of_a_course_one_does_not_teach_do_not_exist(client: Browser, app: Flask, what: str) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="approval")
    asked = an_enrolment(person, course)
    for stranger in (a_person(), an_instructor(a_course()), person):
        client.sign_in(stranger)
        assert client.get(f"/studio/{course.slug}/people").status_code == 404
        assert act(client, course, what, asked.id).status_code == 404
    assert status_of(person, course) == "pending"
    offered = queries.offering(course.id)
    assert offered is not None and offered.mode == "approval"


def test_a04_staff_of_one_course_cannot_decide_on_an_enrolment_of_another(client: Browser) -> None:
    mine, other, person = a_course(), a_course(), a_person()
    an_offering(mine)
    an_offering(other, mode="approval")
    asked = an_enrolment(person, other)
    client.sign_in(an_instructor(mine))
    for what in ("approve", "refuse", "remove"):
        assert act(client, mine, what, asked.id).status_code == 404
    assert status_of(person, other) == "pending"
    assert client.post(f"/studio/{mine.slug}/people/approve", data={"enrolment": "x"}).status_code == 404


def test_a_visitor_is_sent_to_sign_in_before_the_people_page(new_client: Callable[[], Browser]) -> None:
    course = a_course()
    assert new_client().get(f"/studio/{course.slug}/people").status_code == 302


def test_a_page_of_learners_beyond_the_last_leads_to_the_last(client: Browser) -> None:
    course = a_course()
    an_enrolment(a_person(), course)
    client.sign_in(an_instructor(course))
    answer = client.get(f"/studio/{course.slug}/people?page=99")
    assert answer.status_code == 302 and answer.location.endswith("/people?page=1")
