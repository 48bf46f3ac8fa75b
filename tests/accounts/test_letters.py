"""Links in letters: forgotten passwords, confirmations, moved addresses."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.accounts import queries, services
from lms.accounts.models import AccountToken, Person, SignIn
from lms.accounts.tokens import read_signed, signed
from lms.core.clock import utc_now
from lms.core.db import db
from lms.mail.models import OutgoingMail
from tests.client import Browser
from tests.conftest import make_app, new_database
from tests.factories import accounts, countries
from tests.statements import Statements

Mailbox = Callable[[], list[Any]]
LinkIn = Callable[[Any], str]
NEW = "seven-new-camels-run"


def ask(client: Browser, email: str) -> Any:
    return client.post("/auth/forgot-password", data={"email": email})


def reset_link(person: Person, *, minutes_ago: int = 0) -> str:
    token = services.give_token(
        person.id, "reset_password", email=person.email, now=utc_now() - timedelta(minutes=minutes_ago)
    )
    db.session.commit()
    return f"/auth/reset-password/{signed(token)}"


def test_a_forgotten_password_is_replaced_by_a_letters_link(client: Browser, mailbox: Mailbox, link_in: LinkIn) -> None:
    accounts.a_person(email="ann@example.org")
    assert "Ann@example.org" in ask(client, " Ann@Example.org ").text
    (letter,) = mailbox()
    assert letter["To"] == "ann@example.org"
    page = client.get(link_in(letter))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.post(link_in(letter), data={"password": NEW}).location == "/auth/login"
    assert services.check_password("ann@example.org", NEW) is not None
    assert services.check_password("ann@example.org", accounts.PASSWORD) is None
    assert "Your password was changed" in [one["Subject"] for one in mailbox()]


def test_e02_asking_for_an_unknown_address_answers_the_same_and_writes_one_letter_too(
    client: Browser, mailbox: Mailbox, statements: Statements
) -> None:
    accounts.a_person(email="known@example.org")
    answers = []
    for address in ("known@example.org", "nobody@example.org"):
        with statements as seen:
            answer = ask(client, address)
        answers.append((answer.status_code, answer.text.replace(address, "ADDRESS"), list(seen.texts)))
    assert answers[0] == answers[1]
    assert sorted(letter["To"] for letter in mailbox()) == ["known@example.org", "nobody@example.org"]


def test_e09_a_look_alike_address_gets_no_letter_of_the_account(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="mike@example.org")
    ask(client, "MIKE@example.org")
    assert [letter["To"] for letter in mailbox()] == ["mike@example.org"]
    assert ask(client, "mıke@example.org").status_code == 200
    assert len(mailbox()) == 1, "an address of other letters is refused by the form"


def test_g16_resetting_sends_at_most_three_letters_an_hour(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="ann@example.org")
    assert [ask(client, "ann@example.org").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert len(mailbox()) == 3


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


def test_e04_a_new_password_signs_every_device_out(client: Browser) -> None:
    person = accounts.a_person()
    client.sign_in(person)
    client.post(reset_link(person), data={"password": NEW})
    assert client.get("/account/").status_code == 302
    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None)).count() == 0


def test_a_reset_also_confirms_the_address(client: Browser) -> None:
    person = accounts.a_person(confirmed=False)
    client.post(reset_link(person), data={"password": NEW})
    assert db.session.get_one(Person, person.id).email_confirmed_at is not None


def test_a_weak_new_password_is_refused_and_the_link_stays_good(client: Browser) -> None:
    link = reset_link(accounts.a_person(printed_name="Айжан Бекова", email="aizhan.bekova@example.org"))
    for weak in ("short", "password2026", "aizhan-bekova-1"):
        assert 'id="password-error"' in client.post(link, data={"password": weak}).text
    assert client.post(link, data={"password": NEW}).status_code == 303


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


def test_e10_an_address_moves_only_with_the_password_and_the_new_mailbox(
    client: Browser, mailbox: Mailbox, link_in: LinkIn
) -> None:
    person = accounts.a_person(email="old@example.org")
    client.sign_in(person)
    wrong = client.post("/account/email", data={"email": "new@example.org", "current_password": "not-it-at-all"})
    assert 'id="current_password-error"' in wrong.text
    assert mailbox() == []
    client.post("/account/email", data={"email": "new@example.org", "current_password": accounts.PASSWORD})
    letters = {letter["To"]: letter for letter in mailbox()}
    assert set(letters) == {"old@example.org", "new@example.org"}
    assert "new@example.org" in letters["old@example.org"].get_body(("plain",)).get_content()
    assert db.session.get_one(Person, person.id).email == "old@example.org"
    assert client.post(link_in(letters["new@example.org"])).status_code == 303
    assert db.session.get_one(Person, person.id).email == "new@example.org"
    assert services.check_password("new@example.org", accounts.PASSWORD) is not None
    assert services.check_password("old@example.org", accounts.PASSWORD) is None
    assert client.get("/account/").status_code == 200, "this browser stays signed in"


def test_e02_moving_to_a_taken_address_answers_the_same_and_moves_nothing(
    client: Browser, mailbox: Mailbox, statements: Statements
) -> None:
    accounts.a_person(email="taken@example.org")
    client.sign_in(accounts.a_person(email="old@example.org"))
    answers = []
    for address in ("taken@example.org", "fresh@example.org"):
        with statements as seen:
            answer = client.post("/account/email", data={"email": address, "current_password": accounts.PASSWORD})
        answers.append((answer.status_code, answer.text.replace(address, "ADDRESS"), list(seen.texts)))
    assert answers[0] == answers[1]
    subjects = {letter["Subject"] for letter in mailbox() if letter["To"] == "taken@example.org"}
    assert subjects == {"You already have an account"}
    assert not db.session.query(AccountToken).filter_by(purpose="change_email", email="taken@example.org").count()


def test_an_address_that_was_taken_meanwhile_is_refused(client: Browser) -> None:
    person = accounts.a_person(email="old@example.org")
    token = services.give_token(person.id, "change_email", email="wanted@example.org", now=utc_now())
    accounts.a_person(email="WANTED@example.org")
    assert "cannot be used" in client.post(f"/auth/confirm/{signed(token)}").text
    assert db.session.get_one(Person, person.id).email == "old@example.org"


def test_a_new_password_stops_a_move_that_was_asked_for(client: Browser) -> None:
    person = accounts.a_person()
    move = (
        f"/auth/confirm/{signed(services.give_token(person.id, 'change_email', email='x@evil.example', now=utc_now()))}"
    )
    client.post(reset_link(person), data={"password": NEW})
    assert client.post(move).status_code == 410


def test_a_persons_letters_come_in_their_language(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="ann@example.org", language="fa")
    client.post("/language/ru")
    ask(client, "ann@example.org")
    mailbox()
    assert [mail.language for mail in db.session.query(OutgoingMail)] == ["ru"], "the language that they read now"
