"""What the holder of a certificate sees and downloads."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.core.db import db
from tests.certificates.browsing import WRONG, page_at
from tests.client import Browser
from tests.factories.accounts import a_coordinator, a_person, an_administrator, an_instructor, an_observer
from tests.factories.certificates import (
    a_certificate,
    a_revoked_certificate,
    an_awaiting_award,
)
from tests.factories.courses import a_course
from tests.pages import without_tokens
from tests.statements import Statements


def test_a_trainee_sees_their_certificates_and_what_waits(client: Browser) -> None:
    person = a_person()
    issued = a_certificate(person, a_course(title="Customs"))
    an_awaiting_award(person, title="Pricing")
    client.sign_in(person)
    page = page_at(client, "/certificates/")
    assert "Customs" in page and issued.printed_code in page and "Pricing" in page and "Awaiting approval" in page


def test_without_certificates_the_page_says_how_to_earn_one(client: Browser) -> None:
    client.sign_in(a_person())
    assert "No certificates yet" in page_at(client, "/certificates/")


def test_the_page_of_a_certificate_shows_shares_and_downloads_it(client: Browser) -> None:
    person = a_person(language="ru")
    issued = a_certificate(person)
    client.sign_in(person)
    page = page_at(client, f"/certificates/{issued.code}")
    assert f"/certificates/{issued.code}.pdf" in page and f"http://localhost/verify/{issued.code}" in page
    assert 'src="data:image/svg+xml' in page


def test_the_pdf_is_downloaded_under_a_name_in_both_alphabets(client: Browser) -> None:
    person = a_person(printed_name="Айгерим Каримова", latin_name="Aigerim Karimova")
    issued = a_certificate(person, a_course(title='A "quoted"; title/..'))
    client.sign_in(person)
    answer = client.get(f"/certificates/{issued.code}.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    disposition = answer.headers["Content-Disposition"]
    assert f'filename="{issued.printed_code}.pdf"; filename*=UTF-8' in disposition
    assert "%D0%90" in disposition and "/" not in disposition and disposition.count('"') == 2
    assert "Айгерим Каримова" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_b09_a_name_cannot_break_the_header(client: Browser) -> None:
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


def test_a_get_of_the_pdf_writes_nothing(client: Browser, statements: Statements) -> None:
    person = a_person()
    issued = a_certificate(person)
    client.sign_in(person)
    with statements:
        client.get(f"/certificates/{issued.code}.pdf")
    assert statements.count <= 3 and all(text.startswith("SELECT") for text in statements.texts)


def same_for_all(page: str, code: str) -> str:
    """The page without the code that was asked for, and without its tokens, which carry the second of their making."""
    return without_tokens(page.replace(code, ""))


@pytest.mark.parametrize("path", ["/certificates/{}", "/certificates/{}.pdf"])
def test_a03_anothers_certificate_is_as_unknown_as_a_missing_one(
    client: Browser, new_client: Callable[[], Browser], path: str
) -> None:
    issued = a_certificate()
    strangers = [a_person(), a_coordinator(), an_observer(), an_instructor(issued.course_id)]
    for stranger in strangers:
        browser = new_client()
        browser.sign_in(stranger)
        hers, missing = browser.get(path.format(issued.code)), browser.get(path.format(WRONG))
        assert hers.status_code == missing.status_code == 404
        assert same_for_all(hers.text, issued.code) == same_for_all(missing.text, WRONG)
    assert client.get(path.format(issued.code)).location.startswith("/auth/login")
    boss = new_client()
    boss.sign_in(an_administrator())
    assert boss.get(path.format(issued.code)).status_code == 200


@pytest.mark.parametrize("language", ["ru", "zh", "fa"])
def test_the_pages_stand_in_every_language(client: Browser, language: str) -> None:
    person = a_person(language=language)
    issued, revoked = a_certificate(person), a_revoked_certificate(person)
    client.sign_in(person)
    for url in ("/certificates/", f"/certificates/{issued.code}", f"/verify/{revoked.code}", "/verify/"):
        assert f'<html lang="{language}"' in page_at(client, url)
