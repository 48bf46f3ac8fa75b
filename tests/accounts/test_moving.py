"""Moving an account to another address."""

from lms.accounts import services
from lms.accounts.models import AccountToken, Person
from lms.accounts.tokens import signed
from lms.core.clock import utc_now
from lms.core.db import db
from tests.accounts.letters import NEW, LinkIn, Mailbox, reset_link
from tests.client import Browser
from tests.factories import accounts
from tests.statements import Statements


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
