from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.core.paths import template_folder
from lms.mail.models import OutgoingMail
from lms.mail.rendering import ascii_address, link_makers, render
from tests.laws.page import faults

# What each letter is told; a letter without a row here fails the test below.
CONTEXTS: dict[str, dict[str, Any]] = {
    "already-registered": {"token": "1-1"},
    "certificate-issued": {"name": "Ann", "course": "Customs", "code": "ABC", "printed_code": "ECA-ABCD"},
    "change-email": {"token": "1-1"},
    "confirm-email": {"token": "1-1"},
    "email-change-asked": {"new_email": "new@example.org"},
    "email-changed": {"new_email": "new@example.org"},
    "no-account": {},
    "password-changed": {},
    "place-free": {"name": "Ann", "course": "Customs", "slug": "customs"},
    "request-approved": {"name": "Ann", "course": "Customs", "slug": "customs"},
    "request-arrived": {"name": "Ann", "course": "Customs", "slug": "customs"},
    "request-refused": {"name": "Ann", "course": "Customs", "slug": "customs"},
    "staff-invitation": {"name": "Ann", "inviter": "Bo", "course": "Customs", "role": "Instructor", "invitation": "x"},
    "request-waiting": {"name": "Ann", "course": "Customs", "slug": "customs"},
    "reset-password": {"token": "1-1"},
    "reviews-waiting": {"name": "Ann", "course": "Customs", "work": "A claim", "slug": "customs", "item": "claim"},
    "work-returned": {"name": "Ann", "course": "Customs", "work": "A claim", "slug": "customs", "item": "claim"},
}
LETTERS = sorted(path.stem for path in (template_folder() / "mail").glob("*.txt"))


def a_letter(template: str, *, language: str = "en", to: str = "ann@example.org", **context: Any) -> OutgoingMail:
    return OutgoingMail(
        id=1,
        message_id="abc@lms",
        to_address=to,
        language=language,
        template=template,
        context={**CONTEXTS.get(template, {}), **context},
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def words(message: Any, kind: str = "plain") -> str:
    return str(message.get_body((kind,)).get_content())


@pytest.mark.parametrize("language", ["en", "ru", "zh", "fa"])
@pytest.mark.parametrize("template", LETTERS)
def test_every_letter_is_sound_in_every_language(app: Flask, template: str, language: str) -> None:
    assert template in CONTEXTS, "say in this file what the letter is told"
    message = render(a_letter(template, language=language))
    assert message["Subject"] and message["To"] == "ann@example.org"
    assert message["Message-ID"] == "<abc@lms>" and message["Auto-Submitted"] == "auto-generated"
    html = words(message, "html")
    inlined = [fault for fault in faults(html) if "style=…" not in fault and "attribute" not in fault]
    assert inlined == []
    assert ('dir="rtl"' in html) == (language == "fa")
    assert "<script" not in html and "<img" not in html, "nothing that tells that a letter was opened"
    assert len(words(message).split("\n\n")) >= 2
    assert len(message.as_bytes()) < 20_000


@pytest.mark.parametrize("template", LETTERS)
def test_every_button_says_where_it_leads(app: Flask, template: str) -> None:
    assert "Open the page" not in words(render(a_letter(template)), "html")


def test_a_line_and_a_link_become_a_button(app: Flask) -> None:
    html = words(render(a_letter("reset-password")), "html")
    link = link_makers["reset-password"]({"token": "1-1"})
    assert link.startswith("http://localhost/auth/reset-password/")
    assert f'href="{link}"' in html and ">Set a new password</a>" in html


@pytest.mark.parametrize("name", ["{{7*7}}", "${7*7}", "%s%n", '#read("/etc/passwd")', "{% raw %}"])
def test_b11_a_name_stands_in_a_letter_as_it_is(app: Flask, name: str) -> None:
    assert name in words(render(a_letter("place-free", name=name)))


@pytest.mark.parametrize("name", ["<b>Ann</b>", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_b01_markup_in_a_name_is_text_in_the_html(app: Flask, name: str) -> None:
    html = words(render(a_letter("place-free", name=name, course=name)), "html")
    assert "<script>" not in html and "<b>" not in html and "<img" not in html


def test_d07_a_line_break_in_a_value_makes_no_header_and_no_paragraph(app: Flask) -> None:
    message = render(a_letter("place-free", name="Ann\n\nhttps://evil.example/", course="x\r\nBcc: all@example.org"))
    assert message["Bcc"] is None
    assert message["Subject"] == "A place is free: x Bcc: all@example.org"
    assert 'href="https://evil.example/"' not in words(message, "html")


def test_d07_a_line_break_in_an_address_is_an_error_not_a_header(app: Flask) -> None:
    with pytest.raises(ValueError, match=r"CR or LF|linefeed|newline|invalid"):
        render(a_letter("no-account", to="ann@example.org\r\nBcc: all@example.org"))


def test_a_domain_of_another_script_goes_out_as_servers_know_it(app: Flask) -> None:
    assert ascii_address("ann@пример.рф") == "ann@xn--e1afmkfd.xn--p1ai"
    assert render(a_letter("no-account", to="ann@пример.рф"))["To"] == "ann@xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize(("language", "written"), [("kk", "en"), ("ur", "en"), ("zh-Hans", "zh"), ("fa-AF", "fa")])
def test_a_language_that_letters_do_not_speak_falls_back_whole(app: Flask, language: str, written: str) -> None:
    message = render(a_letter("no-account", language=language))
    assert message["Content-Language"] == written
    assert f'lang="{written}"' in words(message, "html")


def test_the_letters_before_confirmation_do_not_repeat_what_a_stranger_typed(app: Flask) -> None:
    """Otherwise a registration form sends anybody's advertisement to anybody."""
    for template in ("confirm-email", "already-registered", "no-account", "reset-password", "change-email"):
        assert set(CONTEXTS[template]) <= {"token"}
