"""What the link in a letter opens, how often and for how long; a confirmed address."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.accounts import queries, services
from lms.accounts.models import Person
from lms.accounts.tokens import read_signed, signed
from lms.core.clock import utc_now
from lms.core.db import db
from tests.accounts.letters import NEW, LinkIn, Mailbox, ask, reset_link
from tests.client import Browser
from tests.conftest import make_app, new_database
from tests.factories import accounts, countries


def test_e06_a_preview_of_the_link_uses_nothing_up(client: Browser) -> None:
    link = reset_link(accounts.a_person())
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert client.post(link, data={"password": NEW}).status_code == 303


def test_e06_a_link_works_once_also_from_a_second_tab(client: Browser) -> None:
    person = accounts.a_person()
    link = reset_link(person)
    assert client.post(link, data={"password": NEW}).status_code == 303
    assert client.post(link, data={"password": "another-good-password"}).status_code == 410
    assert "no longer works" in client.get(link).text
    assert services.check_password(db.session.get_one(Person, person.id).email, NEW) is not None


def test_e06_two_tabs_at_once_use_a_link_once(app: Flask) -> None:
    person = accounts.a_person()
    text = reset_link(person).rsplit("/", 1)[1]
    first = queries.open_token(text, ("reset_password",), utc_now())
    second = queries.open_token(text, ("reset_password",), utc_now())
    assert first and second
    services.reset_password(first, NEW, now=utc_now())
    db.session.commit()
    with pytest.raises(Exception, match="used already"):
        services.reset_password(second, "another-good-password", now=utc_now())


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 410)])
def test_e06_a_reset_link_holds_for_sixty_minutes(client: Browser, minutes: int, status: int) -> None:
    assert client.get(reset_link(accounts.a_person(), minutes_ago=minutes)).status_code == status


def test_e06_a_reset_link_is_void_once_the_address_has_changed(client: Browser) -> None:
    person = accounts.a_person()
    link = reset_link(person)
    db.session.get_one(Person, person.id).email = "moved@example.org"
    assert client.get(link).status_code == 410


def test_e06_a_new_password_voids_every_other_link(client: Browser) -> None:
    person = accounts.a_person()
    older, newer = reset_link(person), reset_link(person)
    client.post(newer, data={"password": NEW})
    assert client.get(older).status_code == 410


@pytest.mark.parametrize(
    "forge", [str, lambda i: f"{signed(i)}x", lambda i: signed(i)[1:], lambda i: "e30.x", lambda i: "x" * 3000]
)
def test_e06_a_link_that_we_did_not_sign_opens_nothing(client: Browser, forge: Callable[[str], str]) -> None:
    person = accounts.a_person()
    token = services.give_token(person.id, "reset_password", email=person.email, now=utc_now())
    assert client.get(f"/auth/reset-password/{forge(token)}").status_code == 410


def test_e06_a_link_serves_only_its_own_purpose(client: Browser) -> None:
    person = accounts.a_person(confirmed=False)
    token = services.give_token(person.id, "confirm_email", email=person.email, now=utc_now())
    assert client.get(f"/auth/reset-password/{signed(token)}").status_code == 410
    assert client.get(f"/auth/confirm/{signed(token)}").status_code == 200


def test_e06_a_link_of_a_removed_permission_never_opens_the_next_one(client: Browser, mailbox: Mailbox) -> None:
    """SQLite uses the number of the last row again once that row is gone."""
    thief, victim = accounts.a_person(), accounts.a_person()
    old = reset_link(thief)
    services.erase_person(thief.id, accounts.PASSWORD, now=utc_now())
    new = reset_link(victim)
    assert client.get(new).status_code == 200
    assert client.get(old).status_code == 410
    assert client.post(old, data={"password": NEW}).status_code == 410
    assert services.check_password(victim.email, NEW) is None


def test_under_https_the_pages_of_a_letter_work_though_they_forbid_the_referrer(
    tmp_path: Path, worker_name: str
) -> None:
    app = make_app(
        tmp_path, new_database(tmp_path, f"lms_https_{worker_name}"), environment="production",
        base_url="https://learn.example.org", trusted_proxies=1,
    )  # fmt: skip
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        db.create_all()
        countries.all_countries()
        person = accounts.a_person()
        link = reset_link(person)
    browser = app.test_client()
    as_sent: dict[str, Any] = {
        "base_url": "http://learn.example.org",
        "headers": {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "Origin": "null"},
    }
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(link, **as_sent).text)
    assert token
    refused = browser.post(link, data={"password": NEW}, **as_sent)
    assert refused.status_code == 400
    done = browser.post(link, data={"password": NEW, "csrf_token": token.group(1)}, **as_sent)
    assert (done.status_code, done.location) == (303, "/auth/login")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_e06_nothing_that_opens_an_account_lies_in_the_database(
    client: Browser, mailbox: Mailbox, link_in: LinkIn
) -> None:
    accounts.a_person(email="ann@example.org")
    ask(client, "ann@example.org")
    (letter,) = mailbox()
    secret = link_in(letter).rsplit("/", 1)[1]
    assert read_signed(secret) is not None
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            assert secret not in repr(row), table.name


def test_a_confirmation_is_a_button_and_works_once(client: Browser) -> None:
    person = accounts.a_person(confirmed=False)
    link = f"/auth/confirm/{signed(services.give_token(person.id, 'confirm_email', email=person.email, now=utc_now()))}"
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert db.session.get_one(Person, person.id).email_confirmed_at is None
    assert client.post(link).status_code == 303
    assert db.session.get_one(Person, person.id).email_confirmed_at is not None
    assert client.post(link).status_code == 410


def test_d06_a_forged_host_does_not_reach_the_letter(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="ann@example.org")
    client.post(
        "/auth/forgot-password",
        data={"email": "ann@example.org"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )
    (letter,) = mailbox()
    assert "evil.example" not in letter.as_string()
    assert "http://localhost/auth/reset-password/" in letter.get_body(("plain",)).get_content()


def test_d06_production_answers_only_to_its_own_name(tmp_path: Path, worker_name: str) -> None:
    app = make_app(
        tmp_path,
        new_database(tmp_path, f"lms_host_{worker_name}"),
        environment="production",
        base_url="https://learn.example.org",
    )
    browser = app.test_client()
    assert browser.get("/healthz", base_url="https://learn.example.org").status_code == 200
    assert browser.get("/healthz", base_url="https://evil.example").status_code == 400
