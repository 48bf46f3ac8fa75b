"""Administrators look through certificates, issue, decline, revoke, correct and export."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from lms.audit.queries import entries
from lms.certificates import queries, services
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.errors import Refused
from tests.certificates.browsing import page_at
from tests.client import Browser
from tests.factories.accounts import a_coordinator, a_person, an_instructor, an_observer
from tests.factories.certificates import (
    a_certificate,
    a_completed_enrolment,
    a_revoked_certificate,
    an_awaiting_award,
    the_certificate_of,
)
from tests.factories.courses import a_course
from tests.statements import Statements

ADMIN_PAGES = ["/admin/certificates", "/admin/certificates/approve", "/admin/certificates/issue"]


def test_others_may_not_administrate(client: Browser, new_client: Callable[[], Browser]) -> None:
    issued, waiting = a_certificate(), an_awaiting_award()
    one = [f"/admin/certificates/{issued.code}{end}" for end in ("", "/revoke", "/correct")]
    decline = f"/admin/certificates/awards/{waiting.id}/decline"
    for person in (a_person(), a_coordinator(), an_observer(), an_instructor(issued.course_id)):
        browser = new_client()
        browser.sign_in(person)
        assert {browser.get(url).status_code for url in [*ADMIN_PAGES, *one, decline]} == {403}
        posts = ["/admin/certificates/export", f"/admin/certificates/issue/{waiting.id}", decline, one[1], one[2]]
        assert {browser.post(url).status_code for url in posts} == {403}
        approved = browser.post("/admin/certificates/approve", data={"enrolment": waiting.id})
        assert approved.status_code == 403 and queries.count_awaiting() == 1
    assert all(client.get(url).location.startswith("/auth/login") for url in [*ADMIN_PAGES, *one, decline])


def test_the_lists_search_by_name_and_code(client: Browser, admin: Any) -> None:
    first = a_certificate(a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova"))
    second = a_revoked_certificate(a_person(printed_name="欧阳明慧", latin_name="Ouyang Minghui"))
    client.sign_in(admin)
    everything = page_at(client, "/admin/certificates")
    assert first.printed_code in everything and second.printed_code in everything
    for q in ("айгерим", "KARIMOVA", first.printed_code, first.code.lower()):
        page = page_at(client, f"/admin/certificates?q={q}")
        assert first.printed_code in page and second.printed_code not in page
    assert first.printed_code not in page_at(client, "/admin/certificates?show=revoked")
    assert "Nothing found" in page_at(client, "/admin/certificates?q=%25_nobody")


def test_the_list_is_paged_and_costs_the_same_however_long(client: Browser, admin: Any, statements: Statements) -> None:
    course = a_course()
    for _ in range(35):
        a_certificate(course=course)
    client.sign_in(admin)
    with statements:
        first = page_at(client, "/admin/certificates")
    assert statements.count == 3, "who asks, how many, one page"
    assert first.count("/admin/certificates/") - first.count("/admin/certificates/issue") >= 30
    assert "page=2" in first and page_at(client, "/admin/certificates?page=2").count("ECA-") >= 5
    beyond = client.get("/admin/certificates?show=all&page=999")
    page_at(client, "/admin/certificates?page=999999999")
    assert beyond.status_code == 302 and beyond.location.endswith("/admin/certificates?show=all&page=2")


def test_waiting_awards_are_previewed_and_approved_together(client: Browser, admin: Any) -> None:
    first = an_awaiting_award(a_person(printed_name="First Person", latin_name="First Person"))
    second = an_awaiting_award(a_person(printed_name="Second Person", latin_name="Second Person"))
    client.sign_in(admin)
    assert "First Person" in page_at(client, "/admin/certificates?show=awaiting")
    preview = page_at(client, f"/admin/certificates/approve?enrolment={first.id}&enrolment={second.id}")
    assert "First Person" in preview and "Second Person" in preview and queries.count_awaiting() == 2
    answer = client.post("/admin/certificates/approve", data={"enrolment": [first.id]})
    assert answer.status_code == 302
    assert the_certificate_of(first).is_valid and queries.count_awaiting() == 1


def test_b10_a_name_of_mixed_scripts_is_flagged_to_the_issuer(client: Browser, admin: Any) -> None:
    person = a_person()
    person.printed_name = "\u0410igerim Karimova"  # a Cyrillic A
    db.session.flush()
    enrolment = an_awaiting_award(person)
    client.sign_in(admin)
    for url in ("/admin/certificates?show=awaiting", f"/admin/certificates/approve?enrolment={enrolment.id}"):
        assert "Check the name" in page_at(client, url)
    client.post("/admin/certificates/approve", data={"enrolment": enrolment.id})
    assert "Check the name" in page_at(client, f"/admin/certificates/{the_certificate_of(enrolment).code}")


def test_an_award_is_declined_with_a_reason_that_the_trainee_reads(
    client: Browser, admin: Any, new_client: Callable[[], Browser]
) -> None:
    person = a_person()
    enrolment = an_awaiting_award(person)
    client.sign_in(admin)
    url = f"/admin/certificates/awards/{enrolment.id}/decline"
    page_at(client, url)
    assert client.post(url, data={"reason": ""}).status_code == 200 and queries.count_awaiting() == 1
    client.post(url, data={"reason": "Please take the final quiz again."})
    browser = new_client()
    browser.sign_in(person)
    assert "Please take the final quiz again." in page_at(browser, "/certificates/")
    assert client.get(url).status_code == 404


def test_a_certificate_is_issued_singly_by_address(client: Browser, admin: Any) -> None:
    person = a_person(email="rustam@example.org")
    enrolment = a_completed_enrolment(person, a_course(certificate_issue="none", title="Quiet course"))
    client.sign_in(admin)
    assert "Quiet course" in page_at(client, "/admin/certificates/issue?email=rustam@example.org")
    answer = client.post(f"/admin/certificates/issue/{enrolment.id}")
    issued = the_certificate_of(enrolment)
    assert answer.location.endswith(issued.code)
    again = client.post(f"/admin/certificates/issue/{enrolment.id}", follow_redirects=True)
    assert "valid certificate" in again.text
    assert issued.printed_code in page_at(client, "/admin/certificates/issue?email=rustam@example.org")
    assert "Nobody has this address." in page_at(client, "/admin/certificates/issue?email=nobody@example.org")


def test_revoking_needs_a_reason_and_is_written_down(client: Browser, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    url = f"/admin/certificates/{issued.code}/revoke"
    page_at(client, url)
    client.post(url, data={"reason": "rules_broken", "explanation": ""})
    client.post(url, data={"reason": "envy", "explanation": "x"})
    assert queries.certificate_by_code(issued.code) == issued
    assert client.post(url, data={"reason": "rules_broken", "explanation": "Case 14"}).status_code == 302
    page = page_at(client, f"/admin/certificates/{issued.code}")
    assert "Revoked" in page and "Case 14" in page and "Admin Adminova" in page
    refused = client.post(url, data={"reason": "rules_broken", "explanation": "Again"})
    assert "not valid any more" in refused.text


def test_correcting_a_name_leads_to_the_new_edition(client: Browser, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    url = f"/admin/certificates/{issued.code}/correct"
    assert issued.printed_name in page_at(client, url)
    names = {"printed_name": "Нино Беридзе", "latin_name": "Nino Beridze", "explanation": "Passport"}
    answer = client.post(url, data=names)
    assert answer.status_code == 302 and not answer.location.endswith(issued.code)
    assert "Нино Беридзе" in page_at(client, answer.location)
    assert "Open the corrected certificate" in page_at(client, f"/admin/certificates/{issued.code}")
    assert "Open the corrected certificate" in page_at(client, f"/certificates/{issued.code}")
    bad = client.post(answer.location + "/correct", data={**names, "latin_name": "Нино"})
    assert bad.status_code == 200 and "Latin" in bad.text


def test_a07_more_fields_than_the_form_has_change_nothing(client: Browser, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    data = {"printed_name": "A B", "latin_name": "A B", "explanation": "x", "result_percent": "100", "hours": "99"}
    answer = client.post(f"/admin/certificates/{issued.code}/correct", data=data)
    new = queries.certificate_by_code(answer.location.rsplit("/", 1)[1])
    assert new is not None and (new.result_percent, new.hours) == (issued.result_percent, issued.hours)


def test_b08_the_export_is_what_is_on_screen_and_no_cell_is_a_formula(client: Browser, admin: Any) -> None:
    person = a_person()
    person.printed_name = "=HYPERLINK(1)"
    db.session.flush()
    first = a_certificate(person)
    a_certificate(a_person(printed_name="Someone Else", latin_name="Someone Else"))
    client.sign_in(admin)
    answer = client.post("/admin/certificates/export", data={"show": "all", "q": "hyperlink"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, row = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert head[0] == "Code" and row[0] == first.printed_code and row[1] == "'=HYPERLINK(1)"
    (deed,), _total = entries(action="certificates.exported")
    assert (deed.actor_id, deed.details) == (admin.id, {"q": "hyperlink", "count": 1})


@pytest.mark.parametrize("show", ["awaiting", "all", "revoked"])
def test_every_list_can_be_exported(client: Browser, admin: Any, show: str) -> None:
    a_revoked_certificate()
    an_awaiting_award()
    client.sign_in(admin)
    rows = list(csv.reader(StringIO(client.post("/admin/certificates/export", data={"show": show}).text)))
    assert len(rows) == 2


def test_a_revoked_certificate_is_issued_again_with_a_new_number_and_stays_revoked(client: Browser, admin: Any) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova")
    old = a_revoked_certificate(person)
    client.sign_in(admin)
    url = f"/admin/certificates/{old.code}/again"
    assert url in page_at(client, f"/admin/certificates/{old.code}")
    page = page_at(client, url)
    assert "Айгерим Каримова" in page and old.printed_code in page and "The rules of the course" in page
    assert client.post(url, data={"explanation": " "}).status_code == 200, "a reason for the audit log is needed"
    answer = client.post(url, data={"explanation": "They took the quiz again, watched."})
    new = queries.valid_certificate_of(old.enrolment_id)
    assert new is not None and answer.location.endswith(new.code)
    assert new.code != old.code and new.short_code != old.short_code and new.edition == old.edition + 1
    after = queries.certificate_by_id(old.id)
    assert after is not None and (after.status, after.replaced_by_id) == ("revoked", None)
    (deed,) = [deed for deed in entries(thing=f"certificate:{old.id}")[0] if deed.action == "certificate.reissued"]
    assert (deed.actor_id, deed.details["new"]) == (admin.id, new.printed_code)
    assert deed.details["explanation"] == "They took the quiz again, watched."
    of_old = page_at(client, f"/admin/certificates/{old.code}")
    assert "Issued again, with a new number" in of_old and "They took the quiz again, watched." in of_old
    assert f"/admin/certificates/{new.code}" in of_old and url not in of_old, "once is enough"
    assert client.get(url).status_code == 404 and client.post(url, data={"explanation": "x"}).status_code == 404


def test_only_a_revoked_certificate_is_issued_again(client: Browser, admin: Any) -> None:
    valid = a_certificate()
    client.sign_in(admin)
    url = f"/admin/certificates/{valid.code}/again"
    assert url not in page_at(client, f"/admin/certificates/{valid.code}")
    assert client.get(url).status_code == 404
    with pytest.raises(Refused, match="Only a revoked certificate"):
        services.issue_again(valid.id, explanation="x", by=admin.id, now=utc_now())
