import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from lms.accounts.services import grant_role
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from lms.courses.queries import CourseFacts
from lms.enrolment import queries, services
from tests.factories.accounts import a_person, an_administrator, an_instructor
from tests.factories.courses import a_course, a_module, a_quiz_item, a_reading
from tests.factories.enrolment import a_completed_enrolment, an_enrolment, an_offering
from tests.statements import Statements


def primary_labels(response: TestResponse) -> list[str]:
    """What the primary buttons in the page's main part say."""
    main = response.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]
    return re.findall(r'class="button primary"[^>]*>(?:<svg.*?</svg>)?<span>(.*?)</span>', main)


def page_of(client: Any, course: CourseFacts) -> TestResponse:
    response: TestResponse = client.get(f"/courses/{course.slug}/")
    assert response.status_code == 200
    return response


def status_of(person: Any, course: CourseFacts) -> str | None:
    found = queries.enrolment_of(person.id, course.id)
    return found.status if found else None


def test_a_visitor_reads_the_course_and_is_asked_to_sign_in(client: Any) -> None:
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


def test_hours_languages_and_seats_come_once_and_before_the_long_text_on_a_phone(client: Any) -> None:
    course = a_course(title="Landed cost")
    an_offering(course, capacity=30)
    text = page_of(client, course).text
    assert text.count('id="facts"') == 1 and text.count("0 of 30 taken") == 1
    assert text.index("Sign in to enrol") < text.index('id="facts"') < text.index('id="outcomes"')


def test_a_course_names_who_teaches_it_and_not_who_assists_or_is_suspended(client: Any) -> None:
    course = a_course()
    an_instructor(course, role="owner", printed_name="Гульнара Сапарова")
    an_instructor(course, printed_name="Lin Wei")
    an_instructor(course, role="assistant", printed_name="Quiet Helper")
    an_instructor(course, printed_name="Gone Away").suspended_at = utc_now()
    an_instructor(a_course(), printed_name="Another Teacher")
    taught_by = page_of(client, course).text.split('id="teachers"')[1].split("</ul>")[0]
    assert re.findall(r"<li><bdi>(.*?)</bdi>", taught_by) == ["Гульнара Сапарова", "Lin Wei"]
    assert 'id="teachers"' not in page_of(client, a_course()).text


def test_the_course_is_shown_in_the_language_of_the_reader(client: Any) -> None:
    course = a_course(title="Landed cost")
    an_offering(course)
    client.sign_in(a_person(language="ru"))
    page = page_of(client, course)
    assert "Курс Landed cost" in page.text and "Basics (ru)" in page.text


def test_a_course_that_is_not_there_is_not_found(client: Any) -> None:
    assert client.get("/courses/no-such-course/").status_code == 404
    client.sign_in(a_person())
    assert client.post("/courses/no-such-course/enrol").status_code == 404


def test_enrolling_leads_into_the_course(client: Any) -> None:
    course, person = a_course(), a_person()
    an_offering(course)
    client.sign_in(person)
    assert primary_labels(page_of(client, course)) == ["Enrol"]
    answer = client.post(f"/courses/{course.slug}/enrol")
    assert (answer.status_code, answer.location) == (302, f"/learn/{course.slug}/")
    assert status_of(person, course) == "active"
    assert primary_labels(page_of(client, course)) == ["Start"]
    client.get(f"/learn/{course.slug}/welcome/")
    page = page_of(client, course)
    assert primary_labels(page) == ["Resume"]
    assert f'href="/learn/{course.slug}/resume"' in page.text


def test_whoever_has_completed_may_review(client: Any) -> None:
    course, person = a_course(), a_person()
    a_completed_enrolment(person, course)
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == ["Review"]
    assert "You have completed this course" in page.text and "Leave this course" not in page.text


def test_a_full_course_offers_its_waiting_list_and_tells_the_place_on_it(client: Any) -> None:
    course, person = a_course(), a_person()
    an_offering(course, capacity=1)
    an_enrolment(a_person(), course)
    an_enrolment(a_person(), course)
    client.sign_in(person)
    assert primary_labels(page_of(client, course)) == ["Full: join the waiting list"]
    answer = client.post(f"/courses/{course.slug}/enrol", follow_redirects=True)
    assert "You are number 2 on the waiting list" in answer.text
    assert primary_labels(answer) == []
    client.post(f"/courses/{course.slug}/withdraw")
    assert status_of(person, course) == "withdrawn"


def test_a_request_is_sent_and_can_be_withdrawn(client: Any) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="approval")
    client.sign_in(person)
    assert primary_labels(page_of(client, course)) == ["Request a place"]
    answer = client.post(f"/courses/{course.slug}/enrol", follow_redirects=True)
    assert "Your request is with the course staff" in answer.text and primary_labels(answer) == []
    client.post(f"/courses/{course.slug}/withdraw")
    assert status_of(person, course) == "withdrawn"


def test_a_code_is_asked_for_on_the_page(client: Any) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="code", access_code="silk-2026")
    client.sign_in(person)
    page = page_of(client, course)
    assert primary_labels(page) == ["Enter the code"] and "silk-2026" not in page.text
    wrong = client.post(f"/courses/{course.slug}/enrol", data={"code": "cotton"})
    assert wrong.status_code == 422 and "This code does not open the course." in wrong.text
    assert status_of(person, course) is None
    assert client.post(f"/courses/{course.slug}/enrol", data={"code": "Silk-2026"}).status_code == 302
    assert status_of(person, course) == "active"


def test_codes_cannot_be_tried_without_end(client: Any) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="code", access_code="silk-2026")
    client.sign_in(person)
    url = f"/courses/{course.slug}/enrol"
    statuses = [client.post(url, data={"code": f"guess-{n}"}).status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.post(f"/courses/{course.slug}/enrol", data={"code": "silk-2026"}).status_code == 429
    assert status_of(person, course) is None


def test_courses_that_come_first_are_listed_with_their_state_and_enforced(client: Any) -> None:
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


def test_a_course_to_complete_first_that_does_not_exist_keeps_the_door_shut(client: Any) -> None:
    course, person = a_course(prerequisites=("still-being-written",)), a_person()
    an_offering(course)
    client.sign_in(person)
    page = page_of(client, course)
    assert "A course that is not published yet" in page.text and primary_labels(page) == []
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 422


def test_an_archived_course_that_comes_first_is_no_link_and_counts_for_who_completed_it(client: Any) -> None:
    first, person = a_course(title="Foundations"), a_person()
    course = a_course(prerequisites=(first.slug,))
    an_offering(course)
    a_completed_enrolment(person, first)
    db.session.execute(update(Course).where(Course.id == first.id).values(state="archived"))
    client.sign_in(person)
    page = page_of(client, course)
    assert f'href="/courses/{first.slug}/"' not in page.text and primary_labels(page) == ["Enrol"]


def test_a_course_that_takes_nobody_in_says_so(client: Any) -> None:
    course = a_course()
    client.sign_in(a_person())
    page = page_of(client, course)
    assert "This course does not take people in yet" in page.text and primary_labels(page) == []
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 422


def test_a_visitor_cannot_enrol(client: Any) -> None:
    course = a_course()
    an_offering(course)
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 403


def test_a07_other_fields_of_the_form_change_nothing(client: Any) -> None:
    course, person, other = a_course(), a_person(), a_person()
    an_offering(course, mode="approval")
    client.sign_in(person)
    extra = {"person_id": other.id, "status": "active", "mode": "open", "prerequisites_met": "1"}
    client.post(f"/courses/{course.slug}/enrol", data=extra)
    assert (status_of(person, course), status_of(other, course)) == ("pending", None)


@pytest.mark.parametrize("state", ["visitor", "stranger", "learner", "waiting", "with_prerequisites"])
def test_the_course_page_costs_at_most_8_statements(client: Any, statements: Statements, state: str) -> None:
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


def act(client: Any, course: CourseFacts, what: str, enrolment_id: int) -> TestResponse:
    answer: TestResponse = client.post(f"/studio/{course.slug}/people/{what}", data={"enrolment": enrolment_id})
    return answer


def test_staff_see_who_asks_waits_and_learns(client: Any) -> None:
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


def test_staff_answer_requests_and_remove_people(client: Any) -> None:
    course, first, second = a_course(), a_person(), a_person()
    an_offering(course, mode="approval")
    asked, refused = an_enrolment(first, course), an_enrolment(second, course)
    client.sign_in(an_instructor(course, "assistant"))
    assert act(client, course, "approve", asked.id).status_code == 302
    assert act(client, course, "refuse", refused.id).status_code == 302
    assert (status_of(first, course), status_of(second, course)) == ("active", "refused")
    act(client, course, "remove", asked.id)
    assert status_of(first, course) == "withdrawn"
    again = client.post(f"/studio/{course.slug}/people/approve", data={"enrolment": refused.id}, follow_redirects=True)
    assert "This request has been answered already." in again.text


def test_staff_set_how_people_join(client: Any) -> None:
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


def test_the_studio_lists_the_published_courses_that_one_is_staff_of(client: Any) -> None:
    mine, archived, foreign = a_course(title="Customs"), a_course(title="Telegraphy"), a_course(title="Payments")
    staff = an_instructor(mine)
    grant_role(staff.id, "instructor", course_id=archived.id, by=None, now=utc_now())
    db.session.execute(update(Course).where(Course.id == archived.id).values(state="archived"))
    client.sign_in(staff)
    page = client.get("/studio/").text
    assert f'href="/studio/{mine.slug}/people"' in page
    assert "Telegraphy" not in page and foreign.slug not in page


@pytest.mark.parametrize("what", ["approve", "refuse", "remove", "settings"])
def test_a04_people_of_a_course_one_does_not_teach_do_not_exist(client: Any, app: Flask, what: str) -> None:
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


def test_a04_staff_of_one_course_cannot_decide_on_an_enrolment_of_another(client: Any) -> None:
    mine, other, person = a_course(), a_course(), a_person()
    an_offering(mine)
    an_offering(other, mode="approval")
    asked = an_enrolment(person, other)
    client.sign_in(an_instructor(mine))
    for what in ("approve", "refuse", "remove"):
        assert act(client, mine, what, asked.id).status_code == 404
    assert status_of(person, other) == "pending"
    assert client.post(f"/studio/{mine.slug}/people/approve", data={"enrolment": "x"}).status_code == 404


def test_a_visitor_is_sent_to_sign_in_before_the_people_page(new_client: Callable[[], Any]) -> None:
    course = a_course()
    assert new_client().get(f"/studio/{course.slug}/people").status_code == 302


def test_a_page_of_learners_beyond_the_last_leads_to_the_last(client: Any) -> None:
    course = a_course()
    an_enrolment(a_person(), course)
    client.sign_in(an_instructor(course))
    answer = client.get(f"/studio/{course.slug}/people?page=99")
    assert answer.status_code == 302 and answer.location.endswith("/people?page=1")
