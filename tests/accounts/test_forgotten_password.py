"""A new password for whoever has forgotten theirs."""

from lms.accounts import services
from lms.accounts.models import Person, SignIn
from lms.core.db import db
from lms.mail.models import OutgoingMail
from tests.accounts.letters import NEW, LinkIn, Mailbox, ask, reset_link
from tests.client import Browser
from tests.factories import accounts
from tests.pages import without_tokens
from tests.statements import Statements


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
        answers.append((answer.status_code, without_tokens(answer.text).replace(address, "ADDRESS"), list(seen.texts)))
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


def test_a_persons_letters_come_in_their_language(client: Browser, mailbox: Mailbox) -> None:
    accounts.a_person(email="ann@example.org", language="fa")
    client.post("/language/ru")
    ask(client, "ann@example.org")
    mailbox()
    assert [mail.language for mail in db.session.query(OutgoingMail)] == ["ru"], "the language that they read now"
