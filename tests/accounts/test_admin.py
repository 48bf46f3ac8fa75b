"""Administration of people and the audit log."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from lms.accounts import hooks, services
from lms.accounts.hooks import Figure
from lms.accounts.models import Person, RoleGrant
from lms.accounts.queries import PeopleFilter, people, roles_of
from lms.audit.models import AuditEntry
from lms.audit.queries import entries
from lms.audit.services import record
from lms.core.clock import utc_now
from lms.core.db import db
from lms.courses.models import Course
from tests.client import Browser
from tests.factories import accounts, certificates, courses, enrolment, progress
from tests.statements import Statements

NewClient = Callable[[], Browser]


@pytest.fixture
def course(app: Flask) -> Course:
    course = Course(slug="customs", created_at=utc_now())
    db.session.add(course)
    db.session.flush()
    return course


@pytest.fixture
def administrator(client: Browser) -> Person:
    person = accounts.an_administrator(printed_name="Olga Admin")
    client.sign_in(person)
    return person


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


def test_a08_an_instructor_cannot_make_themselves_administrator(client: Browser, course: Course) -> None:
    person = accounts.an_instructor(course)
    client.sign_in(person)
    assert client.post(f"/admin/people/{person.public_id}/roles", data={"role": "administrator"}).status_code == 403
    assert [role.role for role in roles_of(person.id)] == ["instructor"]


def test_a08_administrators_do_not_change_their_own_standing(client: Browser, administrator: Person) -> None:
    base = f"/admin/people/{administrator.public_id}"
    (own,) = roles_of(administrator.id)
    assert client.post(f"{base}/roles", data={"role": "observer"}).status_code == 403
    assert client.post(f"{base}/roles/{own.id}/revoke").status_code == 403
    assert client.post(f"{base}/suspend", data={"reason": "holiday"}).status_code == 403
    assert [role.role for role in roles_of(administrator.id)] == ["administrator"]
    assert "your own account" in client.get(base).text


def test_roles_are_granted_with_the_scope_they_need(
    client: Browser,
    administrator: Person,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hooks, "course_choices", lambda: [(course.id, "Customs")])
    person = accounts.a_person()
    url = f"/admin/people/{person.public_id}/roles"
    assert 'id="role-error"' in client.post(url, data={"role": "coordinator"}).text, "no country"
    assert 'id="role-error"' in client.post(url, data={"role": "instructor"}).text, "no course"
    assert 'id="role-error"' in client.post(url, data={"role": "emperor"}).text
    for form in (
        {"role": "coordinator", "country": "UZ", "course": str(course.id)},
        {"role": "instructor", "country": "UZ", "course": str(course.id)},
        {"role": "observer", "country": "UZ"},
    ):
        assert client.post(url, data=form).status_code == 302
        assert client.post(url, data=form).status_code == 302, "twice is once"
    scopes = {(role.role, role.country_code, role.course_id) for role in roles_of(person.id)}
    assert scopes == {("coordinator", "UZ", None), ("instructor", None, course.id), ("observer", None, None)}
    granted = db.session.query(AuditEntry).filter_by(action="role.granted", actor_id=administrator.id).count()
    assert granted == 3


def test_a_role_is_revoked_by_its_own_row_only(client: Browser, administrator: Person) -> None:
    person, other = accounts.a_coordinator("UZ"), accounts.a_coordinator("KZ")
    (of_other,) = roles_of(other.id)
    assert client.post(f"/admin/people/{person.public_id}/roles/{of_other.id}/revoke").status_code == 404
    (own,) = roles_of(person.id)
    assert client.post(f"/admin/people/{person.public_id}/roles/{own.id}/revoke").status_code == 302
    assert roles_of(person.id) == [] and len(roles_of(other.id)) == 1


def test_a11_e03_whose_role_changes_signs_in_anew(
    client: Browser, new_client: NewClient, administrator: Person
) -> None:
    other = accounts.an_administrator()
    theirs = new_client().sign_in(other)
    assert theirs.get("/admin/").status_code == 200
    (grant,) = roles_of(other.id)
    client.post(f"/admin/people/{other.public_id}/roles/{grant.id}/revoke")
    assert theirs.get("/admin/").status_code == 302, "signed out"
    assert theirs.sign_in(db.session.get_one(Person, other.id)).get("/admin/").status_code == 403


def test_suspending_needs_a_reason_and_is_in_the_log(client: Browser, administrator: Person) -> None:
    person = accounts.a_person()
    url = f"/admin/people/{person.public_id}"
    assert 'id="reason-error"' in client.post(f"{url}/suspend", data={"reason": "  "}).text
    assert client.post(f"{url}/suspend", data={"reason": "shared the password"}).status_code == 302
    assert db.session.get_one(Person, person.id).suspended_at is not None
    assert "suspended already" in client.post(f"{url}/suspend", data={"reason": "again"}).text
    text = client.get(url).text
    assert "shared the password" in text and "Restore" in text
    assert client.post(f"{url}/restore", data={"reason": "sorry"}).status_code == 302
    assert db.session.get_one(Person, person.id).suspended_at is None


def found(**wanted: str) -> list[str]:
    items, total, _grants = people(PeopleFilter(**wanted), page=1, size=100)
    assert total == len(items)
    return [person.printed_name for person in items]


def test_people_are_found_in_any_script_and_case(app: Flask) -> None:
    accounts.a_person(printed_name="Айжан Бекова", latin_name="Aizhan Bekova", country_code="KZ", organisation="Жол")
    accounts.a_person(printed_name="李明", latin_name="Li Ming", email="li@example.cn", country_code="CN")
    accounts.an_observer(printed_name="Ann Observer", country_code="CN", participant_kind="official")
    assert found(words="АЙЖАН бек") == ["Айжан Бекова"]
    assert found(words="bekova жол") == ["Айжан Бекова"]
    assert found(words="李") == ["李明"]
    assert found(words="LI@EXAMPLE") == ["李明"]
    assert found(country="CN", kind="official") == ["Ann Observer"]
    assert found(role="observer") == ["Ann Observer"]
    assert found(words="nobody") == []
    assert found(sort="name")[:1] == ["Ann Observer"]


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "%%%%", "a" * 5000])
def test_c13_a_search_is_text_never_a_pattern_or_a_command(client: Browser, administrator: Person, words: str) -> None:
    answer = client.get("/admin/people", query_string={"q": words, "sort": words, "country": words, "page": words})
    assert answer.status_code == 200
    assert "Olga Admin" not in answer.text.split("data-live-results")[1]
    assert client.get("/admin/audit", query_string={"thing": words, "action": words, "by": words}).status_code == 200
    assert client.get(f"/admin/people/{quote(words[:300], safe='')}").status_code == 404


def test_states_are_told_apart(app: Flask) -> None:
    accounts.a_person(printed_name="New", confirmed=False)
    out = accounts.a_person(printed_name="Out")
    services.suspend(out.id, "asked to", by=None, now=utc_now())
    accounts.a_person(printed_name="In")
    assert found(state="unconfirmed") == ["New"]
    assert found(state="suspended") == ["Out"]
    assert found(state="active") == ["In"]
    assert found(state="erased") == []


def test_a_long_list_has_pages(client: Browser, administrator: Person) -> None:
    for _ in range(52):
        accounts.a_person(password_hash="x")
    first, second = client.get("/admin/people").text, client.get("/admin/people?page=2").text
    assert first.count("/admin/people/") > 45
    assert "Page 1 of 2" in first and "Page 2 of 2" in second
    assert "53 people" in first
    assert client.get("/admin/people?page=99999999999").status_code == 200


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


def test_the_audit_log_is_filtered_by_deed_and_thing(client: Browser, administrator: Person) -> None:
    person = accounts.a_person(printed_name="Ann Audited")
    services.suspend(person.id, "<b>bold</b> reason", by=administrator.id, now=utc_now())
    services.restore(person.id, "all well", by=administrator.id, now=utc_now())
    asked = {"thing": f"person:{person.id}", "action": "person.suspended"}
    text = client.get("/admin/audit", query_string=asked).text
    assert "&lt;b&gt;bold&lt;/b&gt; reason" in text and "all well" not in text
    assert text.count("Ann Audited") == 1 and "Olga Admin" in text, "who did it, and to whom"
    assert [entry.action for entry in entries(thing=f"person:{person.id}")[0]] == [
        "person.restored",
        "person.suspended",
    ]
    assert entries(action="person")[1] == 2
    assert entries(action="pers")[1] == 0
    assert entries(thing=f"person:{person.id}", actor_id=person.id)[1] == 0
    assert "Nothing found" in client.get("/admin/audit?thing=nothing%25").text


def test_granting_in_a_wrong_scope_is_stopped_by_the_database(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    person = accounts.a_person()
    with pytest.raises(IntegrityError):
        services.grant_role(person.id, "coordinator", by=None, now=utc_now())
    db.session.rollback()
    assert db.session.query(RoleGrant).count() == 0
