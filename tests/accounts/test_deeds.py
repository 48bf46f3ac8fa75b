"""The audit log in words."""

import ast

import pytest

from lms.accounts import hooks, services
from lms.accounts.models import Person
from lms.accounts.words import CODE_DETAIL, DEED_NAMES, DETAIL_NAMES
from lms.audit.queries import entries
from lms.audit.services import record
from lms.core.clock import utc_now
from lms.core.paths import PACKAGE
from tests.client import Browser
from tests.factories import accounts
from tests.factories.courses import a_course
from tests.factories.enrolment import an_enrolment


def recorded() -> tuple[set[str], set[str]]:
    """The deeds that the rooms record, and the details they keep with them, as the source names them."""
    deeds: set[str] = set()
    details: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "record":
                texts = (part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant))
                deeds.update(str(text) for text in texts)
                details.update(keyword.arg for keyword in call.keywords if keyword.arg)
    return deeds, details - {"by", "now", CODE_DETAIL}


def test_every_deed_and_every_detail_that_a_room_records_has_words() -> None:
    deeds, details = recorded()
    assert "role.granted" in deeds and "fields" in details, "the source is read rightly"
    assert deeds - set(DEED_NAMES) == set()
    assert details - set(DETAIL_NAMES) == set()


def test_details_are_told_in_words_not_in_keys_and_codes(
    client: Browser, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "course_titles", lambda ids: dict.fromkeys(ids, "Customs in a day"))
    now = utc_now()
    services.grant_role(accounts.a_person().id, "coordinator", country_code="UZ", by=administrator.id, now=now)
    record("role.granted", "person:1", by=None, now=now, role="owner", course=7)
    record(
        "certificate.revoked",
        "certificate:4",
        by=None,
        now=now,
        code="ECA-0123-4567-89AB",
        reason="holder_request",
        explanation="By letter",
    )
    record("person.changed", "person:1", by=None, now=now, fields=["latin_name", "time_zone"])
    record("course.published", "course:7", by=None, now=now, revision=1200)
    record("offering.changed", "course:7", by=None, now=now, mode="approval", capacity=None)
    text = client.get("/admin/audit").text
    for label, value in (
        ("Role", "Coordinator"), ("Country", "Uzbekistan"), ("Role", "Course owner"), ("Course", "Customs in a day"),
        ("Reason", "Its holder asked for it."), ("Note", "By letter"), ("Revision", "1,200"),
        ("How people join", "Staff approve each request"),
        ("What was changed", "Name in Latin letters and Time zone"),
    ):  # fmt: skip
        assert f"{label}: <bdi>{value}</bdi>" in text
    assert "<bdi>Customs in a day</bdi></td>" in text, "the course that it is about"
    assert "<bdi>Certificate ECA-0123-4567-89AB</bdi>" in text
    assert text.count("ECA-0123-4567-89AB") == 1, "the code names the certificate and is not told again as a detail"


def test_a_reason_in_a_persons_own_words_is_never_taken_for_a_code(client: Browser, administrator: Person) -> None:
    services.suspend(accounts.a_person().id, "identity", by=administrator.id, now=utc_now())
    assert "Reason: <bdi>identity</bdi>" in client.get("/admin/audit").text


def test_a_deed_without_words_is_shown_as_it_was_kept(client: Browser, administrator: Person) -> None:
    record("ship.sailed", "ship:9", by=None, now=utc_now(), wind="north")
    text = client.get("/admin/audit").text
    assert "ship.sailed" in text and "<bdi>ship:9</bdi>" in text and "wind: <bdi>north</bdi>" in text


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


@pytest.mark.parametrize("action", ["enrolment.removed", "grade.set", "award.declined"])
def test_a_deed_about_a_place_names_the_person_and_the_course(
    client: Browser, administrator: Person, action: str
) -> None:
    person = accounts.a_person(printed_name="Ann Placed")
    place = an_enrolment(person, a_course(title="Customs in a day"))
    record(action, f"enrolment:{place.id}", by=None, now=utc_now())
    text = client.get("/admin/audit", query_string={"action": action}).text
    assert f'href="/admin/people/{person.public_id}"' in text and "Ann Placed" in text
    assert "Course: <bdi>Customs in a day</bdi>" in text


def test_a_place_that_is_gone_is_named_by_the_number_of_its_record(client: Browser, administrator: Person) -> None:
    record("enrolment.removed", "enrolment:4200", by=None, now=utc_now())
    assert "<bdi>Enrolment, record 4200</bdi>" in client.get("/admin/audit").text
    client.post("/language/fa")
    assert "۴۲۰۰" in client.get("/admin/audit").text
