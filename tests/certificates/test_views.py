import csv
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.audit.queries import entries
from lms.certificates import queries, services
from lms.core.db import db
from tests.factories.accounts import a_coordinator, a_person, an_administrator, an_instructor, an_observer
from tests.factories.certificates import (
    NOW,
    a_certificate,
    a_completed_enrolment,
    a_revoked_certificate,
    an_awaiting_award,
    the_certificate_of,
)
from tests.factories.courses import a_course
from tests.laws.page import faults
from tests.statements import Statements

WRONG = "0" * 26


@pytest.fixture
def admin(app: Flask) -> Any:
    person = an_administrator(printed_name="Admin Adminova", latin_name="Admin Adminova")
    db.session.commit()
    return person


def _page(client: Any, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    assert faults(answer.text) == []
    return str(answer.text)


# Verifying


def test_anyone_sees_every_printed_field_of_a_valid_certificate(client: Any) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova", email="aigerim@example.org")
    issued = a_certificate(person, a_course(title="Customs", hours=7))
    page = _page(client, f"/verify/{issued.code}")
    for printed in ("Valid", "Айгерим Каримова", "Aigerim Karimova", "Customs", "7 hours", "86%", "Nov", "2026"):
        assert printed in page
    assert issued.issuer in page and issued.printed_code in page and "English" in page
    assert "aigerim@example.org" not in page and person.public_id not in page


def test_a_revoked_certificate_says_since_when_and_why(client: Any) -> None:
    page = _page(client, f"/verify/{a_revoked_certificate().code}")
    assert "Revoked" in page and "not valid" in page and "4 November 2026" in page
    assert "The rules of the course or its quizzes were broken." in page
    assert "Two people, one quiz." not in page, "what exactly happened is for the audit log"


def test_a_replaced_certificate_says_so_and_does_not_lead_to_the_new_one(client: Any, admin: Any) -> None:
    old = a_certificate()
    new_id = services.correct(
        old.id, printed_name="New Name", latin_name="New Name", explanation="Married", by=admin.id, now=NOW
    )
    new = queries.certificate_by_id(new_id)
    assert new is not None
    page = _page(client, f"/verify/{old.code}")
    assert "Replaced" in page and "New Name" not in page and new.code not in page and new.printed_code not in page


@pytest.mark.parametrize(
    "write", [str.lower, lambda c: f" {c[:13]} {c[13:]}", lambda c: f"http://localhost/verify/{c}"]
)
def test_the_form_takes_a_code_however_it_is_written(client: Any, write: Callable[[str], str]) -> None:
    issued = a_certificate()
    for code in (issued.code, issued.printed_code):
        answer = client.get("/verify/", query_string={"code": write(code)})
        assert answer.status_code == 303
        assert issued.printed_name in client.get(answer.location).text


def test_the_form_alone_asks_and_names_the_only_official_address(client: Any) -> None:
    page = _page(client, "/verify/")
    assert 'name="code"' in page and "http://localhost/verify/" in page


def test_g02_the_official_address_is_ours_whatever_host_was_asked(client: Any) -> None:
    issued = a_certificate()
    page = client.get(f"/verify/{issued.code}", headers={"Host": "evil.example"}).text
    assert "http://localhost/verify/" in page and "evil.example" not in page


@pytest.mark.parametrize("typed", [WRONG, "ECA-0000-0000-0000", "nonsense", "x" * 300, "%00", "../../etc/passwd"])
def test_g01_a_wrong_code_gets_the_same_kind_of_page(client: Any, typed: str) -> None:
    answer = client.get("/verify/", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 404 and faults(answer.text) == []
    assert "No certificate with this code" in answer.text and 'name="code"' in answer.text


def test_g01_right_and_wrong_codes_cost_the_same_single_look(client: Any, statements: Statements) -> None:
    issued, seen = a_certificate(), []
    for code in (issued.code, WRONG, issued.printed_code, "ECA-0000-0000-0000", "nonsense"):
        with statements:
            client.get(f"/verify/{code}")
        seen.append((statements.count, re.sub(r"short_code = |code = ", "", statements.texts[-1])[-40:]))
    assert {count for count, _text in seen} == {1}


def test_verifying_costs_at_most_three_statements_when_signed_in(client: Any, statements: Statements) -> None:
    issued = a_certificate()
    client.sign_in(a_person())
    with statements:
        client.get(f"/verify/{issued.code}")
    assert statements.count <= 3


def test_g01_short_codes_cannot_be_searched_but_full_ones_can_be_asked(client: Any) -> None:
    issued = a_certificate()
    statuses = [client.get(f"/verify/ECA-0000-0000-00{n:02d}").status_code for n in range(25)]
    assert statuses[:20] == [404] * 20 and set(statuses[20:]) == {429}
    assert client.get(f"/verify/{issued.code}").status_code == 200


def test_right_short_codes_are_not_counted(client: Any) -> None:
    issued = a_certificate()
    assert {client.get(f"/verify/{issued.printed_code}").status_code for _ in range(25)} == {200}


def test_g05_no_answer_is_kept_so_revoked_means_revoked_at_once(client: Any, admin: Any) -> None:
    issued = a_certificate()
    answer = client.get(f"/verify/{issued.code}")
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    services.revoke(issued.id, reason="identity", explanation="-", by=admin.id, now=NOW)
    db.session.commit()
    assert "Revoked" in client.get(f"/verify/{issued.code}").text


def test_b01_names_on_the_page_are_inert(client: Any) -> None:
    person = a_person()
    person.printed_name = "<script>alert(1)</script>\"'{{7*7}}"
    db.session.flush()
    page = _page(client, f"/verify/{a_certificate(person).code}")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page


# One's own


def test_a_trainee_sees_their_certificates_and_what_waits(client: Any) -> None:
    person = a_person()
    issued = a_certificate(person, a_course(title="Customs"))
    an_awaiting_award(person, title="Pricing")
    client.sign_in(person)
    page = _page(client, "/certificates/")
    assert "Customs" in page and issued.printed_code in page and "Pricing" in page and "Awaiting approval" in page


def test_without_certificates_the_page_says_how_to_earn_one(client: Any) -> None:
    client.sign_in(a_person())
    assert "No certificates yet" in _page(client, "/certificates/")


def test_the_page_of_a_certificate_shows_shares_and_downloads_it(client: Any) -> None:
    person = a_person(language="ru")
    issued = a_certificate(person)
    client.sign_in(person)
    page = _page(client, f"/certificates/{issued.code}")
    assert f"/certificates/{issued.code}.pdf" in page and f"http://localhost/verify/{issued.code}" in page
    assert 'src="data:image/svg+xml' in page


def test_the_pdf_is_downloaded_under_a_name_in_both_alphabets(client: Any) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova")
    issued = a_certificate(person, a_course(title='A "quoted"; title/..'))
    client.sign_in(person)
    answer = client.get(f"/certificates/{issued.code}.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    disposition = answer.headers["Content-Disposition"]
    assert f"filename={issued.printed_code}.pdf" in disposition and "filename*=UTF-8''" in disposition
    assert "%D0%90" in disposition and "/" not in disposition and '"' not in disposition
    assert "Айгерим Каримова" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_b09_a_name_cannot_break_the_header(client: Any) -> None:
    person = a_person()
    person.printed_name = 'x"\r\nSet-Cookie: a=1\u202egpj'
    db.session.flush()
    issued = a_certificate(person)
    client.sign_in(person)
    answer = client.get(f"/certificates/{issued.code}.pdf")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert (
        "%0D" not in answer.headers["Content-Disposition"] and "%E2%80%AE" not in answer.headers["Content-Disposition"]
    )


def test_a_get_of_the_pdf_writes_nothing(client: Any, statements: Statements) -> None:
    person = a_person()
    issued = a_certificate(person)
    client.sign_in(person)
    with statements:
        client.get(f"/certificates/{issued.code}.pdf")
    assert statements.count <= 3 and all(text.startswith("SELECT") for text in statements.texts)


@pytest.mark.parametrize("path", ["/certificates/{}", "/certificates/{}.pdf"])
def test_a03_anothers_certificate_is_as_unknown_as_a_missing_one(
    client: Any, new_client: Callable[[], Any], path: str
) -> None:
    issued = a_certificate()
    strangers = [a_person(), a_coordinator(), an_observer(), an_instructor(issued.course_id)]
    for stranger in strangers:
        browser = new_client()
        browser.sign_in(stranger)
        hers, missing = browser.get(path.format(issued.code)), browser.get(path.format(WRONG))
        assert hers.status_code == missing.status_code == 404
        assert hers.text.replace(issued.code, "") == missing.text.replace(WRONG, "")
    assert client.get(path.format(issued.code)).location.startswith("/auth/login")
    boss = new_client()
    boss.sign_in(an_administrator())
    assert boss.get(path.format(issued.code)).status_code == 200


# Administration

ADMIN_PAGES = ["/admin/certificates", "/admin/certificates/approve", "/admin/certificates/issue"]


def test_others_may_not_administrate(client: Any, new_client: Callable[[], Any]) -> None:
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


def test_the_lists_search_by_name_and_code(client: Any, admin: Any) -> None:
    first = a_certificate(a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova"))
    second = a_revoked_certificate(a_person(printed_name="欧阳明慧", latin_name="Ouyang Minghui"))
    client.sign_in(admin)
    everything = _page(client, "/admin/certificates")
    assert first.printed_code in everything and second.printed_code in everything
    for q in ("айгерим", "KARIMOVA", first.printed_code, first.code.lower()):
        page = _page(client, f"/admin/certificates?q={q}")
        assert first.printed_code in page and second.printed_code not in page
    assert first.printed_code not in _page(client, "/admin/certificates?show=revoked")
    assert "Nothing found" in _page(client, "/admin/certificates?q=%25_nobody")


def test_the_list_is_paged_and_costs_the_same_however_long(client: Any, admin: Any, statements: Statements) -> None:
    course = a_course()
    for _ in range(35):
        a_certificate(course=course)
    client.sign_in(admin)
    with statements:
        first = _page(client, "/admin/certificates")
    assert statements.count == 3, "who asks, how many, one page"
    assert first.count("/admin/certificates/") - first.count("/admin/certificates/issue") >= 30
    assert "page=2" in first and _page(client, "/admin/certificates?page=2").count("ECA-") >= 5
    _page(client, "/admin/certificates?page=999999999")


def test_waiting_awards_are_previewed_and_approved_together(client: Any, admin: Any) -> None:
    first = an_awaiting_award(a_person(printed_name="First Person", latin_name="First Person"))
    second = an_awaiting_award(a_person(printed_name="Second Person", latin_name="Second Person"))
    client.sign_in(admin)
    assert "First Person" in _page(client, "/admin/certificates?show=awaiting")
    preview = _page(client, f"/admin/certificates/approve?enrolment={first.id}&enrolment={second.id}")
    assert "First Person" in preview and "Second Person" in preview and queries.count_awaiting() == 2
    answer = client.post("/admin/certificates/approve", data={"enrolment": [first.id]})
    assert answer.status_code == 302
    assert the_certificate_of(first).is_valid and queries.count_awaiting() == 1


def test_b10_a_name_of_mixed_scripts_is_flagged_to_the_issuer(client: Any, admin: Any) -> None:
    person = a_person()
    person.printed_name = "\u0410igerim Karimova"  # a Cyrillic A
    db.session.flush()
    enrolment = an_awaiting_award(person)
    client.sign_in(admin)
    for url in ("/admin/certificates?show=awaiting", f"/admin/certificates/approve?enrolment={enrolment.id}"):
        assert "Check the name" in _page(client, url)
    client.post("/admin/certificates/approve", data={"enrolment": enrolment.id})
    assert "Check the name" in _page(client, f"/admin/certificates/{the_certificate_of(enrolment).code}")


def test_an_award_is_declined_with_a_reason_that_the_trainee_reads(
    client: Any, admin: Any, new_client: Callable[[], Any]
) -> None:
    person = a_person()
    enrolment = an_awaiting_award(person)
    client.sign_in(admin)
    url = f"/admin/certificates/awards/{enrolment.id}/decline"
    _page(client, url)
    assert client.post(url, data={"reason": ""}).status_code == 200 and queries.count_awaiting() == 1
    client.post(url, data={"reason": "Please take the final quiz again."})
    browser = new_client()
    browser.sign_in(person)
    assert "Please take the final quiz again." in _page(browser, "/certificates/")
    assert client.get(url).status_code == 404


def test_a_certificate_is_issued_singly_by_address(client: Any, admin: Any) -> None:
    person = a_person(email="rustam@example.org")
    enrolment = a_completed_enrolment(person, a_course(certificate_issue="none", title="Quiet course"))
    client.sign_in(admin)
    assert "Quiet course" in _page(client, "/admin/certificates/issue?email=rustam@example.org")
    answer = client.post(f"/admin/certificates/issue/{enrolment.id}")
    issued = the_certificate_of(enrolment)
    assert answer.location.endswith(issued.code)
    again = client.post(f"/admin/certificates/issue/{enrolment.id}", follow_redirects=True)
    assert "valid certificate" in again.text
    assert issued.printed_code in _page(client, "/admin/certificates/issue?email=rustam@example.org")
    assert "Nobody has this address." in _page(client, "/admin/certificates/issue?email=nobody@example.org")


def test_revoking_needs_a_reason_and_is_written_down(client: Any, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    url = f"/admin/certificates/{issued.code}/revoke"
    _page(client, url)
    client.post(url, data={"reason": "rules_broken", "explanation": ""})
    client.post(url, data={"reason": "envy", "explanation": "x"})
    assert queries.certificate_by_code(issued.code) == issued
    assert client.post(url, data={"reason": "rules_broken", "explanation": "Case 14"}).status_code == 302
    page = _page(client, f"/admin/certificates/{issued.code}")
    assert "Revoked" in page and "Case 14" in page and "Admin Adminova" in page
    refused = client.post(url, data={"reason": "rules_broken", "explanation": "Again"})
    assert "not valid any more" in refused.text


def test_correcting_a_name_leads_to_the_new_edition(client: Any, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    url = f"/admin/certificates/{issued.code}/correct"
    assert issued.printed_name in _page(client, url)
    names = {"printed_name": "Нино Беридзе", "latin_name": "Nino Beridze", "explanation": "Passport"}
    answer = client.post(url, data=names)
    assert answer.status_code == 302 and not answer.location.endswith(issued.code)
    assert "Нино Беридзе" in _page(client, answer.location)
    assert "Open the corrected certificate" in _page(client, f"/admin/certificates/{issued.code}")
    assert "Open the corrected certificate" in _page(client, f"/certificates/{issued.code}")
    bad = client.post(answer.location + "/correct", data={**names, "latin_name": "Нино"})
    assert bad.status_code == 200 and "Latin" in bad.text


def test_a07_more_fields_than_the_form_has_change_nothing(client: Any, admin: Any) -> None:
    issued = a_certificate()
    client.sign_in(admin)
    data = {"printed_name": "A B", "latin_name": "A B", "explanation": "x", "result_percent": "100", "hours": "99"}
    answer = client.post(f"/admin/certificates/{issued.code}/correct", data=data)
    new = queries.certificate_by_code(answer.location.rsplit("/", 1)[1])
    assert new is not None and (new.result_percent, new.hours) == (issued.result_percent, issued.hours)


def test_b08_the_export_is_what_is_on_screen_and_no_cell_is_a_formula(client: Any, admin: Any) -> None:
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
def test_every_list_can_be_exported(client: Any, admin: Any, show: str) -> None:
    a_revoked_certificate()
    an_awaiting_award()
    client.sign_in(admin)
    rows = list(csv.reader(StringIO(client.post("/admin/certificates/export", data={"show": show}).text)))
    assert len(rows) == 2


@pytest.mark.parametrize("language", ["ru", "zh", "fa"])
def test_the_pages_stand_in_every_language(client: Any, language: str) -> None:
    person = a_person(language=language)
    issued, revoked = a_certificate(person), a_revoked_certificate(person)
    client.sign_in(person)
    for url in ("/certificates/", f"/certificates/{issued.code}", f"/verify/{revoked.code}", "/verify/"):
        assert f'<html lang="{language}"' in _page(client, url)
