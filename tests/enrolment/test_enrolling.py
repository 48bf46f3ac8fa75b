"""Asking for a place, by each of the ways, and leaving it."""

from tests.client import Browser
from tests.enrolment.browsing import page_of, primary_labels, status_of
from tests.factories.accounts import a_person
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment, an_offering


def test_enrolling_leads_into_the_course(client: Browser) -> None:
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


def test_a_full_course_offers_its_waiting_list_and_tells_the_place_on_it(client: Browser) -> None:
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


def test_a_request_is_sent_and_can_be_withdrawn(client: Browser) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="approval")
    client.sign_in(person)
    assert primary_labels(page_of(client, course)) == ["Request a place"]
    answer = client.post(f"/courses/{course.slug}/enrol", follow_redirects=True)
    assert "Your request is with the course staff" in answer.text and primary_labels(answer) == []
    client.post(f"/courses/{course.slug}/withdraw")
    assert status_of(person, course) == "withdrawn"


def test_a_code_is_asked_for_on_the_page(client: Browser) -> None:
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


def test_codes_cannot_be_tried_without_end(client: Browser) -> None:
    course, person = a_course(), a_person()
    an_offering(course, mode="code", access_code="silk-2026")
    client.sign_in(person)
    url = f"/courses/{course.slug}/enrol"
    statuses = [client.post(url, data={"code": f"guess-{n}"}).status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    assert client.post(f"/courses/{course.slug}/enrol", data={"code": "silk-2026"}).status_code == 429
    assert status_of(person, course) is None


def test_a_visitor_cannot_enrol(client: Browser) -> None:
    course = a_course()
    an_offering(course)
    assert client.post(f"/courses/{course.slug}/enrol").status_code == 403


def test_a07_other_fields_of_the_form_change_nothing(client: Browser) -> None:
    course, person, other = a_course(), a_person(), a_person()
    an_offering(course, mode="approval")
    client.sign_in(person)
    extra = {"person_id": other.id, "status": "active", "mode": "open", "prerequisites_met": "1"}
    client.post(f"/courses/{course.slug}/enrol", data=extra)
    assert (status_of(person, course), status_of(other, course)) == ("pending", None)
