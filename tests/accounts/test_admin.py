"""The administrator's pages: who comes in, and the pages of people."""

import pytest

from lms.accounts import hooks
from lms.accounts.hooks import Figure
from lms.accounts.models import Person
from lms.audit.services import record
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.client import Browser
from tests.factories import accounts, certificates, courses, enrolment, progress
from tests.statements import Statements


@pytest.mark.parametrize(("path", "most"), [("/admin/", 8), ("/admin/people", 4), ("/admin/audit", 5)])
def test_every_page_is_sound_and_costs_few_statements(
    client: Browser, administrator: Person, statements: Statements, path: str, most: int
) -> None:
    for _ in range(3):
        accounts.a_coordinator("UZ")
    db.session.commit()
    with statements as seen:
        assert client.get(path).status_code == 200
    assert seen.count <= most, seen.texts


@pytest.mark.parametrize("path", ["/admin/people?sort=name", "/admin/audit?thing=person"])
def test_a_page_beyond_the_last_leads_to_the_last(client: Browser, administrator: Person, path: str) -> None:
    for number in range(51):
        accounts.a_person(password_hash="none")
        record("role.granted", f"person:{number}", by=None, now=utc_now())
    db.session.commit()
    answer = client.get(f"{path}&page=99")
    assert answer.status_code == 302 and answer.location.endswith(f"{path}&page=2")
    assert "Page 2 of 2" in client.get(answer.location).text
    nothing = client.get(f"{path}-none&q=zzzz&page=99")
    assert nothing.status_code == 200, "an empty list has one page, which says so"


def test_a_persons_page_is_sound(client: Browser, administrator: Person) -> None:
    person = accounts.a_coordinator("UZ", printed_name="Pаul Mixed", time_zone="America/New_York")
    text = client.get(f"/admin/people/{person.public_id}").text
    assert "<bdi>New York</bdi>" in text, "the time zone as the profile names it"
    assert "mixes letters" in text, "a name that may only look like another is flagged"
    assert "Uzbekistan" in text and "Coordinator" in text


def test_a_persons_page_leads_to_their_courses_and_certificates(
    client: Browser, administrator: Person, statements: Statements
) -> None:
    person = accounts.a_person()
    url = f"/admin/people/{person.public_id}"
    empty = client.get(url).text
    assert "Has not asked for a place in any course." in empty
    assert "Has completed no course that gives a certificate." in empty

    def give(number: int) -> str:
        """A course half-way, one asked for, one that waits for approval and one with a certificate; its code."""
        half_way = courses.a_course(courses.a_module("one", *map(courses.a_reading, "ab")), slug=f"half-{number}")
        progress.a_learner(person, half_way, "a")
        asked = courses.a_course(slug=f"asked-{number}", title="Asked for")
        enrolment.an_enrolment(person, asked, status="pending")
        certificates.an_awaiting_award(person)
        code = certificates.a_certificate(person).code
        db.session.commit()
        return code

    code = give(1)
    with statements as few:
        page = client.get(url).text
    assert 'href="/studio/half-1/people"' in page and "50%" in page and "Learning" in page
    assert 'href="/studio/asked-1/people"' in page and "Asks for a place" in page
    assert f'href="/admin/certificates/{code}"' in page and "Valid" in page and "Completed on" in page
    assert 'href="/admin/certificates/approve?enrolment=' in page and "Awaiting approval" in page
    give(2)
    with statements as many:
        client.get(url)
    assert many.count == few.count


@pytest.mark.parametrize("kind", ["trainee", "coordinator", "instructor", "observer"])
def test_a12_nobody_but_an_administrator_comes_in(client: Browser, course: Course, kind: str) -> None:
    make = {
        "trainee": accounts.a_person, "coordinator": accounts.a_coordinator, "observer": accounts.an_observer,
        "instructor": lambda: accounts.an_instructor(course),
    }  # fmt: skip
    client.sign_in(make[kind]())
    other = accounts.a_person().public_id
    for path in ("/admin/", "/admin/people", "/admin/audit", f"/admin/people/{other}"):
        for method in ("GET", "HEAD"):
            assert client.open(path, method=method).status_code == 403, (method, path)
    for path in ("suspend", "restore", "roles", "roles/1/revoke"):
        assert (
            client.post(f"/admin/people/{other}/{path}", data={"reason": "x", "role": "administrator"}).status_code
            == 403
        )


@pytest.mark.parametrize(
    "path", ["/admin", "/ADMIN/", "/admin//people", "/admin/people/", "/%61dmin/people", "/admin/./people"]
)
def test_a09_other_spellings_of_the_address_open_nothing(client: Browser, path: str) -> None:
    client.sign_in(accounts.a_person())
    assert client.get(path, follow_redirects=True).status_code in (403, 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a09_other_methods_open_nothing(client: Browser, administrator: Person, method: str) -> None:
    other = accounts.a_person()
    assert client.open(f"/admin/people/{other.public_id}", method=method).status_code == 405
    overridden = client.post(f"/admin/people/{other.public_id}", headers={"X-HTTP-Method-Override": "DELETE"})
    assert overridden.status_code == 405


def test_the_figures_of_other_rooms_lead_to_their_lists(client: Browser, administrator: Person) -> None:
    def tell() -> list[Figure]:
        return [Figure("Certificates", 12345, "accounts.audit", {"action": "certificate"})]

    hooks.figures.append(tell)
    try:
        text = client.get("/admin/").text
    finally:
        hooks.figures.remove(tell)
    assert "12,345" in text and 'href="/admin/audit?action=certificate"' in text
    assert 'href="/admin/people?state=unconfirmed"' in text
