"""What a stranger sees who verifies a certificate (G01, G02, G05)."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.certificates import queries, services
from lms.core.db import db
from tests.certificates.browsing import WRONG, page_at
from tests.client import Browser
from tests.factories.accounts import a_person
from tests.factories.certificates import (
    NOW,
    a_certificate,
    a_revoked_certificate,
)
from tests.factories.courses import a_course
from tests.laws.page import faults
from tests.statements import Statements


def test_anyone_sees_every_printed_field_of_a_valid_certificate(client: Browser) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova", email="aigerim@example.org")
    issued = a_certificate(person, a_course(title="Customs", hours=7))
    page = page_at(client, f"/verify/{issued.code}")
    for printed in ("Valid", "Айгерим Каримова", "Aigerim Karimova", "Customs", "7 hours", "86%", "Nov", "2026"):
        assert printed in page
    assert issued.issuer in page and issued.printed_code in page and "English" in page
    assert "aigerim@example.org" not in page and person.public_id not in page


def test_a_revoked_certificate_says_since_when_and_why(client: Browser) -> None:
    page = page_at(client, f"/verify/{a_revoked_certificate().code}")
    assert "Revoked" in page and "not valid" in page and "4 November 2026" in page
    assert "The rules of the course or its quizzes were broken." in page
    assert "Two people, one quiz." not in page, "what exactly happened is for the audit log"


def test_a_replaced_certificate_says_so_and_does_not_lead_to_the_new_one(client: Browser, admin: Any) -> None:
    old = a_certificate()
    new_id = services.correct(
        old.id, printed_name="New Name", latin_name="New Name", explanation="Married", by=admin.id, now=NOW
    )
    new = queries.certificate_by_id(new_id)
    assert new is not None
    page = page_at(client, f"/verify/{old.code}")
    assert "Replaced" in page and "New Name" not in page and new.code not in page and new.printed_code not in page


@pytest.mark.parametrize(
    "write", [str.lower, lambda c: f" {c[:13]} {c[13:]}", lambda c: f"http://localhost/verify/{c}"]
)
def test_the_form_takes_a_code_however_it_is_written(client: Browser, write: Callable[[str], str]) -> None:
    issued = a_certificate()
    for code in (issued.code, issued.printed_code):
        answer = client.get("/verify/", query_string={"code": write(code)})
        assert answer.status_code == 303
        assert issued.printed_name in client.get(answer.location).text


def test_the_form_alone_asks_and_names_the_only_official_address(client: Browser) -> None:
    page = page_at(client, "/verify/")
    assert 'name="code"' in page and "http://localhost/verify/" in page


def test_g02_the_official_address_is_ours_whatever_host_was_asked(client: Browser) -> None:
    issued = a_certificate()
    page = client.get(f"/verify/{issued.code}", headers={"Host": "evil.example"}).text
    assert "http://localhost/verify/" in page and "evil.example" not in page


@pytest.mark.parametrize("typed", [WRONG, "ECA-0000-0000-0000", "nonsense", "x" * 300, "%00", "../../etc/passwd"])
def test_g01_a_wrong_code_gets_the_same_kind_of_page(client: Browser, typed: str) -> None:
    answer = client.get("/verify/", query_string={"code": typed}, follow_redirects=True)
    assert answer.status_code == 404 and faults(answer.text) == []
    assert "No certificate with this code" in answer.text and 'name="code"' in answer.text


def test_a_wrong_short_code_is_repeated_in_groups_to_compare_it_with_the_paper(client: Browser) -> None:
    page = client.get("/verify/q9abk36t3832")
    assert page.status_code == 404
    assert page.text.count("ECA-Q9AB-K36T-3832") == 2, "in the notice, and in the form to mend it"


def test_g01_right_and_wrong_codes_cost_the_same_single_look(client: Browser, statements: Statements) -> None:
    issued, counts = a_certificate(), []
    for code in (issued.code, WRONG, issued.printed_code, "ECA-0000-0000-0000", "nonsense"):
        with statements:
            client.get(f"/verify/{code}")
        counts.append(statements.count)
    assert counts == [1] * 5


def test_verifying_costs_at_most_three_statements_when_signed_in(client: Browser, statements: Statements) -> None:
    issued = a_certificate()
    client.sign_in(a_person())
    with statements:
        client.get(f"/verify/{issued.code}")
    assert statements.count <= 3


def test_g01_short_codes_cannot_be_searched_but_full_ones_can_be_asked(client: Browser) -> None:
    issued = a_certificate()
    statuses = [client.get(f"/verify/ECA-0000-0000-00{n:02d}").status_code for n in range(25)]
    assert statuses[:20] == [404] * 20 and set(statuses[20:]) == {429}
    assert client.get(f"/verify/{issued.code}").status_code == 200


def test_right_short_codes_are_not_counted(client: Browser) -> None:
    issued = a_certificate()
    assert {client.get(f"/verify/{issued.printed_code}").status_code for _ in range(25)} == {200}


def test_g05_no_answer_is_kept_so_revoked_means_revoked_at_once(client: Browser, admin: Any) -> None:
    issued = a_certificate()
    answer = client.get(f"/verify/{issued.code}")
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    services.revoke(issued.id, reason="identity", explanation="-", by=admin.id, now=NOW)
    db.session.commit()
    assert "Revoked" in client.get(f"/verify/{issued.code}").text


def test_b01_names_on_the_page_are_inert(client: Browser) -> None:
    person = a_person()
    person.printed_name = "<script>alert(1)</script>\"'{{7*7}}"
    db.session.flush()
    page = page_at(client, f"/verify/{a_certificate(person).code}")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
