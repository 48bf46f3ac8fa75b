"""From the form to a signed-in person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from lms.accounts import services
from lms.accounts.models import Person, Registration
from lms.accounts.queries import person_id_by_email
from lms.core.clock import utc_now
from lms.core.db import db
from tests.client import Browser
from tests.factories import accounts
from tests.pages import without_tokens
from tests.statements import Statements

FORM = {
    "name": "Айжан Бекова",
    "latin_name": "",
    "email": "aizhan@example.kz",
    "password": accounts.PASSWORD,
    "country": "KZ",
    "kind": "company",
    "organisation": "Жібек жолы",
}
Mailbox = Callable[[], list[Any]]


def registered(email: str) -> Person:
    return db.session.query(Person).filter_by(email=email).one()


def test_a_visitor_registers_confirms_and_signs_in(
    client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]
) -> None:
    assert "name" in client.get("/auth/register").text
    answer = client.post("/auth/register", data=FORM)
    assert answer.status_code == 302
    assert FORM["email"] in client.get(answer.location).text
    (letter,) = mailbox()
    assert letter["To"] == FORM["email"]
    page = client.get(link_in(letter))
    assert FORM["email"] in page.text
    assert client.post(link_in(letter)).location == "/auth/login"
    answer = client.post("/auth/login", data={"email": FORM["email"], "password": FORM["password"]})
    assert answer.status_code == 302 and answer.location == "/learn/"
    assert FORM["name"] in client.get("/account/").text


def test_who_came_from_a_course_to_register_signs_in_to_that_course(
    client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]
) -> None:
    course = "/courses/digital-trade-foundations/"
    way = f"/auth/register?next={course}"
    assert way in client.get(f"/auth/login?next={course}").text
    assert f"/auth/login?next={course}" in client.get(way).text
    client.post(way, data=FORM)
    (letter,) = mailbox()
    answer = client.post(link_in(letter))
    assert answer.location == f"/auth/login?next={course}"
    page = client.get(answer.location).text
    assert f'value="{FORM["email"]}"' in page and f'value="{course}"' in page
    assert FORM["email"] not in client.get("/auth/login").text, "the next person at this browser sees it"


def test_registering_leads_to_pages_of_this_site_only(
    client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]
) -> None:
    client.post("/auth/register?next=https://evil.example/", data=FORM)
    (letter,) = mailbox()
    assert client.post(link_in(letter)).location == "/auth/login"


def test_a_person_is_kept_as_they_wrote_themselves(client: Browser, mailbox: Mailbox) -> None:
    client.post("/language/ru")
    client.post("/auth/register", data=FORM)
    mailbox()
    person = registered(FORM["email"])
    assert (person.printed_name, person.latin_name) == ("Айжан Бекова", "Aizhan Bekova")
    assert (person.country_code, person.time_zone, person.language) == ("KZ", "Asia/Almaty", "ru")
    assert (person.participant_kind, person.organisation) == ("company", "Жібек жолы")
    assert person.email_confirmed_at is None
    assert db.session.query(Registration).count() == 0, "what was typed is not kept twice"


def test_a_refused_form_keeps_everything_but_the_password(client: Browser) -> None:
    text = client.post("/auth/register", data={**FORM, "password": "short"}).text
    for kept in ("Айжан Бекова", "aizhan@example.kz", "Жібек жолы"):
        assert f'value="{kept}"' in text
    assert '<option selected value="KZ">' in text
    assert "short" not in text


def test_a_name_that_no_table_can_write_is_asked_for_in_latin_letters(client: Browser, mailbox: Mailbox) -> None:
    text = client.post("/auth/register", data={**FORM, "name": "李明"}).text
    assert "Please write your name in Latin letters too" in text
    assert client.post("/auth/register", data={**FORM, "name": "李明", "latin_name": "Li Ming"}).status_code == 302


def test_each_wrong_field_says_what_is_wrong(client: Browser) -> None:
    wrong = {"name": "\u202ex", "latin_name": "Ж", "email": "nobody", "password": "1234567890", "country": "XX"}
    text = client.post("/auth/register", data=wrong).text
    for field in ("name", "latin_name", "email", "password", "country", "kind"):
        assert f'id="{field}-error"' in text, field


def test_e02_a_known_address_gets_the_same_answer_by_the_same_work(client: Browser, statements: Statements) -> None:
    accounts.a_person(email="known@example.org")
    answers = []
    for address in ("known@example.org", "fresh@example.org"):
        with client.session_transaction() as session:
            session.clear()
        with statements as seen:
            answer = client.post("/auth/register", data={**FORM, "email": address})
        page = without_tokens(client.get(answer.location).text)
        page = page.replace(address, "ADDRESS")
        headers = {name: value for name, value in answer.headers if name != "Set-Cookie"}
        answers.append((answer.status_code, answer.text, headers, page, list(seen.texts)))
    assert answers[0] == answers[1]


def test_e02_the_owner_of_a_known_address_is_told_by_letter_and_nothing_changes(
    client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]
) -> None:
    person = accounts.a_person(email="known@example.org", printed_name="First Owner")
    hash_before, person_id = person.password_hash, person.id
    client.post("/auth/register", data={**FORM, "email": "Known@EXAMPLE.org"})
    (letter,) = mailbox()
    assert letter["Subject"] == "You already have an account"
    assert letter["To"] == "known@example.org", "to the stored address, however it was typed"
    assert "/auth/reset-password/" in link_in(letter)
    person = db.session.get_one(Person, person_id)
    assert (person.password_hash, person.printed_name) == (hash_before, "First Owner")


def test_a_stranger_who_registered_first_does_not_keep_a_password_to_the_owners_account(
    client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]
) -> None:
    client.post("/auth/register", data={**FORM, "password": "the-strangers-password-1"})
    mailbox()
    client.post("/auth/register", data={**FORM, "password": "the-owners-password-1"})
    letter = next(one for one in mailbox() if one["Subject"] == "You already have an account")
    assert client.post(link_in(letter), data={"password": "the-owners-password-1"}).status_code == 303
    for password, status in (("the-strangers-password-1", 200), ("the-owners-password-1", 302)):
        answer = client.post("/auth/login", data={"email": FORM["email"], "password": password})
        assert answer.status_code == status


def test_e09_a_look_alike_address_makes_no_second_account(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="mike@example.org")
    before = db.session.query(Person).count()
    for look_alike in ("MIKE@example.org", " mike@example.org ", "mike@EXAMPLE.ORG"):
        assert client.post("/auth/register", data={**FORM, "email": look_alike}).status_code == 302
    mailbox()
    assert db.session.query(Person).count() == before
    assert client.post("/auth/register", data={**FORM, "email": "mıke@example.org"}).status_code == 200
    assert person_id_by_email("mİke@example.org") is not None


def test_a07_fields_that_the_form_does_not_have_are_ignored(client: Browser, mailbox: Mailbox) -> None:
    more = {"role": "administrator", "is_demo": "1", "confirmed": "1", "email_confirmed_at": "2020-01-01", "id": "1"}
    client.post("/auth/register", data={**FORM, **more})
    mailbox()
    person = registered(FORM["email"])
    assert person.email_confirmed_at is None and not person.is_demo
    assert services.check_password(FORM["email"], FORM["password"]) is not None


def test_the_letter_can_be_asked_for_again(client: Browser, mailbox: Mailbox, link_in: Callable[[Any], str]) -> None:
    client.post("/auth/register", data=FORM)
    mailbox()
    answer = client.post("/auth/login", data={"email": FORM["email"], "password": FORM["password"]})
    assert answer.location == "/auth/check-mail"
    assert "not confirmed yet" in client.get(answer.location).text
    assert client.post("/auth/check-mail").status_code == 302
    letters = mailbox()
    assert [one["Subject"] for one in letters] == ["Confirm your e-mail address"] * 2
    assert client.post(link_in(letters[-1])).status_code == 303


def test_g16_one_address_gets_at_most_three_letters_an_hour_of_a_kind(client: Browser, mailbox: Mailbox) -> None:
    answers = [client.post("/auth/register", data=FORM) for _ in range(4)]
    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert 'value="aizhan@example.kz"' in answers[-1].text, "what was typed is not lost"
    assert len(mailbox()) == 3


def test_an_address_that_nobody_confirms_is_forgotten(app: Flask) -> None:
    now = utc_now()
    old = accounts.a_person(confirmed=False, now=now - timedelta(days=15)).id
    young = accounts.a_person(confirmed=False, now=now - timedelta(days=13)).id
    confirmed = accounts.a_person(now=now - timedelta(days=15)).id
    services.give_token(old, "confirm_email", email="x@example.org", now=now)
    services.forget_unconfirmed(now)
    left = set(db.session.scalars(db.select(Person.id)))
    assert old not in left and {young, confirmed} <= left
